"""Housing First and follow-up counted by hand (see ``plain_count.py``)."""

from datetime import timedelta
from fractions import Fraction


def counted(count, *, rounded, part_of) -> dict:
    """Every figure of the group, straight from the definitions, over the rows of the files."""
    people = {row["id"]: row for row in count.rows("persons")}
    referred = [row for row in _rows(count, "referrals") if count.in_period(row["received_on"])]
    contacts = [row for row in _rows(count, "contacts") if count.in_period(row["happened_on"])]
    visits = [row for row in contacts if row["kind"] == "visit"]
    began = [row for row in _rows(count, "participations") if row["started_on"]]
    active = [row for row in began if count.holds(row["started_on"], row["ended_on"], count.last)]
    housed = [row for row in began if count.in_period(_first_home(count, row))]
    return {
        **_by_sex("hf.referrals", referred, people),
        "hf.referrals_mean_age": _mean_age(referred, people, rounded),
        **{
            f"hf.referrals_{status}": sum(row["housing_status"] == status for row in referred)
            for status in ("no_fixed_abode", "unclear", "transfer", "temporary")
        },
        "hf.referrals_without_services": sum(row["had_municipal_services"] == "nei" for row in referred),
        "hf.rejected": sum(
            row["decision"] == "rejected" and count.in_period(row["decided_on"]) for row in _rows(count, "referrals")
        ),
        "hf.followed": sum(
            any(count.holds(row["started_on"], row["ended_on"], day) for day in count.days()) for row in began
        ),
        **_by_sex("hf.active", active, people),
        **_by_sex("hf.housed", housed, people),
        **_leases(count, began),
        "hf.retention_12": _kept(count, began, 365, rounded),
        "hf.retention_24": _kept(count, began, 730, rounded),
        "hf.contacts": len(contacts),
        "hf.met_percent": part_of(sum(row["was_met"] == "ja" for row in visits), len(visits)),
    }


def _rows(count, name):
    return count.dated.get(name, [])


def _by_sex(code, rows, people) -> dict:
    sexes = [people[row["person"]]["sex"] for row in rows]
    return {code: len(rows), f"{code}_women": sexes.count("female"), f"{code}_men": sexes.count("male")}


def _mean_age(referred, people, rounded):
    ages = []
    for row in referred:
        born, day = people[row["person"]]["birth_date"], row["received_on"]
        if born:
            ages.append(day.year - born.year - ((day.month, day.day) < (born.month, born.day)))
    return rounded(Fraction(sum(ages), len(ages)), 1) if ages else None


def _of_household(count, row):
    return [one for one in count.rows("tenancies") if one["household"] == row["household"] and one["moved_in_on"]]


def _first_home(count, row):
    days = [one["moved_in_on"] for one in _of_household(count, row) if one["moved_in_on"] >= row["started_on"]]
    return min(days) if days and (row["ended_on"] is None or min(days) < row["ended_on"]) else None


def _leases(count, began) -> dict:
    found = {}
    for name, column in (("leases", "moved_in_on"), ("leases_ended", "moved_out_on")):
        for tenure in ("private", "municipal"):
            found[f"hf.{name}_{tenure}"] = sum(
                one["tenure"] == tenure
                and count.in_period(one[column])
                and any(
                    row["household"] == one["household"]
                    and count.holds(row["started_on"], row["ended_on"], one[column])
                    for row in began
                )
                for one in count.rows("tenancies")
            )
    return found


def _kept(count, began, mark, rounded):
    """Day after day from moving in: of those still followed that day, how many lost their home on it."""
    lives = [_life(count, row) for row in began]
    lives = [life for life in lives if life is not None]
    if not lives:
        return None
    kept = Fraction(1)
    for day in range(mark + 1):
        at_risk = [life for life in lives if life[0] >= day]
        lost = sum(life == (day, True) for life in at_risk)
        if at_risk:
            kept *= Fraction(len(at_risk) - lost, len(at_risk))
    return rounded(kept * 100, 1)


def _life(count, row):
    """Days in the first home, and whether it was lost: walked day by day, as it was known on the last day."""
    first = _first_home(count, row)
    if first is None or first > count.last:
        return None
    until = min(row["ended_on"] or count.last, count.last)
    homes = [one for one in _of_household(count, row) if first <= one["moved_in_on"] <= count.last]
    day, lived_last = first, first
    while day <= count.last and (day - lived_last).days <= 30:
        # On the day of moving out one has still been there; on the thirtieth day after it somebody may move in.
        if any(_is_there(one, day, count.last) for one in homes):
            lived_last = day
        day += timedelta(days=1)
    gone = [one for one in homes if one["moved_out_on"] == lived_last]
    lasts = any(
        one["moved_in_on"] <= lived_last and (one["moved_out_on"] is None or one["moved_out_on"] > count.last)
        for one in homes
    )
    if lasts or (row["ended_on"] and lived_last >= row["ended_on"]):
        return (until - first).days, False
    return (lived_last - first).days, not any(one["end_reason"] in ("dead", "bought") for one in gone)


def _is_there(one, day, last):
    out = one["moved_out_on"]
    return one["moved_in_on"] <= day and (out is None or out > last or day <= out)
