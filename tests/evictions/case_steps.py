"""The steps of an arrears case, as its tests take them."""

from datetime import date, timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evictions.forms import warnings as forms
from evictions.models import ArrearsCase, EvictionWarning, SocialNotice
from housing.access import give_reason
from tests import make, make_evictions

TODAY = timezone.localdate()
RENT = 9000


def ago(days) -> date:
    return TODAY - timedelta(days=days)


def said(day) -> str:
    return f"{day:%d.%m.%Y}"


def owing_case(by, *, children=(), months=2, main=None, opened=40, **fields) -> ArrearsCase:
    """The caseworker's own case: so many months' rent charged and nothing paid, in a municipal home."""
    household = make.household(main=main or make.person("Amina", "Haugen"), children=children, caseworker=by)
    home = make.dwelling(f"Elvegata {household.pk}")
    tenancy = make.tenancy(household, home, monthly_rent=RENT, **fields)
    for month in range(months):
        make_evictions.posting(tenancy, ago(30 * month + 45), RENT)
    return make_evictions.arrears_case(tenancy, by=by, opened_on=ago(opened), caseworker=by)


def warned(case, *, by, days=20) -> EvictionWarning:
    """A warning sent so many days ago, for what was due long before."""
    return make_evictions.eviction_warning(case, by=by, sent_on=ago(days), due_on=ago(days + 10))


def ready(by, **fields) -> ArrearsCase:
    """A case that lacks nothing for a petition."""
    case = owing_case(by, **fields)
    make.contract(case.tenancy, has_unpaid_clause=True)
    warned(case, by=by)
    SocialNotice(case=case, sent_on=ago(20), by=by).save()
    return case


def at_desk(user, case=None) -> Client:
    """Logged in; and has said why the case is opened, where it is not one's own."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    if case is not None and not case.household.is_case_of(user):
        give_reason(user, case.household, "Jobber med restansene.")
    return client


def post(client, name, pk, **sent):
    """The answer, and what each field is told."""
    response = client.post(reverse(name, args=[pk]), sent)
    form = (response.context or {}).get("form") if response.status_code == 200 else None
    return response, {field: " ".join(told) for field, told in form.errors.items()} if form else {}


def read(client, url) -> str:
    response = client.get(url)
    assert response.status_code == 200, response
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def send_warning(case, *, by) -> EvictionWarning:
    form = forms.WarningForm({}, case=case)
    assert form.is_valid(), form.errors
    form.send(by=by)
    return case.warnings.get()
