"""Surveys among the staff: the list, one with its statements beside the one before, writing and taking away."""

from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from housing.form_page import form_page
from reporting.models import StaffSurvey, SurveyStatement
from reporting.models.survey import compared
from reporting.survey_forms import StatementForm, StatementsForm, SurveyForm
from reporting.views.register import also, crumb, removal, remove
from reporting.views.rights import may_view, may_write


def _links(survey=None):
    links = [*crumb(_("Program"), reverse("programme")), *crumb(_("Ansattundersøkelser"), reverse("survey_list"))]
    return [*links, *crumb(str(survey), survey.get_absolute_url())] if survey else links


def _found(request, pk):
    return get_object_or_404(StaffSurvey.objects.visible_to(request.user), pk=pk)


@may_view
def survey_list(request):
    surveys = StaffSurvey.objects.visible_to(request.user).annotate(count=Count("statements"))
    surveys = surveys.order_by("-answered_until", "-pk")
    links = crumb(_("Program"), reverse("programme"))
    return render(request, "reporting/survey_list.html", {"surveys": surveys, "links": links})


@may_view
def survey(request, pk):
    """Beside the survey before it. A mean of fewer than five answers is shown to nobody."""
    found = _found(request, pk)
    before = found.before()
    statements = list(found.statements.all())
    context = {
        "survey": found,
        "before": before,
        "rows": list(zip(statements, compared(found, before), strict=True)),
        "links": _links(),
    }
    return render(request, "reporting/survey.html", context)


@may_write
def survey_new(request):
    def act(form):
        return reverse("survey_statements", args=[form.keep().pk])

    return form_page(
        request,
        SurveyForm(request.POST or None),
        act=act,
        done=_("Undersøkelsen er ført opp. Skriv inn påstandene."),
        title=_("Ny ansattundersøkelse"),
        submit=_("Lagre og skriv inn påstandene"),
        back=reverse("survey_list"),
        links=_links(),
    )


@may_write
def survey_change(request, pk):
    found = _found(request, pk)
    return form_page(
        request,
        SurveyForm(request.POST or None, instance=found),
        act=lambda form: form.keep(),
        done=_("Undersøkelsen er endret."),
        title=_("Endre undersøkelsen"),
        submit=_("Lagre endringen"),
        back=found.get_absolute_url(),
        links=_links(_found(request, pk)),
    )


@require_POST
@may_write
def survey_remove(request, pk):
    return remove(request, _found(request, pk), done=_("Undersøkelsen er slettet."), target="survey_list")


@may_write
def survey_statements(request, pk):
    found = _found(request, pk)
    return form_page(
        request,
        StatementsForm(request.POST or None, instance=found),
        act=lambda form: form.keep(),
        done=_("Påstandene er lagret."),
        title=_("Påstandene"),
        sub=_("{survey}. {answered} svarte.").format(survey=found, answered=found.answered),
        submit=_("Lagre påstandene"),
        back=found.get_absolute_url(),
        links=_links(found),
    )


@may_write
def statement_new(request, pk):
    found = _found(request, pk)
    return form_page(
        request,
        StatementForm(request.POST or None, survey=found),
        act=lambda form: form.keep(),
        done=_("Påstanden er lagret."),
        title=_("Ny påstand"),
        submit=_("Lagre påstanden"),
        back=found.get_absolute_url(),
        links=_links(found),
    )


@may_write
def statement_change(request, pk):
    statement = _statement(request, pk)
    return form_page(
        request,
        StatementForm(request.POST or None, instance=statement, survey=statement.survey),
        act=lambda form: form.keep(),
        done=_("Påstanden er endret."),
        title=_("Endre påstanden"),
        submit=_("Lagre endringen"),
        back=statement.get_absolute_url(),
        links=_links(statement.survey),
        **also(
            removal(
                reverse("statement_remove", args=[statement.pk]),
                label=_("Slett påstanden"),
                help_text=_("En påstand som ikke var med, kan slettes."),
                question=_("Vil du slette påstanden?"),
            )
        ),
    )


@require_POST
@may_write
def statement_remove(request, pk):
    statement = _statement(request, pk)
    return remove(request, statement, done=_("Påstanden er slettet."), target=statement.get_absolute_url())


def _statement(request, pk):
    return get_object_or_404(SurveyStatement.objects.visible_to(request.user).select_related("survey"), pk=pk)
