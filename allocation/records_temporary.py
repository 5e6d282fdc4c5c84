"""Temporary stays' and settlements' part of the exchange format."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from allocation.models import Settlement, TemporaryStay
from housing.exchange.messages import breach
from housing.exchange.record_types import Column, RecordType
from housing.exchange.staging import Staging
from housing.records import forget_where, hidden_households, with_hidden_address


def _set_stay_status(staging: Staging) -> None:
    status = TemporaryStay.Status
    staging.run(
        "UPDATE staged_temporary_stays SET status = CASE WHEN ends_on IS NULL THEN %s ELSE %s END",
        [status.ACTIVE, status.ENDED],
    )


def _check_stays(staging: Staging) -> Iterator[tuple[int, dict, bool]]:
    yield from _places(staging)
    yield from _let_dwellings(staging)
    odd = "rules_signed_on > starts_on AND NOT is_rejected"
    reason = _("Reglene er signert etter at oppholdet begynte.")
    for line, day in staging.rows(
        f"SELECT line, rules_signed_on FROM staged_temporary_stays WHERE {odd} ORDER BY line"
    ):
        yield line, breach(reason, column="rules_signed_on", value=f"{day}"), True
    odd = "exit_to <> '' AND ends_on IS NULL AND NOT is_rejected"
    reason = _("Flyttet til er fylt ut, men ikke datoen de flyttet ut.")
    for line, code in staging.rows(f"SELECT line, exit_to FROM staged_temporary_stays WHERE {odd} ORDER BY line"):
        yield line, breach(reason, column="exit_to", value=code), True


def _places(staging: Staging) -> Iterator[tuple[int, dict, bool]]:
    """Where somebody stays is an address: of a hidden household it is not taken in, and what is known here stays.

    Of everybody else it has to be told.
    """
    yield from forget_where(staging, "temporary_stays", "place")
    hidden = hidden_households(staging)
    staging.run(
        "UPDATE staged_temporary_stays AS s SET place = m.place FROM allocation_temporarystay AS m "
        "WHERE m.id = s.id AND s.place = '' AND s.household_id = ANY(%s)",
        [hidden],
    )
    empty = staging.rows(
        "SELECT line FROM staged_temporary_stays WHERE place = '' AND NOT is_rejected "
        "AND household_id IS NOT NULL AND household_id <> ALL(%s) ORDER BY line",
        [hidden],
    )
    for (line,) in empty:
        yield line, breach(_("Kolonnen må være fylt ut."), column="place"), False


def _let_dwellings(staging: Staging) -> Iterator[tuple[int, dict, bool]]:
    """A stay where a tenant lives is refused; of one that is over nobody can mend it, and it is taken in and told."""
    stays = staging.after("temporary_stays", "dwelling_id, starts_on, ends_on", "dwelling_id IS NOT NULL")
    tenancies = staging.after(
        "tenancies", "dwelling_id, moved_in_on, moved_out_on", "dwelling_id IS NOT NULL AND moved_in_on IS NOT NULL"
    )
    found = staging.rows(
        f"SELECT DISTINCT s.line, s.ends_on, s.starts_on FROM {stays} s JOIN {tenancies} t "
        "ON t.dwelling_id = s.dwelling_id AND daterange(t.moved_in_on, t.moved_out_on) "
        "&& daterange(s.starts_on, s.ends_on) WHERE s.line IS NOT NULL ORDER BY s.line"
    )
    today = timezone.localdate()
    for line, ends_on, starts_on in found:
        told = breach(_("Boligen er leid ut i dette tidsrommet."), column="starts_on", value=f"{starts_on}")
        yield line, told, ends_on is not None and ends_on <= today


def _stay_events(stay: TemporaryStay) -> Iterator[dict]:
    status = TemporaryStay.Status
    yield {"happened_on": stay.starts_on, "became": status.ACTIVE, "title": _("Midlertidig botilbud")}
    if stay.rules_signed_on:
        yield {"happened_on": stay.rules_signed_on, "title": _("Midlertidig botilbud: reglene signert")}
    if stay.ends_on:
        yield {
            "happened_on": stay.ends_on,
            "was": status.ACTIVE,
            "became": status.ENDED,
            "title": _("Midlertidig botilbud: flyttet ut"),
            "note": str(stay.get_exit_to_display()),
        }


TEMPORARY_STAYS = RecordType(
    "temporary_stays",
    TemporaryStay,
    (
        Column("household", required=True, to="households"),
        Column("place", required=True, is_secret=True),
        Column("dwelling", to="dwellings"),
        Column("decided_on", since="decided_on"),
        Column("starts_on", required=True),
        Column("ends_on", since="ends_on"),
        Column("rules_signed_on", since="rules_signed_on"),
        Column("exit_to", since="ends_on"),
    ),
    begins=("starts_on",),
    needs=("household",),
    kept=("status",),
    derive=_set_stay_status,
    check=_check_stays,
    events=_stay_events,
    hidden_when={"place": with_hidden_address},
)


def _check_settlements(staging: Staging) -> Iterator[tuple[int, dict, bool]]:
    """The home of a settlement is the settled household's own."""
    tenancies = staging.after("tenancies", "household_id")
    found = staging.rows(
        f"SELECT s.line, s.tenancy_key FROM staged_settlements s JOIN {tenancies} t ON t.id = s.tenancy_id "
        "WHERE t.household_id <> s.household_id AND NOT s.is_rejected ORDER BY s.line"
    )
    for line, key in found:
        yield line, breach(_("Leieforholdet er en annen husstands."), column="tenancy", value=key or ""), False


def _settlement_events(settlement: Settlement) -> Iterator[dict]:
    yield {"happened_on": settlement.settled_on, "title": _("Bosatt som flyktning")}


SETTLEMENTS = RecordType(
    "settlements",
    Settlement,
    (
        Column("household", required=True, to="households"),
        Column("settled_on", required=True),
        Column("tenancy", to="tenancies"),
        Column("is_unaccompanied_minor"),
    ),
    begins=("settled_on",),
    needs=("household",),
    check=_check_settlements,
    events=_settlement_events,
)
