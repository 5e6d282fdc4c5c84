"""Pages about the times dwellings cannot be let: the list, those over their plan, and each one (opphold i utleie)."""

import django_filters as filters
from django.contrib.auth.decorators import permission_required
from django.db.models import F, Prefetch
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.form_page import form_page
from housing.forms.voids import VoidChangeForm, VoidEndForm, VoidForm
from housing.lists import Column, Listing, respond
from housing.lost_rent import show_loss
from housing.models import Dwelling, Tenancy, VoidPeriod
from housing.views.homes import save

LATE, ENDED, EVERY = "over", "avsluttet", "alle"


class VoidFilter(filters.FilterSet):
    vis = filters.ChoiceFilter(
        label=_("Vis"),
        choices=[(LATE, _("Over planen")), (ENDED, _("Avsluttet")), (EVERY, _("Alle"))],
        method="by_state",
        empty_label=_("Pågår nå"),
    )
    arsak = filters.ChoiceFilter(
        label=_("Årsak"), field_name="reason", choices=VoidPeriod.Reason.choices, empty_label=_("Alle")
    )
    dekkes_av = filters.ChoiceFilter(
        label=_("Hvem dekker kostnaden"),
        field_name="cost_bearer",
        choices=VoidPeriod.CostBearer.choices,
        empty_label=_("Alle"),
    )

    class Meta:
        model = VoidPeriod
        fields = []

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("vis") else self.in_stock(found).filter(ends_on__isnull=True)

    def by_state(self, queryset, name, value):
        today = timezone.localdate()
        if value == LATE:
            return self.in_stock(queryset).overdue(today)
        return queryset.filter(ends_on__isnull=False) if value == ENDED else queryset

    def in_stock(self, rows):
        return rows.filter(dwelling__in=Dwelling.objects.in_stock(timezone.localdate()))


COLUMNS = [
    Column("dwelling", _("Bolig"), lambda row: str(row.dwelling), ("dwelling__sort_key",)),
    Column("reason", _("Årsak"), lambda row: row.get_reason_display(), ("reason",)),
    Column("starts", _("Fra"), lambda row: row.starts_on, ("starts_on",)),
    Column("planned", _("Planlagt ferdig"), lambda row: row.planned_ends_on, ("planned_ends_on",)),
    Column("ends", _("Til"), lambda row: row.ends_on, ("ends_on",)),
    Column("bearer", _("Dekkes av"), lambda row: row.get_cost_bearer_display(), ("cost_bearer",)),
    Column("estimated", _("Anslått"), lambda row: row.estimated_cost, ("estimated_cost",), numeric=True),
    Column("actual", _("Faktisk"), lambda row: row.actual_cost, ("actual_cost",), numeric=True),
    Column("days", _("Dager tom"), lambda row: row.empty_days, numeric=True),
    Column("loss", _("Tapt leie"), lambda row: row.loss, numeric=True),
]


@permission_required("housing.view_dwelling", raise_exception=True)
def void_list(request):
    today = timezone.localdate()
    stays = (
        Tenancy.objects.municipal().filter(moved_in_on__isnull=False).only("dwelling", "moved_in_on", "moved_out_on")
    )
    rows = (
        VoidPeriod.objects.visible_to(request.user)
        .select_related("dwelling")
        .prefetch_related(Prefetch("dwelling__tenancies", queryset=stays, to_attr="stays"))
        .order_by(F("planned_ends_on").asc(nulls_last=True), "starts_on", "pk")
    )
    listing = Listing(
        title=_("Opphold i utleie"),
        template="housing/void_list.html",
        columns=COLUMNS,
        filterset=VoidFilter,
        prepare=_show_losses,
        context={"today": today},
    )
    return respond(request, rows, listing)


def _show_losses(rows, user):
    today = timezone.localdate()
    for row in rows:
        show_loss(row, row.dwelling, today)


@permission_required("housing.change_dwelling", raise_exception=True)
def void_new(request, pk):
    home = get_object_or_404(Dwelling.objects.visible_to(request.user), pk=pk)
    form = VoidForm(request.POST or None, dwelling=home)
    return save(request, form, _("Nytt opphold i utleie"), _("Oppholdet er registrert."), home)


def _found(request, pk):
    return get_object_or_404(VoidPeriod.objects.visible_to(request.user).select_related("dwelling"), pk=pk)


@permission_required("housing.change_dwelling", raise_exception=True)
def void_edit(request, pk):
    void = _found(request, pk)
    form = VoidChangeForm(request.POST or None, dwelling=void.dwelling, instance=void)
    return save(request, form, _("Opphold i utleie"), _("Oppholdet er endret."), void.dwelling)


@permission_required("housing.change_dwelling", raise_exception=True)
def void_end(request, pk):
    void = _found(request, pk)

    def act(form):
        form.save()
        return void.dwelling

    return form_page(
        request,
        VoidEndForm(request.POST or None, void=void),
        act=act,
        done=_("Oppholdet er avsluttet."),
        title=_("Avslutt oppholdet"),
        sub=f"{void.dwelling} · {void}",
        back=void.dwelling.get_absolute_url(),
    )
