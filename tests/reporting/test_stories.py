"""Success stories: who may read, what is missing, the second person, the consent, and what gets into the report."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from housing.database import Refused
from housing.periods import Period
from reporting import example_stories as example
from reporting import registers
from reporting.example_stories import leave_stories
from reporting.kinds import half_year_of
from reporting.models import Report, SuccessStory
from reporting.models.stories import LONGEST_TOGETHER, printed
from reporting.story_check import findings_of
from tests import make, make_reports
from tests import make_plan as made
from tests.at_once import at_once

pytestmark = pytest.mark.django_db
SPRING = Period.half_year(2026, 1)
TODAY = timezone.localdate()


@pytest.fixture
def ada(client):
    user = make.user("programme", name="Ada Lunde")
    client.force_login(user)
    return user


@pytest.fixture
def mona():
    return make.leader()


def send(client, name, story, **data):
    return client.post(reverse(name, args=[story.pk]), data)


# What is missing


def test_a_story_about_a_person_needs_consent_and_a_second_reader(ada, mona):
    story = made.story(by=ada, consent_obtained_on=None, consent_obtained_by="")
    assert len(story.missing()) == 2
    with pytest.raises(Refused, match="Samtykke fra den historien handler om, mangler"):
        story.choose()
    story.confirm(read=story.fingerprint, by=mona)
    assert story.missing() == ["Samtykke fra den historien handler om, mangler."]
    story.consent_obtained_on, story.consent_obtained_by = date(2026, 3, 2), "Boligkontoret"
    story.keep(by=ada)
    assert (story.missing(), story.confirmed_by) == ([], mona)  # the text is the one she read


def test_a_story_about_nobody_needs_no_consent(ada, mona):
    story = made.ready_story(
        by=ada, reader=mona, is_about_person=False, consent_obtained_on=None, consent_obtained_by=""
    )
    story.choose()
    assert [told["title"] for told in printed(SPRING)] == [story.title]


def test_the_writer_confirms_nothing_not_even_after_another_s_change(ada, mona):
    story = made.story(by=ada)
    with pytest.raises(Refused, match="kan ikke bekrefte den selv"):
        story.confirm(read=story.fingerprint, by=ada)
    story.text = "En annen tekst."
    story.keep(by=mona)
    for writer in (ada, mona):
        with pytest.raises(Refused, match="kan ikke bekrefte den selv"):
            story.confirm(read=story.fingerprint, by=writer)
    with pytest.raises(IntegrityError, match="story_confirmed_by_a_second_person"), transaction.atomic():
        SuccessStory.objects.update(confirmed_on=TODAY, confirmed_by=ada)
    story.confirm(read=story.fingerprint, by=make.leader())
    assert story.is_ready


@pytest.mark.parametrize(
    ("field", "value"), [("text", "Noe annet."), ("title", "Noe annet"), ("link", "https://a.no/b")]
)
def test_another_text_undoes_the_confirmation_and_takes_it_out(ada, mona, field, value):
    story = made.ready_story(by=ada, reader=mona)
    story.choose()
    setattr(story, field, value)
    story.keep(by=ada)
    story.refresh_from_db()
    assert (story.confirmed_on, story.confirmed_by, story.is_chosen) == (None, None, False)
    assert printed(SPRING) == []


def test_what_was_confirmed_is_what_was_read(client, ada, mona):
    story = made.story(by=ada)
    client.force_login(mona)
    read = client.get(reverse("story_confirm", args=[story.pk])).context["form"].initial["read"]
    story.text = "Endret mens hun leste."
    story.keep(by=ada)
    answer = send(client, "story_confirm", story, read=read, nobody="on")
    assert "Teksten er endret siden du leste den" in answer.content.decode()
    story.refresh_from_db()
    assert not story.is_ready


# Consent


def test_a_withdrawn_consent_takes_the_story_out_of_a_draft(client, ada, mona):
    story = made.ready_story(by=ada, reader=mona)
    story.choose()
    assert len(printed(SPRING)) == 1

    assert send(client, "story_consent_withdraw", story, withdrawn_on=f"{TODAY:%d.%m.%Y}").status_code == 302

    assert printed(SPRING) == []
    SuccessStory.objects.update(is_chosen=True)
    assert printed(SPRING) == []  # whatever else is said of it
    page = client.get(story.get_absolute_url()).content.decode()
    assert f"Samtykket er trukket tilbake {TODAY:%d.%m.%Y}." in page
    with pytest.raises(Refused, match="Samtykket er trukket tilbake"):
        SuccessStory.objects.get().choose()
    assert (
        "Det er ikke noe samtykke å trekke"
        in send(client, "story_consent_withdraw", story, withdrawn_on=f"{TODAY:%d.%m.%Y}").content.decode()
    )


@pytest.mark.parametrize(
    ("day", "told"), [(date(2026, 3, 1), "før det er gitt"), (TODAY + timedelta(days=1), "frem i tid")]
)
def test_a_consent_is_withdrawn_after_it_is_given_and_not_tomorrow(client, ada, day, told):
    story = made.story(by=ada)
    assert told in send(client, "story_consent_withdraw", story, withdrawn_on=f"{day:%d.%m.%Y}").content.decode()


def test_a_withdrawn_consent_is_not_written_over(client, ada):
    story = made.story(by=ada)
    story.withdraw_consent(on=TODAY)
    assert "consent_obtained_on" not in client.get(reverse("story_change", args=[story.pk])).context["form"].fields


# Into the report


def test_two_stories_of_at_most_a_page_are_taken_in(ada, mona):
    stories = [made.ready_story(by=ada, reader=mona, title=f"Historie {number}") for number in range(3)]
    for story in stories[:2]:
        story.choose()
    with pytest.raises(Refused, match="To historier er allerede tatt inn"):
        stories[2].choose()
    stories[0].leave_out()
    stories[2].choose()
    assert {told["title"] for told in printed(SPRING)} == {"Historie 1", "Historie 2"}
    other = made.ready_story(by=ada, reader=mona, period=Period.half_year(2025, 2))
    other.choose()
    assert len(printed(SPRING)) == 2


def test_two_long_ones_are_more_than_a_page(ada, mona):
    long = [made.ready_story(by=ada, reader=mona, text="a" * (LONGEST_TOGETHER // 2 + 1)) for _number in range(2)]
    long[0].choose()
    with pytest.raises(Refused, match="mer enn én side"):
        long[1].choose()


@pytest.mark.django_db(transaction=True)
def test_three_at_once_take_in_two():
    ada, mona = make.user("programme"), make.leader()
    stories = [made.ready_story(by=ada, reader=mona, title=f"Historie {number}") for number in range(3)]
    done, refused = at_once(lambda story: story.choose(), stories, threads=3)
    assert (done, len(refused), len(printed(SPRING))) == (2, 1, 2)


def test_what_is_printed_is_text_with_its_link(ada, mona):
    made.ready_story(by=ada, reader=mona, link="https://avisa.example/sak").choose()
    [told] = json.loads(json.dumps(printed(SPRING)))
    assert told["link"] == "https://avisa.example/sak"
    assert told["main_goal"].startswith("Hovedmål 1: Økt forebygging")


# Pages


def believable(**more):
    period = half_year_of(TODAY)
    facts = {"half_year": f"{period.first:%Y-%m}", "main_goal": "1", "title": "Hjemme", "text": "En fikk hjem."}
    return facts | {"is_about_person": "on"} | more


def test_a_story_is_written_once_and_says_what_it_lacks(client, ada):
    for _click in range(2):
        assert client.post(reverse("story_new"), believable(external_id="s1")).status_code == 302
    story = SuccessStory.objects.get()
    page = client.get(story.get_absolute_url()).content.decode()
    assert (story.written_by, story.period) == (ada, half_year_of(TODAY))
    assert "Samtykke fra den historien handler om, mangler." in page
    assert "Du har skrevet historien, så en annen må lese den." in page
    assert "Ta inn i rapporten" not in page


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"text": "a" * 3501}, "3500"),
        ({"text": ""}, "Du må rette 1 feil"),
        ({"link": "javascript:alert(1)"}, "Skriv hele adressen"),
        ({"consent_obtained_on": "01.02.2026"}, "Skriv hvem som innhentet samtykket."),
        ({"consent_obtained_by": "NAV"}, "Skriv hvilken dag samtykket ble innhentet."),
        ({"consent_obtained_on": "01.02.2100", "consent_obtained_by": "NAV"}, "frem i tid"),
        ({"half_year": "1999-01"}, "Du må rette 1 feil"),
    ],
)
def test_what_is_wrong_is_told(client, ada, facts, told):
    assert told in client.post(reverse("story_new"), believable(**facts)).content.decode()
    assert not SuccessStory.objects.exists()


def test_what_may_tell_who_it_is_is_marked_where_it_stands(client, ada, mona):
    story = made.story(by=ada, title="Kari flytter", text="En 34-åring fikk nøkkelen i Elvegata 3.")
    client.force_login(mona)
    page = client.get(reverse("story_confirm", args=[story.pk])).content.decode()
    assert '<mark title="Alder.">34-åring</mark>' in page
    assert "«Elvegata 3» (tegn 29–38): Adresse." in page
    assert "«Kari» (i tittelen)" in page


def test_the_second_person_reads_confirms_and_the_writer_takes_it_in(client, ada, mona):
    story = made.story(by=ada)
    client.force_login(mona)
    assert "Les og bekreft" in client.get(story.get_absolute_url()).content.decode()
    unsure = send(client, "story_confirm", story, read=story.fingerprint)
    assert "Kryss av når du har lest historien" in unsure.content.decode()
    assert send(client, "story_confirm", story, read=story.fingerprint, nobody="on").status_code == 302
    assert send(client, "story_choose", story).status_code == 403
    client.force_login(ada)
    send(client, "story_choose", story)
    page = client.get(story.get_absolute_url()).content.decode()
    assert "Historien står i rapporten for 1. halvår 2026." in page
    assert len(printed(SPRING)) == 1
    send(client, "story_leave_out", story)
    assert printed(SPRING) == []


@pytest.mark.parametrize("role", ["steering", "caseworker", "rent", "auditor"])
def test_nobody_else_reads_a_story_before_it_is_in_the_report(client, ada, role):
    story = made.story(by=ada)
    client.force_login(make.user(role))
    assert client.get(story.get_absolute_url()).status_code == 403
    assert client.get(reverse("story_list")).status_code == 403
    assert not SuccessStory.objects.visible_to(make.user(role)).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions(client, ada, count, django_assert_max_num_queries):
    for _number in range(count):
        made.story(by=ada)
    with django_assert_max_num_queries(4):
        client.get(reverse("story_list"))


def test_the_demo_s_stories_are_read_and_about_nobody(ada, mona):
    leave_stories(ada)
    leave_stories(ada)
    assert (SuccessStory.objects.count(), SuccessStory.objects.chosen().ready().count()) == (3, 2)


def test_an_approved_report_has_the_stories_it_has(client, ada, mona):
    story = made.ready_story(by=ada, reader=mona)
    late = made.ready_story(by=ada, reader=mona, title="For sent")
    story.choose()
    make_reports.approved(Report.write_new(SPRING, by=ada), by=ada)
    for act in (late.choose, story.leave_out):
        with pytest.raises(Refused, match="Rapporten for 1. halvår 2026 er godkjent"):
            act()
    report = Report.objects.get()
    assert [told["title"] for told in registers.of(report)["stories"]] == [story.title]
    story.withdraw_consent(on=TODAY)
    page = client.get(story.get_absolute_url()).content.decode()
    assert "må den tas ned der den er publisert" in page
    assert "Ta inn i rapporten" not in page
    assert registers.of(report)["stories"] == [], "what is printed again is printed without it"


def test_a_withdrawn_consent_is_not_undone_by_saying_that_the_story_is_about_nobody(ada, mona):
    story = made.ready_story(by=ada, reader=mona)
    earlier = SuccessStory.objects.get(pk=story.pk)
    story.withdraw_consent(on=TODAY)
    earlier.is_about_person = False
    earlier.keep(by=ada)
    earlier.refresh_from_db()
    assert (earlier.consent_withdrawn_on, earlier.confirmed_on, earlier.is_ready) == (TODAY, None, False)
    assert not SuccessStory.objects.ready().exists()


def test_the_demo_s_stories_point_at_nobody():
    for text in (example.ABOUT_A_PLACE, example.ABOUT_SOMEBODY, example.NOT_READ):
        assert findings_of(text) == []
