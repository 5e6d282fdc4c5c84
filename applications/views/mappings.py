"""Mapping a household (kartlegging), and two of its mappings side by side."""

from django.contrib.auth.decorators import permission_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import comparison
from applications.forms.mappings import MappingEndForm, MappingForm, OtherMappingForm
from applications.models import Mapping, Measure
from housing.access import open_household
from housing.form_page import form_page
from housing.models import Household

MAY_MAP = permission_required("applications.add_mapping", raise_exception=True)
MAY_READ = permission_required("applications.view_mapping", raise_exception=True)


def found(request, pk) -> Mapping:
    """The mapping, and its household opened in the view log."""
    mapping = get_object_or_404(Mapping.objects.visible_to(request.user).select_related("household", "by"), pk=pk)
    open_household(request, mapping.household)
    return mapping


def before(mapping):
    """The household's mappings made before this one, the latest first."""
    earlier = Q(mapped_on__lt=mapping.mapped_on) | Q(mapped_on=mapping.mapped_on, pk__lt=mapping.pk)
    return mapping.household.mappings.filter(earlier)


@MAY_MAP
def mapping_new(request, hid):
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=hid)
    open_household(request, household)
    today = timezone.localdate()
    last = household.mappings.filter(mapped_on__lte=today).first()
    answers = MappingForm.repeated_from(last, household, today)
    return form_page(
        request,
        MappingForm(request.POST or None, household=household, initial=answers),
        act=lambda form: form.register(by=request.user),
        done=_("Kartleggingen er registrert."),
        template="applications/mapping_new.html",
        title=_("Kartlegg husstanden"),
        household=household,
        last=last,
        has_run_out=bool(last and last.has_run_out(today)),
        submit=_("Registrer kartleggingen"),
        back=f"{household.get_absolute_url()}kartlegging/",
    )


@MAY_READ
def mapping(request, pk):
    shown = found(request, pk)
    today = timezone.localdate()
    measures = Measure.objects.visible_to(request.user).filter(household=shown.household).under_way_first()
    context = {
        "mapping": shown,
        "others": shown.household.mappings.exclude(pk=shown.pk),
        "is_current": shown.household.mappings.current(today).filter(pk=shown.pk).exists(),
        "has_run_out": shown.has_run_out(today),
        "before": before(shown).first(),
        "measures_then": measures.on(shown.mapped_on).exclude(mapping=shown),
        "measures_since": measures.filter(mapping=shown),
        "today": today,
    }
    return render(request, "applications/mapping.html", context)


@MAY_READ
def mapping_compare(request, pk):
    shown = found(request, pk)
    others = shown.household.mappings.exclude(pk=shown.pk)
    form = OtherMappingForm(request.GET or None, others=others)
    other = (form.cleaned_data["other"] if form.is_valid() else None) or before(shown).first() or others.first()
    if not form.is_bound and other:
        form.initial["other"] = other.pk
    pair = sorted([shown, other], key=lambda each: (each.mapped_on, each.pk)) if other else []
    lines = list(comparison.lines(*pair)) if pair else []
    context = {
        "mapping": shown,
        "form": form,
        "pair": pair,
        "changed": [line for line in lines if line.is_changed],
        "unchanged": [line for line in lines if line.is_answered and not line.is_changed],
    }
    return render(request, "applications/mapping_compare.html", context)


@MAY_MAP
def mapping_end(request, pk):
    shown = found(request, pk)

    def end(form):
        form.end(by=request.user)
        return shown

    return form_page(
        request,
        MappingEndForm(request.POST or None, mapping=shown),
        act=end,
        done=_("Kartleggingen er avsluttet."),
        title=_("Kartleggingen gjelder ikke lenger"),
        sub=_("Husstanden regnes ikke lenger med i tellingen fra denne dagen."),
        submit=_("Avslutt kartleggingen"),
        back=shown.get_absolute_url(),
    )
