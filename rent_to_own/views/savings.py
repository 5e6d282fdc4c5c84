"""Renting with saving (leie med sparing): the list, one agreement, and what is done with it."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.access import open_household
from housing.form_page import form_page
from housing.lists import PAGE_SIZE, Listing, export
from housing.models import Household
from rent_to_own import sales, savings
from rent_to_own import savings_facts as facts
from rent_to_own.forms import savings as forms
from rent_to_own.models import ReinvestmentEntry, SavingsAgreement

MAY_READ = permission_required("rent_to_own.view_savings", raise_exception=True)
# What is the municipality's is sold by the leader alone (``views/purchases.py``).
MAY_SELL = permission_required("rent_to_own.sell_dwelling", raise_exception=True)
MAY_REGISTER = permission_required("rent_to_own.add_savings", raise_exception=True)


@MAY_READ
def savings_list(request):
    found = facts.savers(SavingsAgreement.objects.visible_to(request.user), timezone.localdate())
    if request.GET.get("format") in {"csv", "xlsx"}:
        listing = Listing(title=_("Leie med sparing"), template="", columns=facts.COLUMNS)
        return export(request, found, listing, request.GET["format"])
    context = {
        "title": _("Leie med sparing"),
        "sub": _("De som sparer, står først, og husstander med barn først blant dem."),
        "cards": facts.cards(found),
        "page_obj": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "rent_to_own/savings_list.html", context)


@MAY_REGISTER
def savings_new(request, hid):
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=hid)
    open_household(request, household)
    return form_page(
        request,
        forms.AgreementForm(request.POST or None, household=household),
        act=lambda form: form.agree(by=request.user),
        done=_("Avtalen er registrert. Prisen står fast i fem år."),
        title=_("Ny avtale om leie med sparing"),
        sub=household.name,
        submit=_("Registrer avtalen"),
        back=household.get_absolute_url(),
    )


def _found(request, pk) -> SavingsAgreement:
    rows = SavingsAgreement.objects.visible_to(request.user)
    found = get_object_or_404(rows.select_related("household", "dwelling", "caseworker"), pk=pk)
    open_household(request, found.household)
    return found


@MAY_READ
def savings_agreement(request, pk):
    found, today = _found(request, pk), timezone.localdate()
    standing = found.standing(today)
    context = {
        "agreement": found,
        "household": found.household,
        "agreement_facts": facts.agreement_facts(found, request.user, today),
        "is_behind": standing.is_behind_by(savings.MONTHS_BEHIND),
        "standing_facts": facts.standing_facts(found, today),
        "ahead": facts.ahead_text(standing),
        "price_facts": facts.price_facts(found, today),
        "chart": facts.chart(found, today),
        "deposits": list(found.deposits.select_related("by")),
        "meetings": list(found.meetings.select_related("by")),
        "timeline": facts.timeline_of(found),
        "balance": _balance(found, request.user),
    }
    return render(request, "rent_to_own/savings_agreement.html", context)


def _balance(found, user) -> sales.Balance | None:
    """What the sale did, for those who may read the account."""
    if found.status != SavingsAgreement.Status.BOUGHT:
        return None
    income = ReinvestmentEntry.objects.visible_to(user).filter(
        purchase__dwelling=found.dwelling_id, purchase__household=found.household_id
    )
    posted = income.filter(kind=ReinvestmentEntry.Kind.SALE).first()
    return sales.balance_of(posted) if posted else None


def _done_with(request, pk, form_class, **words):
    """One of the things that are done while they save."""
    found = _found(request, pk)
    if request.method == "GET" and not found.is_active:
        messages.error(request, _("Avtalen er avsluttet."))
        return redirect(found)
    return form_page(
        request,
        form_class(request.POST or None, agreement=found),
        act=lambda form: form.keep(by=request.user),
        sub=f"{found.number} · {found.household.name}",
        back=found.get_absolute_url(),
        **words,
    )


@MAY_REGISTER
def savings_deposit_new(request, pk):
    return _done_with(
        request,
        pk,
        forms.DepositForm,
        done=_("Innskuddet er registrert."),
        title=_("Nytt innskudd"),
        submit=_("Registrer innskuddet"),
    )


@MAY_REGISTER
def savings_meeting_new(request, pk):
    return _done_with(
        request,
        pk,
        forms.MeetingForm,
        done=_("Registrert."),
        title=_("Årssamtale eller opplæring i vedlikehold"),
        submit=_("Registrer"),
    )


@MAY_REGISTER
def savings_appraisal_new(request, pk):
    return _done_with(
        request,
        pk,
        forms.AppraisalForm,
        done=_("Taksten er registrert."),
        title=_("Ny takst"),
        submit=_("Registrer taksten"),
    )


@MAY_SELL
def savings_buy(request, pk):
    return _done_with(
        request,
        pk,
        forms.BuyForm,
        done=_("Kjøpet er registrert. Boligen er solgt til den faste prisen, og leieforholdet er avsluttet."),
        title=_("Registrer kjøpet"),
        submit=_("Registrer kjøpet"),
        aside="rent_to_own/_savings_buy.html",
    )


@MAY_REGISTER
def savings_end(request, pk):
    return _done_with(
        request,
        pk,
        forms.EndForm,
        done=_("Avtalen er avsluttet."),
        title=_("Avslutt avtalen uten kjøp"),
        submit=_("Avslutt avtalen"),
        color="danger",
        aside="rent_to_own/_savings_end.html",
    )
