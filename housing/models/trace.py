"""The trace: a household's timeline (tidslinje), and who has opened its case (innsynslogg)."""

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.cases import Lifecycle
from housing.models.households import Household
from housing.visibility import VisibleQuerySet


def readable_by(user) -> Q:
    """Lines about the kinds of things with a view permission that the user has.

    Where the rows of a kind are for fewer than those who reach the household (``LINES_AS_ROWS``), its lines go with
    the row, and only a case has any: nobody is told that somebody is followed by a team.
    """
    asked = {model: model._default_manager.all() for model in apps.get_models()}
    readable = {model: rows for model, rows in asked.items() if _may_read(user, rows)}
    types = ContentType.objects.get_for_models(*readable)
    narrow = [model for model, rows in readable.items() if getattr(rows, "LINES_AS_ROWS", False)]
    lines = Q(subject_type__in=[types[model] for model in readable if model not in narrow])
    for model in narrow:
        if issubclass(model, Lifecycle):
            seen = readable[model].visible_to(user).order_by()
            lines |= Q(subject_type=types[model], subject_id__in=seen.values("pk"))
    return lines


def _may_read(user, rows) -> bool:
    permission = getattr(rows, "VIEW_PERMISSION", "")
    return bool(permission) and user.has_perm(permission)


class CaseEventQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "housing.view_household"

    def visible_to(self, user):
        """Lines about things the user may see: a role without applications reads nothing of them here either."""
        return super().visible_to(user).filter(readable_by(user)) if user.is_authenticated else self.none()

    def for_timeline(self):
        return self.select_related("by", "subject_type").order_by("-happened_on", "-pk")


class CaseEvent(models.Model):
    """One line of a household's timeline (hendelse): what moved, from what to what, when it was true, by whom.

    ``note`` never holds an address or a national id: the timeline is read by more people than those who may know them.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="events")
    happened_on = models.DateField()
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    was = models.CharField(max_length=20, blank=True)
    became = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200)
    note = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    is_imported = models.BooleanField(default=False)

    objects = CaseEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("hendelse")
        ordering = ["-happened_on", "-pk"]
        indexes = [
            models.Index(fields=["household", "-happened_on", "-id"], name="event_timeline"),
            models.Index(fields=["subject_type", "subject_id"], name="event_subject"),
        ]
        triggers = [pgtrigger.Protect(name="event_is_never_changed", operation=pgtrigger.Update)]

    def __str__(self):
        return self.title

    @classmethod
    def about(
        cls, subject, *, household, was="", became="", by=None, note="", happened_on=None, title="", imported=False
    ):
        """An unsaved line, so that an import can write thousands of them at once."""
        if not title:
            label = dict(subject._meta.get_field("status").flatchoices).get(became, became)
            title = f"{subject._meta.verbose_name}: {label}".capitalize()
        return cls(
            household=household,
            happened_on=happened_on or timezone.localdate(),
            subject_type=ContentType.objects.get_for_model(subject),
            subject_id=subject.pk,
            was=was,
            became=became,
            title=str(title),
            note=note[:1000],
            by=by,
            is_imported=imported,
        )

    @classmethod
    def write(cls, subject, *, was="", became="", by, note="", happened_on=None, title=""):
        """Write the line of a case's move, or of another fact when ``title`` says which."""
        event = cls.about(
            subject,
            household=subject.household,
            was=was,
            became=became,
            by=by,
            note=note,
            happened_on=happened_on,
            title=title,
        )
        event.save(force_insert=True)
        return event


class ViewLogQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_authenticated and user.has_perm("housing.view_access_log") else self.none()


class ViewLog(models.Model):
    """Who opened a household, when, what of it, and why when it was not their own case (innsynslogg). Append-only."""

    class Channel(models.TextChoices):
        PAGE = "page", _("Side")
        API = "api", _("API")
        EXPORT = "export", _("Eksport")
        SEARCH = "search", _("Søk")

    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, related_name="views")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="views")
    seen_at = models.DateTimeField(default=timezone.now)
    channel = models.CharField(max_length=6, choices=Channel.choices, default=Channel.PAGE)
    what = models.CharField(_("hva"), max_length=200)
    is_own_case = models.BooleanField(_("egen sak"))
    reason = models.CharField(_("begrunnelse"), max_length=300, blank=True)

    objects = ViewLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("innsyn")
        ordering = ["-seen_at", "-pk"]
        indexes = [
            models.Index(fields=["household", "-seen_at"], name="view_of_household"),
            models.Index(fields=["user", "household", "-seen_at"], name="view_by_user"),
        ]
        triggers = [
            pgtrigger.Protect(name="view_log_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
