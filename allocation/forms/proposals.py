"""Forms about the working plan (tildelingsforslag): asking for one, and putting somebody else at a dwelling."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from allocation import planning
from allocation.candidates import candidates_for
from allocation.models import Proposal
from housing.database import refusing_breaches
from housing.fields import LineField
from housing.form_page import OnceForm

AHEAD = [
    (0, _("Bare de som er ledige nå")),
    *((days, _("Innen {days} dager").format(days=days)) for days in (30, 90, 180)),
]
SPARE_ROOMS = 2
CHOICES = 40
NOBODY = "nobody"


class ProposalForm(OnceForm):
    """For which dwellings a plan is wanted, and what it is to keep from."""

    within_days = forms.TypedChoiceField(
        label=_("Boliger som blir ledige"), choices=AHEAD, coerce=int, widget=forms.RadioSelect, initial=0
    )
    spare_rooms_max = forms.IntegerField(
        label=_("Høyst rom over behovet"),
        min_value=0,
        max_value=9,
        required=False,
        initial=SPARE_ROOMS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
        help_text=_("En større bolig foreslås ikke. Tomt betyr ingen grense."),
    )
    only_certain = forms.BooleanField(
        label=_("Bare det som er avklart"),
        required=False,
        help_text=_("Boliger der noe husstanden trenger, ikke er registrert, er da ikke med."),
    )

    class Meta:
        model = Proposal
        fields = ["within_days", "spare_rooms_max", "only_certain"]

    def rows(self):
        return Proposal.objects.all()

    def propose(self, *, by) -> Proposal:
        made = self.keyed()
        made.by, made.day = by, timezone.localdate()
        with refusing_breaches():
            return planning.make(made)


class LineForm(forms.Form):
    """Another household at the dwelling, or none; and whether it stands when the rest is proposed anew."""

    application = forms.ChoiceField(label=_("Hvem boligen foreslås til"), widget=forms.RadioSelect)
    is_locked = forms.BooleanField(
        label=_("Lås linjen"), required=False, help_text=_("Den står da når resten foreslås på nytt.")
    )
    note = LineField(label=_("Merknad"), max_length=300, required=False)

    def __init__(self, *args, line, is_hidden=False, **kwargs):
        # Whoever changes a line wants it to stand, so it is locked unless they say otherwise.
        super().__init__(*args, initial={"is_locked": True, "note": line.note}, **kwargs)
        self.line = line
        rows = [row for row in candidates_for(line.dwelling, timezone.localdate()) if row.may_be_offered]
        fits = [row for row in rows if row.match.fits is not False][:CHOICES]
        # Whoever stands there today can be kept, unless to tell that they do would tell where they will live.
        current = next((row for row in rows if row.place.application.pk == line.application_id), None)
        if current and not is_hidden and current not in fits:
            fits.append(current)
        self.found = {str(row.place.application.pk): row for row in fits}
        planned = set(line.proposal.lines.exclude(pk=line.pk).values_list("application", flat=True))
        choices = [(key, self._named(row, row.place.application.pk in planned)) for key, row in self.found.items()]
        self.fields["application"].choices = [*choices, (NOBODY, _t("Ingen: la boligen stå"))]
        if not is_hidden:
            self.fields["application"].initial = str(line.application_id) if current else NOBODY

    @staticmethod
    def _named(row, is_planned) -> str:
        place = row.place
        unknown = ", ".join(str(requirement.label).lower() for requirement in row.match.unknown)
        said = [
            _t("Nr. {number}, {points} poeng: {name}").format(
                number=place.number, points=place.total, name=place.household.name_on(place.facts.on)
            ),
            _t("må avklares: {what}").format(what=unknown) if unknown else "",
            _t("har en annen bolig i forslaget") if is_planned else "",
        ]
        return " · ".join(part for part in said if part)

    def put(self, *, by) -> Proposal:
        answers = self.cleaned_data
        row = self.found.get(answers["application"])
        planning.put(
            self.line,
            row.place.application if row else None,
            by=by,
            is_locked=answers["is_locked"],
            note=answers["note"],
            fits=row.match.fits if row else None,
        )
        return self.line.proposal
