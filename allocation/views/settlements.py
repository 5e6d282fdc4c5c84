"""Settlement of refugees (bosetting): the year against what is agreed, and one household's page."""

from datetime import date

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation import settlement_facts as facts
from allocation.forms import settlements as forms
from allocation.models import Settlement, SettlementRequest
from housing.access import open_household
from housing.form_page import form_page
from housing.lists import PAGE_SIZE, Listing, export
from housing.models import Household
from housing.periods import Period

MAY_READ = permission_required("allocation.view_settlement", raise_exception=True)
MAY_REGISTER = permission_required("allocation.add_settlement", raise_exception=True)
MAY_AGREE = permission_required("allocation.agree_settlements", raise_exception=True)


@MAY_READ
def settlement_list(request):
    """One year: who is settled, against what the municipality agreed to."""
    today = timezone.localdate()
    wanted = forms.YearForm(request.GET, years=facts.years(today))
    year = wanted.year
    listed = facts.settled_in(Settlement.objects.visible_to(request.user), Period.year(year), today)
    if request.GET.get("format") in {"csv", "xlsx"}:
        listing = Listing(title=f"{_('Bosetting')} {year}", template="", columns=facts.COLUMNS)
        return export(request, listed, listing, request.GET["format"])
    requests = list(SettlementRequest.objects.filter(year=year).select_related("by"))
    context = {
        "title": _("Bosetting av flyktninger"),
        "year": year,
        "form": wanted,
        "cards": facts.cards(listed, SettlementRequest.objects.latest_of(year, min(today, date(year, 12, 31)))),
        "requests": requests,
        "months": facts.by_month(listed, year),
        "page_obj": Paginator(listed, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "allocation/settlement_list.html", context)


@MAY_AGREE
def settlement_request_new(request):
    return form_page(
        request,
        forms.RequestForm(request.POST or None),
        act=lambda form: f"{reverse('settlement_list')}?ar={form.keep(by=request.user).year}",
        done=_("Anmodningen er registrert. De tidligere står igjen."),
        title=_("Anmodning og vedtak om bosetting"),
        submit=_("Registrer"),
        back=reverse("settlement_list"),
    )


@MAY_REGISTER
def settlement_new(request, hid):
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=hid)
    open_household(request, household)
    return form_page(
        request,
        forms.SettlementForm(request.POST or None, household=household),
        act=lambda form: form.register(by=request.user),
        done=_("Bosettingen er registrert. Lag en boligkarriereplan sammen med husstanden."),
        title=_("Bosetting av flyktning"),
        sub=household.name,
        submit=_("Registrer bosettingen"),
        back=household.get_absolute_url(),
    )


def _found(request, pk) -> Settlement:
    rows = Settlement.objects.visible_to(request.user).select_related("household", "tenancy__dwelling")
    found = get_object_or_404(rows, pk=pk)
    open_household(request, found.household)
    return found


@MAY_READ
def settlement(request, pk):
    found = _found(request, pk)
    today = timezone.localdate()
    day = Period(found.settled_on, found.settled_on)
    row = next(iter(facts.settled_in(Settlement.objects.filter(pk=found.pk), day, today)))
    row.settlement.tenancy = found.tenancy
    context = {
        "settlement": found,
        "household": found.household,
        "facts": facts.settlement_facts(row, request.user, today),
        "plan": row.plan,
        "plans": list(found.household.career_plans.select_related("by")),
        "contract_ends_on": row.contract_ends_on,
        "timeline": facts.timeline_of(found),
        "today": today,
    }
    return render(request, "allocation/settlement.html", context)


@MAY_REGISTER
def settlement_change(request, pk):
    found = _found(request, pk)
    return form_page(
        request,
        forms.SettlementForm(request.POST or None, instance=found, household=found.household),
        act=lambda form: form.change(by=request.user),
        done=_("Opplysningene er endret."),
        title=_("Endre bosettingen"),
        sub=f"{found.number} · {found.household.name}",
        submit=_("Lagre"),
        back=found.get_absolute_url(),
    )
