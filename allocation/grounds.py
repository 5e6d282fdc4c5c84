"""What a place on the waiting list rests on, as dated facts (grunnlaget for plassen).

A day count changes every night; the date it is counted from does not. So a place is kept with the dates, and one stored
row explains every day until one of them changes: the facts of a day, and the words they are shown in, are reckoned from
it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from allocation.priority import (
    ADAPTED,
    EVICTED,
    HEALTH_AND_SUBSTANCE,
    LEAVING,
    REFUGEE,
    Criterion,
    Facts,
    Override,
    Priority,
    PriorityLine,
    overridden,
    prioritise,
    words_of,
)
from housing.periods import age_on

ADULT = 18
# Only these can give points. What else is known of a household is no part of its place, and makes no line in the log.
COUNTED_GROUPS = HEALTH_AND_SUBSTANCE | ADAPTED | REFUGEE
COUNTED_PROBLEMS = LEAVING | {EVICTED}


@dataclass(frozen=True)
class Grounds:
    """A child without a birth date stands as None and counts as the youngest."""

    decided_on: date
    situation: str = "none"
    homeless_category: str = ""
    child_births: tuple[date | None, ...] = ()
    target_groups: frozenset[str] = frozenset()
    problems: frozenset[str] = frozenset()
    temporary_since: date | None = None
    contract_ends_on: date | None = None
    leaves_institution_on: date | None = None
    override: Override | None = None

    def facts(self, day: date) -> Facts:
        since = self.temporary_since
        return Facts(
            on=day,
            decided_on=self.decided_on,
            situation=self.situation,
            homeless_category=self.homeless_category,
            child_ages=tuple(child_ages(self.child_births, day)),
            target_groups=self.target_groups,
            problems=self.problems,
            temporary_days=None if since is None else max((day - since).days, 0),
            contract_ends_on=self.contract_ends_on,
            leaves_institution_on=self.leaves_institution_on,
        )

    def on(self, day: date) -> "Grounds":
        """What counts on the day. A child who is grown up, a contract with years left and an override that is over do
        not, so that a change of them is no change of the place."""
        facts = self.facts(day)
        override = self.override if self.override and self.override.is_in_force(day) else None
        births = tuple(born for born in self.child_births if born is None or age_on(born, day) < ADULT)
        return replace(
            self,
            child_births=tuple(sorted(births, key=lambda born: born or day, reverse=True)),
            target_groups=self.target_groups & COUNTED_GROUPS,
            problems=self.problems & COUNTED_PROBLEMS,
            contract_ends_on=self.contract_ends_on if facts.contract_expires_soon else None,
            leaves_institution_on=self.leaves_institution_on if facts.leaves_soon else None,
            override=override,
        )

    def priority(self, day: date, scheme: Iterable[Criterion]) -> Priority:
        return overridden(prioritise(self.facts(day), scheme), self.override)

    @property
    def is_homeless(self) -> bool:
        return self.situation == "no_home" and bool(self.homeless_category)

    def as_json(self) -> dict:
        """Empty facts are left out."""
        found = {name: _plain(getattr(self, name)) for name in self.__dataclass_fields__ if name != "override"}
        if self.override:
            found["override"] = {
                name: _plain(getattr(self.override, name)) for name in self.override.__dataclass_fields__
            }
        return {name: value for name, value in found.items() if value or name == "decided_on"}

    @classmethod
    def from_json(cls, kept: dict) -> "Grounds":
        override = kept.get("override")
        return cls(
            decided_on=date.fromisoformat(kept["decided_on"]),
            situation=kept.get("situation", ""),
            homeless_category=kept.get("homeless_category", ""),
            child_births=tuple(_day(born) for born in kept.get("child_births", [])),
            target_groups=frozenset(kept.get("target_groups", [])),
            problems=frozenset(kept.get("problems", [])),
            temporary_since=_day(kept.get("temporary_since")),
            contract_ends_on=_day(kept.get("contract_ends_on")),
            leaves_institution_on=_day(kept.get("leaves_institution_on")),
            override=Override(
                number=override["number"],
                points=override["points"],
                is_first=override["is_first"],
                approved_on=date.fromisoformat(override["approved_on"]),
                valid_until=_day(override["valid_until"]),
            )
            if override
            else None,
        )


def lines_as_json(priority: Priority) -> list[dict]:
    """The points as they were given. The words of a fact are not kept: they are reckoned for the day they are read."""
    return [{"code": line.code, "label": str(line.label), "points": line.points} for line in priority.lines]


def priority_from_json(lines: list[dict], grounds: Grounds, day: date) -> Priority:
    facts = grounds.facts(day)
    return Priority(
        tuple(
            PriorityLine(line["code"], line["label"], words_of(line["code"], facts, grounds.override), line["points"])
            for line in lines
        ),
        is_first=bool(grounds.override and grounds.override.is_first),
    )


def child_ages(births: Iterable[date | None], day: date) -> list[int]:
    """Ages of those who are children on the day; one without a birth date counts as the youngest."""
    ages = (age_on(born, day) if born else 0 for born in births)
    return sorted(age for age in ages if age < ADULT)


def _plain(value):
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
