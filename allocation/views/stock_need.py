"""The page of the stock held against the need: what is short of what, now and ahead (boligmasse og behov)."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation import stock_need as need
from allocation.forecast import LEFT_WITHIN_MONTHS, LOOKED_BACK_MONTHS, WORK_MONTHS, forecast_on
from allocation.models import DwellingOrder
from housing.lists import Column, Listing, export
from housing.models.homes import Staffing
from housing.periods import add_months, percent, round_half_up

LEVELS = list(Staffing.values)
TYPES = [need.Type.ORDINARY, need.Type.ADAPTED, need.Type.STAFFED]


def rooms_label(rooms: int) -> str:
    return _("5 rom eller flere") if rooms == need.MOST_ROOMS else _("{rooms} rom").format(rooms=rooms)


def _gap(months):
    return lambda row: row["balance"].gaps[months].whole_short


LISTING = Listing(
    title=gettext_lazy("Boligmasse og behov"),
    template="allocation/stock_need.html",
    columns=[
        Column("rooms", gettext_lazy("Rom"), lambda row: row["kind"].rooms),
        Column("type", gettext_lazy("Type"), lambda row: need.Type(row["kind"].type).label),
        Column("staffing", gettext_lazy("Bemanning"), lambda row: Staffing(row["kind"].staffing).label),
        Column("stock", gettext_lazy("I boligmassen"), lambda row: row["balance"].stock),
        Column("vacant", gettext_lazy("Ledige nå"), lambda row: row["balance"].vacant),
        Column("waiting", gettext_lazy("Trenger nå"), lambda row: row["balance"].gaps[0].need),
        Column("gap_0", gettext_lazy("Mangler nå"), _gap(0)),
        *(
            Column(f"gap_{months}", gettext_lazy("Mangler om %d måneder") % months, _gap(months))
            for months in need.HORIZONS
        ),
    ],
)


def whole_lines(found) -> list[need.Balance]:
    """By rooms, type and staffing together: what an order is made of."""
    return need.balances(
        found.wants,
        found.supplies,
        found.stock,
        found.vacant,
        lambda kind: (kind.rooms, kind.type, kind.staffing),
        found.today,
    )


@permission_required("allocation.view_stock_need", raise_exception=True)
def stock_need(request):
    today = timezone.localdate()
    found = forecast_on(today)
    lines = whole_lines(found)
    if (wanted := request.GET.get("format", "")) in {"csv", "xlsx"}:
        rows = [{"kind": need.Kind(*line.key), "balance": line} for line in lines]
        return export(request, rows, LISTING, wanted)
    context = {
        "title": LISTING.title,
        "tables": _tables(found),
        "months": (0, *need.HORIZONS),
        "horizons": need.HORIZONS,
        "sources": _sources(found),
        "assumptions": _assumptions(found),
        "proposed": [_told(line) for line in need.proposed(lines)],
        "orders": DwellingOrder.objects.visible_to(request.user)[:5],
        "waiting": sum(row.why == need.Why.WAITING for row in need.active(found.wants, today)),
        "today": today,
    }
    return render(request, LISTING.template, context)


def _told(line: need.Proposed) -> dict:
    return {
        "line": line,
        "rooms": rooms_label(line.kind.rooms),
        "type": need.Type(line.kind.type).label,
        "staffing": Staffing(line.kind.staffing).label,
    }


def _tables(found) -> list[dict]:
    facts = (found.wants, found.supplies, found.stock, found.vacant)
    asked = [
        (_("Etter størrelse"), lambda kind: kind.rooms, rooms_label),
        (_("Etter type"), lambda kind: TYPES.index(kind.type), lambda place: TYPES[place].label),
        (_("Etter bemanning"), lambda kind: LEVELS.index(kind.staffing), lambda place: Staffing(LEVELS[place]).label),
    ]
    return [
        {
            "title": title,
            "rows": [
                {"label": label(line.key), "line": line, "gaps": [line.gaps[m] for m in (0, *need.HORIZONS)]}
                for line in need.balances(*facts, key, found.today)
            ],
        }
        for title, key, label in asked
    ]


def _sources(found) -> dict:
    """Where the free dwellings and the needs come from, at each horizon."""
    days = [add_months(found.today, months) for months in (0, *need.HORIZONS)]
    sides = []
    for title, rows in ((_("Boliger som blir ledige"), found.supplies), (_("Husstander som trenger"), found.wants)):
        counted = [need.by_why(rows, day) for day in days]
        reasons = [why for why in need.Why if any(why in found for found in counted)]
        sides.append(
            {
                "title": title,
                "rows": [
                    {"label": why.label, "numbers": [int(round_half_up(one.get(why, 0), 0)) for one in counted]}
                    for why in reasons
                ],
                "totals": [int(round_half_up(sum(one.values()), 0)) for one in counted],
            }
        )
    return {"sides": sides}


def _assumptions(found) -> list[str]:
    """In words, with this municipality's own numbers: what the forecast stands on, and what it cannot know."""
    return [
        _(
            "Trenger nå: ventelisten i dag, med rom, rullestol og bemanning fra vedtaket, ellers fra søknaden, og de "
            "som etter planen skulle vært løslatt eller utskrevet og ikke har bolig."
        ),
        _(
            "Ledig nå er boliger ingen bor i og som ikke er tildelt. En bolig med åpent tilbud teller, for den som har "
            "fått tilbudet, står fortsatt på listen. Midlertidige boliger og nødboliger teller ikke."
        ),
        _(
            "Boliger under arbeid blir ledige den dagen arbeidet er planlagt ferdig. "
            "Uten plan, eller over planen: om {months} måneder."
        ).format(months=WORK_MONTHS),
        _("Leietakere som skal flytte, frigjør boligen den dagen."),
        _of_contracts(found.experience),
        _(
            "Boliger der innleien går ut eller som skal ut av boligmassen ({count} innen to år), er borte fra den "
            "dagen, og de som bor der, trenger en annen."
        ).format(count=found.leaving_stock),
        _(
            "Når et barn fyller 12 eller 18 år, regnes rombehovet på nytt. En leietaker som da får for få rom, trenger "
            "en større bolig og frigjør den de har."
        ),
        _(
            "De som løslates eller utskrives uten bolig, trenger en fra den dagen de ventes ut. {count} uten kjent dag "
            "er ikke med."
        ).format(count=found.releases_without_day),
        _(
            "En bolig som er øremerket, teller bare for dem i målgruppen. Overskudd av én størrelse dekker ikke mangel "
            "på en annen, selv om en husstand kan bo større enn den trenger."
        ),
        _(
            "Nye søkere er ikke med, og heller ikke utflyttinger ingen vet om. Det siste året ble {count} søknader "
            "innvilget."
        ).format(count=found.granted_last_year),
    ]


def _of_contracts(seen) -> str:
    share = percent(seen.left, seen.ended, 0)
    if share is None:
        return _("Ingen kontrakt har gått ut de siste to årene, så kontrakter som går ut, regnes ikke som ledige.")
    return _(
        "De siste {months} månedene gikk {ended} kontrakter ut. {left} leietakere ({share} %) flyttet innen "
        "{within} måneder. Samme andel av kontraktene som går ut, regnes som ledige boliger."
    ).format(months=LOOKED_BACK_MONTHS, ended=seen.ended, left=seen.left, share=share, within=LEFT_WITHIN_MONTHS)
