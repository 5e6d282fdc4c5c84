"""What each of those who attend a meeting about arrears may see of a household (taushetsplikt i restansemøtet).

Whoever attends for a service sees the households of that service, and those they follow up themselves. The others are
a number. A name is shown to another service than the landlord's own only with the tenant's consent to share with it
(samtykke); without it the household stands with its case number alone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

# The office that has the case and lets the home: nothing is shared when it reads its own case.
OWN_SERVICE = "housing"

# What consents call the services in writing (``Consent.recipient`` is free text), by the codes of ``Service``. All
# that is not found here is a consent to share with somebody else: it never lets a name through.
CALLED = {
    "housing": ["boligtjenesten", "boligkontoret"],
    "nav": ["nav"],
    "substance_use": ["rustjenesten", "rusforebygging", "senter for rusforebygging", "rus"],
    "mental_health": ["psykisk helsetjeneste", "psykisk helse", "psykiske helsetjenester"],
    "home_care": ["hjemmetjenesten", "hjemmesykepleien"],
    "child_welfare": ["barnevernstjenesten", "barnevernet"],
    "refugee": [
        "flyktning- og introduksjonstjenesten",
        "flyktningtjenesten",
        "introduksjonstjenesten",
        "introduksjonssenteret",
        "introduksjonsprogrammet",
    ],
    "follow_up": ["oppfølging i bolig", "oppfølgingsteamet", "booppfølging"],
    "economy": [
        "økonomi- og gjeldsrådgivning",
        "økonomirådgivning",
        "økonomisk rådgivning",
        "gjeldsrådgivning",
        "gjeldsrådgiver",
    ],
    "property": ["eiendomsforvalter", "eiendomsforvalteren"],
    "prison": ["kriminalomsorgen"],
    "hospital": ["helseforetaket", "sykehuset"],
    "voluntary": [],
    "other": [],
}
BEFORE, AFTER = r"(?:^|[,;/+]\s*|\s+og\s+)", r"(?=$|[\s,;/+.-])"
FOUND = {
    service: re.compile(BEFORE + "(?:" + "|".join(map(re.escape, names)) + ")" + AFTER)
    for service, names in CALLED.items()
    if names
}
# «NAV, men ikke rustjenesten», «alle unntatt NAV»: who is meant is for a person to read.
DOUBTFUL = re.compile(r"\b(?:ikke|unntatt|unntak|uten|bortsett|foruten)\b")
# A national identity number, also with a space in it, or a D-number.
NUMBER = re.compile(r"(?<!\d)\d{6}[ .]?\d{5}(?!\d)")
SHORTEST_NAME = 3


class Sight(IntEnum):
    """How much of a household somebody sees."""

    COUNTED = 0  # one of «7 andre saker»
    CASE_NUMBER = 1  # the item, without a name
    NAMED = 2


@dataclass(frozen=True)
class Subject:
    """Who is looked at: within the viewer's reach or not, who has the case, and whom the tenant lets know."""

    is_in_reach: bool
    responsible: str
    shared_with: frozenset[str] = frozenset()


def services_in(recipient: str) -> frozenset[str]:
    """The services a consent's recipient names; none when it is worded so that it may mean the opposite."""
    text = " ".join(recipient.casefold().split())
    if DOUBTFUL.search(text):
        return frozenset()
    return frozenset(service for service, names in FOUND.items() if names.search(text))


def may_name_to(service: str, shared_with: Iterable[str]) -> bool:
    """Whether a paper or a page of that service may say who it is."""
    return service == OWN_SERVICE or service in shared_with


def sight(attends_for: Iterable[str], subject: Subject) -> Sight:
    """On the page of the meeting, for somebody asked to it for those services; none for whoever only holds it."""
    if subject.is_in_reach:
        return Sight.NAMED
    if subject.responsible not in attends_for:
        return Sight.COUNTED
    return Sight.NAMED if may_name_to(subject.responsible, subject.shared_with) else Sight.CASE_NUMBER


def on_paper_of(service: str, subject: Subject) -> Sight:
    """In the print for one service, which leaves the house: reach does not count, only the responsibility does."""
    if not service or subject.responsible != service:
        return Sight.COUNTED
    return Sight.NAMED if may_name_to(service, subject.shared_with) else Sight.CASE_NUMBER


def gives_away(text: str, names: Iterable[str]) -> str:
    """What a text read by several services must not hold: a number, or one of the household's names. Empty if fine.

    Names are looked for as they are written, with their capital: «bo» is a verb, and «Bo» may be a man.
    """
    number = NUMBER.search(text)
    if number:
        return number[0]
    for name in names:
        for part in re.findall(r"[^\W\d_]+", name):
            if len(part) >= SHORTEST_NAME and re.search(rf"(?<!\w){re.escape(part)}(?:s)?(?!\w)", text):
                return part
    return ""
