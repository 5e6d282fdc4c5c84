"""Offers (tilbud): made, answered, taken back."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation import casefile, discussed
from allocation.forms import offers as forms
from allocation.models import Offer
from applications.models import Application
from housing.access import open_household
from housing.form_page import form_page
from housing.known_before import known_of
from housing.models import Dwelling, Letter
from housing.protection import may_see_address

MAY_OFFER = permission_required("allocation.make_offer", raise_exception=True)
MAY_ANSWER = permission_required("allocation.answer_offer", raise_exception=True)


@MAY_OFFER
def offer_new(request, pk, application_pk):
    dwellings = Dwelling.objects.visible_to(request.user).with_occupancy(timezone.localdate())
    dwelling = get_object_or_404(dwellings, pk=pk)
    application = get_object_or_404(
        Application.objects.visible_to(request.user).select_related("household"), pk=application_pk
    )
    open_household(request, application.household)
    if request.method == "GET" and dwelling.is_occupied:
        messages.error(request, _("Noen bor i boligen. Den kan ikke tilbys nå."))
        return redirect("candidates", dwelling.pk)
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
        known=known_of([application.household_id], request.user, timezone.localdate()).get(application.household_id),
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
    passed_over = casefile.passed_over_by(found, request.user)
    context = {
        "offer": found,
        "passed_over": passed_over,
        "passed_over_count": sum(len(group["rows"]) for group in passed_over),
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
