"""What section 3 shows beside its rows."""

from django import template

register = template.Library()


@register.simple_tag
def figures_of_goal(goal, groups) -> list[dict]:
    """The goal's chosen figures with the values this reader gets, in the order of the figures."""
    lines = [line for group in groups or [] for line in group["lines"]]
    return [line for line in lines if line["answer"].code in goal.indicators]
