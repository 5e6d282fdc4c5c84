"""What the components in templates/components/ need to know about the request and the form."""

from django import template

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


@register.simple_tag
def error_list(form):
    """Each error of a form with the id of the field to put right; errors of the whole form have none.

    A group of radio buttons or check boxes has no field of its own, so the link goes to its first option.
    """
    faults = [{"label": "", "message": message, "target": ""} for message in form.non_field_errors()]
    for bound in form:
        for message in bound.errors:
            target = "" if bound.is_hidden else bound.id_for_label or f"{bound.auto_id}_0"
            faults.append({"label": bound.label, "message": message, "target": target})
    return faults
