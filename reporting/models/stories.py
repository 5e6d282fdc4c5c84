"""Success stories: what went well, told so that it can be published and nobody can be recognised (suksesshistorier)."""

import hashlib
from contextlib import contextmanager

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from housing.database import Refused, in_order, new_external_id, refusing_breaches
from housing.history import tracked
from housing.periods import Period
from reporting.models.report import Report
from reporting.models.sections import ReportGoal

# The form asks for one or two, one page together. A page of the report holds about so much.
LONGEST = 3500
LONGEST_TOGETHER = 4200
MOST_TOGETHER = 2


class SuccessStoryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A story that is not ready may tell who somebody is: those who write and check them, and no others."""
        may = user.is_authenticated and user.has_perm("reporting.view_story")
        return self if may else self.none()

    def of(self, period: Period):
        return self.filter(period_first=period.first, period_last=period.last)

    def ready(self):
        """Confirmed by a second person, and about nobody, or with a consent that stands."""
        agreed = Q(is_about_person=False) | Q(consent_obtained_on__isnull=False)
        return self.filter(agreed, consent_withdrawn_on__isnull=True, confirmed_on__isnull=False)

    def chosen(self):
        return self.filter(is_chosen=True)


@tracked()
class SuccessStory(models.Model):
    """A success story of one half-year (suksesshistorie)."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    period_first = models.DateField(_("fra og med"))
    period_last = models.DateField(_("til og med"))
    main_goal = models.PositiveSmallIntegerField(_("hovedmål"), choices=ReportGoal.MainGoal.choices)
    title = models.CharField(_("tittel"), max_length=120)
    text = models.TextField(_("historien"), max_length=LONGEST)
    link = models.CharField(
        _("lenke til publisert sak"), max_length=500, blank=True, validators=[URLValidator(["http", "https"])]
    )
    is_about_person = models.BooleanField(_("handler om en person"), default=True)
    consent_obtained_on = models.DateField(_("samtykke innhentet"), null=True, blank=True)
    consent_obtained_by = models.CharField(_("innhentet av"), max_length=120, blank=True)
    consent_withdrawn_on = models.DateField(_("samtykke trukket tilbake"), null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_on = models.DateField(_("bekreftet"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_chosen = models.BooleanField(_("tatt inn i rapporten"), default=False)

    objects = SuccessStoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("suksesshistorie")
        ordering = ["-period_first", "main_goal", "pk"]
        constraints = [
            in_order("story_period_in_order", "period_first", "period_last", _("Perioden slutter før den begynner.")),
            in_order(
                "story_consent_in_order",
                "consent_obtained_on",
                "consent_withdrawn_on",
                _("Samtykket kan ikke trekkes før det er gitt."),
            ),
            models.CheckConstraint(
                name="story_consent_has_its_day",
                condition=Q(consent_obtained_on__isnull=True, consent_obtained_by="", consent_withdrawn_on__isnull=True)
                | (Q(consent_obtained_on__isnull=False) & ~Q(consent_obtained_by="")),
                violation_error_message=_("Et samtykke må ha både dag og hvem som innhentet det."),
            ),
            models.CheckConstraint(
                name="story_confirmed_by_a_second_person",
                condition=Q(confirmed_on__isnull=True, confirmed_by__isnull=True)
                | (
                    Q(confirmed_on__isnull=False, confirmed_by__isnull=False)
                    & ~Q(confirmed_by=F("written_by"))
                    & ~Q(confirmed_by=F("changed_by"))
                ),
                violation_error_message=_("Den som har skrevet historien, kan ikke bekrefte den selv."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("story", args=[self.pk])

    @property
    def period(self) -> Period:
        return Period(self.period_first, self.period_last)

    @property
    def has_consent(self) -> bool:
        return self.consent_obtained_on is not None and self.consent_withdrawn_on is None

    def missing(self) -> list[str]:
        """What stands between the story and the report, in sentences."""
        found = []
        if self.consent_withdrawn_on:
            found.append(_now("Samtykket er trukket tilbake {day:%d.%m.%Y}.").format(day=self.consent_withdrawn_on))
        elif self.is_about_person and not self.consent_obtained_on:
            found.append(_now("Samtykke fra den historien handler om, mangler."))
        if not self.confirmed_on:
            found.append(_now("En annen enn den som har skrevet, må bekrefte at ingen kan kjennes igjen."))
        return found

    @property
    def is_ready(self) -> bool:
        return not self.missing()

    @property
    def is_in_report(self) -> bool:
        return self.is_chosen and self.is_ready

    def may_be_confirmed_by(self, user) -> bool:
        return user.pk not in (self.written_by_id, self.changed_by_id)

    def keep(self, *, by) -> "SuccessStory":
        """Save what was written. Another text is another story: who confirmed the old one has not read the new."""
        with refusing_breaches(), transaction.atomic():
            if self.pk is None:
                self.written_by = self.changed_by = by
            else:
                before = SuccessStory.objects.select_for_update().get(pk=self.pk)
                self._take_from(before, by)
            self.save()
        return self

    def _take_from(self, before, by) -> None:
        """What the form did not ask for is as it stands now, whoever changed it meanwhile."""
        for name in ("confirmed_on", "confirmed_by_id", "changed_by_id", "is_chosen", "consent_withdrawn_on"):
            setattr(self, name, getattr(before, name))
        if any(getattr(before, name) != getattr(self, name) for name in ("title", "text", "link", "is_about_person")):
            self.confirmed_on = self.confirmed_by = None
            self.changed_by = by
        # Room in the report is for what is ready, and in the half-year it was chosen for.
        if self.missing() or before.period != self.period:
            self.is_chosen = False

    @property
    def approved_on(self):
        """The day the half-year's report was approved. From then on it has the stories it has."""
        periods = {"period_first": self.period_first, "period_last": self.period_last}
        return Report.objects.approved().filter(**periods).values_list("approved_on", flat=True).first()

    def _refuse_approved(self) -> None:
        if self.approved_on:
            raise Refused(
                _now("Rapporten for {period} er godkjent og kan ikke endres.").format(period=self.period.label)
            )

    @property
    def fingerprint(self) -> str:
        """Of all that is published: another text has another."""
        return hashlib.sha256("\n".join((self.title, self.text, self.link)).encode()).hexdigest()

    def confirm(self, *, read: str, by) -> None:
        """«Ingen kan kjennes igjen»: said of the text that was read, by somebody who did not write it."""
        with self._held() as now:
            if now.confirmed_on:
                raise Refused(_now("Historien er allerede bekreftet."))
            if now.fingerprint != read:
                raise Refused(_now("Teksten er endret siden du leste den. Les den på nytt."))
            if not now.may_be_confirmed_by(by):
                raise Refused(_now("Den som har skrevet historien, kan ikke bekrefte den selv."))
            now.confirmed_on, now.confirmed_by = timezone.localdate(), by
            now.save(update_fields=["confirmed_on", "confirmed_by"])

    def withdraw_consent(self, *, on) -> None:
        """The story is out of every draft from now on."""
        with self._held() as now:
            if not now.has_consent:
                raise Refused(_now("Det er ikke noe samtykke å trekke."))
            now.consent_withdrawn_on, now.is_chosen = on, False
            now.save(update_fields=["consent_withdrawn_on", "is_chosen"])

    def print_without(self, *, by) -> None:
        """The half-year's approved report once more, without the story: what was printed with it is fetched no more."""
        periods = {"period_first": self.period_first, "period_last": self.period_last}
        for report in Report.objects.approved().filter(**periods):
            report.print_anew(by=by)

    def choose(self) -> None:
        """Take it into its half-year's report: at most two, and together no more than a page."""
        with self._held() as now:
            now._refuse_approved()
            if missing := now.missing():
                raise Refused(" ".join(missing))
            others = [row for row in SuccessStory.objects.of(now.period).chosen().ready() if row.pk != now.pk]
            if len(others) >= MOST_TOGETHER:
                raise Refused(_now("To historier er allerede tatt inn i rapporten. Ta ut en av dem først."))
            if sum(len(row.text) for row in [*others, now]) > LONGEST_TOGETHER:
                raise Refused(
                    _now("Historiene fyller mer enn én side: til sammen høyst {most} tegn.").format(
                        most=LONGEST_TOGETHER
                    )
                )
            now.is_chosen = True
            now.save(update_fields=["is_chosen"])

    def leave_out(self) -> None:
        with self._held() as now:
            now._refuse_approved()
            now.is_chosen = False
            now.save(update_fields=["is_chosen"])

    @contextmanager
    def _held(self):
        """The half-year's stories, one user at a time, and this one as it stands now."""
        with refusing_breaches(), transaction.atomic():
            rows = SuccessStory.objects.select_for_update().of(self.period).order_by("pk")
            found = next((row for row in rows if row.pk == self.pk), None)
            if found is None:
                raise Refused(_now("Noen andre har nettopp endret historien. Last siden på nytt."))
            yield found
        self.refresh_from_db()


def printed(period: Period) -> list[dict]:
    """The half-year's stories that are taken into the report and still may be told."""
    return [
        {
            "id": story.pk,
            "title": story.title,
            "text": story.text,
            "link": story.link,
            "main_goal": _now("Hovedmål {number}: {label}").format(
                number=story.main_goal, label=story.get_main_goal_display()
            ),
        }
        for story in SuccessStory.objects.of(period).chosen().ready().order_by("main_goal", "pk")
    ]
