"""The demo's plans: the eighteen measures and the ten points a municipality once adopted, moved to our own years.

The source prints the first group's numbers 1.1, 1.2, 1.2, 1.2, 1.3, none and 1.5: here they are as they should be.
Who is responsible, the deadlines and how it goes are made up.
"""

from datetime import date

from django.utils import timezone

from housing.periods import add_months
from reporting.models import Plan, PlanMeasure, PlanStrategy

NUMBERING = "Kilden trykker numrene i den første gruppen 1.1, 1.2, 1.2, 1.2, 1.3, uten nummer og 1.5. Her er de rettet."
CROSS_REFERENCE = "Kilden viser til tema 1.7, som der er flyktninger."

STRATEGIES = ["Flere skal eie", "Færre bostedsløse", "Alle kan bo"]
# Number, text, theme, responsible, months from the plan's start to the deadline, how it went (months, status), note.
HOUSING_PLAN = [
    ("1.1", "Leie til eie videreføres", "", "Boligkontoret", 48, [(1, "ongoing")], ""),
    (
        "1.2",
        "Alle leietakere tilbys bistand, og alle med eierpotensial skal kunne kjøpe",
        "",
        "Boligkontoret",
        36,
        [(2, "ongoing")],
        "",
    ),
    ("1.3", "Boliger selges til takst", "", "Eiendom", 12, [(1, "ongoing"), (10, "done")], ""),
    ("1.4", "Startlån og tilskudd brukes fleksibelt", "", "Boligkontoret", 24, [(4, "ongoing"), (20, "done")], ""),
    ("1.5", "Delt eierskap og leie med sparing utredes", "", "Boligkontoret", 18, [(6, "ongoing"), (18, "done")], ""),
    ("1.6", "Ny husleieberegning", "Husleiemodell", "Eiendom", 22, [(5, "ongoing")], ""),
    ("2.1", "Bolig først prøves ut", "", "Helse og mestring", 30, [(3, "ongoing")], ""),
    (
        "2.2",
        "Kommunalt depositumsfond",
        "Tema 1.7",
        "Boligkontoret",
        12,
        [(2, "ongoing"), (11, "done")],
        CROSS_REFERENCE,
    ),
    ("2.3", "De bemannede boligene videreutvikles", "", "Helse og mestring", 40, [(8, "ongoing")], ""),
    ("2.4", "Fullmakt til kjøp og salg av boliger", "", "Eiendom", 8, [(1, "ongoing"), (7, "done")], ""),
    ("2.5", "Boligsosial beredskap for barnefamilier", "", "NAV", 20, [(3, "ongoing")], ""),
    ("2.6", "Kartlegging med BOKART", "", "Boligkontoret", 10, [(1, "ongoing"), (9, "done")], ""),
    (
        "2.7",
        "Samarbeidsrutiner med andrelinjen ved utskriving og løslatelse",
        "Tema 1.4 og 1.5",
        "Boligkontoret",
        26,
        [(4, "ongoing"), (25, "done")],
        "",
    ),
    ("3.1", "Boligskolen", "", "Boligkontoret", 48, [(6, "ongoing")], ""),
    (
        "3.2",
        "Tjenestetilbudet innen psykisk helse og rus, med samordnet kartlegging",
        "",
        "Helse og mestring",
        34,
        [(9, "ongoing")],
        "",
    ),
    ("3.3", "Akutt beredskap for oppfølging", "", "Helse og mestring", 28, [(10, "ongoing"), (24, "stopped")], ""),
    ("3.4", "Leietakere deltar i vedlikehold", "", "Eiendom", 24, [], ""),
    ("3.5", "Avskjermede boliger", "", "Eiendom", 44, [], ""),
]
LIFT = [
    ("1", "Investeringsramme på 60 millioner, mot at boliger selges til takst", "Eiendom", [(1, "ongoing")]),
    ("2", "Leietakere får tilbud om å kjøpe, med veiledning", "Boligkontoret", [(1, "ongoing")]),
    ("3", "Fullmakt til vilkårene for startlån og etableringstilskudd", "Boligkontoret", [(1, "ongoing"), (4, "done")]),
    ("4", "Oppfølging og veiledning i bolig etter kartlegging", "Helse og mestring", [(2, "ongoing")]),
    ("5", "15 millioner til akutt vedlikehold", "Eiendom", [(1, "ongoing"), (8, "done")]),
    ("6", "Informasjon, så leietakeren tar det ordinære vedlikeholdet", "Eiendom", [(3, "ongoing"), (9, "done")]),
    ("7", "Søke Husbanken om utvidet ramme", "Økonomi", [(1, "ongoing"), (2, "done")]),
    ("8", "Samarbeid med private utleiere og boligbyggelag", "Boligkontoret", [(4, "ongoing")]),
    ("9", "Samarbeid med banker", "Økonomi", []),
    ("10", "Strakstiltak i perioden", "Boligkontoret", [(1, "ongoing"), (6, "done")]),
]
LIFT_MONTHS = 24


def leave_plans(by) -> None:
    """Both plans, with moves on believable days. Done before, it does nothing."""
    if Plan.objects.exists():
        return
    today = timezone.localdate()
    first = date(today.year - 3, 3, 1)
    plan = Plan.objects.create(
        title="Boligsosial handlingsplan",
        reference="KS-sak 56",
        adopted_on=add_months(first, -1),
        valid_from=first,
        valid_until=date(first.year + 4, 12, 31),
        note=NUMBERING,
        by=by,
    )
    strategies = {
        str(number): PlanStrategy.objects.create(plan=plan, number=number, title=title)
        for number, title in enumerate(STRATEGIES, 1)
    }
    for number, text, theme, responsible, months, moves, note in HOUSING_PLAN:
        measure = PlanMeasure(
            plan=plan,
            strategy=strategies[number[0]],
            number=number,
            text=text,
            theme=theme,
            responsible=responsible,
            due_on=add_months(first, months),
            note=note,
        )
        _moved(measure, first, moves, by=by)
    _leave_lift(date(today.year - 2, 6, 1), by=by)


def _leave_lift(first, *, by) -> None:
    plan = Plan.objects.create(title="Boligløftet, ti punkter", adopted_on=first, valid_from=first, by=by)
    for number, text, responsible, moves in LIFT:
        due = add_months(first, LIFT_MONTHS)
        measure = PlanMeasure(plan=plan, number=number, text=text, responsible=responsible, due_on=due)
        _moved(measure, first, moves, by=by)


def _moved(measure, first, moves, *, by) -> None:
    today = timezone.localdate()
    measure.begin(by=by, happened_on=first)
    for months, status in moves:
        day = add_months(first, months)
        if day <= today:
            measure.move_to(status, by=by, happened_on=day)
