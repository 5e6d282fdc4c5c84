"""Holmestrand's half-year report of the spring of 2013, as data by the eight sections of the form.

The source is a printed form (Husbanken, 13.02.2012) whose text was lifted out of a PDF. It is kept word for word, with
its slips («karlegging», «Fremdriftspla n», «boligog tjenestetilbud», «trygghetsog»). Paragraphs and the columns of the
tables are put back by sense; the words are in the order of the source.

What is visibly lost or does not agree in the source, and is not mended here:

- Every digit group «2013» fell out: «Gjennom vårhalvåret i har», «Rapporteringsdato: 20.6.», «Behandlet: 14.6. 19.6.»,
  «våren», «september», «3.juni», «økonomiplan -2016» (2013–2016), «gjennomført fra 2012-», «2012-», «-2015», «-2014»,
  «reduseres … fra til 2015» (from some number in 2013), «klarlegge målgruppen for -2014-2015», «videreført i.».
  The year is not printed anywhere as 2013; it follows from the plan «-2016» and from the steps after 2012.
- The duration «-2015 Våren -» of welfare technology is two durations run together with «økonomiplan -2016».
- Four work groups (section 3, goal 1; four boxes in the chart of section 4) or five (section 3, goal 3; section 4).
- Two days in the steering group: 14.6. and 19.6.
- «Delmål 3 Delmål 4» stand together, and so do their descriptions: each is put in its own row.
- In table 3 the durations «2012-» and «Planen ble vedtatt 3.juni» of two results stand together in one cell.
- Section 7: «2013» fell out of the heading «2010 2011 2012 2014» too, and which column an amount stands in is lost. The
  programme began in October 2011, so the amounts of each line are read as those of 2011, 2012 and 2013, and the sums
  agree: 1 000 000 + 310 662 = 1 310 662 and 1 200 000 + 360 000 = 1 560 000. (Paid in 2012 is 0: that sum is of what
  was granted.)
- The chart of the organisation and the drawing of the target groups are pictures: their words stand in the text.
- The matrix of partners has no cross, and section 8 has no story. Both are blank in the source.
"""

MUNICIPALITY = "Holmestrand kommune"
# 1 Formalia: heading of the form, name of our field, what is printed.
FORMALIA = [
    ("Kommunens navn", "municipality", "Holmestrand kommune"),
    ("Programleder", "programme_leader", "Solfrid Nilsen"),
    ("Programstart", "programme_started", "Oktober 2011"),
    ("Rapporteringsdato", "reported_on", "20.6."),
    ("Behandlet i styringsgruppen", "treated_on", "14.6. 19.6."),
    ("Utfylt av", "filled_in_by", "Solfrid Nilsen"),
    ("Telefon", "phone", "33064113"),
    ("Mobil", "mobile", "93650608"),
    ("E-post", "email", "Solfrid.Nilsen@holmestrand.kommune.no"),
]

BACKGROUND = """\
Holmestrand kommune begrunnet sin søknad til programmet med store og kjente utfordringer med å etablere helhetlige \
gode tilbud til vanskeligstilte og personer uten fast bopel. Kommunen vurderte at deltagelse i Husbankens \
boligsosiale utviklingsprogram ville styrke kompetansen og tiltakskjeden på området vesentlig. I tillegg ville \
satsingen gi Holmestrand mulighet til å satse bredere og raskere med å innfri hovedutfordringene skissert i \
kommunens boligsosiale handlingsplan.

Følgende målsettinger for kommunens boligsosiale arbeid er definert i søknaden til Husbankens boligsosiale \
utviklingsprogram:

Utvikle tjenestetilbud og skaffe egnede boliger som er tilpasset innbyggernes behov gjennom tverrsektorielt \
samarbeid og samarbeid med andre forvaltningsnivåer og institusjoner.
Varig bosetting av de vanskeligst stilte på boligmarkedet.
Minimering av behov for akutt botilbud og finne løsninger på midlertidige boliger.
Sørge for at flest mulig klarer å bo i egen bolig over tid minimere utkastelser.
Bedre organisering som sikrer riktig informasjon, økt tilgjengelighet og brukervennlighet.
Etter prosjektslutt, ha et bolig- og tjenestetilbud som håndterer problematikken rundt bostedsløse og \
vanskeligstilte på boligmarkedet på en tilfredsstillende måte.
Sørge for at Boligsosial handlingsplan 2011-2014 følges opp

Gjennom vårhalvåret i har utviklingsprogrammet i Holmestrand kommune vært inne i en overlappende planleggings- og \
gjennomføringsfase. Programplan og strategi for gjennomføring er ferdigstilt i perioden, samtidig som det har vært \
tiltaksaktivitet på flere prioriterte innsatsområder."""

# 3 Mål for kommunens program: the text before the tables.
GOALS_TEXT = """\
Programbeskrivelse for boligsosialt utviklingsprogram i region sør (Husbanken, 2009) har vært førende for kommunens \
arbeid med mål og strategi for boligsosialt utviklingsprogram. To punkter har satt et særlig preg på resultatet;

«Kommunens mål formuleres lokalt ut fra den enkelte kommunes utfordringer og prioriteringer».
«Programsatsingen må til enhver tid ses i sammenheng med andre satsinger og styringssignaler fra Kommunal- og \
regionaldepartementet innenfor den sosiale boligpolitikken og tilgrensende områder.»

Holmestrand kommunes program gjennomføres med en målgruppestrategi, og det er definert ett hovedmål og fire delmål \
som skal innfris. Strategi og mål er utarbeidet med bakgrunn i et samlet kunnskapsgrunnlag fra tre hovedkilder:

1) Holmestrand kommunes boligsosiale handlingsplan 2011-2014,
2) Boligsosialt arbeid i Holmestrand kommune en foranalyse (NIBR, 2012),
3) Intern kartlegging av boligressurser og boligbehov, gjennomført fra 2012-.

Den overordnede ambisjonen for kommunens programarbeid, er likelydende med programsatsingens visjon: Alle skal kunne\
 bo godt og trygt

Kommunens hovedmål viser kommunens ønskede sluttresultat når utviklingsprogrammet er gjennomført:

Holmestrand kommune har ved utgangen av 2015 et tverrfaglig bolig- og tjenestetilbud som sikrer bostedsløse- og \
vanskeligstilte innbyggere en trygg og tilpasset bolig.

Med utgangspunkt i hovedmålet og Husbankens mål med satsningen; økt forebygging og bekjempelse av bostedsløshet, økt\
 boligsosial kompetanse i kommunene og økt boligsosial aktivitet i kommunene, er det definert følgende delmål for \
lokal gjennomføring:

1. Boligmassen er tilpasset målgruppenes behov
2. Vanskeligstilte er i stand til å skaffe og beholde egnet bolig
3. Tilpasset bolig er en systematisert, integrert og koordinert del av det helhetlige tjenestetilbudet
4. Midlertidige boliger er tilgjengelig

Det er vedtatt fem prioriterte innsatsområder i boligsosialt utviklingsprogram, fire målgruppeområder og \
organisering av det boligsosiale arbeidet som vil utgjøre programmets delprosjekter.

Personer med demens og eldre med funksjonsutfordringer
Personer med psykiske lidelser og/eller ruslidelse
Bostedsløse
Personer i behov av habiliteringstjenester (bolig- og aktivitetstilbud)
Struktur, organisering og koordinering av det boligsosiale arbeidet"""

MAIN_GOAL = (
    "Holmestrand kommune har ved utgangen av 2015 et tverrfaglig bolig- og tjenestetilbud som sikrer "
    "bostedsløse- og vanskeligstilte innbyggere en trygg og tilpasset bolig."
)
# Tables 2 and 3 lost a hyphen at the end of a line.
MAIN_GOAL_AGAIN = MAIN_GOAL.replace("bolig- og tjenestetilbud", "boligog tjenestetilbud")

COLUMNS = ["Beskrivelse av mål", "Resultat", "Varighet (ferdig når)"]
MAIN_GOALS = {
    1: "Økt forebygging og bekjempelse av bostedsløshet",
    2: "Økt boligsosial kompetanse i kommunene",
    3: "Økt boligsosial aktivitet i kommunene",
}
# Number, description, result, duration; the first two are blank where the row goes on with the goal above.
GOALS = {
    1: [
        (
            "Hovedmål",
            MAIN_GOAL,
            "Programplan og strategi er ferdigstilt våren\nØvrige resultater beskrives under delmålene 1-4",
            "2012-",
        ),
        (
            "Delmål 1",
            "Boligmassen er tilpasset målgruppenes behov",
            (
                "Intern kartlegging av boligressurser og boligbehov: Det er gjennomført en intern kartlegging for å"
                " fremskaffe detaljkunnskap om kommunens boligmasse og bolighovene hos innbyggerne i kommunen."
            ),
            "Desember 2012 juni",
        ),
        (
            "",
            "",
            (
                "Arbeidsgrupper er opprettet på 4 målgruppeområder for å utarbeide tiltak for å tilpasse "
                "boligmassen etter kartlagte behov. Gruppene skal med utgangspunkt i kunnskapsgrunnlaget som "
                "foreligger, foreslå tiltak under hvert av de fire delmålene som er definert og relevante mht. "
                "utfordringer for den aktuelle målgruppen. Arbeidsgruppene ferdigstiller arbeidet med utarbeidelse "
                "av prosjektdirektiv for sitt målgruppeområde. Egnet boligtilbud for gruppene bostedsløse og "
                "personer med ruslidelse og/eller psykiske lidelser er for øvrig forankret som et strakstiltak i "
                "kommunens økonomiplan -2016."
            ),
            "Tiltakspakker presenteres i september Arbeidet videreføres",
        ),
        (
            "",
            "",
            (
                "Forprosjekt Kartlegging og vurdering av framtidig boligbehov endret bostruktur for mennesker med "
                "nedsatt funksjonsevne gjennomføres første halvår. Prosjektet skal foreta en gjennomgang av "
                "eksisterende bygningsmasse og vurdere dens egnethet og omfang i forhold til nåværende og fremtidig"
                " behov. Forslag om endringer i eksisterende bygningsmasse og forslag om nye botiltak skal "
                "beskrives i en handlingsplan for perioden 2014 2016. Forprosjektet er forankret i kommunens "
                "økonomiplan -2016"
            ),
            "Vurdering legges frem i september",
        ),
        (
            "",
            "",
            (
                "Innføring av velferdsteknologi: Holmestrand starter innføring og utprøving av trygghetsog "
                "sikkerhetsteknologiske løsninger for å skape gode, trygge og tilpassede bo- og tjenesteforhold til"
                " sine innbyggere. Innføringen starter opp i rammen av et pilotprosjekt, som skal sikre den "
                "nødvendige parallelle tjenesteinnovasjonen. Kompetansebehov og behov for organisasjonsendringer "
                "skal dokumenteres gjennom følgeforskning. Det er søkt Husbanken om investeringstilskudd for "
                "innføring av velferdsteknologi og heving av infrastruktur. Innføringen er forankret i kommunens "
                "økonomiplan -2016"
            ),
            "-2015 Våren -",
        ),
        (
            "Delmål 2",
            "Vanskeligstilte er i stand til å skaffe og beholde egnet bolig",
            "Jmf. Delmål 1 om arbeidsgrupper.",
            "Tiltakspakker presenteres september.",
        ),
        (
            "",
            "",
            (
                "Delprosjekt fra leie til eie er etablert i mai. Prosjektet skal redusere antall kommunale boliger "
                "fra til 2015, og sørge for tilsvarende eieretableringer. Prosjektet skal foreta en gjennomgang av "
                "eksisterende innsamlet data fra: «intern karlegging av boligressurser og boligbehov 2012». "
                "Prosjektet skal med bakgrunn i denne informasjon, klarlegge målgruppen for -2014-2015. Det "
                "gjennomføres veiledingssamtale med enkeltbrukere i målgruppen. Prosjektet skal sørge for at flere "
                "leietakere i kommunale boliger blir eiere av egen bolig. Og antall kommunale boliger skal "
                "reduseres tilsvarende. På tidspunkt for rapportering er de første 5 husstandene i gang med "
                "eieretablering."
            ),
            "-2015",
        ),
        (
            "",
            "",
            (
                "Startlån: En økning av utlånsrammen for startlån på inntil 10 millioner kroner ble gitt for 2011, "
                "og en ytterligere økning med inntil 20 millioner kroner ble gitt i 2012. KOSTRA tall på "
                "rapporteringstidspunkt viser en økning i kommunens videretildeling av startlån på om lag 4 "
                "millioner kroner fra 2011 til 2012. Antall boliger som er godkjent for finansiering med startlån "
                "er doblet fra 13 til 26 i samme tidsrom. Kommunen har opprettholdt innsatsen for økt "
                "videretildeling av startlån i."
            ),
            "Kontinuerlig",
        ),
        (
            "",
            "",
            (
                "Boveileder: Videreføring av kommunens boveilederstilling som har vært delvis eksternt finansiert "
                "er forankret i kommunens økonomiplan -2016. Behov for en eventuell økning av ressursen vil "
                "fremkomme i resultatet fra arbeidsgruppenes arbeid med tiltak for vanskelige bobare."
            ),
            "-2015",
        ),
        (
            "",
            "",
            (
                "Samarbeidet mellom kommunen og Holmestrand boligstiftelse er videreført i. Det arbeides med "
                "kontrakter og tilleggskontrakter for både å sikre gjennomstrømming i kommunale boliger og hindre "
                "utkastelser."
            ),
            "-2014",
        ),
        (
            "",
            "",
            (
                "Å løfte i fellesskap\nHolmestrand kommune ønsker et økt samarbeid med frivillige krefter lokalt, "
                "på det boligsosiale- og på øvrige områder. Innsatsen er videreført fra 2012. Med utgangspunkt i "
                "Plattform for samspill og samarbeid mellom kommunal og frivillig sektor -2016, arbeides det med å "
                "arrangere et åpent møte for lokale frivillige og offentlige krefter den 23. september. I "
                "forlengelsen skal fokuset spisses inn, og arbeid med nyrekruttering gjennomføres på områder med "
                "størst behov. Målgruppene for kommunens boligsosiale arbeid har et særskilt fokus i denne "
                "satsningen."
            ),
            "2012-2015",
        ),
        (
            "Delmål 3",
            "Tilpasset bolig er en systematisert, integrert og koordinert del av det helhetlige tjenestetilbudet",
            (
                "Delprosjekt: Organisering og koordinering av boligsosialt arbeid og tjenester. Resultatet fra "
                "forprosjektet med samme navn ble presentert i styringsgruppemøte i mars. I junimøtet ble det "
                "besluttet å reorganisere boligtildelingen ved å avvikle dagens Koordinerende enhet/boligutvalg, "
                "Boligutvalg og Inntaksmøte, for så å etablere to nye fora; Koordinerende enhet for habilitering og"
                " rehabilitering og Bolig- og inntaksutvalg. Det er etablert en arbeidsgruppe som skal effektuere "
                "vedtaket, og utarbeide struktur og rutiner for endringer av boligtildeling og samarbeid mellom "
                "boligutvalget, stiftelsen og andre."
            ),
            "Fremdriftspla n presenteres i september",
        ),
        (
            "Delmål 4",
            "Midlertidige boliger tilgjengelig",
            "Arbeidet med etablering av 2 nye hybler som skal fungere som midlertidige boliger er videreført i.",
            "Arbeidet sluttføres sommeren",
        ),
    ],
    2: [
        (
            "Hovedmål",
            MAIN_GOAL_AGAIN,
            (
                "Kommunen har siden programoppstart høst 2011 hatt et sterkt fokus på kompetanseheving både med "
                "spredning av litteratur, presentasjoner og nyhetsbrev. Innsatsen videreføres.\nGjennom 2012 og "
                "vårhalvåret i er det etablert et detaljert kunnskapsgrunnlag om nåtidige og fremtidige boligbehov "
                "i kommunen, basert på foranalyse av det boligsosiale arbeidet og intern kartlegging. Resultatet av"
                " kartleggingen skal nå presenteres ute i virksomhetene, og bidra til planlegging av det "
                "boligsosiale arbeidet og øvrige tjenester."
            ),
            "2011-2015",
        ),
        (
            "",
            "",
            (
                "Informasjon til det politiske miljøet: Presentasjon av resultater for startlån og "
                "tilskuddsordningen i kommunen ble gjennomført i Utvalget for oppvekst og omsorg i april. Det ble "
                "gjennomført en presentasjon av programarbeidets fremdrift i Utvalget for oppvekst og omsorg den "
                "4.juni. Presentasjon om innføring av velferdsteknologi ble gitt i Eldrerådet den 12.juni Ulike "
                "tiltak i programmet har hatt spalteplass i kommunens lokalavis våren. Nyhetsbrev med oppsummering "
                "av fremdrift publiseres før sommerferien."
            ),
            "Juni",
        ),
    ],
    3: [
        (
            "Hovedmål",
            MAIN_GOAL_AGAIN,
            (
                "En tverrfaglig arbeidsgruppe har utarbeidet endelig Programplan og strategi for "
                "gjennomføringsfasen av kommunens program.\nFem arbeidsgrupper er nedsatt og utarbeider nå "
                "tiltakspakker knyttet til fire vanskeligstilte grupper og organisering av det boligsosiale "
                "arbeidet. Jmf. Programmets hovedmål 1 og 2."
            ),
            "2012- Planen ble vedtatt 3.juni",
        ),
    ],
}

ORGANISATION = """\
Gjennomføringsfasen i utviklingsprogrammet vil legges opp etter en målgruppestrategi. Programorganiseringen justeres\
 for tilpasning til strategien og for innpasning i kommunens prosjektstyringsmodell. Programarbeidet organiseres med\
 en overordnet styringsgruppe, og arbeidsgrupper på hvert av de fem innsatsområdene. Arbeidsgruppene rapporterer \
direkte til styringsgruppen ved hvert styringsgruppemøte med fremlegg av oppdatert aktivitetsplan. Lederne av \
arbeidsgruppene og programleder sikrer at områder og tiltak ses i en sammenheng i et koordinerende forum.

Styringsgruppe
Referansegruppe for koordinering av tiltak
Arbeidsgruppe
Arbeidsgruppe
Arbeidsgruppe
Arbeidsgruppe

Styringsgruppen: Består av 7 virksomhetsledere, kommunalsjef, økonomisjef, ekstern faglig representant, observatører\
 fra Husbanken, og programleder som styringsgruppens sekretær:

Anne Marit Bakka, Kommunalsjef (styringsgruppens leder)
Elisabeth Larsen, Virksomhetsleder hjemmetjenester
Hilde Ruså, Virksomhetsleder heldøgns omsorg
Mona Pettersen, Virksomhetsleder helse og oppvekst
Wenche Gregersen, Virksomhetsleder bolig- og aktivitetstilbud for funksjonshemmede
Pål Eggen, Virksomhetsleder kommunalteknikk
Svend Bergan Grane, Virksomhetsleder plan- og bygg
Inger Michelsen, Virksomhetsleder NAV
Janne Visnes Melgaard, Økonomisjef
Ellen Andvig, Institutt for forskning innen psykisk helse og rus, HiBu (faglig repr.)
Stein-Roger Westbye, Representant fra Husbanken, region sør (observatør)
Gunnar Sveri, Representant fra Husbanken, region sør (observatør)
Solfrid Nilsen, Programleder (styringsgruppens sekretær)

Målgruppestrategi: En arbeidsgruppe er opprettet for hvert målgruppeområde og ledes av hver sin representant fra \
styringsgruppen i programmet. Gruppene skal med utgangspunkt i kunnskapsgrunnlaget som foreligger, foreslå tiltak \
under hvert av de fire delmålene som er definert og relevante mht. utfordringer for den aktuelle målgruppen. \
Arbeidsgruppene ferdigstiller arbeidet med utarbeidelse av prosjektdirektiv for sitt målgruppeområde. Resultatet fra\
 arbeidsgruppene skal sammenlignes og koordineres, for å skille sektorovergripende fra målgrupperettede tiltak. \
Ulike tiltak og aktiviteter som er iverksatt eller skal iverksettes kan være aktuelle for flere målgrupper, om enn \
med ulik prioritet. Eksempelvis leie til eie og bruk av velferdsteknologiske løsninger for å understøtte \
tjenesteyting, kommunikasjon m.v. Hovedhensikten med målgruppestrategien er å skape oversikt over nødvendige tiltak \
for å innfri delmål, og prioritere iverksetting av disse ut fra målgruppenes behov.

Figuren under viser de prioriterte innsatsområdene og illustrerer gangen i delprosjektetableringen:

Demente og eldre med funksjonsutfordr inger
Personer med psykisk lidelse/ruslidelse
Bostedsløse
Personer i behov av habiliteringstjenester
Organisering
Utarbeidelser av prosjektdirektiver
Delprosjekter med prioriterte tiltak er etablert"""

# 5 Samarbeidspartnere og aktører: the rows of the form; no cross is set in the source.
MUNICIPAL_PARTNERS = [
    "Sentraladministrasjon",
    "Planseksjon",
    "Boligforvaltning",
    "Ansvarlig Husbankens virkemidler",
    "Psykiatritjeneste",
    "Rustjeneste",
    "Barneverntjeneste",
    "Helsetjeneste",
    "Sosialtjeneste/NAV",
    "Utekontakt e.l.",
]
OTHER_PARTNERS = [
    "Oppfølgingstjenesten",
    "Helseforetak rus",
    "Helseforetak psykiatri",
    "Namsmyndighet",
    "Politi",
    "Fylkesmann",
    "Kriminalomsorg",
    "Frivillige organisasjoner",
    "Boligbyggelag",
    "Private utleiere",
    "Andre;",
]
PARTICIPATIONS = ["Formell deltakelse", "Aktiv deltakelse", "Blir informert", "Ingen deltakelse"]

USER_INVOLVEMENT = """\
Jmf. Ovennevnte presentasjon av målgruppene det skal rettes spesiell innsats mot i Holmestrands boligsosiale \
utviklingsprogram. At det foreligger et boligbehov og at gruppene er vanskeligstilte er en fellesnevner.

Brukermedvirkning/brukerinvolvering og samarbeid med eksterne vil ivaretas med referansegrupper og/eller \
brukerdeltakelse i prosjektgrupper. Medvirkningen skal vurderes og beskrives for hvert enkelt tiltak der dette er \
relevant.

Når det gjelder medvirkning i det øvrige overordnede programarbeidet vil informasjon og drøfting inngå i ordinære \
rutiner etter bestemmelser i KS Hovedavtalen (KS, 2010), tilpasset den enkelte virksomhet og \
kommuneadministrasjonen. Dermed sikres forankring av aktivitet og implementering av eventuelle endringer på en god \
måte."""

# 7 Ressursbruk: the columns of the form, and its lines with the amounts as they are read (see above).
FUNDING_YEARS = [2010, 2011, 2012, 2013, 2014]
FUNDING = [
    ("Tilsagn om kompetansetilskudd", "granted", ["", "1 000 000", "1 200 000", "1 000 000", ""]),
    ("Utbetalt beløp", "paid", ["", "1 000 000", "0", "", ""]),
    ("Kommunal egenfinansiering", "own", ["", "310 662", "360 000", "", ""]),
    ("Totalt forbruk per dato", "used", ["", "1 310 662", "1 560 000", "", ""]),
]

SUCCESS_STORIES = ""
