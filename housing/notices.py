"""May this notice be given, and from when does it count? The rules for ending a lease before its time (oppsigelse).

For municipal leases. The law is husleieloven chapter 9. That the term is one month for a room in another's home stands
in the brief we work from; that it need not end with a month there is our own reading (unverified).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from housing.terms import due_on

Text = str | Promise


class Kind(TextChoices):
    NOTICE = "notice", _("Oppsigelse")
    BREACH = "breach", _("Heving")


class Party(TextChoices):
    TENANT = "tenant", _("Leieren")
    LANDLORD = "landlord", _("Kommunen")


class Ground(TextChoices):
    """A landlord needs one. That the landlord is to live there oneself is no ground a municipality can have."""

    DEMOLITION = "demolition", _("Boligen skal rives eller bygges om, og må fraflyttes")
    NEGLECT = "neglect", _("Leieren har misligholdt leieavtalen")
    OTHER = "other", _("Annen saklig grunn")
    UNPAID = "unpaid", _("Vesentlig mislighold av leien")
    BEHAVIOUR = "behaviour", _("Vesentlig brudd på leierens plikter ellers")
    SUBLET = "sublet", _("Boligen er overlatt til andre uten lov")


GROUNDS = {
    Kind.NOTICE: (Ground.DEMOLITION, Ground.NEGLECT, Ground.OTHER),
    Kind.BREACH: (Ground.UNPAID, Ground.BEHAVIOUR, Ground.SUBLET),
}


@dataclass(frozen=True)
class NoticeTerms:
    """What the rules need to know. ``given_on`` is the day it reached the other side: every term runs from it.

    ``lease_ends_on`` is None for an indefinite lease, ``says_no_notice_in_lease`` None when that is not known.
    """

    kind: str
    given_by: str
    given_on: date
    takes_effect_on: date
    is_room: bool = False
    ground: str = ""
    reasons: str = ""
    warned_on: date | None = None
    informs_of_protest: bool = True
    lease_ends_on: date | None = None
    says_no_notice_in_lease: bool | None = None

    @property
    def is_from_landlord(self) -> bool:
        return self.given_by == Party.LANDLORD

    @property
    def is_bound(self) -> bool:
        """Within a fixed lease that says in writing that it cannot be given notice of."""
        is_within = self.lease_ends_on is not None and self.given_on < self.lease_ends_on
        return self.kind == Kind.NOTICE and is_within and self.says_no_notice_in_lease is True

    @property
    def earliest_on(self) -> date:
        """The first day it may take effect; a lease cancelled for breach ends when that is said."""
        if self.kind == Kind.BREACH:
            return self.given_on
        return due_on("F12_room" if self.is_room else "F12", self.given_on)


@dataclass(frozen=True)
class Fault:
    """What makes a notice invalid, and the field where it shows."""

    code: str
    message: Text
    law: str
    field: str


@dataclass(frozen=True)
class Rule:
    code: str
    is_broken: Callable[[NoticeTerms], bool]
    message: Text
    law: str
    field: str


RULES = (
    Rule(
        "O1",
        lambda notice: notice.is_bound,
        _("Kontrakten gjelder til {ends:%d.%m.%Y} og kan ikke sies opp i leietiden, verken av leieren eller kommunen."),
        "husll_9_2",
        "kind",
    ),
    Rule(
        "O2",
        lambda notice: notice.takes_effect_on < notice.earliest_on,
        _("Leieforholdet kan tidligst opphøre {earliest:%d.%m.%Y} når oppsigelsen er mottatt {given:%d.%m.%Y}."),
        "husll_9_6",
        "takes_effect_on",
    ),
    Rule(
        "O3",
        lambda notice: notice.is_from_landlord and notice.ground not in GROUNDS[Kind(notice.kind)],
        _("Kommunen må ha en av grunnene loven godtar for dette."),
        "husll_9_5",
        "ground",
    ),
    Rule(
        "O4",
        lambda notice: notice.is_from_landlord and not notice.reasons.strip(),
        _("Oppsigelse og heving fra kommunen skal begrunnes skriftlig, ellers er den ugyldig."),
        "husll_9_7",
        "reasons",
    ),
    Rule(
        "O5",
        lambda notice: notice.is_from_landlord and notice.kind == Kind.NOTICE and not notice.informs_of_protest,
        _("Oppsigelsen må opplyse om at leieren kan protestere innen én måned, ellers er den ugyldig."),
        "husll_9_7",
        "was_given",
    ),
    Rule(
        "O6",
        lambda notice: (
            notice.kind == Kind.BREACH
            and notice.is_from_landlord
            and notice.ground == Ground.BEHAVIOUR
            and (notice.warned_on is None or notice.warned_on >= notice.given_on)
        ),
        _("Leieren må ha fått en skriftlig advarsel før avtalen heves for oppførsel."),
        "husll_9_9",
        "warned_on",
    ),
)


def faults(notice: NoticeTerms) -> list[Fault]:
    """Every rule the notice breaks, in the order of the table, each with its dates in it."""
    dates = {"ends": notice.lease_ends_on, "earliest": notice.earliest_on, "given": notice.given_on}
    return [
        Fault(rule.code, str(rule.message).format(**dates), rule.law, rule.field)
        for rule in RULES
        if rule.is_broken(notice)
    ]
