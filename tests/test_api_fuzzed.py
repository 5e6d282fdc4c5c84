"""The API is sent what its own description allows, and what it does not: nothing of it makes a server error.

The tool reads the OpenAPI document that the program publishes and makes the calls from it.
"""

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from knox.models import AuthToken
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import response_schema_conformance

from applications.intake import receive
from housing.wsgi import application as wsgi
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache"), pytest.mark.slow]

CALLS = 25


@pytest.fixture
def one_connection():
    """Django gives its connection back after a request; here it holds the test's transaction."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def described(settings, one_connection):
    """The description as the program itself publishes it, with a token of somebody who may use all of it."""
    settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]["user"] = "1000000/min"
    user = make.user("caseworker", "intake", "programme", name="Prøve")
    household = make.household(caseworker=user)
    made = make.application(household, by=user)
    home = make.tenancy(household, make.dwelling())
    sent, _is_new = receive(
        {"kind": "new", "applicant": {"given_name": "A", "family_name": "B"}}, key="skjema-0001", by=user
    )
    token = AuthToken.objects.create(user)[1]
    headers = {"Authorization": f"Token {token}", "X-Begrunnelse": "Feilsøking"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", wsgi, headers=headers)
    there = {"husstander": household.pk, "boliger": home.dwelling_id, "leieforhold": home.pk, "soknader": made.pk}
    return schema, headers, {"reference": sent.reference, "code": "evictions.petitions"} | there


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_call_makes_a_server_error(described, mode):
    schema, headers, there = described
    answered = {}

    def aim(case):
        """At what is there: a number drawn at random finds nothing."""
        names = dict(case.path_parameters or {})
        for name in names:
            names[name] = str(there[name] if name in there else there[case.path.split("/")[3]])
        case.path_parameters = names
        # Two days drawn at random are as often as not the wrong way round.
        if {"from", "to"} <= set(case.query or {}):
            case.query |= {"from": "2026-01-01", "to": "2026-06-30"}

    def send(operation):
        @settings(max_examples=CALLS, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy(generation_mode=mode))
        def calls(case):
            if mode is GenerationMode.POSITIVE:
                aim(case)
            answer = case.call(headers=headers)
            answered.setdefault(operation.label, set()).add(answer.status_code)
            case.validate_response(answer, checks=[not_a_server_error, response_schema_conformance])

        calls()

    operations = [found.ok() for found in schema.get_all_operations()]
    for operation in operations:
        send(operation)

    assert set(answered) == {operation.label for operation in operations}
    if mode is GenerationMode.POSITIVE:
        reached = {label for label, codes in answered.items() if codes & {200, 201}}
        assert reached == set(answered), "calls that are right reach past the first refusal everywhere"
