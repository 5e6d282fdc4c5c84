"""What the demo knows of its people beside their applications: mappings, a release, and what is half written."""

from datetime import timedelta

from applications.example.cases import smallest_first
from applications.forms.mappings import title_of
from applications.forms.transitions import TransitionForm
from applications.models import Level, Mapping
from housing.example_forms import day, sent
from housing.models import CaseEvent, Consent, Draft, TargetGroup

Need, Problem, Situation = Mapping.Need, Mapping.Problem, Mapping.Situation


def leave(households, caseworker, leader, today) -> None:
    passed, released, twice, own, other = smallest_first(households, today)
    _map_twice(twice, caseworker, today)
    _map_before_release(passed, caseworker, today)
    _expect(released, caseworker, today)
    _begin(own, caseworker, today, "Ønsker bolig nær skolen. Kan flytte fra neste måned.")
    _begin(other, leader, today, "Trenger bolig uten trapper.")


leave.households = 5


def _map_twice(household, by, today):
    """From no home to one that is at risk, with what was better and what was not."""
    groups = [TargetGroup.values[0]]
    worse = dict.fromkeys(Mapping.LEVELS, Level.SOME) | {"level_housing": Level.POOR, "level_economy": Level.POOR}
    better = worse | {"level_housing": Level.SOME, "level_health": Level.GOOD, "level_social": Level.GOOD}
    _map(
        household,
        by,
        today - timedelta(days=55),
        situation=Situation.NO_HOME,
        homeless_category=Mapping.HomelessCategory.WITH_OTHERS,
        problems=[Problem.HEAVY_DEBT, Problem.FAMILY_BREAKUP],
        needs=[Need.DWELLING, Need.FINANCIAL],
        lasted_since=today - timedelta(days=100),
        description="Bor på sofaen hos en venn etter samlivsbruddet.",
        target_groups=groups,
        **worse,
    )
    _map(
        household,
        by,
        today - timedelta(days=4),
        situation=Situation.AT_RISK,
        problems=[Problem.HEAVY_DEBT],
        needs=[Need.FOLLOW_UP, Need.FINANCIAL, Need.ADVICE],
        lasted_since=today - timedelta(days=20),
        description="Leier en hybel privat. Husleien er for høy for inntekten.",
        target_groups=groups,
        **better,
    )


def _map_before_release(household, by, today):
    """To be out without a home on a day that has passed: somebody must find out how it went."""
    _map(
        household,
        by,
        today - timedelta(days=50),
        situation=Situation.NO_HOME,
        homeless_category=Mapping.HomelessCategory.INSTITUTION,
        release_on=today - timedelta(days=6),
        needs=[Need.DWELLING, Need.FOLLOW_UP],
        lasted_since=today - timedelta(days=400),
        description="Skal ut uten bolig. Ønsker å bo for seg selv.",
        level_housing=Level.POOR,
        level_network=Level.POOR,
    )


def _map(household, by, on, **found):
    made = Mapping.objects.create(household=household, mapped_on=on, source="Samtale på kontoret", by=by, **found)
    CaseEvent.write(made, by=by, title=title_of(made), note=", ".join(made.problem_labels), happened_on=on)
    household.take_responsibility(by, day=on)


def _expect(household, by, today):
    """Out in a fortnight, moved twice, and no home yet."""
    consent = Consent(
        household=household,
        person=household.members_on(today)[0].person,
        recipient="Fjellheim fengsel",
        purpose="Planlegge bolig og oppfølging før løslatelsen",
        given_on=today - timedelta(days=55),
    )
    consent.give(by=by)
    answers = {
        "kind": "release",
        "institution": "Fjellheim fengsel",
        "admitted_on": day(today - timedelta(days=310)),
        "notified_on": day(today - timedelta(days=55)),
        "planned_on": day(today + timedelta(days=45)),
        "home_before": "none",
        "home_needed": "Liten leilighet utenfor sentrum, med besøk fra oppfølgingsteamet",
        "services_before": "Fast kontakt i oppfølgingsteamet",
        "contact_institution": "Sosialkonsulenten på avdeling B",
        "contact_nav": "Ungdomsteamet",
        "caseworker": str(by.pk),
        "consent": str(consent.pk),
    }
    expected = sent(TransitionForm, answers, household=household, user=by).register(by=by)
    for planned, learned, reason in ((30, 30, "Prøveløslatelse innvilget"), (14, 9, "Fremskutt på grunn av plass")):
        expected.reschedule(
            by=by,
            planned_on=today + timedelta(days=planned),
            learned_on=today - timedelta(days=learned),
            reason=reason,
        )
    household.take_responsibility(by, day=today - timedelta(days=50))


def _begin(household, by, today, wishes):
    typed = {"kind": ["new"], "received_on": [day(today)], "channel": ["meeting"], "rooms_min": ["2"]}
    data = typed | {"wishes": [wishes]}
    Draft.objects.create(form="application", subject_id=household.pk, household=household, by=by, data=data)
