"""Homeless and disadvantaged households (bostedsløse og vanskeligstilte), after the mapping in force on the last day.

A household's current mapping is the one with the latest date on or before the day, unless it had ended by then.
An adult is a member who is not known to be under 18: one without a birth date counts as an adult.
"""

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from applications.models import Mapping
from housing.models import Membership, Person
from housing.periods import years_before
from reporting.figures.figure import Figure, Group, Unit

Situation = Mapping.Situation


def current(day):
    """The same answer as ``MappingQuerySet.current``, found in one pass for the whole municipality."""
    latest = (
        Mapping.objects.filter(mapped_on__lte=day)
        .order_by("household_id", "-mapped_on", "-pk")
        .distinct("household_id")
    )
    return Mapping.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day), pk__in=latest.values("pk"))


def disadvantaged(period):
    return current(period.last).exclude(situation=Situation.NONE)


def homeless(period):
    return current(period.last).filter(situation=Situation.NO_HOME).exclude(homeless_category="")


def members_of(households, day):
    """Persons who are members on the day of one of the households, each person once."""
    memberships = Membership.objects.on(day).filter(household__in=households)
    return Person.objects.filter(pk__in=memberships.values("person"))


def children(persons, day):
    return persons.filter(birth_date__gt=years_before(day, 18))


def adults(persons, day):
    return persons.filter(Q(birth_date__isnull=True) | Q(birth_date__lte=years_before(day, 18)))


def homeless_persons(period):
    return members_of(homeless(period).values("household"), period.last)


def _figure(code, label, definition, rows, unit=Unit.HOUSEHOLD):
    return Figure(code=code, label=label, definition=definition, unit=unit, group=Group.HOMELESS, rows=rows)


def _by_situation(code, label, situation):
    return _figure(
        code,
        label,
        format_lazy(_("Husstander med gjeldende kartlegging den siste dagen og situasjonen «{0}»."), situation.label),
        lambda period: current(period.last).filter(situation=situation),
    )


def _by_category(category):
    suffix = category if category.isdigit() else "other"
    return _figure(
        f"homeless.category_{suffix}",
        category.label,
        format_lazy(_("Bostedsløse husstander den siste dagen i kategorien «{0}» (NIBR)."), category.label),
        lambda period: homeless(period).filter(homeless_category=category),
    )


def _by_problem(problem):
    return _figure(
        f"homeless.problem.{problem}",
        problem.label,
        format_lazy(
            _(
                "Bostedsløse husstander den siste dagen der gjeldende kartlegging nevner «{0}». Flere kan gjelde "
                "samme husstand."
            ),
            problem.label,
        ),
        lambda period: homeless(period).filter(problems__contains=[problem]),
    )


FIGURES = [
    _figure(
        "disadvantaged.households",
        _("Vanskeligstilte på boligmarkedet"),
        _(
            "Husstander som den siste dagen har en gjeldende kartlegging med en annen situasjon enn «ikke "
            "vanskeligstilt»."
        ),
        disadvantaged,
    ),
    _by_situation("disadvantaged.no_home", _("Uten egen bolig"), Situation.NO_HOME),
    _by_situation("disadvantaged.at_risk", _("Står i fare for å miste boligen"), Situation.AT_RISK),
    _by_situation("disadvantaged.unsuitable", _("Bor i uegnet bolig eller bomiljø"), Situation.UNSUITABLE),
    _figure(
        "homeless.households",
        _("Bostedsløse husstander"),
        _("Husstander som den siste dagen har en gjeldende kartlegging «uten egen bolig» og en bostedsløskategori."),
        homeless,
    ),
    *(_by_category(category) for category in Mapping.HomelessCategory),
    _figure(
        "homeless.adults",
        _("Voksne i bostedsløse husstander"),
        _(
            "Personer på 18 år eller mer den siste dagen, medlemmer av de bostedsløse husstandene den dagen. Hver "
            "person telles én gang."
        ),
        lambda period: adults(homeless_persons(period), period.last),
        unit=Unit.PERSON,
    ),
    _figure(
        "homeless.children",
        _("Barn i bostedsløse husstander"),
        _(
            "Personer under 18 år den siste dagen, medlemmer av de bostedsløse husstandene den dagen. Hvert barn "
            "telles én gang."
        ),
        lambda period: children(homeless_persons(period), period.last),
        unit=Unit.PERSON,
    ),
    *(_by_problem(problem) for problem in Mapping.Problem),
]
