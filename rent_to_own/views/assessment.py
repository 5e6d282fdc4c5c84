"""A household's economy assessed (økonomisk vurdering): reckoned, concluded, shown, printed."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from housing.access import open_household
from housing.form_page import form_page
from housing.forms.drafts import Desk
from housing.models import Household, Tenancy
from rent_to_own import affordability_sheet, assessed
from rent_to_own import assessment_facts as facts
from rent_to_own.forms.assessment import AssessmentForm, NotWantedForm
from rent_to_own.forms.worksheet import LoanWorksheetForm
from rent_to_own.models import FinanceAssessment, LoanWorksheet

MAY_READ = permission_required("rent_to_own.view_assessment", raise_exception=True)
MAY_ASSESS = permission_required("rent_to_own.add_assessment", raise_exception=True)


def _household(request, hid) -> Household:
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=hid)
    open_household(request, household)
    return household


def _found(request, pk) -> FinanceAssessment:
    rows = FinanceAssessment.objects.visible_to(request.user).select_related("household", "by", "budget")
    found = get_object_or_404(rows, pk=pk)
    open_household(request, found.household)
    return found


@MAY_READ
def assessment_list(request, hid):
    """All the household's assessments, the newest first."""
    household = _household(request, hid)
    rows = list(FinanceAssessment.objects.visible_to(request.user).filter(household=household).select_related("by"))
    context = {
        "title": _("Økonomiske vurderinger"),
        "household": household,
        "rows": [(row, assessed.thawed(row.result) if row.has_numbers else None) for row in rows],
    }
    return render(request, "rent_to_own/assessment_list.html", context)


@MAY_ASSESS
def assessment_new(request, hid):
    household = _household(request, hid)
    today = timezone.localdate()
    last = FinanceAssessment.objects.visible_to(request.user).latest_of(household, today)
    context = {
        "title": _("Økonomisk vurdering"),
        "sub": household.name,
        "household": household,
        "last": last,
        "submit": _("Lagre vurderingen"),
        "back": household.get_absolute_url(),
    }
    if request.method == "POST" and "preview" in request.POST:
        return _tried(request, household, context)
    initial = {"rent_today": _rent_of(household, today), **assessed.to_begin_with(last, AssessmentForm)}
    return form_page(
        request,
        AssessmentForm(request.POST or None, household=household, initial=initial),
        act=lambda form: form.keep(by=request.user),
        done=_("Vurderingen er lagret."),
        template="rent_to_own/assessment_new.html",
        draft=Desk(request, "assessment", household.pk, household),
        **context,
    )


def _tried(request, household, context):
    """Reckoned with what is typed so far; nothing is kept and nothing concluded."""
    form = AssessmentForm(request.POST, household=household, is_trial=True)
    reckoned = facts.told(form.result) if form.is_valid() else {"faults": len(form.errors)}
    if request.htmx:
        return render(request, "rent_to_own/_reckoned.html", reckoned)
    draft = Desk(request, "assessment", household.pk, household)
    return render(request, "rent_to_own/assessment_new.html", context | reckoned | {"form": form, "draft": draft})


def _rent_of(household, day):
    living = Tenancy.objects.filter(household=household, moved_in_on__lte=day, moved_out_on=None)
    return living.values_list("monthly_rent", flat=True).first()


@MAY_ASSESS
def assessment_not_wanted(request, hid):
    household = _household(request, hid)
    return form_page(
        request,
        NotWantedForm(request.POST or None, household=household),
        act=lambda form: form.keep(by=request.user),
        done=_("Det er registrert at de ikke ønsker å eie."),
        title=_("Ønsker ikke å eie"),
        sub=household.name,
        submit=_("Registrer"),
        back=household.get_absolute_url(),
    )


@MAY_READ
def assessment(request, pk):
    found = _found(request, pk)
    worksheet = LoanWorksheet.objects.filter(assessment=found).select_related("by").first()
    context = {
        "assessment": found,
        "household": found.household,
        "worksheet": worksheet,
        "worksheet_facts": facts.worksheet_facts(worksheet) if worksheet else [],
        "sheet": affordability_sheet.sheet_of(found),
        "is_latest": found == FinanceAssessment.objects.latest_of(found.household, timezone.localdate()),
    }
    if found.has_numbers:
        context |= facts.told(assessed.thawed(found.result)) | facts.told_inputs(found)
    return render(request, "rent_to_own/assessment.html", context)


@MAY_ASSESS
def assessment_worksheet(request, pk):
    found = _found(request, pk)
    if not found.has_numbers:
        messages.error(request, _("De ønsker ikke å eie, så det er ikke noe startlån å vurdere."))
        return redirect(found)
    return form_page(
        request,
        LoanWorksheetForm(request.POST or None, assessment=found),
        act=lambda form: form.keep(by=request.user),
        done=_("Punktene er lagret."),
        title=_("Vurdering av startlån"),
        sub=f"{found.household.name} · {facts.named(found)}",
        submit=_("Lagre"),
        back=found.get_absolute_url(),
        aside="rent_to_own/_worksheet_rules.html",
        rules=facts.rules_of_loan(timezone.localdate()),
    )


@require_POST
@MAY_ASSESS
def assessment_sheet(request, pk):
    """The sheet for the family, written once and printed by the worker; asked again, the first one stands."""
    found = _found(request, pk)
    if not found.has_numbers:
        messages.error(request, _("Det er ingen tall å skrive ut."))
        return redirect(found)
    affordability_sheet.write(found, by=request.user)
    messages.success(request, _("Arket er laget, og ligger blant dokumentene."))
    return redirect(found)
