"""The settlement of refugees year by year, and what one settlement's page says (bosetting)."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Min, Prefetch
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation.models import CareerPlan, Settlement, SettlementRequest
from housing.casefile import Part
from housing.lists import Column
from housing.models import CaseEvent, Household, Membership, Tenancy
from housing.periods import Period, age_on, in_force
from housing.protection import shown_address
from housing.templatetags.norwegian import date_no

CHILD_UNDER = 18
EndReason = Tenancy.EndReason


@dataclass
class Settled:
    """One settlement with its persons as they were that day."""

    settlement: Settlement
    household: Household
    day: date
    persons: list = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.persons)

    @property
    def children(self) -> int:
        settled_on = self.settlement.settled_on
        born = [person.birth_date for person in self.persons]
        return sum(day is not None and age_on(day, settled_on) < CHILD_UNDER for day in born)

    @property
    def home(self) -> str:
        tenancy = self.settlement.tenancy
        if tenancy is None:
            return ""
        return str(_("Kommunal bolig") if self.settlement.is_in_municipal else _("Privat leie"))

    @property
    def contract_ends_on(self):
        return contract_end(self.settlement, self.day)

    @property
    def plan(self) -> CareerPlan | None:
        return next((plan for plan in self.household.career_plans.all() if plan.ended_on is None), None)

    @property
    def afterwards(self) -> str:
        return home_after(self.settlement, self.household.tenancies.all(), self.day)


def settled_in(rows, period: Period, day) -> list[Settled]:
    """The settlements of the period, the latest first: a constant number of questions."""
    tenancies = Prefetch("tenancies", queryset=Tenancy.objects.order_by("moved_in_on", "pk"))
    households = Household.objects.for_list(day).prefetch_related(tenancies, "career_plans")
    found = list(
        rows.settled_in(period)
        .select_related("tenancy")
        .prefetch_related(Prefetch("household", queryset=households), "tenancy__contracts")
        .order_by("-settled_on", "-pk")
    )
    listed = [Settled(row, row.household, day) for row in found]
    by_household: dict[int, list[Settled]] = {}
    for row in listed:
        by_household.setdefault(row.household.pk, []).append(row)
    members = Membership.objects.filter(household__in=by_household).select_related("person")
    for member in members.order_by("pk"):
        for row in by_household[member.household_id]:
            if in_force(member.joined_on, member.left_on, row.settlement.settled_on):
                row.persons.append(member.person)
    return listed


def contract_end(settlement, day):
    """When the latest contract of the tenancy runs out; None when it has none, or no end."""
    if settlement.tenancy is None:
        return None
    begun = [row for row in settlement.tenancy.contracts.all() if row.starts_on <= day]
    latest = max(begun, key=lambda row: (row.starts_on, row.pk), default=None)
    return latest.ends_on if latest else None


def home_after(settlement, tenancies, day) -> str:
    """Where they live after the first home: what is registered, or what the tenancies tell (egen bolig etterpå)."""
    if settlement.afterwards:
        return f"{settlement.get_afterwards_display()}, {date_no(settlement.afterwards_on)}"
    first = settlement.tenancy
    if first is None or first.moved_out_on is None or first.moved_out_on > day:
        return ""
    if first.end_reason == EndReason.BOUGHT:
        return f"{_('Kjøpt bolig')}, {date_no(first.moved_out_on)}"
    later = [
        row for row in tenancies if row.pk != first.pk and row.moved_in_on and row.moved_in_on >= first.moved_out_on
    ]
    if later:
        label = _("Leier privat") if later[-1].tenure == Tenancy.Tenure.PRIVATE else _("Annen kommunal bolig")
        return f"{label}, {date_no(later[-1].moved_in_on)}"
    return f"{first.get_end_reason_display()}, {date_no(first.moved_out_on)}" if first.end_reason else ""


def years(today) -> list[int]:
    """The years there is anything for, the latest first; this year always."""
    settled = Settlement.objects.aggregate(first=Min("settled_on"), last=Max("settled_on"))
    asked = set(SettlementRequest.objects.values_list("year", flat=True))
    known = {today.year, *asked, *(day.year for day in settled.values() if day)}
    return list(range(max(known), min(known) - 1, -1))


def cards(listed: list[Settled], request: SettlementRequest | None) -> list[dict]:
    """Agreed against settled. A person settled with two households counts once."""
    persons = {person.pk for row in listed for person in row.persons}
    municipal = {person.pk for row in listed if row.settlement.is_in_municipal for person in row.persons}
    homes = {row.household.pk for row in listed if row.settlement.is_in_municipal}
    minors = sum(row.settlement.is_unaccompanied_minor is True for row in listed)
    agreed = request.agreed if request else None
    asked = _("anmodet om {count}").format(count=request.asked_for) if request else _("ingen anmodning registrert")
    left = max(agreed - len(persons), 0) if agreed is not None else None
    return [
        {"label": _("Vedtatt"), "value": "–" if agreed is None else agreed, "note": asked},
        {
            "label": _("Bosatt, personer"),
            "value": len(persons),
            "note": _("{count} husstander").format(count=len({row.household.pk for row in listed})),
        },
        {"label": _("Gjenstår"), "value": "–" if left is None else left},
        {
            "label": _("I kommunal bolig"),
            "value": len(municipal),
            "note": _("{count} husstander").format(count=len(homes)),
        },
        {"label": _("Enslige mindreårige"), "value": minors},
    ]


def by_month(listed: list[Settled], year: int) -> list[tuple[str, int]]:
    """How evenly the year goes: persons settled in each month."""
    counted = {month: set() for month in range(1, 13)}
    for row in listed:
        counted[row.settlement.settled_on.month] |= {person.pk for person in row.persons}
    return [(str(MONTHS[month]).capitalize(), len(found)) for month, found in counted.items()]


COLUMNS = [
    Column("number", gettext_lazy("Nummer"), lambda row: row.settlement.number),
    Column("name", gettext_lazy("Husstand"), lambda row: row.household.name_on(row.day)),
    Column("settled", gettext_lazy("Bosatt"), lambda row: row.settlement.settled_on),
    Column("persons", gettext_lazy("Personer"), lambda row: row.count, numeric=True),
    Column("children", gettext_lazy("Barn"), lambda row: row.children, numeric=True),
    Column("minor", gettext_lazy("Enslig mindreårig"), lambda row: row.settlement.is_unaccompanied_minor),
    Column("home", gettext_lazy("Bolig"), lambda row: row.home),
    Column("contract", gettext_lazy("Kontrakt til"), lambda row: row.contract_ends_on),
    Column("plan", gettext_lazy("Boligkarriereplan"), lambda row: str(row.plan or "")),
    Column("follow_up", gettext_lazy("Følges opp"), lambda row: row.plan.follow_up_on if row.plan else None),
    Column("afterwards", gettext_lazy("Bolig etterpå"), lambda row: row.afterwards),
]


def settlement_facts(row: Settled, user, today) -> list[tuple]:
    settlement, tenancy = row.settlement, row.settlement.tenancy
    minor = {True: _("Ja"), False: _("Nei")}.get(settlement.is_unaccompanied_minor, "")
    return [
        (_("Bosatt"), date_no(settlement.settled_on)),
        (_("Personer den dagen"), str(row.count)),
        (_("Av disse barn"), str(row.children)),
        (_("Enslig mindreårig"), minor),
        (_("Leieforhold"), tenancy.number, tenancy.get_absolute_url()) if tenancy else (_("Leieforhold"), ""),
        (_("Bolig"), _where(tenancy, row.household, user, today)),
        (_("Kontrakt til"), date_no(row.contract_ends_on)),
        (_("Bolig etterpå"), row.afterwards),
    ]


def _where(tenancy, household, user, today) -> str:
    if tenancy is None:
        return ""
    return shown_address(user, household, str(tenancy.dwelling or tenancy.private_address), today)


def panel(household, user, day) -> Part | None:
    """The panel «Bosetting» on a refugee household's page."""
    rows = list(Settlement.objects.visible_to(user).filter(household=household))
    if not rows:
        return None
    return Part(_("Bosetting"), "allocation/_settlement.html", {"settlements": rows})


def timeline_of(settlement):
    about = ContentType.objects.get_for_model(Settlement)
    events = CaseEvent.objects.filter(subject_type=about, subject_id=settlement.pk, household=settlement.household_id)
    return events.for_timeline()
