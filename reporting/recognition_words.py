"""Words ``reporting.recognition`` looks for, and words it knows are no person."""

MONTHS = "januar februar mars april mai juni juli august september oktober november desember".split()

# What the name of a street ends in.
ROADS = """gata gaten gate veien vegen veg vei alléen allé alleen smauet stien bakken kroken svingen tunet plassen
torget brygga bryggen""".split()

# Regular expressions, matched whole and without case.
FAMILY = "|".join(
    r"""(?:fem|seks|sju|syv|åtte|ni|ti|elleve|tolv)barns\w+ tvilling\w* trilling\w* enkemann\w* enke[nr]?
    foreldreløs\w*""".split()
)
LIFE_EVENTS = "|".join(
    r"drap\w* drept\w* selvmord\w* husbrann\w* brannen kidnapp\w* voldtekt\w* voldtatt\w* avis(?:a|en|ene)".split()
)

NATIONALITIES = "|".join(
    rf"{stem}\w*"
    for stem in """afghansk afghaner albansk albaner amerikansk amerikaner arabisk araber bosnisk bosnier bulgarsk
    bulgarer burmesisk chilensk etiopisk etiopier eritreisk eritreer filippinsk gambisk ghanesisk indisk
    irakisk iraker iransk iraner jemenittisk kenyansk kinesisk kineser kongolesisk kosovo kurdisk kurder
    libanesisk litauisk litauer marokkansk marokkaner nigeriansk pakistansk pakistaner palestinsk
    palestiner polsk polakk rohingya romani romsk rumensk rumener russisk russer serbisk serber somalisk
    somalier srilankisk sudansk sudaner syrisk syrer tamilsk tamil thailandsk tsjetsjensk tunisisk
    tyrkisk tyrker ugandisk ukrainsk ukrainer vietnamesisk vietnameser samisk""".split()
)

COUNTRIES = """Afghanistan Albania Bosnia Bulgaria Burma Chile Etiopia Eritrea Filippinene Gambia Ghana India Irak Iran
Jemen Kenya Kina Kongo Kosovo Libanon Litauen Marokko Myanmar Nigeria Pakistan Palestina Polen Romania Russland Serbia
Somalia Sudan Syria Thailand Tsjetsjenia Tunisia Tyrkia Uganda Ukraina Vietnam""".split()

# Common given names, for the word a sentence begins with: there every word has a capital. Public statistics, and
# nothing to do with who is in the register.
GIVEN_NAMES = frozenset(
    """abdi abdul adam ahmed aisha aksel alexander ali amina amir amira anders andreas anita anna anne arne asbjørn
    astrid aurora axel bente berit bjarne bjørn camilla carl caroline cecilie charlotte christian christine daniel
    david ebba eirik elena elias elin eline elisabeth ella ellen else emil emilie emma erik espen eva fatima fatuma
    filip frank fredrik frida frode geir gerd glenn grete gro guro gunnar hanna hanne hans harald hassan hege heidi
    helene helge henrik hilde håkon håvard ibrahim ida inga inge inger ingrid isak iselin ivar jakob jan jane janne
    jens jenny jesper joakim johan johanne john jon jonas josef julie jørgen kai kaja kari karin karl karoline
    katrine kent kenneth khadija khalid kim kirsten kjell kjersti knut kristian kristin kristine kristoffer kåre
    lars laila leif lena lene leon liam linda line linn lise liv lucas ludvig magne magnus maja malin maren margrete
    mari maria mariam marianne marie marit marius markus martin mathias mattias merete mette mohamed mohammed mona
    monica morten mustafa nils nina noah nora odd ola olaf olav ole olga olivia omar ove oskar per peter petter pål
    ragnhild rahel rolf ronny rune samuel sander sara selma sigrid siri sissel sofia sofie solveig stein steinar
    stian stig stine sunniva svein sverre synnøve tarjei terje thea theodor thomas thor tiril tom tommy tone tor
    tore torhild torill tormod trine trond trude turid tuva ulrik unni vegard vibeke victoria vidar vilde viktor
    wenche yasmin yusuf yvonne zahra øystein øyvind åge åse åshild""".split()
)

# Given names that are common words when written small.
ALSO_WORDS = frozenset("""else frank gro jan line linn liv odd ove per stein stig tone tor vilde""".split())

# The office's own words, written with a capital, that name nobody.
KNOWN = frozenset(
    """nav husbanken husbankens boligkontoret boligtjenesten boligskolen boligsjefen kostra bokart kobo norge norges
    norsk bolig først housing first husleie startlån bostøtte barnevernet barneverntjenesten statsforvalteren
    fylkesmannen helsedirektoratet politiet kriminalomsorgen namsmannen kemneren kirkens bymisjon bymisjonen
    frelsesarmeen røde kors blå jul påske introduksjonssenteret flyktningtjenesten rustjenesten psykisk helse
    stortinget kommunen kommunestyret bystyret programmet pc tv ok dvd bo7 i du de dere""".split()
)
