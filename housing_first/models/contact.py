"""A contact with a participant (kontakt): met or not, written on a phone in a stairwell in twenty seconds."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing.database import Refused, in_order, new_external_id, refusing_breaches
from housing.history import tracked
from housing_first.daily_round import FACE_TO_FACE, Met
from housing_first.models.participation import Participation
from housing_first.models.restricted import Restricted, RestrictedQuerySet

MINUTES_OF_A_DAY = 24 * 60
IN_THE_FUTURE = _("Kontakten er datert frem i tid.")


class ContactQuerySet(RestrictedQuerySet):
    def happened_in(self, period):
        return self.filter(happened_on__range=(period.first, period.last))

    def visits(self):
        return self.filter(kind=Contact.Kind.VISIT)

    def missed(self):
        """Meetings somebody did not come to, and doors nobody opened (ikke truffet). A call is no meeting."""
        return self.filter(was_met=False, kind__in=FACE_TO_FACE)

    def seen(self):
        return self.filter(was_met=True, kind__in=FACE_TO_FACE)


@tracked()
class Contact(Restricted):
    """One contact with a participant, or an attempt at one (kontakt): visit, call, message, meeting, going along.

    Bodø: «utfordring å treffe brukerne til avtalte tidspunkt». So what was missed is counted too. ``external_id`` is
    the key the phone gave it: sent twice it is one contact. No line of the timeline: there are hundreds, and who reads
    the timeline is not always one of the team.
    """

    class Kind(models.TextChoices):
        VISIT = "visit", _("Hjemmebesøk")
        MEETING = "meeting", _("Møte")
        ACCOMPANIMENT = "accompaniment", _("Følge")
        PHONE = "phone", _("Telefon")
        MESSAGE = "message", _("Melding")

    class Place(models.TextChoices):
        HOME = "home", _("Hjemme")
        TEAM = "team", _("Hos oss")
        OUTSIDE = "outside", _("Ute")
        OFFICE = "office", _("Annet kontor")
        INSTITUTION = "institution", _("Fengsel eller institusjon")

    class Topic(models.TextChoices):
        HOME = "home", _("Boligen")
        NEIGHBOURS = "neighbours", _("Naboer")
        ECONOMY = "economy", _("Økonomi")
        HEALTH = "health", _("Helse")
        SUBSTANCE_USE = "substance_use", _("Rus")
        WORK = "work", _("Arbeid og aktivitet")
        NETWORK = "network", _("Familie og nettverk")
        SERVICES = "services", _("Andre tjenester")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    participation = models.ForeignKey(
        Participation, verbose_name=_("hvem"), on_delete=models.PROTECT, related_name="contacts"
    )
    happened_on = models.DateField(_("dato"))
    kind = models.CharField(_("hva slags"), max_length=13, choices=Kind.choices)
    was_met = models.BooleanField(_("møtt"))
    minutes = models.PositiveSmallIntegerField(
        _("minutter"), null=True, blank=True, validators=[MaxValueValidator(MINUTES_OF_A_DAY)]
    )
    place = models.CharField(_("hvor"), max_length=11, choices=Place.choices, blank=True)
    topics = ArrayField(
        models.CharField(max_length=13, choices=Topic.choices), verbose_name=_("tema"), default=list, blank=True
    )
    note = models.TextField(_("kort om det"), max_length=2000, blank=True)
    next_on = models.DateField(_("neste avtale"), null=True, blank=True)
    registered_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("kontakt")
        verbose_name_plural = _("kontakter")
        ordering = ["-happened_on", "-pk"]
        indexes = [
            models.Index(fields=["participation", "-happened_on"], name="contacts_of_participant"),
            models.Index(fields=["happened_on"], name="contact_day"),
        ]
        constraints = [
            in_order("contact_next_after_it", "happened_on", "next_on", _("Neste avtale er før kontakten.")),
            models.CheckConstraint(
                name="contact_is_within_a_day",
                condition=Q(minutes__isnull=True) | Q(minutes__lte=MINUTES_OF_A_DAY),
                violation_error_message=_("En kontakt kan ikke være lengre enn et døgn."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.happened_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("contact_log", args=[self.participation_id])

    @property
    def is_missed(self) -> bool:
        return self.as_met.is_missed

    @property
    def as_met(self) -> Met:
        return Met(self.happened_on, self.kind, self.was_met, self.next_on, self.pk or 0)

    @property
    def topic_labels(self) -> list[str]:
        return [str(self.Topic(code).label) for code in self.topics]

    def record(self, *, by):
        """Written down once, however many times it is sent."""
        if self.happened_on > timezone.localdate():
            raise Refused(str(IN_THE_FUTURE))
        with refusing_breaches():
            self.by = by
            self.save(force_insert=True)
        return self

    def correct(self, *, by, **facts):
        """What was tapped wrong is put right by whoever wrote it; what stood there before is in the history."""
        if self.by_id != by.pk:
            raise Refused(_t("Bare den som registrerte kontakten, kan rette den."))
        with refusing_breaches():
            type(self).objects.filter(pk=self.pk).update(**facts)
            for name, value in facts.items():
                setattr(self, name, value)
