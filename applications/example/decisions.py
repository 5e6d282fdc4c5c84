"""Decisions of the demo: one with conditions, a refusal with a help plan, help, shelter, and two that are read."""

from datetime import timedelta

from applications.example.cases import decision_form, helped, received, refused, smallest_first, told
from applications.forms.readings import AnswerForm
from applications.models import Application, SecondReading
from housing.example_forms import day, sent
from housing.models import Person

KIND = Application.Kind


def leave(households, caseworker, leader, today) -> None:
    shelter, dwelling, help_, refusal, unread, returned = smallest_first(households, today)
    _grant_with_conditions(dwelling, caseworker, today)
    _refuse_and_help(refusal, caseworker, leader, today)
    _grant_help_in_nynorsk(help_, caseworker, today)
    _grant_shelter(shelter, caseworker, today)
    _lay_before_reader(unread, leader, today)
    _return(_lay_before_reader(returned, caseworker, today), leader)


leave.households = 6


def _grant_with_conditions(household, by, today):
    case = received(household, by, today - timedelta(days=60), rooms_min=2)
    decided_on = today - timedelta(days=20)
    form = decision_form(
        case,
        by,
        "granted",
        decided_on,
        main_content="Du får leie en kommunal bolig.",
        lease_years="3",
        needs_lift_or_ground_floor="no",
        condition_1="Du tar imot besøk fra boligteamet hver fjortende dag.",
        supervise_1=day(today + timedelta(days=7)),
        condition_2="Husleien trekkes av stønaden din og betales fra NAV.",
        conditions="Vedtaket faller bort hvis du takker nei til to tilbud.",
    )
    form.decide(by=by)
    told(case, by, decided_on, decided_on + timedelta(days=3))


def _refuse_and_help(household, by, reader, today):
    case = received(household, by, today - timedelta(days=80), rooms_min=2)
    decided_on = today - timedelta(days=45)
    refused(case, by, decided_on, read_by=reader, told_on=decided_on + timedelta(days=3))
    helped(case, by, today - timedelta(days=35), today - timedelta(days=4))


def _grant_help_in_nynorsk(household, by, today):
    main = household.members_on(today)[0].person
    main.written_language = Person.Language.NYNORSK
    main.save(update_fields=["written_language"])
    case = received(household, by, today - timedelta(days=40), KIND.ASSISTANCE)
    decided_on = today - timedelta(days=12)
    form = decision_form(
        case,
        by,
        "granted",
        decided_on,
        main_content="Du får hjelp til å leite etter privat bustad, éin time i veka.",
        valid_until=day(today + timedelta(days=170)),
        conditions="Ingen vilkår. Vedtaket fell bort om du flyttar frå kommunen.",
        facts="Du bur hos ein ven og har ikkje eigen bustad. Opplysningane er frå søknaden og samtalen vi hadde.",
        considerations="Vi har lagt vekt på at du treng støtte til å finne og halde på ein bustad.",
        applicant_view="Du vil helst leige privat.",
        child_view="Barna vil helst gå på same skule som i dag.",
    )
    form.decide(by=by)
    told(case, by, decided_on, decided_on + timedelta(days=2))


def _grant_shelter(household, by, today):
    case = received(household, by, today - timedelta(days=9), KIND.TEMPORARY)
    decided_on = today - timedelta(days=8)
    form = decision_form(
        case,
        by,
        "granted",
        decided_on,
        main_content="Du får et møblert rom med eget bad og felles kjøkken i sentrum. Kommunen skaffer rommet.",
        valid_until=day(today + timedelta(days=40)),
        conditions="Ingen andre vilkår enn husordensreglene. Vedtaket faller bort når du får egen bolig.",
        facts="Du har ikke et sted å sove, og har ikke penger til å skaffe det selv.",
        considerations="Behovet er akutt. Tilbudet varer til vi har funnet en bolig som kan vare.",
        applicant_view="Du ønsker et sted uten rus.",
    )
    form.decide(by=by)
    told(case, by, decided_on, decided_on)


def _lay_before_reader(household, by, today) -> SecondReading:
    case = received(household, by, today - timedelta(days=26), rooms_min=3)
    form = decision_form(
        case,
        by,
        "rejected",
        today,
        main_content="Du får ikke kommunal bolig nå.",
        advice="Du kan søke bostøtte. Boligkontoret hjelper deg med å skrive en annonse og gå på visninger.",
    )
    form.send(by=by)
    return case.readings.get()


def _return(reading, reader):
    comment = "Fint grunnlag. Skriv mer om hva barna mener, og hvorfor startlån ikke er aktuelt."
    answers = {"answer": SecondReading.Answer.RETURNED, "comment": comment}
    sent(AnswerForm, answers, reading=reading, by=reader).give()
