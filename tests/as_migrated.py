"""A test that commits leaves the database as the migrations left it.

Django truncates every table and writes all permissions anew, and takes the rows of migrations with it, so that such
tests must come last. Here what was written is deleted, and what the migrations wrote stands there again. Triggers and
references rest meanwhile, so the user is a superuser, as ours is.
"""

from django.db import connection, transaction

KEPT = "as_migrated"


def remember():
    """Called once, on a database no test has touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {KEPT}")
        for table in filled(cursor):
            cursor.execute(f'CREATE TABLE {KEPT}."{table}" AS TABLE public."{table}"')


def put_back(_test):
    """Stands in for ``TransactionTestCase._fixture_teardown``."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in filled(cursor):
            cursor.execute(f'DELETE FROM public."{table}"')
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = %s", [KEPT])
        for (table,) in cursor.fetchall():
            columns = ", ".join(f'"{column}"' for column in written(cursor, table))
            cursor.execute(f'INSERT INTO public."{table}" ({columns}) SELECT {columns} FROM {KEPT}."{table}"')


def filled(cursor) -> list[str]:
    """The tables of our models that have rows."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM public.\"{table}\")" for table in tables)
    cursor.execute(asked)
    return [row[0] for row in cursor.fetchall()]


def written(cursor, table) -> list[str]:
    """Its columns but those PostgreSQL makes of the others."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [row[0] for row in cursor.fetchall()]
