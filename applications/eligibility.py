"""Is the applicant one the municipality shall decide about? Each condition with its reason and what follows from it.

Source: boligsosialloven §§ 2 and 3, and for a municipal dwelling the age for signing a lease of one's own, which a
minor with a child of their own is exempt from. The municipality's routine may ask for more before it lets a dwelling of
its own: an age, time lived here, old rent debt settled. Two traps: such a guideline is never law, so it can be departed
from and refuses nobody help under boligsosialloven; and a refugee settled by agreement need not have lived here first.

What is not known is not held against anyone: the answer is then that it is not clear, and the application goes on until
somebody has found out. Citizenship, origin and sex are never asked about. The age is that of the day of the check.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing.periods import add_months, age_on

Text = str | Promise
ADULT = 18


class Responsible(TextChoices):
    """Why a municipality is the one responsible (ansvarlig kommune)."""

    STAYS_HERE = "stays_here", _("oppholder seg i kommunen")
    STAYED_HERE_BEFORE = "stayed_here_before", _("oppholdt seg her før institusjon eller fengsel")
    SETTLED_HERE = "settled_here", _("bosatt her etter avtale, med integreringstilskudd")
    ELSEWHERE = "elsewhere", _("hører til en annen kommune")


@dataclass(frozen=True)
class Rules:
    """What is asked for beyond the law. Months; None and 0 ask for nothing."""

    minimum_age: int | None = ADULT
    residence_months: int = 0
    rent_debt_is_obstacle: bool = False


@dataclass(frozen=True)
class Applicant:
    """What is known on the day; None is not known yet."""

    on: date
    birth_date: date | None = None
    has_own_children: bool = False
    has_lawful_stay: bool | None = None
    is_housed_as_asylum_seeker: bool | None = None
    has_ties_to_norway: bool | None = None
    responsible: Responsible | str | None = None
    resident_since: date | None = None
    has_rent_debt: bool | None = None


@dataclass(frozen=True)
class Condition:
    """One condition: met, not met, or not known. ``is_guideline``: the municipality's own, and not the law's."""

    code: str
    label: Text
    is_met: bool | None
    reason: Text
    law: str
    is_guideline: bool = False


@dataclass(frozen=True)
class Eligibility:
    conditions: tuple[Condition, ...]

    @property
    def is_eligible(self) -> bool | None:
        """No as soon as one condition is not met; yes only when all are known to be."""
        answers = [condition.is_met for condition in self.conditions]
        if False in answers:
            return False
        return None if None in answers else True

    @property
    def obstacles(self) -> tuple[Condition, ...]:
        return tuple(condition for condition in self.conditions if condition.is_met is False)

    @property
    def unknown(self) -> tuple[Condition, ...]:
        return tuple(condition for condition in self.conditions if condition.is_met is None)


# What the caseworker does when a condition of the law is not met.
FOLLOWS: dict[str, Text] = {
    "age": _("Vis videre til foreldre, verge eller barnevernet, som kan hjelpe den som ikke er myndig."),
    "lawful_stay": _("Avvis søknaden og forklar hvorfor. Vurder sammen med NAV om det trengs akutt hjelp."),
    "ties": _("Avvis søknaden og forklar hvorfor. Vurder sammen med NAV om det trengs akutt hjelp."),
    "state_accommodation": _("Avvis søknaden og vis til asylmottaket, som har ansvaret for innkvarteringen."),
    "municipality": _("Avvis søknaden, og hjelp søkeren med å få den frem til kommunen som er ansvarlig."),
}
FOLLOWS_FROM_GUIDELINE = _(
    "Dette er kommunens egen retningslinje for kommunal bolig. Den kan fravikes, og er ingen grunn til å avvise. "
    "Behovet for annen bistand skal vurderes uansett."
)


def what_follows(code: str, *, is_guideline: bool = False) -> Text:
    """When the condition is not met and the application is not handled all the same."""
    return FOLLOWS_FROM_GUIDELINE if is_guideline else FOLLOWS.get(code, FOLLOWS_FROM_GUIDELINE)


def assess(applicant: Applicant, rules: Rules | None = None) -> Eligibility:
    rules = rules or Rules()
    conditions = [
        _lawful_stay(applicant),
        _ties(applicant),
        _state_accommodation(applicant),
        _municipality(applicant),
    ]
    if rules.minimum_age:
        conditions.insert(0, _age(applicant, rules.minimum_age))
    if rules.residence_months:
        conditions.append(_residence(applicant, rules.residence_months))
    if rules.rent_debt_is_obstacle:
        conditions.append(_rent_debt(applicant))
    return Eligibility(tuple(conditions))


def _age(applicant: Applicant, minimum: int) -> Condition:
    is_met: bool | None
    if applicant.birth_date and age_on(applicant.birth_date, applicant.on) >= minimum:
        is_met, reason = True, _t("Søkeren er fylt {age} år.").format(age=minimum)
    elif applicant.has_own_children:
        is_met, reason = True, _("Søkeren har egne barn.")
    elif applicant.birth_date is None:
        is_met, reason = None, _("Fødselsdatoen er ikke kjent.")
    else:
        is_met, reason = False, _t("Søkeren er under {age} år.").format(age=minimum)
    # Whoever is of age and too young for the routine meets no rule of law.
    is_adult = applicant.birth_date is not None and age_on(applicant.birth_date, applicant.on) >= ADULT
    is_guideline = minimum != ADULT and (is_met is not False or is_adult)
    return Condition("age", _("Alder"), is_met, reason, "", is_guideline=is_guideline)


def _lawful_stay(applicant: Applicant) -> Condition:
    reasons: dict[bool | None, Text] = {
        True: _("Søkeren har lovlig opphold."),
        False: _("Loven gjelder ikke for den som ikke har lovlig opphold."),
        None: _("Det er ikke avklart om søkeren har lovlig opphold."),
    }
    is_met = applicant.has_lawful_stay
    return Condition("lawful_stay", _("Lovlig opphold"), is_met, reasons[is_met], "boligsosialloven_2")


def _ties(applicant: Applicant) -> Condition:
    reasons: dict[bool | None, Text] = {
        True: _("Søkeren har tilknytning til riket."),
        False: _("Loven gjelder ikke for den som ikke har tilknytning til riket."),
        None: _("Det er ikke avklart om søkeren har tilknytning til riket."),
    }
    is_met = applicant.has_ties_to_norway
    return Condition("ties", _("Tilknytning til riket"), is_met, reasons[is_met], "boligsosialloven_2")


def _state_accommodation(applicant: Applicant) -> Condition:
    housed = applicant.is_housed_as_asylum_seeker
    reasons: dict[bool | None, Text] = {
        True: _("Loven gjelder ikke for asylsøkere med statlig innkvartering."),
        False: _("Søkeren bor ikke i statlig innkvartering som asylsøker."),
        None: _("Det er ikke avklart om søkeren bor i statlig innkvartering som asylsøker."),
    }
    is_met = None if housed is None else not housed
    return Condition("state_accommodation", _("Innkvartering"), is_met, reasons[housed], "boligsosialloven_2")


def _municipality(applicant: Applicant) -> Condition:
    reasons: dict[Responsible | str | None, Text] = {
        Responsible.STAYS_HERE: _("Søkeren oppholder seg i kommunen."),
        Responsible.STAYED_HERE_BEFORE: _("Søkeren oppholdt seg i kommunen før institusjonen eller fengselet."),
        Responsible.SETTLED_HERE: _("Kommunen får integreringstilskudd for søkeren."),
        Responsible.ELSEWHERE: _("En annen kommune er ansvarlig. Søknaden skal vises videre dit."),
        None: _("Det er ikke avklart hvilken kommune som er ansvarlig."),
    }
    is_met = None if applicant.responsible is None else applicant.responsible != Responsible.ELSEWHERE
    reason = reasons[applicant.responsible]
    return Condition("municipality", _("Ansvarlig kommune"), is_met, reason, "boligsosialloven_3")


def _residence(applicant: Applicant, months: int) -> Condition:
    """Lived here so many months. Settled by agreement is enough: the municipality itself asked them to come."""
    is_met: bool | None
    if applicant.responsible == Responsible.SETTLED_HERE:
        is_met, reason = True, _("Søkeren er bosatt etter avtale. Da kreves det ikke botid.")
    elif applicant.resident_since is None:
        is_met, reason = None, _("Det er ikke avklart hvor lenge søkeren har bodd i kommunen.")
    elif (from_day := add_months(applicant.resident_since, months)) <= applicant.on:
        is_met, reason = True, _t("Søkeren har bodd i kommunen i minst {months} måneder.").format(months=months)
    else:
        words = _t("Søkeren har bodd i kommunen i mindre enn {months} måneder. Kravet er oppfylt {day}.")
        is_met, reason = False, words.format(months=months, day=f"{from_day:%d.%m.%Y}")
    return Condition("residence", _("Botid i kommunen"), is_met, reason, "", is_guideline=True)


def _rent_debt(applicant: Applicant) -> Condition:
    reasons: dict[bool | None, Text] = {
        True: _("Søkeren skylder husleie fra et tidligere leieforhold hos kommunen."),
        False: _("Søkeren skylder ikke husleie fra før."),
        None: _("Det er ikke avklart om søkeren skylder husleie fra før."),
    }
    is_met = None if applicant.has_rent_debt is None else not applicant.has_rent_debt
    reason = reasons[applicant.has_rent_debt]
    return Condition("rent_debt", _("Gammel husleiegjeld"), is_met, reason, "", is_guideline=True)
