"""How long a startlån may last, and when longer than thirty years (nedbetalingsvilkår).

Source: forskrift om lån fra Husbanken § 8-5, with Husbanken's guide to it. More than thirty years and up to fifty is
for special cases, and all four tests must be met. Which may be departed from, and when, differs from test to test: the
first when there are children or the home may be lost, and the income is low and foreseeable; the second and third only
when the home may be lost; the fourth never.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rent_to_own.annuity import MOST_INTEREST_ONLY_YEARS, MOST_YEARS, ORDINARY_YEARS


class LongTermTest(TextChoices):
    LOW_INCOME = "low_income", _("Det er dokumentert at inntekten er varig lav")
    FITS_LONG = "fits_long", _("Boligen passer for husstanden over lang tid")
    RENT_UNSUITABLE = "rent_unsuitable", _("Private leieboliger i området er uegnet eller klart dyrere på lang sikt")
    SHORTER_UNSOUND = "shorter_unsound", _("Det er dokumentert at kortere nedbetalingstid ikke er forsvarlig")


class SpecialGround(TextChoices):
    """What lets a test be departed from."""

    CHILDREN = "children", _("Husstanden har barn")
    MAY_LOSE_HOME = "may_lose_home", _("Husstanden står i fare for å miste boligen")
    FORESEEABLE = "foreseeable", _("Det er dokumentert at inntekten er lav og forutsigbar")


class TermFault(TextChoices):
    TOO_LONG = "too_long", _("Lånet kan ikke vare lenger enn 50 år.")
    TESTS_UNMET = (
        "tests_unmet",
        _("Mer enn 30 år krever at alle fire vilkårene er oppfylt, eller at unntaket for vilkåret gjelder."),
    )
    INTEREST_ONLY_TOO_LONG = "interest_only_too_long", _("Avdragsfriheten kan ikke vare lenger enn 8 år.")
    NEVER_PAID_DOWN = "never_paid_down", _("Avdragsfriheten må være kortere enn lånet.")


@dataclass(frozen=True)
class LongTerm:
    """What is answered about a loan of more than thirty years."""

    met: frozenset[str] = frozenset()
    grounds: frozenset[str] = frozenset()

    def is_waived(self, test: str) -> bool:
        """Whether the test need not be met in this case."""
        loses_home = SpecialGround.MAY_LOSE_HOME in self.grounds
        if test == LongTermTest.LOW_INCOME:
            in_need = loses_home or SpecialGround.CHILDREN in self.grounds
            return in_need and SpecialGround.FORESEEABLE in self.grounds
        if test in (LongTermTest.FITS_LONG, LongTermTest.RENT_UNSUITABLE):
            return loses_home
        return False

    def unmet(self) -> list[str]:
        return [test for test in LongTermTest.values if test not in self.met and not self.is_waived(test)]


def term_faults(years: int, interest_only_years: int, long_term: LongTerm) -> list[TermFault]:
    """Why a startlån may not last as asked; nothing when it may."""
    found = []
    if years > MOST_YEARS:
        found.append(TermFault.TOO_LONG)
    elif years > ORDINARY_YEARS and long_term.unmet():
        found.append(TermFault.TESTS_UNMET)
    if interest_only_years > MOST_INTEREST_ONLY_YEARS:
        found.append(TermFault.INTEREST_ONLY_TOO_LONG)
    elif interest_only_years >= years:
        found.append(TermFault.NEVER_PAID_DOWN)
    return found
