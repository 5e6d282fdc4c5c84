"""May this warning of a petition be sent? What it lacks, in the words of whoever sends it (varsel om fravikelse).

The letter is read as composed, block by block, as its reader will. Source: tvangsfullbyrdelsesloven § 4-18 (a petition
will be sent unless the claim is paid) and § 13-2 third paragraph letter a (how eviction is avoided to the last), and
husleieloven § 9-11 (the social services, and the tenant's no). A warning that lacks one of them is no warning: the
petition that stands on it is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from applications.letters.completeness import Block, Duty, Missing, broken_duties, plain


@dataclass(frozen=True)
class WarningParts:
    """What the letter must say of this very claim, in its own language and as it is written there."""

    amount: str
    lines: tuple[str, ...]
    deadline: str
    phone: str


def _says(name: str, message) -> Duty:
    def is_done(text: str, parts: WarningParts) -> bool:
        value = plain(getattr(parts, name))
        return bool(value) and value in text

    return Duty(is_done, message)


def _mentions(*words: str, message) -> Duty:
    """Each word, or any of those that stand with a stroke between them."""

    def is_done(text: str, parts: WarningParts) -> bool:
        said = text.casefold()
        return all(any(choice in said for choice in word.split("|")) for word in words)

    return Duty(is_done, message)


def _lists_every_month(text: str, parts: WarningParts) -> bool:
    return bool(parts.lines) and all(plain(line) in text for line in parts.lines)


# In the order they stand in the letter.
BLOCKS = (
    Block(
        "petition",
        _("Hva som skjer uten betaling"),
        _("Brevet sier ikke at begjæring om fravikelse blir sendt."),
        "tvfbl_4_18",
        duties=(
            _mentions(
                "begjær|krevje", "fravik|kasta|kastet", message=_("Brevet sier ikke at vi vil begjære fravikelse.")
            ),
        ),
    ),
    Block(
        "claim",
        _("Kravet, måned for måned"),
        _("Brevet sier ikke hva som kreves."),
        "tvfbl_4_18",
        duties=(
            _says("amount", _("Brevet sier ikke hvor mye som kreves til sammen.")),
            Duty(_lists_every_month, _("Brevet sier ikke hvilke måneder kravet gjelder.")),
        ),
    ),
    Block(
        "deadline",
        _("Fristen"),
        _("Brevet har ingen frist."),
        "tvfbl_4_18",
        duties=(_says("deadline", _("Brevet sier ikke siste dag for å betale.")),),
    ),
    Block(
        "avoid",
        _("Hvordan utkastelse unngås"),
        _("Brevet sier ikke hvordan utkastelse kan unngås."),
        "tvfbl_13_2",
        duties=(
            _mentions("før", message=_("Brevet sier ikke at betaling før utkastelsen stanser den.")),
            _mentions(
                "husleie|husleig",
                "utgift|kostnad",
                "rente",
                message=_("Brevet nevner ikke leien, utgiftene og rentene som må betales."),
            ),
            _mentions("forfall|forfell", message=_("Brevet nevner ikke leien som forfaller frem til betaling.")),
        ),
    ),
    Block(
        "help",
        _("Hvor det er hjelp å få"),
        _("Brevet sier ikke hvor det er hjelp å få."),
        "sotjl_17",
        duties=(
            _mentions("nav", message=_("Brevet nevner ikke NAV.")),
            _says("phone", _("Brevet mangler telefonnummeret vårt.")),
        ),
    ),
    Block(
        "social",
        _("Varsel til sosialtjenesten"),
        _("Brevet sier ikke at sosialtjenesten kan bli varslet."),
        "husll_9_11",
        duties=(
            _mentions("sosial", message=_("Brevet nevner ikke sosialtjenesten.")),
            _mentions("reserver", "skri", message=_("Brevet sier ikke at leieren kan reservere seg skriftlig.")),
        ),
    ),
)


def missing_blocks(parts: WarningParts, said: Mapping[str, str]) -> list[Missing]:
    """What the letter lacks; an empty list is a letter that may be sent. ``said`` is each block as it was composed."""
    missing = []
    for block in BLOCKS:
        text = plain(said.get(block.code, ""))
        if not text:
            missing.append(Missing(block.code, block.message, block.law))
        else:
            missing += [Missing(block.code, message, block.law) for message in broken_duties(block, text, parts)]
    return missing
