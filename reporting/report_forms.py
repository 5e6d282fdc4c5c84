"""Forms about a whole report: which to begin, comments, sending, treating, taking back, correcting, who is told."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, TextField
from housing.form_page import OnceForm
from housing.forms.once import Once
from housing.models import User
from reporting import kinds
from reporting.figures import BY_CODE
from reporting.kinds import Kind
from reporting.models import Event, Report, ReportComment, ReportCorrection, ReportSubscription
from reporting.sections import sections_of


class NewReportForm(Once):
    """Which report to begin, of which period; the earliest of the last two half-years without one is proposed."""

    what = forms.ChoiceField(label=_("Rapport"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.periods = {
            f"{kind}:{period.first:%Y-%m}": (kind, period)
            for kind in Kind
            for period in kinds.periods_offered(kind, today)
        }
        self.fields["what"].choices = [
            (
                kind.label,
                [(key, f"{kind.label} {period.label}") for key, (of, period) in self.periods.items() if of == kind],
            )
            for kind in Kind
        ]
        taken = set(Report.objects.of_kind(Kind.HALF_YEAR).values_list("period_first", flat=True))
        free = [key for key, (_kind, period) in list(self.periods.items())[:2] if period.first not in taken]
        self.fields["what"].initial = free[-1] if free else None

    def first_made(self):
        return self.made_before(Report.objects.all())

    def write(self, *, by) -> Report:
        kind, period = self.periods[self.cleaned_data["what"]]
        return Report.write_new(period, by=by, kind=kind, external_id=self.key)


class OfReport:
    """A form about one report."""

    def __init__(self, *args, report, **kwargs):
        self.report = report
        super().__init__(*args, **kwargs)


class CommentForm(OfReport, OnceForm):
    text = TextField(
        label=_("Kommentar"),
        max_length=4000,
        rows=5,
        help_text=_("Alle som leser rapporten, ser dette. Skriv ikke noe som kan røpe hvem det gjelder."),
    )
    section = forms.ChoiceField(label=_("Gjelder"), required=False)

    class Meta:
        model = ReportComment
        fields = ["section", "text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        parts = [(section.slug, f"{section.number} {section.title}") for section in sections_of(self.report)]
        self.fields["section"].choices = [("", _("Hele rapporten")), *parts]

    def rows(self):
        return self.report.comments.all()

    def write(self, *, by) -> ReportComment:
        made = self.keyed()
        made.report, made.by = self.report, by
        made.save()
        return made


class SubmitForm(forms.Form):
    """Asked for only when the list found something."""

    seen = forms.BooleanField(
        label=_("Jeg har sett listen, og rapporten skal likevel sendes"),
        error_messages={"required": _("Se gjennom listen og kryss av her, eller rett opp først.")},
    )


class TreatForm(forms.Form):
    on = DateField(
        label=_("Behandlet i styringsgruppen"),
        help_text=_("Datoen for møtet. Tas rapporten opp flere ganger, registrerer du hver dato."),
    )

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Datoen kan ikke være frem i tid."))
        return day


class TakeBackForm(forms.Form):
    reason = TextField(
        label=_("Hva skal rettes?"),
        max_length=4000,
        rows=4,
        help_text=_("Det du skriver, blir en kommentar på rapporten."),
    )


class CorrectionForm(OfReport, OnceForm):
    code = forms.ChoiceField(label=_("Gjelder tallet"), required=False)
    text = TextField(
        label=_("Hva som var feil"),
        max_length=4000,
        rows=5,
        help_text=_("Alle som leser rapporten, ser dette. Skriv ikke noe som kan røpe hvem det gjelder."),
    )

    class Meta:
        model = ReportCorrection
        fields = ["code", "text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kept = self.report.figures.filter(period_last=self.report.period_last, period_first=self.report.period_first)
        known = [(answer.code, answer.label) for answer in kept if answer.code in BY_CODE]
        self.fields["code"].choices = [("", _("Teksten, eller flere tall")), *known]

    def rows(self):
        return self.report.corrections.all()

    def write(self, *, by, was: str, now: str) -> ReportCorrection:
        made = self.keyed()
        made.report, made.by, made.was, made.now = self.report, by, was, now
        made.label = dict(self.fields["code"].choices).get(made.code, "") if made.code else ""
        made.save()
        return made


class SubscriptionForm(forms.Form):
    """One row of the page «Mottakere»: of which reports one person is told, and when."""

    told = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, user: User, **kwargs):
        self.user = user
        super().__init__(*args, prefix=f"u{user.pk}", **kwargs)
        self.fields["told"].label = user.name
        self.fields["told"].choices = [
            (f"{kind}:{event}", f"{kind.label}: {event.label.lower()}")
            for kind in Kind
            for event in Event
            if self.may_be_told(event)
        ]

    def may_be_told(self, event) -> bool:
        """Nobody is told of what they could not open."""
        return event != Event.DRAFTED or self.user.has_perm("reporting.write_report")

    @property
    def cells(self) -> list[dict]:
        """For each kind of report what one may be told of it."""
        boxes = list(self["told"])
        return [
            {
                "kind": kind.label,
                "boxes": [
                    {"box": box, "label": Event(box.data["value"].split(":")[1]).label}
                    for box in boxes
                    if box.data["value"].split(":")[0] == kind
                ],
            }
            for kind in Kind
        ]

    def save(self) -> None:
        wanted = {tuple(each.split(":")) for each in self.cleaned_data["told"]}
        rows = {(row.kind, row.event): row for row in ReportSubscription.objects.filter(user=self.user)}
        for key in rows.keys() - wanted:
            rows[key].delete()
        ReportSubscription.objects.bulk_create(
            [
                ReportSubscription(user=self.user, kind=kind, event=event)
                for kind, event in sorted(wanted - rows.keys())
            ],
            ignore_conflicts=True,
        )
