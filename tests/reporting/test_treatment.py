"""A report on its way to being approved: sent, commented, treated, taken back, and the other kinds of report."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from housing.database import Refused
from housing.periods import Period
from reporting import drafts, kinds, registers
from reporting.example import write_example
from reporting.kinds import Kind
from reporting.models import Event, Report, ReportNotice, ReportSubscription
from tests import make, make_reports

pytestmark = pytest.mark.django_db

SPRING, AUTUMN = Period.half_year(2026, 1), Period.half_year(2025, 2)


@pytest.fixture
def programme():
    return make.user("programme", name="Ada Lunde")


@pytest.fixture
def steering():
    return make.user("steering", name="Nils Vik")


@pytest.fixture
def draft(programme):
    return write_example(Report.write_new(SPRING, by=programme))


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(name, args=args, query=query))


def send(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(name, args=args), data)


# Sent, treated, taken back


def test_the_steering_group_reads_what_is_sent_and_not_the_draft(client, programme, steering, draft):
    assert page(client, steering, "report", draft.pk).status_code == 404

    send(client, programme, "report_check", draft.pk, seen="on")

    draft.refresh_from_db()
    assert (draft.status, draft.submitted_on, draft.submitted_by) == ("submitted", timezone.localdate(), programme)
    assert "Sendt til styringsgruppen" in page(client, steering, "report", draft.pk).content.decode()


def test_what_is_sent_stands_still_until_it_is_taken_back(client, programme, draft):
    draft.submit(by=programme)

    refused = send(client, programme, "report_section", draft.pk, "bakgrunn", background="Nytt")
    send(client, programme, "report_take_back", draft.pk, reason="Tallene for mai mangler.")
    again = send(client, programme, "report_section", draft.pk, "bakgrunn", background="Nytt")

    assert (refused.status_code, again.status_code) == (409, 302)
    draft.refresh_from_db()
    assert (draft.status, draft.background, draft.submitted_on) == ("draft", "Nytt", None)
    assert draft.comments.get().text == "Tallene for mai mangler."


def test_a_half_year_report_is_treated_before_it_is_approved(client, programme, draft):
    with pytest.raises(Refused, match="Styringsgruppen må behandle rapporten"):
        draft.approve(by=programme)
    draft.submit(by=programme)
    assert send(client, programme, "report_approve", draft.pk).status_code == 409


def test_it_may_be_treated_on_several_days(client, programme, draft):
    Report.objects.filter(pk=draft.pk).update(treated_on=[])
    draft.refresh_from_db()
    draft.submit(by=programme)
    for day in ("14.06.2026", "19.06.2026", "14.06.2026"):
        assert send(client, programme, "report_treat", draft.pk, on=day).status_code == 302

    draft.refresh_from_db()
    assert (draft.status, draft.treated_on) == ("treated", [date(2026, 6, 14), date(2026, 6, 19)])
    ahead = timezone.localdate() + timedelta(days=1)
    refused = send(client, programme, "report_treat", draft.pk, on=f"{ahead:%d.%m.%Y}")
    assert "Datoen kan ikke være frem i tid." in refused.content.decode()


def test_the_group_treats_one_set_of_numbers_and_approves_it(client, programme, steering, draft):
    for _number in range(6):
        make.mapping(make.household(), mapped_on=date(2026, 3, 2))
    draft.submit(by=programme)
    make.mapping(make.household(), mapped_on=date(2026, 3, 2))

    def told(user):
        text = page(client, user, "report_file", draft.pk, "csv").content.decode("utf-8-sig")
        return next(line.split(";")[2] for line in text.splitlines() if line.startswith("homeless.households;"))

    assert (told(steering), told(programme)) == ("6", "6")
    draft.treat(by=programme, on=timezone.localdate())
    draft.approve(by=programme)
    assert told(steering) == "6"
    assert draft.figures.get(code="homeless.households").value == 6


def test_what_is_taken_back_follows_the_figures_again(client, programme, draft):
    draft.submit(by=programme)
    make.mapping(make.household(), mapped_on=date(2026, 3, 2))
    draft.take_back(by=programme, reason="Én til.")
    assert not draft.figures.exists()
    draft.submit(by=programme)
    assert draft.figures.get(code="homeless.households").value == 1


def test_what_was_treated_and_taken_back_is_treated_anew(programme, draft):
    make_reports.treated(draft, by=programme)
    draft.take_back(by=programme, reason="Feil i del 3.")
    with pytest.raises(Refused):
        draft.approve(by=programme)


# Comments


def test_a_comment_stands_by_its_section_and_is_met(client, programme, steering, draft):
    draft.submit(by=programme)
    for _click in range(2):
        send(client, steering, "report_comment", draft.pk, section="mal", text="Hva med barna?", external_id="k1")
    comment = draft.comments.get()
    assert (comment.by, comment.section) == (steering, "mal")
    assert "Hva med barna?" in page(client, programme, "report", draft.pk).content.decode()
    draft.take_back(by=programme, reason="Svarer.")
    assert "Hva med barna?" in page(client, programme, "report_section", draft.pk, "mal").content.decode()

    assert send(client, steering, "comment_settle", comment.pk).status_code == 403
    send(client, programme, "comment_settle", comment.pk)

    comment.refresh_from_db()
    assert comment.settled_by == programme


def test_an_approved_report_takes_no_comment(client, programme, steering, draft):
    make_reports.approved(draft, by=programme)

    assert send(client, steering, "report_comment", draft.pk, text="For sent", external_id="k2").status_code == 409
    assert not draft.comments.exists()


def test_nobody_comments_what_they_cannot_read(client, steering, draft):
    assert send(client, steering, "report_comment", draft.pk, text="Hei").status_code == 404


# The other kinds


def test_a_sheet_has_one_text_and_is_approved_as_it_is(client, programme, steering):
    answer = send(client, programme, "report_new", what=f"monthly:{timezone.localdate():%Y-%m}", external_id="m1")
    sheet = Report.objects.get()
    assert answer.url == sheet.get_absolute_url()
    assert sheet.kind == Kind.MONTHLY
    assert page(client, programme, "report_section", sheet.pk, "mal").status_code == 404
    send(client, programme, "report_section", sheet.pk, "kommentar", commentary="{applications.received} søknader.")

    assert send(client, programme, "report_approve", sheet.pk).status_code == 302

    assert "0 søknader." in page(client, steering, "report", sheet.pk).content.decode()


@pytest.mark.parametrize(
    ("kind", "day", "period", "begins"),
    [
        (Kind.HALF_YEAR, date(2026, 6, 30), Period.half_year(2026, 1), date(2026, 5, 23)),
        (Kind.HALF_YEAR, date(2026, 7, 1), Period.half_year(2026, 2), date(2026, 11, 22)),
        (Kind.MONTHLY, date(2024, 2, 29), Period.of_month(2024, 2), date(2024, 3, 1)),
        (Kind.TERTIAL, date(2026, 4, 30), Period.tertial(2026, 1), date(2026, 5, 1)),
        (Kind.TERTIAL, date(2026, 12, 31), Period.tertial(2026, 3), date(2027, 1, 1)),
        (Kind.YEARLY, date(2026, 8, 1), Period.year(2026), date(2027, 1, 1)),
    ],
)
def test_each_kind_has_its_periods(kind, day, period, begins):
    assert kinds.period_of(kind, day) == period
    assert kinds.begins_on(kind, period) == begins
    assert kinds.latest_begun(kind, begins) == period
    assert kinds.latest_begun(kind, begins - timedelta(days=1)) == kinds.period_before(kind, period)


def test_of_each_kind_and_period_there_is_one_report(programme):
    month = Period.of_month(2026, 1)
    Report.write_new(month, by=programme, kind=Kind.MONTHLY)
    with pytest.raises(Refused, match="Det finnes allerede en rapport for denne perioden"):
        Report.write_new(month, by=programme, kind=Kind.MONTHLY)
    assert Report.write_new(month, by=programme, kind=Kind.TERTIAL).file_stem == "tertialrapport-2026-1"


def test_the_yearly_report_keeps_the_sheet_to_kostra(programme):
    report = Report.write_new(Period.year(2025), by=programme, kind=Kind.YEARLY)
    asked = registers.of(report)["kostra"]
    report.approve(by=programme)

    make.dwelling(acquired_on=date(2025, 1, 1))

    report.refresh_from_db()
    assert asked
    assert registers.of(report)["kostra"] == asked
    assert registers.as_of_now(report)["kostra"] != asked


# Begun by themselves, and who is told


def test_drafts_are_begun_when_their_day_has_come_and_once(programme):
    assert drafts.begin_due(date(2026, 5, 22)) != []  # the autumn before, that a night had missed
    assert drafts.begin_due(date(2026, 5, 22)) == []
    assert [report.period for report in drafts.begin_due(date(2026, 5, 23))] == [SPRING]
    assert drafts.begin_due(date(2026, 5, 24)) == []


def test_sheets_are_begun_where_somebody_asked_to_be_told(client, programme, steering):
    told = {f"u{programme.pk}-told": ["monthly:drafted"], f"u{steering.pk}-told": ["monthly:approved"]}
    assert send(client, programme, "receivers", **told).status_code == 302
    begun = drafts.begin_due(date(2026, 6, 1))

    sheet = next(report for report in begun if report.kind == Kind.MONTHLY)
    assert {report.kind for report in begun} == {Kind.HALF_YEAR, Kind.MONTHLY}
    assert [notice.user for notice in sheet.notices.all()] == [programme]
    sheet.approve(by=programme)
    assert sheet.notices.get(user=steering).event == Event.APPROVED
    for name in ("steering_room", "report_list"):
        assert "Nytt om rapporter" in page(client, steering, name).text
    page(client, steering, "report", sheet.pk)
    assert "Nytt om rapporter" not in page(client, steering, "report_list").text


def test_nobody_is_told_of_what_they_cannot_open(client, programme, draft):
    caseworker = make.caseworker()
    for user in (caseworker, programme):
        ReportSubscription.objects.create(user=user, kind=Kind.HALF_YEAR, event=Event.SUBMITTED)
    draft.submit(by=programme)

    assert not ReportNotice.objects.exists(), "whoever did it knows, and the other may not read reports"
    wrong = send(client, programme, "receivers", **{f"u{programme.pk}-told": ["monthly:eaten"]})
    assert wrong.status_code == 200
    assert "eaten" in wrong.content.decode()


# Figures in the text


def test_a_figure_in_the_text_follows_the_period_and_is_frozen(client, programme, steering, draft):
    for _number in range(7):
        make.mapping(make.household(), mapped_on=date(2026, 3, 2))
    text = "Det var {homeless.households} husstander og {homeless.children} barn. {ikke et tall}"
    send(client, programme, "report_section", draft.pk, "bakgrunn", background=text)
    assert "Det var 7 husstander og 0 barn. {ikke et tall}" in page(client, programme, "report", draft.pk).text
    make_reports.approved(Report.objects.get(pk=draft.pk), by=programme)
    make.mapping(make.household(), mapped_on=date(2026, 3, 2))

    assert "Det var 7 husstander" in page(client, steering, "report", draft.pk).text


def test_a_small_figure_is_not_told_in_a_text(client, programme, steering, draft):
    make.mapping(make.household(), mapped_on=date(2026, 3, 2))
    Report.objects.filter(pk=draft.pk).update(background="Det var {homeless.households} husstand.")
    make_reports.approved(Report.objects.get(pk=draft.pk), by=programme)

    assert "Det var (vises ikke) husstand." in page(client, steering, "report", draft.pk).text


def test_a_figure_that_is_not_there_is_told_at_the_field(client, programme, draft):
    text = "{evictions.caried_out} av {evictions.petitions}"
    answer = send(client, programme, "report_section", draft.pk, "bakgrunn", background=text)

    assert "Det finnes ikke noe tall med koden {evictions.caried_out}." in answer.text
    assert text in answer.text


# The list before it is sent


def test_the_list_tells_what_is_missing_what_contradicts_and_which_records_look_wrong(client, programme, draft):
    home = make.household()
    make.mapping(home, mapped_on=date(2026, 3, 2), homeless_category="")
    draft.success_stories, draft.reported_on = "", date(2026, 6, 25)
    draft.save()

    text = page(client, programme, "report_check", draft.pk).text
    for told in [
        "8 Suksesshistorier er ikke fylt ut.",
        "Rapporteringsdatoen er etter fristen 20.06.2026.",
        "Uten bolig, og kategorien mangler: 1",
    ]:
        assert told in text
    rows = page(client, programme, "record_check", "check.without_category", fra="2026-01-01", til="2026-06-30").text
    assert home.number in rows
    unseen = send(client, programme, "report_check", draft.pk)
    assert "Se gjennom listen og kryss av her" in unseen.text
    draft.refresh_from_db()
    assert draft.is_draft


def test_every_check_can_be_opened(client, programme):
    from reporting.record_checks import CHECKS

    for check in CHECKS:
        assert page(client, programme, "record_check", check.code).status_code == 200, check.code


def test_what_is_new_since_the_last_report_is_shown_line_by_line(client, programme):
    before = write_example(Report.write_new(AUTUMN, by=programme))
    after = Report.write_new(SPRING, by=programme)
    after.background = before.background + "\nOg én ny linje."
    after.save()

    text = page(client, programme, "report_changes", after.pk).text

    assert "<ins>Og én ny linje.</ins>" in text
    assert "Teksten er den samme som sist." in text
    assert page(client, programme, "report_changes", before.pk).status_code == 404


def test_the_figures_as_a_file_are_those_that_are_printed(client, programme, steering, draft):
    for number in range(9):
        make.mapping(make.household(), mapped_on=date(2026, 3, 2), homeless_category="1" if number else "4")
    make_reports.approved(draft, by=programme)

    text = page(client, steering, "report_file", draft.pk, "csv").content.decode("utf-8-sig")

    lines = {line.split(";")[0]: line.split(";")[2] for line in text.splitlines()}
    assert lines["homeless.households"] == "9"
    assert lines["homeless.category_4"] == ":"
    assert page(client, steering, "report_file", draft.pk, "xlsx")["Content-Disposition"].endswith('tall.xlsx"')
    assert page(client, steering, "report_file", draft.pk, "exe").status_code == 404


def test_money_follows_the_report(draft):
    assert sum(row.own for row in draft.funding.all()) == Decimal(1_130_000)
