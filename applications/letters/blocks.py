"""The decision letter's text as an ordered list of named sections, in the reader's written language.

A section is a block of ``completeness.py``, or several: the table of the dwelling holds the rooms, the lease and the
floor. One that has nothing to say is left out, and the test of completeness tells whether it was needed.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from applications.letters.texts import TextInForce
from applications.models import Condition, Decision
from housing.law import REFERENCES, LawReference
from housing.templatetags.norwegian import date_no


@dataclass(frozen=True)
class Item:
    """A line of a table (with a name) or of a list. ``code`` is given when the line is a block by itself."""

    text: str
    name: str = ""
    code: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the letter: a heading, what introduces it, its table or list, and the text somebody wrote."""

    code: str
    heading: str = ""
    intro: tuple[str, ...] = ()
    rows: tuple[Item, ...] = ()
    points: tuple[Item, ...] = ()
    text: tuple[str, ...] = ()

    def __bool__(self):
        return bool(self.intro) or self.goes_on

    @property
    def goes_on(self) -> bool:
        """Something follows the introduction, which is then never left alone at the foot of a page."""
        return bool(self.rows or self.points or self.text)


def paragraphs(text: str) -> tuple[str, ...]:
    """A text as it is typed: an empty line parts two paragraphs."""
    return tuple(part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())


@dataclass(frozen=True)
class Writer:
    """Writes the sections of one letter: the decision, its conditions, the texts in force, and the merge fields."""

    decision: Decision
    texts: dict[str, TextInForce]
    fields: dict[str, str]
    guidelines: str = ""
    conditions: list[Condition] = field(default_factory=list)

    def sections(self) -> list[Section]:
        """Those that have something to say, in their order."""
        decision = self.decision
        written = [
            self._standard("opening"),
            self._standard(f"result_{decision.outcome}", code="outcome"),
            self._written("main_content", decision.main_content),
            self._specification(),
            self._conditions(),
            self._written("facts", decision.facts),
            self._written("main_considerations", decision.considerations),
            self._rules(),
            self._written("applicant_view", decision.applicant_view),
            self._written("child_view", decision.child_view),
            self._written("advice", decision.advice),
            self._standard("appeal"),
            self._standard("appeal_content"),
            None if has_reasons(decision) else self._standard("reasons"),
            self._standard("postponed"),
            self._standard("costs"),
            self._standard("insight"),
            self._standard("contact"),
        ]
        return [section for section in written if section]

    def _intro(self, code) -> dict:
        text = self.texts.get(code)
        if text is None:
            return {}
        return {"heading": text.heading, "intro": paragraphs(text.filled(self.fields))}

    def _standard(self, text_code, *, code="") -> Section:
        """A text of the library alone."""
        return Section(code or text_code, **self._intro(text_code))

    def _written(self, code, text) -> Section | None:
        """What somebody wrote, under its heading; nothing when nothing is written."""
        return Section(code, text=paragraphs(text), **self._intro(code)) if text.strip() else None

    def _specification(self) -> Section | None:
        """What is granted, in a table: the dwelling, the new lease period, or how long the help lasts."""
        decision, kind = self.decision, Decision.Kind
        if decision.outcome != Decision.Outcome.GRANTED:
            return None
        code, lines = {
            kind.MUNICIPAL_DWELLING: ("dwelling", self._dwelling),
            kind.EXTENSION: ("extension", self._lease),
            kind.TEMPORARY_HOUSING: ("temporary", self._period),
            kind.HOUSING_ASSISTANCE: ("assistance", self._period),
        }[kind(decision.kind)]
        rows = tuple(item for item in lines() if item.text)
        return Section(code, rows=rows, **self._intro(code)) if rows else None

    def _dwelling(self) -> list[Item]:
        decision = self.decision
        return [
            Item(str(decision.rooms or ""), _("Antall rom"), "rooms"),
            Item(decision.lease_text, _("Leietid"), "lease"),
            Item(floor_or_lift(decision), _("Etasje og heis"), "floor_or_lift"),
            Item(_("boligen skal kunne brukes med rullestol") if decision.needs_wheelchair else "", _("Rullestol")),
            Item(str(decision.get_staffing_display()).lower() if decision.staffing else "", _("Bemanning")),
        ]

    def _lease(self) -> list[Item]:
        decision = self.decision
        until = date_no(decision.valid_until)
        length = decision.lease_text or (_("til og med {day}").format(day=until) if until else "")
        ends = until if decision.lease_text else ""
        return [Item(length, _("Leietid"), "lease"), Item(ends, _("Gjelder til og med"))]

    def _period(self) -> list[Item]:
        return [Item(date_no(self.decision.valid_until), _("Gjelder til og med"), "period")]

    def _conditions(self) -> Section | None:
        """The conditions with the day each is looked after, then how long the decision lasts and when it lapses."""
        if self.decision.outcome != Decision.Outcome.GRANTED:
            return None
        points = tuple(Item(_condition(row)) for row in self.conditions)
        text = paragraphs(self.decision.conditions)
        if not (points or text):
            return None
        return Section("conditions", points=points, text=text, **self._intro("conditions"))

    def _rules(self) -> Section | None:
        cited = rules_on(self.decision.law_codes, self.decision.decided_on)
        points = [Item(f"{rule.short}, {rule.title}") for rule in cited]
        if points and self.guidelines:
            # The name every municipality begins with has its nynorsk; one of its own stands as it was written.
            points.append(Item(_(self.guidelines), code="guidelines"))
        return Section("rules", points=tuple(points), **self._intro("rules")) if points else None


def rules_on(codes, day) -> list[LawReference]:
    """The rules as they are cited on the day; one that was not in force then is left out."""
    return [row for code in codes for row in REFERENCES if row.code == code and row.is_in_force(day)]


def has_reasons(decision: Decision) -> bool:
    return bool(decision.facts.strip() and decision.considerations.strip())


def floor_or_lift(decision: Decision) -> str:
    if decision.needs_lift_or_ground_floor is None:
        return ""
    return _("1. etasje eller heis") if decision.needs_lift_or_ground_floor else _("ingen krav")


def _condition(row: Condition) -> str:
    if row.supervise_on is None:
        return row.text
    return _("{text} Vi følger det opp {day}.").format(text=_ended(row.text), day=date_no(row.supervise_on))


def _ended(text: str) -> str:
    """The sentence with its full stop, since another follows."""
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
