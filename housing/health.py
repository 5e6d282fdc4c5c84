"""Is the program alive (``/helse/``), and can it do its work (``/klar/``)? Asked by load balancers, not by people."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError


@login_not_required
@never_cache
@require_safe
def alive(request):
    """The process answers. Nothing else is asked, so that a sick database does not restart a healthy web server."""
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def ready(request):
    """PostgreSQL answers with every migration applied, and Redis answers; 503 with the names of what does not."""
    missing = [name for name, works in (("database", database_works), ("redis", redis_works)) if not works()]
    status = {"status": "unavailable", "missing": missing} if missing else {"status": "ok"}
    return JsonResponse(status, status=503 if missing else 200)


def database_works():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return migrations_are_applied()
    except DatabaseError:
        return False


def migrations_are_applied():
    """Asked in full until the answer is yes; a running program's migrations are never taken back."""
    if not getattr(migrations_are_applied, "known", False):
        executor = MigrationExecutor(connection)
        migrations_are_applied.known = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return migrations_are_applied.known


def redis_works():
    try:
        cache.get("ready")
    except RedisError:
        return False
    return True
