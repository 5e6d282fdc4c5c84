"""The house keeps its own rules, and each rule is shown to catch what it is there for."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import models

from housing import api_urls, casefile, consequences, deadlines, homefile, known_before, owing, visibility
from housing.cases import Lifecycle
from housing.celery import app as celery_app
from housing.exchange.record_types import REGISTRY, RecordType, all_types
from housing_first import participation_page
from tests import house_rules, program_rules

ROOT = Path(settings.BASE_DIR)
NOT_OURS = {"node_modules", "var"}
READ = {".py", ".html", ".js", ".css", ".md", ".txt", ".in", ".toml", ".yml", ".json", ".sh", ".po", ".example", ""}


def tree(root: Path = ROOT) -> house_rules.Sources:
    """Every text file of the project, also one that is not committed yet; nothing that was installed or produced."""
    found = {}
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        hidden = any(part.startswith(".") and part not in {".ci"} for part in parts[:-1])
        if hidden or parts[0] in NOT_OURS or "__pycache__" in parts or not path.is_file():
            continue
        if path.suffix in READ and path.name != ".env":
            found["/".join(parts)] = path.read_text()
    return found


SOURCES = tree()

# A rule, where a violation is planted, and the violation.
PLANTED = [
    (house_rules.imports_against_the_order, "housing/homes.py", "from applications.models import Application\n"),
    (house_rules.imports_against_the_order, "housing/homes.py", "def late():\n    import allocation.models\n"),
    (house_rules.imports_against_the_order, "evictions/views.py", "from rent_to_own import savings\n"),
    (house_rules.imports_against_the_order, "allocation/views.py", "import reporting.figures\n"),
    (house_rules.imports_against_the_order, "applications/management/commands/x.py", "import allocation\n"),
    (house_rules.imports_against_the_order, "applications/tests/test_x.py", "import allocation.models\n"),
    (house_rules.imports_against_the_order, "housing/views/x.py", "from tests import make\n"),
    (house_rules.imports_against_the_order, "housing/views/x.py", "from ...applications import models\n"),
    (house_rules.statuses_set_past_the_door, "applications/views.py", "case.status = 'granted'\n"),
    (house_rules.statuses_set_past_the_door, "applications/views.py", "a, case.status = 1, 'granted'\n"),
    (house_rules.statuses_set_past_the_door, "applications/views.py", "setattr(case, 'status', 'granted')\n"),
    (house_rules.statuses_set_past_the_door, "applications/views.py", "rows.filter(pk=1).update(status='granted')\n"),
    (house_rules.statuses_set_past_the_door, "applications/views.py", "rows.update(**{'status': 'granted'})\n"),
    (house_rules.statuses_set_past_the_door, "applications/views.py", "rows.bulk_update(cases, ['status'])\n"),
    (house_rules.statuses_set_past_the_door, "applications/views.py", "rows.bulk_update(cases, fields=['status'])\n"),
    (house_rules.statuses_set_past_the_door, "housing/x.py", "q('UPDATE a SET b = 1, status = 2')\n"),
    (house_rules.files_with_banned_names, "housing/utils.py", ""),
    (house_rules.files_with_banned_names, "allocation/services/offers.py", ""),
    (house_rules.files_too_long, "housing/homes.py", "x = 1\n" * 401),
    (house_rules.files_too_long, "tests/housing/test_homes.py", "x = 1\n" * 501),
    (house_rules.files_too_long, "templates/housing/home.html", "<p></p>\n" * 161),
    (house_rules.functions_too_long, "housing/homes.py", "def act():\n" + "    x = 1\n" * 45),
    (house_rules.functions_too_long, "housing/homes.py", "class Home:\n    def act(self):\n" + "        x = 1\n" * 45),
    (house_rules.prints, "housing/homes.py", "print('Hei')\n"),
    (house_rules.paragraphs_typed, "templates/housing/home.html", "<p>Se \N{SECTION SIGN} 11-1</p>"),
    (house_rules.paragraphs_typed, "templates/housing/home.html", "<p>Se &sect; 11-1</p>"),
    (house_rules.paragraphs_typed, "applications/forms/cases.py", "label = 'etter \N{SECTION SIGN} 23'\n"),
    (house_rules.paragraphs_typed, "housing/views/homes.py", "text = f'{x} \N{SECTION SIGN} 23'\n"),
    (house_rules.foreign_keys_by_default, "housing/models/x.py", "a = models.ForeignKey('b')\n"),
    (
        house_rules.foreign_keys_by_default,
        "housing/models/x.py",
        "a = models.ForeignKey('b', on_delete=models.SET_NULL)\n",
    ),
    (house_rules.impure_rules, "housing/contracts.py", "from housing.models import Contract\n"),
    (house_rules.impure_rules, "housing/contracts.py", "from housing import protection\n"),
    (house_rules.impure_rules, "housing/contracts.py", "from django.db import connection\n"),
    (house_rules.impure_rules, "housing/contracts.py", "from django.utils import timezone\n"),
    (house_rules.impure_rules, "allocation/priority.py", "from datetime import date\nday = date.today()\n"),
    (
        house_rules.registries_named,
        "requirements/base.txt",
        "--index-url https://" + ".".join(("pypi", "org")) + "/simple\n",
    ),
    (house_rules.registries_named, "package-lock.json", ".".join(("registry", "npmjs", "org"))),
    (house_rules.unfinished, "housing/homes.py", "# \x54ODO: ask about the lift\n"),
]
RULES = sorted({rule for rule, _path, _text in PLANTED}, key=lambda rule: rule.__name__)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_is_kept(rule):
    assert rule(SOURCES) == []


@pytest.mark.parametrize(
    ("rule", "path", "text"), PLANTED, ids=[f"{rule.__name__}-{number}" for number, (rule, _, _) in enumerate(PLANTED)]
)
def test_the_rule_catches_what_is_planted(rule, path, text):
    assert len(rule({path: text})) == 1


def test_what_is_lawful_is_let_through():
    assert house_rules.imports_against_the_order({"reporting/x.py": "import evictions, housing.models\n"}) == []
    assert house_rules.imports_against_the_order({"housing/views/x.py": "from ..models import User\n"}) == []
    assert house_rules.imports_against_the_order({"tests/x.py": "import reporting, housing\n"}) == []
    assert house_rules.statuses_set_past_the_door({"housing/x.py": "Home(status='vacant')\nx = home.status\n"}) == []
    assert house_rules.statuses_set_past_the_door({"housing/cases.py": "self.status = 1\n"}) == []
    assert house_rules.statuses_set_past_the_door({"housing/records.py": "q('UPDATE a SET status = 2')\n"}) == []
    assert house_rules.prints({"housing/management/commands/x.py": "print(1)\n", "script/x.py": "print(1)\n"}) == []
    assert house_rules.paragraphs_typed({"housing/forms/x.py": '"""After \N{SECTION SIGN} 23."""\n'}) == []
    assert house_rules.functions_too_long({"housing/x.py": "def act():\n" + "    x = 1\n" * 44}) == []
    assert house_rules.files_with_banned_names({"housing/views/homes.py": "", "script/services.py": ""}) == []


def test_a_violation_in_a_copy_of_the_house_is_found(tmp_path):
    """From the disk to the finding: a file is planted in a folder like ours."""
    for path, text in [("housing/signals.py", "import reporting\nprint(1)\n"), ("node_modules/utils.py", "print(1)\n")]:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    copy = tree(tmp_path)
    assert list(copy) == ["housing/signals.py"]
    found = [finding for rule in RULES for finding in rule(copy)]
    assert found == ["housing/signals.py", "housing/signals.py:1 imports reporting", "housing/signals.py:2 prints"]


def test_the_whole_house_is_read():
    assert len(SOURCES) > 150
    assert {"housing/cases.py", "templates/base.html", "tests/make.py", "package-lock.json", "script/demo"} <= set(
        SOURCES
    )
    assert {path.split("/")[0] for path in SOURCES} >= set(house_rules.MAY_IMPORT)


def test_every_pure_rule_is_a_file():
    assert {f"{name.replace('.', '/')}.py" for name in house_rules.PURE} <= set(SOURCES)


# The five tables, and that of the API

TABLES = {
    "consequences": [path for paths in consequences.TABLE.values() for path in paths],
    "tabs": [path for _slug, path in casefile.TABS],
    "panels": casefile.PANELS,
    "states": casefile.STATES,
    "deadlines": deadlines.SOURCES,
    "dwelling panels": homefile.PANELS,
    "known before": known_before.PROVIDERS,
    "who owes": owing.SOURCES,
    "reached by work": visibility.REACHED_BY + visibility.OWN_BY,
    "participant panels": participation_page.PANELS,
    "exchange": REGISTRY,
    "api": list(api_urls.VIEWS.values()),
}


@pytest.mark.parametrize("name", TABLES)
def test_every_dotted_string_resolves(name):
    assert TABLES[name]
    assert program_rules.unresolved(TABLES[name]) == []


def test_every_string_imported_on_the_spot_resolves():
    assert program_rules.unresolved(house_rules.names_imported_late(SOURCES)) == []
    planted = {"housing/x.py": "late = import_string('reporting.gone.away')\n"}
    assert program_rules.unresolved(house_rules.names_imported_late(planted)) == ["reporting.gone.away"]


def test_a_string_that_leads_nowhere_is_found():
    lost = ["allocation.consequences.no_such_thing", "applications.nowhere.at_all"]
    assert program_rules.unresolved(["housing.periods.Period", *lost]) == lost


def test_every_row_of_the_beat_table_names_a_task_the_worker_knows():
    celery_app.loader.import_default_modules()
    celery_app.autodiscover_tasks(force=True)
    assert program_rules.unknown_tasks(celery_app.conf.beat_schedule, celery_app.tasks) == []
    planted = {"at night": {"task": "housing.no_such_task"}}
    assert program_rules.unknown_tasks(planted, celery_app.tasks) == ["at night"]


def test_every_consequence_follows_a_move_that_can_happen():
    assert program_rules.unknown_moves(consequences.TABLE) == []
    planted = ["applications.application.lost", "applications.aplication.closed", "housing.person.closed", "offer"]
    assert program_rules.unknown_moves(["allocation.offer.accepted", *planted]) == planted


def test_every_record_type_of_an_app_is_in_the_registry():
    from importlib import import_module

    modules = [f"{app}.{path.stem}" for app in house_rules.MAY_IMPORT for path in (ROOT / app).glob("records*.py")]
    declared = {
        f"{module}.{name}"
        for module in modules
        for name, value in vars(import_module(module)).items()
        if isinstance(value, RecordType)
    }
    assert declared == set(REGISTRY)
    assert len({kind.name for kind in all_types()}) == len(REGISTRY)


# Lifecycles


@pytest.mark.parametrize("model", program_rules.models_with_a_status(), ids=lambda model: model._meta.label)
def test_a_status_has_its_door_and_its_moves(model):
    assert program_rules.wrong_lifecycle(model) == []


def test_the_lifecycles_are_found():
    names = {model._meta.label for model in program_rules.lifecycles()}
    assert {"applications.Application", "allocation.Offer", "housing.Tenancy", "reporting.Report"} <= names


def test_a_lifecycle_with_a_hole_is_found():
    class Kiln(Lifecycle):
        MOVES = {"cold": ["hot", "broken"]}
        status = models.CharField(max_length=4, choices=[("cold", "c"), ("hot", "h"), ("lost", "l")], default="cold")

        class Meta:
            app_label = "planted"
            abstract = False

    class Lamp(models.Model):
        status = models.CharField(max_length=4)

        class Meta:
            app_label = "planted"

    try:
        assert program_rules.wrong_lifecycle(Kiln) == [
            "Kiln: hot has no moves",
            "Kiln: lost has no moves",
            "Kiln: broken is no status",
            "Kiln: nothing leads to lost",
        ]
        assert program_rules.wrong_lifecycle(Lamp) == ["Lamp has a status and no door"]
    finally:
        from django.apps import apps

        apps.all_models.pop("planted", None)
        apps.clear_cache()
