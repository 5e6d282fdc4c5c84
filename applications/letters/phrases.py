"""Phrases a caseworker may put into a decision (tekstforslag), in both written languages, plain and kind.

What stands in square brackets is to be filled in; a letter where one is left is refused. A phrase is a beginning: the
caseworker writes what is true of this household.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.letters.completeness import DISMISSED, GRANTED, REJECTED

DWELLING, EXTENSION = "municipal_dwelling", "extension"
ASSISTANCE, TEMPORARY = "housing_assistance", "temporary_housing"
EVERY_KIND = (DWELLING, EXTENSION, ASSISTANCE, TEMPORARY)
EVERY_OUTCOME = (GRANTED, REJECTED, DISMISSED)


@dataclass(frozen=True)
class DefaultPhrase:
    """``field`` is the one of the decision form it belongs in."""

    code: str
    field: str
    name: str | Promise
    outcomes: tuple[str, ...]
    kinds: tuple[str, ...]
    nb: str
    nn: str


FACTS = (
    DefaultPhrase(
        "phrase_fact_homeless",
        "facts",
        _("Uten fast bolig"),
        EVERY_OUTCOME,
        EVERY_KIND,
        "Du har ikke noe fast sted å bo. Nå bor du [hvor].",
        "Du har ikkje nokon fast stad å bu. No bur du [kvar].",
    ),
    DefaultPhrase(
        "phrase_fact_tenant",
        "facts",
        _("Leier bolig i dag"),
        EVERY_OUTCOME,
        EVERY_KIND,
        "Du leier en bolig med [antall] rom. Kontrakten varer til [dato].",
        "Du leiger ein bustad med [tal] rom. Kontrakten varer til [dato].",
    ),
    DefaultPhrase(
        "phrase_fact_income",
        "facts",
        _("Inntekt"),
        EVERY_OUTCOME,
        EVERY_KIND,
        "Husstanden din har [beløp] kroner i måneden etter skatt.",
        "Husstanden din har [beløp] kroner i månaden etter skatt.",
    ),
    DefaultPhrase(
        "phrase_fact_debt",
        "facts",
        _("Gammel husleiegjeld"),
        (REJECTED,),
        (DWELLING, EXTENSION),
        "Du skylder kommunen [beløp] kroner i husleie fra et tidligere leieforhold.",
        "Du skuldar kommunen [beløp] kroner i husleige frå eit tidlegare leigeforhold.",
    ),
    DefaultPhrase(
        "phrase_fact_elsewhere",
        "facts",
        _("Oppholder seg i en annen kommune"),
        (REJECTED, DISMISSED),
        EVERY_KIND,
        "Du bor og oppholder deg i [kommune].",
        "Du bur og oppheld deg i [kommune].",
    ),
)

REASONS_TO_REFUSE = (
    DefaultPhrase(
        "phrase_reason_manages",
        "considerations",
        _("Kan skaffe bolig selv"),
        (REJECTED,),
        (DWELLING, ASSISTANCE),
        "Kommunens boliger er for dem som ikke klarer å skaffe seg en egnet bolig selv. Vi har sett på situasjonen "
        "din, og vi mener at du kan klare det. Nedenfor står det hva vi kan hjelpe deg med.",
        "Bustadene til kommunen er for dei som ikkje klarer å skaffe seg ein eigna bustad sjølve. Vi har sett på "
        "situasjonen din, og vi meiner at du kan klare det. Nedanfor står det kva vi kan hjelpe deg med.",
    ),
    DefaultPhrase(
        "phrase_reason_income",
        "considerations",
        _("Inntekt til å leie privat"),
        (REJECTED,),
        (DWELLING, ASSISTANCE),
        "Inntekten din er høy nok til at du kan leie en vanlig bolig. Vi har få boliger, og de går til dem som ikke "
        "har den muligheten.",
        "Inntekta di er høg nok til at du kan leige ein vanleg bustad. Vi har få bustader, og dei går til dei som "
        "ikkje har det høvet.",
    ),
    DefaultPhrase(
        "phrase_reason_suitable",
        "considerations",
        _("Har en egnet bolig"),
        (REJECTED,),
        (DWELLING, ASSISTANCE),
        "Boligen du har i dag, er stor nok for husstanden din og i god nok stand. Du kan bli boende der. Derfor "
        "trenger du ikke en bolig fra kommunen nå.",
        "Bustaden du har i dag, er stor nok for husstanden din og i god nok stand. Du kan bli buande der. Difor treng "
        "du ikkje ein bustad frå kommunen no.",
    ),
    DefaultPhrase(
        "phrase_reason_debt",
        "considerations",
        _("Husleiegjeld ikke gjort opp"),
        (REJECTED,),
        (DWELLING,),
        "Gammel husleiegjeld til kommunen må være betalt, eller du må ha en avtale om å betale den ned. Vi har "
        "vurdert om vi skal gjøre unntak for deg. Vi har ikke funnet sterke nok grunner til det.",
        "Gammal husleigegjeld til kommunen må vere betalt, eller du må ha ein avtale om å betale henne ned. Vi har "
        "vurdert om vi skal gjere unntak for deg. Vi har ikkje funne sterke nok grunnar til det.",
    ),
    DefaultPhrase(
        "phrase_reason_too_early",
        "considerations",
        _("For tidlig å bytte"),
        (REJECTED,),
        (DWELLING,),
        "Du har bodd kort tid i boligen du har nå. Vi lar deg bytte tidligere bare når helse, familie eller trygghet "
        "gjør det nødvendig. Vi har vurdert det, og mener at boligen passer for deg foreløpig.",
        "Du har budd kort tid i bustaden du har no. Vi lèt deg byte tidlegare berre når helse, familie eller "
        "tryggleik gjer det nødvendig. Vi har vurdert det, og meiner at bustaden passar for deg førebels.",
    ),
    DefaultPhrase(
        "phrase_reason_better_off",
        "considerations",
        _("Trenger ikke boligen lenger"),
        (REJECTED,),
        (EXTENSION,),
        "Situasjonen din er bedre enn da du fikk boligen. Vi mener at du nå kan skaffe deg en annen bolig, med litt "
        "hjelp fra oss.",
        "Situasjonen din er betre enn då du fekk bustaden. Vi meiner at du no kan skaffe deg ein annan bustad, med "
        "litt hjelp frå oss.",
    ),
    DefaultPhrase(
        "phrase_reason_not_acute",
        "considerations",
        _("Har et sted å være"),
        (REJECTED,),
        (TEMPORARY,),
        "Midlertidig botilbud er for den som ikke har et sted å sove eller være det neste døgnet. Du har et sted å "
        "være nå.",
        "Mellombels butilbod er for den som ikkje har ein stad å sove eller vere det neste døgnet. Du har ein stad å "
        "vere no.",
    ),
    DefaultPhrase(
        "phrase_reason_elsewhere",
        "considerations",
        _("En annen kommune har ansvaret"),
        (REJECTED, DISMISSED),
        EVERY_KIND,
        "Den kommunen du oppholder deg i, har ansvaret for å hjelpe deg. Derfor kan ikke vi avgjøre søknaden din.",
        "Den kommunen du oppheld deg i, har ansvaret for å hjelpe deg. Difor kan ikkje vi avgjere søknaden din.",
    ),
    DefaultPhrase(
        "phrase_reason_papers",
        "considerations",
        _("Mangler opplysninger"),
        (DISMISSED,),
        EVERY_KIND,
        "Vi har bedt deg om opplysninger vi må ha for å vurdere søknaden. Vi har ikke fått dem. Sender du dem nå, ser "
        "vi på søknaden på nytt.",
        "Vi har bede deg om opplysningar vi må ha for å vurdere søknaden. Vi har ikkje fått dei. Sender du dei no, "
        "ser vi på søknaden på nytt.",
    ),
)

REASONS_TO_GRANT = (
    DefaultPhrase(
        "phrase_grant_needs_home",
        "considerations",
        _("Klarer ikke å skaffe bolig selv"),
        (GRANTED,),
        (DWELLING, ASSISTANCE),
        "Du har ikke en egnet bolig, og du klarer ikke å skaffe deg en uten hjelp. Derfor skal kommunen hjelpe deg.",
        "Du har ikkje ein eigna bustad, og du klarer ikkje å skaffe deg ein utan hjelp. Difor skal kommunen hjelpe "
        "deg.",
    ),
    DefaultPhrase(
        "phrase_grant_children",
        "considerations",
        _("Hensynet til barna"),
        (GRANTED,),
        EVERY_KIND,
        "Vi har lagt stor vekt på at barna trenger et trygt sted å bo og bør slippe å flytte mye.",
        "Vi har lagt stor vekt på at barna treng ein trygg stad å bu og bør sleppe å flytte mykje.",
    ),
    DefaultPhrase(
        "phrase_grant_health",
        "considerations",
        _("Helse"),
        (GRANTED,),
        (DWELLING, EXTENSION, ASSISTANCE),
        "Helsen din gjør at du trenger en bolig som er lagt til rette for deg.",
        "Helsa di gjer at du treng ein bustad som er lagd til rette for deg.",
    ),
    DefaultPhrase(
        "phrase_grant_stays",
        "considerations",
        _("Trenger boligen fortsatt"),
        (GRANTED,),
        (EXTENSION,),
        "Du trenger fortsatt boligen, og du har holdt det du lovte i leiekontrakten.",
        "Du treng framleis bustaden, og du har halde det du lova i leigekontrakten.",
    ),
    DefaultPhrase(
        "phrase_grant_tonight",
        "considerations",
        _("Har ikke et sted å sove"),
        (GRANTED,),
        (TEMPORARY,),
        "Du har ikke et sted å sove det neste døgnet, og du klarer ikke å finne et selv.",
        "Du har ikkje ein stad å sove det neste døgnet, og du klarer ikkje å finne ein sjølv.",
    ),
)

ADVICE = (
    DefaultPhrase(
        "phrase_advice_allowance",
        "advice",
        _("Bostøtte"),
        (REJECTED, DISMISSED),
        EVERY_KIND,
        "Du kan søke Husbanken om bostøtte. Da kan du få hjelp til å betale husleien. Vi hjelper deg med søknaden "
        "hvis du vil.",
        "Du kan søkje Husbanken om bustøtte. Då kan du få hjelp til å betale husleiga. Vi hjelper deg med søknaden om "
        "du vil.",
    ),
    DefaultPhrase(
        "phrase_advice_deposit",
        "advice",
        _("Garanti for depositum"),
        (REJECTED,),
        EVERY_KIND,
        "Finner du en bolig å leie, kan du søke om garanti for depositumet. Ring oss før du skriver under kontrakten.",
        "Finn du ein bustad å leige, kan du søkje om garanti for depositumet. Ring oss før du skriv under kontrakten.",
    ),
    DefaultPhrase(
        "phrase_advice_private",
        "advice",
        _("Hjelp til å finne bolig"),
        (REJECTED,),
        EVERY_KIND,
        "Vi kan hjelpe deg å lete etter bolig, svare på annonser og forberede visninger. Ring oss, så avtaler vi en "
        "tid.",
        "Vi kan hjelpe deg å leite etter bustad, svare på annonsar og førebu visingar. Ring oss, så avtaler vi ei tid.",
    ),
    DefaultPhrase(
        "phrase_advice_loan",
        "advice",
        _("Startlån"),
        (REJECTED,),
        (DWELLING, EXTENSION, ASSISTANCE),
        "Vil du kjøpe bolig, og får du ikke nok lån i banken, kan du søke kommunen om startlån. Vi forteller deg "
        "gjerne hvordan.",
        "Vil du kjøpe bustad, og får du ikkje nok lån i banken, kan du søkje kommunen om startlån. Vi fortel deg "
        "gjerne korleis.",
    ),
    DefaultPhrase(
        "phrase_advice_budget",
        "advice",
        _("Råd om økonomi og gjeld"),
        (REJECTED,),
        EVERY_KIND,
        "Trenger du råd om økonomi eller gjeld, kan du snakke med en rådgiver på Nav-kontoret. Det er gratis.",
        "Treng du råd om økonomi eller gjeld, kan du snakke med ein rådgivar på Nav-kontoret. Det er gratis.",
    ),
    DefaultPhrase(
        "phrase_advice_debt",
        "advice",
        _("Betale ned gjelden"),
        (REJECTED,),
        (DWELLING, EXTENSION),
        "Ring oss og lag en avtale om å betale ned husleiegjelden. Med en slik avtale kan du søke på nytt.",
        "Ring oss og lag ein avtale om å betale ned husleigegjelda. Med ein slik avtale kan du søkje på nytt.",
    ),
    DefaultPhrase(
        "phrase_advice_tonight",
        "advice",
        _("Når det haster"),
        (REJECTED, DISMISSED),
        EVERY_KIND,
        "Har du ikke et sted å sove i natt, må du ta kontakt med Nav-kontoret med en gang. De skal hjelpe deg.",
        "Har du ikkje ein stad å sove i natt, må du ta kontakt med Nav-kontoret med ein gong. Dei skal hjelpe deg.",
    ),
    DefaultPhrase(
        "phrase_advice_elsewhere",
        "advice",
        _("Kontakt den andre kommunen"),
        (REJECTED, DISMISSED),
        EVERY_KIND,
        "Ta kontakt med [kommune]. Vi kan sende søknaden din dit hvis du vil.",
        "Ta kontakt med [kommune]. Vi kan sende søknaden din dit om du vil.",
    ),
    DefaultPhrase(
        "phrase_advice_again",
        "advice",
        _("Søk på nytt"),
        (REJECTED, DISMISSED),
        EVERY_KIND,
        "Endrer situasjonen din seg, kan du søke på nytt når som helst.",
        "Endrar situasjonen din seg, kan du søkje på nytt når som helst.",
    ),
)

CONDITIONS = (
    DefaultPhrase(
        "phrase_lasts_year",
        "conditions",
        _("Gjelder i ett år"),
        (GRANTED,),
        (DWELLING, ASSISTANCE),
        "Vedtaket gjelder i ett år fra datoen på dette brevet. Det faller bort hvis du får en egnet bolig på annen "
        "måte, eller hvis du flytter fra kommunen.",
        "Vedtaket gjeld i eitt år frå datoen på dette brevet. Det fell bort om du får ein eigna bustad på annan måte, "
        "eller om du flyttar frå kommunen.",
    ),
    DefaultPhrase(
        "phrase_lasts_lease",
        "conditions",
        _("Gjelder ut kontrakten"),
        (GRANTED,),
        (EXTENSION,),
        "Det er ingen vilkår. Vedtaket faller bort hvis du flytter, eller hvis du ikke skriver under den nye "
        "kontrakten.",
        "Det er ingen vilkår. Vedtaket fell bort om du flyttar, eller om du ikkje skriv under den nye kontrakten.",
    ),
    DefaultPhrase(
        "phrase_lasts_temporary",
        "conditions",
        _("Til annet botilbud"),
        (GRANTED,),
        (TEMPORARY,),
        "Tilbudet faller bort når du får et annet sted å bo. Trenger du det lenger, må du si fra før det går ut.",
        "Tilbodet fell bort når du får ein annan stad å bu. Treng du det lenger, må du seie frå før det går ut.",
    ),
    DefaultPhrase(
        "phrase_tell_changes",
        "conditions",
        _("Si fra om endringer"),
        (GRANTED,),
        EVERY_KIND,
        "Si fra til oss hvis inntekten din, husstanden din eller adressen din endrer seg.",
        "Sei frå til oss om inntekta di, husstanden din eller adressa di endrar seg.",
    ),
)

PHRASES = (*FACTS, *REASONS_TO_REFUSE, *REASONS_TO_GRANT, *ADVICE, *CONDITIONS)
