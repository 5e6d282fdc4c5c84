"""What is shown of one participant's scores (bildet): from the start until now, by both sides; and who is due."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from housing.casefile import Part
from housing.charts import FIRST_COLOUR, SECOND_COLOUR, Chart
from housing.templatetags.norwegian import date_no
from housing_first import outcomes
from housing_first.development_page import area_label, scored
from housing_first.models import OutcomeAssessment, Participation
from housing_first.outcomes import AREAS

By = OutcomeAssessment.By


@dataclass(frozen=True)
class Due:
    """One participant on the list: the last score of each side, and when the next is due."""

    participation: Participation
    last: dict[str, date | None]
    due: dict[str, date]

    @property
    def due_on(self) -> date:
        return min(self.due.values())

    def is_late(self, today) -> bool:
        return self.due_on < today

    @property
    def sides(self) -> list[dict]:
        return [{"label": str(by.label), "last": self.last[by], "due": self.due[by]} for by in By]


def due_list(participations) -> list[Due]:
    """Who shall be scored next, the longest overdue first. Two queries, however many."""
    last = {by.value: Max("assessments__assessed_on", filter=Q(assessments__by=by)) for by in By}
    rows = participations.select_related("person", "household", "team", "caseworker")
    rows = rows.annotate(**{f"last_by_{by}": found for by, found in last.items()})
    found = []
    for row in rows:
        known = {by.value: getattr(row, f"last_by_{by.value}") for by in By}
        due = {by: outcomes.next_due(row.started_on, on) for by, on in known.items()}
        found.append(Due(row, known, due))
    return sorted(found, key=lambda one: (one.due_on, one.participation.pk))


def picture(participation) -> Chart | None:
    """Where each area was at the start, and where it is now, as the participant and as the team see it."""
    found = scored(OutcomeAssessment.objects.filter(participation=participation))
    rows, values, told = [], [], []
    for area in AREAS:
        label = area_label(area)
        cells = [label]
        for by in By:
            first, last = outcomes.first_and_last(found, area, by)
            cells += ["–" if score is None else str(score) for score in (first, last)]
            if first is None:
                continue
            now = first if last is None else last
            values.append({"area": label, "by": str(by.label), "first": first, "now": now})
            told.append(_("{area}, {by}: {first} → {now}").format(area=label, by=by.label, first=first, now=now))
        rows.append(cells)
    if not values:
        return None
    title = _("Fra start til nå, fra 1 til 5")
    headings = [_("Område"), *(f"{by.label}, {when}" for by in By for when in (_("ved start"), _("nå")))]
    description = _("Prikkdiagram. {title}. {told}.").format(title=title, told="; ".join(told))
    return Chart(title, description, _dots(values), headings, rows).drawn()


def _dots(values) -> dict:
    """A hollow ring at the start and a filled dot now, joined by a line: shape says it without colour."""
    labels = [area_label(area) for area in AREAS]
    scale = {"domain": [outcomes.LOWEST, outcomes.HIGHEST]}
    x = {"type": "quantitative", "scale": scale, "title": None, "axis": {"tickCount": 4, "format": "d"}}
    y = {"field": "area", "type": "nominal", "sort": labels, "title": None, "axis": {"labelLimit": 180}}
    ring = {"type": "point", "filled": False, "size": 90, "color": SECOND_COLOUR, "strokeWidth": 2}
    dot = {"type": "point", "filled": True, "size": 90, "color": FIRST_COLOUR}
    spec = {
        "width": 230,
        "height": {"step": 26},
        "encoding": {"y": y},
        "layer": [
            {
                "mark": {"type": "rule", "color": FIRST_COLOUR},
                "encoding": {"x": {"field": "first", **x}, "x2": {"field": "now"}},
            },
            {"mark": dot, "encoding": {"x": {"field": "now", **x}}},
            {"mark": ring, "encoding": {"x": {"field": "first", **x}}},
        ],
    }
    facet = {"column": {"field": "by", "type": "nominal", "title": None, "sort": [str(by.label) for by in By]}}
    return {"data": {"values": values}, "facet": facet, "spec": spec}


@dataclass(frozen=True)
class Row:
    """One scoring as the table shows it: what was answered, in the order it is asked."""

    assessment: OutcomeAssessment
    text: str


def table(assessments) -> list[Row]:
    labels = {area: area_label(area) for area in AREAS}
    return [
        Row(one, ", ".join(f"{labels[area]} {score}" for area, score in one.scores.items() if score is not None))
        for one in assessments
    ]


def panel(participation, user, day) -> Part | None:
    """On the participant's page: when the next score is due by each side, and the way to the picture."""
    if participation.started_on is None:
        return None
    last = participation.assessments.aggregate(**{by.value: Max("assessed_on", filter=Q(by=by)) for by in By})
    facts = []
    for by in By:
        due = outcomes.next_due(participation.started_on, last[by.value])
        told = date_no(last[by.value]) if last[by.value] else _("ingen ennå")
        if participation.is_active:
            told = _("{last}, neste {due}").format(last=told, due=date_no(due))
        facts.append((str(by.label), told))
    context = {
        "outcome_facts": facts,
        "outcomes_url": reverse("participation_outcomes", args=[participation.pk]),
        "outcome_new_url": reverse("outcome_new", args=[participation.pk]),
        "may_score": participation.is_active and user.has_perm("housing_first.work_in_team"),
    }
    return Part(_("Målinger"), "housing_first/_outcome_panel.html", context)
