"""How the demo's municipality works: its routine in two versions, and a text of its own in the letters."""

from applications.letters.defaults import DEFAULTS
from applications.models import LetterText, Routine


def leave(leader, today) -> None:
    new_year = today.replace(month=1, day=1)
    Routine.objects.create(
        valid_from=new_year.replace(year=today.year - 2),
        guidelines=f"retningslinjer for tildeling av kommunal bolig, vedtatt av kommunestyret 8. mars {today.year - 6}",
        by=leader,
    )
    Routine.objects.create(
        valid_from=new_year,
        residence_months=12,
        second_reader=Routine.SecondReader.REFUSALS,
        guidelines=(
            f"retningslinjer for tildeling av kommunal bolig, vedtatt av kommunestyret 12. desember {today.year - 1}"
        ),
        by=leader,
    )
    heading, body = DEFAULTS["appeal", LetterText.Language.BOKMAL]
    LetterText.objects.create(
        code="appeal",
        language=LetterText.Language.BOKMAL,
        valid_from=new_year,
        heading=heading,
        body=f"{body}\n\nDu kan også komme innom servicetorget, så hjelper vi deg med å skrive klagen.",
        by=leader,
    )
