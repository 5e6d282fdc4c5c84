"""What an arrears case's page says of the household, the balance and what has happened (restansesakens side)."""

from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.translation import gettext as _

from evictions.balance_curve import Mark, drawn
from evictions.claims import balance_on, unpaid_claims
from evictions.models import ArrearsAction, ArrearsCase, LedgerEntry, Petition
from evictions.petition_facts import adults_of, children_of, postings_of
from evictions.return_notes import note_for
from housing.charts import Chart
from housing.models import Alert, CaseEvent
from housing.periods import round_half_up
from housing.protection import shown_address
from housing.templatetags.norwegian import date_no, decimal_no, kr

POSTINGS = 24


def context(case: ArrearsCase, user, today, page) -> dict:
    household = case.household
    with household.read_once():
        postings = postings_of(case.tenancy, today)
        children = children_of(household, today)
        return {
            "known": note_for(household, today),
            "children": [{"name": str(row.person), "age": row.person.age_on(today)} for row in children],
            "alerts": alerts_of(household, user, today),
            "interpreters": interpreters(household, today),
            "tenancy_facts": tenancy_facts(case, user, today),
            "balance": balance_on(postings, today),
            "balance_facts": balance_facts(case, postings, today),
            "chart": drawn(postings, marks_of(case), today) if postings else None,
            "postings": posted(case, postings, today, page),
            "case_facts": facts_of(case),
            "timeline": timeline_of(case),
        }


def alerts_of(household, user, today) -> list[Alert]:
    people = [row.person_id for row in household.members_on(today)]
    return list(Alert.objects.visible_to(user).on(today).filter(person__in=people).distinct())


def interpreters(household, today) -> list[str]:
    """«somali (Amina)»."""
    people = [row.person for row in adults_of(household, today)]
    return [f"{person.interpreter_language} ({person.given_name})" for person in people if person.interpreter_language]


def tenancy_facts(case, user, today) -> list[tuple]:
    tenancy = case.tenancy
    where = str(tenancy.dwelling) if tenancy.dwelling else tenancy.private_address
    return [
        (_("Leieforhold"), f"{tenancy.number}, {tenancy.get_tenure_display().lower()}", tenancy.get_absolute_url()),
        (_("Bolig"), shown_address(user, case.household, where, today) if where else ""),
        (_("Innflyttet"), date_no(tenancy.moved_in_on)),
        *([(_("Flyttet ut"), date_no(tenancy.moved_out_on))] if tenancy.moved_out_on else []),
        (_("Husleie"), kr(tenancy.monthly_rent) if tenancy.monthly_rent is not None else ""),
    ]


def balance_facts(case, postings, today) -> list[tuple]:
    owed = balance_on(postings, today)
    claims = unpaid_claims(postings)
    months = months_owed(owed, case.tenancy.monthly_rent)
    return [
        (_("Saldo i dag"), kr(owed)),
        (_("Eldste ubetalte krav"), date_no(claims[0].posted_on) if claims else ""),
        (_("Måneder med husleie"), decimal_no(months, 1) if months is not None else ""),
        (_("Saldo da saken ble åpnet"), kr(balance_on(postings, case.opened_on))),
    ]


def months_owed(owed: Decimal, rent: Decimal | None) -> Decimal | None:
    """How many months of today's rent are owed, to one decimal."""
    return round_half_up(owed / rent, 1) if rent and owed > 0 else None


def marks_of(case) -> list[Mark]:
    """What was done in the case, numbered from the first, as the list of measures has it."""
    actions = ArrearsAction.objects.filter(case=case).order_by("done_on", "pk")
    return [Mark(number, row.done_on, row.told) for number, row in enumerate(actions, start=1)]


def curve(case, today) -> Chart:
    return drawn(postings_of(case.tenancy, today), marks_of(case), today)


def posted(case, postings, today, page):
    """A page of postings, newest first, each with the balance after it."""
    rows = list(LedgerEntry.objects.filter(tenancy=case.tenancy_id).by(today).order_by("posted_on", "pk"))
    owed = Decimal(0)
    for row in rows:
        owed += row.effect
        row.balance = owed
    return Paginator(rows[::-1], POSTINGS).get_page(page)


def facts_of(case) -> list[tuple]:
    return [
        (_("Status"), case.get_status_display()),
        (_("Åpnet"), date_no(case.opened_on)),
        (_("Hvorfor"), case.get_ground_display()),
        (_("Ansvarlig tjeneste"), case.service_label),
        (_("Saksbehandler"), str(case.caseworker or "")),
        *([(_("Lukket"), date_no(case.closed_on))] if case.closed_on else []),
        *([(_("Hvorfor lukket"), case.get_closing_reason_display())] if case.closing_reason else []),
    ]


def timeline_of(case):
    """What has happened in the case and with its petitions."""
    about = ContentType.objects.get_for_models(ArrearsCase, Petition)
    petitions = Petition.objects.filter(case=case).values("pk")
    mine = Q(subject_type=about[ArrearsCase], subject_id=case.pk)
    theirs = Q(subject_type=about[Petition], subject_id__in=petitions)
    return CaseEvent.objects.filter(mine | theirs, household=case.household_id).for_timeline()
