"""Every text of ours that a printed report may say, found in its templates and in the code that words it.

The texts people write in a report are in the language they write, and are not here.
"""

import ast
import re
from pathlib import Path

from reporting.figures import FIGURES, Group, Unit
from reporting.models import ReportGoal
from tests.letter_strings import ROOT, TRANSLATED, calls, of_template

# Code whose texts the report prints, besides the models and the figures. The words of a run are for its page.
WORDING = [
    "reporting/charts.py",
    "reporting/kinds.py",
    "reporting/kostra/fields.py",
    "reporting/published.py",
    "reporting/sections.py",
    "housing/periods.py",
]
NOT_PRINTED = ["run.py", "notices.py"]
# What a person is told on a page, in code that also words the report.
TOLD_BY = {"Refused", "ValidationError", "in_order"}
TOLD_IN = {"violation_error_message", "help_text"}
# What the program calls a model, as in the history; a report has headings of its own.
NAMES = {"verbose_name", "verbose_name_plural"}


def of_figures() -> set[str]:
    """Labels and definitions as an approved report keeps them, put together; and the headings and the units."""
    found = {str(text) for figure in FIGURES for text in (figure.label, figure.definition)}
    return found | {str(kind.label) for kind in [*Group, *Unit]}


def of_code(source: str) -> set[str]:
    tree = ast.parse(source)
    told = {id(inner) for node in _told(tree) for inner in ast.walk(node)}
    asked = [call for call in calls(tree, TRANSLATED | {"_now", "ngettext"}) if id(call) not in told]
    return {words.value for call in asked for words in call.args[:2] if isinstance(words, ast.Constant)} - {""}


def _told(tree):
    yield from calls(tree, TOLD_BY)
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in TOLD_IN:
            yield node
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id in NAMES for to in node.targets):
            yield node


def of_stories() -> set[str]:
    """The heading a story is kept with."""
    return {f"Hovedmål {goal.value}: {goal.label}" for goal in ReportGoal.MainGoal}


def templates() -> set[Path]:
    """The templates on paper, and what they take in from elsewhere."""
    found, waiting = set(), set((ROOT / "templates" / "reports").glob("*.html"))
    while waiting:
        path = waiting.pop()
        found.add(path)
        names = re.findall(r'{% include "([^"]+)"', path.read_text())
        waiting |= {ROOT / "templates" / name for name in names} - found
    return found


def modules():
    """The code that words the report: also every register that says what of it is printed."""
    code = sorted((ROOT / "reporting").rglob("*.py"))
    found = {path for path in code if path.parent.name == "figures" or "def printed(" in path.read_text()}
    found |= {path for path in code if path.parent.name == "models" and path.name not in NOT_PRINTED}
    return sorted(found | {ROOT / name for name in WORDING if (ROOT / name).exists()})


def all_strings() -> set[str]:
    found = of_figures() | of_stories()
    for path in templates():
        found |= of_template(path)
    for path in modules():
        found |= of_code(path.read_text())
    return found
