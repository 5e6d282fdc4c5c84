"""The demo's success stories. Nobody in them is anybody: every word is made up."""

from datetime import timedelta

from django.utils import timezone

from housing.models import User
from housing.roles import Role
from reporting.kinds import half_year_of
from reporting.models import SuccessStory

ABOUT_A_PLACE = """Et leietakermøte endte med at beboerne selv laget regler for fellesrommene. Vaktmesteren fikk en \
fast kontorstund i uken, og antallet klager på bråk gikk ned. Nå møtes de som vil, en kveld i måneden."""
ABOUT_SOMEBODY = """En som hadde bodd hos venner i lang tid, fikk egen leilighet og en fast kontakt som kom innom \
hver uke. Det første året var det ofte uro. Så ble det stillere. I dag er husleien betalt hver måned, og det står \
blomster i vinduet. «Jeg sover om natten», sier leietakeren selv."""
NOT_READ = """En familie fikk flytte fra et midlertidig sted til en bolig med plass til alle. Barna begynte på skole i \
nabolaget, og ingen har flyttet siden."""


def leave_stories(by) -> None:
    """Two for last half-year, read by a leader and taken into the report, and one that still waits to be read."""
    if SuccessStory.objects.exists():
        return
    today = timezone.localdate()
    now = half_year_of(today)
    before = half_year_of(now.first - timedelta(days=1))
    obtained = {"consent_obtained_on": before.last - timedelta(days=20), "consent_obtained_by": "Boligkontoret"}
    place = _story(before, 3, "Naboene lagde reglene selv", ABOUT_A_PLACE, by=by, is_about_person=False)
    person = _story(before, 1, "Blomster i vinduet", ABOUT_SOMEBODY, by=by, **obtained)
    _story(now, 1, "Plass til alle", NOT_READ, by=by)
    reader = User.objects.filter(is_active=True, roles__contains=[Role.LEADER]).exclude(pk=by.pk).first()
    if reader is None:
        return
    for story in (place, person):
        story.confirm(read=story.fingerprint, by=reader)
        story.choose()


def _story(period, main_goal, title, text, *, by, **facts) -> SuccessStory:
    made = SuccessStory(
        period_first=period.first, period_last=period.last, main_goal=main_goal, title=title, text=text, **facts
    )
    return made.keep(by=by)
