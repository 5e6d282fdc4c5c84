"""The deposit fund (depositumsfondet): what is available, one household's account, and the year's statement."""

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.access import open_household
from housing.downloads import download
from housing.form_page import form_page
from housing.lists import PAGE_SIZE, Listing, export
from housing.models import Household
from rent_to_own import deposit_facts as facts
from rent_to_own import deposit_statement
from rent_to_own.forms import deposits as forms
from rent_to_own.models import DepositLoan, FundEntry

MAY_READ = permission_required("rent_to_own.view_deposit_fund", raise_exception=True)
MAY_LEND = permission_required("rent_to_own.lend_deposit", raise_exception=True)
MAY_KEEP = permission_required("rent_to_own.keep_deposit_fund", raise_exception=True)
MAY_ACCOUNT = permission_required("rent_to_own.view_deposit_statement", raise_exception=True)


@MAY_READ
def deposit_fund(request):
    """The fund now, and who owes it."""
    today = timezone.localdate()
    found = facts.borrowers(request.user, today)
    if request.GET.get("format") in {"csv", "xlsx"}:
        listing = Listing(title=_("Depositumslån"), template="", columns=facts.COLUMNS)
        return export(request, found, listing, request.GET["format"])
    context = {
        "title": _("Depositumsfondet"),
        "sub": _("Lån til depositum for husstander som ikke mottar økonomisk sosialhjelp."),
        "cards": facts.cards(found, today),
        "borrowers": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "entries": list(facts.latest_entries(request.user)[: facts.LISTED]),
        "year": today.year,
    }
    return render(request, "rent_to_own/deposit_fund.html", context)


@MAY_KEEP
def deposit_capital_new(request):
    return form_page(
        request,
        forms.CapitalForm(request.POST or None),
        act=lambda form: form.keep(by=request.user),
        done=_("Kapitalen er ført."),
        title=_("Ny kapital i fondet"),
        submit=_("Før kapitalen"),
        back=reverse("deposit_fund"),
    )


def _household(request, hid) -> Household:
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=hid)
    open_household(request, household)
    return household


@MAY_READ
def deposit_account(request, hid):
    """One household's account with the fund."""
    household, today = _household(request, hid), timezone.localdate()
    loans = DepositLoan.objects.visible_to(request.user).filter(household=household)
    loans = list(loans.select_related("career_plan", "by").prefetch_related("instalments"))
    left = FundEntry.objects.of(household).outstanding()
    missing = facts.missing_of(loans[0], left, today)[0] if loans and left else 0
    for loan in loans:
        loan.facts = facts.condition_facts(loan)
    context = {
        "household": household,
        "loans": loans,
        "left": left,
        "missing": missing,
        "facts": facts.account_facts(household),
        "entries": list(facts.latest_entries(request.user).filter(household=household)),
        "today": today,
    }
    return render(request, "rent_to_own/deposit_account.html", context)


@MAY_LEND
def deposit_loan_new(request, hid):
    household = _household(request, hid)
    return form_page(
        request,
        forms.LoanForm(request.POST or None, household=household),
        act=lambda form: form.lend(by=request.user),
        done=_("Lånet er ført som utbetalt, med nedbetalingsplan."),
        title=_("Nytt depositumslån"),
        sub=household.name,
        submit=_("Før lånet som utbetalt"),
        back=household.get_absolute_url(),
        aside="rent_to_own/_deposit_conditions.html",
    )


def _entry_about(request, hid, form_class, **words):
    household = _household(request, hid)
    return form_page(
        request,
        form_class(request.POST or None, household=household),
        act=lambda form: form.keep(by=request.user),
        sub=household.name,
        back=reverse("deposit_account", args=[hid]),
        **words,
    )


@MAY_LEND
def deposit_received(request, hid):
    return _entry_about(
        request,
        hid,
        forms.ReceivedForm,
        done=_("Innbetalingen er ført."),
        title=_("Avdrag eller depositum tilbake"),
        submit=_("Før innbetalingen"),
    )


@MAY_KEEP
def deposit_lost(request, hid):
    return _entry_about(
        request,
        hid,
        forms.LostForm,
        done=_("Tapet er ført."),
        title=_("Avskriv lånet eller før et tap"),
        submit=_("Før tapet"),
        color="danger",
    )


@MAY_KEEP
def deposit_correct(request, pk):
    entry = get_object_or_404(
        FundEntry.objects.visible_to(request.user).select_related("household"),
        pk=pk,
        corrects__isnull=True,
    )
    if entry.household:
        open_household(request, entry.household)
    return form_page(
        request,
        forms.CorrectionForm(request.POST or None, entry=entry),
        act=lambda form: form.keep(by=request.user),
        done=_("Bilaget er rettet med et motbilag. Begge blir stående."),
        title=_("Rett bilag {number}").format(number=entry.number),
        sub=_("{what}. Hele beløpet føres tilbake. Før deretter det riktige på nytt.").format(what=entry.told),
        submit=_("Før motbilaget"),
        back=entry.get_absolute_url(),
    )


def _year(year: int) -> int:
    if year not in deposit_statement.years(timezone.localdate()):
        raise Http404
    return year


@MAY_ACCOUNT
def deposit_statement_year(request, year):
    """The year's accounts and vouchers, for whoever keeps the municipality's books."""
    found = deposit_statement.vouchers(_year(year))
    title = _("Regnskap for depositumsfondet {year}").format(year=year)
    if request.GET.get("format") in {"csv", "xlsx"}:
        listing = Listing(title=title, template="", columns=deposit_statement.COLUMNS)
        return export(request, found, listing, request.GET["format"])
    rows = deposit_statement.accounts(year, found)
    context = {
        "title": title,
        "year": year,
        "years": deposit_statement.years(timezone.localdate()),
        "accounts": rows,
        "sums": deposit_statement.sums(rows),
        "vouchers": found,
    }
    return render(request, "rent_to_own/deposit_statement.html", context)


@MAY_ACCOUNT
def deposit_statement_pdf(request, year):
    return download(deposit_statement.pdf(_year(year)), f"depositumsfondet-{year}.pdf")
