"""Appeals from the day they arrive until they are decided (klage)."""

import hashlib

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.letters import appeals as appeal_letters
from applications.models import Appeal, Application
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, LineField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import CaseEvent

Status = Appeal.Status


class AppealForm(OnceForm):
    """An appeal came in (klage mottatt)."""

    received_on = DateField(label=_("Klage mottatt"), initial=timezone.localdate)
    posted_on = DateField(
        label=_("Lagt i posten"),
        required=False,
        help_text=_("Står på poststempelet. Er klagen postet innen fristen, er den i tide selv om den kom senere."),
    )
    grounds = TextField(
        label=_("Hva det klages på"),
        max_length=5000,
        rows=5,
        required=False,
        help_text=_("Hva søkeren vil ha endret, og hvorfor."),
    )
    asks_for_postponement = forms.BooleanField(
        label=_("Ber om at vedtaket ikke settes i verk før klagen er avgjort"), required=False
    )
    confirms = forms.BooleanField(
        label=_("Skriv brev om at klagen er mottatt"),
        required=False,
        initial=True,
        help_text=_("Sier hvem som avgjør klagen og når svaret kan ventes. Kom klagen for sent, spør brevet hvorfor."),
    )

    class Meta:
        model = Appeal
        fields = ["received_on", "posted_on", "grounds", "asks_for_postponement"]

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.application = self.instance.application = application

    def rows(self):
        return Appeal.objects.filter(application=self.application)

    def _after_decision(self, day):
        if self.application.decided_on and day < self.application.decided_on:
            raise forms.ValidationError(_("Klagen kan ikke være fra før vedtaket."))
        return day

    def clean_received_on(self):
        return self._after_decision(not_in_future(self.cleaned_data["received_on"]))

    def clean_posted_on(self):
        day = self.cleaned_data["posted_on"]
        return self._after_decision(not_in_future(day)) if day else None

    def clean(self):
        answers = super().clean()
        received_on, posted_on = answers.get("received_on"), answers.get("posted_on")
        if received_on and posted_on and posted_on > received_on:
            self.add_error("posted_on", _("Klagen kan ikke være postet etter at vi fikk den."))
        return answers

    def register(self, *, by) -> Appeal:
        with refusing_breaches(), transaction.atomic():
            # The lock lets one of two clicks look for the other's row.
            application = Application.objects.select_for_update(of=("self",)).get(pk=self.application.pk)
            if application.decided_on is None or application.outcome == Application.Outcome.WITHDRAWN:
                raise Refused(_("Det er ikke noe vedtak å klage på."))
            if application.appeals.open().exists():
                raise Refused(_("Det er allerede en klage til behandling på dette vedtaket."))
            if application.appeals.awaiting_new_decision().exists():
                raise Refused(_("Klagen er allerede tatt til følge. Det nye vedtaket kan påklages når det er fattet."))
            made = self.keyed()
            made.decision = application.decisions.first()
            made.caseworker = application.caseworker or by
            made.begin(by=by, happened_on=made.received_on)
            if self.cleaned_data.get("confirms"):
                appeal_letters.receipt(made, by=by)
        return made


class AppealStepForm(forms.Form):
    """Something done with one appeal on a day: not before it was received, not after today."""

    def __init__(self, *args, appeal, **kwargs):
        super().__init__(*args, **kwargs)
        self.appeal = appeal

    def earliest(self):
        return self.appeal.received_on

    def clean_day(self):
        day = not_in_future(self.cleaned_data["day"])
        if day < self.earliest():
            raise forms.ValidationError(_("Datoen kan ikke være før {day}.").format(day=f"{self.earliest():%d.%m.%Y}"))
        return day


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class AppealAssessForm(AppealStepForm):
    """The case looked at anew (ny vurdering), and why a late appeal is heard all the same."""

    late_reason = forms.ChoiceField(
        label=_("Klagen kom for sent. Hvorfor skal den behandles?"),
        choices=Appeal.LateReason.choices,
        widget=forms.RadioSelect,
    )
    assessment = TextField(
        label=_("Ny vurdering"),
        max_length=8000,
        rows=12,
        help_text=_("Hva klagen tilfører, og hvordan vi ser på saken nå. Følger saken til klageinstansen."),
    )
    # The text the writer saw: another's text, saved meanwhile, is not written over.
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args, appeal, **kwargs):
        written = {"assessment": appeal.assessment, "late_reason": appeal.late_reason}
        kwargs["initial"] = written | {"seen": _checksum(appeal.assessment)} | (kwargs.get("initial") or {})
        super().__init__(*args, appeal=appeal, **kwargs)
        if not appeal.timeliness.is_late:
            del self.fields["late_reason"]

    def assess(self, *, by) -> Appeal:
        appeal, text = self.appeal, self.cleaned_data["assessment"]
        if appeal.timeliness.is_too_old:
            raise Refused(_("Det er gått mer enn ett år siden vedtaket. Klagen kan bare avvises."))
        if self.cleaned_data["seen"] not in ("", _checksum(appeal.assessment)):
            raise Refused(_("Noen andre har skrevet i vurderingen mens du skrev. Teksten din er ikke lagret."))
        facts = {"assessment": text, "late_reason": self.cleaned_data.get("late_reason", appeal.late_reason)}
        with refusing_breaches(), transaction.atomic():
            if not Appeal.objects.with_us().filter(pk=appeal.pk, assessment=appeal.assessment).update(**facts):
                raise Refused(_("Klagen er allerede avgjort eller sendt videre, eller noen andre har skrevet i den."))
            title = _("Klagen er vurdert på nytt") if not appeal.assessment else _("Vurderingen av klagen er endret")
            late = dict(Appeal.LateReason.choices).get(facts["late_reason"], "")
            CaseEvent.write(appeal, by=by, title=title, note=str(late))
        return appeal


class AppealPostponementForm(AppealStepForm):
    """Is the decision put off until the appeal is decided (utsatt iverksetting)? Answered as soon as can be."""

    answer = forms.ChoiceField(
        label=_("Svar"),
        choices=[("yes", _("Ja, vedtaket settes ikke i verk ennå")), ("no", _("Nei, vedtaket settes i verk"))],
        widget=forms.RadioSelect,
    )
    note = LineField(label=_("Begrunnelse"), max_length=500, help_text=_("Kommer på tidslinjen."))

    def answer_request(self, *, by) -> Appeal:
        is_postponed = self.cleaned_data["answer"] == "yes"
        asked = Appeal.objects.open().filter(pk=self.appeal.pk, is_postponed=self.appeal.is_postponed)
        with refusing_breaches(), transaction.atomic():
            if not asked.update(is_postponed=is_postponed):
                raise Refused(_("Klagen er allerede avgjort, eller noen andre har svart."))
            title = _("Vedtaket er satt i bero") if is_postponed else _("Vedtaket settes i verk selv om det er klaget")
            CaseEvent.write(self.appeal, by=by, title=title, note=self.cleaned_data["note"])
        return self.appeal


class AppealChangeForm(AppealStepForm):
    """We change our own decision after the appeal (omgjøring)."""

    day = DateField(label=_("Avgjort"), initial=timezone.localdate)
    note = TextField(label=_("Hva som endres"), max_length=1000, rows=3, help_text=_("Kort, kommer på tidslinjen."))

    def change(self, *, by) -> Application:
        """A refused application is to be decided anew, and a granted one gets a new decision."""
        with refusing_breaches(), transaction.atomic():
            self.appeal.change(by=by, day=self.cleaned_data["day"], note=self.cleaned_data["note"])
        return self.appeal.application


class AppealForwardForm(AppealStepForm):
    """To the body that hears the appeal, with what it needs of the case (oversendelse)."""

    day = DateField(label=_("Sendes"), initial=timezone.localdate)
    papers = forms.MultipleChoiceField(
        label=_("Dokumenter som følger med"), widget=forms.CheckboxSelectMultiple, required=False
    )
    message = TextField(label=_("Merknad til klageinstansen"), max_length=4000, rows=4, required=False)

    def __init__(self, *args, appeal, **kwargs):
        super().__init__(*args, appeal=appeal, **kwargs)
        self.papers = {paper.code: paper for paper in appeal_letters.papers_of(appeal)}
        field = self.fields["papers"]
        field.choices = [(code, paper.label) for code, paper in self.papers.items()]
        field.initial = [code for code, paper in self.papers.items() if paper.belongs_to_case]
        if not self.papers:
            del self.fields["papers"]

    def forward(self, *, by) -> Appeal:
        day = self.cleaned_data["day"]
        chosen = [self.papers[code] for code in self.cleaned_data.get("papers", [])]
        with refusing_breaches(), transaction.atomic():
            self.appeal.forward(by=by, day=day)
            appeal_letters.transmittal(self.appeal, by=by, day=day, papers=chosen, message=self.cleaned_data["message"])
        return self.appeal


class AppealDismissForm(AppealStepForm):
    """The appeal is not heard (avvist): too late, not by a party, or not put right when we asked."""

    REASONS = [
        ("late", _("Klagen kom for sent, og det er ikke grunn til å behandle den likevel")),
        ("not_party", _("Den som klager, er ikke part i saken og har ikke fullmakt")),
        ("formal", _("Klagen er ikke rettet innen fristen vi ga")),
        ("decided", _("Klageinstansen har avgjort klagen, og det den bestemte, kan ikke påklages")),
    ]

    day = DateField(label=_("Vedtaksdato"), initial=timezone.localdate)
    reason = forms.ChoiceField(label=_("Hvorfor klagen avvises"), choices=REASONS, widget=forms.RadioSelect)
    grounds = TextField(
        label=_("Begrunnelse i brevet"),
        max_length=4000,
        rows=5,
        help_text=_("Hva vi bygger på. Avvisningen er et vedtak som kan påklages."),
    )

    def __init__(self, *args, appeal, **kwargs):
        super().__init__(*args, appeal=appeal, **kwargs)
        may_be = {"late": appeal.timeliness.is_late, "decided": appeal.was_heard_before}
        self.fields["reason"].choices = [row for row in self.REASONS if may_be.get(row[0], True)]

    def dismiss(self, *, by) -> Appeal:
        day, reason = self.cleaned_data["day"], self.cleaned_data["reason"]
        with refusing_breaches(), transaction.atomic():
            timeliness = self.appeal.timeliness
            self.appeal.dismiss(by=by, day=day, note=str(dict(self.REASONS)[reason]))
            appeal_letters.dismissal(
                self.appeal, by=by, day=day, reason=reason, timeliness=timeliness, grounds=self.cleaned_data["grounds"]
            )
        return self.appeal


class AppealWithdrawForm(AppealStepForm):
    """Whoever appealed takes it back (trukket)."""

    day = DateField(label=_("Trukket"), initial=timezone.localdate)
    note = LineField(label=_("Merknad"), required=False, max_length=500)

    def withdraw(self, *, by) -> Appeal:
        with refusing_breaches(), transaction.atomic():
            self.appeal.withdraw(by=by, **self.cleaned_data)
        return self.appeal


class AppealResultForm(AppealStepForm):
    """What the appeal body decided."""

    RESULTS = [
        (Status.UPHELD, _("Vedtaket vårt står (klagen ikke tatt til følge)")),
        (Status.CHANGED, _("Vedtaket vårt er endret eller opphevet")),
        (Status.DISMISSED, _("Klagen er avvist")),
    ]

    status = forms.ChoiceField(label=_("Klageinstansen sier"), choices=RESULTS, widget=forms.RadioSelect)
    day = DateField(label=_("Avgjort"), initial=timezone.localdate)
    text = TextField(label=_("Hva klageinstansen sa"), max_length=4000, rows=6)

    def earliest(self):
        return max(self.appeal.received_on, self.appeal.forwarded_on or self.appeal.received_on)

    def register(self, *, by) -> Application:
        with refusing_breaches(), transaction.atomic():
            self.appeal.answered_by_body(
                self.cleaned_data["status"], by=by, day=self.cleaned_data["day"], text=self.cleaned_data["text"]
            )
        return self.appeal.application
