"""What a household's page says of the teams (a row of ``housing/casefile.py``): to the team, and to no other."""

from django.utils.translation import gettext as _

from housing.casefile import Part
from housing_first.models import Participation, Referral

SHOWN = 6


def panel(household, user, day) -> Part | None:
    """The panel «Team i felten»: for the household's own team and the leader; one's own referrals by their answer."""
    participations = Participation.objects.visible_to(user).filter(household=household).select_related("team", "person")
    referrals = Referral.objects.visible_to(user).filter(household=household).select_related("team")
    seen = list(referrals[:SHOWN])
    context = {"participations": list(participations[:SHOWN]), "referrals": seen}
    if user.has_perm("housing_first.add_referral"):
        sent = Referral.objects.filter(household=household, by=user).exclude(pk__in=[row.pk for row in seen])
        context["sent"] = list(sent.select_related("team")[:SHOWN])
    if not any(context.values()):
        return None
    return Part(_("Team i felten"), "housing_first/_panel.html", context)
