"""Teams, referrals and participations: this room's part of the exchange format.

Whoever is read into a team by a file is reached by nobody before the leader has put members into the team.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from housing.exchange.messages import breach
from housing.exchange.record_types import Column, RecordType
from housing.exchange.staging import Staging
from housing_first.models import Participation, Referral, Team

TEAMS = RecordType("teams", Team, (Column("name", required=True), Column("kind")))


def _strangers(staging: Staging, name: str) -> Iterator[tuple[int, dict, bool]]:
    """Whoever the row is about must have been a member of the household: its page shows the row, another's must not."""
    members = staging.after("household_members", "household_id, person_id")
    found = staging.rows(
        f"SELECT s.line, s.person_key FROM staged_{name} s WHERE NOT s.is_rejected AND s.person_id IS NOT NULL "
        f"AND s.household_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {members} m "
        "WHERE m.household_id = s.household_id AND m.person_id = s.person_id) ORDER BY s.line"
    )
    for line, key in found:
        yield line, breach(_("Personen har aldri vært medlem av husstanden."), column="person", value=key or ""), False


# --- Referrals --------------------------------------------------------------------------------------------


def _set_referral_status(staging: Staging) -> None:
    """As the decision says; one that was withdrawn here stays so, since the format does not know of it."""
    staging.run(
        "UPDATE staged_referrals SET status = CASE WHEN decision <> '' THEN decision "
        "WHEN NOT is_new AND status = 'withdrawn' THEN status ELSE 'received' END"
    )


def _check_referrals(staging: Staging) -> Iterator[tuple[int, dict, bool]]:
    yield from _strangers(staging, "referrals")


def _referral_events(referral: Referral) -> Iterator[dict]:
    title, status = _("Henvisning til team: {what}"), Referral.Status
    yield {
        "happened_on": referral.received_on,
        "became": status.RECEIVED,
        "title": title.format(what=str(status.RECEIVED.label).lower()),
        "note": str(referral.team),
    }
    if referral.decided_on:
        yield {
            "happened_on": referral.decided_on,
            "was": status.RECEIVED,
            "became": referral.status,
            "title": title.format(what=str(referral.get_status_display()).lower()),
        }


REFERRALS = RecordType(
    "referrals",
    Referral,
    (
        Column("household", required=True, to="households"),
        Column("person", required=True, to="persons"),
        Column("team", required=True, to="teams"),
        Column("received_on", required=True),
        Column("housing_status"),
        Column("had_municipal_services"),
        Column("decision", since="decided_on"),
        Column("decided_on", since="decided_on"),
    ),
    begins=("received_on",),
    needs=("household", "person", "team"),
    kept=("status",),
    derive=_set_referral_status,
    check=_check_referrals,
    events=_referral_events,
    related=("team",),
)


# --- Participations ---------------------------------------------------------------------------------------


def _set_participation_status(staging: Staging) -> None:
    staging.run(
        "UPDATE staged_participations SET status = CASE WHEN ended_on IS NOT NULL THEN 'ended' ELSE 'active' END "
        "WHERE started_on IS NOT NULL"
    )


def _check_participations(staging: Staging) -> Iterator[tuple[int, dict, bool]]:
    yield from _strangers(staging, "participations")
    referrals = staging.after("referrals", "person_id, team_id")
    others = staging.rows(
        f"SELECT s.line, s.referral_key FROM staged_participations s JOIN {referrals} r ON r.id = s.referral_id "
        "WHERE NOT s.is_rejected AND (r.person_id <> s.person_id OR r.team_id <> s.team_id) ORDER BY s.line"
    )
    reason = _("Henvisningen gjelder en annen person eller et annet team.")
    for line, key in others:
        yield line, breach(reason, column="referral", value=key or ""), False


def _participation_events(participation: Participation) -> Iterator[dict]:
    team, status = participation.team, Participation.Status
    title = _("{team}: {what}")

    def line(day, what, **moved) -> dict:
        return {"happened_on": day, "title": title.format(team=team, what=str(what).lower())[:200], **moved}

    yield line(participation.started_on, status.ACTIVE.label, became=status.ACTIVE)
    if participation.agreement_signed_on:
        yield line(participation.agreement_signed_on, _("samarbeidsavtalen signert"))
    if participation.ended_on:
        note = str(participation.get_end_reason_display())
        yield line(participation.ended_on, status.ENDED.label, was=status.ACTIVE, became=status.ENDED, note=note)


def _those_who_began(rows):
    """The format knows participants: who is only invited, or said no, has no day it began."""
    return rows.filter(started_on__isnull=False)


PARTICIPATIONS = RecordType(
    "participations",
    Participation,
    (
        Column("household", required=True, to="households"),
        Column("person", required=True, to="persons"),
        Column("team", required=True, to="teams"),
        Column("referral", to="referrals"),
        Column("started_on", required=True),
        Column("agreement_signed_on", since="agreement_signed_on"),
        Column("ended_on", since="ended_on"),
        Column("end_reason", since="ended_on"),
    ),
    begins=("started_on",),
    needs=("household", "person", "team"),
    kept=("status",),
    derive=_set_participation_status,
    check=_check_participations,
    events=_participation_events,
    related=("team",),
    exported=_those_who_began,
)
