"""The cost-covering rent (kostnadsdekkende leie): what the rent must be for the dwelling to pay for itself.

All costs are of one year. What is lost to vacancy and unpaid rent is a share of the rent asked for, so the costs are
divided by what is left of each krone: with five per cent lost, 95 øre of a krone must cover them.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from housing.periods import round_half_up

Text = str | Promise
MONTHS = 12


@dataclass(frozen=True)
class Costs:
    """The cost elements of one dwelling and year, in kroner; the loss in per cent of the rent."""

    interest: Decimal = Decimal(0)
    instalment: Decimal = Decimal(0)
    internal_rent: Decimal = Decimal(0)
    municipal_fees: Decimal = Decimal(0)
    maintenance_per_m2: Decimal = Decimal(0)
    area_m2: Decimal = Decimal(0)
    administration: Decimal = Decimal(0)
    insurance: Decimal = Decimal(0)
    common_costs: Decimal = Decimal(0)
    loss_percent: Decimal = Decimal(0)

    def parts(self) -> list[tuple[Text, Decimal]]:
        """Each element by its name, to the øre; those that are nothing are left out."""
        named = [
            (_("Renter"), self.interest),
            (_("Avdrag"), self.instalment),
            (_("Internleie"), self.internal_rent),
            (_("Kommunale avgifter"), self.municipal_fees),
            (_("Vedlikehold"), self.maintenance),
            (_("Administrasjon"), self.administration),
            (_("Forsikring"), self.insurance),
            (_("Felleskostnader"), self.common_costs),
            (_("Tomgang og tap"), self.loss),
        ]
        return [(name, amount) for name, amount in named if amount]

    @property
    def maintenance(self) -> Decimal:
        return round_half_up(Fraction(self.maintenance_per_m2) * Fraction(self.area_m2), 2)

    @property
    def before_loss(self) -> Decimal:
        capital = self.interest + self.instalment + self.internal_rent
        running = self.municipal_fees + self.maintenance + self.administration + self.insurance + self.common_costs
        return capital + running

    @property
    def yearly_rent(self) -> Decimal:
        """The rent of a year, to the øre."""
        left = 1 - Fraction(self.loss_percent) / 100
        return round_half_up(Fraction(self.before_loss) / left, 2)

    @property
    def loss(self) -> Decimal:
        return self.yearly_rent - self.before_loss

    @property
    def monthly_rent(self) -> Decimal:
        """The rent of a month, to the øre."""
        return round_half_up(Fraction(self.yearly_rent) / MONTHS, 2)


@dataclass(frozen=True)
class Comparison:
    """The cost-covering rent beside today's and beside the going rate of like dwellings (gjengs leie)."""

    cost_covering: Decimal
    today: Decimal | None = None
    going_rate: Decimal | None = None

    @property
    def above_today(self) -> Decimal | None:
        return None if self.today is None else self.cost_covering - self.today

    @property
    def above_going_rate(self) -> Decimal | None:
        return None if self.going_rate is None else self.cost_covering - self.going_rate

    @property
    def is_unreasonable(self) -> bool:
        """A rent may not be unreasonably above the going rate. That this also limits a rent that only covers costs,
        is our own reading of the act, so it is a warning and no refusal.
        """
        return self.above_going_rate is not None and self.above_going_rate > 0

    @property
    def lawful_now(self) -> Decimal:
        """What may be asked of the next tenant: the costs, and not more than the going rate."""
        return self.cost_covering if self.going_rate is None else min(self.cost_covering, self.going_rate)
