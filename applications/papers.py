"""Papers an application needs (dokumenter vi ber om): the common ones, which are missing, the letters that ask."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Application, DocumentRequest
from housing import letters
from housing.database import Refused
from housing.law import reference
from housing.models import Letter
from housing.workdays import next_workday

# In the words of the letter. A paper nobody needs for the decision is not asked for.
COMMON = {
    "income": gettext_lazy("Inntekt siste tre måneder, for eksempel lønnslipper eller utbetalinger fra NAV"),
    "tax": gettext_lazy("Siste skattemelding"),
    "residence": gettext_lazy("Botidsbekreftelse eller bostedsattest"),
    "doctor": gettext_lazy("Erklæring fra lege eller behandler om behov som gjelder boligen"),
    "housing": gettext_lazy("Dokumentasjon på hvordan du bor nå"),
    "lease": gettext_lazy("Leiekontrakt for boligen du bor i"),
    "notice": gettext_lazy("Oppsigelse eller varsel om at du må flytte"),
    "permit": gettext_lazy("Oppholdstillatelse"),
    "custody": gettext_lazy("Samværsavtale eller avtale om delt bosted"),
    "pregnancy": gettext_lazy("Bekreftelse på graviditet, med termindato"),
    "debt": gettext_lazy("Oversikt over gjeld og nedbetalingsavtaler"),
}
REMINDER_DAYS = 14


@dataclass(frozen=True)
class Paper:
    """A paper on the application's page. Days left: below zero is past its date, None is no longer waited for."""

    request: DocumentRequest
    days_left: int | None


def papers_of(application, today) -> list[Paper]:
    """The missing ones first, the most urgent on top."""
    rows = application.document_requests.select_related("document", "letter").order_by(
        F("received_on").asc(nulls_first=True), F("waived_on").asc(nulls_first=True), "due_on", "pk"
    )
    papers = [Paper(row, (row.due_on - today).days if row.is_missing else None) for row in rows]
    return sorted(papers, key=lambda paper: paper.days_left is None)


def may_be_reminded(application, today):
    """Past their date, and not reminded of before: each paper is reminded of once."""
    return application.document_requests.missing().filter(reminded_on__isnull=True, due_on__lt=today)


def undecided(application) -> Application:
    """The application, locked: whoever decides it at the same moment waits, or has been before us."""
    locked = Application.objects.undecided().select_for_update(of=("self",)).filter(pk=application.pk).first()
    if locked is None:
        raise Refused(_("Søknaden er avgjort. Da trengs det ingen flere dokumenter."))
    return locked


def last_day(today, days: int):
    """So many days on, and never a day the post does not come."""
    return next_workday(today + timedelta(days=days))


def write_letter(application, what: list[str], *, due_on, by, day, is_reminder=False) -> Letter:
    """One letter for all that is asked for at once, handed to the post the same day."""
    title = _("Påminnelse: vi trenger flere opplysninger") if is_reminder else _("Vi trenger flere opplysninger")
    context = {
        "number": application.number,
        "received_on": application.received_on,
        "papers": what,
        "due_on": due_on,
        "is_reminder": is_reminder,
        "inquiry": reference("fvl_17", day),
        "insight": reference("fvl_18", day),
    }
    letter = letters.write(
        "letters/documents.html", application, kind="documents", title=title, by=by, day=day, context=context
    )
    letters.mark_sent(letter, day)
    return letter


def told_on_timeline(what: str) -> str:
    """The common papers by name. What somebody typed may name a person, and stays off the timeline."""
    return what if what in {str(label) for label in COMMON.values()} else ""
