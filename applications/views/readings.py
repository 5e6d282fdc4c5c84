"""Decisions laid before a colleague before they are made (andreleser)."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.casefile import facts_of
from applications.forms import readings as forms
from applications.models import Mapping, SecondReading
from housing.access import open_household
from housing.form_page import form_page
from housing.models import CaseEvent, Household

MAY_READ = permission_required("applications.read_second", raise_exception=True)


@MAY_READ
def reading_list(request):
    """What waits, the longest first. One's own is there too, told apart: somebody else must read it."""
    today = timezone.localdate()
    rows = list(
        SecondReading.objects.visible_to(request.user)
        .waiting()
        .select_related("application", "asked_by")
        .defer("data")
        .order_by("asked_at", "pk")
    )
    households = Household.objects.filter(pk__in={row.application.household_id for row in rows}).for_list(today)
    names = {household.pk: household.name_on(today) for household in households}
    shown = [
        {"reading": row, "name": names[row.application.household_id], "is_own": row.asked_by_id == request.user.pk}
        for row in rows
    ]
    context = {
        "title": _("Andrelesing"),
        "sub": _("Vedtak som er skrevet og venter på at en kollega leser dem."),
        "rows": shown,
    }
    return render(request, "applications/reading_list.html", context)


@MAY_READ
def second_reading(request, pk):
    """The letter as it will be, the application behind it, and what has happened since it was written."""
    rows = SecondReading.objects.visible_to(request.user).select_related("application__household", "asked_by")
    reading = get_object_or_404(rows, pk=pk)
    open_household(request, reading.household)
    case = reading.application
    if request.method == "GET" and reading.answer:
        messages.info(
            request,
            _("Andrelesingen er avsluttet: {answer}.").format(answer=reading.get_answer_display().lower()),
        )
        return redirect(case)
    form = forms.AnswerForm(request.POST or None, reading=reading, by=request.user)
    return form_page(
        request,
        form,
        act=lambda form: form.give(),
        done=form.done,
        template="applications/second_reading.html",
        reading=reading,
        application=case,
        household=case.household,
        needs=facts_of(case),
        mapping=Mapping.objects.filter(household=case.household).current(timezone.localdate()).first(),
        since=CaseEvent.objects.visible_to(request.user)
        .filter(household=case.household_id, recorded_at__gt=reading.asked_at)
        .for_timeline(),
    )
