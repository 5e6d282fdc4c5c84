"""Who acts for a household, and what somebody is in the middle of writing (fullmektig, utkast)."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from housing.database import Refused, in_force, in_order, new_external_id, no_overlap, refusing_breaches
from housing.history import tracked
from housing.models.households import Household
from housing.visibility import VisibleQuerySet


class RepresentativeQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "housing.view_letter"

    def on(self, day):
        return self.filter(in_force(day))


@tracked()
class Representative(models.Model):
    """Somebody the household has chosen to act for it (fullmektig, fvl § 12): every letter goes to them while in force.

    A lawyer needs no written authority; anybody else does.
    """

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="representatives")
    name = models.CharField(_("navn"), max_length=200)
    organisation = models.CharField(_("firma eller organisasjon"), max_length=200, blank=True)
    is_lawyer = models.BooleanField(_("advokat"), default=False)
    authority_on = models.DateField(_("skriftlig fullmakt mottatt"), null=True, blank=True)
    scope = models.CharField(_("fullmakten gjelder"), max_length=300, blank=True)
    postal_address = models.CharField(_("postadresse"), max_length=400)
    phone = models.CharField(_("telefon"), max_length=20, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    starts_on = models.DateField(_("fra"))
    ends_on = models.DateField(_("til"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("fullmektig")
        verbose_name_plural = _("fullmektiger")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            in_order("representative_ends_after_start", "starts_on", "ends_on", _("Til-datoen er før fra-datoen.")),
            no_overlap(
                "one_representative_at_a_time",
                ["household"],
                "starts_on",
                "ends_on",
                message=_("Husstanden har allerede en fullmektig i dette tidsrommet."),
            ),
            models.CheckConstraint(
                name="representative_has_authority",
                condition=Q(is_lawyer=True) | Q(authority_on__isnull=False),
                violation_error_message=_("Den som ikke er advokat, må ha skriftlig fullmakt."),
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.organisation}" if self.organisation else self.name

    @property
    def letter_address(self) -> str:
        """Name, firm and postal address, one to a line."""
        lines = [self.name, self.organisation, *self.postal_address.replace(", ", "\n").splitlines()]
        return "\n".join(line for line in lines if line)

    def appoint(self, *, by):
        with refusing_breaches(), transaction.atomic():
            self.by = by
            self.save(force_insert=True)
            self.household.tell(_("Fullmektig registrert"), by=by, happened_on=self.starts_on, subject=self)
        return self

    def end(self, *, by, day):
        """Letters go to the household itself from the day."""
        with refusing_breaches(), transaction.atomic():
            ended = max(day, self.starts_on)
            if not type(self).objects.filter(pk=self.pk, ends_on__isnull=True).update(ends_on=ended):
                raise Refused(_("Fullmakten er allerede avsluttet."))
            self.household.tell(_("Fullmakten er avsluttet"), by=by, happened_on=day, subject=self)


class DraftQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "housing.add_note"

    def of(self, form, subject_id):
        return self.filter(form=form, subject_id=subject_id)


class Draft(models.Model):
    """What somebody has typed into a long form and not yet sent (utkast). It survives a closed browser.

    One for each form, subject and person, so that nobody's text is written over by another's. Kept without history: it
    is no fact about anybody until the form is sent, and is then deleted.
    """

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="drafts")
    # Which form, such as «application» or «decision», and the id of what it is about.
    form = models.CharField(max_length=40)
    subject_id = models.PositiveBigIntegerField()
    # Field name → list of values, as a browser sends them.
    data = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    saved_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("utkast")
        verbose_name_plural = _("utkast")
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(name="one_draft_each", fields=["form", "subject_id", "by"]),
        ]
