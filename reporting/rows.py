"""The rows behind a figure, as a page shows them: number, dates and district. Never a name, never an address.

A number is a link for those who may open what it names. A household with a protected address has no district here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from allocation.models import Offer, Settlement, TemporaryStay
from applications.models import Appeal, Application, Mapping, Transition
from evictions.models import ArrearsAction, ArrearsCase, Petition
from housing.models import Dwelling, Membership, Person, Tenancy
from housing.periods import Period
from housing.protection import hidden_household_ids
from housing_first.models import Contact, Participation, Referral
from rent_to_own.models import FundEntry, Guidance, Purchase, SavingsAgreement, StartLoan
from reporting.models import Course


@dataclass(frozen=True)
class Shape:
    """How one kind of row is shown: whose number, which object it leads to, which dates, whose district."""

    heading: str
    target: Callable
    dates: dict[str, str]
    household: Callable = lambda row: row.household
    related: tuple[str, ...] = ("household",)


SHAPES = {
    Mapping: Shape(
        _("Husstand"),
        lambda row: row.household,
        {"mapped_on": _("Kartlagt"), "ended_on": _("Gjelder ikke lenger fra")},
    ),
    Application: Shape(
        _("Søknad"),
        lambda row: row,
        {"received_on": _("Mottatt"), "decided_on": _("Vedtatt"), "closed_on": _("Ute av ventelisten")},
    ),
    Appeal: Shape(
        _("Søknad"),
        lambda row: row.application,
        {"received_on": _("Klage mottatt"), "decided_on": _("Avgjort")},
        household=lambda row: row.application.household,
        related=("application__household",),
    ),
    Transition: Shape(
        _("Sak"),
        lambda row: row,
        {"notified_on": _("Meldt"), "housing_ready_on": _("Bolig klar"), "actual_on": _("Kom ut")},
    ),
    Offer: Shape(
        _("Tilbud"),
        lambda row: row,
        {"offered_on": _("Tilbudt"), "answered_on": _("Svar gitt")},
        household=lambda row: row.application.household,
        related=("application__household",),
    ),
    TemporaryStay: Shape(
        _("Opphold"),
        lambda row: row,
        {"starts_on": _("Fra"), "ends_on": _("Flyttet ut")},
    ),
    ArrearsCase: Shape(
        _("Restansesak"),
        lambda row: row,
        {"opened_on": _("Åpnet"), "closed_on": _("Lukket")},
        related=("tenancy__household",),
    ),
    ArrearsAction: Shape(
        _("Restansesak"),
        lambda row: row.case,
        {"done_on": _("Gjort")},
        household=lambda row: row.case.household,
        related=("case__tenancy__household",),
    ),
    Petition: Shape(
        _("Begjæring"),
        lambda row: row,
        {"sent_on": _("Sendt"), "scheduled_on": _("Berammet"), "outcome_on": _("Avgjort")},
        related=("tenancy__household",),
    ),
    Guidance: Shape(_("Veiledning"), lambda row: row, {"started_on": _("Begynt"), "closed_on": _("Avsluttet")}),
    StartLoan: Shape(
        _("Husstand"),
        lambda row: row.household,
        {"applied_on": _("Søkt"), "decided_on": _("Vedtatt"), "paid_out_on": _("Utbetalt")},
    ),
    Purchase: Shape(_("Husstand"), lambda row: row.household, {"bought_on": _("Kjøpt")}),
    SavingsAgreement: Shape(
        _("Avtale"), lambda row: row, {"starts_on": _("Fra"), "ends_on": _("Til"), "outcome_on": _("Utfall")}
    ),
    Referral: Shape(_("Henvisning"), lambda row: row, {"received_on": _("Mottatt"), "decided_on": _("Svar gitt")}),
    Participation: Shape(_("Deltakelse"), lambda row: row, {"started_on": _("Begynt"), "ended_on": _("Avsluttet")}),
    Contact: Shape(
        _("Deltakelse"),
        lambda row: row.participation,
        {"happened_on": _("Dato")},
        household=lambda row: row.participation.household,
        related=("participation__household",),
    ),
    FundEntry: Shape(_("Husstand"), lambda row: row.household, {"posted_on": _("Bokført")}),
    Settlement: Shape(_("Bosetting"), lambda row: row, {"settled_on": _("Bosatt")}),
    Tenancy: Shape(
        _("Leieforhold"),
        lambda row: row,
        {"allocated_on": _("Tildelt"), "moved_in_on": _("Flyttet inn"), "moved_out_on": _("Flyttet ut")},
    ),
    Dwelling: Shape(
        _("Bolig"),
        lambda row: row,
        {"acquired_on": _("Disponert fra"), "left_stock_on": _("Ute av boligmassen")},
        household=lambda row: None,
        related=(),
    ),
    # A course is nobody's, and is told by its title.
    Course: Shape(_("Kurs"), lambda row: row, {"held_on": _("Holdt")}, household=lambda row: None, related=()),
    Person: Shape(
        _("Husstand"),
        lambda row: row.household,
        {"joined_on": _("I husstanden fra")},
        household=lambda row: row.household,
        related=(),
    ),
}


def shown_rows(rows: list, model, user, period: Period, *, names_cases=True) -> dict:
    """Headings and lines for one page of rows, in a constant number of queries.

    Without ``names_cases`` the rows are dates alone: no number and no district.
    """
    shape = SHAPES[model]
    rows = _with_households(rows, model, shape, period)
    reached = _reached_by(user, [shape.target(row) for row in rows]) if names_cases else set()
    households = [shape.household(row) for row in rows]
    hidden = hidden_household_ids({household.pk for household in households if household}, timezone.localdate())
    lines = []
    for row, household in zip(rows, households, strict=True):
        target = shape.target(row)
        lines.append(
            {
                "number": number_of(target) if names_cases else number_of(None),
                "url": target.get_absolute_url() if target and (type(target), target.pk) in reached else "",
                "dates": [getattr(row, name, None) for name in shape.dates],
                "district": _district(row, household, hidden) if names_cases else "",
            }
        )
    return {"heading": shape.heading, "dates": list(shape.dates.values()), "lines": lines}


def number_of(target) -> str:
    if target is None:
        return "–"
    if isinstance(target, Course):
        return target.title
    return f"B-{target.pk:06d}" if isinstance(target, Dwelling) else target.number


def _district(row, household, hidden) -> str:
    if isinstance(row, Dwelling):
        return row.district
    return household.district if household and household.pk not in hidden else ""


def _with_households(rows, model, shape, period):
    if model is not Person:
        found = model.objects.select_related(*shape.related).in_bulk([row.pk for row in rows])
        return [found[row.pk] for row in rows]
    # Where they belonged on the last day; whoever had left by then, where they belonged last.
    memberships = Membership.objects.filter(person__in=rows, joined_on__lte=period.last).select_related("household")
    by_person = {row.person_id: row for row in memberships.order_by(F("left_on").asc(nulls_last=True), "pk")}
    for row in rows:
        membership = by_person.get(row.pk)
        row.household = membership.household if membership else None
        row.joined_on = membership.joined_on if membership else None
    return rows


def _reached_by(user, targets) -> set:
    """Those among the targets the user may open: one query for a page, as they are all of one kind."""
    targets = [target for target in targets if target is not None]
    if not targets:
        return set()
    model = type(targets[0])
    seen = model.objects.visible_to(user).filter(pk__in={target.pk for target in targets})
    return {(model, pk) for pk in seen.values_list("pk", flat=True)}
