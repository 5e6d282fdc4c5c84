"""What the demo knows of the teams beside the imported records: who is in them, and what they cost.

Files tell of no members, since they are users; before the leader has put somebody in, only the leader sees a team.
Every word and price of it is made up.
"""

from datetime import timedelta
from decimal import Decimal

from django.db.models import Count, Min
from django.utils import timezone

from housing.models import Tenancy, User
from housing.periods import add_months
from housing.roles import Role
from housing_first.doorstep import Conduct
from housing_first.first_homes import leases_of_participants
from housing_first.models import OwnWish, Participation, RepairCost, RiskAssessment, Team, TeamCost, TeamMember
from housing_first.outcomes import MONTHS_BETWEEN

HALF_YEARS = 4
LAST_OF_SPRING = 6
# Posts, and what one costs a year.
COSTS = {"housing_first": (Decimal("4.5"), Decimal(800_000)), "ambulant": (Decimal(3), Decimal(760_000))}
EXPENSES = Decimal(145_000)
# Those who cannot log in and fill the posts the team costs: name, task and share of a post in percent.
COLLEAGUES = {
    "housing_first": [
        ("Jorunn Vestby", "Teamleder", 100),
        ("Amir Sandnes", "Sosionom", 100),
        ("Line Brekkhus", "Vernepleier", 100),
        ("Roar Tangen", "Erfaringskonsulent", 50),
    ],
    "ambulant": [
        ("Silje Moberg", "Teamleder", 100),
        ("Kenneth Aarvik", "Miljøarbeider", 100),
        ("Hodan Lunde", "Vernepleier", 100),
    ],
}
WISHES = [
    "Et sted uten rus i oppgangen. Gjerne nær bussen.",
    "Vil bo alene, og ha plass til hunden.",
    "Ikke i sentrum. Der kjenner alle meg.",
]
REPAIRED = 8
# What can happen, what is done about it, and how one goes there.
ALONE = ("Lite. Kjenner oss godt og åpner selv.", "Ringer før vi kommer.", Conduct.ALONE)
TOGETHER = ("Ukjente gjester i leiligheten om kvelden.", "Kommer på dagtid, to sammen.", Conduct.TWO_TOGETHER)
NEEDLES = ("Stikk på brukt utstyr i leilighet eller bil.", "Hansker og kanyleboks i hver bil. Legevakt ved stikk.")


def leave_teams(follow_up, leader) -> None:
    """Once, and only where files told of teams with participants."""
    teams = list(Team.objects.annotate(count=Count("participations")).filter(count__gt=0).order_by("pk"))
    if not teams or TeamMember.objects.exists():
        return
    today = timezone.localdate()
    waiting = dict(COLLEAGUES)
    for team in teams:
        began = team.participations.aggregate(first=Min("started_on"))["first"]
        if team.kind in COSTS:
            _cost(team, today, by=leader)
        _join(team, waiting.pop(team.kind, []), began, by=leader)
        if team == teams[0]:
            TeamMember(team=team, user=follow_up, task="Miljøterapeut", starts_on=began).join(by=leader)
            Participation.objects.filter(team=team, status="active").update(caseworker=follow_up)
    for words, one in zip(WISHES, teams[0].participations.in_force(today).order_by("pk"), strict=False):
        one.wish(OwnWish(said_on=one.started_on, words=words), by=follow_up)
    _risks(teams[0], today, by=follow_up)
    _repairs(today, by=leader)


def _join(team, colleagues, began, *, by) -> None:
    """In the first team of its kind. No password opens anything for them."""
    for name, task, percent in colleagues:
        email = f"{name.lower().replace(' ', '.')}@lindvik.example"
        user = User.objects.filter(email=email).first()
        user = user or User.objects.create_user(email, name=name, roles=[Role.FOLLOW_UP])
        TeamMember(team=team, user=user, task=task, post_percent=percent, starts_on=began).join(by=by)


def _risks(team, today, *, by) -> None:
    """Four in five doors are assessed: most to go to alone, one in six by two; and what the team does about needles."""
    for number, one in enumerate(team.participations.in_force(today).select_related("person").order_by("pk")):
        if number % 5 == 4:
            continue
        danger, measures, conduct = TOGETHER if number % 6 == 2 else ALONE
        assessed_on = max(one.started_on, today - timedelta(days=20 + 7 * number % 120))
        facts = {"topic": "home_visit", "assessed_on": assessed_on, "expires_on": add_months(assessed_on, 6)}
        facts |= {
            "danger": danger,
            "measures": measures,
            "conduct": conduct,
            "likelihood": 2,
            "consequence": 2 * conduct,
        }
        RiskAssessment(team=team, participation=one, **facts).keep(by=by)
    danger, measures = NEEDLES
    facts = {"topic": "needles", "danger": danger, "measures": measures, "likelihood": 2, "consequence": 4}
    RiskAssessment(team=team, assessed_on=today, expires_on=add_months(today, 12), **facts).keep(by=by)


def _cost(team, today, *, by) -> None:
    posts, price = COSTS[team.kind]
    for back in range(1, HALF_YEARS + 1):
        day = add_months(today.replace(day=1), -MONTHS_BETWEEN * back)
        facts = {"year": day.year, "half": 1 if day.month <= LAST_OF_SPRING else 2}
        TeamCost(team=team, posts=posts, price_per_post=price, expenses=EXPENSES, **facts).keep(by=by)


def _repairs(today, *, by) -> None:
    """Dear before they moved in, as Mandal told, and cheap after."""
    leases = leases_of_participants("moved_in_on").filter(tenure=Tenancy.Tenure.MUNICIPAL, moved_in_on__lte=today)
    for number, lease in enumerate(leases.select_related("dwelling").order_by("pk")[:REPAIRED]):
        before = lease.moved_in_on - timedelta(days=40 + 11 * number)
        after = lease.moved_in_on + timedelta(days=120 + 7 * number)
        if before >= lease.dwelling.acquired_on:
            _repair(lease.dwelling, before, 38_000 + 2_500 * number, by=by)
        if after <= min(today, lease.moved_out_on or today):
            _repair(lease.dwelling, after, 3_200 + 400 * number, by=by)


def _repair(dwelling, paid_on, kroner, *, by) -> None:
    RepairCost(dwelling=dwelling, paid_on=paid_on, amount=Decimal(kroner)).keep(by=by)
