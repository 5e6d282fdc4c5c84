"""Forms about a lease: what is agreed, that it is signed, and what the tenant is told in writing (leiekontrakt)."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing import lease_papers
from housing.contracts import ExceptionAgreed, Ground, Severity, breaches
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, KroneField, LineField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import CaseEvent, Contract, Dwelling, LeaseNotice, Tenancy
from housing.periods import add_months

OTHER, INDEFINITE = "other", "0"
LENGTHS = [
    ("36", _("3 år")),
    ("48", _("4 år")),
    ("60", _("5 år")),
    ("120", _("10 år")),
    (INDEFINITE, _("Tidsubestemt")),
    (OTHER, _("Annen lengde")),
]
FIELD_OF_RULE = {
    "V1": "short_term_reason",
    "V2": "weighty_reason",
    "V3": "notice_signed_on",
    "V5": "deposit_amount",
    "V6": "advance_months",
    "V10": "is_owners_lease",
}
AGREED = [
    "short_term_ground",
    "short_term_reason",
    "weighty_reason",
    "says_no_notice_in_lease",
    "exceptions",
    "notice_signed_on",
    "monthly_rent",
    "advance_months",
    "deposit_amount",
    "guarantee_amount",
    "has_unpaid_clause",
    "has_expiry_clause",
    "house_rules",
    "is_owners_lease",
]


class ContractForm(OnceForm):
    """A lease for a tenancy, checked against husleieloven (``housing/contracts.py``) before it is saved."""

    starts_on = DateField(label=_("Gjelder fra"))
    length = forms.ChoiceField(label=_("Leietid"), choices=LENGTHS, widget=forms.RadioSelect)
    ends_on = DateField(label=_("Gjelder til"), required=False)
    short_term_ground = forms.ChoiceField(
        label=_("Grunnlag for kortere tid enn tre år"), choices=[("", _("Ikke valgt")), *Ground.choices], required=False
    )
    short_term_reason = LineField(
        label=_("Grunn til kortere enn tre år"),
        required=False,
        max_length=500,
        help_text=_("Kreves når kontrakten er tidsbestemt for mindre enn tre år. Står i kontrakten."),
    )
    weighty_reason = LineField(
        label=_("Tungtveiende grunner til enda en kort kontrakt"),
        required=False,
        max_length=500,
        help_text=_("Bare når husstanden har hatt en kontrakt på under tre år for denne boligen før."),
    )
    says_no_notice_in_lease = forms.BooleanField(
        label=_("Kontrakten sier at den ikke kan sies opp i leietiden"), required=False, initial=True
    )
    exceptions = forms.MultipleChoiceField(
        label=_("Unntak som er avtalt"),
        choices=ExceptionAgreed.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Bare i boliger for vanskeligstilte, og bare når leieren har fått skriftlig opplysning om det."),
    )
    notice_signed_on = DateField(
        label=_("Opplysning om bolig for vanskeligstilte signert"),
        required=False,
        help_text=_(
            "Leieren må ha fått skriftlig opplysning om hva boligen er for, og hvilke regler som ikke gjelder."
        ),
    )
    monthly_rent = KroneField(label=_("Månedsleie"), required=False, min_value=0)
    advance_months = forms.IntegerField(
        label=_("Måneder leie på forskudd"),
        required=False,
        min_value=0,
        max_value=12,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
    )
    deposit_amount = KroneField(label=_("Depositum"), required=False, min_value=0)
    guarantee_amount = KroneField(label=_("Garanti"), required=False, min_value=0)
    has_unpaid_clause = forms.BooleanField(
        label=_("Utkastelse kan kreves når leien ikke blir betalt"), required=False, initial=True
    )
    has_expiry_clause = forms.BooleanField(
        label=_("Utkastelse kan kreves når leietiden er ute"), required=False, initial=True
    )
    house_rules = LineField(label=_("Husordensregler som følger med"), required=False)
    is_owners_lease = forms.BooleanField(
        label=_("Eieren er utleier, og kommunen inngår ingen kontrakt"), required=False
    )
    no_talk_reason = LineField(
        label=_("Hvorfor er det ikke holdt boligkarrieresamtale?"),
        required=False,
        max_length=500,
        help_text=_("Samtalen skal holdes før kontrakten blir forlenget."),
    )
    signed_on = DateField(
        label=_("Signert"),
        required=False,
        help_text=_("La stå tomt når kontrakten skal skrives ut og signeres. Signeringen registreres etterpå."),
    )

    class Meta:
        model = Contract
        fields = ["starts_on", "ends_on", *AGREED, "no_talk_reason", "signed_on"]

    def __init__(self, *args, tenancy, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.tenancy = self.tenancy = tenancy
        self.previous = tenancy.contracts.first()
        self.application = self._granted()
        self._suggest()
        is_nomination = tenancy.dwelling and tenancy.dwelling.ownership == Dwelling.Ownership.NOMINATION
        if not is_nomination:
            del self.fields["is_owners_lease"]
        if not self.is_extension or (tenancy.talks.exists() and self._starts_talked_about()):
            del self.fields["no_talk_reason"]

    @property
    def is_extension(self) -> bool:
        return self.previous is not None and self.tenancy.tenure == Tenancy.Tenure.MUNICIPAL

    def _granted(self):
        """The application whose decision this lease follows from: an extension's own, or the one that gave the home."""
        granted = self.tenancy.applications_about.filter(kind="extension", status="granted")
        extension = granted.order_by("-decided_on", "-pk").first()
        return extension or (self.tenancy.application if self.previous is None else None)

    def _starts_talked_about(self) -> bool:
        starts = self.previous.ends_on or timezone.localdate()
        return Contract(tenancy=self.tenancy, starts_on=starts).is_talked_about()

    def _suggest(self):
        tenancy, today = self.tenancy, timezone.localdate()
        starts = (self.previous.ends_on or today) if self.previous else (tenancy.moved_in_on or today)
        told = tenancy.lease_notices.filter(signed_on__isnull=False).first()
        suggested = {
            "starts_on": starts,
            "length": self._length_decided(),
            "monthly_rent": tenancy.monthly_rent or (tenancy.dwelling.monthly_rent if tenancy.dwelling else None),
            "deposit_amount": tenancy.deposit_amount,
            "guarantee_amount": self.previous.guarantee_amount if self.previous else None,
            "house_rules": self.previous.house_rules if self.previous else "",
            "exceptions": told.exceptions if told else [],
            "notice_signed_on": told.signed_on if told else None,
        }
        for name, value in suggested.items():
            self.fields[name].initial = value

    def _length_decided(self) -> str:
        decision = self.application.decisions.filter(outcome="granted").first() if self.application else None
        years = decision.lease_years if decision else None
        months = "36" if years is None else str(12 * years)
        return months if months in dict(LENGTHS) else OTHER

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag = False
        asked = [name for name in ("is_owners_lease", "no_talk_reason") if name in self.fields]
        helper.layout = Layout(
            "external_id",
            *asked,
            Fieldset(
                _("Leietid"),
                "starts_on",
                "length",
                Div(
                    "ends_on",
                    "short_term_ground",
                    "short_term_reason",
                    "weighty_reason",
                    data_only_when=f"length={OTHER}",
                ),
                "says_no_notice_in_lease",
            ),
            Fieldset(
                _("Leie og sikkerhet"),
                Row("monthly_rent", "advance_months"),
                Row("deposit_amount", "guarantee_amount"),
            ),
            Fieldset(_("Bolig for vanskeligstilte"), "exceptions", "notice_signed_on"),
            Fieldset(_("Utkastelse"), "has_unpaid_clause", "has_expiry_clause"),
            "house_rules",
            "signed_on",
        )
        return helper

    def clean_signed_on(self):
        day = self.cleaned_data["signed_on"]
        return not_in_future(day) if day else day

    def clean(self):
        cleaned = super().clean()
        starts, length = cleaned.get("starts_on"), cleaned.get("length")
        if not starts or not length or "ends_on" in self.errors:
            return cleaned
        cleaned["ends_on"] = self._end(starts, length, cleaned)
        if cleaned["ends_on"] and cleaned["ends_on"] < starts:
            self.add_error("ends_on", _("Kontrakten slutter før den begynner."))
        elif not self.errors and self.tenancy.tenure == Tenancy.Tenure.MUNICIPAL:
            self._check_lease(cleaned)
        return cleaned

    def _end(self, starts, length, cleaned):
        if length == INDEFINITE:
            return None
        if length != OTHER:
            return add_months(starts, int(length))
        if cleaned.get("ends_on") is None:
            self.add_error("ends_on", _("Skriv når kontrakten går ut."))
        return cleaned.get("ends_on")

    def _check_lease(self, cleaned):
        lease = Contract(
            tenancy=self.tenancy,
            application=self.application,
            starts_on=cleaned["starts_on"],
            ends_on=cleaned["ends_on"],
            **{name: cleaned[name] for name in AGREED if name in cleaned},
        )
        for breach in [] if lease.is_owners_lease else breaches(lease.terms()):
            if breach.severity == Severity.REFUSE:
                self.add_error(FIELD_OF_RULE.get(breach.code), breach.message)
        if lease.is_extension and not cleaned.get("no_talk_reason") and not lease.is_talked_about():
            field = "no_talk_reason" if "no_talk_reason" in self.fields else None
            self.add_error(
                field,
                _("Det er ikke holdt en boligkarrieresamtale om veien videre. Hold den, eller skriv hvorfor ikke."),
            )

    def rows(self):
        return self.tenancy.contracts.all()

    def draw_up(self, *, by) -> Contract:
        """Save the lease once, with the paper to sign; a lease of an owner's is another's paper."""
        contract = self.keyed()
        contract.application = self.application
        is_ours = self.tenancy.tenure == Tenancy.Tenure.MUNICIPAL and not contract.is_owners_lease
        with refusing_breaches():
            contract.draw_up(by=by, paper=(lambda lease: lease_papers.write_lease(lease, by=by)) if is_ours else None)
        return contract


class SignForm(forms.Form):
    """The day both signed."""

    signed_on = DateField(label=_("Signert"), initial=timezone.localdate)

    def clean_signed_on(self):
        return not_in_future(self.cleaned_data["signed_on"])


class LeaseNoticeForm(OnceForm):
    exceptions = forms.MultipleChoiceField(
        label=_("Unntak som skal avtales"),
        choices=ExceptionAgreed.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg hvilke unntak leieren skal få opplysning om.")},
    )

    class Meta:
        model = LeaseNotice
        fields = ["exceptions"]

    def __init__(self, *args, tenancy, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.tenancy = self.tenancy = tenancy

    def rows(self):
        return self.tenancy.lease_notices.all()

    def write(self, *, by) -> LeaseNotice:
        notice = self.keyed()
        notice.written_on = timezone.localdate()
        with refusing_breaches():
            notice.save(force_insert=True)
            notice.letter = lease_papers.write_notice(notice, by=by)
            notice.save(update_fields=["letter"])
            CaseEvent.write(self.tenancy, by=by, title=_("Opplysning om bolig for vanskeligstilte skrevet"))
        return notice


class LeaseNoticeSignForm(SignForm):
    def __init__(self, *args, notice, **kwargs):
        super().__init__(*args, **kwargs)
        self.notice = notice

    def clean_signed_on(self):
        day = super().clean_signed_on()
        if day < self.notice.written_on:
            raise forms.ValidationError(_("Opplysningen kan ikke være signert før den er skrevet."))
        return day

    def sign(self, *, by):
        day = self.cleaned_data["signed_on"]
        with refusing_breaches():
            if not LeaseNotice.objects.filter(pk=self.notice.pk, signed_on__isnull=True).update(signed_on=day):
                raise Refused(_t("Opplysningen er allerede signert."))
            title = _("Opplysning om bolig for vanskeligstilte signert")
            CaseEvent.write(self.notice.tenancy, by=by, title=title, happened_on=day)
