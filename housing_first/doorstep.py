"""How one goes to somebody's door (slik går vi dit): the strictest of all that is known, and why.

What is only not known any longer is no reason to go alone. So an assessment that has expired holds until a new one of
the same topic is made, an alert that ran out by itself holds until the door is assessed, as does a threat or a weapon
since the last assessment, and a door that was never assessed is gone to by two. Only a person lowers it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Conduct(IntegerChoices):
    """From the least to the strictest; the numbers are their order."""

    ALONE = 1, _("Kan gå alene")
    TWO_TOGETHER = 2, _("Gå alltid to sammen")
    MEET_ELSEWHERE = 3, _("Ikke gå hjem til personen. Møt et annet sted, to sammen")
    WITH_POLICE = 4, _("Ikke gå uten avtale med leder og politi")


class Why(TextChoices):
    """What a reason stands on."""

    ASSESSMENT = "assessment", _("risikovurdering")
    EXPIRED_ASSESSMENT = "expired_assessment", _("risikovurderingen er gått ut")
    ALERT = "alert", _("varsel")
    LAPSED_ALERT = "lapsed_alert", _("varselet er gått ut og ikke vurdert på nytt")
    INCIDENT = "incident", _("hendelse som ikke er vurdert")
    NEVER_ASSESSED = "never_assessed", _("ikke risikovurdert")


# Topics that consider who is behind the door; one about needles says nothing of that.
OF_THE_DOOR = {"home_visit", "violence"}
# What an alert about somebody behind the door asks of whoever comes: codes of ``housing.models.Alert.Kind``.
ALERTS_FOR_TWO = {"two_together", "threat"}
# What has happened that somebody must consider before anyone comes alone: codes of ``Incident.Kind``.
DANGEROUS = {"threat", "violence", "weapon", "dog"}


@dataclass(frozen=True)
class Assessed:
    """One risk assessment (risikovurdering) of one topic: how to go there, made on a day and good until another."""

    topic: str
    conduct: int
    assessed_on: date
    expires_on: date
    # Of two on one day, the one made last.
    order: int = 0


@dataclass(frozen=True)
class Warned:
    """An alert (varsel) about somebody behind the door. ``ended`` says that a person took it away."""

    kind: str
    label: str
    starts_on: date
    expires_on: date
    text: str = ""
    ended: bool = False


@dataclass(frozen=True)
class Happened:
    """An incident (avvik) there: its kind, and the day."""

    kind: str
    label: str
    happened_on: date


@dataclass(frozen=True)
class Reason:
    """One reason, what it asks for, and the day it was true from, or ran out."""

    why: str
    conduct: int
    label: str = ""
    text: str = ""
    day: date | None = None

    @property
    def is_stale(self) -> bool:
        """Known from before, and somebody must look at it again."""
        return self.why in {
            Why.EXPIRED_ASSESSMENT,
            Why.LAPSED_ALERT,
            Why.INCIDENT,
            Why.NEVER_ASSESSED,
        }


@dataclass(frozen=True)
class Doorstep:
    """How one goes there, and all reasons, the strictest first."""

    conduct: int
    reasons: tuple[Reason, ...]

    @property
    def label(self) -> str:
        return str(Conduct(self.conduct).label)

    @property
    def is_alone(self) -> bool:
        return self.conduct == Conduct.ALONE

    @property
    def must_be_assessed(self) -> bool:
        return any(reason.is_stale for reason in self.reasons)


def in_force(assessed: Iterable[Assessed]) -> list[Assessed]:
    """The last assessment of each topic: a new one takes the place of the one before, also when it is milder."""
    latest: dict[str, Assessed] = {}
    for row in sorted(assessed, key=lambda row: (row.assessed_on, row.order)):
        latest[row.topic] = row
    return list(latest.values())


def doorstep(
    today: date,
    assessed: Sequence[Assessed] = (),
    warned: Iterable[Warned] = (),
    happened: Iterable[Happened] = (),
) -> Doorstep:
    """How one goes to this door today."""
    known = [row for row in assessed if row.assessed_on <= today]
    reasons = [_of_assessment(row, today) for row in in_force(known)]
    looked_on = max((row.assessed_on for row in known if row.topic in OF_THE_DOOR), default=date.min)
    reasons += [reason for row in warned if (reason := _of_alert(row, today, looked_on))]
    reasons += [
        Reason(Why.INCIDENT, Conduct.TWO_TOGETHER, row.label, day=row.happened_on)
        for row in happened
        # An assessment of the same day may have been made before it, so it does not count as having looked at it.
        if row.kind in DANGEROUS and looked_on <= row.happened_on <= today
    ]
    if looked_on == date.min:
        reasons.append(Reason(Why.NEVER_ASSESSED, Conduct.TWO_TOGETHER))
    reasons.sort(key=_strictest_first)
    return Doorstep(max(reason.conduct for reason in reasons), tuple(reasons))


def _of_assessment(row: Assessed, today: date) -> Reason:
    """On its last day it still holds as made; after it, it must be made anew and is never milder than two together."""
    if today <= row.expires_on:
        return Reason(Why.ASSESSMENT, row.conduct, row.topic, day=row.assessed_on)
    conduct = max(row.conduct, Conduct.TWO_TOGETHER)
    return Reason(Why.EXPIRED_ASSESSMENT, conduct, row.topic, day=row.expires_on)


def _of_alert(row: Warned, today: date, looked_on: date) -> Reason | None:
    if row.ended or row.starts_on > today:
        return None
    conduct = Conduct.TWO_TOGETHER if row.kind in ALERTS_FOR_TWO else Conduct.ALONE
    if today < row.expires_on:
        return Reason(Why.ALERT, conduct, row.label, row.text, row.starts_on)
    if looked_on >= row.expires_on:
        return None
    return Reason(Why.LAPSED_ALERT, conduct, row.label, row.text, row.expires_on)


def same_door(own: Doorstep, behind: Iterable[Doorstep]) -> Doorstep:
    """With what is known of others who are followed at the same address: whoever opens may be any of them.

    That somebody else there was never assessed is told at them alone.
    """
    others = [
        reason
        for door in behind
        for reason in door.reasons
        if reason.why != Why.NEVER_ASSESSED and reason not in own.reasons
    ]
    reasons = sorted({*own.reasons, *others}, key=_strictest_first)
    return Doorstep(max(reason.conduct for reason in reasons), tuple(reasons))


def _strictest_first(reason: Reason) -> tuple:
    return (-reason.conduct, reason.is_stale, str(reason.why), str(reason.label), reason.day or date.min)
