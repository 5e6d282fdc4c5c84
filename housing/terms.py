"""Legal deadlines and waiting times (frister), as rows.

Counted as domstolloven §§ 148 and 149 say: the day a term starts to run is not counted; weeks end on
the same weekday; months on the same date, or the last of a month that has no such date; and a term
whose row rolls moves from a Saturday or holiday to the next workday. Husleieloven § 1-6 and
tvangsfullbyrdelsesloven § 2-7 use the same paragraphs. What the municipality itself must have done by
a day is never moved for it, and a tenancy ends when the calendar month does.

How long a rule has been in force stands with the rule (``housing/law.py``): a row cites the code, and is
read on a day. When a length changes, the old row gets ``valid_to`` and a new one ``valid_from``.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from housing.periods import add_months, month_end
from housing.workdays import next_workday

Text = str | Promise


class Nature(TextChoices):
    DEADLINE = "deadline", _("frist")
    WAIT = "wait", _("ventetid")
    EARLIEST = "earliest", _("tidligste dag")
    REMINDER = "reminder", _("påminnelse")


@dataclass(frozen=True)
class Term:
    """One row: from `start` so many months, weeks and days on, or to the next of the fixed dates.

    A wait is over on the day after its last day: only then may what it waits for be done. An earliest day is itself
    a day on which it may be done.
    """

    id: str
    label: Text
    start: Text
    law: str
    if_missed: Text
    months: int = 0
    weeks: int = 0
    days: int = 0
    fixed_dates: tuple[tuple[int, int], ...] = ()
    rolls: bool = False
    to_month_end: bool = False
    nature: Nature = Nature.DEADLINE
    valid_from: date | None = None
    valid_to: date | None = None


TERMS = (
    Term(
        "F1",
        _("Foreløpig svar"),
        _("henvendelsen er mottatt"),
        "fvl_11a",
        _("Søkeren har krav på skriftlig beskjed om grunnen og når svaret kan ventes."),
        months=1,
    ),
    Term(
        "F1_reminder",
        _("Foreløpig svar bør sendes"),
        _("henvendelsen er mottatt"),
        "fvl_11a",
        _("Fristen for foreløpig svar er om få dager."),
        weeks=3,
        nature=Nature.REMINDER,
    ),
    Term(
        "F1_promise",
        _("Svar innen lovet dato"),
        _("svaret er lovet"),
        "fvl_11a",
        _("Søkeren skal ha melding om forsinkelsen, med grunn og ny dato (Sivilombudet)."),
    ),
    Term(
        "F2",
        _("Klagefrist"),
        _("underretningen er kommet frem"),
        "fvl_29",
        _("Klagen kan avvises hvis det ikke er særlige grunner til å behandle den."),
        weeks=3,
        rolls=True,
    ),
    Term(
        "F3",
        _("Kreve begrunnelse"),
        _("underretningen er kommet frem"),
        "fvl_24",
        _("Kravet kan avvises. Er det satt frem i tide, løper ny klagefrist når begrunnelsen er kommet frem."),
        weeks=3,
        rolls=True,
    ),
    Term(
        "F4",
        _("Siste dag klagen kan behandles"),
        _("vedtaket er truffet"),
        "fvl_31",
        _("Klagen kan ikke tas til behandling."),
        months=12,
    ),
    Term(
        "F5",
        _("Krav om sakskostnader"),
        _("melding om det nye vedtaket er kommet frem"),
        "fvl_36",
        _("Kravet kan avvises."),
        weeks=3,
        rolls=True,
    ),
    Term(
        "F6",
        _("Nytt varsel om ulest digitalt vedtak"),
        _("vedtaket er gjort tilgjengelig og varslet"),
        "efvf_8",
        _("Parten skal varsles én gang til."),
        weeks=1,
    ),
    Term(
        "F7",
        _("Varsel før begjæring om fravikelse"),
        _("varselet er sendt, tidligst på forfallsdagen"),
        "tvfbl_4_18",
        _("En begjæring som sendes før, blir ikke tatt til følge."),
        weeks=2,
        nature=Nature.WAIT,
    ),
    Term(
        "F7_stale",
        _("Varselet om fravikelse er for gammelt"),
        _("det ble adgang til å sende begjæringen"),
        "tvfbl_4_19",
        _("Det må sendes nytt varsel med to ukers frist."),
        months=12,
    ),
    Term(
        "F7_social",
        _("Varsel til kommunens sosialtjeneste"),
        _("varselet til sosialtjenesten er sendt"),
        "husll_9_11",
        _("Begjæringen bør ikke sendes før."),
        weeks=2,
        nature=Nature.WAIT,
    ),
    Term(
        "F7_statement",
        _("Leierens uttalelse til begjæringen"),
        _("namsmannen har forelagt begjæringen"),
        "tvfbl_13_6",
        _("Er leien ikke betalt innen fristen, kan utkastelsen berammes."),
        weeks=2,
        rolls=True,
    ),
    Term(
        "F8",
        _("Inkassovarsel"),
        _("varselet er sendt, etter forfall"),
        "inkl_9",
        _("Inkasso kan ikke settes i verk før."),
        days=14,
        nature=Nature.WAIT,
    ),
    Term(
        "F9",
        _("Indeksregulering av leien"),
        _("forrige leiefastsetting ble satt i verk"),
        "husll_4_2",
        _("Leien kan ikke endres før."),
        months=12,
        nature=Nature.EARLIEST,
    ),
    Term(
        "F9_notice",
        _("Varsel om indeksregulering"),
        _("leieren har fått skriftlig varsel"),
        "husll_4_2",
        _("Leien kan ikke endres før."),
        months=1,
        nature=Nature.EARLIEST,
    ),
    Term(
        "F10",
        _("Krav om gjengs leie"),
        _("leieforholdet begynte, eller leien sist ble endret på annen måte"),
        "husll_4_3",
        _("Kravet kan ikke settes frem før."),
        months=30,
        nature=Nature.EARLIEST,
    ),
    Term(
        "F10_notice",
        _("Gjengs leie etter skriftlig krav"),
        _("kravet er satt frem"),
        "husll_4_3",
        _("Leien kan ikke endres før."),
        months=6,
        nature=Nature.EARLIEST,
    ),
    Term(
        "F10_change",
        _("Gjengs leie etter forrige endring"),
        _("forrige endring av leien ble satt i verk"),
        "husll_4_3",
        _("Leien kan ikke endres før."),
        months=12,
        nature=Nature.EARLIEST,
    ),
    Term(
        "F11",
        _("Skriftlig oppfordring om å flytte"),
        _("leietiden er ute"),
        "husll_9_2",
        _("Leieavtalen er gått over til å være tidsubestemt."),
        months=3,
    ),
    Term(
        "F12",
        _("Oppsigelsesfrist"),
        _("oppsigelsen er mottatt"),
        "husll_9_6",
        _("Leieforholdet opphører ved utløpet av måneden."),
        months=3,
        to_month_end=True,
    ),
    Term(
        "F12_room",
        _("Oppsigelsesfrist for et rom i en annens bolig"),
        _("oppsigelsen er mottatt"),
        "husll_9_6",
        _("Leieforholdet opphører."),
        months=1,
    ),
    Term(
        "F12_protest",
        _("Protest mot oppsigelse"),
        _("oppsigelsen er mottatt"),
        "husll_9_8",
        _("Leieren kan ikke lenger gjøre gjeldende at oppsigelsen er i strid med loven."),
        months=1,
        rolls=True,
    ),
    Term(
        "F12_suit",
        _("Søksmål etter protest"),
        _("fristen for å protestere er ute"),
        "husll_9_8",
        _("Oppsigelsen faller bort."),
        months=3,
    ),
    Term(
        "F13",
        _("Utbetaling av depositum"),
        _("banken har sendt varsel"),
        "husll_3_5",
        _("Banken betaler ut beløpet."),
        weeks=5,
        rolls=True,
    ),
    Term(
        "F14",
        _("Varsel fra sykehuset om innlagt pasient"),
        _("pasienten er innlagt"),
        "utskrforskr_8",
        _("Fristen er sykehusets og er på 24 timer. Registrer når varselet kom."),
        days=1,
    ),
    Term(
        "F15",
        _("KOSTRA, tjenester"),
        _("rapporteringsåret er slutt"),
        "kostraforskr_4",
        _("Tallene kommer ikke med i den foreløpige publiseringen."),
        fixed_dates=((2, 15),),
    ),
    Term(
        "F15_accounts",
        _("KOSTRA, regnskap"),
        _("rapporteringsåret er slutt"),
        "kostraforskr_4",
        _("Tallene kommer ikke med i den foreløpige publiseringen."),
        fixed_dates=((2, 22),),
    ),
    Term(
        "F16",
        _("Halvårsrapport til Husbanken"),
        _("halvåret begynner"),
        "",
        _("Rapporten kommer for sent."),
        fixed_dates=((6, 20), (12, 20)),
    ),
)


def term(term_id: str, on: date) -> Term:
    """The row that applies to a term that starts on the day."""
    for row in TERMS:
        started = row.valid_from is None or row.valid_from <= on
        if row.id == term_id and started and (row.valid_to is None or on < row.valid_to):
            return row
    raise LookupError(f"No term {term_id!r} on {on}.")


def due_on(term_id: str, start: date) -> date:
    """The last day of the term that starts on the day."""
    return _last_day(term(term_id, start), start)


def passed_on(term_id: str, start: date) -> date:
    """The first day after the term: what a wait was for may be done, and what a deadline was for is too late."""
    return due_on(term_id, start) + timedelta(days=1)


def length_of(row: Term) -> str:
    """The term's length as one says it: «3 uker», «1 måned», «3 måneder, og ut måneden»; nothing when it has none."""
    if row.fixed_dates:
        return gettext("innen {dates}").format(
            dates=gettext(" og ").join(f"{d:02}.{m:02}." for m, d in row.fixed_dates)
        )
    parts = [
        ngettext("{count} måned", "{count} måneder", row.months).format(count=row.months) if row.months else "",
        ngettext("{count} uke", "{count} uker", row.weeks).format(count=row.weeks) if row.weeks else "",
        ngettext("{count} dag", "{count} dager", row.days).format(count=row.days) if row.days else "",
    ]
    length = " ".join(part for part in parts if part)
    return gettext("{length}, og ut måneden").format(length=length) if row.to_month_end else length


def reckoned(term_id: str, start: date) -> str:
    """How the last day was found: «1 uke etter at varselet er sendt (12.03.2026), flyttet fra 19.03.2026»."""
    row = term(term_id, start)
    length = length_of(row)
    sentence = gettext("{length} etter at {start} ({day:%d.%m.%Y})") if length else gettext("{start} {day:%d.%m.%Y}")
    text = sentence.format(length=length, start=row.start, day=start)
    falls_on = _falls_on(row, start)
    if falls_on != _last_day(row, start):
        text += gettext(", flyttet fra {day:%d.%m.%Y}").format(day=falls_on)
    return text


def _last_day(row: Term, start: date) -> date:
    day = _falls_on(row, start)
    return next_workday(day) if row.rolls else day


def _falls_on(row: Term, start: date) -> date:
    """The day the term ends on before a Saturday or holiday is asked about."""
    if row.fixed_dates:
        dates = [date(year, *fixed) for year in (start.year, start.year + 1) for fixed in row.fixed_dates]
        return min(day for day in dates if day >= start)
    day = add_months(start, row.months) + timedelta(weeks=row.weeks, days=row.days)
    return month_end(day) if row.to_month_end else day
