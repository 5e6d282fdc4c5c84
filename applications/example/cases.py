"""A case of the demo from the day it came in: each step through the same door as the pages use."""

from datetime import timedelta

from django.http import QueryDict

from applications.forms.decisions import DecisionForm
from applications.forms.notices import NotifiedForm
from applications.models import Application
from housing.models import Household, Person, Tenancy

GROUNDS = {
    "facts": "Søkeren leier privat, og kontrakten går ut om kort tid. Inntekten er uføretrygd. Opplysningene er fra "
    "søknaden, skattemeldingen og samtalen vi hadde.",
    "considerations": "Vi har lagt vekt på inntekten, hvor lenge situasjonen har vart, og hva som finnes å leie.",
    "applicant_view": "Søkeren ønsker å bli boende i bydelen, nær familie og fastlege.",
    "child_view": "Barna vil helst gå på samme skole som i dag.",
}


def newcomers(by, today, most) -> list[Household]:
    """Households without a home from us and without a case under way, latest first."""
    tenants = Tenancy.objects.filter(moved_out_on__isnull=True, household__isnull=False).values("household")
    busy = Application.objects.open().values("household")
    free = Household.objects.visible_to(by).filter(memberships__role="main", memberships__left_on__isnull=True)
    free = free.filter(applications__status=Application.Status.REJECTED)
    free = free.exclude(memberships__person__in=Person.objects.exclude(address_protection="none"))
    return list(free.exclude(pk__in=tenants).exclude(pk__in=busy).distinct().order_by("-pk")[:most])


def day(date) -> str:
    """As it is typed."""
    return f"{date:%d.%m.%Y}"


def sent(form_class, answers: dict, **known):
    """The form as a person would have sent it. What it refuses is a fault in the demo, and is told."""
    typed = QueryDict(mutable=True)
    for name, value in answers.items():
        typed.setlist(name, value if isinstance(value, list) else [value])
    form = form_class(typed, **known)
    if not form.is_valid():
        raise ValueError(f"{form_class.__name__}: {form.errors.as_json()}")
    return form


def received(household, by, on, kind=Application.Kind.NEW, **needs) -> Application:
    """Came in, and somebody began the work three days later."""
    case = Application(household=household, kind=kind, received_on=on, channel="online", **needs)
    case.begin(by=by, happened_on=on)
    case.move_to(Application.Status.UNDER_REVIEW, by=by, happened_on=on + timedelta(days=3), caseworker=by)
    household.take_responsibility(by, day=on + timedelta(days=3))
    return case


def decision_form(case, by, outcome, on, **answers) -> DecisionForm:
    """The decision filled in from what is known, with the grounds every refusal here has."""
    empty = DecisionForm(application=case, by=by)
    known = {name: empty.initial[name] for name in ("kind", "law_codes", "rooms")}
    texts = {name: text for name, text in GROUNDS.items() if name in empty.fields}
    typed = known | texts | {"outcome": outcome, "decided_on": day(on)} | answers
    fields = {name: value for name, value in typed.items() if name in empty.fields and value is not None}
    return sent(DecisionForm, fields, application=case, by=by)


def refused(case, by, on, *, read_by, told_on=None) -> Application:
    """Refused by the routine of the municipality: a colleague has read it."""
    form = decision_form(
        case,
        by,
        "rejected",
        on,
        main_content="Du får ikke kommunal bolig nå.",
        advice="Du kan søke bostøtte og garanti for depositum. Vi hjelper deg med å lete etter en privat bolig.",
    )
    form.decide(by=by, second_reader=read_by)
    return told(case, by, on, told_on) if told_on else case


def told(case, by, sent_on, arrived_on) -> Application:
    answers = {"sent_on": day(sent_on), "notified_on": day(arrived_on)}
    return sent(NotifiedForm, answers, application=case).register(by=by)
