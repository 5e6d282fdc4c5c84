"""What the world of the tables of rights and of lists has of the plan, the organisation and the stories."""

from tests import make_plan as made


def shared(*, by) -> dict:
    plan = made.plan()
    strategy = made.strategy(plan)
    steering = made.group()
    return {
        "plan": plan,
        "plan_strategy": strategy,
        "plan_measure": made.measure(plan, by=by, strategy=strategy),
        "programme_group": made.group("Arbeidsgruppen", "working", steering),
        "story": made.story(by=by),
    }
