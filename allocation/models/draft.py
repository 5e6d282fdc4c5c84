"""A new order of priority while it is being made (utkast til prioriteringsordning)."""

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from allocation import priority
from allocation.models.scheme import Criterion, PriorityScheme
from housing.database import Refused, new_external_id, refusing_breaches
from housing.history import tracked


class SchemeDraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_authenticated and user.has_perm("allocation.view_scheme") else self.none()

    def unadopted(self):
        return self.filter(adopted_as__isnull=True)


@tracked()
class SchemeDraft(models.Model):
    """Criteria that are tried on today's list and changed until they are adopted. No place is given by a draft.

    Kept apart from the adopted schemes, which are never changed: a draft has no first day, and nothing asks it which
    rules hold on a day.
    """

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    name = models.CharField(_("navn"), max_length=120)
    criteria = models.JSONField(_("kriterier"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("endret"), default=timezone.now)
    adopted_as = models.OneToOneField(
        PriorityScheme, verbose_name=_("vedtatt som"), on_delete=models.PROTECT, null=True, related_name="draft"
    )

    objects = SchemeDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("utkast til prioriteringsordning")
        verbose_name_plural = _("utkast til prioriteringsordning")
        ordering = ["-changed_at", "-pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("scheme_draft", args=[self.pk])

    @property
    def rules(self) -> tuple[priority.Criterion, ...]:
        """The criteria as the calculation takes them."""
        return tuple(
            priority.Criterion(row["code"], row["label"], row["points"], row["maximum"]) for row in self.criteria
        )

    def rewrite(self) -> None:
        """Changed, unless somebody has adopted or deleted it meanwhile."""
        facts = {"name": self.name, "criteria": self.criteria, "by": self.by, "changed_at": timezone.now()}
        if not SchemeDraft.objects.unadopted().filter(pk=self.pk).update(**facts):
            raise Refused(_("Utkastet er vedtatt eller slettet, og kan ikke endres."))

    def discard(self) -> None:
        if not SchemeDraft.objects.unadopted().filter(pk=self.pk).delete()[0]:
            raise Refused(_("Utkastet er allerede vedtatt eller slettet."))

    def adopt(self, *, starts_on, source) -> PriorityScheme:
        """It becomes a scheme that begins on a day to come. Of two who adopt it at once, one does."""
        with refusing_breaches(), transaction.atomic():
            locked = SchemeDraft.objects.select_for_update().unadopted().filter(pk=self.pk).first()
            if locked is None:
                raise Refused(_("Utkastet er allerede vedtatt."))
            scheme = PriorityScheme.objects.create(name=locked.name, source=source, starts_on=starts_on)
            Criterion.objects.bulk_create(
                Criterion(
                    scheme=scheme,
                    code=rule.code,
                    label=rule.label,
                    points=rule.points,
                    maximum=rule.maximum,
                    position=position,
                )
                for position, rule in enumerate(locked.rules)
            )
            SchemeDraft.objects.filter(pk=self.pk).update(adopted_as=scheme)
        return scheme
