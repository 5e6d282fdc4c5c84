"""Temporary housing (midlertidig botilbud): who lives there on a day, one stay's page, and what is done with it."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation import temporary_facts as facts
from allocation import temporary_list as listed
from allocation.forms import temporary as forms
from allocation.forms import temporary_parts as parts
from allocation.models import TemporaryStay
from housing.access import open_household
from housing.form_page import form_page
from housing.lists import PAGE_SIZE, Listing, export
from housing.models import Household

MAY_READ = permission_required("allocation.view_temporary_stay", raise_exception=True)
MAY_REGISTER = permission_required("allocation.add_temporary_stay", raise_exception=True)
MAY_EXCLUDE = permission_required("allocation.decide_expulsion", raise_exception=True)


@MAY_READ
def temporary_list(request):
    """All who live temporarily, on any day; counted before the list is narrowed."""
    wanted = listed.TemporaryFilter(request.GET)
    wanted.is_valid()
    day, today = wanted.day, timezone.localdate()
    residents = listed.residents_on(TemporaryStay.objects.visible_to(request.user), day)
    chosen = wanted.narrow(residents, request.user)
    if request.GET.get("format") in {"csv", "xlsx"}:
        listed.show_places(chosen, request.user, today)
        listing = Listing(title=_("Midlertidig botilbud"), template="", columns=listed.COLUMNS)
        return export(request, chosen, listing, request.GET["format"])
    page = Paginator(chosen, PAGE_SIZE).get_page(request.GET.get("page"))
    listed.show_places(list(page), request.user, today)
    context = {
        "title": _("Midlertidig botilbud"),
        "sub": _("De som bor midlertidig {day}. Husstander med barn står først, så de som har bodd der lengst.").format(
            day=f"{day:%d.%m.%Y}"
        ),
        "cards": listed.cards(residents),
        "page_obj": page,
        "form": wanted,
        "day": day,
        "is_today": day == today,
    }
    return render(request, "allocation/temporary_list.html", context)


@MAY_REGISTER
def temporary_new(request, hid):
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=hid)
    open_household(request, household)
    return form_page(
        request,
        forms.StayForm(request.POST or None, household=household),
        act=lambda form: form.register(by=request.user),
        done=_("Oppholdet er registrert. Gå gjennom reglene før nøkkelen utleveres."),
        title=_("Nytt midlertidig opphold"),
        sub=household.name,
        submit=_("Registrer oppholdet"),
        back=household.get_absolute_url(),
    )


def _found(request, pk) -> TemporaryStay:
    stays = TemporaryStay.objects.visible_to(request.user)
    stay = get_object_or_404(stays.select_related("household", "caseworker", "dwelling", "application"), pk=pk)
    open_household(request, stay.household)
    return stay


@MAY_READ
def temporary_stay(request, pk):
    stay = _found(request, pk)
    today = timezone.localdate()
    since = facts.since_of(stay.household, today)
    children = listed.child_ages(stay.household, today)
    context = {
        "stay": stay,
        "household": stay.household,
        "stay_facts": facts.stay_facts(stay, request.user, today),
        "decision_facts": facts.decision_facts(stay),
        "cost_facts": facts.cost_facts(stay, today),
        "key_facts": facts.key_facts(stay),
        "extensions": list(stay.extensions.select_related("by")),
        "inventories": list(stay.inventories.select_related("by")),
        "expulsions": facts.expulsions_of(stay, request.user, today),
        "timeline": facts.timeline_of(stay),
        "is_open": stay.status == TemporaryStay.Status.ACTIVE,
        "is_past_end": stay.is_past_planned_end(today),
        "since": since,
        "days": (today - since).days if since else None,
        "children": children,
        "warned_at": listed.LONG,
        "today": today,
    }
    return render(request, "allocation/temporary_stay.html", context)


@MAY_REGISTER
def temporary_change(request, pk):
    stay = _found(request, pk)
    form = forms.StayChangeForm(request.POST or None, instance=stay, household=stay.household, user=request.user)
    return form_page(
        request,
        form,
        act=lambda form: form.change(by=request.user),
        done=_("Opplysningene er endret."),
        title=_("Endre opplysninger"),
        sub=f"{stay.number} · {stay.household.name}",
        submit=_("Lagre"),
        back=stay.get_absolute_url(),
    )


def _done_with(request, pk, form_class, act, *, only_open=True, **words):
    """One of the things that are done while a household is there."""
    stay = _found(request, pk)
    if request.method == "GET" and only_open and stay.status != TemporaryStay.Status.ACTIVE:
        messages.error(request, _("De har allerede flyttet ut."))
        return redirect(stay)
    return form_page(
        request,
        form_class(request.POST or None, stay=stay),
        act=lambda form: getattr(form, act)(by=request.user),
        sub=f"{stay.number} · {stay.household.name}",
        back=stay.get_absolute_url(),
        **words,
    )


@MAY_REGISTER
def temporary_rules(request, pk):
    return _done_with(
        request,
        pk,
        forms.RulesForm,
        "hand_over",
        done=_("Registrert."),
        title=_("Regler og nøkkel"),
        submit=_("Registrer"),
    )


@MAY_REGISTER
def temporary_next(request, pk):
    return _done_with(
        request,
        pk,
        forms.NextStepForm,
        "plan",
        done=_("Neste steg er registrert, med frist."),
        title=_("Neste steg"),
        submit=_("Lagre"),
    )


@MAY_REGISTER
def temporary_extend(request, pk):
    return _done_with(
        request,
        pk,
        forms.ExtensionForm,
        "extend",
        done=_("Oppholdet er forlenget."),
        title=_("Forleng oppholdet"),
        submit=_("Forleng"),
    )


@MAY_REGISTER
def temporary_inventory(request, pk):
    return _done_with(
        request,
        pk,
        parts.InventoryForm,
        "keep",
        only_open=False,
        done=_("Inventarlisten er lagret."),
        title=_("Gå gjennom inventaret"),
        submit=_("Lagre listen"),
    )


@MAY_REGISTER
def temporary_leave(request, pk):
    return _done_with(
        request,
        pk,
        forms.LeaveForm,
        "leave",
        done=_("Det er registrert at de har flyttet ut."),
        title=_("Flyttet ut"),
        submit=_("Registrer"),
    )


@MAY_EXCLUDE
def temporary_exclude(request, pk):
    return _done_with(
        request,
        pk,
        parts.ExpulsionForm,
        "exclude",
        done=_(
            "Bortvisningen er registrert, og brevet ligger blant dokumentene. Følg husstanden til det andre stedet."
        ),
        title=_("Bortvis fra midlertidig botilbud"),
        submit=_("Registrer bortvisningen"),
        color="danger",
        aside="allocation/_expulsion_rules.html",
    )
