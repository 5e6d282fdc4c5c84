"""Who may be able to own, by the municipality's own rules (eierpotensial). Pure: facts in, reasons out.

What is not registered is no refusal: a person finds out. Nobody is told no by a list.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from housing.periods import add_months


@dataclass(frozen=True)
class Asked:
    """What the municipality's rule asks; None and False ask nothing. The income is a month's, after tax, in kroner."""

    min_monthly_income: Decimal | None = None
    min_months: int | None = None
    in_housing_association: bool = False
    contract_ends_months: int | None = None
    no_arrears: bool = False


@dataclass(frozen=True)
class Facts:
    """What is known about a household on the day; None is not registered. An applicant rents nothing of us."""

    is_tenant: bool
    monthly_income: Decimal | None = None
    moved_in_on: date | None = None
    in_housing_association: bool | None = None
    contract_ends_on: date | None = None
    owes_rent: bool = False


@dataclass(frozen=True)
class Reason:
    """One thing the rule asks: whether it is met (None: not registered), and how that is said."""

    code: str
    is_met: bool | None
    text: str


def reasons(facts: Facts, asked: Asked, day: date) -> list[Reason]:
    """Each thing the rule asks of such a household, in the order of the rule."""
    found = [_income(facts, asked)]
    if facts.is_tenant:
        found += [_months(facts, asked, day), _association(facts, asked), _contract(facts, asked, day)]
    found.append(_arrears(facts, asked))
    return [reason for reason in found if reason is not None]


def is_candidate(found: list[Reason]) -> bool:
    """Nothing that is known speaks against it."""
    return all(reason.is_met is not False for reason in found)


def _income(facts: Facts, asked: Asked) -> Reason | None:
    if asked.min_monthly_income is None:
        return None
    if facts.monthly_income is None:
        return Reason("income", None, _("Inntekten er ikke registrert"))
    is_met = facts.monthly_income >= asked.min_monthly_income
    return Reason("income", is_met, _("Inntekt nok") if is_met else _("Inntekten er under grensen"))


def _months(facts: Facts, asked: Asked, day: date) -> Reason | None:
    if asked.min_months is None:
        return None
    if facts.moved_in_on is None:
        return Reason("months", None, _("Innflyttingen er ikke registrert"))
    is_met = add_months(facts.moved_in_on, asked.min_months) <= day
    return Reason("months", is_met, _("Bodd der siden {day:%d.%m.%Y}").format(day=facts.moved_in_on))


def _association(facts: Facts, asked: Asked) -> Reason | None:
    if not asked.in_housing_association:
        return None
    if facts.in_housing_association is None:
        return Reason("association", None, _("Ikke registrert om boligen er i borettslag"))
    text = _("Bolig i borettslag") if facts.in_housing_association else _("Boligen er ikke i borettslag")
    return Reason("association", facts.in_housing_association, text)


def _contract(facts: Facts, asked: Asked, day: date) -> Reason | None:
    """A contract that has run out is near its end too; one without an end is not."""
    if asked.contract_ends_months is None:
        return None
    if facts.contract_ends_on is None:
        return Reason("contract", False, _("Kontrakten har ingen sluttdato"))
    is_met = facts.contract_ends_on <= add_months(day, asked.contract_ends_months)
    return Reason("contract", is_met, _("Kontrakten går ut {day:%d.%m.%Y}").format(day=facts.contract_ends_on))


def _arrears(facts: Facts, asked: Asked) -> Reason | None:
    if not asked.no_arrears:
        return None
    return Reason(
        "arrears", not facts.owes_rent, _("Skylder husleie") if facts.owes_rent else _("Skylder ikke husleie")
    )
