"""Forms about what comes before a petition: notices, the warning, the tenant's no, and the leader's override."""

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evictions import notice_letters, warning_letter
from evictions.claims import unpaid_claims
from evictions.forms.case import NO_ADDRESS, OfCase
from evictions.models import ArrearsAction, ArrearsCase, ChildrenOverride, EvictionWarning, SocialNotice
from evictions.petition_facts import postings_of
from evictions.warning_blocks import BLOCKS
from housing.database import Refused
from housing.fields import DateField, KroneField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import Tenancy


def claims_of(case: ArrearsCase, day) -> list:
    return unpaid_claims(postings_of(case.tenancy, day))


def owing(case: ArrearsCase, day) -> list:
    """What is unpaid on the day; refused when nothing is, and where the municipality is not the landlord."""
    if case.tenancy.tenure != Tenancy.Tenure.MUNICIPAL:
        raise Refused(str(_("Kommunen er ikke utleier her, og kan ikke kreve husleien.")))
    claims = claims_of(case, day)
    if not claims:
        raise Refused(str(_("Leieren skylder ikke noe.")))
    return claims


class WarningForm(OfCase, OnceForm):
    """Sent today: the claim is what is unpaid now, and the letter is written with everything it must say."""

    class Meta:
        model = EvictionWarning
        fields: list[str] = []

    def rows(self):
        return EvictionWarning.objects.filter(case=self.case)

    def first_made(self):
        made = super().first_made()
        return made and made.case

    def send(self, *, by) -> ArrearsCase:
        warning, today = self.keyed(), timezone.localdate()
        with transaction.atomic():
            claims = owing(self.case, today)
            warning.sent_on = today
            warning.due_on = max(claim.posted_on for claim in claims)
            warning.amount = sum(claim.unpaid for claim in claims)
            warning_letter.write(warning.send(by=by), claims, by=by)
        return self.case


class SentWarningForm(OfCase, OnceForm):
    """One that was sent on paper, outside the program: whoever registers it has seen that it says what it must."""

    sent_on = DateField(label=_("Sendt"), help_text=_("Dagen varselet ble sendt, ikke dagen det ble skrevet."))
    due_on = DateField(label=_("Kravet forfalt"), help_text=_("Siste forfall av det varselet gjelder."))
    amount = KroneField(label=_("Krav, kr"), min_value=1)
    contents = forms.MultipleChoiceField(
        label=_("Varselet inneholder"),
        choices=[(block.code, block.name) for block in BLOCKS],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Se i varselet. Mangler noe av dette, må det sendes et nytt."),
    )

    class Meta:
        model = EvictionWarning
        fields = ["sent_on", "due_on", "amount"]

    def rows(self):
        return EvictionWarning.objects.filter(case=self.case)

    def first_made(self):
        made = super().first_made()
        return made and made.case

    def clean_sent_on(self):
        return not_in_future(self.cleaned_data["sent_on"])

    def clean_contents(self):
        lacking = [str(block.message) for block in BLOCKS if block.code not in self.cleaned_data["contents"]]
        if lacking:
            raise forms.ValidationError(lacking)
        return self.cleaned_data["contents"]

    def clean(self):
        answers = super().clean()
        sent, due = answers.get("sent_on"), answers.get("due_on")
        if sent and due and sent < due:
            self.add_error("sent_on", _("Varselet kan tidligst sendes {day:%d.%m.%Y}.").format(day=due))
        return answers

    def register(self, *, by) -> ArrearsCase:
        self.keyed().send(by=by)
        return self.case


class CollectionForm(OfCase, OnceForm):
    """A collection notice, sent today."""

    class Meta:
        model = ArrearsAction
        fields: list[str] = []

    def rows(self):
        return ArrearsAction.objects.filter(case=self.case)

    def first_made(self):
        made = super().first_made()
        return made and made.case

    def send(self, *, by) -> ArrearsCase:
        action, today = self.keyed(), timezone.localdate()
        with transaction.atomic():
            claims = owing(self.case, today)
            action.kind, action.done_on = ArrearsAction.Kind.LETTER, today
            action.result = str(_("Inkassovarsel"))
            notice_letters.write_collection(self.case.act(action, by=by), claims, by=by)
        return self.case


class SocialNoticeForm(OfCase, forms.Form):
    """To NAV, today, with a copy to the tenant."""

    def send(self, *, by) -> ArrearsCase:
        today = timezone.localdate()
        with transaction.atomic():
            claims = owing(self.case, today)
            notice_letters.write_social(SocialNotice.send(self.case, by=by, on=today), claims, by=by)
        return self.case


class ReservationForm(OfCase, forms.Form):
    """The tenant's written no."""

    reserved_on = DateField(
        label=_("Dato for reservasjonen"), initial=timezone.localdate, help_text=_("Leieren må ha skrevet det.")
    )

    def clean_reserved_on(self):
        return not_in_future(self.cleaned_data["reserved_on"])

    def reserve(self, *, by) -> ArrearsCase:
        SocialNotice.reserve(self.case, by=by, on=self.cleaned_data["reserved_on"])
        return self.case


class OverrideForm(OfCase, OnceForm):
    """Why a family with children may be petitioned against without a plan, and where the children shall live."""

    decided_on = DateField(label=_("Bestemt"), initial=timezone.localdate)
    reason = TextField(
        label=_("Begrunnelse"),
        max_length=2000,
        rows=5,
        help_text=_("Hva som er prøvd, hvorfor en avtale ikke går, og hvordan hensynet til barna er vurdert."),
    )
    where_children_go = TextField(label=_("Hvor barna skal bo"), max_length=1000, rows=3, help_text=NO_ADDRESS)

    class Meta:
        model = ChildrenOverride
        fields = ["decided_on", "reason", "where_children_go"]

    def rows(self):
        return ChildrenOverride.objects.filter(case=self.case)

    def first_made(self):
        made = super().first_made()
        return made and made.case

    def clean_decided_on(self):
        return self.within_case(self.cleaned_data["decided_on"])

    def decide(self, *, by) -> ArrearsCase:
        self.keyed().decide(by=by)
        return self.case
