"""Fetching is the permission check: ``….visible_to(user)`` starts every page, list, search, export and API answer."""

from django.db import models
from django.utils.module_loading import import_string

from housing.roles import Scope

# Households that somebody reaches by the work of a room the base may not know, and those of them that are one's own
# case by it: ``app.module.function(user)`` gives their keys, as a queryset.
REACHED_BY: list[str] = ["housing_first.reach.households_of"]
OWN_BY: list[str] = ["housing_first.reach.followed_households_of"]


def by_work(paths: list[str], user) -> models.Q:
    """The households of one's work, in a team in the field for one."""
    return models.Q(*(("pk__in", import_string(path)(user)) for path in paths), _connector=models.Q.OR)


class VisibleQuerySet(models.QuerySet):
    """Rows a user may see: the model's own permission, and a household within reach.

    ``VIEW_PERMISSION`` and ``HOUSEHOLD_PATH`` (the lookup from the row to its household) stand on the queryset class.
    """

    VIEW_PERMISSION = ""
    HOUSEHOLD_PATH = "household"

    def visible_to(self, user):
        if not user.is_authenticated or not user.has_perm(self.VIEW_PERMISSION):
            return self.none()
        return self.within_reach_of(user)

    def within_reach_of(self, user):
        """Only the household's reach, for rows whose permission was asked already."""
        if user.scope == Scope.ALL:
            return self
        from housing.models import Household

        return self.filter(**{f"{self.HOUSEHOLD_PATH}__in": Household.objects.within_reach_of(user)})
