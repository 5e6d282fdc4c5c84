"""What every test stands on: a database per worker process, a real browser, and a real Celery worker."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.test import TransactionTestCase, override_settings
from django.utils import timezone

from housing.celery import app as celery_app
from tests import as_migrated, world

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = Path("/usr/bin/chromium")
# A refused page answers 4xx on purpose. A page that is left while htmx waits for an answer says so; a request that
# fails says ``htmx:sendError`` too, and that is wrong.
EXPECTED_IN_CONSOLE = ("Failed to load resource", "htmx:afterRequest", "htmx:sendAbort")
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
LONGEST_RUN = timedelta(hours=1)
# Playwright's own event loop makes Django think that a browser test runs asynchronously; it does not.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_configure():
    """Many tests take the day of today as they are read in: a run that would pass midnight has its clock set back."""
    now, end = timezone.now, timezone.now() + LONGEST_RUN
    if timezone.localdate(end) != timezone.localdate():
        timezone.now = lambda: now() - LONGEST_RUN


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The longest first: one that is begun last is waited for by a worker that has nothing else to do."""
    items.sort(key=lambda item: 2 - sum(item.get_closest_marker(mark) is not None for mark in ("browser", "slow")))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """No test sees what another has committed, whatever order they come in."""
    with django_db_blocker.unblock():
        as_migrated.remember()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", as_migrated.put_back)
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled_texts():
    """Letters in nynorsk say what their source says now."""
    subprocess.run([sys.executable, str(ROOT / "script" / "compile_texts.py")], check=True)


@pytest.fixture(scope="session", autouse=True)
def redis_of_this_run(worker_id):
    """Test runs share one Redis: each has its own prefix for cache keys and for the queue."""
    prefix = f"test:{os.getpid()}:{worker_id}:"
    celery_app.conf.broker_transport_options = {"global_keyprefix": prefix}
    caching = {"default": settings.CACHES["default"] | {"KEY_PREFIX": prefix}}
    with override_settings(
        REDIS_PREFIX=prefix,
        CACHES=caching,
        # Hashing a password well takes a tenth of a second, and the tests make thousands of users.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield prefix
        forget(f"*{prefix}*")


def forget(pattern):
    """Delete the keys that look like this, and no others."""
    redis = caches["default"]._cache.get_client(write=True)
    for key in redis.scan_iter(pattern, count=1000):
        redis.delete(key)


@pytest.fixture(autouse=True)
def _files_of_this_test(tmp_path, settings):
    """Uploaded and produced files never land among the demo's."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """One world for a whole file: what a test does to it is taken back with the test, and the world at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield world.build()
        transaction.set_rollback(True)


@pytest.fixture
def empty_cache(redis_of_this_run):
    """Rate limits and counters start from nothing. ``cache.clear()`` would empty the whole Redis for everybody."""
    forget(f"{redis_of_this_run}:1:*")


@pytest.fixture(scope="session")
def browser():
    """One headless Chromium for the whole run; without it the browser tests are counted as skipped."""
    playwright_api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed")
    with playwright_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args="--no-sandbox --disable-gpu --disable-background-networking --no-first-run "
            "--disable-component-update --disable-sync --disable-quic".split(),
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, live_server):
    """A fresh browser window whose addresses begin at the running program. Errors in the console fail the test."""
    context = browser.new_context(base_url=live_server.url, locale="nb-NO", timezone_id="Europe/Oslo")
    context.set_default_timeout(10_000)
    window = context.new_page()
    wrong = []
    window.on("pageerror", lambda error: wrong.append(str(error)))
    window.on("console", lambda message: message.type == "error" and wrong.append(message.text))
    yield window
    context.close()
    assert [text for text in wrong if not text.startswith(EXPECTED_IN_CONSOLE)] == []


@pytest.fixture
def axe():
    """``axe(page)``: what axe-core finds wrong with the page as it stands, one line a finding."""
    source = AXE.read_text()

    def findings(page):
        # Evaluated in the page's own world by the debugger, so the strict CSP stays on.
        page.evaluate(source)
        result = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{page.url}: {violation['id']}: {violation['help']}: {node['html'][:200]}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]

    return findings


@pytest.fixture
def celery_worker(transactional_db, redis_of_this_run, tmp_path):
    """A real worker process on the test database, gone again when the test ends."""
    database = connection.settings_dict
    address = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    log = tmp_path / "worker.log"
    with log.open("w") as output:
        worker = subprocess.Popen(
            [sys.executable, *"-m celery -A housing worker --pool solo --without-gossip --without-mingle".split()],
            cwd=ROOT,
            env=os.environ
            | {
                "DJANGO_ENV": "test",
                "DATABASE_URL": address,
                "REDIS_URL": settings.REDIS_URL,
                "REDIS_PREFIX": redis_of_this_run,
                "FILES_FOLDER": str(settings.MEDIA_ROOT),
            },
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_it_works(worker, log)
        yield worker
    finally:
        worker.terminate()
        try:
            worker.wait(timeout=20)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()


def wait_until_it_works(worker, log):
    deadline = time.monotonic() + 60
    while not celery_app.control.inspect(timeout=1, limit=1).ping():
        if worker.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"The worker did not start:\n{log.read_text()}")
