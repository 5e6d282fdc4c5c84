"""Two staff surveys for the demo. The 19 statements and the last year's marks are those of a printed evaluation
(seeds.md § 27.1: 41 answers); the year before is made up.
"""

from datetime import date
from decimal import Decimal

from reporting.models import StaffSurvey, SurveyStatement

# Statement, mean, don't know; and the mean the year before.
STATEMENTS = [
    ("Arbeidet vårt gjør at flest mulig bor trygt og godt", "3.5", 3, "3.3"),
    ("Brukerne får helhetlige tjenester", "3.1", 6, "2.8"),
    ("Brukerne får riktig tjeneste til rett tid", "2.9", 9, "2.7"),
    ("Det er myke overganger mellom tjenestene", "3.0", 14, "2.6"),
    ("Vi arbeider tverrfaglig", "3.3", 5, "3.1"),
    ("Praksis for tverrfaglig samarbeid er god", "3.3", 6, "3.0"),
    ("Vi utnytter kompetansen på tvers", "3.2", 6, "2.9"),
    ("Vi lærer av hverandre på tvers av fag", "3.0", 7, "3.0"),
    ("Kunnskapen bygges opp over tid", "3.2", 9, "3.1"),
    ("Den boligsosiale kompetansen er god", "3.2", 5, "2.9"),
    ("Vi har den kompetansen vi skal ha", "3.0", 9, "2.9"),
    ("Boligtjenesten har nok myndighet og makt", "3.0", 8, "3.2"),
    ("Jeg kan bringe saker videre", "3.4", 8, "3.2"),
    ("Rollene er avklart", "2.6", 5, "2.4"),
    ("Ledelsen er tydelig", "3.0", 2, "3.0"),
    ("Boligtjenesten legger til rette for samarbeid", "3.2", 5, None),
    ("Vi har felles målsettinger og strategi", "3.3", 13, "2.7"),
    ("Det er enkelt å få kontakt med saksbehandleren", "3.7", 8, "3.5"),
    ("Samarbeidet med Boligtjenesten er godt", "3.5", 9, "3.4"),
]
ANSWERED, INVITED = 41, 62
ANSWERED_BEFORE, INVITED_BEFORE = 36, 58


def leave_surveys(today: date) -> None:
    """The survey of the last March that is over, and the one a year before it. Done before, it does nothing."""
    if StaffSurvey.objects.exists():
        return
    year = today.year if today >= date(today.year, 3, 31) else today.year - 1
    _leave(year - 1, ANSWERED_BEFORE, INVITED_BEFORE, [(text, mean, 6) for text, _now, _no, mean in STATEMENTS if mean])
    _leave(year, ANSWERED, INVITED, [(text, mean, unknowing) for text, mean, unknowing, _before in STATEMENTS])


def _leave(year: int, answered: int, invited: int, rows: list[tuple]) -> None:
    survey = StaffSurvey.objects.create(
        title=f"Ansattundersøkelse mars {year}",
        answered_from=date(year, 3, 10),
        answered_until=date(year, 3, 24),
        invited=invited,
        answered=answered,
        note="Sendt på e-post til NAV, introduksjonssenteret, rusforebygging, oppvekst, psykiske helsetjenester, "
        "eiendom og Boligtjenesten.",
    )
    SurveyStatement.objects.bulk_create(
        SurveyStatement(survey=survey, position=place, text=text, mean=Decimal(mean), dont_know=unknowing)
        for place, (text, mean, unknowing) in enumerate(rows)
    )
