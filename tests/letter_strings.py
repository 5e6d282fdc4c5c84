"""Every text of ours that a letter may say, found in its templates and in the code that words it."""

import ast
import re
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

from applications.papers import COMMON

ROOT = Path(settings.BASE_DIR)
# Code whose translated texts end up in letters, but for what it refuses.
WORDING = [
    "housing/law.py",
    "applications/letters/blocks.py",
    "applications/letters/decision.py",
    "applications/letters/appeals.py",
    "allocation/offer_letter.py",
    "housing/lease_papers.py",
    "housing/rent_letters.py",
    "evictions/warning_letter.py",
    "evictions/notice_letters.py",
    "evictions/plan_letter.py",
    "rent_to_own/affordability_sheet.py",
]
# Labels and titles that letters borrow from elsewhere.
BORROWED = {
    "tidsubestemt",
    "{years} år",
    "Døgnbemannet",
    "Ambulerende",
    "Base",
    "Begrunnelse for vedtaket i saken din",
    "Foreløpig svar på søknaden din",
    "Svaret på søknaden din blir forsinket",
    "Søkerens navn og adresse",
    "kommunens retningslinjer for tildeling av kommunal bolig",
    "Påminnelse: vi trenger flere opplysninger",
    "Vi trenger flere opplysninger",
}
TEXT = re.compile(r"gettext\((u?(?:'''.*?'''|\"\"\".*?\"\"\"|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"))\)", re.DOTALL)
TRANSLATED = {"_", "gettext", "gettext_lazy", "_lazy"}


def of_template(path: Path) -> set[str]:
    found = TEXT.findall(templatize(path.read_text(), origin=str(path)))
    return {ast.literal_eval(text.removeprefix("u")) for text in found}


def of_code(source: str) -> set[str]:
    tree = ast.parse(source)
    told = {id(inner) for call in calls(tree, {"Refused"}) for inner in ast.walk(call)}
    return {
        call.args[0].value
        for call in calls(tree, TRANSLATED)
        if id(call) not in told and call.args and isinstance(call.args[0], ast.Constant)
    }


def calls(tree, names):
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    ]


def all_strings() -> set[str]:
    found = BORROWED | {str(label) for label in COMMON.values()}
    for path in (ROOT / "templates" / "letters").glob("*.html"):
        found |= of_template(path)
    for name in WORDING:
        found |= of_code((ROOT / name).read_text())
    return found
