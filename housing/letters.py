"""Letters out (brev): written once as text, kept word for word, and printed as a PDF that a screen reader can read.

The stored html is what was decided and sent. The PDF is made of it by the worker after the transaction has been kept,
so no letter leaves about something that did not happen; those a crash left behind are asked for again every ten
minutes.
"""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from housing.law import reference
from housing.models import Letter, Person, Tenancy
from housing.models.casefile import StoredFile
from housing.protection import postal_address

PDF = "application/pdf"
STYLE = settings.BASE_DIR / "static" / "css" / "letter.css"
# Minutes and records: papers with tables that go to nobody's letter box.
PAPER = settings.BASE_DIR / "static" / "css" / "paper.css"
CONFIDENTIAL = "offl_13"


def representative_of(household):
    """Who acts for the household now (fullmektig): a letter leaves when it is written, whatever day stands in it."""
    return household.representatives.on(timezone.localdate()).first()


def recipient_of(household, day) -> str:
    """Name and postal address, one to a line: the representative's while there is one, else the household's own.

    Only the household's name when no address may or can be used.
    """
    if acting := representative_of(household):
        return acting.letter_address
    name = _party(household, day)
    return "\n".join(
        part for part in (name, postal_address(household, day, current_address=_home(household, day))) if part
    )


def _party(household, day) -> str:
    members = household.members_on(day)
    return str(members[0].person) if members else household.number


def copied_to(household, day) -> str:
    """The household has a copy of what is sent to its representative. By name: the letter never says where it lives."""
    return _party(household, day) if representative_of(household) else ""


def _home(household, day) -> str:
    tenancy = Tenancy.objects.filter(household=household).filter(moved_in_on__lte=day, moved_out_on__isnull=True)
    living = tenancy.select_related("dwelling").first()
    if living is None:
        return ""
    return living.dwelling.full_address if living.dwelling else living.private_address


def language_of(household, day) -> str:
    """The written language of whoever the letter is about: nynorsk, or bokmål, which everybody else gets."""
    members = household.members_on(day)
    chosen = members[0].person.written_language if members else ""
    return Person.Language.NYNORSK if chosen == Person.Language.NYNORSK else Person.Language.BOKMAL


def compose(template: str, household, *, by, day, context: dict, frame: str = "letters/letter.html") -> str:
    """The letter's html, in its reader's language. ``frame`` is the whole letter, or the frame of a preview on a page.

    Titles and terms in ``context`` are lazy texts, so that they are read in that language too.
    """
    with household.read_once():
        facts = _facts(household, by=by, day=day) | {"frame": frame, **context}
        # A letter to another than the household says whom it is about.
        party = _party(household, day)
    facts["about"] = "" if str(facts["recipient"]).startswith(party) else party
    with translation.override(facts["language"]):
        written = render_to_string(template, facts)
    # A paragraph sign is never left alone at the end of a line.
    return written.replace("§ ", "§\u00a0")


def _facts(household, *, by, day) -> dict:
    """What stands in every letter to the household: whom it is to, from whom, and when."""
    members = household.members_on(day)
    main = members[0].person if members else None
    return {
        "language": language_of(household, day),
        "office": settings.MUNICIPALITY,
        "recipient": recipient_of(household, day),
        "copy_to": copied_to(household, day),
        "day": day,
        "by": by,
        "phone": by.phone or settings.MUNICIPALITY["phone"],
        "reader": main,
        "guardian": main.guardian_name if main else "",
        "guardian_contact": main.guardian_contact if main else "",
        "confidential": reference(CONFIDENTIAL, day).short,
    }


def write(
    template: str, subject, *, kind: str, title: str, by, day, context: dict, recipient: str = "", copy_to: str = ""
) -> Letter:
    """Keep the letter and have it printed once the transaction is kept.

    ``recipient`` is given when it goes to another than the household, such as an appeal body; ``copy_to`` with it.
    """
    household = subject.household
    language = language_of(household, day)
    with translation.override(language):
        # Also of a title that was already read in bokmål, the language our texts are written in.
        title = translation.gettext(str(title))
    if recipient:
        context = context | {"recipient": recipient, "copy_to": copy_to}
    letter = Letter.objects.create(
        household=household,
        subject=subject,
        kind=kind,
        title=title,
        recipient=recipient or recipient_of(household, day),
        copy_to=copy_to if recipient else copied_to(household, day),
        language=language,
        html=compose(template, household, by=by, day=day, context={"title": title, **context}),
        by=by,
    )
    _print_later(letter.pk)
    return letter


def _print_later(letter_id: int) -> None:
    from housing.tasks import print_letter

    # Robust: with the queue out of reach the letter is kept all the same, and asked for again within ten minutes.
    transaction.on_commit(lambda: print_letter.delay(letter_id=letter_id), robust=True)


def print_pdf(letter_id: int) -> Letter:
    """Make the letter's PDF once; asked again, the first one stands."""
    with transaction.atomic():
        letter = Letter.objects.select_for_update().get(pk=letter_id)
        if letter.file_id is None:
            letter.file = StoredFile.keep(as_pdf(letter.html), PDF)
            letter.save(update_fields=["file"])
    return letter


def as_pdf(html: str, *, style=STYLE) -> bytes:
    """PDF/UA-1. The letter holds everything it needs: it fetches nothing."""
    from weasyprint import CSS, HTML

    return HTML(string=html, url_fetcher=_fetch_nothing).write_pdf(
        stylesheets=[CSS(filename=str(style))], pdf_variant="pdf/ua-1"
    )


def _fetch_nothing(url, *args, **kwargs):
    raise ValueError(f"A letter fetches nothing, and was asked to fetch {url}.")


def mark_sent(letter: Letter, sent_on) -> None:
    """The day it was handed to the post or over the counter. A letter already marked keeps its day."""
    Letter.objects.filter(pk=letter.pk, sent_on__isnull=True).update(sent_on=sent_on or timezone.localdate())
