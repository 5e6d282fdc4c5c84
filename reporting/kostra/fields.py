"""Which of our figures answers which field of the form, in which years: the one table between our codes and theirs.

A form that changes gets a new row with its first year, and the old row its last; no figure changes for it. Nobody here
has seen the form as it is sent in: its parts are known from Statistics Norway's definitions. ``is_checked`` is turned
on for a field when somebody has held it against the form of those years, and until then the page and the file say so.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Part(TextChoices):
    """The parts of the form, as we know them."""

    STOCK = "stock", _("Boliger 31. desember")
    APPLICATIONS = "applications", _("Søknader om kommunal bolig")
    NEW = "new", _("Nyinnflyttede husstander")
    WAITING = "waiting", _("Venteliste 31. desember")
    TEMPORARY = "temporary", _("Midlertidig botilbud")


DEFINITIONS = _("SSB, «Kommunale boliger», om statistikken")
INDICATORS = _("SSB, tabell 06493 (eldre liste over indikatorer)")
KOMPIS = _("Kompis, «Kommunale boliger per 1000 innbyggere»: skjema 13 punkt 2")


@dataclass(frozen=True)
class Field:
    """One field of the form (felt) in the years it is there, and the code of the figure that answers it."""

    figure: str
    part: Part
    label: Promise
    source: Promise
    first_year: int
    last_year: int | None = None
    is_checked: bool = False

    def is_used_in(self, year: int) -> bool:
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    @property
    def check(self) -> Promise:
        return _("kontrollert mot skjemaet") if self.is_checked else _("ikke kontrollert mot skjemaet")


# No older sheet is made: the groups of new households were others then.
FIRST_YEAR = 2015

FIELDS: tuple[Field, ...] = (
    Field("dwellings.total", Part.STOCK, _("Kommunalt disponerte boliger i alt"), KOMPIS, FIRST_YEAR),
    Field("dwellings.owned", Part.STOCK, _("Kommunalt eide boliger"), DEFINITIONS, FIRST_YEAR),
    Field("dwellings.leased_in", Part.STOCK, _("Innleide boliger"), DEFINITIONS, FIRST_YEAR),
    Field(
        "dwellings.nomination",
        Part.STOCK,
        _("Privat eide boliger kommunen har disposisjonsrett til"),
        DEFINITIONS,
        FIRST_YEAR,
    ),
    Field(
        "kostra.dwellings_wheelchair",
        Part.STOCK,
        _("Boliger tilgjengelige for rullestolbrukere"),
        DEFINITIONS,
        FIRST_YEAR,
    ),
    Field("kostra.dwellings_care", Part.STOCK, _("Omsorgsboliger"), DEFINITIONS, FIRST_YEAR),
    Field("kostra.dwellings_per_1000", Part.STOCK, _("Boliger per 1000 innbyggere"), KOMPIS, FIRST_YEAR),
    Field("kostra.applicants", Part.APPLICATIONS, _("Nye søkere"), INDICATORS, FIRST_YEAR),
    Field("kostra.granted", Part.APPLICATIONS, _("Nye søkere som fikk innvilget"), INDICATORS, FIRST_YEAR),
    Field("kostra.rejected", Part.APPLICATIONS, _("Nye søkere som fikk avslag"), INDICATORS, FIRST_YEAR),
    Field("kostra.new_households", Part.NEW, _("Nyinnflyttede husstander i alt"), DEFINITIONS, FIRST_YEAR),
    Field("kostra.new_refugees", Part.NEW, _("Flyktninger"), DEFINITIONS, FIRST_YEAR),
    Field("kostra.new_health", Part.NEW, _("Med psykisk lidelse og/eller rusproblem"), DEFINITIONS, FIRST_YEAR),
    Field("kostra.new_disability", Part.NEW, _("Med behov for tilrettelagt bolig"), DEFINITIONS, FIRST_YEAR),
    Field("kostra.waiting", Part.WAITING, _("Nye husstander som venter på bolig"), DEFINITIONS, FIRST_YEAR),
    Field(
        "kostra.waiting_adapted",
        Part.WAITING,
        _("Nye husstander som venter på tilrettelagt bolig"),
        DEFINITIONS,
        FIRST_YEAR,
    ),
    Field("temporary.households", Part.TEMPORARY, _("Husstander i midlertidig botilbud"), DEFINITIONS, FIRST_YEAR),
    Field(
        "kostra.temporary_over_3_months",
        Part.TEMPORARY,
        _("Husstander over tre måneder i midlertidig botilbud"),
        DEFINITIONS,
        FIRST_YEAR,
    ),
)
