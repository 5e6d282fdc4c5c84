"""The record of an allocation (tildelingsprotokoll): read in the office, and printed for the appeal board."""

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from allocation import appeal_print
from allocation.models import AllocationRecord, RecordedCandidate
from allocation.protocol import left_out
from applications.models import Application
from housing import letters
from housing.access import open_household
from housing.downloads import download
from housing.law import reference
from housing.models import Household
from housing.protection import may_see_address

MAY_VIEW = permission_required("allocation.view_record", raise_exception=True)


@require_GET
@MAY_VIEW
def allocation_record(request, pk):
    """The whole record, as it was kept. It is a page of the case of whoever got the offer."""
    today = timezone.localdate()
    rows = AllocationRecord.objects.visible_to(request.user)
    record = get_object_or_404(
        rows.select_related("offer__application__household", "by", "meeting", "offer__dwelling"), pk=pk
    )
    open_household(request, record.household)
    candidates = _named(record, today)
    may_see = may_see_address(request.user, record.household, today)
    context = {
        "record": record,
        "offer": record.offer,
        "household": record.household,
        "dwelling": appeal_print.dwelling_as_told(record.dwelling, may_see),
        "candidates": candidates,
        "left": left_out(record, candidates),
    }
    return render(request, "allocation/record.html", context)


def _named(record, today):
    """The rows with the households' names, in a constant number of queries."""
    rows = list(record.candidates.select_related("application"))
    households = Household.objects.for_list(today).in_bulk([row.application.household_id for row in rows])
    for row in rows:
        row.household = households[row.application.household_id]
    return rows


def _appeal(request, pk, application_pk):
    """The record and the appellant: fetched by the appellant's case, which is what is opened, logged and asked about.

    Whoever got the dwelling is nobody the reader needs to reach: the paper does not tell who it is.
    """
    applications = Application.objects.visible_to(request.user).select_related("household")
    appellant = get_object_or_404(applications, pk=application_pk)
    records = AllocationRecord.objects.select_related("offer__application__household", "by", "meeting")
    weighed = RecordedCandidate.objects.filter(application=appellant)
    record = get_object_or_404(records.filter(candidates__in=weighed), pk=pk)
    open_household(request, appellant.household)
    today = timezone.localdate()
    paper = appeal_print.paper_of(
        record,
        appellant.pk,
        title=_("Klageren: {name}").format(name=appellant.household.name),
        other=_("Søker {number}"),
        shows_address=appeal_print.may_show_address(record, appellant, today),
    )
    return {
        "paper": paper,
        "record": record,
        "appellant": appellant,
        "household": appellant.household,
        "hides_address": "address" not in paper.dwelling,
        "law": reference("fvl_18", today).short,
        "confidential": reference("offl_13", today).short,
    }


@require_GET
@MAY_VIEW
def allocation_record_appeal(request, pk, application_pk):
    return render(request, "allocation/record_appeal.html", _appeal(request, pk, application_pk))


@require_GET
@MAY_VIEW
def allocation_record_pdf(request, pk, application_pk):
    """Made when it is asked for: the record it is made of never changes. The name of the file says nothing."""
    context = _appeal(request, pk, application_pk) | {
        "office": settings.MUNICIPALITY,
        "day": timezone.localdate(),
    }
    html = render_to_string("papers/record_appeal.html", context)
    return download(letters.as_pdf(html, style=letters.PAPER), f"tildelingsprotokoll-{pk}.pdf")
