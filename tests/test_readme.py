"""The README tells the truth: every setting, every link, every table it names."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from tests.house_rules import MAY_IMPORT
from tests.program_rules import is_history

ROOT = Path(settings.BASE_DIR)
README = (ROOT / "README.md").read_text()
SETTING = re.compile(r"env\.\w+\(\s*\"([A-Z_]+)\"")


def settings_read(source: str) -> set[str]:
    """Names that are asked of the environment."""
    return set(SETTING.findall(source))


def settings_told(text: str) -> set[str]:
    """Names that begin a row of a table."""
    return set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.M))


def test_every_setting_stands_in_the_table_and_no_other():
    read = settings_read((ROOT / "housing" / "settings.py").read_text())
    assert len(read) > 20
    assert settings_told(README) == read


def test_a_setting_that_is_not_told_is_found():
    planted = 'PLANTED = env.whole_number("PLANTED_SECONDS", 60)\nX = env.text(\n    "PLANTED_NAME", ""\n)\n'
    assert settings_read(planted) - settings_told(README) == {"PLANTED_SECONDS", "PLANTED_NAME"}


@pytest.mark.parametrize("page", ["README.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))])
def test_every_link_leads_to_a_file(page):
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", (ROOT / page).read_text())
    gone = [link for link in links if "://" not in link and not ((ROOT / page).parent / link).exists()]
    assert gone == []


def test_every_file_named_in_the_readme_is_there():
    named = re.findall(r"`([a-z_.]+/[\w./]*)`", README)
    assert [name for name in named if not name.startswith("var/") and not (ROOT / name).exists()] == []
    assert {f"{app}/" for app in MAY_IMPORT} <= set(named)


def test_each_term_is_translated_once():
    rows = re.findall(r"^\| ([a-z][^|`]+) \| ([^|`]+) \|$", README.split("## Words")[1], re.M)
    terms = [english for english, _norwegian in rows]
    assert len(terms) == len(set(terms)) > 30
    assert terms == sorted(terms)


def test_what_a_case_is_called_on_the_page_stands_in_the_glossary():
    glossary = README.split("## Words")[1].lower()
    models = [model for app in MAY_IMPORT if app != "reporting" for model in apps.get_app_config(app).get_models()]
    names = {
        str(model._meta.verbose_name) for model in models if hasattr(model, "external_id") and not is_history(model)
    }
    assert len(names) > 10
    assert sorted(name for name in names if name not in glossary) == []
