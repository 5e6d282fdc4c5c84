"""Places on the waiting list, kept (plass på ventelisten): the list itself, and its log.

One row is one application and one stretch of time in which nothing that gives its place changed. The rows without an
end are today's list, and their index is the list's own order: a page of it is read off the index, whether a hundred or
a hundred thousand wait. The rows with an end are the log, and the list as it was at the end of any day since the log
began. Who writes them, and when, stands in ``allocation/recount.py``.
"""

from datetime import datetime, time, timedelta

import pgtrigger
from django.conf import settings
from django.db import connection, models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from allocation.grounds import Grounds, priority_from_json
from allocation.models.scheme import PriorityScheme
from applications.models import Application, Mapping
from housing.database import in_order
from housing.visibility import VisibleQuerySet

# First those moved before all others, then most points, children first, who was granted first, the older application.
ORDER = ("-is_first", "-points", "-has_children", "decided_on", "application_id")
NUMBERED = """
    SELECT application_id, number FROM (
        SELECT application_id, row_number() OVER (
            ORDER BY is_first DESC, points DESC, has_children DESC, decided_on, application_id
        ) AS number FROM allocation_standing WHERE {in_force}
    ) AS list WHERE application_id = ANY(%s)
"""


def end_of(day) -> datetime:
    """The instant the day is over, in Norwegian time."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


class StandingQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "housing.view_queue"
    HOUSEHOLD_PATH = "application__household"

    def open(self):
        """The list now."""
        return self.filter(until__isnull=True)

    def at(self, instant):
        """The list as it was at the instant."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=instant), since__lt=instant)

    def in_order(self):
        return self.order_by(*ORDER)


def numbers_of(application_ids, *, instant=None) -> dict[int, int]:
    """Which number each has on the whole list: now, or as it was at ``instant``. One question, read off the index."""
    params = [] if instant is None else [instant, instant]
    in_force = "until IS NULL" if instant is None else "since < %s AND (until IS NULL OR until >= %s)"
    with connection.cursor() as cursor:
        cursor.execute(NUMBERED.format(in_force=in_force), [*params, list(application_ids)])
        return dict(cursor.fetchall())


class Standing(models.Model):
    """One application's place for as long as nothing that gives it changed."""

    class Cause(models.TextChoices):
        """What made the row begin, or made the application leave the list."""

        BEGAN = "began", _("Loggen begynner")
        DECISION = "decision", _("Vedtak")
        RETURNED = "returned", _("Tilbake på ventelisten")
        MAPPING = "mapping", _("Kartlegging")
        MEMBERS = "members", _("Husstandens medlemmer")
        GROUPS = "groups", _("Målgrupper")
        LEASE = "lease", _("Leieforhold eller kontrakt")
        STAY = "stay", _("Midlertidig opphold")
        SCHEME = "scheme", _("Ny prioriteringsordning")
        OVERRIDE = "override", _("Overstyring")
        TIME = "time", _("Tiden som går")
        IMPORT = "import", _("Innlesing")
        RECOUNT = "recount", _("Ny gjennomregning")
        HOUSED = "housed", _("Takket ja til bolig")
        CLOSED = "closed", _("Ute av ventelisten")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="standings")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    scheme = models.ForeignKey(PriorityScheme, on_delete=models.PROTECT, null=True, related_name="+")
    is_first = models.BooleanField(default=False)
    points = models.SmallIntegerField()
    children = models.PositiveSmallIntegerField()
    has_children = models.GeneratedField(
        expression=Q(children__gt=0), output_field=models.BooleanField(), db_persist=True
    )
    decided_on = models.DateField()
    is_homeless = models.BooleanField()
    mapping = models.ForeignKey(Mapping, on_delete=models.PROTECT, null=True, related_name="+")
    grounds = models.JSONField()
    lines = models.JSONField()
    cause = models.CharField(max_length=10, choices=Cause.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    left_because = models.CharField(max_length=10, choices=Cause.choices, blank=True)
    left_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("plass på ventelisten")
        verbose_name_plural = _("plasser på ventelisten")
        indexes = [
            models.Index(
                fields=["-is_first", "-points", "-has_children", "decided_on", "application"],
                include=["children", "is_homeless"],
                condition=Q(until__isnull=True),
                name="standing_in_order",
            ),
            models.Index(fields=["application", "since"], name="standing_log"),
            models.Index(fields=["until", "since"], name="standing_in_force"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_place_on_the_list",
                fields=["application"],
                condition=Q(until__isnull=True),
                violation_error_message=_("Søknaden står allerede på ventelisten."),
            ),
            in_order("standing_ends_after_it_begins", "since", "until", _("Plassen slutter før den begynte.")),
            models.CheckConstraint(
                name="only_ended_standing_says_why",
                condition=Q(left_because="") | Q(until__isnull=False),
                violation_error_message=_("Den som står på ventelisten, har ikke gått ut av den."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="standing_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="ended_standing_is_never_changed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__until__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.application_id}: {self.points}"

    @cached_property
    def known(self) -> Grounds:
        return Grounds.from_json(self.grounds)

    def priority(self, day):
        """The points as they were given, with the facts behind them as they read on the day."""
        return priority_from_json(self.lines, self.known, day)

    def says(self, values: dict) -> bool:
        """Whether this is already the place with these values."""
        return all(getattr(self, name) == value for name, value in values.items())


class QueueDay(models.Model):
    """A day on which the whole list was gone through (ventelistedag). The first is where the log begins."""

    day = models.DateField(unique=True)
    counted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("ventelistedag")
        ordering = [F("day").desc()]

    def __str__(self):
        return f"{self.day}"

    @classmethod
    def first(cls):
        """The day the log begins; None before it does. The list at the end of it, and of each day since, is kept."""
        return cls.objects.order_by("day").values_list("day", flat=True).first()
