"""The worker's program, and the one table of what happens because time passes."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "housing.settings")

app = Celery("boligtjenesten")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Name of the job → {"task": dotted name, "schedule": crontab(...)}. Clock times are Norwegian.
app.conf.beat_schedule = {
    "ask again for report runs left behind": {
        "task": "reporting.requeue_runs",
        "schedule": crontab(),
    },
    "begin reports that are coming due": {
        "task": "reporting.begin_drafts",
        "schedule": crontab(hour=0, minute=40),
    },
    "reckon the numbers of the steering group's room": {
        "task": "reporting.reckon_steering_room",
        "schedule": crontab(hour=5, minute=10),
    },
    "ask again for ledger files left behind": {
        "task": "evictions.requeue_ledgers",
        "schedule": crontab(),
    },
    "print letters left behind": {
        "task": "housing.print_unprinted_letters",
        "schedule": crontab(minute="*/10"),
    },
    "see everyone in arrears": {
        "task": "evictions.make_fortnightly_run",
        "schedule": crontab(hour=1, minute=30),
    },
    "forget old drafts": {
        "task": "housing.forget_old_drafts",
        "schedule": crontab(hour=3, minute=10),
    },
    "let unanswered offers expire": {
        "task": "allocation.expire_offers",
        "schedule": crontab(hour=0, minute=20),
    },
    "put new rents in force": {
        "task": "housing.put_rents_in_force",
        "schedule": crontab(hour=0, minute=5),
    },
    "write rent letters left behind": {
        "task": "housing.write_waiting_rent_letters",
        "schedule": crontab(minute="5-59/10"),
    },
    "go through the waiting list": {
        "task": "allocation.go_through_waiting_list",
        "schedule": crontab(hour=0, minute=5),
    },
}
