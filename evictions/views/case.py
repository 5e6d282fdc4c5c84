"""One tenancy's arrears (restansesak): its page."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from evictions.models import ArrearsCase
from housing.access import open_household

MAY_READ = permission_required("evictions.view_arrears", raise_exception=True)


def found_case(request, pk) -> ArrearsCase:
    cases = ArrearsCase.objects.visible_to(request.user)
    case = get_object_or_404(cases.select_related("tenancy__household", "tenancy__dwelling", "caseworker"), pk=pk)
    open_household(request, case.household)
    return case


@MAY_READ
def arrears_case(request, pk):
    case = found_case(request, pk)
    context = {"case": case, "household": case.household, "today": timezone.localdate()}
    return render(request, "evictions/arrears_case.html", context)
