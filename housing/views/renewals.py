"""Pages about leases that run out: the radar, the talk, the request to move, who is leaving (utløp, forlengelse)."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from housing.contracts import turns_indefinite_on
from housing.database import Refused
from housing.filters_leases import RunOutFilter
from housing.forms.renewals import CareerTalkForm, LeavingForm, MoveOutRequestForm
from housing.lists import PAGE_SIZE, Column, Listing, export
from housing.models import CareerTalk, Contract, Household, Tenancy
from housing.run_outs import COMING, Stage, counts, run_outs
from housing.views.leases import asked, opened_row, refused
from housing.views.tenancies import opened, show_addresses

TITLE = _("Kontrakter som går ut")
COLUMNS = [
    Column("number", _("Nummer"), lambda row: row.number),
    Column("household", _("Husstand"), lambda row: row.household.name),
    Column("address", _("Adresse"), lambda row: row.shown_address),
    Column("ends", _("Kontrakt til"), lambda row: row.contract_ends_on),
    Column("stage", _("Hva som gjelder"), lambda row: Stage(row.stage).label),
    Column("days", _("Dager"), lambda row: row.days_left, numeric=True),
    Column("talk", _("Samtale holdt"), lambda row: row.talked_on),
]


@permission_required("housing.view_tenancy", raise_exception=True)
def run_out_list(request):
    """Leases that run out within a year, and those that have, as they stood on the day."""
    wanted = RunOutFilter(request.GET)
    wanted.is_valid()
    day, today = wanted.day, timezone.localdate()
    rows = run_outs(Tenancy.objects.visible_to(request.user), day, knows_leaving=day == today)
    people = Prefetch("household", queryset=Household.objects.for_list(day))
    chosen = wanted.narrow(rows).select_related("dwelling").prefetch_related(people)
    listing = Listing(title=TITLE, template="", columns=COLUMNS, prepare=lambda found, user: _prepare(found, user, day))
    if request.GET.get("format") in {"csv", "xlsx"}:
        return export(request, list(chosen), listing, request.GET["format"])
    page = Paginator(chosen, PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    _prepare(page.object_list, request.user, day)
    context = {
        "title": TITLE,
        "page_obj": page,
        "form": wanted,
        "cards": _cards(counts(rows), day, today),
        "day": day,
        "is_today": day == today,
    }
    return render(request, "housing/run_out_list.html", context)


def _prepare(rows, user, day):
    """Hang on each row what it shows: the address, the words for its stage, and the days that are left of its term."""
    show_addresses(rows, user)
    for row in rows:
        row.stage_label, row.color = Stage(row.stage).label, COLORS.get(row.stage, "neutral")
        if row.stage in (Stage.RUN_OUT, Stage.SILENT):
            row.days_left = (row.turns_after - day).days
        else:
            row.days_left = (row.contract_ends_on - day).days
        row.turns_on = turns_indefinite_on(row.contract_ends_on)


COLORS = {
    Stage.SILENT: "danger",
    Stage.RUN_OUT: "danger",
    Stage.ASKED: "warning",
    Stage.MONTHS_3: "warning",
    Stage.RENEWED: "success",
}


def _cards(counted, day, today) -> list[dict]:
    """Each figure leads to its rows; of those still to come, how many nobody has talked with stands under it."""
    asked_for = "" if day == today else f"&dato={day:%d.%m.%Y}"
    nobody = {"n": 0, "untalked": 0, "with_children": 0}

    def card(label, stages, wanted, *, talks=False):
        found = [counted.get(stage, nobody) for stage in stages]
        untalked, children = (sum(row[name] for row in found) for name in ("untalked", "with_children"))
        notes = [_("{count} med barn").format(count=children)] if children else []
        notes += [_("{count} uten samtale").format(count=untalked)] if talks and untalked else []
        url = f"{reverse('run_out_list')}?naar={wanted}{asked_for}"
        return {"label": label, "value": sum(row["n"] for row in found), "note": ", ".join(map(str, notes)), "url": url}

    return [
        card(Stage.SILENT.label, [Stage.SILENT], Stage.SILENT.value),
        card(Stage.RUN_OUT.label, [Stage.RUN_OUT], Stage.RUN_OUT.value),
        card(_("Innen 3 måneder"), COMING[:1], "3", talks=True),
        card(_("Innen 6 måneder"), COMING[:2], "6", talks=True),
        card(_("Innen 12 måneder"), COMING, "12", talks=True),
    ]


@permission_required("housing.add_contract", raise_exception=True)
def talk_new(request, pk):
    home = opened(request, pk)
    if not _is_rented(home):
        return refused(request, home, _("Samtalen holdes med husstander som leier av kommunen."))

    def act(form):
        talk = form.register(by=request.user)
        may_apply = request.user.has_perm("applications.add_application")
        if talk.outcome in (CareerTalk.Outcome.EXTEND, CareerTalk.Outcome.TRANSFER) and may_apply:
            kind = "extension" if talk.outcome == CareerTalk.Outcome.EXTEND else "transfer"
            return f"{reverse('application_new', args=[home.household_id])}?kind={kind}&tenancy={home.pk}"
        return home

    return asked(
        request,
        CareerTalkForm(request.POST or None, tenancy=home),
        home,
        act=act,
        done=_("Samtalen er registrert."),
        title=_("Boligkarrieresamtale"),
    )


def _is_rented(home) -> bool:
    return home.tenure == Tenancy.Tenure.MUNICIPAL and home.status == Tenancy.Status.ACTIVE


@permission_required("housing.add_contract", raise_exception=True)
def move_out_request_new(request, pk):
    contract = opened_row(request, Contract, pk)
    home = contract.tenancy
    latest = home.contract_on(timezone.localdate())
    if not _is_rented(home) or contract != latest or contract.ends_on is None or contract.became_indefinite_on:
        return refused(request, home, _("Flytteoppfordring sendes når den siste kontrakten er utløpt."))

    def act(form):
        form.send(by=request.user)
        return home

    return asked(
        request,
        MoveOutRequestForm(request.POST or None, contract=contract),
        home,
        act=act,
        done=_("Flytteoppfordringen er skrevet og registrert som sendt."),
        title=_("Skriftlig flytteoppfordring"),
        submit=_("Skriv brevet"),
    )


@require_POST
@permission_required("housing.add_contract", raise_exception=True)
def turn_indefinite(request, pk):
    contract = opened_row(request, Contract, pk)
    home = contract.tenancy
    silent = run_outs(Tenancy.objects.filter(pk=home.pk), timezone.localdate()).filter(stage=Stage.SILENT).first()
    if silent is None or silent.contract_id != contract.pk:
        return refused(request, home, _("Kontrakten er ikke gått over til å være tidsubestemt."))
    try:
        contract.turn_indefinite(by=request.user)
    except Refused as refusal:
        return refused(request, home, str(refusal))
    messages.success(request, _("Registrert. Kontrakten er tidsubestemt."))
    return redirect(home)


@permission_required("housing.move_tenancy", raise_exception=True)
def leaving(request, pk):
    home = opened(request, pk)
    if home.status != Tenancy.Status.ACTIVE:
        return refused(request, home, _("Husstanden bor ikke her nå."))

    def act(form):
        form.plan(by=request.user)
        return home

    return asked(
        request,
        LeavingForm(request.POST or None, tenancy=home),
        home,
        act=act,
        done=_("Registrert."),
        title=_("Når flytter husstanden ut?"),
    )
