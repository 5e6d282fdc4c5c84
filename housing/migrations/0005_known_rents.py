"""The rents that were known before there was a history: the first row of each, as the triggers would have left it."""

from django.db import migrations

ROWS = """
INSERT INTO housing_rent (external_id, {owner}_id, amount, in_force_from, how, note, recorded_at)
SELECT REPLACE(GEN_RANDOM_UUID()::text, '-', ''), t.id, t.monthly_rent,
       LEAST((now() AT TIME ZONE 'Europe/Oslo')::date, t.{gone}), 'registered', '', now()
FROM housing_{owner} t
WHERE t.monthly_rent IS NOT NULL AND {begun}
  AND NOT EXISTS (SELECT 1 FROM housing_rent r WHERE r.{owner}_id = t.id)
"""


class Migration(migrations.Migration):
    dependencies = [("housing", "0004_dwellings_and_allocation")]

    operations = [
        migrations.RunSQL(
            ROWS.format(owner="tenancy", gone="moved_out_on", begun="t.moved_in_on IS NOT NULL"), migrations.RunSQL.noop
        ),
        migrations.RunSQL(ROWS.format(owner="dwelling", gone="left_stock_on", begun="TRUE"), migrations.RunSQL.noop),
    ]
