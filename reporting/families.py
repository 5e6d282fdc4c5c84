"""Which figures belong together: a hidden one must not be found by way of another."""

from reporting.figures import BY_CODE, Over

# Of the last day. Parts that add up to a total: a hidden part must not be found by subtraction.
TOTALS = {
    "homeless.households": [
        "homeless.category_1",
        "homeless.category_2",
        "homeless.category_3",
        "homeless.category_4",
        "homeless.category_other",
    ],
    "disadvantaged.households": ["disadvantaged.no_home", "disadvantaged.at_risk", "disadvantaged.unsuitable"],
    "hf.active": ["hf.active_women", "hf.active_men"],
}
# Of a period. Each list is some of those in the total, none of them twice; the rest of the total is a part too.
PARTS_OF = {
    "evictions.carried_out": [["evictions.with_children"], ["evictions.repeat"]],
    "rto.guided": [["rto.guided_with_children"]],
    "rto.closed": [["rto.private_tenancies"]],
    "rto.new_owners": [["rto.bought_private", "rto.bought_municipal"]],
    "loans.count": [["rto.loans"], ["loans.cofinanced"]],
    "grants.count": [["rto.grants"]],
    "hf.referrals": [
        ["hf.referrals_women", "hf.referrals_men"],
        ["hf.referrals_no_fixed_abode", "hf.referrals_unclear", "hf.referrals_transfer", "hf.referrals_temporary"],
        ["hf.referrals_without_services"],
    ],
    "hf.housed": [["hf.housed_women", "hf.housed_men"]],
    "refugees.persons": [["refugees.persons_municipal"]],
    "courses.participants": [["courses.housing_school_participants"]],
    # A share of people: with the total it tells the part.
    "transitions.completed": [["transitions.housed_percent"]],
}
SHARES = {"transitions.housed_percent": "transitions.completed"}
TOTAL_OF = {part: total for total, lists in PARTS_OF.items() for parts in lists for part in parts}

# (some, all, which of the two is hidden when all but a few are among the some). The one that is asked for most stands.
SUBSETS = [
    ("temporary.now", "temporary.households", "temporary.households"),
    ("temporary.over_90_days", "temporary.households", "temporary.over_90_days"),
    ("hf.active", "hf.followed", "hf.followed"),
    *((code, "homeless.households", code) for code in BY_CODE if code.startswith("homeless.problem.")),
]

# What is told of a count tells the count (an amount and a mean), or what each of a few owes, borrowed or is.
WITH_COUNT = {
    "arrears.amount": "arrears.tenancies",
    "loans.amount": "loans.count",
    "loans.mean": "loans.count",
    "grants.amount": "grants.count",
    "grants.mean": "grants.count",
    "deposits.amount": "deposits.loans",
    "hf.referrals_mean_age": "hf.referrals",
    "dwellings.sold_income": "dwellings.sold_to_tenant",
}
# A middle, a mean or a share of so few is known of each of them.
OF_FEW = {
    "hf.retention_12": "hf.followed",
    "hf.retention_24": "hf.followed",
    "hf.met_percent": "hf.contacts",
    "applications.median_days": "applications.decided",
    "waiting.median_days": "waiting.allocation",
    "allocations.median_days_to_move_in": "tenancies.moved_in",
}
# Almost always the same households, so one tells the other.
NEARLY_SAME = {"homeless.households": "disadvantaged.no_home"}
# A dwelling sold to its tenant is a purchase by the tenant, counted from the other side.
OTHER_SIDE = {"dwellings.sold_to_tenant": "rto.bought_municipal"}

# Each refugee is in practice settled once, so whoever adds the months up is right.
ADD_UP_IN_PRACTICE = {"refugees.persons", "refugees.persons_municipal", "refugees.households_municipal"}


def is_about_people(code: str) -> bool:
    return BY_CODE[code].is_about_people or code in OTHER_SIDE


def adds_up(code: str) -> bool:
    return BY_CODE[code].over == Over.SUM or code in ADD_UP_IN_PRACTICE


# Counts whose months, half-years and years are held together (``reporting/disclosure.py``).
SUMS = [code for code in BY_CODE if code in SHARES or (is_about_people(code) and adds_up(code))]
SPANS = [code for code in BY_CODE if is_about_people(code) and BY_CODE[code].over == Over.SPAN and not adds_up(code)]


def row_of(code: str) -> set[str]:
    """The total and the parts a figure of the last day stands among."""
    for total, parts in TOTALS.items():
        if code == total or code in parts:
            return {total, *parts}
    return {code}


def judged_with(codes) -> set[str]:
    """The codes and every other that has a say in whether they may be told."""
    ties = [(code, row_of(code)) for code in BY_CODE if len(row_of(code)) > 1]
    ties += [(part, {total, *parts}) for total, lists in PARTS_OF.items() for parts in lists for part in parts]
    ties += [(hidden, {some, whole}) for some, whole, hidden in SUBSETS]
    for table in (WITH_COUNT, OF_FEW, NEARLY_SAME, OTHER_SIDE):
        ties += [(code, {other}) for code, other in table.items()]
    ties += [(same, {code}) for code, same in NEARLY_SAME.items()]
    found: set[str] = set(codes)
    while grown := {other for code, others in ties if code in found for other in others} - found:
        found |= grown
    return found
