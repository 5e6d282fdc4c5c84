"""Preliminary answers (foreløpige svar) to applications that were not decided within a month."""

from housing.generator.calendar import days
from housing.generator.records import Application
from housing.workdays import next_workday

# Most get one in time, some too late, a few never: the municipality sees its own lapses.
SHARES = {"in_time": 86, "late": 9, "never": 5}
MONTH = 28


def tell(town) -> None:
    """Told when the history is lived through, from random numbers of its own stretch: nothing else depends on it."""
    for application in town.applications:
        _answer(town, application)


def _answer(town, application: Application) -> None:
    rng = town.afterwards
    how = rng.choices(list(SHARES), SHARES.values())[0]
    after = rng.uniform(31, 45) if how == "late" else rng.uniform(12, MONTH - 3)
    sent_on = next_workday(application.received_on + days(after))
    promised_on = next_workday(application.received_on + days(rng.choice([60, 75, 90])))
    ends_on = application.decided_on or town.until
    is_asked_for = (ends_on - application.received_on).days > MONTH and sent_on < ends_on
    if how != "never" and is_asked_for:
        application.preliminary_answer_on, application.answer_promised_on = sent_on, promised_on
