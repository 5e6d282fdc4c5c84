"""What waits to be done about mappings and applications (rows of ``housing/deadlines.py``).

Each asks the database the same number of times, however many households. How long a deadline is stands in
``housing/terms.py``; what a preliminary answer promises is a deadline too.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.appeal_terms import period_begins
from applications.models import Application, Decision, Mapping, Routine, Transition
from housing import terms
from housing.deadlines import Deadline
from housing.law import reference
from housing.periods import add_months
from housing.workdays import next_workday

MAPPING_WARNING_DAYS = 30
FEW_COLUMNS = ("pk", "received_on", "answer_promised_on", "household_id", "caseworker_id")


def _law(code: str, day) -> str:
    return str(reference(code, day).short)


def _about(application, **said) -> Deadline:
    """A deadline whose place is the application's own page."""
    return Deadline(
        household_id=application.household_id,
        url=reverse("application", args=[application.pk]),
        caseworker_id=application.caseworker_id,
        case=application.number,
        **said,
    )


def _by_term(term_id, start, today) -> dict:
    """What a row of the table says of a deadline that runs from the day: last day, law, how, and what comes after."""
    term = terms.term(term_id, start)
    return {
        "due_on": terms.due_on(term_id, start),
        "law": _law(term.law, today),
        "how": terms.reckoned(term_id, start),
        "if_missed": str(term.if_missed),
    }


def preliminary_answers(households, today) -> Iterator[Deadline]:
    """Not decided and not answered: within a month of receipt the applicant must hear from us (F1)."""
    for row in Application.objects.unanswered().filter(household__in=households).only(*FEW_COLUMNS):
        what = _("Vedtak eller foreløpig svar på {number}").format(number=row.number)
        yield _about(row, what=what, **_by_term("F1", row.received_on, today))


def promised_answers(households, today) -> Iterator[Deadline]:
    """An answer is promised by a day: then the decision, or a notice of the delay with a new day.

    An application reopened after an appeal has had the answer that was promised.
    """
    promised = Application.objects.undecided().filter(
        household__in=households, answer_promised_on__isnull=False, decisions__isnull=True
    )
    for row in promised.only(*FEW_COLUMNS):
        what = _("Vedtak eller melding om forsinkelse på {number}").format(number=row.number)
        yield _about(row, what=what, **_by_term("F1_promise", row.answer_promised_on, today))


def _latest_decisions(households):
    """Of each application the one in force: an appeal may have given it a newer."""
    made = Decision.objects.filter(application__household__in=households).select_related("application")
    return made.order_by("application_id", "-decided_on", "-pk").distinct("application_id")


def letters_not_sent(households, today) -> Iterator[Deadline]:
    """Decided, and the applicant not told: the appeal period has not begun to run."""
    untold = _latest_decisions(households).filter(application__notified_on__isnull=True, letter__isnull=False)
    for row in untold.exclude(application__outcome=""):
        yield _about(
            row.application,
            due_on=next_workday(row.decided_on + timedelta(days=1)),
            what=_("Send vedtaksbrevet i sak {number}").format(number=row.application.number),
            law=_law("fvl_27", today),
            how=_("første virkedag etter vedtaket {day:%d.%m.%Y}").format(day=row.decided_on),
            if_missed=_("Klagefristen begynner ikke å løpe før søkeren er underrettet."),
        )


def appeal_periods(households, today) -> Iterator[Deadline]:
    """Refusals that may still be appealed; nobody is late, but one should know until when (F2).

    Asked for reasons, the applicant has three weeks from the day they came.
    """
    recently = today - timedelta(days=40)
    refused = _latest_decisions(households).filter(
        Q(application__notified_on__gt=recently) | Q(reasons_given_on__gt=recently),
        application__status__in=[Application.Status.REJECTED, Application.Status.DISMISSED],
        application__notified_on__isnull=False,
    )
    for row in refused.exclude(application__appeals__status="received", application__appeals__isnull=False):
        begins_on = period_begins(row.application.notified_on, row.reasons_asked_on, row.reasons_given_on)
        if begins_on is None or terms.due_on("F2", begins_on) < today:
            continue
        what = _("Klagefristen går ut i sak {number}").format(number=row.application.number)
        yield _about(row.application, what=what, **_by_term("F2", begins_on, today) | {"if_missed": ""})


def old_mappings(households, today) -> Iterator[Deadline]:
    """Mappings older than the routine lets them be, and days of release without a home, of open applications.

    A release that is followed as a case of its own is told there.
    """
    lasts = Routine.objects.on(today).mapping_months
    open_cases = Application.objects.open().filter(household__in=households)
    followed = Transition.objects.expected().filter(household=OuterRef("household"))
    current = Mapping.objects.current(today).filter(household__in=open_cases.values("household"))
    for row in current.annotate(release_is_followed=Exists(followed)):
        inside = row.homeless_category == Mapping.HomelessCategory.INSTITUTION
        if row.release_on and row.release_on >= today and inside and not row.release_is_followed:
            yield _release(row, today)
        due_on = add_months(row.mapped_on, lasts)
        if due_on <= today + timedelta(days=MAPPING_WARNING_DAYS):
            yield Deadline(
                due_on=due_on,
                what=_("Kartlegg på nytt"),
                household_id=row.household_id,
                url=reverse("mapping_new", args=[row.household_id]),
                how=_("{months} måneder etter kartleggingen {day:%d.%m.%Y}").format(months=lasts, day=row.mapped_on),
                if_missed=_("Prioriteringen bygger på gamle opplysninger."),
            )


def _release(mapping, today) -> Deadline:
    return Deadline(
        due_on=mapping.release_on,
        what=_("Løslates eller utskrives uten egen bolig"),
        household_id=mapping.household_id,
        url=reverse("mapping", args=[mapping.pk]),
        law=_law("boligsosialloven_6", today),
        if_missed=_("Noen står uten et sted å bo den dagen."),
    )
