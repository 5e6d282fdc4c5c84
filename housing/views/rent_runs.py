"""Pages about regulating rents by the index: the price index, the runs, and one run before and after (husleie)."""

import zipfile
from io import BytesIO

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from housing import run_lines
from housing.cases import Refused
from housing.downloads import download
from housing.form_page import form_page
from housing.forms.rents import CallOffForm, PriceIndexForm, RentRunForm
from housing.lists import PAGE_SIZE, Listing, export
from housing.models import PriceIndex, RentNotice, RentRun, ViewLog
from housing.regulation import lines_of
from housing.rent_letters import tell_called_off_later, write_later

MAY_CHANGE = permission_required("housing.change_rent", raise_exception=True)
MAY_VIEW = permission_required("housing.view_rent", raise_exception=True)
LEFT_OUT = "ikke-med"
TITLE = _("Indeksregulering")


@MAY_VIEW
def price_index_list(request):
    rows = Paginator(PriceIndex.objects.select_related("by"), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "housing/price_index_list.html", {"page_obj": rows})


@MAY_CHANGE
def price_index_new(request):
    return _index_page(request, PriceIndexForm(request.POST or None), _("Ny indeks"))


@MAY_CHANGE
def price_index_edit(request, pk):
    row = get_object_or_404(PriceIndex, pk=pk)
    return _index_page(request, PriceIndexForm(request.POST or None, instance=row), _("Endre indeksen"))


def _index_page(request, form, title):
    def act(form):
        form.save(by=request.user)
        return "price_index_list"

    back = reverse("price_index_list")
    return form_page(request, form, act=act, done=_("Indeksen er lagret."), title=title, submit=_("Lagre"), back=back)


@MAY_VIEW
def run_list(request):
    runs = RentRun.objects.visible_to(request.user).select_related("index", "by")
    page = Paginator(runs, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "housing/rent_run_list.html", {"page_obj": page})


@MAY_CHANGE
def run_new(request):
    form = RentRunForm(request.POST or None)
    return form_page(
        request,
        form,
        act=lambda form: form.start(by=request.user),
        done=_("Utkastet er laget. Ingen er varslet ennå."),
        title=_("Ny indeksregulering"),
        submit=_("Lag utkast"),
        back=reverse("rent_run_list"),
    )


def _found(request, pk):
    return get_object_or_404(RentRun.objects.visible_to(request.user).select_related("index", "by"), pk=pk)


@require_GET
@MAY_VIEW
def run(request, pk):
    """What would be done, what is notified, or what was done. Looking at it is written in the view log."""
    found = _found(request, pk)
    rows = run_lines.rows_of(found, request.user, timezone.localdate())
    taken, left_out = [row for row in rows if row.is_taken], [row for row in rows if not row.is_taken]
    shows_left_out = request.GET.get("vis") == LEFT_OUT
    shown = left_out if shows_left_out else taken
    if request.GET.get("format") in {"csv", "xlsx"}:
        listing = Listing(title=str(found), template="", columns=run_lines.COLUMNS)
        return export(request, rows, listing, request.GET["format"])
    what = _now("Liste: {run} ({count})").format(run=found, count=len(rows))
    ViewLog.objects.create(user=request.user, what=what, is_own_case=False, reason="")
    context = {
        "run": found,
        "page_obj": Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page")),
        "shows_left_out": shows_left_out,
        "sums": run_lines.sums(taken),
        "tabs": _tabs(request.path, taken, left_out, shows_left_out),
        "reasons": run_lines.reasons(left_out),
        "waiting": found.notices.unwritten().count() if found.status == RentRun.Status.NOTIFIED else 0,
        "written": found.notices.filter(letter__file__isnull=False).count(),
        "last_day_to_tell": run_lines.last_day_to_tell(found),
        "today": timezone.localdate(),
    }
    return render(request, "housing/rent_run.html", context)


def _tabs(path, taken, left_out, shows_left_out):
    return [
        {"label": _("Ny leie"), "url": path, "here": not shows_left_out, "count": len(taken)},
        {"label": _("Ikke med"), "url": f"{path}?vis={LEFT_OUT}", "here": shows_left_out, "count": len(left_out)},
    ]


@require_POST
@MAY_CHANGE
def run_notify(request, pk):
    """Freeze the new rents and have the letters written."""
    found, today = _found(request, pk), timezone.localdate()
    taken = [line.as_notice(found, by=request.user) for line in lines_of(found, today) if line.outcome.amount]
    try:
        found.notify(taken, by=request.user, day=today)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        write_later(found.pk)
        said = ngettext("{count} brev skrives.", "{count} brev skrives.", len(taken)).format(count=len(taken))
        messages.success(request, said)
    return redirect(found)


@MAY_CHANGE
def run_call_off(request, pk):
    found = _found(request, pk)

    def act(form):
        found.call_off(by=request.user, why=form.cleaned_data["why"])
        tell_called_off_later()
        return found

    return form_page(
        request,
        CallOffForm(request.POST or None),
        act=act,
        done=_("Reguleringen er avlyst. De som er varslet, får brev om det."),
        title=_("Avlys reguleringen"),
        sub=str(found),
        submit=_("Avlys"),
        color="danger",
        back=found.get_absolute_url(),
    )


@require_GET
@MAY_CHANGE
def run_letters(request, pk):
    """All printed letters of a run in one file, to be posted; their names hold the lease's number alone."""
    found = _found(request, pk)
    if not request.user.has_perm("housing.export_lists"):
        raise PermissionDenied
    notices = RentNotice.objects.visible_to(request.user).filter(run=found, letter__file__isnull=False)
    out, count = BytesIO(), 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as pack:
        for notice in notices.select_related("letter__file").order_by("pk").iterator(chunk_size=100):
            pack.writestr(f"varsel-{notice.number}.pdf", bytes(notice.letter.file.content))
            count += 1
    ViewLog.objects.create(
        user=request.user,
        channel=ViewLog.Channel.EXPORT,
        what=_now("Varselbrev: {run} ({count})").format(run=found, count=count),
        is_own_case=False,
    )
    name = f"varselbrev-{found.takes_effect_on:%Y-%m-%d}.zip"
    return download(out.getvalue(), name, kind="application/zip")
