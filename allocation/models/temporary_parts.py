"""What belongs to one temporary stay: its extensions, its inventory, and the decision to turn somebody away."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from allocation.models.temporary import TemporaryStay
from housing.database import in_order, new_external_id
from housing.history import tracked
from housing.visibility import VisibleQuerySet

# «Standardisert inventar»: what an emergency dwelling is furnished with.
STANDARD_INVENTORY = [
    "Seng og madrass",
    "Dyne og pute",
    "Sengetøy",
    "Håndklær",
    "Bord og stoler",
    "Kjøleskap",
    "Kokeplate eller komfyr",
    "Kjele og stekepanne",
    "Tallerkener, glass og bestikk",
    "Gardiner",
    "Røykvarsler",
    "Brannslukker",
    "Nøkler",
]


class OfStayQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "allocation.view_temporary_stay"
    HOUSEHOLD_PATH = "stay__household"


class OfStay(models.Model):
    """A row about one stay, kept with who wrote it."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfStayQuerySet.as_manager()

    class Meta:
        abstract = True

    def get_absolute_url(self):
        return self.stay.get_absolute_url()

    @property
    def household(self):
        return self.stay.household


@tracked()
class StayExtension(OfStay):
    """One decision to let a household stay longer (forlengelse av midlertidig botilbud)."""

    stay = models.ForeignKey(TemporaryStay, on_delete=models.PROTECT, related_name="extensions")
    decided_on = models.DateField(_("vedtak"))
    was_planned_on = models.DateField(_("planlagt til, før"), null=True, blank=True, editable=False)
    planned_ends_on = models.DateField(_("ny planlagt slutt"))
    reason = models.CharField(_("hvorfor"), max_length=500)

    class Meta:
        verbose_name = _("forlengelse")
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="extension_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Skriv hvorfor oppholdet forlenges."),
            )
        ]


@tracked()
class InventoryCheck(OfStay):
    """What stood there when they came, or when they left, and what lacked (inventarliste)."""

    class Moment(models.TextChoices):
        START = "start", _("Ved innflytting")
        END = "end", _("Ved utflytting")

    stay = models.ForeignKey(TemporaryStay, on_delete=models.PROTECT, related_name="inventories")
    moment = models.CharField(max_length=5, choices=Moment.choices)
    checked_on = models.DateField(_("gått gjennom"))
    present = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    lacking = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    note = models.CharField(_("merknad"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("inventarliste")
        # The one from when they came before the one from when they left.
        ordering = ["-moment"]
        constraints = [
            models.UniqueConstraint(
                name="one_inventory_a_moment",
                fields=["stay", "moment"],
                violation_error_message=_("Inventaret er allerede gått gjennom."),
            )
        ]

    @property
    def told(self) -> str:
        return str(_("inventar gått gjennom")) if self.moment == self.Moment.START else str(_("inventar kontrollert"))


@tracked()
class Expulsion(OfStay):
    """A decision to turn a household away from where it stays (bortvisning).

    A decision like any other: facts, hearing, reasons, right of appeal (Sivilombudet 2025). And the municipality still
    has to find a place, so there is none without the alternative that is offered.
    """

    stay = models.ForeignKey(TemporaryStay, on_delete=models.PROTECT, related_name="expulsions")
    decided_on = models.DateField(_("bestemt"))
    effective_on = models.DateField(_("gjelder fra"))
    facts = models.TextField(_("hva som har skjedd"), max_length=5000)
    heard_on = models.DateField(_("hørt"), null=True, blank=True)
    statement = models.TextField(_("hva husstanden sa"), max_length=5000, blank=True)
    not_heard_reason = models.CharField(_("hvorfor husstanden ikke er hørt"), max_length=500, blank=True)
    children = models.TextField(_("hensynet til barna"), max_length=2000, blank=True)
    alternative = models.CharField(_("annet sted å bo"), max_length=500)
    alternative_from = models.DateField(_("stedet er klart fra"))

    class Meta:
        verbose_name = _("bortvisning")
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="expulsion_has_facts",
                condition=~Q(facts=""),
                violation_error_message=_("Skriv hva som har skjedd."),
            ),
            models.CheckConstraint(
                name="expulsion_after_hearing",
                condition=(Q(heard_on__isnull=False) & ~Q(statement="")) | ~Q(not_heard_reason=""),
                violation_error_message=_("Husstanden må være hørt, eller det må stå hvorfor det ikke var mulig."),
            ),
            models.CheckConstraint(
                name="expulsion_has_an_alternative",
                condition=~Q(alternative=""),
                violation_error_message=_("Skriv hvor husstanden kan bo i stedet."),
            ),
            in_order(
                "expulsion_heard_before_decided", "heard_on", "decided_on", _("Husstanden må høres før det bestemmes.")
            ),
            in_order(
                "expulsion_effective_after_decided",
                "decided_on",
                "effective_on",
                _("Bortvisningen kan ikke gjelde fra før den er bestemt."),
            ),
            in_order(
                "alternative_ready_when_excluded",
                "alternative_from",
                "effective_on",
                _("Det andre stedet må være klart senest den dagen bortvisningen gjelder fra."),
            ),
        ]
