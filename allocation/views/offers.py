"""The waiting list, who a dwelling can be offered to, offers and the order of priority."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation import casefile, discussed, forms, waiting_columns
from allocation.candidates import candidates_for
from allocation.filters import WaitingFilter
from allocation.models import Offer, PriorityScheme
from allocation.queue import places_on
from applications.models import Application
from housing.access import open_household
from housing.form_page import form_page
from housing.lists import PAGE_SIZE, Listing, export
from housing.models import Dwelling, Letter
from housing.protection import hidden_household_ids, may_see_address

MAY_OFFER = permission_required("allocation.make_offer", raise_exception=True)
MAY_ANSWER = permission_required("allocation.answer_offer", raise_exception=True)


@permission_required("housing.view_queue", raise_exception=True)
def waiting_list(request):
    """Everybody who waits, in order, on any day; numbered before the list is narrowed."""
    wanted = WaitingFilter(request.GET)
    wanted.is_valid()
    day = wanted.day
    places = places_on(day)
    chosen = wanted.narrow(places, request.user)
    columns = waiting_columns.COLUMNS
    if request.GET.get("format") in {"csv", "xlsx"}:
        listing = Listing(title=_("Venteliste"), template="", columns=columns)
        return export(request, chosen, listing, request.GET["format"])
    page = Paginator(chosen, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "title": _("Venteliste"),
        "sub": _("Innvilgede søknader som venter på bolig, i prioritert rekkefølge per {day}.").format(
            day=f"{day:%d.%m.%Y}"
        ),
        "cards": waiting_columns.cards(places, day),
        "page_obj": page,
        "rows": [waiting_columns.row_of(place) for place in page],
        "form": wanted,
        "day": day,
        "is_today": day == timezone.localdate(),
    }
    return render(request, "allocation/waiting_list.html", context)


@MAY_OFFER
def candidates(request, pk):
    """The dwelling held against the whole waiting list, requirement by requirement."""
    today = timezone.localdate()
    dwelling = get_object_or_404(Dwelling.objects.visible_to(request.user).with_occupancy(today), pk=pk)
    found = candidates_for(dwelling, today)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    offer = dwelling.offers.open().select_related("application__household").first()
    allocated = dwelling.tenancies.filter(status="allocated").exists()
    is_held = dwelling.holds.on(today).exists()
    is_hidden = bool(offer and hidden_household_ids([offer.household.pk], today))
    context = {
        "dwelling": dwelling,
        "title": _("Kandidater"),
        "sub": f"{dwelling} · {dwelling.rooms or '?'}-roms",
        "page_obj": page,
        "rows": _rows_of(page),
        "fitting": sum(candidate.match.fits is True for candidate in found),
        "open_offer": offer,
        "may_be_offered": not (offer or allocated or is_held or dwelling.is_occupied),
        "is_held": is_held,
        "open_offer_is_hidden": is_hidden,
        "allocated": allocated,
    }
    return render(request, "allocation/candidates.html", context)


def _rows_of(candidates) -> list[dict]:
    talked_over = discussed.latest_held([candidate.place.application.pk for candidate in candidates])
    return [
        waiting_columns.row_of(candidate.place)
        | {"candidate": candidate, "discussion": talked_over.get(candidate.place.application.pk)}
        for candidate in candidates
    ]


@MAY_OFFER
def offer_new(request, pk, application_pk):
    dwelling = get_object_or_404(Dwelling.objects.visible_to(request.user), pk=pk)
    application = get_object_or_404(
        Application.objects.visible_to(request.user).select_related("household"), pk=application_pk
    )
    open_household(request, application.household)
    form = forms.OfferForm(
        request.POST or None,
        application=application,
        dwelling=dwelling,
        may_skip_discussion=request.user.has_perm("allocation.skip_discussion"),
    )
    return form_page(
        request,
        form,
        act=lambda form: form.make(by=request.user),
        done=_("Tilbudet er gitt. Brevet ligger blant dokumentene."),
        template="allocation/offer_new.html",
        title=_("Gi tilbud"),
        sub=f"{dwelling} · {application.household.name}",
        application=application,
        discussion=discussed.latest_held([application.pk]).get(application.pk),
        back=reverse("candidates", args=[dwelling.pk]),
    )


def _found(request, pk) -> Offer:
    offers = Offer.objects.visible_to(request.user).select_related(
        "application__household", "application__caseworker", "dwelling", "caseworker"
    )
    offer = get_object_or_404(offers, pk=pk)
    open_household(request, offer.household)
    return offer


@permission_required("allocation.view_offer", raise_exception=True)
def offer(request, pk):
    found = _found(request, pk)
    today = timezone.localdate()
    context = {
        "offer": found,
        "application": found.application,
        "household": found.household,
        "may_see_dwelling": may_see_address(request.user, found.household, today),
        "timeline": casefile.timeline_of(found),
        "letter": Letter.objects.visible_to(request.user).filter(kind="offer", subject_id=found.pk).first(),
        "tenancy": found.application.resulting_tenancies.filter(dwelling=found.dwelling_id).first(),
        "is_late": found.status == Offer.Status.OPEN and found.answer_by and found.answer_by < today,
    }
    return render(request, "allocation/offer.html", context)


def _answer(request, pk, form_class, act, **words):
    """One of the three things that may become of an offer."""
    found = _found(request, pk)
    if request.method == "GET" and found.status != Offer.Status.OPEN:
        messages.error(request, _("Tilbudet er allerede besvart."))
        return redirect(found)
    sub = f"{found.number} · {found.household.name}"
    return form_page(
        request,
        form_class(request.POST or None, offer=found),
        act=lambda form: getattr(form, act)(by=request.user),
        sub=sub,
        back=found.get_absolute_url(),
        **words,
    )


@MAY_ANSWER
def offer_accept(request, pk):
    return _answer(
        request,
        pk,
        forms.AcceptForm,
        "accept",
        done=_("Boligen er tildelt. Lag kontrakten, og registrer innflyttingen når den skjer."),
        title=_("Husstanden takker ja"),
        submit=_("Registrer ja"),
    )


@MAY_ANSWER
def offer_decline(request, pk):
    return _answer(
        request,
        pk,
        forms.DeclineForm,
        "decline",
        done=_("Svaret er registrert. Husstanden beholder plassen på ventelisten."),
        title=_("Husstanden takker nei"),
        submit=_("Registrer nei"),
    )


@MAY_OFFER
def offer_withdraw(request, pk):
    return _answer(
        request,
        pk,
        forms.WithdrawForm,
        "withdraw",
        done=_("Tilbudet er trukket tilbake."),
        title=_("Trekk tilbudet tilbake"),
        submit=_("Trekk tilbudet"),
        color="danger",
    )


@permission_required("allocation.view_scheme", raise_exception=True)
def scheme_list(request):
    today = timezone.localdate()
    schemes = list(PriorityScheme.objects.visible_to(request.user).prefetch_related("criteria"))
    current = next((scheme for scheme in schemes if scheme.starts_on <= today), None)
    return render(
        request,
        "allocation/schemes.html",
        {"title": _("Prioritering"), "schemes": schemes, "current": current, "today": today},
    )


@permission_required("allocation.change_scheme", raise_exception=True)
def scheme_new(request):
    def begin(form):
        form.begin()
        return "scheme_list"

    return form_page(
        request,
        forms.SchemeForm(request.POST or None),
        act=begin,
        done=_("Den nye ordningen er lagret."),
        title=_("Ny prioriteringsordning"),
        sub=_("Dagens poeng står i feltene. Endre det som skal bli annerledes. 0 betyr at kriteriet ikke teller."),
        submit=_("Lagre ordningen"),
        back=reverse("scheme_list"),
    )
