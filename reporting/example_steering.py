"""A steering group for the demo, with its meetings and what they decided. Every name and word of it is made up."""

from datetime import date, timedelta

from django.utils import timezone

from housing.workdays import is_workday
from reporting.models import SteeringAttendance, SteeringDecision, SteeringMeeting, SteeringMember

# Name, post, what they are in the group, and half-years since they came in.
MEMBERS = [
    ("Torgeir Haugland", "Kommunalsjef for helse og mestring", "is_leader", 5),
    ("Randi Solheim", "Økonomisjef", "", 5),
    ("Eivind Krokstad", "Leder for boligkontoret", "", 5),
    ("Siri Nesbakken", "Leder for NAV", "", 3),
    ("Anders Moldvik", "Leder for eiendom", "", 5),
    ("Hilde Aspelund", "Leder for psykisk helse og rus", "", 4),
    ("Geir Tveitan", "Leder for oppvekst", "", 5),
    ("Marit Elgsås", "Ekstern fagperson", "is_observer", 2),
    ("Ingunn Solvang", "Programleder", "is_secretary", 5),
]
LEFT = ("Bjørn Fossedal", "Leder for NAV", 5, 3)
AGENDA = """1 Godkjenning av innkalling
2 Tall for perioden
3 Status for tiltakene
4 Eventuelt"""
MINUTES = """Programlederen la frem tallene. Gruppen ba om at tomgang og utkastelser følges hver måned.

Tiltakene ble gått gjennom. Der en frist er gått ut, er ny frist satt."""
# Of each meeting in turn: what was decided, who sees to it, and days until it was due; None is done at once.
DECISIONS = [
    [("Boligskole holdes fire ganger i året.", "Boligkontoret", 60, True)],
    [
        ("Rutinen for løslatelse tas i bruk av alle tjenester.", "Helse og mestring", 90, True),
        ("Fagsamling for ansatte holdes hvert halvår.", "Programlederen", 120, True),
    ],
    [("Barnefamilier skal ikke bo midlertidig mer enn tre måneder.", "Boligkontoret", 150, False)],
    [
        ("Sak om flere bemannede boliger legges frem for kommunestyret.", "Kommunalsjefen", 45, False),
        ("Halvårsrapporten behandles på neste møte.", "Programlederen", 75, True),
    ],
    [("Avtale med boligbyggelagene forhandles på nytt.", "Eiendom", 180, False)],
]
WEEKS_BETWEEN = 10


def leave_steering(today: date) -> None:
    """Who sits, five meetings that have been, the open decisions of them, and one that is planned. Once."""
    if SteeringMember.objects.exists():
        return
    members = [_member(today, *each) for each in MEMBERS]
    name, title, came, left = LEFT
    SteeringMember.objects.create(
        name=name, title=title, member_from=_back(today, came), member_until=_back(today, left)
    )
    days = [_workday(today - timedelta(weeks=WEEKS_BETWEEN * back - 4)) for back in range(len(DECISIONS), 0, -1)]
    for day, decided in zip(days, DECISIONS, strict=True):
        _meet(day, decided, members, today)
    _meet(_workday(today + timedelta(weeks=6)), [], [], today)


def _member(today, name, title, part, half_years) -> SteeringMember:
    parts = {part: True} if part else {}
    return SteeringMember.objects.create(name=name, title=title, member_from=_back(today, half_years), **parts)


def _back(today: date, half_years: int) -> date:
    return today.replace(day=1) - timedelta(days=182 * half_years)


def _workday(day: date) -> date:
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def _meet(day: date, decided: list, members: list, today: date) -> None:
    number = SteeringMeeting.objects.filter(held_on__year=day.year).count() + 1
    is_planned = day > timezone.localdate()
    meeting = SteeringMeeting.objects.create(
        number=number, held_on=day, agenda=AGENDA, minutes="" if is_planned else MINUTES
    )
    there = [member for place, member in enumerate(members) if (place + number) % 5 and member.member_from <= day]
    SteeringAttendance.objects.bulk_create(SteeringAttendance(meeting=meeting, member=member) for member in there)
    for place, (text, responsible, days, is_done) in enumerate(decided, 1):
        due_on = day + timedelta(days=days)
        done_on = min(due_on - timedelta(days=7), today) if is_done else None
        SteeringDecision.objects.create(
            meeting=meeting, number=place, text=text, responsible=responsible, due_on=due_on, done_on=done_on
        )
