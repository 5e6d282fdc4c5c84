"""Pages about the rents of leases: the list, one lease's history, what it does not know, a claim (husleie)."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from housing.access import open_household
from housing.cases import Refused
from housing.downloads import download
from housing.fields import DateField
from housing.filters_rents import RentFilter, leases_let
from housing.form_page import form_page
from housing.forms.rent_history import FixedBatchForm, RentCorrectForm, RentFixedForm
from housing.forms.rents import CallOffForm, RentClaimForm
from housing.lists import Column, Listing, respond
from housing.models import Household, RentNotice, Tenancy
from housing.regulation import histories
from housing.rent_history import HowSet, fixing, rent_on
from housing.rent_letters import tell_called_off_later
from housing.rent_terms import earliest_claim, earliest_effect, earliest_index

MAY_CHANGE = permission_required("housing.change_rent", raise_exception=True)
COLUMNS = [
    Column("number", _("Nummer"), lambda row: row.number, ("pk",)),
    Column("household", _("Husstand"), lambda row: row.household.name),
    Column("rent", _("Månedsleie"), lambda row: row.monthly_rent, ("monthly_rent",), numeric=True),
    Column("fixed", _("Sist fastsatt"), lambda row: row.fixed.in_force_from if row.fixed else None),
    Column("how", _("Hvordan"), lambda row: row.fixed_how),
    Column("index", _("Kan indeksreguleres fra"), lambda row: row.earliest_index),
    Column("claim", _("Gjengs leie kan kreves fra"), lambda row: row.earliest_claim),
    Column("model", _("Husleiemodell"), lambda row: row.dwelling.get_rent_model_display(), ("dwelling__rent_model",)),
]


@permission_required("housing.view_rent", raise_exception=True)
def rent_list(request):
    today = timezone.localdate()
    rows = leases_let(request.user, today).select_related("dwelling")
    rows = rows.prefetch_related(Prefetch("household", queryset=Household.objects.for_list(today)))
    listing = Listing(
        title=_("Husleie"),
        template="housing/rent_list.html",
        columns=COLUMNS,
        filterset=RentFilter,
        prepare=_hang_on_terms,
    )
    return respond(request, rows, listing)


def _hang_on_terms(rows, user):
    """What the history says of each row: one query for the page."""
    today, found = timezone.localdate(), histories(row.pk for row in rows)
    for row in rows:
        history = found[row.pk]
        row.fixed = fixing(history, today)
        row.fixed_how = str(HowSet(row.fixed.how).label) if row.fixed else ""
        row.earliest_index = earliest_index(history, today)
        row.earliest_claim = earliest_claim(history, today)


def _found(request, pk):
    home = get_object_or_404(
        Tenancy.objects.visible_to(request.user).municipal().select_related("household", "dwelling", "caseworker"),
        pk=pk,
    )
    open_household(request, home.household)
    return home


@require_GET
@permission_required("housing.view_tenancy", raise_exception=True)
def tenancy_rents(request, pk):
    """The whole history, and the rent of any day asked for."""
    home, today = _found(request, pk), timezone.localdate()
    history = [rent.as_row for rent in home.rents.all()]
    asked, wrong = asked_day(request)
    context = {
        "tenancy": home,
        "rents": home.rents.for_history(),
        "fixed": fixing(history, today),
        "notices": home.rent_notices.select_related("letter"),
        "asked": asked,
        "asked_error": wrong,
        "asked_rent": rent_on(history, asked) if asked else None,
        "earliest_index": earliest_index(history, today),
        "earliest_claim": earliest_claim(history, today),
        "earliest_effect": earliest_effect(history, today),
        "today": today,
    }
    return render(request, "housing/tenancy_rents.html", context)


def asked_day(request):
    """The day typed in the address, or why it is none."""
    try:
        return DateField(required=False).clean(request.GET.get("dato", "")), ""
    except ValidationError as fault:
        return None, fault.messages[0]


@MAY_CHANGE
def fixed_new(request, pk):
    home = _found(request, pk)
    form = RentFixedForm(request.POST or None, tenancy=home)
    return _ask(
        request, home, form, form.register, _("Når ble leien fastsatt?"), _("Registrert i leiehistorikken."), _("Lagre")
    )


@MAY_CHANGE
def correct(request, pk):
    home = _found(request, pk)
    form = RentCorrectForm(request.POST or None, tenancy=home)
    return _ask(request, home, form, form.correct, _("Rett leien"), _("Leien er rettet."), _("Rett"))


@MAY_CHANGE
def claim_new(request, pk):
    home = _found(request, pk)
    form = RentClaimForm(request.POST or None, tenancy=home)
    done = _("Kravet er skrevet. Brevet ligger blant dokumentene.")
    title = _("Krav om gjengs leie")
    return _ask(request, home, form, form.claim, title, done, _("Skriv kravet"))


def _ask(request, home, form, do, title, done, submit):
    back = reverse("tenancy_rents", args=[home.pk])

    def act(_form):
        do(by=request.user)
        return back

    sub = f"{home.number} · {home.household.name}"
    return form_page(request, form, act=act, done=done, title=title, sub=sub, submit=submit, back=back)


def _notice(request, pk):
    notices = RentNotice.objects.visible_to(request.user).select_related("tenancy__household", "letter__file")
    notice = get_object_or_404(notices, pk=pk)
    open_household(request, notice.household)
    return notice


@MAY_CHANGE
def claim_call_off(request, pk):
    """Of a claim: one tenant of a run is called off with the run, or by correcting the rent."""
    notice = _notice(request, pk)

    def act(form):
        notice.call_off(by=request.user, why=form.cleaned_data["why"])
        tell_called_off_later()
        return reverse("tenancy_rents", args=[notice.tenancy_id])

    return form_page(
        request,
        CallOffForm(request.POST or None),
        act=act,
        done=_("Varselet er avlyst. Leieren får brev om det."),
        title=_("Avlys varselet om ny leie"),
        sub=f"{notice.tenancy.number} · {notice.household.name}",
        submit=_("Avlys"),
        color="danger",
        back=reverse("tenancy_rents", args=[notice.tenancy_id]),
    )


@require_GET
@permission_required("housing.view_rent", raise_exception=True)
def letter(request, pk):
    """The letter of a notice, for the rent office, which reads no other letters."""
    notice = _notice(request, pk)
    if notice.letter is None or notice.letter.file is None:
        messages.info(request, _("Brevet lages nå. Prøv igjen om litt."))
        return redirect("tenancy_rents", notice.tenancy_id)
    return download(notice.letter.file.content, f"varsel-{notice.number}.pdf")


@MAY_CHANGE
def fixed_batch(request):
    """When the rents that were only read in were fixed, for all at once."""
    today = timezone.localdate()
    homes = list(leases_let(request.user, today).filter(monthly_rent__isnull=False))
    found = histories(home.pk for home in homes)
    unknown = [home for home in homes if _is_unknown(found[home.pk], today)]
    form = FixedBatchForm(request.POST or None, unknown=unknown)
    sub = ngettext(
        "{count} leieforhold har en leie uten kjent fastsettelse.",
        "{count} leieforhold har en leie uten kjent fastsettelse.",
        len(unknown),
    ).format(count=len(unknown))

    def act(form):
        count = form.register(by=request.user)
        if not count:
            raise Refused(_now("Ingen av leieforholdene begynte før denne dagen."))
        return reverse("rent_list")

    return form_page(
        request,
        form,
        act=act,
        done=_("Registrert i leiehistorikken."),
        title=_("Når ble leiene fastsatt?"),
        sub=sub,
        submit=_("Registrer"),
        back=reverse("rent_list"),
    )


def _is_unknown(history, today) -> bool:
    fixed = fixing(history, today)
    return fixed is None or fixed.how == HowSet.REGISTERED
