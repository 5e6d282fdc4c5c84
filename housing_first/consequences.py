"""What the teams in the field are told when a case of another room moves (rows of ``housing/consequences.py``)."""

from django.utils.translation import gettext as _

from housing.models import Responsibility


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
