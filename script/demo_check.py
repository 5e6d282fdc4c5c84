"""Ask for the half-year report as the programme leader would: through the pages, logged in, with cookies and forms."""

import http.cookiejar
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser

PATIENCE_SECONDS = 180
SMALLEST_REPORT = 10_000  # bytes; a report with two charts is many times that


class CheckFailed(Exception):
    """A page did not do what it must."""


class Page(HTMLParser):
    """What a person can use on a page: its links, and its forms with the values they hold."""

    def __init__(self, address, text):
        super().__init__()
        self.address, self.text = address, text
        self.links, self.forms, self._form, self._select = [], [], None, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        facts = dict(attributes)
        if tag == "a" and "href" in facts:
            self.links.append(urllib.parse.urljoin(self.address, facts["href"]))
        elif tag == "form":
            action = urllib.parse.urljoin(self.address, facts.get("action") or self.address)
            self._form = {"action": action, "method": facts.get("method", "get").lower(), "fields": {}}
            self.forms.append(self._form)
        elif self._form is not None:
            self.note_field(tag, facts)

    def note_field(self, tag, facts):
        fields, name = self._form["fields"], facts.get("name")
        if tag == "select" and name:
            self._select = name
        elif tag == "option" and self._select and ("selected" in facts or self._select not in fields):
            fields[self._select] = facts.get("value", "")
        elif tag == "textarea" and name:
            fields[name] = ""
        elif tag == "input" and name and facts.get("type") in ("radio", "checkbox"):
            if "checked" in facts:
                fields[name] = facts.get("value", "on")
        elif tag == "input" and name:
            fields[name] = facts.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None

    def link(self, part):
        return next((link for link in self.links if part in urllib.parse.urlsplit(link).path), None)

    def form(self, *names, part=""):
        """The posted form that has these fields and whose address contains ``part``."""
        for form in self.forms:
            if form["method"] == "post" and part in form["action"] and all(name in form["fields"] for name in names):
                return form
        return None


class Visitor:
    """A browser without a screen."""

    def __init__(self, url):
        self.url = url
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)

    def fetch(self, address, data=None):
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        request = urllib.request.Request(urllib.parse.urljoin(self.url, address), body, {"Referer": self.url})
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.url, answer.headers.get_content_type(), answer.read()
        except urllib.error.HTTPError as error:
            raise CheckFailed(f"{request.full_url} answered {error.code}") from None

    def visit(self, address):
        where, _kind, body = self.fetch(address)
        return Page(where, body.decode())

    def send(self, form, **values):
        where, _kind, body = self.fetch(form["action"], form["fields"] | values)
        return Page(where, body.decode())


def make_half_year_report(logins, target):
    visitor = log_in(logins["url"], **logins["users"]["programme"])
    report = open_draft(visitor) or write_new(visitor)
    run = visitor.send(found(report.form(part="/lag-pdf/"), "a button that makes the PDF", report))
    where, kind, content = visitor.fetch(wait_for_pdf(visitor, run))
    if kind != "application/pdf" or not content.startswith(b"%PDF-") or len(content) < SMALLEST_REPORT:
        raise CheckFailed(f"{where} gave {len(content)} bytes of {kind}, which is no report")
    target.write_bytes(content)


def log_in(url, *, email, password):
    visitor = Visitor(url)
    page = visitor.visit("/rapporter/")
    page = visitor.send(
        found(page.form("username", "password"), "a login form", page), username=email, password=password
    )
    if not urllib.parse.urlsplit(page.address).path.startswith("/rapporter/"):
        raise CheckFailed(f"the login of {email} led to {page.address}")
    return visitor


def open_draft(visitor):
    """The latest report that is not approved yet; one that is has no more to be made."""
    for link in visitor.visit("/rapporter/").links:
        if re.fullmatch(r"/rapporter/[0-9]+/", urllib.parse.urlsplit(link).path):
            page = visitor.visit(link)
            if page.link("/godkjenn/"):
                return page
    return None


def write_new(visitor):
    page = visitor.visit("/rapporter/ny/")
    return visitor.send(found(page.form("half_year"), "a form for a new report", page))


def wait_for_pdf(visitor, run):
    """The address of the finished PDF, once the worker has made it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if finished := run.link("/pdf/"):
            return finished
        if run.form(part="/lag-pdf/"):
            raise CheckFailed(f"{run.address}: the worker could not make the PDF; see var/log/worker.log")
        time.sleep(0.5)
        run = visitor.visit(run.address)
    raise CheckFailed(f"{run.address}: no PDF after {PATIENCE_SECONDS} seconds; see var/log/worker.log")


def found(thing, what, page):
    if thing is None:
        raise CheckFailed(f"{page.address} has no {what}")
    return thing
