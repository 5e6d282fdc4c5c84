"""What one guidance's page says about it, and what the household's page says of it (leie til eie)."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _

from housing.casefile import Part
from housing.models import CaseEvent
from housing.periods import age_on
from housing.protection import shown_address
from housing.templatetags.norwegian import date_no, kr
from rent_to_own.models import Guidance, Outreach, Purchase, StartLoan

SHOWN = 4


def guidance_facts(guidance) -> list[tuple]:
    return [
        (_("Begynt"), date_no(guidance.started_on)),
        (_("Kommer fra"), guidance.get_origin_display()),
        (_("Vurdert"), date_no(guidance.assessed_on)),
        (_("Mulighet til å eie"), guidance.get_potential_display()),
        (_("Neste samtale"), date_no(guidance.next_contact_on)),
        *([(_("Gjenåpnet"), ", ".join(map(date_no, guidance.reopened_on)))] if guidance.reopened_on else []),
        *(
            [(_("Avsluttet"), f"{date_no(guidance.closed_on)}, {guidance.get_closing_reason_display().lower()}")]
            if guidance.closed_on
            else []
        ),
    ]


def loan_facts(loan) -> list[tuple]:
    """One loan, with what is not known told as that."""
    yes_no = {True: _("ja"), False: _("nei"), None: _("ikke registrert")}
    considered = yes_no[loan.cofinancing_considered]
    if loan.cofinancing_reason:
        considered = f"{considered}. {loan.cofinancing_reason}"
    facts = [(_("Saksnummer i Startskudd"), loan.reference), (_("Søkt"), date_no(loan.applied_on))]
    if not loan.outcome:
        return facts
    facts.append((_("Utfall"), f"{loan.get_outcome_display()} {date_no(loan.decided_on)}"))
    if loan.outcome != StartLoan.Outcome.GRANTED:
        return facts
    return [
        *facts,
        (_("Startlån"), kr(loan.loan_amount)),
        (_("Tilskudd"), kr(loan.grant_amount)),
        (_("Samfinansiering vurdert"), considered),
        (_("Samfinansiert med bank"), yes_no[loan.is_bank_cofinanced]),
        (_("Finansieringsbeviset gjelder til"), date_no(loan.certificate_expires_on)),
        (_("Utbetalt"), date_no(loan.paid_out_on)),
    ]


def purchase_facts(purchase, user, today) -> list[tuple]:
    """Of a sold municipal dwelling the address is the household's own from now on, and told as such."""
    home = shown_address(user, purchase.household, str(purchase.dwelling), today) if purchase.dwelling else ""
    appraisal = purchase.appraisal
    return [
        (_("Kjøpt"), date_no(purchase.bought_on)),
        (_("Hva"), purchase.get_kind_display()),
        *([(_("Bolig"), home)] if home else []),
        *([(_("Takst"), f"{kr(appraisal.amount)}, {date_no(appraisal.appraised_on)}")] if appraisal else []),
        (_("Pris"), kr(purchase.price)),
        *([(_("Hvorfor en annen pris"), purchase.price_reason)] if purchase.price_reason else []),
    ]


def child_ages(household, day) -> list[int]:
    born = [member.person.birth_date for member in household.members_on(day) if member.person.birth_date]
    return sorted(age for age in (age_on(day_born, day) for day_born in born) if age < 18)


def timeline_of(guidance):
    """What has happened with one guidance and its loans, the latest first."""
    type_of = ContentType.objects.get_for_model
    about = Q(subject_type=type_of(Guidance), subject_id=guidance.pk)
    about |= Q(subject_type=type_of(StartLoan), subject_id__in=guidance.loans.values("pk"))
    return CaseEvent.objects.filter(about, household=guidance.household_id).for_timeline()


def panel(household, user, day) -> Part | None:
    """The panel «Leie til eie» on a household's page, for those who were asked or are guided."""
    rows = list(Guidance.objects.visible_to(user).filter(household=household)[:SHOWN])
    asked = list(Outreach.objects.visible_to(user).filter(household=household)[:SHOWN])
    loans = StartLoan.objects.visible_to(user).filter(household=household, guidance=None)[:SHOWN]
    purchases = Purchase.objects.visible_to(user).filter(household=household, guidance=None)[:SHOWN]
    context = {"guidances": rows, "asked": asked, "loans": list(loans), "purchases": list(purchases)}
    if not any(context.values()):
        return None
    has_open = any(row.is_open for row in rows)
    return Part(_("Leie til eie"), "rent_to_own/_panel.html", context | {"has_open": has_open, "household": household})
