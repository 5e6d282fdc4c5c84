"""The way from tenant to owner: the list, the board, one household's guidance, and what is done in it."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.access import open_household
from housing.form_page import form_page
from housing.lists import Listing, respond
from housing.models import Household
from rent_to_own import guidance_facts as facts
from rent_to_own import pipeline, sales
from rent_to_own.forms import guidance as forms
from rent_to_own.models import FinanceAssessment, Guidance, ReinvestmentEntry

MAY_READ = permission_required("rent_to_own.view_guidance", raise_exception=True)
MAY_GUIDE = permission_required("rent_to_own.add_guidance", raise_exception=True)


def tabs(request, here) -> list[dict]:
    """The pages of the room a user may open."""
    pages = [
        ("guidance_board", _("Tavle"), "rent_to_own.view_guidance"),
        ("guidance_list", _("Liste"), "rent_to_own.view_guidance"),
        ("candidate_list", _("Finn leietakere"), "rent_to_own.add_guidance"),
        ("indicator_list", _("Styringsparametere"), "rent_to_own.view_indicators"),
        ("purchase_years", _("Kjøp og salg"), "rent_to_own.view_accounts"),
        ("association_list", _("Borettslag"), "rent_to_own.view_accounts"),
        ("ownership_rules", _("Hvem som spørres"), "rent_to_own.view_rule"),
    ]
    return [
        {"label": label, "url": reverse(name), "here": name == here}
        for name, label, permission in pages
        if request.user.has_perm(permission)
    ]


@MAY_READ
def guidance_board(request):
    """One board: each step a column, children first."""
    context = {
        "title": _("Leie til eie"),
        "sub": _("Alle som er på vei fra leie til eie. Husstander med barn står først i hver kolonne."),
        "steps": pipeline.board(Guidance.objects.visible_to(request.user), timezone.localdate()),
        "tabs": tabs(request, "guidance_board"),
    }
    return render(request, "rent_to_own/guidance_board.html", context)


@MAY_READ
def guidance_list(request):
    rows = pipeline.rows_of(Guidance.objects.visible_to(request.user), timezone.localdate())
    listing = Listing(
        title=_("Leie til eie, liste"),
        template="rent_to_own/guidance_list.html",
        columns=pipeline.COLUMNS,
        filterset=pipeline.GuidanceFilter,
        prepare=pipeline.prepare,
        context={"tabs": tabs(request, "guidance_list")},
    )
    return respond(request, rows, listing)


@MAY_GUIDE
def guidance_new(request, hid):
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=hid)
    open_household(request, household)
    rents = household.tenancies.lived_in(timezone.localdate()).exists()
    return form_page(
        request,
        forms.StartForm(
            request.POST or None, household=household, initial={"origin": "tenant" if rents else "applicant"}
        ),
        act=lambda form: form.start(by=request.user),
        done=_("Veiledningen er begynt."),
        title=_("Begynn veiledning til å eie"),
        sub=household.name,
        submit=_("Begynn"),
        back=household.get_absolute_url(),
    )


def found(request, pk) -> Guidance:
    """One guidance; looking at it is written in the log of its household."""
    rows = Guidance.objects.visible_to(request.user).select_related("household", "caseworker")
    guidance = get_object_or_404(rows, pk=pk)
    open_household(request, guidance.household)
    return guidance


@MAY_READ
def guidance(request, pk):
    one = found(request, pk)
    today = timezone.localdate()
    loans = list(one.loans.all())
    for loan in loans:
        loan.facts, loan.has_expired = facts.loan_facts(loan), loan.is_expired(today)
    purchase = one.purchases.select_related("household", "dwelling", "appraisal").first()
    posted = ReinvestmentEntry.objects.visible_to(request.user).filter(purchase=purchase).first() if purchase else None
    context = {
        "guidance": one,
        "household": one.household,
        "children": facts.child_ages(one.household, today),
        "guidance_facts": facts.guidance_facts(one),
        "loans": loans,
        "purchase": purchase,
        "purchase_facts": facts.purchase_facts(purchase, request.user, today) if purchase else [],
        "posted": posted,
        "balance": sales.balance_of(posted) if posted else None,
        "timeline": facts.timeline_of(one),
        "asked": list(one.household.outreaches.select_related("by")),
        "economy": FinanceAssessment.objects.visible_to(request.user).latest_of(one.household, today),
        "today": today,
    }
    return render(request, "rent_to_own/guidance.html", context)


def done_with(request, pk, form_class, act, *, allowed, refused, **words):
    """One of the things that are done with a guidance, while it stands where that may be done."""
    one = found(request, pk)
    if request.method == "GET" and not allowed(one):
        messages.error(request, refused)
        return redirect(one)
    return form_page(
        request,
        form_class(request.POST or None, guidance=one),
        act=lambda form: getattr(form, act)(by=request.user),
        sub=f"{one.number} · {one.household.name}",
        back=one.get_absolute_url(),
        **words,
    )


@MAY_GUIDE
def guidance_assess(request, pk):
    return done_with(
        request,
        pk,
        forms.AssessForm,
        "assess",
        allowed=lambda one: one.is_before_purchase,
        refused=_("Saken er avsluttet, eller boligen er kjøpt."),
        done=_("Vurderingen er lagret."),
        title=_("Vurder mulighet til å eie"),
        submit=_("Lagre vurderingen"),
    )


@MAY_GUIDE
def guidance_bid(request, pk):
    return done_with(
        request,
        pk,
        forms.BidForm,
        "bid",
        allowed=lambda one: one.may_move_to(Guidance.Status.BID),
        refused=_("Husstanden må ha et finansieringsbevis før den legger inn bud."),
        done=_("Budet er registrert."),
        title=_("Bud lagt inn"),
        submit=_("Registrer"),
    )


@MAY_GUIDE
def guidance_lost_bid(request, pk):
    return done_with(
        request,
        pk,
        forms.LostBidForm,
        "lose",
        allowed=lambda one: one.status == Guidance.Status.BID,
        refused=_("Det er ikke registrert noe bud."),
        done=_("Registrert. Finansieringsbeviset kan brukes på nytt."),
        title=_("Fikk ikke boligen"),
        submit=_("Registrer"),
    )


@MAY_GUIDE
def guidance_follow_up(request, pk):
    return done_with(
        request,
        pk,
        forms.FollowUpForm,
        "follow_up",
        allowed=lambda one: one.is_open,
        refused=_("Saken er avsluttet. Gjenåpne den først."),
        done=_("Samtalen er registrert."),
        title=_("Registrer samtale"),
        submit=_("Registrer"),
    )


@MAY_GUIDE
def guidance_close(request, pk):
    return done_with(
        request,
        pk,
        forms.CloseForm,
        "close",
        allowed=lambda one: one.is_open,
        refused=_("Saken er allerede avsluttet."),
        done=_("Saken er avsluttet. Den kan gjenåpnes når noe endrer seg."),
        title=_("Avslutt veiledningen"),
        submit=_("Avslutt"),
    )


@MAY_GUIDE
def guidance_reopen(request, pk):
    return done_with(
        request,
        pk,
        forms.ReopenForm,
        "reopen",
        allowed=lambda one: not one.is_open,
        refused=_("Saken er åpen."),
        done=_("Saken er gjenåpnet."),
        title=_("Gjenåpne veiledningen"),
        submit=_("Gjenåpne"),
    )
