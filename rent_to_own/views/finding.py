"""«Finn leietakere»: who may be able to own, with the reason for each, and the contact with them recorded."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.access import open_household
from housing.form_page import form_page
from housing.lists import PAGE_SIZE, Column, Listing, export
from housing.models import Household
from rent_to_own import finding
from rent_to_own.forms.guidance import OutreachForm
from rent_to_own.models import Outreach, OwnershipRule
from rent_to_own.views.guidance import tabs

MAY_GUIDE = permission_required("rent_to_own.add_guidance", raise_exception=True)

COLUMNS = [
    Column("number", gettext_lazy("Husstand"), lambda row: row.household.number),
    Column("name", gettext_lazy("Navn"), lambda row: row.household.name),
    Column("children", gettext_lazy("Barn"), lambda row: row.has_children),
    Column("where", gettext_lazy("Adresse"), lambda row: row.where),
    Column("met", gettext_lazy("Hvorfor"), lambda row: ", ".join(row.met)),
    Column("unknown", gettext_lazy("Ikke registrert"), lambda row: ", ".join(row.unknown)),
    Column("asked", gettext_lazy("Sist spurt"), lambda row: row.outreach and row.outreach.contacted_on),
    Column("answer", gettext_lazy("Svar"), lambda row: row.outreach.get_answer_display() if row.outreach else ""),
]


class CandidateFilter(forms.Form):
    hvem = forms.ChoiceField(
        label=gettext_lazy("Hvem"),
        choices=[("", gettext_lazy("Leietakere")), (finding.APPLICANTS, gettext_lazy("Søkere"))],
        required=False,
    )
    svar = forms.ChoiceField(
        label=gettext_lazy("Spurt"),
        choices=[("", gettext_lazy("Alle")), ("ikke", gettext_lazy("Ikke spurt ennå")), *Outreach.Answer.choices],
        required=False,
    )


@MAY_GUIDE
def candidate_list(request):
    """Those nothing known speaks against, children first."""
    form, today = CandidateFilter(request.GET or None), timezone.localdate()
    wanted = form.cleaned_data if form.is_valid() else {}
    rule = OwnershipRule.objects.on(today)
    gather = finding.applicants if wanted.get("hvem") == finding.APPLICANTS else finding.tenants
    rows = finding.answered(gather(request.user, rule, today), wanted.get("svar", ""))
    title = _("Finn leietakere")
    if (file := request.GET.get("format", "")) in {"csv", "xlsx"}:
        finding.show(rows, request.user, today)
        return export(request, rows, Listing(title=title, template="", columns=COLUMNS), file)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    finding.show(page.object_list, request.user, today)
    context = {
        "title": title,
        "sub": _("Husstander som kan ha mulighet til å eie, etter kommunens regel. Barn først."),
        "form": form,
        "page_obj": page,
        "rule": rule,
        "tabs": tabs(request, "candidate_list"),
    }
    return render(request, "rent_to_own/candidate_list.html", context)


@MAY_GUIDE
def outreach_new(request, hid):
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=hid)
    open_household(request, household)

    def record(form):
        """Whoever wants guidance gets it begun at once."""
        made = form.record(by=request.user)
        if made.answer == Outreach.Answer.INTERESTED:
            return reverse("guidance_new", args=[household.pk])
        return reverse("candidate_list")

    return form_page(
        request,
        OutreachForm(request.POST or None, household=household),
        act=record,
        done=_("Kontakten er registrert."),
        title=_("Spurt om å eie"),
        sub=household.name,
        submit=_("Registrer"),
        back=reverse("candidate_list"),
    )
