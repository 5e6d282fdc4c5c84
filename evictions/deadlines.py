"""What waits to be done about arrears and evictions (rows of ``housing/deadlines.py``). One question each, or two."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from evictions.models import (
    ArrearsAction,
    ArrearsCase,
    ArrearsPause,
    ArrearsTask,
    BenefitDeduction,
    EvictionFollowUp,
    EvictionWarning,
    Instalment,
    PaymentPlan,
    Petition,
)
from evictions.petition_dates import warning_dates
from housing.deadlines import Deadline
from housing.law import reference
from housing.models import Membership, Responsibility
from housing.periods import years_before
from housing.terms import reckoned

# How long before a warning is spent one is told of it, and before a consent runs out.
AHEAD = 30
# Whoever follows them at home gets in touch within a week.
CONTACT_DAYS = 7


def _line(case: ArrearsCase, today, *, law="", **facts) -> Deadline:
    return Deadline(
        household_id=case.tenancy.household_id,
        url=case.get_absolute_url(),
        law=str(reference(law, today).short) if law else "",
        case=case.number,
        **{"caseworker_id": case.caseworker_id} | facts,
    )


def _open_cases(households):
    return ArrearsCase.objects.open().filter(tenancy__household__in=households).select_related("tenancy")


def warnings_that_serve(households, today) -> Iterator[Deadline]:
    """The first day a petition may be sent on the newest warning, then the last: a warning lives a year."""
    petitioned = Petition.objects.open().filter(tenancy=OuterRef("case__tenancy"))
    rows = EvictionWarning.objects.filter(~Exists(petitioned), case__in=_open_cases(households))
    newest = {}
    for row in rows.select_related("case__tenancy").order_by("sent_on", "pk"):
        newest[row.case_id] = row
    for row in newest.values():
        dates = warning_dates(row.sent_on, due_on=row.due_on)
        if today <= dates.petition_from:
            yield _line(
                row.case,
                today,
                due_on=dates.petition_from,
                what=_("Fra nå kan begjæring om fravikelse sendes. Prøv å unngå det."),
                law="tvfbl_4_18",
                how=reckoned("F7", max(row.sent_on, row.due_on)),
            )
        elif dates.petition_until - timedelta(days=AHEAD) <= today <= dates.petition_until:
            yield _line(
                row.case,
                today,
                due_on=dates.petition_until,
                what=_("Varselet om fravikelse er snart for gammelt"),
                law="tvfbl_4_19",
                how=reckoned("F7_stale", dates.petition_from),
                if_missed=_("Det må sendes nytt varsel med to ukers frist."),
            )


def _petitions(households, today):
    child = Membership.objects.on(today).filter(
        Q(role=Membership.Role.CHILD, person__birth_date__isnull=True)
        | Q(person__birth_date__gt=years_before(today, 18)),
        household=OuterRef("tenancy__household"),
    )
    rows = Petition.objects.open().filter(tenancy__household__in=households).select_related("tenancy")
    return rows.annotate(has_children=Exists(child))


def _step(row: Petition, today, *, law="tvfbl_13_6", **facts) -> Deadline:
    return Deadline(
        household_id=row.tenancy.household_id,
        url=row.get_absolute_url(),
        law=str(reference(law, today).short),
        caseworker_id=row.caseworker_id,
        case=row.number,
        **facts,
    )


def petition_steps(households, today) -> Iterator[Deadline]:
    """The tenant's time to answer or pay; and a petition of somebody who has moved."""
    for row in _petitions(households, today):
        if row.tenancy.moved_out_on and row.tenancy.moved_out_on <= today:
            yield _step(
                row,
                today,
                due_on=row.tenancy.moved_out_on,
                what=_("Husstanden har flyttet ut: registrer utfallet av begjæringen"),
            )
        elif row.status == Petition.Status.STATEMENT:
            what = _("Barn bor her: leierens") if row.has_children else _("Leierens")
            yield _step(
                row,
                today,
                due_on=row.statement_due_on,
                what=_("{whose} frist til å uttale seg eller betale").format(whose=what),
                how=reckoned("F7_statement", row.put_to_tenant_on),
                if_missed=_("Utkastelsen kan berammes."),
            )


def evictions_scheduled(households, today) -> Iterator[Deadline]:
    """The day somebody is to be put out, with the children first in words."""
    for row in _petitions(households, today).filter(status=Petition.Status.SCHEDULED, scheduled_on__isnull=False):
        told = _("Barn mister boligen: utkastelsen er berammet") if row.has_children else _("Utkastelsen er berammet")
        is_past = row.scheduled_on < today
        yield _step(
            row,
            today,
            due_on=row.scheduled_on,
            what=_("{told}. Registrer hva som skjedde").format(told=told) if is_past else told,
            how=_("dagen namsmannen har bestemt"),
            if_missed=_("Husstanden står uten et sted å bo."),
        )


def instalments(households, today) -> Iterator[Deadline]:
    """The next instalment of an agreement, and agreements that are broken."""
    plans = PaymentPlan.objects.standing().filter(case__tenancy__household__in=households)
    coming = {}
    parts = Instalment.objects.filter(plan__in=plans.active(), due_on__gte=today).order_by("due_on")
    for part in parts:
        coming.setdefault(part.plan_id, part)
    for plan in plans.select_related("case__tenancy").order_by("pk"):
        if plan.status == PaymentPlan.Status.BREACHED:
            yield _line(
                plan.case,
                today,
                due_on=plan.breached_on,
                what=_("Nedbetalingsavtalen er brutt: snakk med leieren"),
                if_missed=_("Gjelden vokser, og avtalen er ikke til hjelp."),
            )
        elif plan.pk in coming:
            due_on = coming[plan.pk].due_on
            yield _line(plan.case, today, due_on=due_on, what=_("Avdrag på nedbetalingsavtalen forfaller"))


def consents_that_end(households, today) -> Iterator[Deadline]:
    """A consent that runs out under a draw from a benefit: the draw stops the same day."""
    rows = BenefitDeduction.objects.not_over(today).filter(
        case__tenancy__household__in=households,
        consent__expires_on__lte=today + timedelta(days=AHEAD),
        consent__withdrawn_on__isnull=True,
        ends_on__gte=today,
    )
    for row in rows.select_related("case__tenancy", "consent").order_by("pk"):
        if row.ends_on == row.consent.expires_on:
            yield _line(
                row.case,
                today,
                due_on=row.consent.expires_on,
                what=_("Samtykket til trekk utløper: spør leieren om et nytt"),
                if_missed=_("Trekket stanser."),
            )


def arrears_tasks(households, today) -> Iterator[Deadline]:
    """What a meeting decided that somebody is to do."""
    rows = ArrearsTask.objects.open().filter(case__tenancy__household__in=households, case__closed_on__isnull=True)
    for row in rows.select_related("case__tenancy").order_by("pk"):
        owner = {"caseworker_id": row.owner_id} if row.owner_id else {}
        yield _line(row.case, today, due_on=row.due_on, what=_("Restanse: {what}").format(what=row.what), **owner)


def pauses_that_end(households, today) -> Iterator[Deadline]:
    rows = ArrearsPause.objects.filter(
        case__in=_open_cases(households), starts_on__lte=today, ends_on__gte=today, lifted_by__isnull=True
    )
    for row in rows.select_related("case__tenancy").order_by("pk"):
        yield _line(row.case, today, due_on=row.ends_on, what=_("Pausen er over: ta opp restansesaken igjen"))


def eviction_follow_ups(households, today) -> Iterator[Deadline]:
    """Whom somebody answers for after an eviction; without an owner it is everybody's, and today's."""
    rows = EvictionFollowUp.objects.open().filter(petition__tenancy__household__in=households)
    for row in rows.select_related("petition__tenancy").order_by("pk"):
        what = _("Kastet ut: finn ut hvor husstanden er, og at noen følger opp")
        yield Deadline(
            household_id=row.petition.tenancy.household_id,
            url=row.get_absolute_url(),
            case=row.petition.number,
            caseworker_id=row.owner_id,
            due_on=row.due_on if row.owner_id else min(row.due_on, today),
            what=what if row.owner_id else _("{what}. Ingen har ansvaret").format(what=what),
            if_missed=_("Ingen vet om de har et sted å bo."),
        )


def followed_at_home(households, today) -> Iterator[Deadline]:
    """Whoever follows a household at home gets in touch when it falls into arrears (Housing First, booppfølging)."""
    contact = ArrearsAction.objects.filter(case=OuterRef("pk"), kind__in=ArrearsAction.CONTACTS)
    cases = {case.household_id: case for case in _open_cases(households).filter(~Exists(contact)).order_by("-pk")}
    following = Responsibility.objects.open(today).filter(household__in=cases, kind=Responsibility.Kind.FOLLOW_UP)
    for row in following.order_by("pk"):
        case = cases[row.household_id]
        yield _line(
            case,
            today,
            due_on=case.opened_on + timedelta(days=CONTACT_DAYS),
            what=_("Følges opp i bolig og har restanse: ta kontakt"),
            caseworker_id=row.user_id,
        )
