"""What allocation does when another case moves, or a fact changes (rows of ``housing/consequences.py``)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from allocation import recount
from allocation.models import Standing, TemporaryStay
from applications.models import Application
from housing.database import Refused
from housing.models import Dwelling, Tenancy

Cause = Standing.Cause
ON_LIST = (Application.Kind.NEW, Application.Kind.TRANSFER)


def allocate_tenancy(offer, *, by):
    """An accepted offer becomes a tenancy that waits for moving in, and the application is housed."""
    Tenancy(
        household=offer.application.household,
        tenure=Tenancy.Tenure.MUNICIPAL,
        dwelling=offer.dwelling,
        application=offer.application,
        allocated_on=offer.answered_on,
        monthly_rent=offer.dwelling.monthly_rent,
        caseworker=offer.caseworker or offer.application.caseworker,
    ).begin(by=by, happened_on=offer.answered_on)
    offer.application.fulfil(by=by, happened_on=offer.answered_on)


def withdraw_open_offers(application, *, by):
    """Nobody stays bound to an offer whose application is gone."""
    for offer in application.offers.open():
        offer.withdraw(by=by, withdrawn_on=timezone.localdate(), note=_("Søknaden er ikke lenger aktuell."))


def return_to_waiting_list(tenancy, *, by):
    """They never moved in: the household is back on the list with its old dates, and the dwelling is free."""
    application = tenancy.application
    if application is None or application.status != application.Status.FULFILLED:
        return
    for offer in application.offers.filter(dwelling=tenancy.dwelling, status="accepted"):
        offer.withdraw(by=by, withdrawn_on=tenancy.moved_out_on, note=_("Husstanden flyttet ikke inn."))
    application.return_to_list(by=by, note=_("Tildelingen ble ikke noe av."))


def refuse_where_somebody_stays(tenancy, *, by):
    """A tenant and a temporary stay never share a dwelling; the same lock is taken by whoever registers a stay."""
    if tenancy.dwelling_id is None:
        return
    Dwelling.objects.select_for_update().get(pk=tenancy.dwelling_id)
    if TemporaryStay.objects.not_over(tenancy.moved_in_on).filter(dwelling=tenancy.dwelling_id).exists():
        raise Refused(_("Boligen er i bruk til et midlertidig opphold. Registrer utflyttingen derfra først."))


def join_waiting_list(application, *, by):
    """Granted a dwelling: it has its place at once; one that was there before is told as back."""
    if application.kind in ON_LIST:
        has_been = application.standings.exists()
        recount.restand([application.pk], by=by, cause=Cause.RETURNED if has_been else Cause.DECISION)


def leave_waiting_list(application, *, by):
    if application.kind in ON_LIST:
        housed = application.status == Application.Status.FULFILLED
        recount.restand([application.pk], by=by, cause=Cause.HOUSED if housed else Cause.CLOSED)


def override_changed(override, *, by):
    recount.restand([override.application_id], by=by, cause=Cause.OVERRIDE)


def lease_changed(tenancy, *, by):
    """Moved in or out: a contract near its end counts only for those who live there."""
    recount.restand_households([tenancy.household_id], by=by, cause=Cause.LEASE)


def stay_changed(stay, *, by):
    """Into or out of temporary housing: the days there count, and children there count more."""
    recount.restand_households([stay.household_id], by=by, cause=Cause.STAY)


def contract_changed(households, *, by):
    recount.restand_households(households, by=by, cause=Cause.LEASE)


def mapping_changed(households, *, by):
    recount.restand_households(households, by=by, cause=Cause.MAPPING)


def members_changed(households, *, by):
    recount.restand_households(households, by=by, cause=Cause.MEMBERS)


def groups_changed(households, *, by):
    recount.restand_households(households, by=by, cause=Cause.GROUPS)


def go_through_waiting_list():
    """After an import, whatever it brought: the whole list, once."""
    recount.go_through(cause=Cause.IMPORT)
