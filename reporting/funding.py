"""Section 7 as the form prints it (ressursbruk): money by year, footnotes, sources, and what does not add up."""

from reporting.funding_check import Year, findings
from reporting.models import Report, ReportFunding, ReportFundingSource

LINES = ["granted", "paid", "carried_over", "applied_rest", "own", "used"]
# Shown when some year has them: the form itself has four lines.
ADDED = {"carried_over", "applied_rest"}


def table_of(report: Report) -> dict:
    """A line per kind of money, a column per year and the sum of the years."""
    years = list(report.funding.all())
    sources = list(report.funding_sources.all())
    lines = [_line(name, years) for name in LINES]
    notes = [row for row in years if row.note]
    return {
        "years": [{"year": row.year, "mark": notes.index(row) + 1 if row in notes else ""} for row in years],
        "lines": [line for line in lines if line["name"] not in ADDED or line["total"] is not None],
        "notes": [{"mark": mark, "year": row.year, "text": row.note} for mark, row in enumerate(notes, 1)],
        "sources": _sources(sources),
        "findings": checked(years, sources),
    }


def _line(name: str, years: list[ReportFunding]) -> dict:
    amounts = [getattr(row, name) for row in years]
    label = ReportFunding._meta.get_field(name).verbose_name
    return {"name": name, "label": label, "amounts": amounts, "total": _sum(amounts)}


def _sum(amounts):
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _sources(rows: list[ReportFundingSource]) -> dict:
    """T4 of the source: what each source gave, by year, and the sum."""
    years = sorted({row.year for row in rows})
    given = {(row.source, row.year): row.amount for row in rows}
    lines = []
    for source in ReportFundingSource.Source:
        amounts = [given.get((source.value, year)) for year in years]
        if _sum(amounts) is not None:
            lines.append({"label": source.label, "amounts": amounts, "total": _sum(amounts)})
    totals = [_sum([line["amounts"][place] for line in lines]) for place in range(len(years))]
    return {"years": years, "lines": lines, "totals": totals, "total": _sum(totals)}


def checked(years, sources) -> list[str]:
    from_husbanken = {row.year: row.amount for row in sources if row.source == ReportFundingSource.Source.HUSBANKEN}
    known = [
        Year(
            row.year,
            **{name: getattr(row, name) for name in LINES},
            from_husbanken=from_husbanken.get(row.year),
        )
        for row in years
    ]
    return findings(known)


def findings_of(report: Report) -> list[str]:
    """What does not add up in the report's section 7, in sentences."""
    return checked(list(report.funding.all()), list(report.funding_sources.all()))
