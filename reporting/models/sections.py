"""The rows of sections 3, 5 and 7 of the half-year form: goals, partners and funding."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from housing.history import tracked
from reporting.models.report import Report


@tracked()
class ReportGoal(models.Model):
    """A row of section 3: one goal under one of the programme's three main goals (mål)."""

    class MainGoal(models.IntegerChoices):
        PREVENTION = 1, _("Økt forebygging og bekjempelse av bostedsløshet")
        COMPETENCE = 2, _("Økt boligsosial kompetanse i kommunene")
        ACTIVITY = 3, _("Økt boligsosial aktivitet i kommunene")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="goals")
    main_goal = models.PositiveSmallIntegerField(_("programmets hovedmål"), choices=MainGoal.choices)
    number = models.CharField(_("hovedmål eller delmål nr."), max_length=30)
    description = models.TextField(_("beskrivelse av mål"), max_length=5000)
    result = models.TextField(_("resultat"), max_length=10_000, blank=True)
    finished_when = models.CharField(_("varighet (ferdig når)"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("mål")
        ordering = ["main_goal", "position", "pk"]

    @classmethod
    def carry_over(cls, before: Report, report: Report) -> None:
        """The goals stand; what came of them is written anew."""
        cls.objects.bulk_create(
            cls(
                report=report,
                main_goal=goal.main_goal,
                number=goal.number,
                description=goal.description,
                finished_when=goal.finished_when,
                position=goal.position,
            )
            for goal in before.goals.all()
        )


@tracked()
class ReportPartner(models.Model):
    """A row of section 5: who takes part, and how (samarbeidspartnere og aktører)."""

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
        STATE_ADMINISTRATOR = "state_administrator", _("Statsforvalter")
        CORRECTIONAL = "correctional", _("Kriminalomsorg")
        VOLUNTARY = "voluntary", _("Frivillige organisasjoner")
        COOPERATIVE = "cooperative", _("Boligbyggelag")
        PRIVATE_LANDLORDS = "private_landlords", _("Private utleiere")
        OTHERS = "others", _("Andre")

    MUNICIPAL = list(Partner)[:10]

    class Participation(models.TextChoices):
        FORMAL = "formal", _("Formell deltakelse")
        ACTIVE = "active", _("Aktiv deltakelse")
        INFORMED = "informed", _("Blir informert")
        NONE = "none", _("Ingen deltakelse")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="partners")
    partner = models.CharField(_("aktør"), max_length=25, choices=Partner.choices)
    participation = models.CharField(_("deltakelse"), max_length=8, choices=Participation.choices, blank=True)
    note = models.CharField(_("merknad"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("samarbeidspartner")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="partner_once_in_report", fields=["report", "partner"])]

    @property
    def is_municipal(self) -> bool:
        return self.partner in self.MUNICIPAL

    @classmethod
    def begin_all(cls, report: Report, before: Report | None) -> None:
        """One row per partner of the form, in its order, crossed off as in the report before."""
        crossed = {row.partner: row for row in before.partners.all()} if before else {}
        rows = []
        for partner in cls.Partner:
            earlier = crossed.get(partner)
            rows.append(
                cls(
                    report=report,
                    partner=partner,
                    participation=earlier.participation if earlier else "",
                    note=earlier.note if earlier else "",
                )
            )
        cls.objects.bulk_create(rows)


@tracked()
class ReportFunding(models.Model):
    """A row of section 7: one year's use of means, in kroner (ressursbruk)."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="funding")
    year = models.PositiveSmallIntegerField(_("år"))
    granted = models.DecimalField(
        _("tilsagn om kompetansetilskudd"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    paid = models.DecimalField(_("utbetalt beløp"), max_digits=14, decimal_places=2, null=True, blank=True)
    own = models.DecimalField(_("kommunal egenfinansiering"), max_digits=14, decimal_places=2, null=True, blank=True)
    used = models.DecimalField(_("totalt forbruk per dato"), max_digits=14, decimal_places=2, null=True, blank=True)

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

    @classmethod
    def carry_over(cls, before: Report, report: Report) -> None:
        cls.objects.bulk_create(
            cls(report=report, year=row.year, granted=row.granted, paid=row.paid, own=row.own, used=row.used)
            for row in before.funding.all()
        )
