"""An approved half-year report, so that the demo's steering group has one to read. Demo and test only."""

from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from housing.models import User
from reporting.forms import half_year_of
from reporting.models import Report, ReportGoal

BACKGROUND = (
    "Lindvik har få små og rimelige boliger, og flere husstander enn før blir boende lenge i midlertidige løsninger. "
    "Kommunen ble med i programmet for å få ned tallet på bostedsløse, bruke de kommunale boligene bedre og hjelpe "
    "flere videre til et hjem de eier selv.\n\n"
    "Boligkontoret, NAV, helse og omsorg og eiendomsforetaket har felles mål og felles tall."
)
ORGANISATION = (
    "Styringsgruppen er kommunedirektørens ledergruppe og møtes fire ganger i året. Programleder er ansatt ved "
    "Boligkontoret. Arbeidsgruppen har medlemmer fra NAV, oppfølgingsteamet, eiendomsforetaket og helse og omsorg, "
    "og møtes hver måned."
)
INVOLVEMENT = (
    "To brukerrepresentanter sitter i arbeidsgruppen. Alle som flytter inn, blir spurt etter tre måneder om hvordan de "
    "har det i boligen. Svarene går til arbeidsgruppen uten navn."
)
STORY = (
    "En familie med tre barn bodde trangt og måtte flytte to ganger på ett år. De fikk en kommunal leilighet nær "
    "skolen og oppfølging det første halvåret. Nå er leien betalt hver måned, og familien sparer til egen bolig."
)
GOALS = [
    (1, "Hovedmål", "Ingen barnefamilier skal bo i midlertidig botilbud i mer enn tre måneder."),
    (1, "Delmål 1", "Alle som løslates eller skrives ut, har en avtale om bolig før dagen kommer."),
    (2, "Hovedmål", "Alle som arbeider med bolig, bruker samme kartlegging og samme tall."),
    (3, "Hovedmål", "Ledige kommunale boliger er innflyttet innen 30 dager."),
]


class Command(BaseCommand):
    help = "Write and approve a report for the half-year before this one, when there are no reports at all."

    def handle(self, **options):
        if settings.IN_PRODUCTION:
            raise CommandError("Demo reports are never made in production.")
        if Report.objects.exists():
            return
        leader = User.objects.filter(roles__contains=["programme"], is_active=True).first()
        if leader is None:
            raise CommandError("No programme leader: run demo_users first.")
        today = timezone.localdate()
        report = Report.write_new(half_year_of(half_year_of(today).first - timedelta(days=1)), by=leader)
        report.background, report.organisation = BACKGROUND, ORGANISATION
        report.user_involvement, report.success_stories = INVOLVEMENT, STORY
        report.programme_leader = report.filled_in_by = leader.name
        report.email, report.reported_on = leader.email, min(report.period_last, today)
        report.save()
        report.goals.all().delete()
        ReportGoal.objects.bulk_create(
            ReportGoal(report=report, main_goal=main_goal, number=number, description=description, position=position)
            for position, (main_goal, number, description) in enumerate(GOALS)
        )
        report.approve(by=leader)
