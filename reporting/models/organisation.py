"""Who does what in the programme, and to whom they report (programorganisasjonen)."""

import base64
from datetime import date

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from housing.database import Refused, in_force, in_order, new_external_id, refusing_breaches
from housing.history import tracked
from housing.periods import Period
from housing.templatetags.norwegian import date_no
from reporting import org_chart
from reporting.models.measures import ReportReadersQuerySet


class ProgrammeGroupQuerySet(ReportReadersQuerySet):
    def on(self, day):
        """The groups there were on the day."""
        return self.filter(in_force(day))


@tracked()
class ProgrammeGroup(models.Model):
    """A group of the programme (gruppe i programmet), from a day to the day before another, and whom it reports to."""

    class Kind(models.TextChoices):
        STEERING = "steering", _("Styringsgruppe")
        REFERENCE = "reference", _("Referansegruppe")
        PROJECT = "project", _("Prosjektgruppe")
        WORKING = "working", _("Arbeidsgruppe")
        SUB_PROJECT = "sub_project", _("Delprosjekt")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    name = models.CharField(_("navn"), max_length=120)
    kind = models.CharField(_("type gruppe"), max_length=11, choices=Kind.choices)
    reports_to = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reporting_groups",
        verbose_name=_("rapporterer til"),
    )
    leader = models.CharField(_("leder"), max_length=120, blank=True)
    mandate = models.TextField(_("oppgave"), max_length=2000, blank=True)
    members = models.TextField(_("medlemmer"), max_length=4000, blank=True)
    starts_on = models.DateField(_("fra"))
    ends_on = models.DateField(_("til"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ProgrammeGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("gruppe i programmet")
        ordering = ["starts_on", "pk"]
        constraints = [
            in_order("group_in_order", "starts_on", "ends_on", _("Gruppen slutter før den begynner.")),
            models.CheckConstraint(
                name="group_reports_to_another",
                condition=Q(reports_to__isnull=True) | ~Q(reports_to=F("pk")),
                violation_error_message=_("En gruppe kan ikke rapportere til seg selv."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organisation")

    def keep(self) -> "ProgrammeGroup":
        """Save it, unless the lines would then go in a ring. One at a time: two could make one together."""
        with refusing_breaches(), transaction.atomic():
            lines = dict(ProgrammeGroup.objects.select_for_update().order_by("pk").values_list("pk", "reports_to"))
            self._refuse_ring(lines)
            self._refuse_gaps()
            self.save()
        return self

    def _refuse_gaps(self) -> None:
        """Nobody reports to a group that is not there yet, or no longer."""
        above = self.reports_to
        if above and not ProgrammeGroup.objects.on(self.starts_on).filter(pk=above.pk).exists():
            raise Refused(_now("«{group}» fantes ikke {day:%d.%m.%Y}.").format(group=above, day=self.starts_on))
        left = self.reporting_groups.on(self.ends_on) if self.ends_on and self.pk else []
        if left:
            names = ", ".join(group.name for group in left)
            raise Refused(
                _now("Disse rapporterer fortsatt til gruppen: {groups}. Flytt dem først.").format(groups=names)
            )

    def _refuse_ring(self, lines: dict) -> None:
        above, seen = self.reports_to_id, set()
        while above is not None and above not in seen:
            if above == self.pk:
                raise Refused(
                    _now("«{name}» rapporterer allerede til «{group}», direkte eller gjennom andre.").format(
                        name=self.reports_to, group=self
                    )
                )
            seen.add(above)
            above = lines.get(above)


FRAMES = {"steering": "thick", "project": "thick", "reference": "dotted", "working": "plain", "sub_project": "dashed"}


def drawn(groups: list[ProgrammeGroup]) -> list[org_chart.Group]:
    """The groups as the chart takes them."""
    return [
        org_chart.Group(
            key=group.pk,
            name=group.name,
            above=group.reports_to_id,
            kind=str(group.get_kind_display()),
            leader=group.leader,
            frame=FRAMES[group.kind],
        )
        for group in groups
    ]


def described(groups: list[ProgrammeGroup], day: date) -> str:
    """The chart in words: its alternative text."""
    names = {group.pk: group.name for group in groups}
    told = [
        _now("{group} rapporterer til {above}").format(group=group.name, above=names[group.reports_to_id])
        for group in groups
        if group.reports_to_id in names
    ]
    tops = [group.name for group in groups if group.reports_to_id not in names]
    told.insert(0, _now("Øverst: {groups}").format(groups=", ".join(tops)))
    return _now("Organisasjonskart {day}. {told}.").format(day=date_no(day), told="; ".join(told))


def as_listed(groups: list[ProgrammeGroup]) -> list[tuple[int, ProgrammeGroup]]:
    """From the top down, each below the one it reports to, with how far down it stands."""
    by_key = {group.pk: group for group in groups}
    return [(level, by_key[group.key]) for level, group in org_chart.depth_first(drawn(groups))]


def printed(period: Period) -> dict:
    """The chart and its table as of the period's last day; nothing when there was no group."""
    groups = list(ProgrammeGroup.objects.on(period.last).select_related("reports_to"))
    if not groups:
        return {}
    alt = described(groups, period.last)
    image = org_chart.svg(org_chart.layout(drawn(groups)), alt)
    names = {group.pk: group.name for group in groups}
    return {
        "day": date_no(period.last),
        "image": "data:image/svg+xml;base64," + base64.b64encode(image.encode()).decode(),
        "alt": alt,
        "rows": [
            {
                "name": group.name,
                "kind": str(group.get_kind_display()),
                "level": level,
                "leader": group.leader,
                "reports_to": names.get(group.reports_to_id, ""),
                "task": group.mandate,
                "members": group.members,
            }
            for level, group in as_listed(groups)
        ],
    }
