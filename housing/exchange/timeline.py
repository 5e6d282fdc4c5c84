"""The timeline of what was imported: each dated fact gets its line, as if it had been done here (tidslinjen)."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from housing.exchange.record_types import RecordType
from housing.exchange.staging import BATCH, Staging
from housing.models import CaseEvent, Household

COLUMNS = [field.column for field in CaseEvent._meta.concrete_fields if not field.primary_key]


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
    lines = _lines(record_type, _touched(staging, record_type, subject_type))
    table = CaseEvent._meta.db_table
    staging.copy(table, COLUMNS, ([getattr(line, name) for name in COLUMNS] for line in lines))


def _touched(staging: Staging, record_type: RecordType, subject_type: ContentType) -> Iterator[models.Model]:
    """New and changed records, in the order of the file; ``has_own_lines`` when pages have told of them."""
    is_touched = "is_changed OR (is_new AND NOT is_rejected)"
    ids = staging.rows(f"SELECT id FROM {staging.table(record_type.name)} WHERE {is_touched} ORDER BY line")
    written_here = CaseEvent.objects.filter(subject_type=subject_type, subject_id=OuterRef("pk"))
    for first in range(0, len(ids), BATCH):
        batch = record_type.model._base_manager.filter(pk__in=[pk for (pk,) in ids[first : first + BATCH]])
        batch = batch.annotate(has_own_lines=Exists(written_here))
        yield from batch.select_related(*record_type.related).order_by("pk")


def _lines(record_type: RecordType, records: Iterator[models.Model]) -> Iterator[CaseEvent]:
    titles: dict[str, str] = {}
    for record in records:
        household = Household(pk=record_type.household_id(record))
        if record.has_own_lines:
            # What was done here stays as it was told; the import adds that it has been corrected since.
            title = _("{what}: rettet ved innlesing").format(what=record._meta.verbose_name.capitalize())
            yield CaseEvent.about(record, household=household, title=title, imported=True)
            continue
        for fact in record_type.events(record):
            status = fact.get("became", "")
            # To find and translate the same few titles a hundred thousand times would take longer than all the rest.
            title = fact.pop("title", "") or titles.get(status, "")
            line = CaseEvent.about(record, household=household, title=title, imported=True, **fact)
            if status:
                titles[status] = line.title
            yield line
