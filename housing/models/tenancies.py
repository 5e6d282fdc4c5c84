"""Who lives, has lived or is about to live where (leieforhold). What was agreed stands in ``models/contracts.py``."""

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from housing.cases import Case
from housing.database import Refused, in_force, in_order, new_external_id, no_overlap, refusing_breaches
from housing.history import tracked
from housing.models.homes import Dwelling
from housing.models.households import Household
from housing.models.trace import CaseEvent
from housing.visibility import VisibleQuerySet


class TenancyQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "housing.view_tenancy"

    def municipal(self):
        return self.filter(tenure=Tenancy.Tenure.MUNICIPAL)

    def lived_in(self, day):
        """Municipal tenancies that made their dwelling occupied on the day."""
        return self.municipal().filter(in_force(day, "moved_in_on", "moved_out_on"))

    def active(self, day):
        return self.lived_in(day)

    def waiting_to_move_in(self, day):
        """Allocated and not moved in on the day (tildelt, ikke innflyttet)."""
        return self.municipal().filter(
            Q(moved_in_on__isnull=True) | Q(moved_in_on__gt=day),
            Q(moved_out_on__isnull=True) | Q(moved_out_on__gt=day),
            allocated_on__lte=day,
        )

    def with_latest_contract(self, day):
        """Adds the start and end of the contract with the latest start on or before the day, and how many there are."""
        contracts = self.model._meta.get_field("contracts").related_model.objects
        begun = contracts.filter(tenancy=OuterRef("pk"), starts_on__lte=day).order_by("-starts_on", "-pk")
        how_many = begun.order_by().values("tenancy").annotate(n=models.Count("pk")).values("n")
        return self.annotate(
            contract_id=Subquery(begun.values("pk")[:1]),
            contract_ends_on=Subquery(begun.values("ends_on")[:1]),
            contracts_begun=Coalesce(Subquery(how_many), 0),
        )


@tracked()
class Tenancy(Case):
    """A household's right to a dwelling, municipal or private, from allocation until it has moved out (leieforhold).

    allocated → active → ended; allocated → cancelled
    """

    NUMBER_PREFIX = "L"

    class Tenure(models.TextChoices):
        MUNICIPAL = "municipal", _("Kommunal")
        PRIVATE = "private", _("Privat")

    class Status(models.TextChoices):
        ALLOCATED = "allocated", _("Tildelt, ikke innflyttet")
        ACTIVE = "active", _("Bor her")
        ENDED = "ended", _("Flyttet ut")
        CANCELLED = "cancelled", _("Ble ikke noe av")

    class EndReason(models.TextChoices):
        MOVED_PRIVATE = "moved_private", _("Flyttet til privat bolig")
        MOVED_MUNICIPAL = "moved_municipal", _("Flyttet til annen kommunal bolig")
        BOUGHT = "bought", _("Kjøpte bolig")
        EVICTED = "evicted", _("Kastet ut")
        INSTITUTION = "institution", _("Institusjon")
        PRISON = "prison", _("Fengsel")
        DEAD = "dead", _("Død")
        NEIGHBOUR_CONFLICT = "neighbour_conflict", _("Nabokonflikt")
        OTHER = "other", _("Annet")

    MOVES = {
        Status.ALLOCATED: [Status.ACTIVE, Status.CANCELLED],
        Status.ACTIVE: [Status.ENDED],
        Status.ENDED: [],
        Status.CANCELLED: [],
    }

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(
        Household, verbose_name=_("husstand"), on_delete=models.PROTECT, related_name="tenancies"
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.ALLOCATED)
    tenure = models.CharField(_("leieforhold"), max_length=9, choices=Tenure.choices)
    dwelling = models.ForeignKey(
        Dwelling, verbose_name=_("bolig"), on_delete=models.PROTECT, null=True, blank=True, related_name="tenancies"
    )
    private_address = models.CharField(_("privat adresse"), max_length=200, blank=True)
    application = models.ForeignKey(
        "applications.Application",
        verbose_name=_("søknad"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="resulting_tenancies",
    )
    allocated_on = models.DateField(_("tildelt"), null=True, blank=True)
    moved_in_on = models.DateField(_("flyttet inn"), null=True, blank=True)
    # The day they are known to be leaving, while they still live there: notice given, or a new home in sight.
    leaves_on = models.DateField(_("skal flytte ut"), null=True, blank=True)
    moved_out_on = models.DateField(_("flyttet ut"), null=True, blank=True)
    end_reason = models.CharField(_("hvorfor avsluttet"), max_length=18, choices=EndReason.choices, blank=True)
    monthly_rent = models.DecimalField(_("månedsleie"), max_digits=10, decimal_places=2, null=True, blank=True)
    deposit_amount = models.DecimalField(_("depositum"), max_digits=10, decimal_places=2, null=True, blank=True)

    objects = TenancyQuerySet.as_manager()

    class Meta:
        verbose_name = _("leieforhold")
        verbose_name_plural = _("leieforhold")
        ordering = [F("moved_in_on").desc(nulls_first=True), "-pk"]
        indexes = [
            models.Index(fields=["moved_in_on", "moved_out_on"], name="tenancy_lived_in"),
            models.Index(fields=["allocated_on"], name="tenancy_allocated"),
        ]
        constraints = [
            no_overlap(
                "dwelling_let_to_one_at_a_time",
                ["dwelling"],
                "moved_in_on",
                "moved_out_on",
                condition=Q(moved_in_on__isnull=False, dwelling__isnull=False),
                message=_("Boligen er allerede leid ut i dette tidsrommet."),
            ),
            models.UniqueConstraint(
                name="dwelling_allocated_to_one_at_a_time",
                fields=["dwelling"],
                condition=Q(moved_in_on__isnull=True, moved_out_on__isnull=True, dwelling__isnull=False),
                violation_error_message=_("Boligen er allerede tildelt en annen husstand."),
            ),
            models.CheckConstraint(
                name="municipal_tenancy_has_dwelling",
                condition=Q(tenure="municipal", dwelling__isnull=False) | Q(tenure="private", dwelling__isnull=True),
                violation_error_message=_("Et kommunalt leieforhold må ha en bolig, et privat kan ikke ha det."),
            ),
            in_order(
                "tenancy_moved_in_after_allocated", "allocated_on", "moved_in_on", _("Innflytting er før tildeling.")
            ),
            in_order("tenancy_moved_out_after_in", "moved_in_on", "moved_out_on", _("Utflytting er før innflytting.")),
            in_order(
                "tenancy_ended_after_allocated", "allocated_on", "moved_out_on", _("Utflytting er før tildeling.")
            ),
            models.CheckConstraint(
                name="tenancy_status_agrees_with_dates",
                condition=Q(status="allocated", moved_in_on__isnull=True, moved_out_on__isnull=True)
                | Q(status="active", moved_in_on__isnull=False, moved_out_on__isnull=True)
                | Q(status="ended", moved_in_on__isnull=False, moved_out_on__isnull=False)
                | Q(status="cancelled", moved_in_on__isnull=True, moved_out_on__isnull=False),
                violation_error_message=_("Status stemmer ikke med datoene for inn- og utflytting."),
            ),
            in_order("tenancy_leaves_after_moved_in", "moved_in_on", "leaves_on", _("Utflytting er før innflytting.")),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("tenancy", args=[self.pk])

    @staticmethod
    def status_from(moved_in_on, moved_out_on) -> str:
        """The status the dates of an imported tenancy mean."""
        if moved_in_on:
            return Tenancy.Status.ENDED if moved_out_on else Tenancy.Status.ACTIVE
        return Tenancy.Status.CANCELLED if moved_out_on else Tenancy.Status.ALLOCATED

    def move_in(self, *, by, moved_in_on):
        self.move_to(self.Status.ACTIVE, by=by, happened_on=moved_in_on, moved_in_on=moved_in_on)

    def move_out(self, *, by, moved_out_on, end_reason, note=""):
        self.move_to(
            self.Status.ENDED,
            by=by,
            note=note,
            happened_on=moved_out_on,
            moved_out_on=moved_out_on,
            end_reason=end_reason,
        )

    def cancel(self, *, by, cancelled_on, note):
        """The household did not move in after all (tildelingen faller bort)."""
        self.move_to(
            self.Status.CANCELLED,
            by=by,
            note=note,
            happened_on=cancelled_on,
            moved_out_on=cancelled_on,
            end_reason="other",
        )

    def plan_to_leave(self, leaves_on, *, by, title, note="", on):
        """The day they are going to leave, or None when they stay after all; told on the timeline."""
        with refusing_breaches():
            changed = Tenancy.objects.filter(pk=self.pk, status=self.Status.ACTIVE).update(leaves_on=leaves_on)
            if not changed:
                raise Refused(_("Husstanden bor ikke her nå."))
            self.leaves_on = leaves_on
            leaving = _("Flytter ut {day}.").format(day=f"{leaves_on:%d.%m.%Y}") if leaves_on else ""
            CaseEvent.write(self, by=by, title=title, note=f"{note} {leaving}".strip(), happened_on=on)

    def contract_on(self, day):
        """The contract with the latest start on or before the day."""
        return self.contracts.filter(starts_on__lte=day).order_by("-starts_on", "-pk").first()
