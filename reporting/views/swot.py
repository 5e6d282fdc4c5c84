"""SWOT: four fields as they stood on a day, beside an earlier day; writing and taking away."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from housing.database import Refused
from housing.form_page import click, form_page
from reporting.models import SwotPoint
from reporting.models.swot import fields_of
from reporting.swot_forms import DaysForm, SwotPointForm
from reporting.views.register import also, crumb, removal, remove
from reporting.views.rights import may_view, may_write


def _links():
    return [*crumb(_("Program"), reverse("programme")), *crumb(_("SWOT"), reverse("swot"))]


@may_view
def swot(request):
    form, day, against = DaysForm.asked(request.GET)
    points = SwotPoint.objects.visible_to(request.user)
    sides = [{"day": day, "fields": fields_of(points.on(day))}]
    if against:
        sides.insert(0, {"day": against, "fields": fields_of(points.on(against))})
        _mark_differences(*sides)
    context = {
        "form": form,
        "sides": sides,
        "is_compared": against is not None,
        "is_empty": not points.exists(),
        "today": timezone.localdate(),
        "may_change": request.user.has_perm("reporting.write_report") and not against,
        "links": crumb(_("Program"), reverse("programme")),
    }
    return render(request, "reporting/swot.html", context)


def _mark_differences(one, other) -> None:
    """A point that stands on one of the days alone says so: gone on the first side, new on the other."""
    for mine, others, what in ((one, other, _("Tatt ut")), (other, one, _("Ny"))):
        known = {(point.kind, point.text) for _label, points in others["fields"] for point in points}
        for _label, points in mine["fields"]:
            for point in points:
                point.difference = "" if (point.kind, point.text) in known else what


@may_write
def swot_new(request):
    kind = request.GET.get("felt")
    return form_page(
        request,
        SwotPointForm(request.POST or None, initial={"kind": kind} if kind in SwotPoint.Kind.values else None),
        act=lambda form: form.keep(),
        done=_("Punktet er satt inn."),
        title=_("Nytt punkt"),
        submit=_("Sett inn punktet"),
        back=reverse("swot"),
        links=_links(),
    )


@may_write
def swot_change(request, pk):
    found = get_object_or_404(SwotPoint.objects.visible_to(request.user), pk=pk)
    return form_page(
        request,
        SwotPointForm(request.POST or None, instance=found),
        act=lambda form: form.keep(),
        done=_("Punktet er endret."),
        title=_("Endre punktet"),
        submit=_("Lagre endringen"),
        back=reverse("swot"),
        links=_links(),
        **also(*_other_ways(found)),
    )


def _other_ways(point) -> list[dict]:
    """Out from today, while it stands; and away, as if it had never been there."""
    gone = removal(
        reverse("swot_remove", args=[point.pk]),
        label=_("Slett punktet"),
        help_text=_("Er det skrevet feil, kan det slettes. Da vises det heller ikke på dager som har vært."),
        question=_("Vil du slette punktet?"),
    )
    out = {
        "url": reverse("swot_end", args=[point.pk]),
        "label": _("Ta ut fra i dag"),
        "help": _("Gjelder det ikke lenger, tas det ut. Det som var, kan fortsatt vises."),
    }
    return [gone] if point.removed_on else [out, gone]


@require_POST
@may_write
def swot_end(request, pk):
    """From today the point stands no longer; what stood is still there to be seen."""
    found = get_object_or_404(SwotPoint.objects.visible_to(request.user), pk=pk)
    today = timezone.localdate()

    def act():
        if not SwotPoint.objects.filter(pk=pk, removed_on__isnull=True, added_on__lte=today).update(removed_on=today):
            raise Refused(_("Punktet er allerede tatt ut."))

    return click(request, act, done=_("Punktet «{text}» er tatt ut.").format(text=found), target="swot")


@require_POST
@may_write
def swot_remove(request, pk):
    found = get_object_or_404(SwotPoint.objects.visible_to(request.user), pk=pk)
    return remove(request, found, done=_("Punktet er slettet."), target="swot")
