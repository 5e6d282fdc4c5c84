"""The reports of the world the rights are asked about: a draft, one that is sent to be treated, an approved one."""

from datetime import date

from django.utils import timezone

from housing.file_types import PDF
from housing.models import StoredFile
from reporting import answers
from reporting.models import FrozenFigure, Report, ReportComment, ReportRun


def reports(*, by) -> dict:
    """The draft and the approved one each with a PDF."""
    stored = StoredFile.keep(b"%PDF-1.7", PDF)
    draft = Report.objects.create(period_first=date(2026, 1, 1), period_last=date(2026, 6, 30), municipality="Lindvik")
    approved = Report.objects.create(
        period_first=date(2025, 7, 1),
        period_last=date(2025, 12, 31),
        municipality="Lindvik",
        status=Report.Status.APPROVED,
        approved_on=date(2026, 2, 1),
        frozen_at=timezone.now(),
        approved_by=by,
    )
    # As ``approve`` does it, without the snapshot that a test's own transaction is already in.
    FrozenFigure.objects.bulk_create(answers.with_rows(approved))
    submitted = Report.objects.create(
        kind="monthly",
        period_first=date(2026, 5, 1),
        period_last=date(2026, 5, 31),
        municipality="Lindvik",
        status=Report.Status.SUBMITTED,
        submitted_on=date(2026, 6, 2),
        frozen_at=timezone.now(),
        submitted_by=by,
    )
    FrozenFigure.objects.bulk_create(answers.with_rows(submitted))
    made = {"status": ReportRun.Status.DONE, "percent": 100, "file": stored, "requested_by": by}
    return {
        "draft": draft,
        "draft_run": ReportRun.objects.create(report=draft, **made),
        "report": approved,
        "run": ReportRun.objects.create(report=approved, shows_approved=True, **made),
        "submitted": submitted,
        "comment": ReportComment.objects.create(report=submitted, text="Hva er nytt her?", by=by),
    }
