"""The nine indicators, the shares of each borettslag, and the municipality's rule for whom it asks."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from housing.form_page import form_page
from housing.law import reference
from housing.lists import Column, Listing, export
from housing.models import Dwelling
from housing.templatetags.norwegian import kr
from housing.versions import versions
from rent_to_own import indicators, sales
from rent_to_own.forms.rules import AssociationForm, RuleForm
from rent_to_own.models import HousingAssociation, OwnershipRule
from rent_to_own.views.guidance import tabs

SHOWN_YEARS = 10
LAW = "brl_4_2"


@permission_required("rent_to_own.view_indicators", raise_exception=True)
def indicator_list(request):
    """Exactly the source's rows, for each year and for the whole period."""
    today, title = timezone.localdate(), _("Styringsparametere for leie til eie")
    first = indicators.first_year(today) or today.year
    years = list(range(max(first, today.year - SHOWN_YEARS + 1), today.year + 1))
    rows = indicators.table(years)
    if (file := request.GET.get("format", "")) in {"csv", "xlsx"}:
        columns = [Column("what", gettext_lazy("Styringsparameter"), lambda row: str(row.indicator.label))]
        for place, year in enumerate(years):
            columns.append(Column(str(year), str(year), lambda row, place=place: row.by_year[place]))
        columns.append(Column("total", gettext_lazy("Totalt for perioden"), lambda row: row.total))
        return export(request, rows, Listing(title=title, template="", columns=columns), file)
    totals = {row.indicator.code: row.total for row in rows}
    context = {
        "title": title,
        "sub": _("Hver rad er det samme tallet som i rapporten."),
        "years": years,
        "rows": rows,
        "owners": totals["rto.bought_private"] + totals["rto.bought_municipal"],
        "totals": {code.removeprefix("rto."): value for code, value in totals.items()},
        "tabs": tabs(request, "indicator_list"),
    }
    return render(request, "rent_to_own/indicator_list.html", context)


@permission_required("rent_to_own.view_accounts", raise_exception=True)
def association_list(request):
    today = timezone.localdate()
    known, unknown = sales.shares(
        Dwelling.objects.visible_to(request.user), HousingAssociation.objects.visible_to(request.user), today
    )
    context = {
        "title": _("Borettslag"),
        "sub": _("Hvor mange andeler kommunen eier, og hvor mange den kan eie."),
        "known": known,
        "unknown": unknown,
        "law": reference(LAW, today).short,
        "tabs": tabs(request, "association_list"),
        "actions": [{"label": _("Nytt borettslag"), "url": reverse("association_new"), "primary": True}]
        if request.user.has_perm("rent_to_own.post_reinvestment")
        else [],
    }
    return render(request, "rent_to_own/association_list.html", context)


def _association_page(request, form, title):
    def keep(form):
        form.keep()
        return "association_list"

    return form_page(
        request,
        form,
        act=keep,
        done=_("Borettslaget er lagret."),
        title=title,
        submit=_("Lagre"),
        back=reverse("association_list"),
    )


@permission_required("rent_to_own.post_reinvestment", raise_exception=True)
def association_new(request):
    return _association_page(request, AssociationForm(request.POST or None), _("Nytt borettslag"))


@permission_required("rent_to_own.post_reinvestment", raise_exception=True)
def association_change(request, pk):
    one = get_object_or_404(HousingAssociation.objects.visible_to(request.user), pk=pk)
    return _association_page(request, AssociationForm(request.POST or None, instance=one), _("Endre borettslaget"))


def rule_facts(rule) -> list[tuple[str, str]]:
    """What one version asks, in words; what is not asked is said too."""
    not_asked, yes_no = _("spørres ikke om"), {True: _("ja"), False: _("nei")}
    months = rule.min_months
    ends = rule.contract_ends_months
    return [
        (
            _("Inntekt per måned etter skatt, minst"),
            not_asked if rule.min_monthly_income is None else kr(rule.min_monthly_income),
        ),
        (
            _("Tid i boligen, minst"),
            not_asked if months is None else ngettext("{n} måned", "{n} måneder", months).format(n=months),
        ),
        (_("Bare boliger i borettslag"), yes_no[rule.in_housing_association]),
        (
            _("Kontrakten går ut innen"),
            not_asked if ends is None else ngettext("{n} måned", "{n} måneder", ends).format(n=ends),
        ),
        (_("Skylder ikke husleie"), yes_no[rule.no_arrears]),
    ]


@permission_required("rent_to_own.view_rule", raise_exception=True)
def ownership_rules(request):
    today = timezone.localdate()
    rows = OwnershipRule.objects.visible_to(request.user).select_related("by")
    starting = OwnershipRule(valid_from=today)
    found = versions(rows, today, first=starting, facts_of=rule_facts)
    context = {
        "title": _("Hvem som spørres om å eie"),
        "sub": _("Kommunens regel for listen «Finn leietakere». En regel endres aldri bakover; en ny begynner."),
        "versions": found,
        "starting_facts": [] if any(version.is_current for version in found) else rule_facts(starting),
        "actions": [{"label": _("Ny regel"), "url": reverse("ownership_rule_new"), "primary": True}]
        if request.user.has_perm("rent_to_own.change_rule")
        else [],
        "tabs": tabs(request, "ownership_rules"),
    }
    return render(request, "rent_to_own/ownership_rules.html", context)


@permission_required("rent_to_own.change_rule", raise_exception=True)
def ownership_rule_new(request):
    def begin(form):
        form.begin(by=request.user)
        return "ownership_rules"

    return form_page(
        request,
        RuleForm(request.POST or None),
        act=begin,
        done=_("Den nye regelen er lagret."),
        title=_("Ny regel for hvem som spørres"),
        sub=_("Det som gjelder i dag, står i feltene. Endre det som skal bli annerledes."),
        submit=_("Lagre regelen"),
        back=reverse("ownership_rules"),
    )
