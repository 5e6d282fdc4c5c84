"""What stands in the way of each step towards an eviction, and from which day it may be taken (hindringer).

The facts are given, and nothing is asked for. An obstacle either refuses the step, or only advises against it: the two
weeks after the notice to the social services are a «should» in the law (husleieloven § 9-11). The waits themselves are
in ``petition_dates.py``; the protection of children, and a plan that is kept, are this municipality's own rules.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from evictions.petition_dates import WarningDates, eviction_from, social_wait_over_on, warning_dates


@dataclass(frozen=True)
class Warned:
    """One warning of a petition (varsel), and what is left unpaid of the claim it made, in kroner."""

    sent_on: date
    due_on: date
    unpaid: Decimal
    pk: int | None = None

    @property
    def dates(self) -> WarningDates:
        return warning_dates(self.sent_on, due_on=self.due_on)


@dataclass(frozen=True)
class PetitionFacts:
    """What is known the day a petition would be sent. ``has_clause``: the lease foresees eviction; None: not known."""

    today: date
    owed: Decimal
    warnings: tuple[Warned, ...] = ()
    is_municipal: bool = True
    has_moved_out: bool = False
    has_clause: bool | None = True
    has_open_petition: bool = False
    plan_is_kept: bool = False
    has_children: bool = False
    plan_tried: bool = False
    is_overridden: bool = False
    social_told_on: date | None = None
    has_reserved: bool = False
    other_adults: int = 0


@dataclass(frozen=True)
class Obstacle:
    """One thing in the way: what it is, in words, by which rule, and the first day it no longer is.

    ``earliest_on`` is empty when no day alone removes it.
    """

    code: str
    text: str
    law: str = ""
    earliest_on: date | None = None
    refuses: bool = True


def petition_obstacles(facts: PetitionFacts) -> list[Obstacle]:
    """All of them, what refuses first; an empty list is a petition that may be sent today."""
    found = [*_of_the_tenancy(facts), *_of_the_claim(facts), *_of_the_children(facts), *_advice(facts)]
    return sorted(found, key=lambda obstacle: not obstacle.refuses)


def refusing(obstacles: Iterable[Obstacle]) -> list[Obstacle]:
    return [obstacle for obstacle in obstacles if obstacle.refuses]


def earliest_petition_on(facts: PetitionFacts) -> date | None:
    """The first day a petition may be sent if nothing else changes; nothing when a day alone is not enough."""
    in_the_way = refusing(petition_obstacles(facts))
    days = [obstacle.earliest_on for obstacle in in_the_way]
    return None if None in days else max([facts.today, *(day for day in days if day)])


def serving_warning(facts: PetitionFacts) -> Warned | None:
    """The newest warning a petition may be built on today."""
    serving = [row for row in facts.warnings if row.unpaid > 0 and row.dates.allows(facts.today)]
    return max(serving, key=lambda row: row.sent_on, default=None)


def _of_the_tenancy(facts: PetitionFacts) -> Iterable[Obstacle]:
    if not facts.is_municipal:
        yield Obstacle("not_landlord", _("Kommunen er ikke utleier her, og kan ikke begjære fravikelse."))
    if facts.has_moved_out:
        yield Obstacle("moved_out", _("Husstanden har flyttet ut."))
    if facts.has_open_petition:
        yield Obstacle("open_petition", _("Det er allerede sendt en begjæring som ikke er avgjort."))
    if facts.has_clause is False:
        text = _("Kontrakten sier ikke at leieren kan kastes ut uten dom når leien ikke betales.")
        yield Obstacle("no_clause", text, "tvfbl_13_2")


def _of_the_claim(facts: PetitionFacts) -> Iterable[Obstacle]:
    if facts.owed <= 0:
        yield Obstacle("nothing_owed", _("Leieren skylder ikke noe."))
    if facts.plan_is_kept:
        yield Obstacle("plan_is_kept", _("Nedbetalingsavtalen løper og er ikke brutt."))
    if serving_warning(facts) is None:
        yield _lacking_warning(facts)


def _lacking_warning(facts: PetitionFacts) -> Obstacle:
    """Why no warning serves today: none, all paid, too early, or too old."""
    anew = warning_dates(facts.today, due_on=facts.today).petition_from
    again = _("Sendes et nytt varsel i dag, kan begjæringen tidligst sendes {day:%d.%m.%Y}.").format(day=anew)
    if not facts.warnings:
        text = _("Det er ikke sendt varsel om fravikelse.")
        return Obstacle("no_warning", f"{text} {again}", "tvfbl_4_18", anew)
    unpaid = [row for row in facts.warnings if row.unpaid > 0]
    if not unpaid:
        text = _("Kravet i varselet er betalt.")
        return Obstacle("claim_paid", f"{text} {again}", "tvfbl_4_18", anew)
    coming = [row for row in unpaid if facts.today < row.dates.petition_from]
    if coming:
        first = min(coming, key=lambda row: row.dates.petition_from)
        text = _("Varselet ble sendt {sent:%d.%m.%Y}. Begjæringen kan tidligst sendes {day:%d.%m.%Y}.")
        day = first.dates.petition_from
        return Obstacle("too_early", text.format(sent=first.sent_on, day=day), "tvfbl_4_18", day)
    last = max(unpaid, key=lambda row: row.sent_on)
    text = _("Varselet fra {sent:%d.%m.%Y} gikk ut {day:%d.%m.%Y}.")
    text = text.format(sent=last.sent_on, day=last.dates.petition_until)
    return Obstacle("stale", f"{text} {again}", "tvfbl_4_19", anew)


def _of_the_children(facts: PetitionFacts) -> Iterable[Obstacle]:
    if facts.has_children and not facts.plan_tried and not facts.is_overridden:
        text = _(
            "Det bor barn her. Prøv en nedbetalingsavtale først. Går ikke det, må lederen bestemme skriftlig at "
            "begjæringen kan sendes, og hvor barna skal bo."
        )
        yield Obstacle("children", text)


def _advice(facts: PetitionFacts) -> Iterable[Obstacle]:
    if facts.has_clause is None:
        text = _("Se etter om kontrakten sier at leieren kan kastes ut uten dom når leien ikke betales.")
        yield Obstacle("clause_unknown", text, "tvfbl_13_2", refuses=False)
    if not facts.has_reserved:
        yield from _social_wait(facts)
    if facts.other_adults:
        text = _("Det bor flere voksne her. Namsmannen må underrette dem også: oppgi dem i begjæringen.")
        yield Obstacle("adults", text, "tvfbl_13_6", refuses=False)


def _social_wait(facts: PetitionFacts) -> Iterable[Obstacle]:
    told_on = facts.social_told_on
    over_on = social_wait_over_on(told_on or facts.today)
    if told_on is None:
        text = _("Sosialtjenesten er ikke varslet. Varsles den i dag, bør begjæringen ikke sendes før {day:%d.%m.%Y}.")
    elif facts.today < over_on:
        text = _("Sosialtjenesten bør ha to uker på seg. Begjæringen bør ikke sendes før {day:%d.%m.%Y}.")
    else:
        return
    yield Obstacle("social_wait", text.format(day=over_on), "husll_9_11", over_on, refuses=False)


# --- After the petition is sent ---------------------------------------------------------------------------


def _not_before(code: str, day: date, earliest: date, text: str, law: str) -> list[Obstacle]:
    return [Obstacle(code, text.format(day=earliest), law, earliest)] if day < earliest else []


def put_to_tenant_obstacles(on: date, *, sent_on: date) -> list[Obstacle]:
    text = _("Begjæringen ble sendt {day:%d.%m.%Y}, og kan ikke være forelagt før.")
    return _not_before("before_petition", on, sent_on, text, "tvfbl_13_6")


def statement_obstacles(on: date, *, put_to_tenant_on: date) -> list[Obstacle]:
    text = _("Begjæringen ble forelagt leieren {day:%d.%m.%Y}. Uttalelsen kan ikke ha kommet før.")
    return _not_before("before_put", on, put_to_tenant_on, text, "tvfbl_13_6")


def schedule_obstacles(on: date, *, put_to_tenant_on: date) -> list[Obstacle]:
    """Neither fixed nor held while the tenant may still answer, or pay and stay."""
    text = _("Leieren har frist til å uttale seg eller betale. Tidligste dag er {day:%d.%m.%Y}.")
    return _not_before("before_answer", on, eviction_from(put_to_tenant_on), text, "tvfbl_13_6")


def carry_out_obstacles(
    on: date, *, scheduled_on: date, other_adults: int, adults_told_on: date | None
) -> list[Obstacle]:
    text = _("Utkastelsen er berammet til {day:%d.%m.%Y}, og kan ikke være gjennomført før.")
    found = _not_before("before_day", on, scheduled_on, text, "tvfbl_13_6")
    if other_adults and (adults_told_on is None or adults_told_on > on):
        text = _("Det bor flere voksne her. Registrer når de ble underrettet om begjæringen.")
        found.append(Obstacle("adults_not_told", text, "tvfbl_13_6"))
    return found
