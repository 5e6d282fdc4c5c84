"""The law the system refers to, as rows with dates.

A code names a rule by its place when we first cited it (`fvl_29`: the deadline for appeals) and stays
the same when the rule moves to another act: `reference` answers with the paragraph in force on the day
asked about. The public administration act of 2025 is passed and not in force; the day it is, its row
in ACTS gets a date, and every letter and deadline from that day on cites it.

Source: Lovdata, consolidated 2 July 2026. Repealed rules that older forms still cite (husleieloven
§ 11-2 for social tenants, helse- og omsorgstjenesteloven § 3-7) are left out on purpose.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

Text = str | Promise
LOVDATA = "https://lovdata.no/dokument/"


@dataclass(frozen=True)
class Act:
    """A statute or regulation; one without a date is passed and not in force."""

    code: str
    name: Text
    source: str
    in_force_from: date | None
    replaces: str = ""


@dataclass(frozen=True)
class LawReference:
    """One paragraph as it is cited. `valid_to` is the first day it no longer applies."""

    code: str
    short: Text
    title: Text
    source: str
    valid_from: date | None
    valid_to: date | None

    def is_in_force(self, day: date) -> bool:
        started = self.valid_from is not None and self.valid_from <= day
        return started and (self.valid_to is None or day < self.valid_to)


ACTS = (
    Act("fvl", _("forvaltningsloven"), "NL/lov/1967-02-10", date(1970, 1, 1)),
    Act("fvl_2025", _("forvaltningsloven"), "NL/lov/2025-06-20-81", None, replaces="fvl"),
    Act("boligsosialloven", _("boligsosialloven"), "NL/lov/2022-12-20-121", date(2023, 7, 1)),
    Act("husll", _("husleieloven"), "NL/lov/1999-03-26-17", date(2000, 1, 1)),
    Act("tvfbl", _("tvangsfullbyrdelsesloven"), "NL/lov/1992-06-26-86", date(1993, 1, 1)),
    Act("inkl", _("inkassoloven"), "NL/lov/1988-05-13-26", date(1989, 10, 1)),
    Act("dl", _("domstolloven"), "NL/lov/1915-08-13-5", date(1927, 7, 1)),
    Act("sotjl", _("sosialtjenesteloven"), "NL/lov/2009-12-18-131", date(2010, 1, 1)),
    Act("bustl", _("bustøttelova"), "NL/lov/2012-08-24-64", date(2013, 1, 1)),
    Act("brl", _("burettslagslova"), "NL/lov/2003-06-06-39", date(2005, 8, 15)),
    Act("offl", _("offentleglova"), "NL/lov/2006-05-19-16", date(2009, 1, 1)),
    Act("efvf", _("eForvaltningsforskriften"), "SF/forskrift/2004-06-25-988", date(2004, 7, 1)),
    Act("finansavtl", _("finansavtaleloven"), "NL/lov/2020-12-18-146", date(2023, 1, 1)),
    Act("husbanklan", _("forskrift om lån fra Husbanken"), "SF/forskrift/2019-11-18-1546", date(2020, 1, 1)),
    Act(
        "utskrforskr",
        _("forskrift om kommunal betaling for utskrivingsklare pasienter"),
        "SF/forskrift/2011-11-18-1115",
        date(2012, 1, 1),
    ),
    Act("kostraforskr", _("KOSTRA-forskriften"), "SF/forskrift/2019-10-18-1412", date(2020, 1, 1)),
)

# Rules of the old administration act whose paragraph in the new one nobody here has read yet. Until then a letter of
# that day cites the act and no paragraph, which is right, rather than a paragraph that may be wrong.
NOT_YET_PLACED = {"fvl_30", "fvl_42"}

# code, act, paragraph, what it is about, and the day it got that content when the act itself is older.
PARAGRAPHS: tuple[tuple[str, str, str, Text, date | None], ...] = (
    ("fvl_11a", "fvl", "§ 11 a", _("saksbehandlingstid og foreløpig svar"), None),
    ("fvl_11a", "fvl_2025", "§ 17", _("saksbehandlingstid og opplysning om fremdrift"), None),
    ("fvl_12", "fvl", "§ 12", _("fullmektig"), None),
    ("fvl_12", "fvl_2025", "§ 18", _("fullmektig"), None),
    ("fvl_16", "fvl", "§ 16", _("forhåndsvarsel"), None),
    ("fvl_16", "fvl_2025", "§ 42", _("forhåndsvarsel"), None),
    ("fvl_17", "fvl", "§ 17", _("utredning av saken og barnets syn"), None),
    ("fvl_17", "fvl_2025", "§ 44", _("utredning av saken"), None),
    ("fvl_18", "fvl", "§ 18", _("partens innsyn"), None),
    ("fvl_18", "fvl_2025", "§ 46", _("partens innsyn"), None),
    ("fvl_23", "fvl", "§ 23", _("skriftlig vedtak"), None),
    ("fvl_23", "fvl_2025", "§ 55", _("vedtakets form"), None),
    ("fvl_24", "fvl", "§ 24", _("når vedtak skal begrunnes"), None),
    ("fvl_24", "fvl_2025", "§ 56", _("krav om begrunnelse"), None),
    ("fvl_25", "fvl", "§ 25", _("begrunnelsens innhold"), None),
    ("fvl_25", "fvl_2025", "§ 57", _("begrunnelsens innhold"), None),
    ("fvl_27", "fvl", "§ 27", _("underretning om vedtaket"), None),
    ("fvl_27", "fvl_2025", "§ 59", _("innholdet i meldingen om vedtaket"), None),
    ("fvl_28", "fvl", "§ 28", _("klageinstans"), None),
    ("fvl_28", "fvl_2025", "§ 62", _("klageinstans"), None),
    ("fvl_29", "fvl", "§ 29", _("klagefrist"), None),
    ("fvl_29", "fvl_2025", "§ 63", _("klagefrist"), None),
    ("fvl_31", "fvl", "§ 31", _("for sen klage"), None),
    ("fvl_31", "fvl_2025", "§ 65", _("for sen klage"), None),
    ("fvl_32", "fvl", "§ 32", _("klagens form og innhold"), None),
    ("fvl_32", "fvl_2025", "§ 66", _("klagens form og innhold"), None),
    ("fvl_33", "fvl", "§ 33", _("behandlingen av klagen"), None),
    ("fvl_33", "fvl_2025", "§ 67", _("behandlingen av klagen"), None),
    ("fvl_36", "fvl", "§ 36", _("sakskostnader"), None),
    ("fvl_36", "fvl_2025", "§ 69", _("sakskostnader"), None),
    ("fvl_30", "fvl", "§ 30", _("når en klage er fremsatt i tide"), None),
    ("fvl_30", "fvl_2025", "", _("når en klage er fremsatt i tide"), None),
    ("fvl_42", "fvl", "§ 42", _("utsatt iverksetting"), None),
    ("fvl_42", "fvl_2025", "", _("utsatt iverksetting"), None),
    ("boligsosialloven_2", "boligsosialloven", "§ 2", _("hvem loven ikke gjelder for"), None),
    ("boligsosialloven_3", "boligsosialloven", "§ 3", _("ansvarlig kommune"), None),
    ("boligsosialloven_4", "boligsosialloven", "§ 4", _("vanskeligstilt på boligmarkedet"), None),
    ("boligsosialloven_6", "boligsosialloven", "§ 6", _("individuelt tilpasset bistand"), None),
    ("boligsosialloven_7", "boligsosialloven", "§ 7", _("vedtak, samarbeid og klageinstans"), None),
    ("boligsosialloven_8", "boligsosialloven", "§ 8", _("behandling av personopplysninger"), None),
    ("boligsosialloven_9", "boligsosialloven", "§ 9", _("innhenting av opplysninger"), None),
    ("husll_1_6", "husll", "§ 1-6", _("beregning av frister"), None),
    ("husll_3_1", "husll", "§ 3-1", _("leien"), None),
    ("husll_3_2", "husll", "§ 3-2", _("forfall og forskudd"), None),
    ("husll_3_5", "husll", "§ 3-5", _("depositum"), None),
    ("husll_3_6", "husll", "§ 3-6", _("garanti"), None),
    ("husll_4_1", "husll", "§ 4-1", _("urimelig leie"), None),
    ("husll_4_2", "husll", "§ 4-2", _("indeksregulering av leien"), None),
    ("husll_4_3", "husll", "§ 4-3", _("tilpassing til gjengs leie"), None),
    ("husll_7_1", "husll", "§ 7-1", _("opptak i husstanden"), None),
    ("husll_7_3", "husll", "§ 7-3", _("fremleie"), None),
    ("husll_9_2", "husll", "§ 9-2", _("opphør av tidsbestemt avtale"), None),
    ("husll_9_3", "husll", "§ 9-3", _("adgangen til tidsbestemt avtale"), None),
    ("husll_9_5", "husll", "§ 9-5", _("utleierens oppsigelse"), None),
    ("husll_9_6", "husll", "§ 9-6", _("oppsigelsesfrist"), None),
    ("husll_9_7", "husll", "§ 9-7", _("krav til oppsigelsen"), None),
    ("husll_9_8", "husll", "§ 9-8", _("protest mot oppsigelse"), None),
    ("husll_9_9", "husll", "§ 9-9", _("heving av leieavtalen"), None),
    ("husll_9_11", "husll", "§ 9-11", _("varsel om fravikelse til kommunen"), date(2007, 7, 1)),
    ("husll_11_1", "husll", "§ 11-1", _("boliger til vanskeligstilte"), date(2009, 9, 1)),
    ("husll_12_5", "husll", "§ 12-5", _("Husleietvistutvalget"), None),
    ("tvfbl_4_18", "tvfbl", "§ 4-18", _("varsel før begjæring"), None),
    ("tvfbl_4_19", "tvfbl", "§ 4-19", _("nytt varsel etter ett år"), None),
    ("tvfbl_13_2", "tvfbl", "§ 13-2", _("tvangsgrunnlag for fravikelse"), None),
    ("tvfbl_13_6", "tvfbl", "§ 13-6", _("foreleggelse og varsel til sosialtjenesten"), None),
    ("inkl_9", "inkl", "§ 9", _("inkassovarsel"), None),
    ("dl_148", "dl", "§ 148", _("når en frist ender"), None),
    ("dl_149", "dl", "§ 149", _("frist som ender på helligdag"), None),
    ("sotjl_17", "sotjl", "§ 17", _("opplysning, råd og veiledning"), None),
    ("sotjl_18", "sotjl", "§ 18", _("økonomisk stønad"), None),
    ("sotjl_27", "sotjl", "§ 27", _("midlertidig botilbud"), None),
    ("sotjl_47", "sotjl", "§ 47", _("klage til statsforvalteren"), None),
    ("bustl_13", "bustl", "§ 13", _("klage på bostøtte"), None),
    ("bustl_14", "bustl", "§ 14", _("tilskudd til etablering"), None),
    ("brl_4_2", "brl", "§ 4-2", _("hvor mange andeler kommunen kan eie"), None),
    ("offl_13", "offl", "§ 13", _("opplysninger som er underlagt taushetsplikt"), None),
    ("efvf_8", "efvf", "§ 8", _("digital melding om vedtak"), None),
    ("husbanklan_5_2", "husbanklan", "§ 5-2", _("hvem som kan få startlån"), None),
    ("husbanklan_5_3", "husbanklan", "§ 5-3", _("hva startlån kan brukes til, og samfinansiering"), None),
    ("husbanklan_5_4", "husbanklan", "§ 5-4", _("behovsprøving av startlån"), None),
    ("husbanklan_8_5", "husbanklan", "§ 8-5", _("nedbetalingstid og avdragsfrihet"), None),
    ("finansavtl_5_1", "finansavtl", "§ 5-1", _("plikt til å forklare lånet"), None),
    ("finansavtl_5_2", "finansavtl", "§ 5-2", _("kredittvurdering"), None),
    ("finansavtl_5_3", "finansavtl", "§ 5-3", _("plikt til å fortelle resultatet"), None),
    ("finansavtl_5_4", "finansavtl", "§ 5-4", _("plikt til å avslå når evnen til å betale ikke er god nok"), None),
    ("utskrforskr_8", "utskrforskr", "§ 8", _("varsel til kommunen om innlagt pasient"), None),
    ("kostraforskr_4", "kostraforskr", "§ 4", _("frister for rapportering"), None),
)


def _validity(act: Act) -> tuple[date | None, date | None]:
    """An act applies until the one that replaces it comes into force."""
    successors = (later.in_force_from for later in ACTS if later.replaces == act.code)
    return act.in_force_from, next(successors, None)


def _rows() -> tuple[LawReference, ...]:
    acts = {act.code: act for act in ACTS}
    rows = []
    for code, act_code, paragraph, title, since in PARAGRAPHS:
        act = acts[act_code]
        valid_from, valid_to = _validity(act)
        # A hard space keeps the sign and its number on one line.
        short = format_lazy("{} {}", act.name, paragraph.replace("§ ", "§\u00a0")) if paragraph else act.name
        rows.append(LawReference(code, short, title, LOVDATA + act.source, since or valid_from, valid_to))
    return tuple(rows)


REFERENCES = _rows()


def reference(code: str, on: date) -> LawReference:
    """The paragraph in force that day; LookupError when there was none, as before an act came."""
    found = [row for row in REFERENCES if row.code == code and row.is_in_force(on)]
    if not found:
        raise LookupError(f"No rule {code!r} in force on {on}.")
    return found[0]


def not_in_force(on: date) -> list[LawReference]:
    """Rules that are passed and wait for a date, or whose date has not come."""
    return [row for row in REFERENCES if row.valid_from is None or row.valid_from > on]


@dataclass(frozen=True)
class AppealBody:
    """Who decides an appeal over one kind of decision, and where it is handed in.

    A trap: there is no one rule. An appeal over a municipal dwelling goes to the municipality's own
    appeals board, one over help under boligsosialloven to the county governor (statsforvalteren).
    """

    kind: str
    decision: Text
    body: Text
    handed_in_to: Text
    law: str


APPEAL_BODIES = (
    AppealBody(
        "housing_assistance",
        _("bistand etter boligsosialloven"),
        _("statsforvalteren"),
        _("kommunen"),
        "boligsosialloven_7",
    ),
    AppealBody("temporary_housing", _("midlertidig botilbud"), _("statsforvalteren"), _("kommunen"), "sotjl_47"),
    AppealBody("financial_support", _("økonomisk stønad"), _("statsforvalteren"), _("kommunen"), "sotjl_47"),
    AppealBody("municipal_dwelling", _("kommunal utleiebolig"), _("kommunal klagenemnd"), _("kommunen"), "fvl_28"),
    AppealBody("extension", _("forlenget leiekontrakt"), _("kommunal klagenemnd"), _("kommunen"), "fvl_28"),
    AppealBody("start_loan", _("startlån"), _("kommunal klagenemnd"), _("kommunen"), "fvl_28"),
    AppealBody("establishment_grant", _("tilskudd til etablering"), _("kommunal klagenemnd"), _("kommunen"), "fvl_28"),
    AppealBody("housing_allowance", _("bostøtte"), _("Klagenemnda for Husbanken"), _("Husbanken"), "bustl_13"),
    AppealBody(
        "rent_dispute",
        _("tvist om leieforholdet, som ikke er et vedtak"),
        _("Husleietvistutvalget"),
        _("Husleietvistutvalget"),
        "husll_12_5",
    ),
)


def appeal_body(kind: str) -> AppealBody:
    for row in APPEAL_BODIES:
        if row.kind == kind:
            return row
    raise LookupError(f"No appeal body is known for {kind!r}.")
