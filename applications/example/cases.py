"""A case of the demo from the day it came in: each step through the same door as the pages use."""

from datetime import timedelta

from applications.forms.decisions import DecisionForm
from applications.forms.notices import NotifiedForm
from applications.models import Application, HelpPlan, Mapping
from housing.example_forms import day, sent
from housing.models import CaseEvent, Household, Person, Tenancy

# Longer than the longest story told here, so that no imported case stands in the midst of it.
QUIET_DAYS, MAPPED_DAYS = 200, 60
GROUNDS = {
    "facts": "Du leier privat, og kontrakten går ut om kort tid. Inntekten er uføretrygd. Opplysningene er fra "
    "søknaden, skattemeldingen og samtalen vi hadde.",
    "considerations": "Vi har lagt vekt på inntekten, hvor lenge situasjonen har vart, og hva som finnes å leie.",
    "applicant_view": "Du ønsker å bli boende i bydelen, nær familie og fastlege.",
    "child_view": "Barna vil helst gå på samme skole som i dag.",
}


def newcomers(by, today, most) -> list[Household]:
    """Households without a home from us, refused once and quiet since, latest first."""
    quiet_since = today - timedelta(days=QUIET_DAYS)
    tenants = Tenancy.objects.filter(moved_out_on__isnull=True, household__isnull=False).values("household")
    busy = Application.objects.open() | Application.objects.filter(received_on__gte=quiet_since)
    mapped = Mapping.objects.filter(mapped_on__gte=today - timedelta(days=MAPPED_DAYS)).values("household")
    # What is written here is in bokmål, and may be read by all.
    unlike = Person.objects.exclude(address_protection="none") | Person.objects.filter(written_language="nn")
    free = Household.objects.visible_to(by).filter(memberships__role="main", memberships__left_on__isnull=True)
    free = free.filter(applications__status=Application.Status.REJECTED)
    free = free.exclude(memberships__person__in=unlike).exclude(temporary_stays__isnull=False)
    return list(
        free.exclude(pk__in=tenants)
        .exclude(pk__in=busy.values("household"))
        .exclude(pk__in=mapped)
        .distinct()
        .order_by("-pk")[:most]
    )


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


def helped(case, by, made_on, follow_up_on) -> None:
    """A help plan made then; the form makes one only from today on."""
    plan = HelpPlan.objects.create(
        application=case,
        made_on=made_on,
        measures=[HelpPlan.Help.PRIVATE_RENTAL, HelpPlan.Help.GUARANTEE],
        text="Vi leter etter privat bolig sammen hver onsdag. NAV tar stilling til garanti for depositum.",
        responsible=by,
        follow_up_on=follow_up_on,
    )
    note = ", ".join(plan.measure_labels)
    CaseEvent.write(plan, by=by, title="Hjelpeplanen laget", note=note, happened_on=made_on)


def smallest_first(households, today) -> list[Household]:
    """For what would not be true of a family with children."""
    return sorted(households, key=lambda household: len(household.members_on(today)))


def told(case, by, sent_on, arrived_on) -> Application:
    answers = {"sent_on": day(sent_on), "notified_on": day(arrived_on)}
    return sent(NotifiedForm, answers, application=case).register(by=by)
