"""Courses and competence (kurs og kompetansetiltak): how many were held, and how many came.

Whoever comes to two courses is two participants: nobody is registered by name.
"""

from django.utils.translation import gettext_lazy as _

from reporting.figures.figure import Figure, Group, Unit, count, total
from reporting.models import Course


def held(period):
    return Course.objects.held_in(period)


def housing_school(period):
    return held(period).of_housing_school()


def _figure(code, label, definition, rows, *, unit=Unit.COURSE, value=count):
    return Figure(code=code, label=label, definition=definition, rows=rows, unit=unit, value=value, group=Group.COURSES)


FIGURES = [
    _figure("courses.held", _("Kurs og samlinger"), _("Kurs, samlinger og reiser holdt i perioden."), held),
    _figure(
        "courses.participants",
        _("Deltakere på kurs og samlinger"),
        _("Summen av deltakerne på kursene. Den som deltar på to, telles to ganger."),
        held,
        unit=Unit.PERSON,
        value=total("participants"),
    ),
    _figure("courses.housing_school", _("Boligskole, kurs"), _("Boligskolekurs holdt i perioden."), housing_school),
    _figure(
        "courses.housing_school_participants",
        _("Boligskole, deltakere"),
        _("Summen av deltakerne på boligskolekursene i perioden."),
        housing_school,
        unit=Unit.PERSON,
        value=total("participants"),
    ),
]
