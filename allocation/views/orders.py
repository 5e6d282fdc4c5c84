"""Pages about the orders to the property company (boligbestillinger): each version, its lines, sent and delivered."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from allocation import stock_need
from allocation.forecast import forecast_on
from allocation.forms.orders import DeliveredForm, LineChangeForm, LineForm, OrderForm, SentForm, delete_line
from allocation.models import DwellingOrder, DwellingOrderLine
from allocation.views.stock_need import rooms_label, whole_lines
from housing.form_page import form_page
from housing.lists import Column, Listing, export

MAY_READ = permission_required("allocation.view_stock_need", raise_exception=True)
MAY_ORDER = permission_required("allocation.order_dwellings", raise_exception=True)

LISTING = Listing(
    title=gettext_lazy("Boligbestilling"),
    template="allocation/order.html",
    columns=[
        Column("count", gettext_lazy("Antall"), lambda row: row.count),
        Column("rooms", gettext_lazy("Rom"), lambda row: rooms_label(row.rooms)),
        Column("type", gettext_lazy("Type"), lambda row: row.get_type_display()),
        Column("staffing", gettext_lazy("Bemanning"), lambda row: row.get_staffing_display()),
        Column("needed_by", gettext_lazy("Trengs innen"), lambda row: row.needed_by),
        Column("reason", gettext_lazy("Hvorfor"), lambda row: row.reason),
    ],
)


def _found(request, pk) -> DwellingOrder:
    return get_object_or_404(DwellingOrder.objects.visible_to(request.user).select_related("replaces", "by"), pk=pk)


@MAY_READ
def order_list(request):
    context = {"title": _("Boligbestillinger"), "orders": DwellingOrder.objects.visible_to(request.user)}
    return render(request, "allocation/order_list.html", context)


@MAY_READ
def order(request, pk):
    """One version, as it can be printed and sent."""
    found = _found(request, pk)
    lines = list(found.lines.all())
    if (wanted := request.GET.get("format", "")) in {"csv", "xlsx"}:
        return export(request, lines, LISTING, wanted)
    for line in lines:
        line.rooms_label = rooms_label(line.rooms)
    context = {
        "order": found,
        "lines": lines,
        "total": sum(line.count for line in lines),
        "newer": found.replaced_by.exclude(status=DwellingOrder.Status.DROPPED).first(),
    }
    return render(request, LISTING.template, context)


@MAY_ORDER
def order_new(request):
    form = OrderForm(request.POST or None, by=request.user)

    def act(form):
        return form.make(lambda: stock_need.proposed(whole_lines(forecast_on(timezone.localdate()))))

    return form_page(
        request,
        form,
        act=act,
        done=_("Utkastet er laget."),
        title=_("Ny boligbestilling"),
        submit=_("Lag utkastet"),
        back=reverse("dwelling_order_list"),
    )


def _form(request, found, form, act, title, done):
    def go(form):
        act(form)
        return found

    return form_page(request, form, act=go, done=done, title=title, sub=str(found), back=found.get_absolute_url())


@MAY_ORDER
def line_new(request, pk):
    found = _found(request, pk)
    form = LineForm(request.POST or None, order=found)
    return _form(request, found, form, lambda form: form.save(), _("Ny linje"), _("Linjen er lagret."))


def _line(request, pk) -> DwellingOrderLine:
    orders = DwellingOrder.objects.visible_to(request.user)
    return get_object_or_404(DwellingOrderLine.objects.filter(order__in=orders).select_related("order"), pk=pk)


@MAY_ORDER
def line_edit(request, pk):
    line = _line(request, pk)
    form = LineChangeForm(request.POST or None, order=line.order, instance=line)
    return _form(request, line.order, form, lambda form: form.save(), _("Endre linjen"), _("Linjen er endret."))


@require_POST
@MAY_ORDER
def line_delete(request, pk):
    line = _line(request, pk)
    delete_line(line)
    messages.success(request, _("Linjen er slettet."))
    return redirect(line.order)


@MAY_ORDER
def order_send(request, pk):
    found = _found(request, pk)
    form = SentForm(request.POST or None, order=found)
    done = _("Bestillingen er registrert som sendt.")
    return _form(request, found, form, lambda form: form.act(by=request.user), _("Sendt til eiendom"), done)


@MAY_ORDER
def order_deliver(request, pk):
    found = _found(request, pk)
    form = DeliveredForm(request.POST or None, order=found)
    done = _("Bestillingen er registrert som levert.")
    return _form(request, found, form, lambda form: form.act(by=request.user), _("Alt er levert"), done)


@require_POST
@MAY_ORDER
def order_drop(request, pk):
    found = _found(request, pk)
    found.drop(by=request.user)
    messages.success(request, _("Utkastet er forkastet."))
    return redirect("dwelling_order_list")


@require_POST
@MAY_ORDER
def order_version(request, pk):
    draft = _found(request, pk).new_version(by=request.user, made_on=timezone.localdate())
    messages.success(request, _("Utkast til ny versjon er laget. Den gamle gjelder til den nye er sendt."))
    return redirect(draft)
