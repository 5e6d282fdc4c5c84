"""A petition that a household be put out (begjæring om fravikelse): its page, and each step until it is settled."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from evictions import petition_page
from evictions.forms import petitions as forms
from evictions.models import EvictionFollowUp, Petition
from evictions.petition_facts import petition_facts
from evictions.views.case import MAY_CHANGE, MAY_READ, asked, found_case, sent
from housing import letters
from housing.access import open_household
from housing.downloads import download
from housing.form_page import form_page

MAY_SEND = permission_required("evictions.send_petition", raise_exception=True)
Status = Petition.Status


def found_petition(request, pk) -> Petition:
    petitions = Petition.objects.visible_to(request.user)
    related = ("tenancy__household", "tenancy__dwelling", "case", "caseworker", "warning")
    petition = get_object_or_404(petitions.select_related(*related), pk=pk)
    open_household(request, petition.household)
    return petition


@MAY_READ
def petition(request, pk):
    found, today = found_petition(request, pk), timezone.localdate()
    context = {"petition": found, "household": found.household, "today": today}
    return render(request, "evictions/petition.html", context | petition_page.context(found, request.user, today))


@MAY_SEND
def petition_new(request, pk):
    """In the case ``pk``. What stands in the way is listed before anything is filled in."""
    case, today = found_case(request, pk), timezone.localdate()
    if request.method == "GET" and not case.is_open:
        messages.error(request, _("Restansesaken er lukket."))
        return redirect(case)
    facts = petition_facts(case, today)
    return asked(
        request,
        case,
        forms.PetitionForm(sent(request), case=case, owed=facts.owed),
        "send",
        done=_("Begjæringen er registrert som sendt."),
        title=_("Send begjæring om fravikelse"),
        submit=_("Registrer begjæringen"),
        color="danger",
        aside="evictions/_petition_aside.html",
        **petition_page.obstacles_context(facts),
    )


@require_GET
@MAY_SEND
def petition_print(request, pk):
    """What § 5-2 asks a petition for, on paper, to have beside the enforcement officer's portal."""
    found, today = found_petition(request, pk), timezone.localdate()
    context = petition_page.paper(found, request.user, today) | {"office": settings.MUNICIPALITY, "by": request.user}
    html = render_to_string("papers/petition.html", context)
    return download(letters.as_pdf(html, style=letters.PAPER), f"begjaring-{found.pk}.pdf")


def _step(request, pk, form_class, act, *, at, **words):
    """One step of an open petition; ``at``: the statuses it may be taken from."""
    found = found_petition(request, pk)
    if request.method == "GET" and found.status not in at:
        messages.error(request, _("Begjæringen er «{status}».").format(status=found.get_status_display().lower()))
        return redirect(found)
    return form_page(
        request,
        form_class(sent(request), petition=found),
        act=lambda form: getattr(form, act)(by=request.user),
        **{"sub": f"{found.number} · {found.household.name}", "back": found.get_absolute_url()} | words,
    )


OPEN = (Status.SENT, Status.STATEMENT, Status.SCHEDULED, Status.POSTPONED)


@MAY_CHANGE
def petition_put(request, pk):
    return _step(
        request,
        pk,
        forms.PutForm,
        "put",
        at=(Status.SENT,),
        done=_("Registrert. Leieren har to uker til å uttale seg eller betale."),
        title=_("Begjæringen er forelagt leieren"),
        submit=_("Registrer"),
    )


@MAY_CHANGE
def petition_told(request, pk):
    return _step(
        request,
        pk,
        forms.ToldForm,
        "keep",
        at=OPEN,
        done=_("Registrert."),
        title=_("Andre som er underrettet"),
        submit=_("Registrer"),
    )


@MAY_CHANGE
def petition_statement(request, pk):
    return _step(
        request,
        pk,
        forms.StatementForm,
        "keep",
        at=OPEN[1:],
        done=_("Uttalelsen er registrert."),
        title=_("Uttalelse fra leieren"),
        submit=_("Registrer"),
    )


@MAY_CHANGE
def petition_schedule(request, pk):
    return _step(
        request,
        pk,
        forms.ScheduleForm,
        "schedule",
        at=(Status.STATEMENT, Status.POSTPONED),
        done=_("Utkastelsen er berammet."),
        title=_("Utkastelsen er berammet"),
        submit=_("Registrer"),
    )


@MAY_CHANGE
def petition_postpone(request, pk):
    return _step(
        request,
        pk,
        forms.PostponeForm,
        "postpone",
        at=(Status.SCHEDULED,),
        done=_("Utkastelsen er utsatt."),
        title=_("Utkastelsen er utsatt"),
        submit=_("Registrer"),
    )


@MAY_CHANGE
def petition_avert(request, pk):
    return _step(
        request,
        pk,
        forms.AvertForm,
        "avert",
        at=OPEN,
        done=_("Registrert. Ingen blir kastet ut."),
        title=_("Utkastelsen er avverget"),
        submit=_("Registrer"),
    )


@MAY_CHANGE
def petition_reject(request, pk):
    return _step(
        request,
        pk,
        forms.RejectForm,
        "reject",
        at=OPEN,
        done=_("Registrert."),
        title=_("Begjæringen er ikke tatt til følge"),
        submit=_("Registrer"),
    )


@MAY_SEND
def petition_carry_out(request, pk):
    return _step(
        request,
        pk,
        forms.CarryOutForm,
        "carry_out",
        at=(Status.SCHEDULED,),
        done=_("Registrert. Leieforholdet er avsluttet, og noen har ansvaret for å følge opp husstanden."),
        title=_("Utkastelsen er gjennomført"),
        submit=_("Registrer"),
        color="danger",
    )


@MAY_CHANGE
def eviction_follow_up(request, pk):
    """Who answers for a household that was put out, and where they are."""
    rows = EvictionFollowUp.objects.visible_to(request.user).select_related("petition__tenancy__household", "owner")
    found = get_object_or_404(rows, pk=pk)
    open_household(request, found.household)
    if request.method == "GET" and found.closed_on:
        messages.info(request, _("Oppfølgingen er avsluttet."))
        return redirect(found.petition)
    return form_page(
        request,
        forms.FollowUpForm(sent(request), follow_up=found),
        act=lambda form: form.keep(by=request.user),
        done=_("Oppfølgingen er lagret."),
        title=_("Oppfølging etter utkastelse"),
        sub=f"{found.petition.number} · {found.household.name}",
        submit=_("Lagre"),
        back=found.petition.get_absolute_url(),
    )
