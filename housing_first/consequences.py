"""What the teams in the field are told when a case of another room moves (rows of ``housing/consequences.py``)."""

from django.utils.translation import gettext as _

from housing.models import Responsibility
from housing_first.models import Participation, TimeAway


def arrears_began(case, *, by) -> None:
    """Whoever follows the household at home is told on the day: they are there before anybody else is.

    The line names them. That they get in touch is a deadline (``evictions/deadlines.py``).
    """
    following = Responsibility.objects.open(case.opened_on).filter(
        household=case.household, kind=Responsibility.Kind.FOLLOW_UP
    )
    names = [str(row.user) for row in following.select_related("user").order_by("pk")]
    if names:
        title = _("Restanse: oppfølgingen i bolig er varslet")
        case.household.tell(title, by=by, note=", ".join(names), happened_on=case.opened_on, subject=case)


def team_is_told_of_arrears(case, *, by) -> None:
    """A participant owes rent: a line that only their team and the leader read, since it says that they are one."""
    for participation in _participations(case.household, case.opened_on):
        participation.tell(_("husleierestanse, ta kontakt"), by=by, happened_on=case.opened_on)


def came_out(transition, *, by) -> None:
    """Who came out of prison or treatment is no longer away; the team is told whether a home was ready."""
    away = TimeAway.objects.filter(transition=transition, ended_on__isnull=True, started_on__lte=transition.actual_on)
    for row in away.select_related("participation__team"):
        row.come_out(by=by, ended_on=transition.actual_on)


def _participations(household, day):
    return Participation.objects.in_force(day).filter(household=household).select_related("team")
