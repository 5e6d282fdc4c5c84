"""The rows of sections 3, 5 and 7 of the half-year form: goals, partners and funding."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from housing.history import tracked
from reporting.models.report import Report


def known_figures(codes: list[str]) -> None:
    """Every code is a figure's (``reporting.figures.BY_CODE``)."""
    from reporting.figures import BY_CODE

    unknown = [code for code in codes if code not in BY_CODE]
    if unknown:
        raise ValidationError(_now("Dette er ikke et tall i rapporten: {codes}.").format(codes=", ".join(unknown)))


@tracked()
class ReportGoal(models.Model):
    """A row of section 3: one goal under one of the programme's three main goals (mål).

    Whether it is ongoing, reached or late follows from its dates and the day, and is kept nowhere.
    """

    class State(models.TextChoices):
        ONGOING = "ongoing", _("Pågår")
        REACHED = "reached", _("Nådd")
        LATE = "late", _("Forsinket")

    class MainGoal(models.IntegerChoices):
        PREVENTION = 1, _("Økt forebygging og bekjempelse av bostedsløshet")
        COMPETENCE = 2, _("Økt boligsosial kompetanse i kommunene")
        ACTIVITY = 3, _("Økt boligsosial aktivitet i kommunene")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="goals")
    main_goal = models.PositiveSmallIntegerField(_("programmets hovedmål"), choices=MainGoal.choices)
    number = models.CharField(_("hovedmål eller delmål nr."), max_length=30, blank=True)
    description = models.TextField(_("beskrivelse av mål"), max_length=5000, blank=True)
    result = models.TextField(_("resultat"), max_length=10_000, blank=True)
    finished_when = models.CharField(_("varighet (ferdig når)"), max_length=120, blank=True)
    due_on = models.DateField(_("sluttdato"), null=True, blank=True)
    finished_on = models.DateField(_("nådd"), null=True, blank=True)
    indicators = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("tall som belyser målet"),
        default=list,
        blank=True,
        validators=[known_figures],
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("mål")
        ordering = ["main_goal", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="row_without_goal_is_one_more_result",
                condition=(~Q(number="") & ~Q(description="")) | (Q(number="", description="") & ~Q(result="")),
                violation_error_message=_(
                    "Et mål har både nummer og beskrivelse. Uten begge er raden ett resultat til."
                ),
            )
        ]

    @property
    def is_one_more_result(self) -> bool:
        """Whether the row is one more result of the goal above it, with a duration of its own."""
        return not self.description

    def state_on(self, day: date) -> "State":
        if self.finished_on and self.finished_on <= day:
            return self.State.REACHED
        return self.State.LATE if self.due_on and self.due_on < day else self.State.ONGOING

    @property
    def state(self) -> "State":
        """As of the last day of the report, or the day it was approved or is read, if that came first."""
        known = self.report.read_on or timezone.localdate()
        return self.state_on(min(self.report.period_last, known))

    @classmethod
    def carry_over(cls, before: Report, report: Report) -> None:
        """The goals stand, with their dates and figures; what came of them is written anew."""
        cls.objects.bulk_create(
            cls(
                report=report,
                main_goal=goal.main_goal,
                number=goal.number,
                description=goal.description,
                finished_when=goal.finished_when,
                due_on=goal.due_on,
                finished_on=goal.finished_on,
                indicators=goal.indicators,
                position=goal.position,
            )
            for goal in before.goals.exclude(description="")
        )


@tracked()
class ReportPartner(models.Model):
    """A row of section 5: who takes part, and how (samarbeidspartnere og aktører).

    The form's own rows have a ``partner``. A row the municipality adds has a ``name`` instead, in either group;
    the form's last row, «Andre; (fritekst)», may have both.
    """

    class Partner(models.TextChoices):
        CENTRAL_ADMINISTRATION = "central_administration", _("Sentraladministrasjon")
        PLANNING = "planning", _("Planseksjon")
        HOUSING_MANAGEMENT = "housing_management", _("Boligforvaltning")
        HUSBANKEN_MEANS = "husbanken_means", _("Ansvarlig Husbankens virkemidler")
        PSYCHIATRY = "psychiatry", _("Psykiatritjeneste")
        SUBSTANCE_USE = "substance_use", _("Rustjeneste")
        CHILD_WELFARE = "child_welfare", _("Barneverntjeneste")
        HEALTH = "health", _("Helsetjeneste")
        NAV = "nav", _("Sosialtjeneste/NAV")
        OUTREACH = "outreach", _("Utekontakt e.l.")
        FOLLOW_UP_SERVICE = "follow_up_service", _("Oppfølgingstjenesten")
        TRUST_SUBSTANCE_USE = "trust_substance_use", _("Helseforetak, rus")
        TRUST_PSYCHIATRY = "trust_psychiatry", _("Helseforetak, psykiatri")
        ENFORCEMENT = "enforcement", _("Namsmyndighet")
        POLICE = "police", _("Politi")
        STATE_ADMINISTRATOR = "state_administrator", _("Statsforvalter (Fylkesmann)")
        CORRECTIONAL = "correctional", _("Kriminalomsorg")
        VOLUNTARY = "voluntary", _("Frivillige organisasjoner")
        COOPERATIVE = "cooperative", _("Boligbyggelag")
        PRIVATE_LANDLORDS = "private_landlords", _("Private utleiere")
        OTHERS = "others", _("Andre")

    MUNICIPAL = list(Partner)[:10]
    CARRIED = ("partner", "name", "is_municipal_by_name", "participation", "note")

    class Participation(models.TextChoices):
        FORMAL = "formal", _("Formell deltakelse")
        ACTIVE = "active", _("Aktiv deltakelse")
        INFORMED = "informed", _("Blir informert")
        NONE = "none", _("Ingen deltakelse")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="partners")
    partner = models.CharField(_("aktør"), max_length=25, choices=Partner.choices, blank=True)
    name = models.CharField(_("navn"), max_length=120, blank=True)
    is_municipal_by_name = models.BooleanField(_("kommunalt basert"), default=False)
    participation = models.CharField(_("deltakelse"), max_length=8, choices=Participation.choices, blank=True)
    note = models.CharField(_("merknad"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("samarbeidspartner")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="partner_once_in_report", fields=["report", "partner"], condition=~Q(partner="")
            ),
            models.UniqueConstraint(
                name="own_partner_once_in_group",
                fields=["report", "is_municipal_by_name", "name"],
                condition=Q(partner=""),
                violation_error_message=_("Aktøren står der allerede."),
            ),
            models.CheckConstraint(
                name="partner_has_a_name",
                condition=~Q(partner="", name=""),
                violation_error_message=_("Skriv hvem aktøren er."),
            ),
        ]

    @property
    def is_own(self) -> bool:
        """Added by the municipality, beside the rows of the form."""
        return not self.partner

    @property
    def is_municipal(self) -> bool:
        return self.is_municipal_by_name if self.is_own else self.partner in self.MUNICIPAL

    @property
    def label(self) -> str:
        if self.is_own:
            return self.name
        printed = str(self.get_partner_display())
        return f"{printed}: {self.name}" if self.name else printed

    @classmethod
    def begin_all(cls, report: Report, before: Report | None) -> None:
        """One row per partner of the form, in its order, crossed off as in the report before; then its own rows."""
        earlier = list(before.partners.all()) if before else []
        crossed = {row.partner: row for row in earlier if not row.is_own}
        rows = [crossed.get(partner) or cls(partner=partner) for partner in cls.Partner]
        rows += [row for row in earlier if row.is_own]
        facts = [{name: getattr(row, name) for name in cls.CARRIED} for row in rows]
        cls.objects.bulk_create(cls(report=report, **known) for known in facts)


def amount_of(label: str, **options) -> models.DecimalField:
    """An amount in kroner; nothing when it is not known."""
    return models.DecimalField(label, max_digits=14, decimal_places=2, **({"null": True, "blank": True} | options))


@tracked()
class ReportFunding(models.Model):
    """A row of section 7: one year's use of means, in kroner (ressursbruk)."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="funding")
    year = models.PositiveSmallIntegerField(_("år"))
    granted = amount_of(_("tilsagn om kompetansetilskudd"))
    paid = amount_of(_("utbetalt beløp"))
    carried_over = amount_of(_("overført"))
    applied_rest = amount_of(_("søkt om benyttelse av restmidler"))
    own = amount_of(_("kommunal egenfinansiering"))
    used = amount_of(_("totalt forbruk per dato"))
    note = models.CharField(_("fotnote"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("ressursbruk")
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(
                name="funding_year_once_in_report",
                fields=["report", "year"],
                violation_error_message=_("Året står der allerede."),
            )
        ]

    CARRIED = ("year", "granted", "paid", "carried_over", "applied_rest", "own", "used", "note")

    @classmethod
    def carry_over(cls, before: Report, report: Report) -> None:
        cls.objects.bulk_create(
            cls(report=report, **{name: getattr(row, name) for name in cls.CARRIED}) for row in before.funding.all()
        )
        ReportFundingSource.carry_over(before, report)


@tracked()
class ReportFundingSource(models.Model):
    """What one source gave in one year, in kroner: a cell of the table of financing (finansieringskilde)."""

    class Source(models.TextChoices):
        HUSBANKEN = "husbanken", _("Kompetansemidler Husbanken")
        STATE_ADMINISTRATOR = "state_administrator", _("Tilskudd statsforvalter (Fylkesmann)")
        DIRECTORATE = "directorate", _("Helsedirektoratet")
        MUNICIPAL = "municipal", _("Øremerket kommunalt")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="funding_sources")
    year = models.PositiveSmallIntegerField(_("år"))
    source = models.CharField(_("kilde"), max_length=20, choices=Source.choices)
    amount = amount_of(_("beløp"), null=False, blank=False)

    class Meta:
        verbose_name = _("finansieringskilde")
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="funding_source_once_a_year",
                fields=["report", "year", "source"],
                violation_error_message=_("Kilden står der allerede for dette året."),
            )
        ]

    @classmethod
    def carry_over(cls, before: Report, report: Report) -> None:
        cls.objects.bulk_create(
            cls(report=report, year=row.year, source=row.source, amount=row.amount)
            for row in before.funding_sources.all()
        )
