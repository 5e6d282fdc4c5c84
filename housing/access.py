"""Opening a household's case: every look is written down, and one that is not one's own asks why (innsynslogg)."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from housing.models import Household, ViewLog


class ReasonRequired(Exception):
    """The case is not the user's own and no reason was given today."""

    def __init__(self, household: Household):
        super().__init__(_("Begrunnelse kreves."))
        self.household = household


def open_household(request, household: Household, what: str = "", *, channel: str = ViewLog.Channel.PAGE) -> None:
    """Write that the case was opened; raises ``ReasonRequired`` first when a reason is needed.

    A reason holds for the rest of the day, for this user and this household.
    """
    own, reason = require_reason(request.user, household)
    ViewLog.objects.create(
        household=household,
        user=request.user,
        channel=channel,
        what=what or request.resolver_match.view_name,
        is_own_case=own,
        reason=reason,
    )


def require_reason(user, household: Household) -> tuple[bool, str]:
    """Whether the case is one's own, and the reason given today when it is not; raises ``ReasonRequired`` without."""
    own = household.is_case_of(user)
    reason = "" if own else reason_given_today(user, household)
    if not own and not reason:
        raise ReasonRequired(household)
    return own, reason


def reason_given_today(user, household: Household) -> str:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    given = ViewLog.objects.filter(user=user, household=household, seen_at__gte=midnight).exclude(reason="")
    return given.values_list("reason", flat=True).first() or ""


def give_reason(user, household: Household, reason: str) -> None:
    """Write down why; it holds for the rest of the day."""
    ViewLog.objects.create(
        household=household,
        user=user,
        what=_("Begrunnelse gitt"),
        is_own_case=household.is_case_of(user),
        reason=reason,
    )


class ReasonMiddleware:
    """Sends the user to say why, and back to where they were going."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, ReasonRequired):
            return None
        return_to = request.get_full_path() if request.method == "GET" else exception.household.get_absolute_url()
        return redirect(f"{reverse('reason', args=[exception.household.pk])}?{urlencode({'next': return_to})}")
