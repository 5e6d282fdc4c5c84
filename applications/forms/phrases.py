"""The text library beside the fields of the decision form (tekstforslag): what may be put in, by kind and outcome."""

from dataclasses import dataclass, field

from crispy_forms.layout import Field

from applications.letters.texts import Phrase, phrases_for
from housing.letters import language_of


@dataclass
class Offered:
    """One phrase, and the kinds and outcomes it belongs to."""

    phrase: Phrase
    kinds: list[str] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)


class PhraseField(Field):
    """A text field with its phrases under it."""

    template = "applications/_phrase_field.html"


def offer(form) -> None:
    """Hang the phrases on the fields they belong in, in the written language of whoever reads the letter."""
    language = str(language_of(form.application.household, form.today))
    found: dict[str, Offered] = {}
    for kind in form.kinds:
        for outcome, _label in form.fields["outcome"].choices:
            for phrase in phrases_for(kind, outcome, language, form.today):
                row = found.setdefault(phrase.code, Offered(phrase))
                row.kinds = list(dict.fromkeys([*row.kinds, str(kind)]))
                row.outcomes = list(dict.fromkeys([*row.outcomes, str(outcome)]))
    for row in found.values():
        if row.phrase.field in form.fields:
            target = form.fields[row.phrase.field]
            target.phrases = [*getattr(target, "phrases", []), row]
