"""The base rooms' part of the exchange format: people, homes, and who lives where."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, product
from operator import itemgetter

from django.utils import timezone
from django.utils.translation import gettext as _

from housing.contracts import LeaseTerms, Severity, breaches
from housing.exchange.messages import breach
from housing.exchange.record_types import Column, RecordType
from housing.exchange.staging import Staging
from housing.models import Contract, Dwelling, Household, Membership, Person, Protection, Tenancy, VoidPeriod
from housing.protection import protected_memberships

HIDDEN_LEVELS = [Protection.CONFIDENTIAL, Protection.STRICT]

PERSONS = RecordType(
    "persons",
    Person,
    (
        Column("national_id", is_secret=True),
        Column("given_name", required=True),
        Column("family_name", required=True),
        Column("birth_date"),
        Column("sex"),
        Column("phone"),
        Column("email"),
        Column("address_protection"),
        Column("written_language"),
        Column("interpreter_language"),
        Column("died_on", since="died_on"),
    ),
    known_by="household_members",
)

HOUSEHOLDS = RecordType(
    "households",
    Household,
    (Column("created_on", required=True), Column("district"), Column("target_groups")),
    begins=("created_on",),
)

HOUSEHOLD_MEMBERS = RecordType(
    "household_members",
    Membership,
    (
        Column("household", required=True, to="households"),
        Column("person", required=True, to="persons"),
        Column("role", required=True),
        Column("joined_on", required=True),
        Column("left_on", since="left_on"),
    ),
    begins=("joined_on",),
    # Not by person: persons are known by their memberships.
    needs=("household",),
)

DWELLINGS = RecordType(
    "dwellings",
    Dwelling,
    (
        Column("address", required=True),
        Column("postal_code"),
        Column("city"),
        Column("district"),
        Column("unit_number"),
        Column("rooms"),
        Column("area_m2"),
        Column("floor"),
        Column("has_lift"),
        Column("is_wheelchair_accessible"),
        Column("category"),
        Column("ownership", required=True),
        Column("in_housing_association"),
        Column("staffing"),
        Column("earmarked_for"),
        Column("acquired_on", required=True),
        Column("acquisition_price"),
        Column("left_stock_on", since="left_stock_on"),
        Column("left_stock_reason", since="left_stock_on"),
        Column("disposal_price", since="left_stock_on"),
        Column("monthly_rent"),
        Column("rent_model"),
    ),
    begins=("acquired_on",),
)

VOID_PERIODS = RecordType(
    "void_periods",
    VoidPeriod,
    (
        Column("dwelling", required=True, to="dwellings"),
        Column("starts_on", required=True),
        Column("ends_on", since="ends_on"),
        Column("reason", required=True),
    ),
    begins=("starts_on",),
    needs=("dwelling",),
)


# --- Tenancies --------------------------------------------------------------------------------------------


def _set_tenancy_status(staging: Staging) -> None:
    for has_moved_in, has_moved_out in product((True, False), repeat=2):
        staging.run(
            "UPDATE staged_tenancies SET status = %s "
            "WHERE (moved_in_on IS NOT NULL) = %s AND (moved_out_on IS NOT NULL) = %s",
            [Tenancy.status_from(has_moved_in, has_moved_out), has_moved_in, has_moved_out],
        )


def hidden_households(staging: Staging) -> list[int]:
    """Households with a confidential or strictly confidential member today, or as the last they had."""
    members = staging.after("household_members", "household_id, person_id, joined_on, left_on")
    persons = staging.after(
        "persons", "address_protection", "address_protection IN ('confidential', 'strictly_confidential')"
    )
    today = timezone.localdate()
    found = staging.rows(
        f"WITH members AS MATERIALIZED {members}, now AS (SELECT * FROM members WHERE joined_on <= %s "
        "AND (left_on IS NULL OR left_on > %s)) "
        f"SELECT DISTINCT m.household_id FROM members m JOIN {persons} p ON p.id = m.person_id "
        "WHERE m.id IN (SELECT id FROM now) OR NOT EXISTS (SELECT 1 FROM now WHERE now.household_id = m.household_id)",
        [today, today],
    )
    return [household for (household,) in found]


def forget_where(staging: Staging, name: str, column: str) -> Iterator[tuple[int, dict, bool]]:
    """An address the files tell of a hidden household is not taken in; the row is, with a warning."""
    hidden = staging.rows(
        f"UPDATE {staging.table(name)} SET {column} = '' WHERE {column} <> '' AND NOT is_rejected "
        "AND household_id = ANY(%s) RETURNING line",
        [hidden_households(staging)],
    )
    reason = _("Husstanden har et medlem med fortrolig eller strengt fortrolig adresse. Adressen er ikke lagret.")
    for (line,) in sorted(hidden):
        yield line, breach(reason, column=column), True


def _forget_hidden_addresses(staging: Staging) -> Iterator[tuple[int, dict, bool]]:
    yield from forget_where(staging, "tenancies", "private_address")


def with_hidden_address(queryset):
    """For the exporter: the rows of hidden households, whose address stays here."""
    members = protected_memberships(timezone.localdate()).filter(person__address_protection__in=HIDDEN_LEVELS)
    return queryset.filter(household__in=members.values("household"))


def _tenancy_events(tenancy: Tenancy) -> Iterator[dict]:
    status, was = Tenancy.Status, ""
    if tenancy.allocated_on:
        was = status.ALLOCATED
        yield {"happened_on": tenancy.allocated_on, "became": was}
    if tenancy.moved_in_on:
        yield {"happened_on": tenancy.moved_in_on, "was": was, "became": status.ACTIVE}
        was = status.ACTIVE
    if tenancy.moved_out_on:
        note = tenancy.get_end_reason_display()
        yield {"happened_on": tenancy.moved_out_on, "was": was, "became": tenancy.status, "note": str(note)}


TENANCIES = RecordType(
    "tenancies",
    Tenancy,
    (
        Column("household", required=True, to="households"),
        Column("tenure", required=True),
        Column("dwelling", to="dwellings"),
        Column("private_address", is_secret=True),
        Column("application", to="applications"),
        Column("allocated_on"),
        Column("moved_in_on", since="moved_in_on"),
        Column("moved_out_on", since="moved_out_on"),
        Column("end_reason", since="moved_out_on"),
        Column("monthly_rent"),
        Column("deposit_amount"),
    ),
    begins=("allocated_on", "moved_in_on"),
    needs=("household", "dwelling"),
    kept=("status",),
    derive=_set_tenancy_status,
    check=_forget_hidden_addresses,
    events=_tenancy_events,
    hidden_when={"private_address": with_hidden_address},
)


# --- Contracts --------------------------------------------------------------------------------------------

LEASES = """
    SELECT t.household_id, t.dwelling_id, c.line, c.starts_on, c.ends_on, c.short_term_reason, c.breaches,
           t.monthly_rent, t.deposit_amount
    FROM {contracts} c JOIN {tenancies} t ON t.id = c.tenancy_id JOIN {dwellings} d ON d.id = t.dwelling_id
    ORDER BY t.household_id, t.dwelling_id, c.starts_on, c.id
"""


def _break_lease_rules(staging: Staging) -> Iterator[tuple[int, dict, bool]]:
    """A lease that has not begun can be mended and is refused; one that has is taken in and kept on a list.

    Of dwellings with a nomination agreement (tilvisning) the owner makes the contract, so it is not ours to check.
    """
    leases = staging.stream(
        LEASES.format(
            contracts=staging.after("contracts", "tenancy_id, starts_on, ends_on, short_term_reason, breaches"),
            tenancies=staging.after(
                "tenancies", "household_id, dwelling_id, monthly_rent, deposit_amount", "tenure = 'municipal'"
            ),
            dwellings=staging.after("dwellings", "ownership", "ownership <> 'nomination'"),
        )
    )
    today = timezone.localdate()
    by_codes: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for _parties, same_parties in groupby(leases, key=itemgetter(0, 1)):
        short_leases = 0
        for _household, _dwelling, line, starts_on, ends_on, reason, known, rent, deposit in same_parties:
            # What the format has no column for is not known, and only what is known can be a breach: the special notice
            # is taken as given, and a reason as weighty.
            lease = LeaseTerms(
                starts_on,
                ends_on,
                short_term_reason=reason,
                previous_short_leases=short_leases,
                weighty_reason=reason,
                special_notice_signed=True,
                monthly_rent=rent,
                deposit_amount=deposit or 0,
            )
            short_leases += lease.is_short
            found = [broken for broken in breaches(lease) if broken.severity == Severity.REFUSE]
            codes = tuple(broken.code for broken in found)
            if line is None or list(codes) == known:
                continue
            by_codes[codes].append(line)
            for broken in found:
                yield line, breach(broken.message, column="ends_on", value=str(ends_on or "")), starts_on <= today
    for codes, lines in by_codes.items():
        staging.run("UPDATE staged_contracts SET breaches = %s::varchar[] WHERE line = ANY(%s)", [list(codes), lines])


def _contract_events(contract: Contract) -> Iterator[dict]:
    until = f"{contract.ends_on:%d.%m.%Y}" if contract.ends_on else _("tidsubestemt")
    yield {
        "happened_on": contract.signed_on or contract.starts_on,
        "title": _("Leiekontrakt inngått"),
        "note": f"{contract.starts_on:%d.%m.%Y} – {until}",
    }


CONTRACTS = RecordType(
    "contracts",
    Contract,
    (
        Column("tenancy", required=True, to="tenancies"),
        Column("signed_on", since="signed_on"),
        Column("starts_on", required=True),
        Column("ends_on"),
        Column("short_term_reason"),
    ),
    begins=("signed_on", "starts_on"),
    needs=("tenancy",),
    kept=("breaches",),
    check=_break_lease_rules,
    events=_contract_events,
    related=("tenancy",),
    household="tenancy.household_id",
)
