"""The demo's programme organisation: steering group, project group, working groups, sub-projects. All made up."""

from datetime import date

from django.utils import timezone

from reporting.models import ProgrammeGroup

Kind = ProgrammeGroup.Kind

# Name, kind, whom it reports to, leader, task.
GROUPS = [
    ("Styringsgruppen", Kind.STEERING, "", "Kommunalsjefen", "Vedta mål, prioritere, og behandle rapportene."),
    (
        "Referansegruppen",
        Kind.REFERENCE,
        "Styringsgruppen",
        "Brukerrepresentanten",
        "Gi råd fra brukere, frivillige og utleiere.",
    ),
    ("Prosjektgruppen", Kind.PROJECT, "Styringsgruppen", "Programlederen", "Samordne arbeidsgruppene."),
    (
        "Kartlegging og tildeling",
        Kind.WORKING,
        "Prosjektgruppen",
        "Boligsjefen",
        "Felles kartlegging og rutine for tildeling.",
    ),
    ("Oppfølging i bolig", Kind.WORKING, "Prosjektgruppen", "Helse og mestring", "Rolle og ansvar i oppfølgingen."),
    ("Løslatelse", Kind.WORKING, "Prosjektgruppen", "NAV", "Bolig avklart før løslatelsen."),
    (
        "Utskriving fra institusjon",
        Kind.WORKING,
        "Prosjektgruppen",
        "Helse og mestring",
        "Bolig avklart ved innleggelse.",
    ),
    (
        "Bosetting av flyktninger",
        Kind.WORKING,
        "Prosjektgruppen",
        "Flyktningtjenesten",
        "Boliger til dem som bosettes.",
    ),
    ("Husleie og vedlikehold", Kind.WORKING, "Prosjektgruppen", "Eiendom", "Ny husleiemodell og leietakernes del."),
    ("Leie til eie", Kind.SUB_PROJECT, "Prosjektgruppen", "Boligkontoret", "Finne og veilede leietakere som kan eie."),
    ("Leie med sparing", Kind.SUB_PROJECT, "Leie til eie", "Boligkontoret", "Prøve ut avtaler over fem år."),
    (
        "Forebygging av utkastelser",
        Kind.SUB_PROJECT,
        "Prosjektgruppen",
        "Økonomi",
        "Færre begjæringer, ingen med barn.",
    ),
    ("Bolig først", Kind.SUB_PROJECT, "Prosjektgruppen", "Helse og mestring", "Egen bolig uten vilkår om behandling."),
]
MEMBERS = {
    "Styringsgruppen": "Kommunalsjefen (leder)\nLederne for boligkontoret, NAV, helse, oppvekst og eiendom\n"
    "Økonomisjefen\nHusbanken (observatør)\nProgramlederen (sekretær)",
}
ENDED = "Utskriving fra institusjon"


def leave_organisation(by) -> None:
    """The groups from the programme's start; one working group has done its work. Done before, it does nothing."""
    if ProgrammeGroup.objects.exists():
        return
    first = date(timezone.localdate().year - 2, 8, 15)
    made: dict[str, ProgrammeGroup] = {}
    for name, kind, above, leader, task in GROUPS:
        group = ProgrammeGroup(
            name=name,
            kind=kind,
            reports_to=made.get(above),
            leader=leader,
            mandate=task,
            members=MEMBERS.get(name, ""),
            starts_on=first,
            ends_on=date(first.year + 1, 11, 1) if name == ENDED else None,
            by=by,
        )
        made[name] = group.keep()
