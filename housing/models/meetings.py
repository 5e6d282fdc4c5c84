"""A meeting of the services: planned, held, who takes part, and its minutes (møte). Each room has its own."""

import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing.cases import Lifecycle
from housing.database import Refused, new_external_id
from housing.models.casefile import StoredFile
from housing.models.partners import Service


class Meeting(Lifecycle):
    """planned → open → closed; planned → called off. Has ``participants``, ``items`` and, once closed, ``minutes``."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planlagt")
        OPEN = "open", _("Pågår")
        CLOSED = "closed", _("Holdt")
        CALLED_OFF = "called_off", _("Avlyst")

    MOVES = {
        Status.PLANNED: [Status.OPEN, Status.CALLED_OFF],
        Status.OPEN: [Status.CLOSED],
        Status.CLOSED: [],
        Status.CALLED_OFF: [],
    }

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PLANNED)
    meets_on = models.DateField(_("dato"))
    place = models.CharField(_("sted"), max_length=200, blank=True)
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("møteleder"), on_delete=models.PROTECT, related_name="+"
    )
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    remarks = models.TextField(_("merknader"), max_length=4000, blank=True)

    class Meta:
        abstract = True

    @property
    def is_over(self) -> bool:
        return self.status in (self.Status.CLOSED, self.Status.CALLED_OFF)

    def hold(self, *statuses: str):
        """Lock the meeting while something is done in it. Of a decision and a closing at once, one waits its turn."""
        held = type(self)._base_manager.select_for_update(of=("self",), no_key=True).get(pk=self.pk)
        if held.status not in statuses:
            raise Refused(
                _t("Møtet er «{status}», og dette kan ikke gjøres nå. Last siden på nytt.").format(
                    status=held.get_status_display().lower()
                )
            )
        return held

    def ask_the_same_people(self) -> None:
        """The chair, who planned it, and those who were asked the last time, each for the service they came from."""
        people, asked = {}, self.participants.model
        for user in (self.chair, self.planned_by):
            people[user.name] = asked(meeting=self, user=user, name=user.name, service=Service.HOUSING)
        before = type(self)._base_manager.exclude(pk=self.pk).order_by("-meets_on", "-pk").first()
        for row in before.participants.select_related("user") if before else []:
            if row.user is None or row.user.is_active:
                key = row.name if row.name in people else (row.name, row.service)
                people.setdefault(key, asked(meeting=self, user=row.user, name=row.name, service=row.service))
        asked.objects.bulk_create(people.values())

    def open(self, *, by) -> None:
        """Refused before its day: nobody decides in a meeting that is not held yet."""
        if self.meets_on > timezone.localdate():
            day = f"{self.meets_on:%d.%m.%Y}"
            raise Refused(_t("Møtet er {day}. Endre datoen hvis det holdes i dag.").format(day=day))
        self.move_to(self.Status.OPEN, by=by, opened_at=timezone.now())

    def close(self, *, by, present: set[int], remarks: str) -> None:
        """``present`` are keys of its participants. Of two who close it at once, the second is told."""
        facts = {"closed_at": timezone.now(), "closed_by": by, "remarks": remarks}
        self.move_to(self.Status.CLOSED, by=by, **facts)
        for person in self.participants.all():
            person.was_present = person.pk in present
            person.save(update_fields=["was_present"])


def meeting_status_agrees_with_times(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(status__in=["planned", "called_off"], opened_at__isnull=True, closed_at__isnull=True)
        | Q(status="open", opened_at__isnull=False, closed_at__isnull=True)
        | Q(status="closed", opened_at__isnull=False, closed_at__isnull=False, closed_by__isnull=False),
        violation_error_message=_("Status stemmer ikke med når møtet ble åpnet og lukket."),
    )


class MeetingParticipant(models.Model):
    """Somebody asked to a ``meeting`` (deltaker): a colleague with a login, or a named person of a ``service``."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("kollega"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    name = models.CharField(_("navn"), max_length=200)
    was_present = models.BooleanField(_("til stede"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.name}, {self.get_service_display()}"


def once_in_meeting(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        name=name,
        fields=["meeting", "name", "service"],
        violation_error_message=_("Deltakeren står allerede på listen."),
    )


class MeetingMinutes(models.Model):
    """A closed ``meeting``'s minutes, word for word (referat). The PDF is made of ``html`` once; neither is changed."""

    html = models.TextField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    @classmethod
    def printed(cls, pk: int):
        """With their PDF: made once, by the worker or by the first who asks; asked again, the first stands."""
        from housing import letters

        with transaction.atomic():
            made = cls.objects.select_for_update().get(pk=pk)
            if made.file_id is None:
                made.file = StoredFile.keep(letters.as_pdf(made.html, style=letters.PAPER), letters.PDF)
                made.save(update_fields=["file"])
        return made


def minutes_never_change(what: str) -> list[pgtrigger.Protect]:
    return [
        pgtrigger.Protect(name=f"{what}_are_never_deleted", operation=pgtrigger.Delete),
        pgtrigger.Protect(
            name=f"{what}_are_never_changed",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                "OLD.file_id IS NOT NULL OR NEW.html IS DISTINCT FROM OLD.html "
                "OR NEW.meeting_id IS DISTINCT FROM OLD.meeting_id"
            ),
        ),
    ]
