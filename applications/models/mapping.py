"""Mapping of a household's housing situation (kartlegging), after BOKART and the NIBR count of homeless people."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.release import has_run_out
from housing.database import in_force, in_order, new_external_id
from housing.history import tracked
from housing.models import Household, Service, TargetGroup
from housing.visibility import VisibleQuerySet

# NIBR's own words, to the letter: the count can only be compared between municipalities that read the same definition.
NIBR_WORDING = {
    "1": _("ikke disponerer egen eid eller leid bolig, men som er henvist til tilfeldige eller midlertidige botilbud"),
    "2": _("oppholder seg midlertidig hos nær slektning, venner eller kjente"),
    "3": _(
        "i kriminalomsorgen eller i institusjon og skal løslates eller utskrives innen to måneder, og ikke har bolig"
    ),
    "4": _("uten ordnet oppholdssted kommende natt"),
    "other": _("annet, ubesvart"),
}


class MappingQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "applications.view_mapping"

    def current(self, day):
        """Each household's mapping with the latest date on or before ``day``, unless that one had ended by then."""
        latest = (
            Mapping.objects.filter(household=OuterRef("household"), mapped_on__lte=day)
            .order_by("-mapped_on", "-pk")
            .values("pk")[:1]
        )
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day), mapped_on__lte=day, pk=Subquery(latest))

    def homeless(self, day):
        return self.current(day).filter(situation=Mapping.Situation.NO_HOME).exclude(homeless_category="")

    def for_census(self, first, last):
        """What decides who was homeless from ``first`` to ``last``: of the households that may have been, the mapping
        that counted as the first day came and those made since. One query, however many households and days."""
        at_first = (
            Mapping.objects.filter(mapped_on__lte=first)
            .order_by("household_id", "-mapped_on", "-pk")
            .distinct("household_id")
        )
        counted = self.filter(Q(pk__in=at_first.values("pk")) | Q(mapped_on__gt=first, mapped_on__lte=last))
        homeless = counted.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=first), situation=Mapping.Situation.NO_HOME)
        return counted.filter(household__in=homeless.exclude(homeless_category="").values("household"))


class Level(models.IntegerChoices):
    """How well somebody manages in one area of life; the colours are those BrukerPlan uses."""

    GOOD = 1, _("God")
    SOME = 2, _("Noe redusert")
    POOR = 3, _("Sterkt redusert")

    @property
    def color(self) -> str:
        return {Level.GOOD: "success", Level.SOME: "warning", Level.POOR: "danger"}[self]


def level(label):
    return models.PositiveSmallIntegerField(label, choices=Level.choices, null=True, blank=True)


class FunctionalLevels(models.Model):
    """The eight areas of life that BrukerPlan asks about (funksjonsnivå). Empty is not asked or not known."""

    level_housing = level(_("bolig"))
    level_economy = level(_("økonomi"))
    level_work = level(_("arbeid og aktivitet"))
    level_health = level(_("fysisk helse"))
    level_mental_health = level(_("psykisk helse"))
    level_substance_use = level(_("rus"))
    level_social = level(_("sosial fungering"))
    level_network = level(_("nettverk"))

    LEVELS = [
        "level_housing",
        "level_economy",
        "level_work",
        "level_health",
        "level_mental_health",
        "level_substance_use",
        "level_social",
        "level_network",
    ]

    class Meta:
        abstract = True

    @property
    def levels(self) -> list[tuple[str, Level | None]]:
        """Each area of life and what was found there, in the order they are asked."""
        return [
            (str(self._meta.get_field(name).verbose_name), Level(value) if (value := getattr(self, name)) else None)
            for name in self.LEVELS
        ]


@tracked()
class Mapping(FunctionalLevels):
    """What a household's situation was found to be on a day (kartlegging). Repeated, never overwritten."""

    class Situation(models.TextChoices):
        NONE = "none", _("Ikke vanskeligstilt på boligmarkedet")
        NO_HOME = "no_home", _("Uten egen bolig")
        AT_RISK = "at_risk", _("Står i fare for å miste boligen")
        UNSUITABLE = "unsuitable", _("Bor i uegnet bolig eller bomiljø")

    class HomelessCategory(models.TextChoices):
        """NIBR's four groups and their logic (research: the national count of homeless people)."""

        SHELTER = "1", _("1. Henvist til tilfeldige eller midlertidige botilbud")
        WITH_OTHERS = "2", _("2. Midlertidig hos nær slektning, venner eller kjente")
        INSTITUTION = "3", _("3. I fengsel eller institusjon, løslates eller utskrives innen to måneder uten bolig")
        ROOFLESS = "4", _("4. Uten ordnet oppholdssted kommende natt")
        OTHER = "other", _("Annet eller ubesvart")

    class Problem(models.TextChoices):
        SUBSTANCE_DEPENDENCE = "substance_dependence", _("Avhengig av rusmidler")
        MENTAL_ILLNESS = "mental_illness", _("Psykisk sykdom")
        EVICTED = "evicted_last_6_months", _("Kastet ut av boligen siste 6 måneder")
        HEAVY_DEBT = "heavy_debt", _("Høy gjeld")
        FAMILY_BREAKUP = "family_breakup", _("Mistet boligen ved samlivsbrudd eller familiekonflikt")
        DISCHARGED = "discharged_last_6_months", _("Utskrevet fra institusjon siste 6 måneder")
        RELEASED = "released_last_6_months", _("Løslatt fra fengsel siste 6 måneder")
        HOUSING_GRANTED = "housing_granted_waiting", _("Har vedtak om bolig og venter på innflytting")

    class Need(models.TextChoices):
        DWELLING = "dwelling", _("Bolig")
        FOLLOW_UP = "follow_up", _("Oppfølging i bolig")
        FINANCIAL = "financial", _("Økonomiske virkemidler")
        ADVICE = "advice", _("Råd og veiledning")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(
        Household, verbose_name=_("husstand"), on_delete=models.PROTECT, related_name="mappings"
    )
    mapped_on = models.DateField(_("kartlagt"))
    ended_on = models.DateField(_("gjelder ikke lenger fra"), null=True, blank=True)
    situation = models.CharField(_("situasjon på boligmarkedet"), max_length=10, choices=Situation.choices)
    homeless_category = models.CharField(
        _("bostedsløs, kategori"), max_length=5, choices=HomelessCategory.choices, blank=True
    )
    release_on = models.DateField(
        _("løslates eller utskrives"), null=True, blank=True, help_text=_("Kreves for kategori 3: innen to måneder.")
    )
    problems = ArrayField(
        models.CharField(max_length=30, choices=Problem.choices),
        verbose_name=_("problemområder"),
        default=list,
        blank=True,
    )
    target_groups = ArrayField(
        models.CharField(max_length=30, choices=TargetGroup.choices),
        verbose_name=_("målgrupper"),
        default=list,
        blank=True,
    )
    needs = ArrayField(
        models.CharField(max_length=10, choices=Need.choices), verbose_name=_("behov"), default=list, blank=True
    )
    lasted_since = models.DateField(_("situasjonen har vart siden"), null=True, blank=True)
    source = models.CharField(_("kilde"), max_length=200, blank=True)
    description = models.TextField(_("beskrivelse"), max_length=5000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = MappingQuerySet.as_manager()

    class Meta:
        verbose_name = _("kartlegging")
        verbose_name_plural = _("kartlegginger")
        ordering = ["-mapped_on", "-pk"]
        indexes = [models.Index(F("household"), F("mapped_on").desc(), F("id").desc(), name="mapping_latest")]
        constraints = [
            in_order(
                "mapping_ended_after_mapped",
                "mapped_on",
                "ended_on",
                _("Kartleggingen kan ikke slutte før den begynte."),
            ),
            models.CheckConstraint(
                name="homeless_category_only_without_home",
                condition=Q(homeless_category="") | Q(situation="no_home"),
                violation_error_message=_("Kategori for bostedsløs kan bare velges for dem som er uten egen bolig."),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.mapped_on}"

    def get_absolute_url(self):
        return reverse("mapping", args=[self.pk])

    @property
    def problem_labels(self) -> list[str]:
        return [str(self.Problem(code).label) for code in self.problems]

    @property
    def need_labels(self) -> list[str]:
        return [str(self.Need(code).label) for code in self.needs]

    @property
    def group_labels(self) -> list[str]:
        return [str(TargetGroup(code).label) for code in self.target_groups]

    @property
    def category_wording(self) -> str:
        """The category in NIBR's own words."""
        return str(NIBR_WORDING[self.homeless_category]) if self.homeless_category else ""

    def has_run_out(self, day) -> bool:
        """In category 3 with the day of release behind us: who reads it must map anew."""
        return has_run_out(self.homeless_category, self.mapped_on, self.release_on, day)


class MeasureQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "applications.view_mapping"

    def on(self, day):
        """Under way on the day."""
        return self.filter(in_force(day))

    def under_way_first(self):
        """Those not ended before those that are; within each the latest first."""
        return self.order_by(F("ends_on").desc(nulls_first=True), "-starts_on", "-pk")


@tracked()
class Measure(models.Model):
    """Something done to better a household's housing, by whom, from when to when, and what came of it (tiltak)."""

    class Kind(models.TextChoices):
        DWELLING = "dwelling", _("Skaffe bolig")
        TEMPORARY = "temporary", _("Midlertidig botilbud")
        FOLLOW_UP = "follow_up", _("Oppfølging i bolig")
        ECONOMY = "economy", _("Økonomi- og gjeldsrådgivning")
        ALLOWANCE = "allowance", _("Bostøtte")
        LOAN = "loan", _("Startlån eller tilskudd")
        DEPOSIT = "deposit", _("Depositum eller garanti")
        TREATMENT = "treatment", _("Behandling")
        ADVICE = "advice", _("Råd og veiledning")
        OTHER = "other", _("Annet")

    class Effect(models.TextChoices):
        BETTER = "better", _("Bedre boligsituasjon")
        SAME = "same", _("Ingen endring")
        WORSE = "worse", _("Verre boligsituasjon")
        UNKNOWN = "unknown", _("Vet ikke")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="measures")
    mapping = models.ForeignKey(
        Mapping, on_delete=models.PROTECT, null=True, blank=True, related_name="measures", verbose_name=_("kartlegging")
    )
    kind = models.CharField(_("tiltak"), max_length=9, choices=Kind.choices)
    description = models.CharField(_("beskrivelse"), max_length=500, blank=True)
    service = models.CharField(_("ansvarlig tjeneste"), max_length=13, choices=Service.choices)
    starts_on = models.DateField(_("fra"))
    planned_end_on = models.DateField(_("skal være ferdig"), null=True, blank=True)
    ends_on = models.DateField(_("avsluttet"), null=True, blank=True)
    effect = models.CharField(_("virkning"), max_length=7, choices=Effect.choices, blank=True)
    effect_text = models.CharField(_("hva som kom ut av det"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("tiltak")
        verbose_name_plural = _("tiltak")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            in_order("measure_ends_after_start", "starts_on", "ends_on", _("Tiltaket slutter før det begynner.")),
            models.CheckConstraint(
                name="effect_of_ended_measure",
                condition=Q(effect="", ends_on__isnull=True) | (~Q(effect="") & Q(ends_on__isnull=False)),
                violation_error_message=_("Et avsluttet tiltak skal ha en virkning, og et som pågår kan ikke ha det."),
            ),
        ]

    def __str__(self):
        return str(self.get_kind_display())

    def get_absolute_url(self):
        return f"{self.household.get_absolute_url()}kartlegging/"
