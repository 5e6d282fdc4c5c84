"""Persons, and what must be known before one meets them."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import TrigramSimilarity
from django.db import models, transaction
from django.db.models import Case, F, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing import consequences
from housing.database import (
    Refused,
    in_force,
    in_order,
    new_external_id,
    refusing_breaches,
    search_key,
    searchable,
    sort_key,
)
from housing.history import tracked
from housing.periods import age_on
from housing.roles import Scope
from housing.visibility import VisibleQuerySet


class Protection(models.TextChoices):
    """Address protection (adressebeskyttelse) as in Folkeregisteret; the marking itself is confidential."""

    NONE = "none", _("Ingen")
    CLIENT = "client", _("Klientadresse")
    CONFIDENTIAL = "confidential", _("Fortrolig adresse")
    STRICT = "strictly_confidential", _("Strengt fortrolig adresse")


class PersonQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "housing.view_household"
    HOUSEHOLD_PATH = "memberships__household"

    def within_reach_of(self, user):
        return self if user.scope == Scope.ALL else super().within_reach_of(user).distinct()

    def like(self, name: str, birth_date=None, national_id: str = ""):
        """Who may be the same person: the same number, or a like name (and, when less like, the same birth date)."""
        key = searchable(name)
        same_number = Q(national_id=national_id) if national_id else Q(pk=None)
        same_birth = Q(birth_date=birth_date) if birth_date else Q(pk=None)
        return (
            self.filter(Q(search_key__trigram_similar=key) | same_number)
            .annotate(likeness=TrigramSimilarity("search_key", key))
            .filter(Q(likeness__gte=0.8) | Q(same_birth, likeness__gte=0.3) | same_number)
            .order_by(Case(When(same_number, then=0), When(same_birth, then=1), default=2), "-likeness", "pk")
        )


@tracked(exclude=["sort_key", "search_key"])
class Person(models.Model):
    """One human being (person). Birth date and sex are facts of their own, never read out of the number."""

    class Sex(models.TextChoices):
        FEMALE = "female", _("Kvinne")
        MALE = "male", _("Mann")
        OTHER = "other", _("Annet")

    class Language(models.TextChoices):
        BOKMAL = "nb", _("Bokmål")
        NYNORSK = "nn", _("Nynorsk")
        ENGLISH = "en", _("Engelsk")

    Protection = Protection

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    national_id = models.CharField(
        _("fødselsnummer eller D-nummer"),
        max_length=11,
        unique=True,
        null=True,
        blank=True,
        error_messages={"unique": _("En person med dette nummeret er allerede registrert.")},
    )
    given_name = models.CharField(_("fornavn"), max_length=200)
    family_name = models.CharField(_("etternavn"), max_length=200)
    birth_date = models.DateField(_("fødselsdato"), null=True, blank=True)
    sex = models.CharField(_("kjønn"), max_length=6, choices=Sex.choices, blank=True)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    address_protection = models.CharField(
        _("adressebeskyttelse"), max_length=21, choices=Protection.choices, default=Protection.NONE
    )
    postal_address = models.TextField(
        _("postadresse"), max_length=400, blank=True, help_text=_("Dit brev sendes når de ikke skal til boligen.")
    )
    written_language = models.CharField(
        _("målform"), max_length=2, choices=Language.choices, default=Language.BOKMAL, blank=True
    )
    interpreter_language = models.CharField(_("tolkespråk"), max_length=60, blank=True)
    guardian_name = models.CharField(_("verge"), max_length=200, blank=True)
    guardian_contact = models.CharField(_("vergens telefon eller e-post"), max_length=200, blank=True)
    died_on = models.DateField(_("dødsdato"), null=True, blank=True)
    sort_key = sort_key("family_name", "given_name")
    search_key = search_key("given_name", "family_name")

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("personer")
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["sort_key"], name="person_sort"),
            GinIndex(OpClass(F("search_key"), name="gin_trgm_ops"), name="person_search"),
            models.Index(
                fields=["address_protection"], name="person_protected", condition=~Q(address_protection="none")
            ),
        ]
        constraints = [
            in_order("person_died_after_birth", "birth_date", "died_on", _("Dødsdatoen er før fødselsdatoen.")),
        ]

    def __str__(self):
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def listed_name(self) -> str:
        """«Haugen, Amina», as lists show it."""
        return f"{self.family_name}, {self.given_name}"

    def age_on(self, day) -> int | None:
        """Whole years, or None when the birth date is not known."""
        return age_on(self.birth_date, day) if self.birth_date else None

    def change(self, *, by, protection_before):
        """Save; a changed address protection is told on the timeline of each household, without saying which level."""
        with refusing_breaches(), transaction.atomic():
            self.save()
            memberships = self.memberships.on(timezone.localdate())
            # A birth date may have been put right, and age counts on the waiting list.
            consequences.changed("members", memberships.values_list("household", flat=True), by=by)
            if self.address_protection == protection_before:
                return
            for membership in memberships.select_related("household"):
                membership.household.tell(_("Adressebeskyttelsen er vurdert på nytt"), by=by)


class ConsentQuerySet(VisibleQuerySet):
    # Whom one shares with tells of one's case: not for those who see the tenancy alone.
    VIEW_PERMISSION = "housing.view_document"

    def on(self, day):
        return self.filter(
            Q(expires_on__isnull=True) | Q(expires_on__gt=day),
            Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day),
            given_on__lte=day,
        )


@tracked()
class Consent(models.Model):
    """Leave to share with, or fetch from, somebody for one purpose (samtykke). It can be withdrawn at any time."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey("housing.Household", on_delete=models.PROTECT, related_name="consents")
    person = models.ForeignKey(
        Person, verbose_name=_("hvem samtykker"), on_delete=models.PROTECT, related_name="consents"
    )
    recipient = models.CharField(_("deles med"), max_length=120)
    purpose = models.CharField(_("formål"), max_length=300)
    given_on = models.DateField(_("gitt"))
    expires_on = models.DateField(_("gjelder til"), null=True, blank=True)
    withdrawn_on = models.DateField(_("trukket tilbake"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("samtykke")
        ordering = ["-given_on", "pk"]
        constraints = [
            in_order(
                "consent_expires_after_given", "given_on", "expires_on", _("Samtykket kan ikke utløpe før det er gitt.")
            ),
            in_order(
                "consent_withdrawn_after_given",
                "given_on",
                "withdrawn_on",
                _("Samtykket kan ikke trekkes før det er gitt."),
            ),
        ]

    def give(self, *, by):
        """A new consent, told on the timeline."""
        with refusing_breaches(), transaction.atomic():
            self.save(force_insert=True)
            self.household.tell(_("Samtykke gitt"), by=by, note=self.recipient, happened_on=self.given_on, subject=self)

    def withdraw(self, *, by, withdrawn_on):
        """From that day nothing more is shared; what was shared before stays lawful."""
        with refusing_breaches(), transaction.atomic():
            if not type(self).objects.filter(pk=self.pk, withdrawn_on=None).update(withdrawn_on=withdrawn_on):
                raise Refused(_("Samtykket er allerede trukket tilbake."))
            self.household.tell(
                _("Samtykke trukket"), by=by, note=self.recipient, happened_on=withdrawn_on, subject=self
            )
            consequences.changed("consent", [self.household_id], by=by)


class AlertQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "housing.view_household"
    HOUSEHOLD_PATH = "person__memberships__household"

    def on(self, day):
        return self.filter(in_force(day, "starts_on", "expires_on"))


@tracked()
class Alert(models.Model):
    """What one must know before ringing the bell (varsel). It expires, so that it is considered anew."""

    class Kind(models.TextChoices):
        TWO_TOGETHER = "two_together", _("Gå alltid to sammen")
        THREAT = "threat", _("Trusler eller vold")
        ANIMAL = "animal", _("Hund eller annet dyr")
        HEALTH = "health", _("Helse eller smitte")
        OTHER = "other", _("Annet")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="alerts")
    kind = models.CharField(_("hva"), max_length=12, choices=Kind.choices)
    text = models.CharField(_("beskrivelse"), max_length=500, blank=True)
    starts_on = models.DateField(_("fra"))
    expires_on = models.DateField(_("vurderes på nytt"))
    by = models.ForeignKey("housing.User", on_delete=models.PROTECT, related_name="+")

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("varsel")
        ordering = ["expires_on", "pk"]
        constraints = [
            in_order(
                "alert_expires_after_start", "starts_on", "expires_on", _("Varselet kan ikke utløpe før det gjelder.")
            ),
        ]

    def raise_in(self, household, *, by):
        """Told on the timeline without its text: the page shows that as long as the alert is in force."""
        with refusing_breaches(), transaction.atomic():
            self.by = by
            self.save(force_insert=True)
            household.tell(_("Varsel registrert"), by=by, happened_on=self.starts_on, subject=self)

    def end_in(self, household, *, by, day):
        """No longer needed from the day."""
        with refusing_breaches(), transaction.atomic():
            ended = max(day, self.starts_on)
            if not type(self).objects.filter(pk=self.pk, expires_on__gt=day).update(expires_on=ended):
                raise Refused(_("Varselet gjelder ikke lenger."))
            household.tell(_("Varsel fjernet"), by=by, happened_on=day, subject=self)
