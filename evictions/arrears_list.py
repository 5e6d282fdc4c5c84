"""The work list «Restanser»: open cases on a day, children first, what is owed, since when, and what to do next."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from evictions import deadlines, fortnight, standing
from evictions.models import ArrearsCase, ArrearsRun, ArrearsRunLine
from evictions.next_step import PLAN, Facts, Proposal, Step, proposed
from evictions.step_facts import facts_of, with_households
from housing.fields import DateField
from housing.lists import Column
from housing.models import Household, Service
from housing.periods import round_half_up
from housing.templatetags.norwegian import kr

COMING_DAYS = 60
CHANGED = {
    fortnight.NEW: (_("Ny"), "info"),
    fortnight.WORSE: (_("Verre"), "danger"),
    fortnight.BETTER: (_("Bedre"), "success"),
    fortnight.SAME: (_("Uendret"), "neutral"),
    fortnight.GONE: (_("Under grensen"), "success"),
}
TABS = [
    ("na", _("Å gjøre nå")),
    ("avtale", _("I avtale")),
    ("pause", _("På pause")),
    ("begjaring", _("Begjæringer")),
    ("datoer", _("Kommende datoer")),
    ("alle", _("Alle")),
]


@dataclass
class Row:
    """One open case as the list shows it on the day."""

    case: ArrearsCase
    facts: Facts
    debt: standing.Debt | None
    proposal: Proposal
    change: str
    day: date

    @property
    def household(self) -> Household:
        return self.case.household

    @property
    def owed(self) -> Decimal:
        return self.facts.owed

    @property
    def age(self) -> int | None:
        return self.debt.age_on(self.day) if self.debt else None

    @property
    def band(self) -> str:
        return str(standing.age_band(self.age)) if self.age is not None else ""

    @property
    def since(self) -> date | None:
        return self.debt.oldest_on if self.debt else None

    @property
    def change_label(self) -> str:
        return str(CHANGED[self.change][0]) if self.change else ""

    @property
    def change_color(self) -> str:
        return CHANGED[self.change][1] if self.change else "neutral"

    @property
    def children_text(self) -> str:
        count = self.facts.children
        return ngettext("{count} barn", "{count} barn", count).format(count=count) if count else ""

    @property
    def tab(self) -> str:
        """The one tab of its own it stands under; all of them stand under «Alle» too."""
        if self.facts.has_petition:
            return "begjaring"
        if self.facts.paused_until:
            return "pause"
        if self.facts.plan == PLAN:
            return "avtale"
        # Something was just done: it stands under «Alle» until it is time to try again.
        return "alle" if self.proposal.step == Step.WAIT else "na"


def rows_on(cases, day: date) -> list[Row]:
    """The cases open on the day. With children first, then those who owe the most; what only waits to be closed, last.

    So many questions, however many.
    """
    found = list(with_households(cases.on(day), day))
    debts = standing.debts_on(day, tenancies=[case.tenancy_id for case in found])
    facts = facts_of(found, day, debts)
    changed = changes_by_case(day)
    rows = [
        Row(case, facts[case.pk], debts.get(case.tenancy_id), proposed(facts[case.pk]), changed.get(case.pk, ""), day)
        for case in found
    ]
    return sorted(
        rows, key=lambda row: (row.proposal.step == Step.CLOSE, not row.facts.children, -row.owed, row.case.pk)
    )


def changes_by_case(day: date) -> dict[int, str]:
    """How each case of the latest run by the day, or of the run before it, has changed between the two."""
    latest = ArrearsRun.objects.filter(counted_on__lte=day).first()
    before = latest.previous() if latest else None
    if before is None:
        return {}
    lines = ArrearsRunLine.objects.filter(run__in=[latest, before])
    by_run: dict[int, list[ArrearsRunLine]] = {latest.pk: [], before.pk: []}
    for line in lines:
        by_run[line.run_id].append(line)
    found = fortnight.changes(by_run[latest.pk], by_run[before.pk])
    return {change.shown.case_id: change.kind for change in found}


def cards(rows: list[Row]) -> list[dict]:
    """The figures on top: of all open cases, before the list is narrowed."""
    families = [row for row in rows if row.facts.children]
    children = sum(row.facts.children for row in families)
    old = [row for row in rows if row.age is not None and row.age > 90]
    done = sum(row.proposal.step == Step.CLOSE for row in rows)
    owed = round_half_up(sum((max(row.owed, 0) for row in rows), Decimal(0)), 0)
    return [
        {"label": _t("Åpne saker"), "value": len(rows), "url": "?vis=alle"},
        {
            "label": _t("Med barn"),
            "url": "?vis=alle&barn=ja",
            "value": len(families),
            "note": ngettext("{count} barn", "{count} barn", children).format(count=children),
        },
        {"label": _t("Skyldig til sammen"), "value": kr(owed)},
        {
            "label": _t("Over 90 dager gammel"),
            "url": "?vis=alle&alder=eldre",
            "value": len(old),
            "note": _t("{count} med barn").format(count=sum(bool(row.facts.children) for row in old)),
        },
        {"label": _t("Gjort opp, kan lukkes"), "value": done, "url": f"?vis=alle&steg={Step.CLOSE}"},
    ]


@dataclass(frozen=True)
class ComingDate:
    """A deadline with the household it is about, as the list of them shows it."""

    household_name: str
    due_on: date
    what: str
    url: str
    law: str
    if_missed: str


def coming_dates(rows: list[Row], today: date) -> list[ComingDate]:
    """What happens in these cases within two months, and what is late, the first day first."""
    households = Household.objects.filter(pk__in={row.household.pk for row in rows})
    sources = [
        deadlines.evictions_scheduled,
        deadlines.petition_steps,
        deadlines.warnings_that_serve,
        deadlines.instalments,
        deadlines.consents_that_end,
        deadlines.pauses_that_end,
        deadlines.arrears_tasks,
    ]
    last = today + timedelta(days=COMING_DAYS)
    found = [line for source in sources for line in source(households, today) if line.due_on <= last]
    names = {row.household.pk: row.household.name for row in rows}
    found.sort(key=lambda line: (line.due_on, line.household_id, line.what))
    return [
        ComingDate(names.get(line.household_id, ""), line.due_on, line.what, line.url, line.law, line.if_missed)
        for line in found
    ]


COLUMNS = [
    Column("number", _("Sak"), lambda row: row.case.number),
    Column("household", _("Husstand"), lambda row: row.household.name_on(row.day)),
    Column("children", _("Barn"), lambda row: row.facts.children, numeric=True),
    Column("owed", _("Skyldig"), lambda row: row.owed, numeric=True),
    Column("since", _("Eldste ubetalte krav"), lambda row: row.since),
    Column("age", _("Dager"), lambda row: row.age, numeric=True),
    Column("change", _("Siden sist"), lambda row: row.change_label),
    Column("step", _("Neste steg"), lambda row: row.proposal.label),
    Column("why", _("Hvorfor"), lambda row: row.proposal.why),
    Column("care", _("Husk"), lambda row: " ".join(row.proposal.care)),
    Column("service", _("Ansvarlig tjeneste"), lambda row: row.case.service_label),
    Column("caseworker", _("Saksbehandler"), lambda row: row.case.caseworker or ""),
]


class ArrearsFilter(forms.Form):
    """What the list can be narrowed by: facts that may stand in an address."""

    vis = forms.ChoiceField(choices=TABS, required=False, widget=forms.HiddenInput)
    barn = forms.ChoiceField(
        label=_("Barn"), choices=[("", _("Alle")), ("ja", _("Med barn")), ("nei", _("Uten barn"))], required=False
    )
    siden = forms.ChoiceField(
        label=_("Siden sist"),
        choices=[("", _("Alle")), *((kind, label) for kind, (label, _color) in CHANGED.items())],
        required=False,
    )
    alder = forms.ChoiceField(
        label=_("Gjeldens alder"),
        choices=[("", _("Alle")), *((str(last or "eldre"), label) for last, label in standing.AGE_BANDS)],
        required=False,
    )
    steg = forms.ChoiceField(label=_("Neste steg"), choices=[("", _("Alle")), *Step.choices], required=False)
    tjeneste = forms.ChoiceField(
        label=_("Ansvarlig tjeneste"),
        choices=[("", _("Alle")), ("ingen", _("Ingen")), *Service.choices],
        required=False,
    )
    mine = forms.ChoiceField(label=_("Saksbehandler"), choices=[("", _("Alle")), ("mine", _("Mine"))], required=False)
    dato = DateField(label=_("Per dato"), required=False)

    def clean_dato(self):
        day = self.cleaned_data["dato"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("Velg en dag som har vært."))
        return day

    @property
    def wanted(self) -> dict:
        self.is_valid()
        return self.cleaned_data

    @property
    def day(self) -> date:
        return self.wanted.get("dato") or timezone.localdate()

    @property
    def tab(self) -> str:
        return self.wanted.get("vis") or "na"

    def narrow(self, rows: list[Row], user) -> list[Row]:
        """By everything but the tab."""
        wanted = self.wanted
        tests = []
        if wanted.get("barn"):
            tests.append(lambda row: bool(row.facts.children) == (wanted["barn"] == "ja"))
        if wanted.get("siden"):
            tests.append(lambda row: row.change == wanted["siden"])
        if wanted.get("alder"):
            label = next(label for last, label in standing.AGE_BANDS if str(last or "eldre") == wanted["alder"])
            tests.append(lambda row: row.age is not None and standing.age_band(row.age) == label)
        if wanted.get("steg"):
            tests.append(lambda row: row.proposal.step == wanted["steg"])
        if wanted.get("tjeneste"):
            service = "" if wanted["tjeneste"] == "ingen" else wanted["tjeneste"]
            tests.append(lambda row: row.case.responsible_service == service)
        if wanted.get("mine"):
            tests.append(lambda row: row.case.caseworker_id == user.pk)
        return [row for row in rows if all(test(row) for test in tests)]
