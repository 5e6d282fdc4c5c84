"""What the page of retention shows (botid): the estimate, for whom, Bodø's own shares beside it, and the curve."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from housing.charts import FIRST_COLOUR, Chart
from housing.models import Tenancy
from housing.periods import percent
from housing.templatetags.norwegian import date_no
from housing_first import retention
from housing_first.models import Referral
from housing_first.retention import Curve, Followed, Share

NOT_REFERRED = gettext_lazy("Uten henvisning, eller ikke registrert")
DAYS_A_MONTH = 365 / 12
PART = gettext_lazy("{part} av {whole}")


@dataclass(frozen=True)
class Mark:
    """The share that has kept its home so many months, and how many were followed as long."""

    months: int
    percent: object
    at_risk: int


@dataclass(frozen=True)
class Line:
    """One group of participants: how many had a home, how many lost it, the middle, and the shares by month."""

    label: str
    count: int
    lost: int
    median: str
    marks: list[Mark]
    is_heading: bool = False


def lines(everyone: list[Followed], as_of: date) -> list[Line]:
    """All, by whom they rented of first, and by how they lived when referred. A group nobody is in is left out."""
    found = [_line(_("Alle"), everyone, as_of, is_heading=True)]
    for tenure in Tenancy.Tenure:
        of_tenure = [one for one in everyone if retention.tenure_of(one, as_of) == tenure]
        found.append(_line(_("Første bolig: {tenure}").format(tenure=str(tenure.label).lower()), of_tenure, as_of))
    for status in [*Referral.HousingStatus, ""]:
        label = str(status.label if status else NOT_REFERRED)
        of_status = [one for one in everyone if one.status_at_entry == status]
        found.append(_line(_("Ved henvisning: {status}").format(status=label[0].lower() + label[1:]), of_status, as_of))
    return [line for line in found if line.count or line.is_heading]


def _line(label, everyone, as_of, *, is_heading=False) -> Line:
    curve = retention.curve(everyone, as_of)
    marks = [Mark(months, as_percent(curve.at(days)), curve.at_risk(days)) for months, days in retention.MARKS.items()]
    return Line(label, curve.count, curve.lost, median_text(curve), marks, is_heading)


def as_percent(share):
    return None if share is None else percent(share, 1)


def median_text(curve: Curve) -> str:
    """How long it took until half had lost the home, in days and months; or that more than half still have it."""
    if not curve.count:
        return "–"
    days = curve.median()
    if days is None:
        return _("ikke nådd")
    months = round(days / DAYS_A_MONTH)
    told = ngettext("{days} dag", "{days} dager", days).format(days=days)
    return told + " " + ngettext("({months} måned)", "({months} måneder)", months).format(months=months)


def bodos_shares(everyone: list[Followed], as_of: date) -> list[dict]:
    """Counted as Bodø did, each with what it is a part of. The day stands above the table."""
    shares = [
        (
            _("Mer enn {months} måneder i den første boligen").format(months=retention.BODO_MONTHS),
            retention.longer_than(everyone, retention.BODO_MONTHS, as_of),
        ),
        (_("Mer enn 23 måneder i den første boligen"), retention.longer_than(everyone, 23, as_of)),
        (_("Fortsatt fulgt opp, og fortsatt i boligen"), retention.still_housed(everyone, as_of)),
    ]
    return [{"label": label, "text": share_text(share), "share": share} for label, share in shares]


def share_text(share: Share) -> str:
    if not share.whole:
        return "–"
    value = str(percent(share.part, share.whole)).replace(".", ",")
    return f"{value}\N{NO-BREAK SPACE}%"


def chart(everyone: list[Followed], as_of: date) -> Chart | None:
    """The curve of all, with the number at risk as a table. It ends with the one who was followed longest."""
    curve = retention.curve(everyone, as_of)
    if not curve.count:
        return None
    last = max(curve.durations)
    points = [(0, 1), *((step.day, step.survival) for step in curve.steps)]
    values = [{"days": day, "share": float(share) * 100} for day, share in points]
    title = _("Andel som fortsatt har sin første bolig, {day}").format(day=date_no(as_of))
    specification = {
        "width": 620,
        "height": 220,
        "data": {"values": values},
        "mark": {"type": "line", "interpolate": "step-after", "color": FIRST_COLOUR, "strokeWidth": 2},
        "encoding": {
            "x": {
                "field": "days",
                "type": "quantitative",
                "title": _("Dager etter innflytting"),
                "axis": {"format": "d"},
            },
            "y": {
                "field": "share",
                "type": "quantitative",
                "title": _("Prosent"),
                "scale": {"domain": [0, 100]},
            },
        },
    }
    marks = [(0, 0), *retention.MARKS.items()]
    rows = [
        [str(months), str(days), f"{as_percent(curve.at(days))}".replace(".", ","), str(curve.at_risk(days))]
        for months, days in marks
    ]
    told = _("Trappekurve. {title}. {count} deltakere, {lost} har mistet boligen. Den lengste er fulgt i {last} dager.")
    description = told.format(title=title, count=curve.count, lost=curve.lost, last=last)
    headings = [_("Måneder"), _("Dager"), _("Prosent"), _("Fulgt så lenge")]
    return Chart(title, description, specification, headings, rows).drawn()
