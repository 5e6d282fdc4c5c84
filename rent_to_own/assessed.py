"""An assessment as it is kept: frozen as text, exact to the øre, and read again as it was (økonomisk vurdering)."""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from rent_to_own.affordability import Line, Outcome, Result, Sources, Why


def months_until(day: date, later: date) -> int:
    """Whole months, a begun one counted as whole."""
    months = (later.year - day.year) * 12 + later.month - day.month
    return months + (later.day > day.day)


def frozen(value: Any) -> Any:
    """As JSON keeps it: an amount as its exact text, a day as 2026-12-31."""
    if is_dataclass(value):
        return {field.name: frozen(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [frozen(part) for part in value]
    return value


def thawed(kept: dict) -> Result:
    """The result as it was reckoned then."""
    amounts = {field.name: Decimal(kept[field.name]) for field in fields(Result) if field.type is Decimal}
    return Result(
        sources=Sources(**{name: Decimal(value) for name, value in kept["sources"].items()}),
        lines=tuple(
            Line(row["part"], Decimal(row["today"]), Decimal(row["owner"]), Decimal(row["dearer"]))
            for row in kept["lines"]
        ),
        dearer_from_month=kept["dearer_from_month"],
        months_to_save=kept["months_to_save"],
        why=tuple(Why(code) for code in kept["why"]),
        hint=Outcome(kept["hint"]),
        **amounts,
    )


def frozen_inputs(form) -> dict:
    """Every answer, with each adult by name, and what each person was reckoned to live on."""
    unasked = {"external_id", "made_on", "outcome", "reasons"}
    answers = {name: frozen(value) for name, value in form.cleaned_data.items() if name not in unasked}
    living = None
    if form.living is not None:
        ages = [member.person.age_on(form.cleaned_data["made_on"]) for member in form.members]
        living = {
            "persons": [
                [str(member.person), age, frozen(amount)]
                for member, age, amount in zip(form.members, ages, form.living.persons, strict=True)
            ],
            "household": frozen(form.living.household),
        }
    return {
        "answers": answers,
        "adults": dict(form.adults),
        "living": living,
        "living_costs": frozen(form.living_costs()),
    }


def to_begin_with(last, form_class) -> dict:
    """What a new assessment opens with: the last one's answers. What was concluded is asked anew."""
    if last is None or not last.inputs:
        return {}
    asked = form_class.base_fields
    return {
        name: _typed_again(asked.get(name), value)
        for name, value in last.inputs["answers"].items()
        if value is not None and (name in asked or name.startswith("income_"))
    }


def _typed_again(field, value):
    is_text = field is not None and not hasattr(field, "decimal_places")
    if is_text and hasattr(field, "input_formats"):
        return date.fromisoformat(value)
    return value if is_text or not isinstance(value, str) else Decimal(value)
