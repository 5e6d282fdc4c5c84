"""Today's round (dagens runde): who must be seen today, and in which order the team reads it.

Among those who must be seen, first the doors nobody goes to alone, then those unseen for longest: what is read last in
a stairwell is not read.
*Seen* is met face to face; a call that was answered is contact, and nobody has seen how they are.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

FACE_TO_FACE = {"visit", "meeting", "accompaniment"}
# Of whoever is in prison or treatment a call is what there is.
ANY_KIND = FACE_TO_FACE | {"phone", "message"}


class Because(TextChoices):
    """Why somebody must be seen today; several may hold."""

    AGREED = "agreed", _("Avtalt i dag")
    AGREED_BEFORE = "agreed_before", _("Avtalen er ikke fulgt opp")
    UNSEEN = "unseen", _("Ikke sett på lenge")


@dataclass(frozen=True)
class Met:
    """One contact, as the round needs it. ``order`` tells which of two on one day was written last."""

    happened_on: date
    kind: str
    was_met: bool
    next_on: date | None = None
    order: int = 0

    @property
    def is_face_to_face(self) -> bool:
        return self.kind in FACE_TO_FACE

    @property
    def is_missed(self) -> bool:
        """Somebody came, or was to meet them, and they were not there. A call nobody answered is no missed meeting."""
        return not self.was_met and self.is_face_to_face


@dataclass(frozen=True)
class Standing:
    """How it stands with one participant on a day.

    ``unseen_days`` counts from the day they were last seen, or from the day they began when nobody has seen them yet.
    """

    unseen_days: int
    last_seen_on: date | None
    last_reached_on: date | None
    missed_in_a_row: int
    agreed_on: date | None
    because: tuple[str, ...]

    @property
    def is_due(self) -> bool:
        return bool(self.because)


def standing(
    today: date, began_on: date, limit: int, contacts: Iterable[Met], seen_by: Collection[str] = FACE_TO_FACE
) -> Standing:
    """``limit``: whoever is not seen for that many days must be seen today. ``seen_by``: kinds that count as seen."""
    known = sorted((row for row in contacts if row.happened_on <= today), key=lambda row: (row.happened_on, row.order))
    seen = [row.happened_on for row in known if row.was_met and row.kind in seen_by]
    reached = [row.happened_on for row in known if row.was_met]
    since = seen[-1] if seen else began_on
    unseen = max((today - since).days, 0)
    agreed = agreed_day(known)
    because = []
    if agreed is not None and agreed <= today:
        because.append(Because.AGREED if agreed == today else Because.AGREED_BEFORE)
    if unseen >= limit:
        because.append(Because.UNSEEN)
    return Standing(
        unseen_days=unseen,
        last_seen_on=seen[-1] if seen else None,
        last_reached_on=reached[-1] if reached else None,
        missed_in_a_row=missed_in_a_row(known),
        agreed_on=agreed,
        because=tuple(because),
    )


def agreed_day(known: Sequence[Met]) -> date | None:
    """The next day that was agreed, in contacts from first to last.

    The last contact that names a day speaks. It is kept, or broken, by the first contact on that day or later;
    a contact before it changes nothing.
    """
    for place in range(len(known) - 1, -1, -1):
        day = known[place].next_on
        if day is not None:
            return None if any(row.happened_on >= day for row in known[place + 1 :]) else day
    return None


def missed_in_a_row(known: Sequence[Met]) -> int:
    """Meetings missed since they were last seen, in contacts from first to last."""
    count = 0
    for row in reversed(known):
        if row.was_met and row.is_face_to_face:
            break
        count += row.is_missed
    return count


def place_in_round(conduct: int, stands: Standing) -> tuple:
    """What the round is sorted by: who must be seen today, among them the strictest doors, then the longest unseen."""
    return (not stands.is_due, -conduct, -stands.unseen_days)
