"""The targets of the figures (mål for tall): read by those who read reports, set by whoever writes them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from housing.form_page import form_page
from reporting.figures import BY_CODE
from reporting.models import FigureTarget
from reporting.target_forms import FigureTargetForm
from reporting.targets import in_words
from reporting.views.rights import may_view, may_write


@may_view
def target_list(request):
    today = timezone.localdate()
    rows = FigureTarget.objects.visible_to(request.user).select_related("by")
    in_force = {row.pk for row in FigureTarget.objects.visible_to(request.user).in_force(today).values()}
    lines = [
        {"row": row, "figure": BY_CODE[row.code], "text": in_words(row, BY_CODE[row.code]), "holds": row.pk in in_force}
        for row in rows
        if row.code in BY_CODE
    ]
    order = list(BY_CODE)
    lines.sort(key=lambda line: order.index(line["row"].code))
    context = {"lines": lines, "today": today, "may_set": request.user.has_perm("reporting.write_report")}
    return render(request, "reporting/target_list.html", context)


@may_write
def target_new(request):
    def act(form):
        return form.set(by=request.user).get_absolute_url()

    code = request.GET.get("tall", "")
    return form_page(
        request,
        FigureTargetForm(request.POST or None, initial={"code": code} if code in BY_CODE else {}),
        act=act,
        done=_("Målet er satt."),
        title=_("Nytt mål"),
        sub=_("Målet gjelder fra dagen du velger. Perioder som er over før den, holdes mot målet som gjaldt da."),
        submit=_("Lagre"),
        back=reverse("target_list"),
    )


@require_POST
@may_write
def target_remove(request, pk):
    """A target typed wrong. The history keeps it."""
    row = get_object_or_404(FigureTarget.objects.visible_to(request.user), pk=pk)
    row.delete()
    messages.success(request, _("Målet er slettet."))
    return redirect("target_list")
