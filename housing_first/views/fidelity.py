"""A team's own judgement of how close it works to Housing First, and the form it answers (egenvurdering)."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.form_page import form_page
from housing_first import fidelity
from housing_first.forms.fidelity import CheckForm, QuestionsForm
from housing_first.models import FidelityCheck, FidelityForm
from housing_first.views.teams import MAY_READ, MAY_WORK, found

MAY_CHANGE = permission_required("housing_first.change_fidelity_form", raise_exception=True)


@MAY_WORK
def fidelity_check_new(request, pk):
    one = found(request, pk)
    return form_page(
        request,
        CheckForm(request.POST or None, team=one),
        act=lambda form: form.record(by=request.user),
        done=_("Egenvurderingen er lagret."),
        title=_("Egenvurdering av Bolig først"),
        sub=_("{team}. Svar sammen i teamet. Det dere ikke vet, lar dere stå.").format(team=one),
        submit=_("Lagre"),
        back=one.get_absolute_url(),
    )


@MAY_READ
def fidelity_check(request, pk):
    check = get_object_or_404(FidelityCheck.objects.visible_to(request.user).select_related("team", "by"), pk=pk)
    before = check.team.fidelity_checks.filter(made_on__lt=check.made_on).first()
    context = {
        "check": check,
        "result": fidelity.result(check.questions, check.points),
        "rows": fidelity.beside(check.questions, check.points, before),
        "before": before,
        "before_result": fidelity.result(before.questions, before.points) if before else None,
    }
    return render(request, "housing_first/fidelity_check.html", context)


@MAY_CHANGE
def fidelity_form_list(request):
    today = timezone.localdate()
    rows = list(FidelityForm.objects.visible_to(request.user).select_related("by"))
    context = {
        "title": _("Skjema for egenvurdering"),
        "sub": _("Spørsmålene teamene svarer på hvert halvår."),
        "rows": rows,
        "now": FidelityForm.objects.on(today),
        "today": today,
        "actions": [{"label": _("Nytt skjema"), "url": reverse("fidelity_form_new"), "primary": True}],
    }
    return render(request, "housing_first/fidelity_forms.html", context)


@MAY_CHANGE
def fidelity_form_new(request):
    now = FidelityForm.objects.on(timezone.localdate())
    return form_page(
        request,
        QuestionsForm(request.POST or None, initial={"questions": "\n".join(now.questions)}),
        act=lambda form: form.adopt(by=request.user),
        done=_("Skjemaet er lagret."),
        title=_("Nytt skjema for egenvurdering"),
        sub=_("Det som er vurdert før, endres ikke."),
        submit=_("Lagre skjemaet"),
        back=reverse("fidelity_form_list"),
    )
