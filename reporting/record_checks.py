"""Records that look wrong, and which figures they disturb (kontroll av registreringene), before a report is sent.

Each is asked as a figure is: of a period, with the rows behind it. None of them says that somebody has made a mistake.
"""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from allocation.models import TemporaryStay
from applications.models import Application, Mapping
from evictions.models import Petition
from housing.models import Contract, Dwelling, Membership, Person, Tenancy
from housing.periods import Period, add_months
from housing_first.models import Participation
from rent_to_own.models import Purchase, StartLoan
from reporting.figures.figure import Figure, Group, Unit
from reporting.figures.homeless import current
from reporting.figures.tenancies import active, under_contract

OLD_MAPPING_MONTHS = 12
LONG_PENDING_MONTHS = 6
LONG_STAY_MONTHS = 12


def without_category(period: Period):
    return current(period.last).filter(situation=Mapping.Situation.NO_HOME, homeless_category="")


def old_mappings(period: Period):
    return current(period.last).filter(
        situation=Mapping.Situation.NO_HOME, mapped_on__lt=add_months(period.last, -OLD_MAPPING_MONTHS)
    )


def without_birth_date(period: Period):
    """Who is counted among adults because nobody knows that they are not: the children may be too few."""
    counted = current(period.last).exclude(situation=Mapping.Situation.NONE).values("household")
    stays = TemporaryStay.objects.on(period.last).values("household")
    there = Membership.objects.on(period.last).filter(Q(household__in=counted) | Q(household__in=stays))
    return Person.objects.filter(birth_date__isnull=True, pk__in=there.values("person"))


def mapped_without_members(period: Period):
    there = Membership.objects.on(period.last).filter(household=OuterRef("household"))
    return current(period.last).exclude(situation=Mapping.Situation.NONE).filter(~Exists(there))


def long_pending(period: Period):
    pending = Application.objects.filter(received_on__lt=add_months(period.last, -LONG_PENDING_MONTHS))
    return pending.filter(Q(decided_on__isnull=True) | Q(decided_on__gt=period.last))


def without_contract(period: Period):
    """Where the municipality only says who may rent, the contract is the owner's."""
    begun = Contract.objects.filter(tenancy=OuterRef("pk"), starts_on__lte=period.last)
    return active(period).exclude(dwelling__ownership=Dwelling.Ownership.NOMINATION).filter(~Exists(begun))


def expired(period: Period):
    return under_contract(period, contract_ends_on__lte=period.last)


def without_end_reason(period: Period):
    ended = Tenancy.objects.municipal().filter(moved_out_on__range=(period.first, period.last))
    return ended.filter(end_reason="")


def long_stays(period: Period):
    return TemporaryStay.objects.on(period.last).filter(starts_on__lt=add_months(period.last, -LONG_STAY_MONTHS))


def let_by_us(period: Period):
    return Dwelling.objects.in_stock(period.last).exclude(ownership=Dwelling.Ownership.NOMINATION)


def without_rent(period: Period):
    return let_by_us(period).filter(Q(monthly_rent__isnull=True) | Q(monthly_rent=0))


def without_rent_model(period: Period):
    return let_by_us(period).filter(rent_model="")


def petitions_without_outcome(period: Period):
    old = Petition.objects.filter(sent_on__lt=add_months(period.last, -LONG_PENDING_MONTHS))
    return old.filter(Q(outcome_on__isnull=True) | Q(outcome_on__gt=period.last))


def loans_without_amount(period: Period):
    granted = StartLoan.objects.filter(outcome="granted", decided_on__range=(period.first, period.last))
    return granted.filter(
        Q(loan_amount__isnull=True) | Q(loan_amount=0), Q(grant_amount__isnull=True) | Q(grant_amount=0)
    )


def purchases_without_guidance(period: Period):
    return Purchase.objects.filter(bought_on__range=(period.first, period.last), guidance__isnull=True)


def participants_without_sex(period: Period):
    overlapping = Participation.objects.overlapping(period)
    return overlapping.exclude(person__sex__in=["female", "male"])


def _check(code, label, why, rows, group, unit):
    return Figure(code=f"check.{code}", label=label, definition=why, rows=rows, group=group, unit=unit)


CHECKS = [
    _check(
        "without_category",
        _("Uten bolig, og kategorien mangler"),
        _("Husstanden telles blant dem som er uten bolig, og ikke blant de bostedsløse."),
        without_category,
        Group.HOMELESS,
        Unit.HOUSEHOLD,
    ),
    _check(
        "old_mappings",
        _("Bostedsløs etter en kartlegging som er over ett år gammel"),
        _("Har husstanden fått bolig, er antallet bostedsløse for høyt."),
        old_mappings,
        Group.HOMELESS,
        Unit.HOUSEHOLD,
    ),
    _check(
        "without_members",
        _("Kartlagt husstand uten medlemmer den siste dagen"),
        _("Husstanden telles, men ingen personer i den."),
        mapped_without_members,
        Group.HOMELESS,
        Unit.HOUSEHOLD,
    ),
    _check(
        "without_birth_date",
        _("Personer uten fødselsdato i husstander som telles"),
        _("De regnes som voksne. Tallet på barn kan være for lavt."),
        without_birth_date,
        Group.HOMELESS,
        Unit.PERSON,
    ),
    _check(
        "long_pending",
        _("Søknader uten vedtak etter seks måneder"),
        _(
            "Er vedtaket fattet, men ikke registrert, er tallet på ubehandlede søknader for høyt og "
            "saksbehandlingstiden for lav."
        ),
        long_pending,
        Group.APPLICATIONS,
        Unit.APPLICATION,
    ),
    _check(
        "without_contract",
        _("Leieforhold uten kontrakt"),
        _("De telles som aktive, men ikke som tidsubestemte eller tidsbestemte."),
        without_contract,
        Group.TENANCIES,
        Unit.TENANCY,
    ),
    _check(
        "expired",
        _("Bor på en utløpt kontrakt"),
        _("Er kontrakten fornyet, men ikke registrert, er tallene på kontrakter feil."),
        expired,
        Group.TENANCIES,
        Unit.TENANCY,
    ),
    _check(
        "without_end_reason",
        _("Flyttet ut i perioden uten årsak"),
        _("Vi vet ikke om de kjøpte, ble kastet ut eller døde."),
        without_end_reason,
        Group.TENANCIES,
        Unit.TENANCY,
    ),
    _check(
        "long_stays",
        _("Midlertidig opphold i mer enn ett år"),
        _("Er oppholdet slutt, men ikke avsluttet i systemet, er tallene for høye."),
        long_stays,
        Group.TEMPORARY,
        Unit.HOUSEHOLD,
    ),
    _check(
        "without_rent",
        _("Boliger uten husleie"),
        _("Står boligen tom, blir tallet på tapt husleie for lavt."),
        without_rent,
        Group.DWELLINGS,
        Unit.DWELLING,
    ),
    _check(
        "without_rent_model",
        _("Boliger uten husleiemodell"),
        _("De er ikke med i andelen med kostnadsdekkende leie."),
        without_rent_model,
        Group.DWELLINGS,
        Unit.DWELLING,
    ),
    _check(
        "petitions_without_outcome",
        _("Begjæringer uten utfall etter seks måneder"),
        _("Tallene på utkastelser og avvergede utkastelser kan være for lave."),
        petitions_without_outcome,
        Group.ARREARS,
        Unit.PETITION,
    ),
    _check(
        "loans_without_amount",
        _("Innvilgede lån uten beløp"),
        _("De er verken med i antallet eller i summen."),
        loans_without_amount,
        Group.RENT_TO_OWN,
        Unit.LOAN,
    ),
    _check(
        "purchases_without_guidance",
        _("Boligkjøp uten veiledning"),
        _("De er ikke med blant nye eiere i leie til eie."),
        purchases_without_guidance,
        Group.RENT_TO_OWN,
        Unit.PURCHASE,
    ),
    _check(
        "participants_without_sex",
        _("Deltakere uten kjønn"),
        _("De er verken med blant kvinner eller menn."),
        participants_without_sex,
        Group.HOUSING_FIRST,
        Unit.PARTICIPATION,
    ),
]
BY_CODE = {check.code: check for check in CHECKS}
