"""The timeline of what was imported: each dated fact gets its line, as if it had been done here (tidslinjen)."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.exchange.record_types import RecordType
from housing.exchange.staging import BATCH, Staging
from housing.models import CaseEvent, Household


def write(staging: Staging, record_type: RecordType) -> None:
    """Lines for new rows; for changed ones, new lines in place of those an earlier import wrote."""
    if record_type.events is None:
        return
    staged = staging.table(record_type.name)
    subject_type = ContentType.objects.get_for_model(record_type.model)
    staging.run(
        "DELETE FROM housing_caseevent WHERE is_imported AND subject_type_id = %s "
        f"AND subject_id IN (SELECT id FROM {staged} WHERE is_changed)",
        [subject_type.pk],
    )
    written_here = CaseEvent.objects.filter(subject_type=subject_type, subject_id=OuterRef("pk"))
    touched = [
        pk
        for (pk,) in staging.rows(
            f"SELECT id FROM {staged} WHERE is_changed OR (is_new AND NOT is_rejected) ORDER BY line"
        )
    ]
    for first in range(0, len(touched), BATCH):
        records = (
            record_type.model.objects.filter(pk__in=touched[first : first + BATCH])
            .annotate(has_own_lines=Exists(written_here))
            .select_related(*record_type.related)
            .order_by("pk")
        )
        CaseEvent.objects.bulk_create(_lines(record_type, records), batch_size=2000)


def _lines(record_type: RecordType, records) -> Iterator[CaseEvent]:
    for record in records:
        if record.has_own_lines:
            # What was done here stays as it was told; the import adds that it has been corrected since.
            title = _("{what}: rettet ved innlesing").format(what=record._meta.verbose_name.capitalize())
            facts = [{"happened_on": timezone.localdate(), "title": title}]
        else:
            facts = record_type.events(record)
        for fact in facts:
            household = Household(pk=record_type.household_id(record))
            yield CaseEvent.about(record, household=household, imported=True, **fact)
