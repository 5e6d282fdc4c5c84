"""Rents of the fictitious municipality of the demo: an invented price index, last year's run, and a draft of the next.

Every number of the index is made up, and its source says so. The rents are those the leases were read in with.
"""

from datetime import date, timedelta
from decimal import ROUND_UP, Decimal

from django.db.models import Max
from django.utils import timezone

from housing.forms.rent_history import FixedBatchForm
from housing.models import Contract, PriceIndex, Rent, RentCost, RentNotice, RentRun, Tenancy
from housing.periods import add_months
from housing.rent_history import HowSet
from housing.rent_letters import write_notice
from housing.terms import due_on

SOURCE = "Oppdiktede tall til demoen, ikke fra Statistisk sentralbyrå"
BASE_YEAR = 2015
FIRST_MONTH = date(2015, 1, 1)
MONTHLY_GROWTH = Decimal("1.0024")
REGULATED = 12
COSTED = 3


def leave_rents(by) -> None:
    """Once, and only where there are leases whose rent is known."""
    today = timezone.localdate()
    homes = list(
        Tenancy.objects.lived_in(today)
        .filter(monthly_rent__isnull=False)
        .exclude(dwelling__ownership="nomination")
        .select_related("household", "dwelling")
        .order_by("pk")
    )
    if PriceIndex.objects.exists() or not homes:
        return
    points = _index(today, by)
    last = _last_year(today)
    agreed = _contracts(today)
    begun = {home: max(home.moved_in_on, agreed.get(home.pk, home.moved_in_on)) for home in homes}
    long_ago = [home for home in homes if add_months(last, -42) <= begun[home] <= add_months(last, -12)]
    regulated = long_ago[:REGULATED]
    _run_of_last_year({home: begun[home] for home in regulated}, points, last, by)
    # Whose contract is newer than a year on the day could not be regulated: the rent is the contract's.
    newer = {home: since for home, since in begun.items() if add_months(last, -12) < since}
    Rent.objects.bulk_create(
        Rent(tenancy=home, amount=home.monthly_rent, in_force_from=since, how=HowSet.AGREED, by=by)
        for home, since in newer.items()
    )
    _tell_the_rest([home for home in homes if home not in newer and home not in regulated], points, last, by)
    _what_they_cost(homes[:COSTED], today, by)
    if regulated:
        _claim(regulated[0], today, by)
    RentRun(index=points[_month_before(today)], takes_effect_on=_next(last, today), by=by).begin(by=by)


def _contracts(today) -> dict:
    """When the contract each tenancy has now began: the rent was agreed anew."""
    begun = Contract.objects.filter(starts_on__lte=today).values("tenancy").annotate(since=Max("starts_on"))
    return dict(begun.order_by().values_list("tenancy", "since"))


def _last_year(today) -> date:
    return date(today.year, 1, 1)


def _next(last, today) -> date:
    """A year after the last run; when that is too near for a notice, as soon as the tenants can be told."""
    earliest = due_on("F9_notice", today) + timedelta(days=7)
    return max(add_months(last, 12), add_months(earliest.replace(day=1), 1) if earliest.day > 1 else earliest)


def _month_before(today) -> date:
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def _index(today, by) -> dict:
    """Rising a little every month, from 100 in the base year."""
    month, value, rows = FIRST_MONTH, Decimal(100), []
    while month <= _month_before(today):
        shown = value.quantize(Decimal("0.1"))
        rows.append(PriceIndex(month=month, base_year=BASE_YEAR, value=shown, source=SOURCE, by=by))
        month, value = add_months(month, 1), value * MONTHLY_GROWTH
    return {row.month: row for row in PriceIndex.objects.bulk_create(rows)}


def _run_of_last_year(homes, points, day, by) -> None:
    """A few leases regulated on New Year's Day, with their letters: what they pay now is what they were told of."""
    now, told_on = points[add_months(day, -3)], day - timedelta(days=45)
    run = RentRun(index=now, takes_effect_on=day, by=by, status=RentRun.Status.NOTIFIED, notified_on=told_on)
    run.begin(by=by)
    for home, since in homes.items():
        was = points[since.replace(day=1)]
        before = (home.monthly_rent * was.value / now.value).quantize(Decimal("0.01"), ROUND_UP)
        index = {
            "index_from_month": was.month,
            "index_from": was.value,
            "index_month": now.month,
            "index_to": now.value,
        }
        facts = {"was_amount": before, "amount": home.monthly_rent, "takes_effect_on": day}
        notice = RentNotice(tenancy=home, run=run, kind="index", caseworker=by, **facts, **index)
        notice.save(force_insert=True)
        write_notice(notice, by=by, day=told_on)
        notice.move_to(RentNotice.Status.IN_FORCE, by=None, happened_on=day)
        Rent.objects.create(tenancy=home, amount=before, in_force_from=since, how=HowSet.AGREED, by=by)
        paid = {"amount": home.monthly_rent, "in_force_from": day, "how": HowSet.INDEX, "notified_on": told_on}
        Rent.objects.create(tenancy=home, by=by, **paid, **index)
    run.move_to(RentRun.Status.IN_FORCE, by=None)


def _tell_the_rest(homes, points, day, by) -> None:
    """As the rent office does it on its page: all of them were regulated on the same day."""
    answers = {
        "how": HowSet.INDEX,
        "in_force_from": f"{day:%d.%m.%Y}",
        "index": points[add_months(day, -3)].pk,
        "note": "Reguleringslisten i det gamle systemet",
    }
    form = FixedBatchForm(answers, unknown=homes)
    if not form.is_valid():
        raise ValueError(form.errors)
    form.register(by=by)


def _what_they_cost(homes, today, by) -> None:
    for home in homes:
        area = home.dwelling.area_m2 or Decimal(50)
        RentCost.objects.create(
            dwelling=home.dwelling,
            year=today.year,
            interest=area * 850,
            instalment=area * 420,
            municipal_fees=14_200,
            maintenance_per_m2=210,
            area_m2=area,
            administration=4_800,
            insurance=2_900,
            common_costs=6_000,
            loss_percent=4,
            going_rate=home.monthly_rent * Decimal("1.25"),
            going_rate_source="Tre lignende boliger i samme bydel",
            by=by,
        )


def _claim(home, today, by) -> None:
    notice = RentNotice(
        tenancy=home,
        kind="going_rate",
        caseworker=by,
        was_amount=home.monthly_rent,
        amount=home.monthly_rent + 600,
        takes_effect_on=add_months(today.replace(day=1), 8),
        grounds="Vi har sett på tre boliger i nærheten med samme størrelse og standard.",
    )
    notice.save(force_insert=True)
    write_notice(notice, by=by, day=today)
