"""The scripts beside the program: what the demo's check reads on a page, and servers that several may start at once."""

import importlib.util
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = """
<a href="/rapporter/7/">Halvårsrapport</a> <a href="pdf/">Last ned</a>
<form action="/sok/"><input name="q" value="x"></form>
<form method="post" action="/rapporter/ny/">
  <input type="hidden" name="csrfmiddlewaretoken" value="t">
  <select name="half_year"><option value="2026-07">2</option><option value="2026-01" selected>1</option></select>
  <select name="first"><option value="a">A</option><option value="b">B</option></select>
  <input type="radio" name="r" value="1"><input type="radio" name="r" value="2" checked>
  <input type="checkbox" name="off"><textarea name="note"></textarea>
</form>
"""


def script(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "script" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def page():
    return script("demo_check").Page("http://127.0.0.1:1/rapporter/kjoringer/3/", PAGE)


def test_a_form_is_sent_as_a_browser_would(page):
    assert page.form("half_year")["fields"] == {
        "csrfmiddlewaretoken": "t",
        "half_year": "2026-01",
        "first": "a",
        "r": "2",
        "note": "",
    }


def test_links_are_followed_from_where_the_page_is(page):
    assert page.link("/pdf/") == "http://127.0.0.1:1/rapporter/kjoringer/3/pdf/"
    assert page.link("/godkjenn/") is None
    assert page.form("q") is None


def test_servers_named_by_the_environment_are_left_alone():
    addresses = {"DATABASE_URL": "postgres://a:b@127.0.0.1:1/c", "REDIS_URL": "redis://127.0.0.1:1/0"}
    for action in ("start", "env"):
        command = [str(ROOT / "script" / "services"), action]
        result = subprocess.run(command, env=os.environ | addresses, capture_output=True, text=True, check=True)
    assert result.stdout == "".join(f"export {name}={value}\n" for name, value in addresses.items())


@pytest.mark.parametrize("name", ["setup", "demo", "test", "services", "lock", "../.ci/run"])
def test_scripts_are_plain_shell(name):
    file = ROOT / "script" / name
    assert os.access(file, os.X_OK)
    subprocess.run(["sh", "-n", str(file)], check=True)
