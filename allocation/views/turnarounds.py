"""Pages about turnarounds: all that go on, worst first, those that ended, one's steps, and the targets (omløp)."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation import turnarounds
from allocation.forms.turnarounds import StepsForm, TargetForm
from housing.fields import DateField
from housing.form_page import form_page
from housing.lists import PAGE_SIZE, Column, Listing, export
from housing.models import Dwelling, TurnaroundTarget
from housing.periods import Period, add_months
from housing.turnaround import ORDER, STANDARD, Step, medians, worst_first

NOW, DONE = "", "ferdige"


class TurnaroundFilter(forms.Form):
    vis = forms.ChoiceField(
        label=gettext_lazy("Vis"),
        choices=[(NOW, gettext_lazy("Pågår nå")), (DONE, gettext_lazy("Ferdige"))],
        required=False,
    )
    fra = DateField(label=gettext_lazy("Ferdig fra"), required=False)
    til = DateField(label=gettext_lazy("Ferdig til"), required=False)

    def clean(self):
        answers = super().clean()
        first, last = answers.get("fra"), answers.get("til")
        if first and last and last < first:
            self.add_error("til", _("Til-datoen er før fra-datoen."))
        return answers


def _days_of(step):
    return lambda row: next(leg.days for leg in row.turn.legs if leg.step == step)


LISTING = Listing(
    title=gettext_lazy("Omløp"),
    template="allocation/turnaround_list.html",
    columns=[
        Column("dwelling", gettext_lazy("Bolig"), lambda row: str(row.dwelling)),
        Column("district", gettext_lazy("Bydel"), lambda row: row.dwelling.district),
        Column("step", gettext_lazy("Venter på"), lambda row: row.turn.current.label if row.turn.current else ""),
        *(Column(step.value, step.label, _days_of(step), numeric=True) for step in ORDER[1:]),
        Column("days", gettext_lazy("Dager tom"), lambda row: row.turn.days, numeric=True),
        Column("late", gettext_lazy("Dager over målet"), lambda row: row.turn.late_days, numeric=True),
    ],
)


@permission_required("housing.view_dwelling", raise_exception=True)
def turnaround_list(request):
    """All turnarounds now, worst first; or those that ended in a period, with the median of each step."""
    today = timezone.localdate()
    narrow = TurnaroundFilter(request.GET)
    answers = narrow.cleaned_data if narrow.is_valid() else {}
    shows_done = answers.get("vis") == DONE
    last = min(answers.get("til") or today, today)
    first = min(answers.get("fra") or add_months(last, -12), last)
    period = Period(first, last)
    homes = Dwelling.objects.visible_to(request.user)
    found = turnarounds.finished(period, today, homes) if shows_done else turnarounds.ongoing(today, homes)
    rows = [row for _turn, row in worst_first((row.turn, row) for row in found if not row.is_hidden)]
    if (wanted := request.GET.get("format", "")) in {"csv", "xlsx"}:
        return export(request, rows, LISTING, wanted)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    middle = medians(row.turn for row in found)
    targets = TurnaroundTarget.objects.on(today)
    context = {
        "title": LISTING.title,
        "narrow": narrow,
        "page_obj": page,
        "shows_done": shows_done,
        "period": period,
        "count": len(found),
        "late_count": sum(row.turn.late_days > 0 for row in found),
        "steps": [{"step": step, "target": targets.get(step), "median": middle[step]} for step in ORDER[1:]],
        "total_target": sum(targets.values()),
        "has_targets": TurnaroundTarget.objects.filter(starts_on__lte=today).exists(),
        "today": today,
    }
    return render(request, LISTING.template, context)


@permission_required("housing.change_dwelling", raise_exception=True)
def turnaround_edit(request, pk):
    home = get_object_or_404(Dwelling.objects.visible_to(request.user), pk=pk)
    found = turnarounds.latest_of(home, timezone.localdate())
    if found is None:
        raise Http404
    form = StepsForm(request.POST or None, turnover=found)

    def act(form):
        form.save()
        return home

    left = found.former.moved_out_on if not found.is_hidden else None
    context = {"sub": f"{home} · " + _("flyttet ut {day:%d.%m.%Y}").format(day=left) if left else str(home)}
    back = home.get_absolute_url()
    return form_page(request, form, act=act, done=_("Omløpet er lagret."), title=_("Omløp"), back=back, **context)


@permission_required("housing.change_turnaround_target", raise_exception=True)
def target_list(request):
    today = timezone.localdate()
    steps = [step for step in Step if step in STANDARD]
    versions = [
        {"row": row, "days": [row.days[step] for step in steps], "total": sum(row.days.values())}
        for row in TurnaroundTarget.objects.all()
    ]
    now = next((found["row"] for found in versions if found["row"].starts_on <= today), None)
    context = {
        "title": _("Mål for omløpet"),
        "sub": _(
            "Hvor mange dager hvert trinn kan ta. Mål endres ikke; nye begynner, og det som er målt, blir stående."
        ),
        "versions": versions,
        "standard": [STANDARD[step] for step in steps],
        "standard_total": sum(STANDARD.values()),
        "steps": steps,
        "current": now,
        "today": today,
    }
    return render(request, "allocation/turnaround_targets.html", context)


@permission_required("housing.change_turnaround_target", raise_exception=True)
def target_new(request):
    form = TargetForm(request.POST or None)
    back = reverse("turnaround_targets")

    def act(form):
        form.save()
        return back

    return form_page(request, form, act=act, done=_("Målene er lagret."), title=_("Nye mål for omløpet"), back=back)
