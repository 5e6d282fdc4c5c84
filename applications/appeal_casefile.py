"""What pages show about appeals and help plans (rows of ``housing/casefile.py``, and the appeal's own page)."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from applications.deadlines import appeals as appeal_deadlines
from applications.models import Appeal, Decision, HelpPlan
from housing.casefile import Part, State
from housing.law import APPEAL_BODIES
from housing.models import CaseEvent, Household


def appeal_state(household, user, day) -> State | None:
    """An appeal that waits for us, or for the appeal body."""
    appeals = Appeal.objects.visible_to(user).filter(application__household=household)
    found = appeals.open().select_related("application").order_by("received_on", "pk").first()
    if found is None:
        return None
    text = _("Klage hos klageinstansen.") if found.is_forwarded else _("Klage til behandling.")
    detail = _("{number}, mottatt {day}").format(number=found.number, day=f"{found.received_on:%d.%m.%Y}")
    return State(text, detail, _("Åpne klagen"), found.get_absolute_url())


def help_plan(household, user, day) -> Part | None:
    """The panel «Hjelpeplan»: what is agreed after a refusal, while it is followed up."""
    plan = (
        HelpPlan.objects.visible_to(user)
        .filter(application__household=household)
        .open()
        .select_related("application", "responsible")
        .first()
    )
    if plan is None:
        return None
    return Part(_("Hjelpeplan"), "applications/_help_plan.html", {"plan": plan, "today": day, "is_short": True})


def plans_of(application) -> dict:
    """For the application's page: its plans, and whether one ought to be made now."""
    plans = list(application.help_plans.select_related("responsible"))
    is_refused = application.status in (application.Status.REJECTED, application.Status.DISMISSED)
    return {"help_plans": plans, "may_have_help_plan": is_refused and not any(not plan.outcome for plan in plans)}


def timeline_of(appeal):
    """All that has happened with this appeal, and the help and decisions around it stay on the application."""
    about = ContentType.objects.get_for_model(Appeal)
    return CaseEvent.objects.filter(
        household=appeal.application.household_id, subject_type=about, subject_id=appeal.pk
    ).for_timeline()


def next_deadline(appeal, today):
    """The most urgent of the deadlines about this appeal."""
    household = Household.objects.filter(pk=appeal.application.household_id)
    url = appeal.get_absolute_url()
    found = [row for source in appeal_deadlines.ABOUT_APPEALS for row in source(household, today) if row.url == url]
    return min(found, key=lambda row: row.due_on, default=None)


def bodies(kind: str) -> list[dict]:
    """Each body that hears appeals over our decisions, over which, and this one's marked: there is no one rule."""
    found: dict[str, dict] = {}
    for row in APPEAL_BODIES:
        if row.kind in Decision.Kind.values:
            body = found.setdefault(str(row.body), {"name": row.body, "decisions": [], "is_this": False})
            body["decisions"].append(row.decision)
            body["is_this"] |= row.kind == kind
    return sorted(found.values(), key=lambda body: not body["is_this"])
