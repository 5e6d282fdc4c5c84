"""What a household's page shows: the one table of its parts, in order (husstandens mappe).

Each provider is ``app.casefile.function(household, user, day) -> Part | None``. Apps are named as strings.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils.module_loading import import_string

# Slug of the tab in the address, its provider. The first is the overview.
TABS: list[tuple[str, str]] = [
    ("oversikt", "housing.casefile_parts.overview"),
    ("soknader", "applications.casefile.applications"),
    ("kartlegging", "applications.casefile.mappings"),
    ("bolig", "housing.casefile_parts.tenancies"),
    ("husleie", "evictions.casefile.rent"),
    ("dokumenter", "housing.casefile_parts.documents"),
    ("logg", "housing.casefile_parts.log"),
]

# Panels beside the overview, in order; each may return None.
PANELS: list[str] = [
    "housing.casefile_parts.drafts_left",
    "housing.casefile_parts.who",
    "housing.casefile_parts.acting",
    "applications.casefile.needs",
    "applications.transition_facts.panel",
    "allocation.temporary_facts.panel",
    "housing_first.casefile.panel",
    "allocation.settlement_facts.panel",
    "evictions.casefile.panel",
    "allocation.career_facts.panel",
    "rent_to_own.guidance_facts.panel",
    "rent_to_own.savings_facts.panel",
    "rent_to_own.deposit_facts.panel",
    "rent_to_own.casefile.assessment",
    "applications.appeal_casefile.help_plan",
    "allocation.casefile.why_this_place",
    "allocation.casefile.fitting_dwellings",
    "allocation.casefile.weighed_at",
]

# The one line that says where the case stands, first that answers wins; then what must be done next.
STATES: list[str] = [
    # Nothing is more urgent than the day somebody is to be put out.
    "evictions.casefile.state",
    "allocation.casefile.state",
    "applications.casefile.state",
    "applications.appeal_casefile.appeal_state",
    "allocation.temporary_facts.state",
    "housing.casefile_parts.state",
]


@dataclass(frozen=True)
class Part:
    """One tab or panel: its title, the template that draws it, what the template needs, and a count for the tab."""

    title: str
    template: str
    context: dict = field(default_factory=dict)
    count: int | None = None


@dataclass(frozen=True)
class State:
    """Where the case stands, in one line, and the button for what comes next."""

    text: str
    detail: str = ""
    action_label: str = ""
    action_url: str = ""


def provider(path: str) -> Callable:
    return import_string(path)


def panels(household, user, day) -> Iterator[Part]:
    for path in PANELS:
        part = provider(path)(household, user, day)
        if part is not None:
            yield part


def state(household, user, day) -> State | None:
    for path in STATES:
        found = provider(path)(household, user, day)
        if found is not None:
            return found
    return None
