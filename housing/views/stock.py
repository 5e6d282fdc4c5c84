"""Pages about the stock as a whole: what came and left, what empty dwellings cost, one building (boligmassen)."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing import building_facts, lost_rent
from housing.empty_days import VACANT
from housing.fields import DateField
from housing.lists import PAGE_SIZE, Column, Listing, export
from housing.models import Dwelling, VoidPeriod
from housing.periods import Period, add_months
from housing.stock_years import SHOWN_YEARS, years_of

LEASE_IN_MONTHS = 12
REASONS = {VACANT: gettext_lazy("Ledig"), **dict(VoidPeriod.Reason.choices)}

YEARS = Listing(
    title=gettext_lazy("Kjøp, innleie og salg"),
    template="housing/stock_years.html",
    columns=[
        Column("year", gettext_lazy("År"), lambda row: row.year),
        Column("bought", gettext_lazy("Kjøpt"), lambda row: row.bought),
        Column("bought_cost", gettext_lazy("Kjøpesum"), lambda row: row.bought_cost),
        Column("leased_in", gettext_lazy("Innleid"), lambda row: row.leased_in),
        Column("leased_in_monthly", gettext_lazy("Innleie per måned"), lambda row: row.leased_in_monthly),
        Column("nominated", gettext_lazy("Tilvisning"), lambda row: row.nominated),
        Column("sold_to_tenant", gettext_lazy("Solgt til leietaker"), lambda row: row.sold_to_tenant),
        Column("sold_income", gettext_lazy("Salgssum, leietaker"), lambda row: row.sold_to_tenant_income),
        Column("sold", gettext_lazy("Solgt til andre"), lambda row: row.sold),
        Column("sold_other", gettext_lazy("Salgssum, andre"), lambda row: row.sold_income),
        Column("lease_ended", gettext_lazy("Innleie avsluttet"), lambda row: row.lease_ended),
        Column("left_otherwise", gettext_lazy("Revet eller annet"), lambda row: row.left_otherwise),
        Column("net", gettext_lazy("Endring"), lambda row: row.net),
        Column("in_stock", gettext_lazy("I boligmassen ved årets slutt"), lambda row: row.in_stock),
    ],
)
LOSSES = Listing(
    title=gettext_lazy("Tapt leie"),
    template="housing/lost_rent.html",
    columns=[
        Column("dwelling", gettext_lazy("Bolig"), lambda row: str(row.dwelling)),
        Column("district", gettext_lazy("Bydel"), lambda row: row.dwelling.district),
        Column("rent", gettext_lazy("Månedsleie"), lambda row: row.dwelling.monthly_rent),
        Column("vacant", gettext_lazy("Dager ledig"), lambda row: row.vacant_days),
        *(Column(code, label, lambda row, code=code: row.by_reason[code]) for code, label in VoidPeriod.Reason.choices),
        Column("days", gettext_lazy("Dager tom"), lambda row: row.days),
        Column("kr", gettext_lazy("Tapt leie"), lambda row: row.kr),
    ],
)


@permission_required("housing.view_stock_accounts", raise_exception=True)
def stock_years(request):
    """A table by year, and for one year each dwelling that came or left."""
    today = timezone.localdate()
    homes = Dwelling.objects.visible_to(request.user)
    years = years_of(homes, today)
    if (wanted := request.GET.get("format", "")) in {"csv", "xlsx"}:
        return export(request, years, YEARS, wanted)
    asked = request.GET.get("aar", "")
    shown = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else today.year
    if not today.year - SHOWN_YEARS < shown <= today.year:
        shown = today.year
    period = Period(Period.year(shown).first, min(Period.year(shown).last, today))
    context = {
        "title": YEARS.title,
        "sub": _("Det som har kommet inn i boligmassen og gått ut av den."),
        "years": years,
        "shown": shown,
        "came": homes.filter(acquired_on__range=(period.first, period.last)).order_by("acquired_on", "sort_key"),
        "left": homes.filter(left_stock_on__range=(period.first, period.last)).order_by("left_stock_on", "sort_key"),
        "lease_ins": homes.with_occupancy(today)
        .lease_ins_ending(Period(today, add_months(today, LEASE_IN_MONTHS)))
        .order_by("lease_in_ends_on", "sort_key"),
        "overrun": homes.with_occupancy(today)
        .in_stock(today)
        .filter(lease_in_ends_on__lt=today)
        .order_by("lease_in_ends_on", "sort_key"),
        "today": today,
    }
    return render(request, YEARS.template, context)


class PeriodForm(forms.Form):
    """Which days are asked about; this year so far, when nothing lawful is."""

    fra = DateField(label=gettext_lazy("Fra"), required=False)
    til = DateField(label=gettext_lazy("Til"), required=False)

    def clean(self):
        answers = super().clean()
        first, last = answers.get("fra"), answers.get("til")
        today = timezone.localdate()
        if last and last > today:
            self.add_error("til", _("Perioden kan ikke slutte etter i dag."))
        if first and first > (last or today):
            self.add_error("fra", _("Perioden slutter før den begynner."))
        return answers

    def period(self) -> Period:
        today = timezone.localdate()
        answers = self.cleaned_data if self.is_valid() else {}
        last = answers.get("til") or today
        return Period(answers.get("fra") or min(last, today).replace(month=1, day=1), last)


@permission_required("housing.view_stock_accounts", raise_exception=True)
def lost_rent_list(request):
    """Every empty day of a period in kroner: by dwelling, dearest first, and by what kept it empty."""
    form = PeriodForm(request.GET or None)
    period = form.period()
    form.initial = {"fra": period.first, "til": period.last}
    lines = lost_rent.lines_of(Dwelling.objects.visible_to(request.user), period)
    if (wanted := request.GET.get("format", "")) in {"csv", "xlsx"}:
        return export(request, lines, LOSSES, wanted)
    sums = lost_rent.sums_of(lines)
    context = {
        "title": LOSSES.title,
        "form": form,
        "period": period,
        "total": lost_rent.total_of(lines),
        "sums": [{"label": REASONS[one.why], "is_work": one.why != VACANT, "sum": one} for one in sums],
        "page_obj": Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page")),
        "without_rent": sum(line.dwelling.monthly_rent is None for line in lines),
    }
    return render(request, LOSSES.template, context)


@permission_required("housing.view_dwelling", raise_exception=True)
def building(request, pk):
    """The house a dwelling lies in: stairs, floors and doors, what each is and whether it is let. Never who lives."""
    today = timezone.localdate()
    homes = Dwelling.objects.visible_to(request.user)
    home = get_object_or_404(homes, pk=pk)
    return render(
        request,
        "housing/building.html",
        {"dwelling": home, "building": building_facts.of(home, homes, today), "today": today},
    )
