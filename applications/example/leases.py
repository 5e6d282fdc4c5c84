"""Leases of the demo: who has been talked with, who leaves, what ran out, and what waits to be signed. All made up."""

from datetime import timedelta

from applications.example.cases import decision_form, received, told
from applications.models import Application
from housing.example_forms import day, sent
from housing.forms.contracts import ContractForm, LeaseNoticeForm, LeaseNoticeSignForm
from housing.forms.renewals import CareerTalkForm, LeavingForm, MoveOutRequestForm
from housing.forms.securities import SecurityForm
from housing.forms.terminations import ProtestForm, TerminationForm
from housing.models import Person, Tenancy
from housing.run_outs import COMING, Stage, run_outs

TALKS = [
    ("extend", "Vil bli boende. Trives i bydelen og har jobb i nærheten.", "Søker forlengelse, med hjelp herfra."),
    ("buy", "Vil eie. Har spart litt, og spør om startlån.", "Time hos boligkontoret om startlån neste uke."),
    ("private", "Kan tenke seg å leie privat i samme bydel.", "Ser på annonser sammen, og søker om garanti hos NAV."),
    ("leave", "Flytter til samboer når kontrakten går ut.", "Avtaler overlevering av nøkler en måned før."),
    ("undecided", "Vet ikke ennå. Venter på svar om arbeid.", "Ny samtale om to måneder."),
]
INCOME = "Uføretrygd og bostøtte. Betaler leien til rett tid, og har en liten buffer."
REASONS = "Naboene har klaget sju ganger siden mai. Vi har snakket med leieren tre ganger, uten at det er blitt bedre."


def leave(by, today) -> None:
    """As far as there are tenancies for it: a handful of records, as a test imports, has few."""
    open_to_all = _open_to_all(today)
    rows = run_outs(open_to_all, today)
    coming = list(rows.filter(stage__in=COMING).order_by("contract_ends_on", "pk")[:8])
    for tenancy, talk in zip(coming, TALKS, strict=False):
        _talk(tenancy, talk, by, today)
    for tenancy in coming[:1]:
        _renewed(tenancy, by, today)
    for tenancy in coming[3:4]:
        typed = {"leaves_on": day(tenancy.contract_ends_on), "why": "Flytter til samboer"}
        sent(LeavingForm, typed, tenancy=tenancy).plan(by=by)
    for tenancy in rows.filter(stage=Stage.RUN_OUT)[:1]:
        contract = tenancy.contract_on(today)
        typed = {"sent_on": day(today), "move_by": day(today + timedelta(days=30))}
        sent(MoveOutRequestForm, typed, contract=contract).send(by=by)
    for tenancy in rows.filter(stage=Stage.SILENT).order_by("contract_ends_on")[:1]:
        tenancy.contract_on(today).turn_indefinite(by=by)
    _given_notice(open_to_all, by, today)


def _open_to_all(today):
    """Tenants whose address is no secret, who read bokmål, and about whom nothing else is told here."""
    unlike = Person.objects.exclude(address_protection="none") | Person.objects.filter(written_language="nn")
    busy = Application.objects.open().values("household")
    lived_in = Tenancy.objects.active(today).filter(leaves_on__isnull=True, dwelling__ownership="owned")
    lived_in = lived_in.exclude(household__memberships__person__in=unlike).exclude(household__in=busy)
    return Tenancy.objects.filter(pk__in=lived_in.values("pk"))


def _talk(tenancy, talk, by, today):
    outcome, wishes, next_steps = talk
    typed = {
        "held_on": day(max(tenancy.moved_in_on, today - timedelta(days=21))),
        "with_whom": "Leieren selv",
        "income": INCOME,
        "wishes": wishes,
        "next_steps": next_steps,
        "outcome": outcome,
    }
    sent(CareerTalkForm, typed, tenancy=tenancy).register(by=by)


def _renewed(tenancy, by, today):
    """Talked about, applied for, granted, and the new lease waits to be signed; with what was told in writing."""
    case = received(tenancy.household, by, today - timedelta(days=18), kind=Application.Kind.EXTENSION, tenancy=tenancy)
    decided_on = today - timedelta(days=4)
    form = decision_form(
        case,
        by,
        "granted",
        decided_on,
        lease_years="3",
        facts="Du leier av kommunen, og kontrakten går ut om kort tid. Du har betalt leien, og du tar vare på boligen.",
        considerations="Vi har lagt vekt på at du har jobb og familie i bydelen, og at du trenger mer tid til å spare.",
        main_content="Du får forlenget leiekontrakten med tre år fra den dagen den går ut.",
        conditions="Vedtaket faller bort hvis du ikke har signert ny kontrakt innen tre måneder.",
    )
    form.decide(by=by)
    told(case, by, decided_on, decided_on + timedelta(days=2))
    notice = sent(LeaseNoticeForm, {"exceptions": ["household", "subletting"]}, tenancy=tenancy).write(by=by)
    sent(LeaseNoticeSignForm, {"signed_on": day(today)}, notice=notice).sign(by=by)
    empty = ContractForm(tenancy=tenancy)
    typed = {name: empty.get_initial_for_field(field, name) for name, field in empty.fields.items()}
    typed = {name: day(value) if hasattr(value, "year") else value for name, value in typed.items() if value}
    sent(ContractForm, typed | {"length": "36"}, tenancy=tenancy).draw_up(by=by)


def _given_notice(tenancies, by, today):
    """One tenant has given notice, and we have given another, who protests."""
    indefinite = tenancies.with_latest_contract(today).filter(contract_id__isnull=False, contract_ends_on__isnull=True)
    indefinite = list(indefinite.filter(monthly_rent__isnull=False).order_by("-pk")[:3])
    for tenancy in indefinite[:1]:
        given_on = max(tenancy.moved_in_on, today - timedelta(days=20))
        typed = {"given_by": "tenant", "kind": "notice", "given_on": day(given_on)}
        sent(TerminationForm, typed, tenancy=tenancy).give(by=by)
    for tenancy in indefinite[1:2]:
        typed = {"given_by": "landlord", "kind": "notice", "given_on": day(today), "ground": "neglect"}
        termination = sent(TerminationForm, typed | {"reasons": REASONS}, tenancy=tenancy).give(by=by)
        typed = {"protested_on": day(today), "protest": "Jeg er uenig. Det er ikke jeg som bråker."}
        sent(ProtestForm, typed, termination=termination).register(by=by)
    for tenancy in indefinite:
        typed = {"kind": "guarantee", "amount": str(tenancy.monthly_rent), "held_by": "NAV Lindvik"}
        typed["established_on"] = day(max(tenancy.moved_in_on, today - timedelta(days=400)))
        sent(SecurityForm, typed, tenancy=tenancy).establish(by=by)
