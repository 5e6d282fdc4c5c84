"""A SWOT for the demo: its points are those a printed evaluation has three years apart (seeds.md § 27.2)."""

from datetime import date

from reporting.models import SwotPoint

Kind = SwotPoint.Kind
# Written three years ago. Whether each still stands.
THEN = [
    (Kind.STRENGTHS, "Tverrfaglige drøftinger ved tildeling", True),
    (Kind.STRENGTHS, "Engasjerte ansatte", True),
    (Kind.STRENGTHS, "Profesjonell eiendomsforvaltning", True),
    (Kind.WEAKNESSES, "Rigide regler for startlån", False),
    (Kind.WEAKNESSES, "Mangel på boveiledere", False),
    (Kind.WEAKNESSES, "Fragmentert tjeneste", False),
    (Kind.WEAKNESSES, "Det tar tid før tjenestene er på plass", True),
    (Kind.WEAKNESSES, "Ingen beredskap på kveld og helg", False),
    (Kind.WEAKNESSES, "Få bemannede boliger", True),
    (Kind.OPPORTUNITIES, "Tilskudd til boligsosial kompetanse", True),
    (Kind.THREATS, "Stigende boligpriser", True),
]
NOW = [
    (Kind.STRENGTHS, "Samlokalisert Boligtjeneste"),
    (Kind.STRENGTHS, "Prosjekter som virker"),
    (Kind.STRENGTHS, "Lettere å nå de vanskeligst stilte"),
    (Kind.STRENGTHS, "Lett å få kontakt"),
    (Kind.STRENGTHS, "Rask respons"),
    (Kind.STRENGTHS, "Bedre søknadsskjema"),
    (Kind.WEAKNESSES, "Uklart ansvar for bosatte flyktninger"),
    (Kind.WEAKNESSES, "Ansvaret for oppfølging er utydelig"),
    (Kind.WEAKNESSES, "Høye leier"),
    (Kind.WEAKNESSES, "Informasjonen når ikke ut til alle"),
    (Kind.WEAKNESSES, "Tomgang mellom leietakere"),
    (Kind.WEAKNESSES, "Lang tid fra vedtak til innflytting"),
    (Kind.OPPORTUNITIES, "Felles kartlegging på tvers av tjenestene"),
    (Kind.OPPORTUNITIES, "Flere leietakere som kan eie"),
    (Kind.THREATS, "Kortere botid når kontraktene er korte"),
]
YEARS_APART = 3


def leave_swot(today: date) -> None:
    """Once: the points of three years ago, and those of this half-year beside them."""
    if SwotPoint.objects.exists():
        return
    then = date(today.year - YEARS_APART, 2, 1)
    now = date(today.year, 2 if today.month <= 6 else 8, 1)
    if now > today:
        now = date(today.year - 1, 8, 1)
    rows = [(kind, text, then, None if stands else now) for kind, text, stands in THEN]
    rows += [(kind, text, now, None) for kind, text in NOW]
    SwotPoint.objects.bulk_create(
        SwotPoint(kind=kind, text=text, added_on=added_on, removed_on=removed_on, position=place)
        for place, (kind, text, added_on, removed_on) in enumerate(rows)
    )
