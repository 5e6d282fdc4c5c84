"""A believable half-year report for the fictitious municipality of the demo. Every word of it is made up."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from housing.models import Dwelling, User
from housing.roles import Role
from reporting.example_courses import leave_courses
from reporting.example_measures import leave_plans
from reporting.example_organisation import leave_organisation
from reporting.example_sections import write_sections
from reporting.example_steering import leave_steering
from reporting.example_stories import leave_stories
from reporting.example_survey import leave_surveys
from reporting.example_swot import leave_swot
from reporting.example_targets import set_targets
from reporting.kinds import Kind, period_before, period_of
from reporting.models import Event, Report, ReportFunding, ReportGoal, ReportPartner, ReportSubscription

BACKGROUND = """Lindvik kommune ble med i programmet fordi flere innbyggere enn før sto uten egen bolig, og fordi \
tjenestene møtte dem hver for seg. En gjennomgang viste at mange ventet lenge på tildeling, og at noen flyttet inn og \
ut av midlertidige botilbud.

Målsettingene er at
– alle som er uten egen bolig, blir kartlagt og får et vedtak innen fristen
– barn ikke bor midlertidig
– de som får kommunal bolig, klarer å bo der over tid
– flere går videre fra leie til eie."""

ORGANISATION = """Styringsgruppen ledes av kommunalsjefen og har med lederne for boligkontoret, helse og mestring, \
NAV, oppvekst og eiendom. Programleder er sekretær.

Tre arbeidsgrupper rapporterer til styringsgruppen:
– Kartlegging og tildeling (boligkontoret og NAV)
– Oppfølging i bolig (helse og mestring)
– Fra leie til eie (boligkontoret og økonomi)

Rapporteringsvei: arbeidsgruppe → programleder → styringsgruppe → kommunestyret, to ganger i året."""

USER_INVOLVEMENT = """Brukerne er husstander uten egen bolig, husstander som står i fare for å miste den, og \
leietakere i kommunale boliger. To personer med egen erfaring deltar i arbeidsgruppen for oppfølging. Leietakere \
inviteres til et åpent møte hvert halvår, og det som kommer fram der, legges fram for styringsgruppen."""

SUCCESS_STORIES = """Et leietakermøte på Bergsletta endte med at beboerne selv laget regler for fellesrommene. \
Vaktmesteren fikk en fast kontorstund der i uken, og antallet klager på bråk gikk ned.

Boligkontoret og NAV har begynt å møte nye søkere sammen. Den som søker, forteller sin historie én gang, og begge \
tjenestene vet hva som er avtalt."""

SHEET = """I løpet av måneden kom det inn {applications.received} søknader om kommunal bolig, og \
{applications.decided} fikk vedtak. Ved utgangen av måneden sto {waiting.allocation} søknader på venteliste.

Begjæringer om fravikelse i måneden: {evictions.petitions}. Boligkontoret og NAV følger opp alle."""

GOALS = [
    (1, "Hovedmål", "Færre husstander står uten egen bolig, og ingen barn bor midlertidig.", "2028"),
    (
        1,
        "Delmål 1",
        "Alle uten egen bolig er kartlagt, og kartleggingen er ikke eldre enn seks måneder.",
        "Desember 2026",
    ),
    (1, "Delmål 2", "Kommunale boliger står ikke tomme lenger enn nødvendig.", "Løpende"),
    (1, "Delmål 3", "Ingen blir boende på en utløpt kontrakt uten at noen har snakket med dem.", "Juni 2027"),
    (1, "Delmål 4", "Midlertidige botilbud brukes bare i akutte situasjoner.", "2028"),
    (2, "Hovedmål", "Ansatte i alle tjenester kjenner de boligsosiale virkemidlene.", "2027"),
    (3, "Hovedmål", "Tjenestene arbeider etter en felles plan.", "2027"),
]
RESULTS = [
    "Antall bostedsløse følges hver måned. Tallene står i tallgrunnlaget.",
    "Boligkontoret, NAV og fengselet har faste møter om dem som snart løslates eller utskrives.",
    "Klargjøring bestilles nå den dagen oppsigelsen kommer. Tomgangen følges bolig for bolig.",
    "Leietakere med kontrakt som løper ut innen seks måneder, får brev og tilbud om samtale.",
    "To midlertidige enheter er gjort om til ordinære boliger.",
    "Fire samlinger er holdt, med deltakere fra åtte virksomheter.",
    "Handlingsplanen er vedtatt, og hver virksomhet har en ansvarlig for sine tiltak.",
]
PARTICIPATION = {
    "central_administration": "formal",
    "planning": "informed",
    "housing_management": "active",
    "husbanken_means": "active",
    "psychiatry": "active",
    "substance_use": "active",
    "child_welfare": "informed",
    "health": "formal",
    "nav": "active",
    "outreach": "informed",
    "follow_up_service": "active",
    "trust_substance_use": "informed",
    "trust_psychiatry": "informed",
    "enforcement": "informed",
    "police": "informed",
    "state_administrator": "none",
    "correctional": "formal",
    "voluntary": "active",
    "cooperative": "informed",
    "private_landlords": "informed",
    "others": "",
}
MEANS = [(1_000_000, 1_000_000, 350_000), (1_200_000, 1_200_000, 400_000), (900_000, 450_000, 380_000)]


def write_example(report: Report) -> Report:
    """Fill a draft with text, goals, partners and money, in place of what it has."""
    last = report.period_last
    report.programme_leader = report.filled_in_by = "Programlederen"
    report.programme_started = f"August {last.year - 2}"
    report.reported_on = date(last.year, last.month, 20)
    planned = report.reported_on - timedelta(days=6)
    report.treated_on = [planned] if planned <= timezone.localdate() else []
    report.phone, report.mobile, report.email = "32 00 00 00", "900 00 000", "program@lindvik.example"
    report.background, report.organisation = BACKGROUND, ORGANISATION
    report.user_involvement, report.success_stories = USER_INVOLVEMENT, SUCCESS_STORIES
    report.save()
    report.goals.all().delete()
    ReportGoal.objects.bulk_create(
        ReportGoal(
            report=report,
            main_goal=main_goal,
            number=number,
            description=description,
            result=result,
            finished_when=finished_when,
            position=position,
        )
        for position, ((main_goal, number, description, finished_when), result) in enumerate(
            zip(GOALS, RESULTS, strict=True)
        )
    )
    for partner, participation in PARTICIPATION.items():
        ReportPartner.objects.filter(report=report, partner=partner).update(participation=participation)
    report.funding.all().delete()
    ReportFunding.objects.bulk_create(
        ReportFunding(report=report, year=last.year - 2 + place, granted=granted, paid=paid, own=own, used=paid + own)
        for place, (granted, paid, own) in enumerate([tuple(Decimal(amount) for amount in year) for year in MEANS])
    )
    return report


def leave_reports(by) -> None:
    """The programme's registers, last half-year's report approved and this one's as a draft, for the demo.

    Done before, or in a municipality without dwellings, it does nothing.
    """
    if Report.objects.exists() or not Dwelling.objects.exists():
        return
    _leave_registers(by, timezone.localdate())
    now = period_of(Kind.HALF_YEAR, timezone.localdate())
    approved = write_example(Report.write_new(period_before(Kind.HALF_YEAR, now), by=by))
    write_sections(approved)
    approved.submit(by=by)
    approved.treat(by=by, on=timezone.localdate())
    approved.approve(by=by)
    write_sections(write_example(Report.write_new(now, by=by)))
    _leave_sheet(by)


def _leave_registers(by, today: date) -> None:
    leave_plans(by)
    leave_organisation(by)
    leave_stories(by)
    leave_courses()
    leave_surveys(today)
    leave_swot(today)
    leave_steering(today)
    set_targets(date(today.year - 2, 1, 1), by=by)


def _leave_sheet(by) -> None:
    """Last month's sheet, in the steering group's hands, and who is told of what."""
    month = period_before(Kind.MONTHLY, period_of(Kind.MONTHLY, timezone.localdate()))
    sheet = Report.write_new(month, by=by, kind=Kind.MONTHLY)
    sheet.commentary = SHEET
    sheet.save()
    for user in User.objects.filter(roles__contains=[Role.STEERING]):
        ReportSubscription.objects.bulk_create(
            [
                ReportSubscription(user=user, kind=Kind.MONTHLY, event=Event.SUBMITTED),
                ReportSubscription(user=user, kind=Kind.HALF_YEAR, event=Event.APPROVED),
            ]
        )
    sheet.submit(by=by)
