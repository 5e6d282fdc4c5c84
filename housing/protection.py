"""Address protection (adressebeskyttelse): who may see where a household lives, and what stands there instead.

A dwelling is no secret and a name is no secret; that this household lives in that dwelling is. So every page, list,
search, letter, export, log line and file name that would join the two asks here first. Strictly confidential addresses
(strengt fortrolig) are shown to nobody: these people are reached by postal address alone (beskyttelsesinstruksen).
"""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from housing.database import in_force
from housing.models.households import Household, Membership
from housing.models.people import Protection

RANK = [Protection.NONE, Protection.CLIENT, Protection.CONFIDENTIAL, Protection.STRICT]

INSTEAD = {
    Protection.CLIENT: _("Klientadresse"),
    Protection.CONFIDENTIAL: _("Adressen er skjermet"),
    Protection.STRICT: _("Adressen er skjermet"),
}
HIDDEN_HOUSEHOLD = _("Husstand med skjermet adresse")
OTHER_HOUSEHOLD = _("En annen husstand")


def level_of(household: Household, day) -> str:
    """The strictest protection among the members on the day; when all have left, among all who ever were."""
    members = getattr(household, "members_today", None)
    if members is None:
        members = household.members_on(day)
    levels = [member.person.address_protection for member in members]
    if not members:
        levels = household.memberships.values_list("person__address_protection", flat=True)
    return max(levels, key=RANK.index, default=Protection.NONE)


def may_see_address(user, household: Household, day, *, level: str | None = None) -> bool:
    """Whether ``user`` may know which dwelling the household lives in."""
    level = level_of(household, day) if level is None else level
    if level == Protection.NONE:
        return True
    if level == Protection.STRICT:
        return False
    if level == Protection.CONFIDENTIAL:
        return user.has_perm("housing.see_confidential_address") or household.is_case_of(user)
    return user.has_perm("housing.add_note")


def shown_address(user, household: Household, address: str, day) -> str:
    """The address, or the words that stand in its place."""
    level = level_of(household, day)
    return address if may_see_address(user, household, day, level=level) else str(INSTEAD[level])


def postal_address(household: Household, day, *, current_address: str = "") -> str:
    """Where a letter goes. Never a protected address: then the postal address, or empty when none is known."""
    members = household.members_on(day)
    if members and members[0].person.postal_address:
        return members[0].person.postal_address
    return current_address if level_of(household, day) == Protection.NONE else ""


def protected_memberships(day):
    """Memberships that hide their household's address: those of today, and in a household all have left, all."""
    others_today = Membership.objects.filter(household=OuterRef("household")).on(day)
    return Membership.objects.exclude(person__address_protection=Protection.NONE).filter(
        in_force(day, "joined_on", "left_on") | ~Exists(others_today)
    )


def hidden_household_ids(household_ids, day) -> set[int]:
    """Those among the ids whose address a list must not print: one query for a whole page of rows."""
    found = protected_memberships(day).filter(household__in=list(household_ids))
    return set(found.values_list("household_id", flat=True))


def without_hidden(rows, day, household_path: str = "household"):
    """For a search by address, a map or a count: leave out rows that would lead to a protected household."""
    return rows.exclude(**{f"{household_path}__in": protected_memberships(day).values("household")})


def show_tenants(user, tenancies, day) -> None:
    """Hang on each tenancy of a dwelling who may be named there: ``shown_household`` (None: not for this user).

    Two queries for a whole page; a protected household is asked about one by one, and they are few.
    """
    ids = {tenancy.household_id for tenancy in tenancies}
    reached = set(Household.objects.filter(pk__in=ids).visible_to(user).values_list("pk", flat=True))
    hidden = hidden_household_ids(ids, day)
    for tenancy in tenancies:
        named = tenancy.household_id in reached and (
            tenancy.household_id not in hidden or may_see_address(user, tenancy.household, day)
        )
        tenancy.shown_household = tenancy.household if named else None
        # Then its days are not told either: the same days stand on the household's own page.
        tenancy.is_hidden = not named and tenancy.household_id in hidden
        tenancy.shown_text = (
            "" if named else str(HIDDEN_HOUSEHOLD if tenancy.household_id in hidden else OTHER_HOUSEHOLD)
        )
