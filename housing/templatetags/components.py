"""What the components in templates/components/ need to know about the request and the form."""

from django import template
from django.forms import CheckboxInput, ClearableFileInput, DateField, RadioSelect, Select
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

register = template.Library()


def _address(context, **changes):
    """This page's address with some of the query string changed; None removes a name."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}" if query else context["request"].path


@register.simple_tag(takes_context=True)
def page_link(context, number, param=""):
    """The same list, another page of it."""
    return _address(context, **{param or "page": number})


@register.simple_tag
def page_range(page):
    """Page numbers with gaps: 1 … 4 5 6 … 40."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag(takes_context=True)
def sort_state(context, field):
    """Where a column head leads, and how the column is sorted now ("" when it is not)."""
    chosen = context["request"].GET.get("sort", "")
    direction = {field: "ascending", f"-{field}": "descending"}.get(chosen, "")
    following = f"-{field}" if direction == "ascending" else field
    return {"direction": direction, "url": _address(context, sort=following, page=None)}


def _plainer(bound, message):
    """Django's two commonest sentences, put so that one knows what to do; a form's own words stay."""
    field = bound.field
    if message == gettext("This field is required."):
        if isinstance(field.widget, ClearableFileInput):
            return _("Velg en fil.")
        if isinstance(field.widget, CheckboxInput):
            return _("Kryss av her for å gå videre.")
        return _("Velg fra listen.") if isinstance(field.widget, RadioSelect | Select) else _("Fyll ut dette feltet.")
    if isinstance(field, DateField) and message == gettext("Enter a valid date."):
        return _("Skriv datoen som dd.mm.åååå, for eksempel 31.12.2026.")
    return message


@register.filter
def plain_errors(bound):
    """A field's errors as the page says them."""
    return [_plainer(bound, message) for message in bound.errors]


@register.simple_tag
def error_list(form):
    """Each error of a form with the id of the field to put right; errors of the whole form have none.

    A group of radio buttons or check boxes has no field of its own, so the link goes to its first option.
    """
    faults = [{"label": "", "message": message, "target": ""} for message in form.non_field_errors()]
    for bound in form:
        for message in plain_errors(bound):
            target = "" if bound.is_hidden else bound.id_for_label or f"{bound.auto_id}_0"
            faults.append({"label": bound.label, "message": message, "target": target})
    return faults
