"""Courses and what else builds competence: the list, one course, writing and taking away."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from housing.form_page import form_page
from reporting.course_forms import CourseForm
from reporting.models import Course, CourseAttendance
from reporting.models.courses import names_participants_to
from reporting.views.register import crumb, remove
from reporting.views.rights import may_view, may_write

ON_A_PAGE = 50


def _links():
    return [*crumb(_("Program"), reverse("programme")), *crumb(_("Kurs og kompetanse"), reverse("course_list"))]


@may_view
def course_list(request):
    page = Paginator(Course.objects.visible_to(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "names_participants": names_participants_to(request.user),
        "links": crumb(_("Program"), reverse("programme")),
    }
    return render(request, "reporting/course_list.html", context)


@may_view
def course(request, pk):
    found = get_object_or_404(Course.objects.visible_to(request.user), pk=pk)
    facts = [
        (_("Slag"), found.get_kind_display()),
        (_("Holdt"), f"{found.held_on:%d.%m.%Y}"),
        (_("Sted"), found.place),
        (_("Arrangør"), found.organiser),
        (_("Målgruppe"), found.audience),
    ]
    if names_participants_to(request.user):
        facts.append((_("Deltakere"), str(found.participants)))
    context = {
        "course": found,
        "facts": facts,
        "attendance": CourseAttendance.objects.visible_to(request.user).filter(course=found),
        "links": _links(),
    }
    return render(request, "reporting/course.html", context)


@may_write
def course_new(request):
    return form_page(
        request,
        CourseForm(request.POST or None),
        act=lambda form: form.keep(),
        done=_("Kurset er ført opp."),
        title=_("Nytt kurs"),
        submit=_("Lagre kurset"),
        back=reverse("course_list"),
        links=_links(),
    )


@may_write
def course_change(request, pk):
    found = get_object_or_404(Course.objects.visible_to(request.user), pk=pk)
    return form_page(
        request,
        CourseForm(request.POST or None, instance=found),
        act=lambda form: form.keep(),
        done=_("Kurset er endret."),
        title=_("Endre kurset"),
        sub=_("Tallene for perioden kurset ble holdt i, endres med det. Godkjente rapporter endres ikke."),
        submit=_("Lagre endringen"),
        back=found.get_absolute_url(),
        links=_links(),
    )


@require_POST
@may_write
def course_remove(request, pk):
    found = get_object_or_404(Course.objects.visible_to(request.user), pk=pk)
    return remove(request, found, done=_("Kurset er slettet."), target="course_list")
