"""Is the applicant one the municipality shall decide about? Four conditions, each with its reason.

Source: boligsosialloven §§ 2 and 3, and the age of 18 for signing a lease of one's own, which a minor
with a child of their own is exempt from. What is not known is not held against anyone: the answer is
then that it is not clear, and the application goes on until somebody has found out. Citizenship,
origin and sex are never asked about. The age is that of the day the application is decided on.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from housing.periods import age_on

Text = str | Promise
ADULT = 18


class Responsible(TextChoices):
    """Why a municipality is the one responsible (ansvarlig kommune)."""

    STAYS_HERE = "stays_here", _("oppholder seg i kommunen")
    STAYED_HERE_BEFORE = "stayed_here_before", _("oppholdt seg her før institusjon eller fengsel")
    SETTLED_HERE = "settled_here", _("bosatt her etter avtale, med integreringstilskudd")
    ELSEWHERE = "elsewhere", _("hører til en annen kommune")


@dataclass(frozen=True)
class Applicant:
    """What is known on the day; None is not known yet."""

    on: date
    birth_date: date | None = None
    has_own_children: bool = False
    has_lawful_stay: bool | None = None
    is_housed_as_asylum_seeker: bool | None = None
    has_ties_to_norway: bool | None = None
    responsible: Responsible | None = None


@dataclass(frozen=True)
class Condition:
    """One condition: met, not met, or not known."""

    code: str
    label: Text
    is_met: bool | None
    reason: Text
    law: str


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


def assess(applicant: Applicant) -> Eligibility:
    return Eligibility(
        (
            _age(applicant),
            _lawful_stay(applicant),
            _ties(applicant),
            _state_accommodation(applicant),
            _municipality(applicant),
        )
    )


def _age(applicant: Applicant) -> Condition:
    is_met: bool | None
    if applicant.has_own_children:
        is_met, reason = True, _("Søkeren har egne barn.")
    elif applicant.birth_date is None:
        is_met, reason = None, _("Fødselsdatoen er ikke kjent.")
    elif age_on(applicant.birth_date, applicant.on) >= ADULT:
        is_met, reason = True, _("Søkeren er fylt 18 år.")
    else:
        is_met, reason = False, _("Søkeren er under 18 år.")
    return Condition("age", _("Alder"), is_met, reason, "")


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
    reasons: dict[Responsible | None, Text] = {
        Responsible.STAYS_HERE: _("Søkeren oppholder seg i kommunen."),
        Responsible.STAYED_HERE_BEFORE: _("Søkeren oppholdt seg i kommunen før institusjonen eller fengselet."),
        Responsible.SETTLED_HERE: _("Kommunen får integreringstilskudd for søkeren."),
        Responsible.ELSEWHERE: _("En annen kommune er ansvarlig. Søknaden skal vises videre dit."),
        None: _("Det er ikke avklart hvilken kommune som er ansvarlig."),
    }
    is_met = None if applicant.responsible is None else applicant.responsible != Responsible.ELSEWHERE
    reason = reasons[applicant.responsible]
    return Condition("municipality", _("Ansvarlig kommune"), is_met, reason, "boligsosialloven_3")
