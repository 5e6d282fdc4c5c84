"""A team's participants: the list, one participant's page, and what is done."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.access import open_household
from housing.form_page import form_page
from housing.lists import Listing, respond
from housing_first import participation_list as lists
from housing_first import participation_page as page
from housing_first.forms import participations as forms
from housing_first.models import HomeOffer, Participation, TimeAway
from housing_first.views.teams import MAY_READ, MAY_WORK


@MAY_READ
def participation_list(request):
    rows = lists.rows_of(Participation.objects.visible_to(request.user))
    listing = Listing(
        title=_("Deltakere"),
        template="housing_first/participation_list.html",
        columns=lists.COLUMNS,
        filterset=lists.ParticipationFilter,
    )
    return respond(request, rows, listing)


def found(request, pk) -> Participation:
    """One participation; looking at it is written in the log of its household."""
    rows = Participation.objects.visible_to(request.user)
    one = get_object_or_404(rows.select_related("household", "person", "team", "referral", "caseworker"), pk=pk)
    open_household(request, one.household)
    return one


@MAY_READ
def participation(request, pk):
    one = found(request, pk)
    context = page.facts_of(one, request.user, timezone.localdate())
    context["panels"] = page.panels(request, one, timezone.localdate())
    return render(request, "housing_first/participation.html", context)


def done_with(request, one, form, *, allowed=True, refused="", **words):
    """One of the things that are done with a participant, while it may be done."""
    if request.method == "GET" and not allowed:
        messages.error(request, refused or _("Dette gjelder bare den som er deltaker nå."))
        return redirect(one)

    def act(filled):
        filled.act(by=request.user)
        # Who has left the team's following is the leader's alone.
        sees = Participation.objects.visible_to(request.user).filter(pk=one.pk).exists()
        return one.get_absolute_url() if sees else one.team.get_absolute_url()

    return form_page(request, form, act=act, sub=f"{one.number} · {one.person}", back=one.get_absolute_url(), **words)


@MAY_WORK
def participation_start(request, pk):
    one = found(request, pk)
    return done_with(
        request,
        one,
        forms.StartForm(request.POST or None, participation=one),
        allowed=one.status == Participation.Status.INVITED,
        refused=_("Personen er ikke invitert."),
        title=_("Ta inn som deltaker"),
        submit=_("Lagre"),
        done=_("Personen er nå deltaker."),
    )


@MAY_WORK
def participation_decline(request, pk):
    one = found(request, pk)
    return done_with(
        request,
        one,
        forms.DeclineForm(request.POST or None, participation=one),
        allowed=one.status == Participation.Status.INVITED,
        refused=_("Personen er ikke invitert."),
        title=_("Personen takker nei"),
        submit=_("Registrer"),
        done=_("Registrert. Personen kan si ja senere, og mister ingen plass på ventelisten."),
    )


@MAY_WORK
def participation_invite_again(request, pk):
    one = found(request, pk)
    return done_with(
        request,
        one,
        forms.InviteAgainForm(request.POST or None, participation=one),
        allowed=one.status == Participation.Status.DECLINED,
        refused=_("Personen har ikke takket nei."),
        title=_("Inviter igjen"),
        submit=_("Inviter"),
        done=_("Personen er invitert igjen."),
    )


@MAY_WORK
def participation_sign(request, pk):
    one = found(request, pk)
    return done_with(
        request,
        one,
        forms.SignForm(request.POST or None, participation=one),
        allowed=one.is_active,
        title=_("Samarbeidsavtalen er signert"),
        submit=_("Lagre"),
        done=_("Avtalen er registrert."),
    )


@MAY_WORK
def participation_correct_agreement(request, pk):
    one = found(request, pk)
    return done_with(
        request,
        one,
        forms.CorrectAgreementForm(request.POST or None, participation=one),
        allowed=one.agreement_signed_on is not None,
        refused=_("Det er ingen signert avtale å rette."),
        title=_("Rett avtalen"),
        submit=_("Lagre"),
        done=_("Avtalen er rettet."),
    )


@MAY_WORK
def participation_extend(request, pk):
    one = found(request, pk)
    return done_with(
        request,
        one,
        forms.ExtendForm(request.POST or None, participation=one),
        allowed=one.is_active and one.agreement_signed_on is not None,
        refused=_("Det er ingen signert avtale å forlenge."),
        title=_("Forleng samarbeidsavtalen"),
        submit=_("Forleng"),
        done=_("Avtalen er forlenget."),
    )


@MAY_WORK
def participation_follow(request, pk):
    one = found(request, pk)
    return done_with(
        request,
        one,
        forms.FollowForm(request.POST or None, participation=one),
        allowed=one.is_active,
        title=_("Hovedkontakt og hvor ofte"),
        submit=_("Lagre"),
        done=_("Lagret."),
    )


@MAY_WORK
def participation_wish(request, pk):
    one = found(request, pk)
    return done_with(
        request,
        one,
        forms.WishForm(request.POST or None, participation=one),
        title=_("Egne ønsker for bolig"),
        submit=_("Lagre"),
        done=_("Ønsket er lagret."),
    )


@MAY_WORK
def participation_end(request, pk):
    one = found(request, pk)
    return done_with(
        request,
        one,
        forms.EndForm(request.POST or None, participation=one),
        allowed=one.is_active,
        title=_("Avslutt deltakelsen"),
        submit=_("Avslutt"),
        done=_("Deltakelsen er avsluttet."),
        color="danger",
    )


@MAY_WORK
def participation_go_on(request, pk):
    one = found(request, pk)
    return done_with(
        request,
        one,
        forms.GoOnForm(request.POST or None, participation=one),
        allowed=one.status == Participation.Status.ENDED,
        refused=_("Deltakelsen er ikke avsluttet."),
        title=_("Ta tilbake avslutningen"),
        submit=_("Fortsett deltakelsen"),
        done=_("Deltakelsen fortsetter."),
    )


@MAY_WORK
def time_away_new(request, pk):
    one = found(request, pk)
    return done_with(
        request,
        one,
        forms.TimeAwayForm(request.POST or None, participation=one, user=request.user),
        allowed=one.is_active,
        title=_("Soning eller behandling"),
        submit=_("Lagre"),
        done=_("Lagret. Teamet holder kontakten."),
    )


@MAY_WORK
def time_away_end(request, pk):
    away = get_object_or_404(TimeAway.objects.visible_to(request.user), pk=pk)
    return done_with(
        request,
        found(request, away.participation_id),
        forms.ComeOutForm(request.POST or None, time_away=away),
        allowed=away.ended_on is None,
        refused=_("Dette er allerede avsluttet."),
        title=_("Ute av soning eller behandling"),
        submit=_("Lagre"),
        done=_("Lagret."),
    )


@MAY_WORK
def home_offer_new(request, pk):
    one = found(request, pk)
    return done_with(
        request,
        one,
        forms.HomeOfferForm(request.POST or None, participation=one),
        allowed=one.is_active,
        title=_("Tilbud om bolig"),
        submit=_("Lagre"),
        done=_("Tilbudet er registrert."),
    )


@MAY_WORK
def home_offer_answer(request, pk):
    offer = get_object_or_404(HomeOffer.objects.visible_to(request.user), pk=pk)
    return done_with(
        request,
        found(request, offer.participation_id),
        forms.HomeAnswerForm(request.POST or None, offer=offer),
        allowed=offer.answer == HomeOffer.Answer.OPEN,
        refused=_("Tilbudet er allerede besvart."),
        title=_("Svar på tilbudet om bolig"),
        submit=_("Lagre svaret"),
        done=_("Svaret er lagret. Et nei flytter ingen på ventelisten."),
    )
