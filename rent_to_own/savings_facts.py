"""What an agreement of saving says about itself: its facts, the curve, the list, the panel (leie med sparing)."""

from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from housing.casefile import Part
from housing.charts import FIRST_COLOUR, SECOND_COLOUR, Chart
from housing.lists import Column
from housing.models import CaseEvent, Household, Membership
from housing.periods import age_on
from housing.protection import shown_address
from housing.templatetags.norwegian import date_no, decimal_no, kr
from rent_to_own import savings
from rent_to_own.models import SavingsAgreement

CHILD_UNDER = 18


def ahead_text(standing) -> str:
    """«1 500 kr foran planen (1,5 måneder)»; «etter planen» would say both behind it and according to it."""
    if standing.ahead == 0:
        return _("I rute med planen")
    months = abs(standing.months_ahead)
    is_whole = months == months.to_integral_value()
    several = ngettext("{number} måned", "{number} måneder", int(months) if is_whole else 2)
    words = _("{amount} foran planen ({months})") if standing.ahead > 0 else _("{amount} bak planen ({months})")
    told = several.format(number=decimal_no(months, 0 if is_whole else 1))
    return words.format(amount=kr(abs(standing.ahead)), months=told)


def reached_text(standing) -> str:
    if standing.is_reached:
        return _("Nådd {day}").format(day=date_no(standing.reached_on))
    if standing.reached_on is None:
        return _("Ikke mulig å si ennå") if standing.saved <= 0 else _("Ikke i overskuelig fremtid")
    return _("{day}, hvis sparingen fortsetter som til nå").format(day=date_no(standing.reached_on))


def agreement_facts(agreement, user, today) -> list[tuple]:
    where = shown_address(user, agreement.household, str(agreement.dwelling), today) if agreement.dwelling else ""
    return [
        (_("Bolig"), where),
        (_("Fra"), date_no(agreement.starts_on)),
        (_("Til"), date_no(agreement.ends_on)),
        (_("Fast pris"), kr(agreement.fixed_price)),
        (_("Sparemål"), kr(agreement.savings_target)),
        (_("Sparing per måned"), kr(agreement.plan.monthly)),
        (_("Kjøpet bestemmes innen"), date_no(agreement.option_on)),
    ]


def standing_facts(agreement, today) -> list[tuple]:
    standing = agreement.standing(today)
    return [
        (_("Spart"), kr(standing.saved)),
        (_("Planlagt til nå"), kr(standing.planned)),
        (_("Foran eller bak"), ahead_text(standing)),
        (_("Gjenstår"), kr(standing.left)),
        (_("Målet er nådd"), reached_text(standing)),
    ]


def price_facts(agreement, today) -> list[tuple]:
    """The fixed price against the last appraisal: what the agreement is worth to the household."""
    found = agreement.appraisal_by(today) if agreement.dwelling_id else None
    if found is None:
        return [(_("Fast pris"), kr(agreement.fixed_price)), (_("Siste takst"), "")]
    worth = savings.value_of_price(agreement.fixed_price, found.amount)
    words = _("{amount} under taksten") if worth > 0 else _("{amount} over taksten") if worth < 0 else _("Lik taksten")
    return [
        (_("Fast pris"), kr(agreement.fixed_price)),
        (_("Siste takst"), f"{kr(found.amount)}, {date_no(found.appraised_on)}"),
        (_("Den faste prisen er"), words.format(amount=kr(abs(worth)))),
    ]


def chart(agreement, today) -> Chart:
    """Plan against actual, drawn on the server, with the same as a table and in words."""
    until = min(today, agreement.outcome_on or today)
    points = savings.curve(agreement.plan, agreement.posted(), until)
    planned, saved = _("Plan"), _("Spart")
    values = [{"day": f"{point.day}", "kr": float(point.planned), "line": planned} for point in points]
    values += [
        {"day": f"{point.day}", "kr": float(point.saved), "line": saved} for point in points if point.saved is not None
    ]
    standing = agreement.standing(today)
    specification = {
        "width": 560,
        "height": 220,
        "data": {"values": values},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "title": None, "axis": {"format": "%m.%Y", "tickCount": 6}},
            "y": {"field": "kr", "type": "quantitative", "title": _("kroner"), "axis": {"format": "~s"}},
            "color": {
                "field": "line",
                "scale": {"domain": [planned, saved], "range": [SECOND_COLOUR, FIRST_COLOUR]},
            },
            "strokeDash": {"field": "line", "scale": {"domain": [planned, saved], "range": [[6, 4], [1, 0]]}},
        },
    }
    description = _("Spart {saved} av {target}. Planen sier {planned} per {day}. {ahead}.").format(
        saved=kr(standing.saved),
        target=kr(agreement.savings_target),
        planned=kr(standing.planned),
        day=date_no(standing.day),
        ahead=ahead_text(standing),
    )
    rows = [[date_no(row.day), kr(row.planned), "–" if row.saved is None else kr(row.saved)] for row in points]
    return Chart(_("Plan og sparing"), description, specification, [_("Dato"), planned, saved], rows).drawn()


@dataclass
class Saver:
    """One row of the list: an agreement, how it goes, and the children of the household."""

    agreement: SavingsAgreement
    household: Household
    standing: savings.Standing
    day: date
    children: int

    @property
    def ahead(self) -> str:
        return ahead_text(self.standing)

    @property
    def color(self) -> str:
        if not self.agreement.is_active:
            return "neutral"
        return "warning" if self.standing.is_behind_by(savings.MONTHS_BEHIND) else "success"


def savers(rows, today) -> list[Saver]:
    """Those who save first, with children first among them, then those who lag most. A constant number of questions."""
    households = Prefetch("household", queryset=Household.objects.for_list(today))
    agreements = rows.select_related("caseworker").prefetch_related(households, "deposits")
    found = [
        Saver(row, row.household, row.standing(today), today, _children(row.household, today)) for row in agreements
    ]
    return sorted(
        found, key=lambda row: (not row.agreement.is_active, not row.children, row.standing.ahead, row.agreement.pk)
    )


def _children(household, day) -> int:
    members = household.members_on(day)
    return sum(
        age_on(member.person.birth_date, day) < CHILD_UNDER
        if member.person.birth_date
        else member.role == Membership.Role.CHILD
        for member in members
    )


COLUMNS = [
    Column("number", gettext_lazy("Saksnummer"), lambda row: row.agreement.number),
    Column("name", gettext_lazy("Husstand"), lambda row: row.household.name_on(row.day)),
    Column("children", gettext_lazy("Barn"), lambda row: row.children, numeric=True),
    Column("starts", gettext_lazy("Fra"), lambda row: row.agreement.starts_on),
    Column("ends", gettext_lazy("Til"), lambda row: row.agreement.ends_on),
    Column("price", gettext_lazy("Fast pris"), lambda row: row.agreement.fixed_price, numeric=True),
    Column("target", gettext_lazy("Sparemål"), lambda row: row.agreement.savings_target, numeric=True),
    Column("planned", gettext_lazy("Planlagt til nå"), lambda row: row.standing.planned, numeric=True),
    Column("saved", gettext_lazy("Spart"), lambda row: row.standing.saved, numeric=True),
    Column("ahead", gettext_lazy("Foran (minus: etter)"), lambda row: row.standing.ahead, numeric=True),
    Column("status", gettext_lazy("Status"), lambda row: row.agreement.get_status_display()),
    Column("outcome_on", gettext_lazy("Dato for utfallet"), lambda row: row.agreement.outcome_on),
]


def cards(found: list[Saver]) -> list[dict]:
    active = [row for row in found if row.agreement.is_active]
    behind = sum(row.standing.is_behind_by(savings.MONTHS_BEHIND) for row in active)
    families = sum(bool(row.children) for row in active)
    return [
        {
            "label": _("Sparer nå"),
            "value": len(active),
            "note": ngettext("{count} med barn", "{count} med barn", families).format(count=families),
        },
        {"label": _("To måneder bak planen eller mer"), "value": behind},
        {"label": _("Har kjøpt"), "value": sum(row.agreement.status == "bought" for row in found)},
    ]


def panel(household, user, day) -> Part | None:
    """The panel «Leie med sparing» on a household's page."""
    rows = list(SavingsAgreement.objects.visible_to(user).filter(household=household).prefetch_related("deposits"))
    if not rows:
        return None
    current = next((row for row in rows if row.is_active), None)
    context = {"agreements": rows, "facts": standing_facts(current, day) if current else []}
    return Part(_("Leie med sparing"), "rent_to_own/_savings.html", context)


def timeline_of(agreement):
    about = ContentType.objects.get_for_model(SavingsAgreement)
    events = CaseEvent.objects.filter(subject_type=about, subject_id=agreement.pk, household=agreement.household_id)
    return events.for_timeline()
