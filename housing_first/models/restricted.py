"""What is written for a few (skjermet tekst): that something happened is the team's, the words are not."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.models import Responsibility
from housing_first.reach import TeamQuerySet

READS_ALL = "housing.read_restricted_note"


class RestrictedQuerySet(TeamQuerySet):
    """Rows with a text that may be restricted."""

    def with_readable(self, user):
        """Each row with ``is_readable``: whether this user may read its words (hvem som kan lese)."""
        if user.has_perm(READS_ALL):
            return self.annotate(is_readable=models.Value(True))
        mine = Responsibility.objects.open(timezone.localdate()).filter(user_id=user.pk).values("household")
        # A row without a household is nobody's: then only its author reads it.
        readable = Q(is_restricted=False) | Q(by_id=user.pk)
        readable |= Q(**{f"{self.HOUSEHOLD_PATH}__isnull": False, f"{self.HOUSEHOLD_PATH}__in": mine})
        return self.annotate(
            is_readable=models.Case(models.When(readable, then=models.Value(True)), default=models.Value(False))
        )


class Restricted(models.Model):
    """Its text is read by all who see the row; a restricted one by its author, those who answer, and leaders."""

    is_restricted = models.BooleanField(
        _("skjermet"), default=False, help_text=_("Leses bare av deg, de ansvarlige for husstanden og leder.")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True
