"""Gathers what today's round and the contact page need: a constant number of questions, however many participants."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from housing.models import Alert, Membership
from housing_first.daily_round import ANY_KIND, FACE_TO_FACE, Because, Met, Standing, place_in_round, standing
from housing_first.doorstep import DANGEROUS, Doorstep, Warned, doorstep, same_door
from housing_first.models import Contact, Incident, Participation, RiskAssessment, TeamMember, TimeAway

# Older contacts than this are not gone through; when they were last seen is asked for on its own.
LOOKED_BACK = timedelta(days=200)
MET = ("participation", "happened_on", "kind", "was_met", "next_on", "pk")


@dataclass(frozen=True)
class Stop:
    """One participant on the round: who, how one goes there, how it stands, and where they are when away."""

    participation: Participation
    name: str
    door: Doorstep
    stands: Standing
    away: TimeAway | None = None

    @property
    def because(self) -> list[str]:
        return [str(Because(code).label) for code in self.stands.because]

    @property
    def seen_text(self) -> str:
        """«Sist sett for 9 dager siden · ikke truffet 2 ganger»."""
        days, missed = self.stands.unseen_days, self.stands.missed_in_a_row
        what = _("Siste kontakt") if self.away else _("Sist sett")
        if self.stands.last_seen_on is None:
            parts = [_("Ikke møtt ennå, på {days} dager").format(days=days) if days else _("Ikke møtt ennå")]
        elif days == 0:
            parts = [_("{what} i dag").format(what=what)]
        elif days == 1:
            parts = [_("{what} i går").format(what=what)]
        else:
            parts = [_("{what} for {days} dager siden").format(what=what, days=days)]
        if missed:
            again = _("ikke truffet 1 gang") if missed == 1 else _("ikke truffet {count} ganger").format(count=missed)
            parts.append(again)
        return " · ".join(parts)


def short_name(person) -> str:
    """«Jonas B.»: enough for the team, and less for whoever reads over a shoulder."""
    given = person.given_name.split()
    return f"{given[0] if given else ''} {person.family_name[:1]}.".strip()


def names_of(participations) -> dict[int, str]:
    """Short names, with the number where two would be the same."""
    names = {row.pk: short_name(row.person) for row in participations}
    count: dict[str, int] = defaultdict(int)
    for name in names.values():
        count[name] += 1
    numbers = {row.pk: row.number for row in participations}
    return {key: f"{name} {numbers[key]}" if count[name] > 1 else name for key, name in names.items()}


def followed(user, today):
    """The participants one reaches, with what a round shows of each."""
    away = TimeAway.objects.in_force(today)
    rows = Participation.objects.visible_to(user).current(today).select_related("person", "team", "caseworker")
    return rows.prefetch_related(Prefetch("times_away", queryset=away, to_attr="away_today"))


def round_of(user, today: date, team=None) -> list[Stop]:
    """The whole round in the order it is read."""
    found = followed(user, today)
    stops = stops_of(list(found.filter(team=team) if team else found), user, today)
    return sorted(stops, key=lambda stop: (*place_in_round(stop.door.conduct, stop.stands), stop.name))


def on_the_front_page(user, today: date) -> dict | None:
    """How many the user's own teams must see today, and incidents that wait for a leader; None for all others."""
    if not user.has_perm("housing_first.view_team"):
        return None
    leads = user.has_perm("housing_first.manage_team")
    is_member = TeamMember.objects.in_force(today).filter(user=user).exists()
    if not leads and not is_member:
        return None
    due = [stop for stop in round_of(user, today) if stop.stands.is_due] if is_member else []
    waiting = Incident.objects.visible_to(user).open().count() if leads else 0
    together = sum(not stop.door.is_alone for stop in due)
    return {"is_member": is_member, "due": len(due), "together": together, "incidents": waiting}


def stops_of(rows, user, today: date) -> list[Stop]:
    """These participants (of ``followed``) as they are shown on a round."""
    doors, contacts, names = doors_of(rows, user, today), _contacts_of(rows, today), names_of(rows)
    return [_stop(row, doors[row.pk], contacts[row.pk], names[row.pk], today) for row in rows]


def _stop(row, door, contacts, name, today) -> Stop:
    away = row.away_today[0] if row.away_today else None
    began = row.started_on or row.invited_on or today
    limit = away.contact_every_days if away else row.days_between_meetings
    stands = standing(today, began, limit, contacts, ANY_KIND if away else FACE_TO_FACE)
    return Stop(row, name, door, stands, away)


def _contacts_of(rows, today) -> dict[int, list[Met]]:
    """Contacts of late, and the last time each was seen before that."""
    contacts = Contact.objects.filter(participation__in=rows).order_by()
    late = contacts.filter(happened_on__gte=today - LOOKED_BACK).values_list(*MET)
    before = contacts.filter(happened_on__lt=today - LOOKED_BACK, was_met=True, kind__in=FACE_TO_FACE)
    last = before.order_by("participation", "-happened_on", "-pk").distinct("participation").values_list(*MET)
    found: dict[int, list[Met]] = defaultdict(list)
    for participation, happened_on, kind, was_met, next_on, order in [*last, *late]:
        found[participation].append(Met(happened_on, kind, was_met, next_on, order))
    return found


def doors_of(rows, user, today) -> dict[int, Doorstep]:
    """How one goes to each of them: what is known of them, and of everybody else behind the same door."""
    people = {row.person_id for row in rows}
    homes = _households_of(rows, today)
    assessed, happened = defaultdict(list), defaultdict(list)
    about = {"participation__person__in": people}
    risks = RiskAssessment.objects.visible_to(user).filter(**about).select_related("participation")
    for risk in risks:
        assessed[risk.participation.person_id].append(risk.as_assessed)
    incidents = Incident.objects.visible_to(user).filter(kind__in=DANGEROUS, **about).select_related("participation")
    for incident in incidents:
        happened[incident.participation.person_id].append(incident.as_happened)
    warned = alerts_about(set().union(people, *homes.values()))
    own = {
        row.pk: doorstep(
            today,
            assessed[row.person_id],
            [alert for person in homes[row.household_id] | {row.person_id} for alert in warned[person]],
            happened[row.person_id],
        )
        for row in rows
    }
    behind = defaultdict(list)
    for row in rows:
        behind[row.household_id].append(own[row.pk])
    return {row.pk: same_door(own[row.pk], behind[row.household_id]) for row in rows}


def _households_of(rows, today) -> dict[int, set[int]]:
    """The people of each household today: whoever opens the door."""
    found: dict[int, set[int]] = defaultdict(set)
    members = Membership.objects.on(today).filter(household__in={row.household_id for row in rows})
    for household, person in members.values_list("household", "person"):
        found[household].add(person)
    return found


def alerts_about(people) -> dict[int, list[Warned]]:
    """Every alert about these people, also one that ran out: whether a person took it away is told by its history."""
    alerts = list(Alert.objects.filter(person__in=people))
    changes = Alert.history.rel.related_model.objects.filter(pgh_obj__in=alerts, pgh_label="update")
    ended = set(changes.values_list("pgh_obj", flat=True))
    found: dict[int, list[Warned]] = defaultdict(list)
    for alert in alerts:
        label = str(alert.get_kind_display())
        facts = (alert.kind, label, alert.starts_on, alert.expires_on, alert.text)
        found[alert.person_id].append(Warned(*facts, ended=alert.pk in ended))
    return found
