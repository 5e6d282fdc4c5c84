"""The letters of an appeal: received, sent to the appeal body, dismissed (klagebrev).

Source: forvaltningsloven §§ 11 a, 27 and 31–33. What goes to the appeal body goes to the appellant in copy. A dismissal
is itself a decision, heard by the same body, and says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from applications.models import Appeal, Application, Decision
from housing import letters, terms
from housing.law import reference
from housing.models import Document, Letter


@dataclass(frozen=True)
class Paper:
    """A letter or a document that may follow the appeal to the body that hears it."""

    code: str
    day: date
    title: str
    belongs_to_case: bool = True

    @property
    def label(self) -> str:
        return f"{self.day:%d.%m.%Y}: {self.title}"


def papers_of(appeal) -> list[Paper]:
    """The letters of the case, and the household's documents: those since the application belong to it."""
    application = appeal.application
    found = [*_letters(application), *_documents(application)]
    return sorted(found, key=lambda paper: (paper.day, paper.code))


def _letters(application) -> Iterator[Paper]:
    about = Q(pk__in=[])
    for model, rows in [
        (Application, [application.pk]),
        (Decision, application.decisions.values("pk")),
        (Appeal, application.appeals.values("pk")),
    ]:
        about |= Q(subject_type=ContentType.objects.get_for_model(model), subject_id__in=rows)
    for row in Letter.objects.filter(about, household=application.household_id).defer("html"):
        yield Paper(f"letter-{row.pk}", row.sent_on or row.written_at.date(), row.title)


def _documents(application) -> Iterator[Paper]:
    for row in Document.objects.filter(household=application.household_id):
        belongs = row.received_on >= application.received_on
        yield Paper(f"document-{row.pk}", row.received_on, row.title, belongs)


def body_address(appeal) -> str:
    """The appeal body as a recipient. A municipality's own board is found at the municipality."""
    name = capfirst(str(appeal.body.body))
    if appeal.body.law != "fvl_28":
        return name
    return "\n".join([name, settings.MUNICIPALITY["name"], settings.MUNICIPALITY["address"]])


def _about(appeal, day) -> dict:
    """What all three letters say: which decision, when, and who hears the appeal."""
    return {
        "number": appeal.application.number,
        "appeal": appeal,
        "decision": appeal.decision,
        "decided_on": appeal.decision.decided_on if appeal.decision else appeal.application.decided_on,
        "subject": appeal.body.decision,
        "body": appeal.body.body,
        "timeliness": appeal.timeliness if appeal.is_open else None,
        "law": {
            code: reference(f"fvl_{code}", day).short for code in ("11a", "18", "28", "29", "31", "33", "36", "42")
        },
    }


def receipt(appeal, *, by) -> Letter:
    """We have it, what happens now, and when they will hear from us."""
    today = timezone.localdate()
    within_a_month = terms.due_on("F1", appeal.received_on)
    expected_on = within_a_month if within_a_month > today else terms.due_on("F1", today)
    letter = letters.write(
        "letters/appeal_received.html",
        appeal,
        kind="appeal_received",
        title=_("Vi har mottatt klagen din"),
        by=by,
        day=today,
        context=_about(appeal, today) | {"expected_on": expected_on},
    )
    letters.mark_sent(letter, today)
    return letter


def transmittal(appeal, *, by, day, papers, message) -> Letter:
    """To the appeal body: the appeal, the decision, our new assessment, and which documents follow."""
    household = appeal.household
    members = household.members_on(day)
    appellant = str(members[0].person) if members else household.number
    # Whoever acts for the appellant has every letter; both are told.
    copied_to = dict.fromkeys([letters.recipient_of(household, day).splitlines()[0], appellant])
    letter = letters.write(
        "letters/appeal_forwarded.html",
        appeal,
        kind="appeal_forwarded",
        title=format_lazy("{} {}", _("Klage på vedtak om"), appeal.body.decision),
        by=by,
        day=day,
        context=_about(appeal, day)
        | {
            "appellant": appellant,
            "papers": papers,
            "message": message,
            "late_reason": Appeal.LateReason(appeal.late_reason).label if appeal.late_reason else "",
        },
        recipient=body_address(appeal),
        copy_to=", ".join(copied_to),
    )
    letters.mark_sent(letter, day)
    return letter


def dismissal(appeal, *, by, day, reason, timeliness, grounds) -> Letter:
    """A decision of its own, with its own right of appeal."""
    letter = letters.write(
        "letters/appeal_dismissed.html",
        appeal,
        kind="appeal_dismissed",
        title=_("Vi tar ikke klagen din til behandling"),
        by=by,
        day=day,
        context=_about(appeal, day) | {"reason": reason, "grounds": grounds, "timeliness": timeliness},
    )
    letters.mark_sent(letter, day)
    return letter
