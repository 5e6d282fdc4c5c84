"""Referrals to teams: sent from a household's page, answered by the team."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.access import open_household
from housing.form_page import form_page
from housing.lists import Listing, respond
from housing.models import Household
from housing_first import referral_list as lists
from housing_first import team_page
from housing_first.forms import referrals as forms
from housing_first.models import Referral
from housing_first.views.teams import MAY_READ, MAY_WORK


@MAY_READ
def referral_list(request):
    rows = lists.rows_of(Referral.objects.visible_to(request.user), timezone.localdate())
    listing = Listing(
        title=_("Henvisninger til team"),
        template="housing_first/referral_list.html",
        columns=lists.COLUMNS,
        filterset=lists.ReferralFilter,
        context={"columns": lists.SHOWN},
    )
    return respond(request, rows, listing)


@permission_required("housing_first.add_referral", raise_exception=True)
def referral_new(request, hid):
    """Whoever follows a household may refer to any team; only the team and the leader read the referral afterwards."""
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=hid)
    open_household(request, household)

    def send(form):
        made = form.receive(by=request.user)
        sees = Referral.objects.visible_to(request.user).filter(pk=made.pk).exists()
        return made.get_absolute_url() if sees else household.get_absolute_url()

    return form_page(
        request,
        forms.ReferralForm(request.POST or None, household=household, user=request.user),
        act=send,
        done=_("Henvisningen er sendt til teamet."),
        title=_("Henvis til team"),
        sub=household.name,
        submit=_("Send henvisningen"),
        back=household.get_absolute_url(),
    )


def found(request, pk) -> Referral:
    """One referral; looking at it is written in the log of its household."""
    rows = Referral.objects.visible_to(request.user).select_related("household", "person", "team", "by")
    referral = get_object_or_404(rows, pk=pk)
    open_household(request, referral.household)
    return referral


@MAY_READ
def referral(request, pk):
    one = found(request, pk)
    today = timezone.localdate()
    context = {
        "referral": one,
        "household": one.household,
        "facts": lists.facts_of(one, request.user),
        "free": team_page.free_places(one.team, today),
        "led_to": one.participations.visible_to(request.user).first(),
        "timeline": lists.timeline_of(one),
        "today": today,
    }
    return render(request, "housing_first/referral.html", context)


def answered(request, pk, form_class, *, allowed, refused, **words):
    """One of the answers to a referral, while it may be given."""
    one = found(request, pk)
    if request.method == "GET" and not allowed(one):
        messages.error(request, refused)
        return redirect(one)

    def answer(form):
        form.answer(by=request.user)
        # Taken in, one goes on with the person; who was refused is no longer within the team's reach.
        if led_to := one.participations.visible_to(request.user).first():
            return led_to.get_absolute_url()
        sees = Referral.objects.visible_to(request.user).filter(pk=one.pk).exists()
        return one.get_absolute_url() if sees else one.team.get_absolute_url()

    return form_page(
        request,
        form_class(request.POST or None, referral=one),
        act=answer,
        sub=f"{one.number} · {one.person}",
        back=one.get_absolute_url(),
        **words,
    )


@MAY_WORK
def referral_accept(request, pk):
    return answered(
        request,
        pk,
        forms.AcceptForm,
        allowed=lambda one: one.is_open,
        refused=_("Henvisningen er allerede besvart."),
        done=_("Personen er invitert."),
        title=_("Ta inn i teamet"),
        submit=_("Inviter"),
    )


@MAY_WORK
def referral_reject(request, pk):
    return answered(
        request,
        pk,
        forms.RejectForm,
        allowed=lambda one: one.is_open,
        refused=_("Henvisningen er allerede besvart."),
        done=_("Avslaget er registrert."),
        title=_("Avslå henvisningen"),
        submit=_("Avslå"),
    )


@MAY_WORK
def referral_withdraw(request, pk):
    return answered(
        request,
        pk,
        forms.WithdrawForm,
        allowed=lambda one: one.is_open,
        refused=_("Henvisningen er allerede besvart."),
        done=_("Henvisningen er trukket."),
        title=_("Henvisningen er trukket"),
        submit=_("Registrer"),
    )


@MAY_WORK
def referral_reopen(request, pk):
    return answered(
        request,
        pk,
        forms.TakeUpAgainForm,
        allowed=lambda one: one.may_move_to(Referral.Status.RECEIVED),
        refused=_("Bare en avslått henvisning kan tas opp igjen."),
        done=_("Henvisningen er tatt opp igjen."),
        title=_("Ta opp henvisningen igjen"),
        submit=_("Ta opp igjen"),
    )
