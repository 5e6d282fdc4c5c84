"""The rent's own panel, for the pages of a tenancy and of a dwelling: `{% rent_panel tenancy %}`."""

from django import template

from housing.models import Tenancy

register = template.Library()
SHOWN = 5


@register.inclusion_tag("housing/_rent_panel.html", takes_context=True)
def rent_panel(context, thing):
    """The latest rows of the history of a tenancy or a dwelling, and the way to all of it."""
    is_let = not isinstance(thing, Tenancy) or thing.tenure == Tenancy.Tenure.MUNICIPAL
    return {
        "rents": thing.rents.for_history()[:SHOWN] if is_let else [],
        "thing": thing,
        "is_let": is_let,
        "is_tenancy": isinstance(thing, Tenancy),
        "perms": context["perms"],
    }
