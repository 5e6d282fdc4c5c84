"""Judges a plan without the program's own code: plain questions about plain facts, and all plans tried one by one.

Written from what the requirements mean, not from ``matching.py`` or ``proposal.py``; it shares nothing with them but
the two records it reads.
"""

from itertools import product

ORDER = ["none", "ambulant", "base", "round_the_clock"]


def no_doubt_and_no(need, home):
    """(whether something is known not to fit, whether something needed is not known)."""
    known, unknown = [], []

    def judge(value, *facts):
        (unknown if any(fact in (None, "") for fact in facts) else known).append(value)

    judge(home.rooms is not None and home.rooms >= need.rooms_min, home.rooms)
    if need.persons > 1:
        roomy = home.rooms is not None and home.rooms >= need.persons
        spacious = home.area_m2 is not None and home.area_m2 >= 25 * need.persons
        known.append(True) if roomy or spacious else judge(False, home.rooms, home.area_m2)
    if need.needs_wheelchair:
        judge(bool(home.is_wheelchair_accessible), home.is_wheelchair_accessible)
    if need.needs_lift_or_ground_floor:
        without_stairs = home.has_lift or (home.floor is not None and home.floor < 2)
        known.append(True) if without_stairs else judge(False, home.has_lift, home.floor)
    if need.staffing_need != "none":
        judge(home.staffing and ORDER.index(home.staffing) >= ORDER.index(need.staffing_need), home.staffing)
    if home.earmarked_for:
        known.append(home.earmarked_for in need.target_groups)
    known.append(home.category not in ("temporary", "emergency"))
    if need.drug_free == "required":
        judge(bool(home.is_drug_free), home.is_drug_free)
    if need.shielded == "required":
        judge(home.category == "shielded", home.category)
    for kind, where in need.excluded:
        if kind == "district":
            judge(home.district != where, home.district)
        else:
            street, _space, number = where.partition(" ")
            there = home.place.street == street.lower() and (kind == "street" or home.place.first == int(number))
            judge(not there, home.place.street)
    if need.max_rent is not None:
        judge(home.monthly_rent is not None and home.monthly_rent <= need.max_rent, home.monthly_rent)
    return not all(known), bool(unknown)


def verdict(need, home):
    is_wrong, is_unclear = no_doubt_and_no(need, home)
    return "no" if is_wrong else "unclear" if is_unclear else "yes"


def waste(need, home):
    """Staffing, access and rooms nobody asked for, the scarcest weighing most."""
    staffing = max(ORDER.index(home.staffing or "none") - ORDER.index(need.staffing_need), 0)
    access = [
        home.is_wheelchair_accessible and not need.needs_wheelchair,
        home.is_drug_free and not need.drug_free,
        home.category == "shielded" and not need.shielded,
    ]
    rooms = 0 if home.rooms is None else min(max(home.rooms - need.rooms_min, 0), 9)
    return staffing * 100 + sum(map(bool, access)) * 10 + rooms


def disappointments(need, home):
    wrong = [
        need.districts_wanted and home.district and home.district not in need.districts_wanted,
        need.drug_free == "wanted" and home.is_drug_free is False,
        need.shielded == "wanted" and home.category not in ("", "shielded"),
        need.monthly_income and home.monthly_rent is not None and home.monthly_rent * 100 > need.monthly_income * 40,
    ]
    return sum(map(bool, wrong))


def worth(plan, needs, homes):
    """What a plan is worth, the smaller the better: who is housed down the list, unclear, unused, missed."""
    housed = dict(plan)
    pairs = [(needs[household], homes[home]) for household, home in plan]
    return (
        tuple(household not in housed for household in range(len(needs))),
        sum(verdict(*pair) == "unclear" for pair in pairs),
        sum(waste(*pair) for pair in pairs),
        sum(disappointments(*pair) for pair in pairs),
    )


def lawful_plans(needs, homes, allowed):
    """Every plan there is: each household has one home it may have, or none, and no home is used twice."""
    choices = [
        [None, *(home for home in range(len(homes)) if allowed(household, home))] for household in range(len(needs))
    ]
    for chosen in product(*choices):
        taken = [home for home in chosen if home is not None]
        if len(taken) == len(set(taken)):
            yield [(household, home) for household, home in enumerate(chosen) if home is not None]


def best_worth(needs, homes, allowed):
    return min(worth(plan, needs, homes) for plan in lawful_plans(needs, homes, allowed))


def most_housed(needs, homes, allowed):
    return max(len(plan) for plan in lawful_plans(needs, homes, allowed))
