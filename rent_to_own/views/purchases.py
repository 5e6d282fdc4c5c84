"""Homes that are bought: on the market, the municipal flat in one action, and the account of the income."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.form_page import form_page
from housing.lists import Column, Listing, export
from rent_to_own import sales
from rent_to_own.forms import purchases as forms
from rent_to_own.models import Guidance, ReinvestmentEntry
from rent_to_own.models.purchase import IS_PROMISED
from rent_to_own.views.guidance import done_with, found, tabs

MAY_GUIDE = permission_required("rent_to_own.add_guidance", raise_exception=True)
MAY_SELL = permission_required("rent_to_own.sell_dwelling", raise_exception=True)
MAY_READ_ACCOUNTS = permission_required("rent_to_own.view_accounts", raise_exception=True)
MAY_POST = permission_required("rent_to_own.post_reinvestment", raise_exception=True)

YEARS = [
    Column("year", gettext_lazy("År"), lambda row: row.label),
    Column("bought", gettext_lazy("Antall kjøpte kommunale utleieboliger"), lambda row: row.bought),
    Column("cost", gettext_lazy("Total kostnad, kr"), lambda row: row.cost),
    Column("sold", gettext_lazy("Antall solgte til leietaker"), lambda row: row.sold),
    Column("income", gettext_lazy("Total inntekt, kr"), lambda row: row.income),
]


def _may_buy(one) -> bool:
    return one.may_move_to(Guidance.Status.BOUGHT)


@MAY_GUIDE
def purchase_private(request, pk):
    return done_with(
        request,
        pk,
        forms.PrivatePurchaseForm,
        "buy",
        allowed=_may_buy,
        refused=_("Saken er avsluttet, eller kjøpet er registrert."),
        done=_("Kjøpet er registrert. Gratulerer til husstanden!"),
        title=_("Kjøpt privat bolig"),
        submit=_("Registrer kjøpet"),
    )


def _why_not_sold(one) -> str:
    """Told before anybody fills in a form, and to whoever was filling it in while another sold the dwelling."""
    if not _may_buy(one):
        return _("Saken er avsluttet, eller kjøpet er registrert.")
    homes = forms.rented_by(one.household, timezone.localdate())
    if not homes.exists():
        return _("Husstanden leier ingen bolig som kommunen eier.")
    return "" if homes.exclude(savings_agreements__outcome="").exists() else str(IS_PROMISED)


@MAY_SELL
def purchase_municipal(request, pk):
    """The tenant buys the flat it rents: summed up first, then done, all of it or nothing."""
    one = found(request, pk)
    form = forms.SaleForm(request.POST or None, guidance=one, user=request.user)
    if form.first_made() is None and (refusal := _why_not_sold(one)):
        messages.error(request, refusal)
        return redirect(one)
    words = {"sub": f"{one.number} · {one.household.name}", "back": one.get_absolute_url(), "guidance": one}
    words |= {"title": _("Selg boligen til leietakeren"), "balance": ReinvestmentEntry.objects.balance()}
    if request.method == "POST" and form.first_made() is None and form.is_valid() and not form.is_seen:
        form.data = form.data.copy()
        form.data["seen"] = form.summed_up
        around = sales.balance_around(form.cleaned_data["price"], timezone.localdate())
        context = words | {
            "form": form,
            "around": around,
            "answers": form.cleaned_data,
            "submit": _("Gjennomfør salget"),
        }
        return render(request, "rent_to_own/sale.html", context)
    return form_page(
        request,
        form,
        act=lambda form: form.sell(by=request.user),
        done=_("Salget er gjennomført. Leieforholdet er avsluttet, og inntekten er ført på kontoen."),
        template="rent_to_own/sale.html",
        submit=_("Se over salget"),
        **words,
    )


@MAY_READ_ACCOUNTS
def purchase_years(request):
    """The source's table of bought and sold, and the account of what came in and went out."""
    today, title = timezone.localdate(), _("Kjøp og salg")
    rows = sales.years(request.user, today)
    table = [*rows, sales.total(rows, _("Totalt"))]
    if (file := request.GET.get("format", "")) in {"csv", "xlsx"}:
        return export(request, table, Listing(title=title, template="", columns=YEARS), file)
    account = ReinvestmentEntry.objects.visible_to(request.user)
    context = {
        "title": title,
        "sub": _("Kommunale utleieboliger kjøpt, og solgt til dem som leide dem."),
        "rows": table,
        "balance": account.balance(),
        "postings": list(account.select_related("dwelling", "by")[: sales.SHOWN_POSTINGS]),
        "count": account.count(),
        "tabs": tabs(request, "purchase_years"),
        "actions": [{"label": _("Depositumsfondets regnskap"), "url": reverse("deposit_statement", args=[today.year])}]
        if request.user.has_perm("rent_to_own.view_deposit_statement")
        else [],
    }
    return render(request, "rent_to_own/purchase_years.html", context)


@MAY_POST
def replacement_new(request):
    def post(form):
        form.post(by=request.user)
        return "purchase_years"

    return form_page(
        request,
        forms.ReplacementForm(request.POST or None),
        act=post,
        done=_("Kjøpet er ført på kontoen."),
        title=_("Ny utleiebolig kjøpt for salgsinntekter"),
        submit=_("Før på kontoen"),
        back=reverse("purchase_years"),
    )
