"""The texts every municipality's letters begin with (standardtekster), in both written languages.

Plain language: short sentences, «du», and what to do next. A merge field stands in braces and is filled in when the
letter is written; ``letter_texts.py`` knows them all. A paragraph of the law is always a merge field, so that the
letter cites the one in force on its day.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NB, NN = "nb", "nn"


@dataclass(frozen=True)
class LetterPart:
    """A text of the letter: what the administrator calls it, and the merge fields it may never lose."""

    code: str
    name: str | Promise
    fields: tuple[str, ...] = ()


PARTS = (
    LetterPart("opening", _("Innledning"), ("mottatt",)),
    LetterPart("result_granted", _("Resultat: innvilget")),
    LetterPart("result_rejected", _("Resultat: avslått")),
    LetterPart("result_dismissed", _("Resultat: avvist")),
    LetterPart("dwelling", _("Boligen vedtaket gjelder")),
    LetterPart("extension", _("Forlenget leiekontrakt")),
    LetterPart("temporary", _("Midlertidig botilbud")),
    LetterPart("assistance", _("Bistand etter boligsosialloven")),
    LetterPart("conditions", _("Vilkår og bortfall")),
    LetterPart("facts", _("Fakta")),
    LetterPart("main_considerations", _("Hovedhensyn")),
    LetterPart("rules", _("Regler")),
    LetterPart("applicant_view", _("Søkerens syn")),
    LetterPart("child_view", _("Barnas syn")),
    LetterPart("advice", _("Råd om veien videre")),
    LetterPart("appeal", _("Klageadgang"), ("klageinstans", "frist", "adresse", "regel_klagefrist")),
    LetterPart("appeal_content", _("Hva klagen må inneholde"), ("regel_klage",)),
    LetterPart("reasons", _("Rett til begrunnelse"), ("regel_begrunnelse",)),
    LetterPart("postponed", _("Utsatt iverksetting"), ("regel_utsatt",)),
    LetterPart("costs", _("Sakskostnader og fri rettshjelp"), ("regel_kostnader",)),
    LetterPart("insight", _("Rett til å se saken"), ("regel_innsyn",)),
    LetterPart("contact", _("Saksbehandler og telefon"), ("saksbehandler", "telefon")),
)

# (code, language) → heading and body. A body's paragraphs are parted by an empty line.
DEFAULTS: dict[tuple[str, str], tuple[str, str]] = {
    ("opening", NB): ("", "Vi viser til søknaden din, som vi mottok {mottatt}."),
    ("opening", NN): ("", "Vi viser til søknaden din, som vi fekk {mottatt}."),
    ("result_granted", NB): ("Hva vi har bestemt", "Søknaden din er innvilget."),
    ("result_granted", NN): ("Kva vi har bestemt", "Søknaden din er innvilga."),
    ("result_rejected", NB): ("Hva vi har bestemt", "Søknaden din er avslått. Du får ikke det du har søkt om."),
    ("result_rejected", NN): ("Kva vi har bestemt", "Søknaden din er avslått. Du får ikkje det du har søkt om."),
    ("result_dismissed", NB): ("Hva vi har bestemt", "Vi tar ikke søknaden din til behandling. Den er avvist."),
    ("result_dismissed", NN): ("Kva vi har bestemt", "Vi tek ikkje søknaden din til behandling. Han er avvist."),
    ("dwelling", NB): (
        "Boligen vedtaket gjelder",
        "Vedtaket gir deg plass på ventelisten. Når vi har en bestemt bolig til deg, skriver vi hvor den ligger og hva "
        "den koster. Boligen skal være slik:",
    ),
    ("dwelling", NN): (
        "Bustaden vedtaket gjeld",
        "Vedtaket gir deg plass på ventelista. Når vi har ein bestemt bustad til deg, skriv vi kvar han ligg og kva "
        "han kostar. Bustaden skal vere slik:",
    ),
    ("extension", NB): (
        "Den nye leieperioden",
        "Du kan bli boende. Vi skriver en ny leiekontrakt med deg. Den gjelder slik:",
    ),
    ("extension", NN): (
        "Den nye leigeperioden",
        "Du kan bli buande. Vi skriv ein ny leigekontrakt med deg. Han gjeld slik:",
    ),
    ("temporary", NB): ("Hvor lenge tilbudet gjelder", "Tilbudet er midlertidig. Det gjelder slik:"),
    ("temporary", NN): ("Kor lenge tilbodet gjeld", "Tilbodet er mellombels. Det gjeld slik:"),
    ("assistance", NB): ("Hvor lenge du får hjelpen", "Hjelpen gjelder slik:"),
    ("assistance", NN): ("Kor lenge du får hjelpa", "Hjelpa gjeld slik:"),
    ("conditions", NB): ("Vilkår, og når vedtaket faller bort", ""),
    ("conditions", NN): ("Vilkår, og når vedtaket fell bort", ""),
    ("facts", NB): ("Hvorfor vi har bestemt dette", "Dette bygger vi på:"),
    ("facts", NN): ("Kvifor vi har bestemt dette", "Dette byggjer vi på:"),
    ("main_considerations", NB): ("", "Dette har vi lagt vekt på:"),
    ("main_considerations", NN): ("", "Dette har vi lagt vekt på:"),
    ("rules", NB): ("", "Vi har brukt disse reglene:"),
    ("rules", NN): ("", "Vi har brukt desse reglane:"),
    ("applicant_view", NB): ("Det du har sagt til oss", ""),
    ("applicant_view", NN): ("Det du har sagt til oss", ""),
    ("child_view", NB): ("Det barna mener", ""),
    ("child_view", NN): ("Det barna meiner", ""),
    ("advice", NB): ("Hva du kan gjøre nå", ""),
    ("advice", NN): ("Kva du kan gjere no", ""),
    ("appeal", NB): (
        "Du kan klage",
        "Er du uenig i vedtaket, kan du klage. Fristen er {frist} fra den dagen du får dette brevet "
        "({regel_klagefrist}).\n\n"
        "Send klagen til oss: {kontor}, {kommune}, {adresse}. Vi ser på saken på nytt. Endrer vi ikke vedtaket, sender "
        "vi klagen videre til {klageinstans}, som avgjør den.",
    ),
    ("appeal", NN): (
        "Du kan klage",
        "Er du usamd i vedtaket, kan du klage. Fristen er {frist} frå den dagen du får dette brevet "
        "({regel_klagefrist}).\n\n"
        "Send klaga til oss: {kontor}, {kommune}, {adresse}. Vi ser på saka på nytt. Endrar vi ikkje vedtaket, sender "
        "vi klaga vidare til {klageinstans}, som avgjer ho.",
    ),
    ("appeal_content", NB): (
        "",
        "Skriv hvilket vedtak du klager på, og hva du vil ha endret. Skriv gjerne hvorfor. Du må underskrive klagen "
        "({regel_klage}). Trenger du hjelp til å skrive, hjelper vi deg.",
    ),
    ("appeal_content", NN): (
        "",
        "Skriv kva vedtak du klagar på, og kva du vil ha endra. Skriv gjerne kvifor. Du må underskrive klaga "
        "({regel_klage}). Treng du hjelp til å skrive, hjelper vi deg.",
    ),
    ("reasons", NB): (
        "",
        "Vil du vite mer om hvorfor, kan du be om en begrunnelse innen klagefristen er ute ({regel_begrunnelse}). Da "
        "får du en ny klagefrist fra den dagen du får den.",
    ),
    ("reasons", NN): (
        "",
        "Vil du vite meir om kvifor, kan du be om ei grunngjeving innan klagefristen er ute ({regel_begrunnelse}). Då "
        "får du ein ny klagefrist frå den dagen du får henne.",
    ),
    ("postponed", NB): (
        "",
        "Du kan be oss vente med å sette vedtaket i verk til klagen er avgjort ({regel_utsatt}).",
    ),
    ("postponed", NN): (
        "",
        "Du kan be oss vente med å setje vedtaket i verk til klaga er avgjord ({regel_utsatt}).",
    ),
    ("costs", NB): (
        "",
        "Blir vedtaket endret til din fordel, kan du kreve å få dekket utgifter som har vært nødvendige. Det må du "
        "gjøre innen tre uker etter at du fikk det nye vedtaket ({regel_kostnader}). Har du lav inntekt, kan du ha "
        "rett til fri rettshjelp. Spør oss, så forteller vi hvordan.",
    ),
    ("costs", NN): (
        "",
        "Blir vedtaket endra til fordel for deg, kan du krevje å få dekt utgifter som har vore nødvendige. Det må du "
        "gjere innan tre veker etter at du fekk det nye vedtaket ({regel_kostnader}). Har du låg inntekt, kan du ha "
        "rett til fri rettshjelp. Spør oss, så fortel vi korleis.",
    ),
    ("insight", NB): (
        "Du kan se saken din",
        "Du har rett til å se dokumentene i saken din ({regel_innsyn}). Ta kontakt, så ordner vi det.",
    ),
    ("insight", NN): (
        "Du kan sjå saka di",
        "Du har rett til å sjå dokumenta i saka di ({regel_innsyn}). Ta kontakt, så ordnar vi det.",
    ),
    ("contact", NB): (
        "Har du spørsmål?",
        "Ring {saksbehandler} på telefon {telefon}, eller skriv til {epost}. Vi hjelper deg gjerne med å forstå "
        "vedtaket.",
    ),
    ("contact", NN): (
        "Har du spørsmål?",
        "Ring {saksbehandler} på telefon {telefon}, eller skriv til {epost}. Vi hjelper deg gjerne med å forstå "
        "vedtaket.",
    ),
}
# How long one has to appeal, as it is written.
APPEAL_TERM = {NB: "tre uker", NN: "tre veker"}
