"""An application from a digital form becomes a case (søknad fra nettskjema).

The form has asked the applicant to log in; we have a national id and what they wrote. What we knew before is never
written over by it: what differs is kept with the application for the caseworker to read.
"""

import hashlib
import json

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.models import Application, Submission
from housing.database import Refused, refusing_breaches
from housing.models import Household, Membership, Person, Tenancy

NEEDS = ("rooms_min", "needs_wheelchair", "needs_lift_or_ground_floor", "districts_wanted", "wishes")
CONTACT = ("phone", "email", "postal_address", "written_language", "interpreter_language")
ABOUT_A_HOME = (Application.Kind.TRANSFER, Application.Kind.EXTENSION)
TRIES = 3


class NoTenancy(Exception):
    """A transfer or extension is asked for by a household that rents nothing of us."""


class OtherContent(Exception):
    """The key was used before, for something else."""


def fingerprint_of(sent: dict) -> str:
    """The same for the same content, whatever the order it was written in."""
    return hashlib.sha256(json.dumps(sent, sort_keys=True, default=str).encode()).hexdigest()


def receive(sent: dict, *, key: str, by) -> tuple[Submission, bool]:
    """The application's receipt, and whether it was made now. The same key again gives the first one's.

    Of two that arrive at once, one is made; the database refuses the other, which then finds the first.

    :raises OtherContent: when the key belongs to another application.
    :raises NoTenancy: when there is no lease to transfer or extend.
    """
    fingerprint = fingerprint_of(sent)
    for attempt in range(1, TRIES + 1):
        before = Submission.objects.filter(by=by, key=key).select_related("application").first()
        if before is not None:
            if before.fingerprint != fingerprint:
                raise OtherContent
            return before, False
        try:
            with refusing_breaches():
                return _make(sent, key=key, fingerprint=fingerprint, by=by), True
        except Refused:
            if attempt == TRIES:
                raise
    raise AssertionError


@transaction.atomic
def _make(sent: dict, *, key: str, fingerprint: str, by) -> Submission:
    today = timezone.localdate()
    person, unlike = _person(sent["applicant"])
    household = _household_of(person, by=by, today=today)
    left = _admit(household, sent.get("members", []), by=by, today=today)
    tenancy = _tenancy(household, today) if sent["kind"] in ABOUT_A_HOME else None
    application = Application(
        household=household,
        kind=sent["kind"],
        received_on=today,
        channel=Application.Channel.ONLINE,
        tenancy=tenancy,
        **{name: sent[name] for name in NEEDS if name in sent},
    ).begin(by=by, note=_("Fra nettskjemaet"), happened_on=today)
    answers = {
        "answers": sent.get("answers", {}),
        "representative": sent.get("representative", {}),
        "unlike": unlike,
        "members": left,
    }
    return Submission.objects.create(
        key=key,
        fingerprint=fingerprint,
        application=application,
        answers={name: value for name, value in answers.items() if value},
        by=by,
    )


def _person(told: dict) -> tuple[Person, dict]:
    """The person, and the contact facts that differ from those we have. Without a number it is always a new person."""
    number = told.get("national_id") or None
    known = Person.objects.filter(national_id=number).first() if number else None
    if known is None:
        return Person(national_id=number, **{name: value for name, value in told.items() if name != "national_id"}), {}
    unlike = {name: told[name] for name in CONTACT if told.get(name) and told[name] != getattr(known, name)}
    return known, unlike


def _household_of(person: Person, *, by, today) -> Household:
    if person.pk is not None:
        membership = Membership.objects.on(today).filter(person=person).exclude(role=Membership.Role.CHILD).first()
        if membership is not None:
            return membership.household
    return Household.found(person, by=by, created_on=today)


def _admit(household, told: list[dict], *, by, today) -> list[dict]:
    """Members of a household we did not know; of one we knew, those told of are left for the caseworker to look at."""
    is_new = household.memberships.count() == 1 and household.created_on == today
    left = []
    for member in told:
        number = member.get("national_id") or None
        known = Person.objects.filter(national_id=number).first() if number else None
        elsewhere = known is not None and Membership.objects.on(today).filter(person=known).exists()
        if not is_new or elsewhere:
            left.append({name: str(value) for name, value in member.items() if name != "national_id"})
            continue
        facts = {name: value for name, value in member.items() if name not in ("role", "custody_percent")}
        person = known or Person(**facts | {"national_id": number})
        household.admit(
            person, role=member["role"], joined_on=today, by=by, custody_percent=member.get("custody_percent")
        )
    return left


def _tenancy(household, today) -> Tenancy:
    found = household.tenancies.municipal().filter(moved_in_on__lte=today, moved_out_on__isnull=True).first()
    if found is None:
        raise NoTenancy
    return found
