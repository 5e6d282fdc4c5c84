"""The ledger's pages (reskontro): each reading with its check sums, what differs, and a new file sent up."""

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from evictions.forms.ledger import LedgerUploadForm
from evictions.models import LedgerMismatch, LedgerRun, LedgerUpload
from housing.form_page import form_page
from housing.lists import PAGE_SIZE

MAY_IMPORT = permission_required("evictions.import_ledger", raise_exception=True)
EXPLAINED = {
    LedgerMismatch.Kind.MISSING: _l(
        "Radene står hos oss på dager filen dekker, men filen har dem ikke. De slettes ikke. Spør økonomisystemet."
    ),
    LedgerMismatch.Kind.CHANGED: _l(
        "Radene er lest inn før, og hadde et annet beløp, en annen dag eller en annen type."
    ),
    LedgerMismatch.Kind.LATE: _l("Radene er nye, men gjelder dager vi hadde lest inn før. Saldoen bakover er endret."),
}


@MAY_IMPORT
def ledger_list(request):
    runs = LedgerRun.objects.visible_to(request.user).select_related("by")
    context = {
        "title": _("Reskontro"),
        "page_obj": Paginator(runs, PAGE_SIZE).get_page(request.GET.get("page")),
        "unfinished": LedgerUpload.objects.visible_to(request.user)
        .exclude(status=LedgerUpload.Status.READ)
        .select_related("uploaded_by")[:5],
        "actions": [{"label": _("Les inn ny fil"), "url": reverse("ledger_upload_new"), "primary": True}],
    }
    return render(request, "evictions/ledger_list.html", context)


@MAY_IMPORT
def ledger_upload_new(request):
    return form_page(
        request,
        LedgerUploadForm(request.POST or None, request.FILES or None),
        act=lambda form: form.hand_in(by=request.user),
        done=_("Filen er mottatt og leses inn."),
        title=_("Les inn reskontro"),
        sub=_("Samme fil kan leses flere ganger: en rad som er kjent fra før, blir ikke lagt til på nytt."),
        submit=_("Les inn"),
        back=reverse("ledger_list"),
    )


@MAY_IMPORT
def ledger_upload(request, pk):
    """How it goes with a file. htmx fetches the piece again until it is done; without JavaScript one reloads."""
    uploads = LedgerUpload.objects.visible_to(request.user).select_related("run", "uploaded_by").defer("file")
    found = get_object_or_404(uploads, pk=pk)
    template = "evictions/_ledger_upload.html" if request.htmx else "evictions/ledger_upload.html"
    return render(request, template, {"upload": found, "title": _("Innlesing av reskontro")})


@MAY_IMPORT
def ledger_run(request, pk):
    """One reading: three sums that should be one, and the rows that explain it when they are not."""
    mismatches = LedgerMismatch.objects.select_related("entry__tenancy")
    runs = LedgerRun.objects.visible_to(request.user).select_related("by", "upload")
    run = get_object_or_404(runs.prefetch_related(Prefetch("mismatches", queryset=mismatches)), pk=pk)
    found = list(run.mismatches.all())
    groups = [
        {"label": label, "rows": [row for row in found if row.kind == kind], "text": EXPLAINED[kind]}
        for kind, label in LedgerMismatch.Kind.choices
    ]
    context = {
        "title": _("Innlesing av reskontro"),
        "run": run,
        "problems": run.upload.problems if hasattr(run, "upload") else [],
        "sums": _sums(run),
        "groups": [group for group in groups if group["rows"]],
    }
    return render(request, "evictions/ledger_run.html", context)


def _sums(run: LedgerRun) -> list[dict]:
    rows = [
        {"what": _("Filen"), "rows": run.rows, "sum": run.sum},
        {"what": _("Hos oss for de samme dagene"), "rows": run.registered_rows, "sum": run.registered_sum},
    ]
    if run.stated_rows is not None or run.stated_sum is not None:
        rows.append({"what": _("Oppgitt av økonomisystemet"), "rows": run.stated_rows, "sum": run.stated_sum})
    for row in rows:
        row["differs"] = row["rows"] not in (None, run.rows) or row["sum"] not in (None, run.sum)
    return rows
