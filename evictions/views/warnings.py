"""What comes before a petition: the warning, the notices, the tenant's no, and the leader's override."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from evictions import notice_letters, plan_letter, warning_letter
from evictions.forms import warnings as forms
from evictions.petition_facts import children_of
from evictions.views.case import MAY_CHANGE, MAY_READ, asked, asked_in_open, found_case, sent
from housing.access import open_household
from housing.database import Refused
from housing.downloads import download
from housing.models import Household, Letter

MAY_WARN = permission_required("evictions.send_warning", raise_exception=True)
MAY_OVERRIDE = permission_required("evictions.override_children", raise_exception=True)
KINDS = (warning_letter.KIND, plan_letter.KIND, notice_letters.COLLECTION, notice_letters.SOCIAL)


@MAY_WARN
def eviction_warning_new(request, pk):
    """The letter is shown as it will be sent."""
    case, today = found_case(request, pk), timezone.localdate()
    if request.method == "GET" and not case.is_open:
        messages.error(request, _("Restansesaken er lukket."))
        return redirect(case)
    try:
        claims = forms.owing(case, today)
        letter = warning_letter.preview(case, claims, by=request.user, sent_on=today)
        refusal = ""
    except Refused as refused:
        letter, refusal = "", str(refused)
    return asked(
        request,
        case,
        forms.WarningForm(sent(request), case=case),
        "send",
        done=_("Varselet er sendt. Brevet ligger i saken."),
        title=_("Send varsel om fravikelse"),
        submit=_("Send varselet"),
        template="evictions/warning_new.html",
        letter=letter,
        refusal=refusal,
    )


@MAY_WARN
def eviction_warning_sent(request, pk):
    return asked_in_open(
        request,
        pk,
        forms.SentWarningForm,
        "register",
        done=_("Varselet er registrert."),
        title=_("Registrer varsel som er sendt"),
        submit=_("Registrer"),
    )


@MAY_WARN
def collection_notice_new(request, pk):
    return asked_in_open(
        request,
        pk,
        forms.CollectionForm,
        "send",
        done=_("Inkassovarselet er sendt. Brevet ligger i saken."),
        title=_("Send inkassovarsel"),
        submit=_("Send inkassovarselet"),
        aside="evictions/_collection_aside.html",
        pay_by=notice_letters.pay_by(timezone.localdate()),
    )


@MAY_WARN
def social_notice_new(request, pk):
    return asked_in_open(
        request,
        pk,
        forms.SocialNoticeForm,
        "send",
        done=_("NAV er varslet, og leieren får kopi."),
        title=_("Varsle sosialtjenesten"),
        submit=_("Varsle NAV"),
        aside="evictions/_social_aside.html",
    )


@MAY_CHANGE
def social_reservation(request, pk):
    return asked_in_open(
        request,
        pk,
        forms.ReservationForm,
        "reserve",
        done=_("Reservasjonen er registrert."),
        title=_("Leieren reserverer seg"),
        submit=_("Registrer"),
    )


@MAY_OVERRIDE
def children_override_new(request, pk):
    case = found_case(request, pk)
    if request.method == "GET" and not case.is_open:
        messages.error(request, _("Restansesaken er lukket."))
        return redirect(case)
    return asked(
        request,
        case,
        forms.OverrideForm(sent(request), case=case),
        "decide",
        done=_("Bestemt. Begjæringen kan sendes når resten av vilkårene er oppfylt."),
        title=_("Begjæring selv om det bor barn her"),
        submit=_("Bestem"),
        color="danger",
        aside="evictions/_override_aside.html",
        children=children_of(case.household, timezone.localdate()),
    )


@require_GET
@MAY_READ
def arrears_letter(request, pk):
    """A letter of an arrears case, for all who may see the case: the rent office reads no other letters."""
    letters = Letter.objects.filter(kind__in=KINDS, household__in=Household.objects.visible_to(request.user))
    letter = get_object_or_404(letters.select_related("household", "file"), pk=pk)
    open_household(request, letter.household, what=_("Brev {number}").format(number=letter.pk))
    if letter.file is None:
        messages.info(request, _("Brevet lages nå. Prøv igjen om litt."))
        return redirect(_case_of(letter))
    return download(letter.file.content, f"brev-{letter.pk}.pdf")


def _case_of(letter):
    return letter.subject.case if letter.subject else letter.household
