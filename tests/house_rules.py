"""The rules of the house, each a function over sources that returns what breaks it.

A source is a path relative to the project and its text, so a planted violation is one line in a test.
Nothing here imports the code it judges; what must be asked of the running program stands in ``program_rules.py``.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

Sources = dict[str, str]

# Which of our own apps each may import. Siblings never one another; nobody imports reporting.
MAY_IMPORT = {
    "housing": set(),
    "applications": {"housing"},
    "allocation": {"applications", "housing"},
    "rent_to_own": {"allocation", "applications", "housing"},
    "housing_first": {"allocation", "applications", "housing"},
    "evictions": {"allocation", "applications", "housing"},
    "reporting": {"evictions", "housing_first", "rent_to_own", "allocation", "applications", "housing"},
}

# Rules without a query and without a clock: what they need to know is given to them.
PURE = {
    "housing.periods",
    "housing.workdays",
    "housing.terms",
    "housing.law",
    "housing.contracts",
    "housing.notices",
    "housing.national_ids",
    "housing.rooms",
    "housing.kobo",
    "housing.rent_history",
    "housing.rent_index",
    "housing.rent_model",
    "housing.rent_terms",
    "housing.turnaround",
    "housing.versions",
    "housing.empty_days",
    "housing.buildings",
    "housing.places",
    "applications.census",
    "applications.comparison",
    "applications.appeal_terms",
    "applications.letters.completeness",
    "applications.eligibility",
    "applications.release",
    "housing_first.daily_round",
    "housing_first.doorstep",
    "housing_first.outcomes",
    "housing_first.repairs",
    "housing_first.retention",
    "allocation.priority",
    "allocation.matching",
    "allocation.stock_need",
    "allocation.features",
    "allocation.proposal",
    "allocation.grounds",
    "evictions.costs",
    "evictions.meeting_privacy",
    "evictions.returns",
    "evictions.claims",
    "evictions.instalments",
    "evictions.obstacles",
    "evictions.petition_dates",
    "evictions.warning_blocks",
    "housing_first.fidelity",
    "rent_to_own.affordability",
    "rent_to_own.annuity",
    "rent_to_own.candidates",
    "rent_to_own.living_costs",
    "rent_to_own.loan_terms",
    "reporting.disclosure",
    "reporting.funding_check",
    "reporting.org_chart",
    "reporting.recognition",
    "reporting.recognition_words",
    "reporting.suppression",
    "reporting.survey_scale",
}
# Words for a code are no query: a model field and a rule share the same list of choices.
PURE_MAY_TAKE = {("django.db.models", "TextChoices"), ("django.db.models", "IntegerChoices")}
CLOCKS = {"now", "localdate", "localtime", "today", "utcnow", "time", "monotonic"}

BANNED_NAMES = {"utils", "helpers", "services", "managers", "signals", "enums", "constants"}
# The exceptions are the same word for another thing: the program that keeps PostgreSQL and Redis running.
NAMED_LAWFULLY = {"script/services.py"}

MOST_LINES = {".py": 400, ".js": 400, ".css": 400, ".sh": 400, ".html": 160}
MOST_LINES_OF_A_TEST = 500
MOST_LINES_OF_A_FUNCTION = 45

# Put together here, so that this file does not break its own rule.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs"),
        ("registry", "yarnpkg"),
        ("deb", "debian"),
        ("archive", "ubuntu"),
        ("registry-1", "docker"),
    )
]
PARAGRAPH = "\N{SECTION SIGN}"
SHOWN_TO_USERS = re.compile(r"/(views|forms|filters\w*|casefile\w*|deadlines|tenancy_deadlines|urls\w*|lists)(/|\.py)")


def is_python(path: str) -> bool:
    return path.endswith(".py")


def is_migration(path: str) -> bool:
    return "/migrations/" in path


def is_test(path: str) -> bool:
    return path.startswith("tests/")


def in_an_app(path: str) -> bool:
    return path.split("/")[0] in MAY_IMPORT


def trees(sources: Sources) -> Iterator[tuple[str, ast.Module]]:
    for path, text in sources.items():
        if is_python(path):
            yield path, ast.parse(text, path)


def imported(path: str, tree: ast.AST) -> Iterator[tuple[int, str, str]]:
    """Line, module and name of every import, wherever it stands; a relative one is told in full."""
    here = PurePosixPath(path).parent.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, ""
        elif isinstance(node, ast.ImportFrom):
            above = here[: len(here) - node.level + 1] if node.level else ()
            module = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                yield node.lineno, module, alias.name


def imports_against_the_order(sources: Sources) -> list[str]:
    """Which room looks into which: the order stands in ``MAY_IMPORT``, and no app knows of the tests."""
    found = []
    for path, tree in trees(sources):
        if not in_an_app(path):
            continue
        own = path.split("/")[0]
        for line, module, _name in imported(path, tree):
            other = module.split(".")[0]
            if other == "tests" or (other in MAY_IMPORT and other != own and other not in MAY_IMPORT[own]):
                found.append(f"{path}:{line} imports {module}")
    return found


def statuses_set_past_the_door(sources: Sources) -> list[str]:
    """``x.status = …``, ``setattr(x, "status", …)``, ``update(status=…)``, ``bulk_update(…, ["status"])``, raw SQL.

    SQL of an app's ``records*.py`` is let through: an import takes in what moved elsewhere, thousands of rows in one
    statement, and writes their timeline itself.
    """
    found = []
    for path, tree in trees(sources):
        if not in_an_app(path) or is_migration(path) or path == "housing/cases.py":
            continue
        imports = PurePosixPath(path).stem.startswith("records")
        found += [
            f"{path}:{node.lineno} sets status"
            for node in ast.walk(tree)
            if _sets_status(node) or (_sets_status_in_sql(node) and not imports)
        ]
    return found


def _sets_status(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(
            isinstance(part, ast.Attribute) and part.attr == "status"
            for target in targets
            for part in ast.walk(target)
            if isinstance(getattr(part, "ctx", None), ast.Store)
        )
    if isinstance(node, ast.Call):
        called = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
        if called == "update":
            spread = [keyword.value for keyword in node.keywords if keyword.arg is None]
            return "status" in {keyword.arg for keyword in node.keywords} | _words(*spread)
        return called in {"bulk_update", "setattr"} and "status" in _words(node)
    return False


def _words(*nodes: ast.AST) -> set:
    return {part.value for node in nodes for part in ast.walk(node) if isinstance(part, ast.Constant)}


def _sets_status_in_sql(node: ast.AST) -> bool:
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    return bool(re.search(r"\bupdate\b.+\bset\b.*\bstatus\s*=", text, re.I | re.S))


def files_with_banned_names(sources: Sources) -> list[str]:
    return [
        path
        for path in sources
        if path not in NAMED_LAWFULLY
        and is_python(path)
        and BANNED_NAMES & {PurePosixPath(path).stem, *PurePosixPath(path).parent.parts}
    ]


def files_too_long(sources: Sources) -> list[str]:
    found = []
    for path, text in sources.items():
        most = MOST_LINES_OF_A_TEST if is_test(path) else MOST_LINES.get(PurePosixPath(path).suffix)
        count = len(text.splitlines())
        if most and not is_migration(path) and count > most:
            found.append(f"{path} has {count} lines, at most {most}")
    return found


def functions_too_long(sources: Sources) -> list[str]:
    found = []
    for path, tree in trees(sources):
        if is_migration(path):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                count = node.end_lineno - node.lineno + 1
                if count > MOST_LINES_OF_A_FUNCTION:
                    found.append(f"{path}:{node.lineno} {node.name} has {count} lines")
    return found


def prints(sources: Sources) -> list[str]:
    """Only a command or a script speaks to a terminal; everything else logs, or tells the user on the page."""
    return [
        f"{path}:{node.lineno} prints"
        for path, tree in trees(sources)
        if "/management/commands/" not in path and not path.startswith(("script/", "benchmarks/"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"
    ]


def texts_of(tree: ast.AST) -> Iterator[ast.Constant]:
    """Strings the program may show: every one but the docstrings."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def paragraphs_typed(sources: Sources) -> list[str]:
    """The law is data (``housing/law.py``): the day it changes, one row changes, and no template or form."""
    found = [
        f"{path} names a paragraph"
        for path, text in sources.items()
        if path.endswith((".html", ".txt")) and path.startswith("templates/") and PARAGRAPH in _shown(text)
    ]
    for path, tree in trees(sources):
        if in_an_app(path) and SHOWN_TO_USERS.search(path):
            found += [f"{path}:{text.lineno} names a paragraph" for text in texts_of(tree) if PARAGRAPH in text.value]
    return found


def _shown(template: str) -> str:
    without_blocks = re.sub(r"{%\s*comment.*?endcomment\s*%}", "", template, flags=re.S)
    return re.sub(r"{#.*?#}", "", without_blocks).replace("&sect;", PARAGRAPH)


def foreign_keys_by_default(sources: Sources) -> list[str]:
    """Each says in words what happens to it; what belongs to a household is never lost with another row."""
    found = []
    for path, tree in trees(sources):
        if not in_an_app(path) or is_migration(path):
            continue
        for node in ast.walk(tree):
            called = getattr(getattr(node, "func", None), "attr", "")
            if called in {"ForeignKey", "OneToOneField"}:
                chosen = [keyword.value for keyword in node.keywords if keyword.arg == "on_delete"]
                if not chosen or getattr(chosen[0], "attr", "") not in {"PROTECT", "CASCADE"}:
                    found.append(f"{path}:{node.lineno} chooses no on_delete")
    return found


def impure_rules(sources: Sources, pure: set[str] = PURE) -> list[str]:
    """A rule that is pure asks no database and no clock, and takes from ours only other pure ones."""
    found = []
    for path, tree in trees(sources):
        if path.removesuffix(".py").replace("/", ".") not in pure:
            continue
        for line, module, name in imported(path, tree):
            ours = module.split(".")[0] in MAY_IMPORT
            taken = module in pure or f"{module}.{name}" in pure or (module, name) in PURE_MAY_TAKE
            if (ours or module.startswith(("django.db", "django.conf", "django.utils.timezone"))) and not taken:
                found.append(f"{path}:{line} takes {module} {name}".rstrip())
            if (module, name) == ("django.utils", "timezone"):
                found.append(f"{path}:{line} takes the clock")
        found += [
            f"{path}:{node.lineno} asks the clock"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS
        ]
    return found


def registries_named(sources: Sources) -> list[str]:
    """Where packages come from is the machine's own business: an index, a mirror, a cache."""
    return [f"{path} names {host}" for path, text in sources.items() for host in REGISTRIES if host in text]


def names_imported_late(sources: Sources) -> set[str]:
    """Dotted strings given to ``import_string`` on the spot, outside the tables: they must lead somewhere too."""
    return {
        argument.value
        for path, tree in trees(sources)
        if in_an_app(path)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "import_string"
        for argument in node.args
        if isinstance(argument, ast.Constant)
    }


def unfinished(sources: Sources) -> list[str]:
    words = re.compile("|".join(f"{a}{b}" for a, b in (("TO", "DO"), ("FIX", "ME"), ("XX", "X"))) + r"\b")
    return [
        f"{path}:{number} is unfinished"
        for path, text in sources.items()
        for number, line in enumerate(text.splitlines(), 1)
        if words.search(line) and PurePosixPath(path).suffix in {".py", ".js", ".css", ".html", ".md"}
    ]
