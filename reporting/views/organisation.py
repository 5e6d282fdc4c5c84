"""The programme's organisation as of any day: drawn, listed, and written by the programme leader."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from housing.form_page import form_page
from reporting import org_chart
from reporting.models import ProgrammeGroup
from reporting.models.organisation import as_listed, described, drawn
from reporting.organisation_forms import DayForm, ProgrammeGroupEndForm, ProgrammeGroupForm
from reporting.views.rights import may_view, may_write


def _groups(request, day) -> list[ProgrammeGroup]:
    return list(ProgrammeGroup.objects.visible_to(request.user).on(day).select_related("reports_to"))


@may_view
def organisation(request):
    form, day = DayForm.asked(request.GET)
    groups = _groups(request, day)
    chart = org_chart.layout(drawn(groups))
    writes = request.user.has_perm("reporting.write_report")
    context = {
        "title": _("Organisering"),
        "form": form,
        "day": day,
        "chart": chart,
        "alt": described(groups, day) if groups else "",
        "query": urlencode({"dato": day.isoformat()}),
        "tree": nested(as_listed(groups)),
        "writes": writes,
        "actions": [{"label": _("Ny gruppe"), "url": reverse("programme_group_new"), "primary": True}]
        if writes
        else [],
    }
    return render(request, "reporting/organisation.html", context)


def nested(listed: list[tuple[int, ProgrammeGroup]]) -> list[dict]:
    """The same as lists within lists, for ``_organisation_list.html``."""
    top: list[dict] = []
    path = [top]
    for level, group in listed:
        entry = {"group": group, "below": []}
        del path[level + 1 :]
        path[level].append(entry)
        path.append(entry["below"])
    return top


@may_view
def organisation_chart(request):
    """The drawing by itself; the page shows it as an image."""
    _form, day = DayForm.asked(request.GET)
    groups = _groups(request, day)
    alt = described(groups, day) if groups else ""
    response = HttpResponse(org_chart.svg(org_chart.layout(drawn(groups)), alt), content_type="image/svg+xml")
    response["Cache-Control"] = "private, no-store"
    return response


def _written(request, form, act, **words):
    def doing(filled):
        getattr(filled, act)(by=request.user)
        return "organisation"

    links = [{"label": _("Organisering"), "url": reverse("organisation")}]
    return form_page(request, form, act=doing, back=reverse("organisation"), links=links, **words)


def _group(request, pk) -> ProgrammeGroup:
    return get_object_or_404(ProgrammeGroup.objects.visible_to(request.user), pk=pk)


@may_write
def programme_group_new(request):
    return _written(
        request,
        ProgrammeGroupForm(request.POST or None),
        "keep",
        done=_("Gruppen er lagt til."),
        title=_("Ny gruppe"),
        submit=_("Legg til"),
    )


@may_write
def programme_group_change(request, pk):
    group = _group(request, pk)
    return _written(
        request,
        ProgrammeGroupForm(request.POST or None, instance=group),
        "keep",
        done=_("Gruppen er endret."),
        title=_("Endre {group}").format(group=group.name),
        sub=_(
            "Endringer her gjelder for hele tiden gruppen har eksistert. Er den omorganisert, avslutter du den og "
            "lager en ny."
        ),
        submit=_("Lagre"),
    )


@may_write
def programme_group_end(request, pk):
    group = _group(request, pk)
    return _written(
        request,
        ProgrammeGroupEndForm(request.POST or None, group=group),
        "end",
        done=_("Gruppen er avsluttet."),
        title=_("Avslutt {group}").format(group=group.name),
        submit=_("Avslutt"),
    )
