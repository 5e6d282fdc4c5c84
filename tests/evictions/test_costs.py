"""What evictions cost beside measures: each event by its day's price, a missing price missing, and no person behind."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from evictions import cost_reading, costs
from evictions.costs import Cost, Events, Prices, cost_of, nights_after
from evictions.forms.costs import HALF, PeriodForm, UnitPriceForm
from evictions.models import UnitPrice
from housing.periods import Period, add_months
from tests import make, make_evictions

TODAY = timezone.localdate()
YEAR = Period.year(2025)
DAY = date(2025, 3, 10)
days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
KR = Decimal


def events(**some):
    return Events(**({"petitions": {}, "evictions": {}, "averted": {}, "actions": {}, "nights": {}} | some))


class TestReckoned:
    """Without a database."""

    def test_each_day_has_its_own_price(self):
        prices = Prices([("petition", date(2025, 7, 1), KR(1500)), ("petition", date(2025, 1, 1), KR(1000))])
        happened = {date(2025, 6, 30): 2, date(2025, 7, 1): 1, date(2026, 1, 1): 9}
        assert cost_of("petition", happened, YEAR, prices) == Cost(3, KR(3500), 3, {})

    def test_what_has_no_price_is_missing_and_never_free(self):
        prices = Prices([("petition", date(2025, 7, 1), KR(1500))])
        cost = cost_of("petition", {DAY: 2, date(2025, 8, 1): 1}, YEAR, prices)
        assert cost == Cost(3, KR(1500), 1, {"petition": 2})
        assert (cost.is_unknown, cost.is_complete) == (False, False)
        unknown = cost_of("letter", {DAY: 2}, YEAR, prices)
        assert (unknown.is_unknown, unknown.count, unknown.missing) == (True, 2, {"letter": 2})
        assert cost_of("letter", {}, YEAR, prices).is_complete

    def test_a_price_of_nought_is_a_price(self):
        cost = cost_of("advice", {DAY: 4}, YEAR, Prices([("advice", DAY, KR(0))]))
        assert (cost.is_complete, cost.kr) == (True, 0)

    @given(st.dictionaries(days, st.integers(1, 9)), st.dictionaries(days, st.integers(0, 9000)), days, days)
    def test_agrees_with_a_plain_count(self, happened, priced, one, other):
        period = Period(min(one, other), max(one, other))
        cost = cost_of("x", happened, period, Prices([("x", day, KR(price)) for day, price in priced.items()]))
        sum_kr = lacking = 0
        for day, number in happened.items():
            if period.first <= day <= period.last:
                in_force = [day_of for day_of in priced if day_of <= day]
                sum_kr += priced[max(in_force)] * number if in_force else 0
                lacking += 0 if in_force else number
        assert (cost.kr, cost.missing) == (sum_kr, {"x": lacking} if lacking else {})
        assert cost.count == cost.priced + lacking

    def test_an_eviction_costs_itself_the_repair_the_petition_and_the_nights(self):
        prices = Prices(
            [
                (what, YEAR.first, KR(price))
                for what, price in (
                    ("petition", 1),
                    ("eviction", 20),
                    ("repair", 300),
                    ("temporary_night", 4000),
                    ("phone", 50_000),
                )
            ]
        )
        found = events(
            petitions={DAY: 3},
            evictions={DAY: 1},
            averted={DAY: 2},
            actions={"phone": {DAY: 5}},
            nights={DAY: {7}, DAY + timedelta(days=1): {7, 8}},
        )
        [line], total = costs.table([YEAR], found, prices, tells_all=True)
        assert line == total
        assert (line.evicting.kr, line.evicting.count) == (3 + 20 + 300 + 3 * 4000, 1)
        assert (line.averted.kr, line.averted.count) == (2 * 320, 2)
        assert (line.preventing.kr, line.preventing.count) == (250_000, 5)

    def test_half_a_price_is_told_as_lacking_the_other(self):
        prices = Prices([("eviction", YEAR.first, KR(20))])
        [line], _total = costs.table([YEAR], events(averted={DAY: 2}, evictions={DAY: 1}), prices, tells_all=True)
        assert (line.averted.kr, line.averted.missing) == (40, {"repair": 2})
        assert (line.evicting.kr, line.evicting.missing, line.evicting.is_unknown) == (20, {"repair": 1}, False)

    @given(
        st.lists(st.tuples(st.integers(1, 2), days), max_size=4),
        st.lists(st.tuples(st.integers(1, 3), days, st.one_of(st.none(), days)), max_size=5),
        days,
    )
    def test_nights_agree_with_a_count_night_by_night(self, put_out, stays, today):
        stays = [(who, first, last if last is None or last >= first else first) for who, first, last in stays]
        found = nights_after(put_out, stays, today)
        for who in (1, 2, 3):
            for offset in range(0, 1400, 3):
                night = date(2023, 12, 1) + timedelta(days=offset)
                lies = any(w == who and first <= night and (last is None or night < last) for w, first, last in stays)
                within = any(w == who and day <= night < add_months(day, 12) for w, day in put_out)
                assert (who in found.get(night, set())) == (lies and within and night < today)

    @given(st.lists(st.integers(0, 9), min_size=1, max_size=4))
    def test_nights_are_told_only_where_each_period_rests_on_none_or_five(self, households):
        periods = [Period.year(2020 + number) for number in range(len(households))]
        nights = {
            period.first: set(range(number * 10, number * 10 + count))
            for number, (period, count) in enumerate(zip(periods, households, strict=True))
        }
        lines, total = costs.table(periods, events(nights=nights), Prices([]), tells_all=False)
        tells = all(count == 0 or count >= 5 for count in households)
        assert all((line.nights is not None) == tells for line in [*lines, total])
        assert costs.table(periods, events(nights=nights), Prices([]), tells_all=True)[1].nights.count == sum(
            households
        )


class TestPeriods:
    def test_whole_years_five_of_them_when_nothing_is_asked(self):
        assert [period.label for period in PeriodForm(None).periods()] == [
            str(TODAY.year - n) for n in range(4, -1, -1)
        ]

    def test_half_years(self):
        form = PeriodForm({"fra": str(TODAY.year - 1), "til": str(TODAY.year - 1), "del_opp": HALF})
        assert [period.days for period in form.periods()] == [
            Period.half_year(TODAY.year - 1, 1).days,
            Period.half_year(TODAY.year - 1, 2).days,
        ]

    @pytest.mark.parametrize("sent", [{"fra": "abc"}, {"fra": "1"}, {"til": "9999"}, {"fra": "2026", "til": "2020"}])
    def test_what_is_no_year_is_answered_with_the_usual_ones(self, sent):
        assert PeriodForm(sent).periods()


@pytest.fixture
def mona():
    return make.leader()


def home_of(name="Haugen"):
    household = make.household(main=make.person("Amina", name))
    home = make.dwelling(f"Elvegata {household.pk}")
    return make.tenancy(household, home, moved_in_on=date(2020, 1, 1))


def evicted(mona, day, *, nights=0):
    tenancy = home_of()
    make_evictions.petition(tenancy, sent_on=day - timedelta(days=60), outcome="carried_out", outcome_on=day)
    if nights:
        make.temporary_stay(tenancy.household, starts_on=day, ends_on=day + timedelta(days=nights), exit_to="private")
    return tenancy


@pytest.mark.django_db
class TestRead:
    def test_from_the_cases(self, mona):
        evicted(mona, DAY, nights=30)
        for outcome in ("paid", "agreement", "withdrawn", "rejected"):
            make_evictions.petition(home_of(), sent_on=DAY, outcome=outcome, outcome_on=DAY + timedelta(days=9))
        make_evictions.petition(home_of(), sent_on=DAY)
        case = make_evictions.arrears_case(home_of(), opened_on=DAY)
        for kind in ("phone", "phone", "home_visit"):
            make_evictions.action(case, kind=kind, done_on=DAY)
        found = cost_reading.events_of(YEAR, TODAY)
        assert sum(found.petitions.values()) == 6
        assert found.evictions == {DAY: 1}
        assert found.averted == {DAY + timedelta(days=9): 3}
        assert found.actions == {"phone": {DAY: 2}, "home_visit": {DAY: 1}}
        assert len(found.nights) == 30

    def test_nights_of_one_put_out_the_year_before(self, mona):
        evicted(mona, date(2024, 12, 30), nights=5)
        assert sorted(cost_reading.events_of(YEAR, TODAY).nights) == [date(2025, 1, day) for day in (1, 2, 3)]
        assert len(cost_reading.events_of(Period.year(2024), TODAY).nights) == 2

    def test_a_stay_of_one_who_was_not_put_out_is_none_of_it(self, mona):
        make.temporary_stay(home_of().household, starts_on=DAY, ends_on=DAY + timedelta(days=9), exit_to="private")
        assert cost_reading.events_of(YEAR, TODAY).nights == {}

    def test_a_constant_number_of_queries(self, mona):
        def asked():
            with CaptureQueriesContext(connection) as queries:
                cost_reading.events_of(YEAR, TODAY)
                cost_reading.prices()
            return len(queries)

        evicted(mona, DAY, nights=3)
        first = asked()
        for number in range(3):
            evicted(mona, DAY + timedelta(days=number), nights=3)
        assert asked() == first == 7


@pytest.mark.django_db
class TestPage:
    def test_tells_what_is_missing_and_how_it_is_reckoned_and_leads_to_nobody(self, client, mona):
        day = TODAY.replace(month=1, day=1)
        tenancy = evicted(mona, day)
        client.force_login(make.user("programme"))
        page = client.get(reverse("arrears_costs")).content.decode()
        assert "Mangler pris" in page
        assert "Slik er det regnet" in page
        assert "Haugen" not in page
        assert tenancy.household.get_absolute_url() not in page
        assert f"/restanser/{tenancy.pk}/" not in page
        UnitPrice.objects.create(what="eviction", valid_from=day, price=40_000, by=mona)
        page = client.get(reverse("arrears_costs")).content.decode()
        assert "40\xa0000\xa0kr" in page
        assert "Istandsetting etter utkastelse: 1" in page

    def test_nights_of_few_are_told_to_those_who_see_each_household_and_to_no_one_else(self, client, mona):
        evicted(mona, TODAY - timedelta(days=20), nights=7)
        pages = {}
        for role in ("programme", "rent"):
            client.force_login(make.user(role))
            pages[role] = client.get(reverse("arrears_costs")).content.decode()
        assert "vises ikke" in pages["programme"]
        assert "vises ikke" not in pages["rent"]
        for _number in range(4):
            evicted(mona, TODAY - timedelta(days=20), nights=7)
        client.force_login(make.user("programme"))
        is_one_year = (TODAY - timedelta(days=20)).year == (TODAY - timedelta(days=13)).year
        assert ("vises ikke" not in client.get(reverse("arrears_costs")).content.decode()) == is_one_year


@pytest.mark.django_db
class TestPrices:
    def form(self, **changed):
        return UnitPriceForm({"what": "eviction", "valid_from": "01.01.2026", "price": "40 000"} | changed)

    def test_are_versions_and_set_once_by_a_double_click(self, mona):
        for _click in range(2):
            form = self.form()
            assert form.is_valid(), form.errors
            form.set(by=mona)
        assert UnitPrice.objects.count() == 1
        other = self.form(price="50 000")
        assert other.is_valid()
        with pytest.raises(Exception, match="allerede satt en pris"):
            other.set(by=mona)
        later = self.form(valid_from="01.07.2026", price="50 000")
        assert later.is_valid()
        later.set(by=mona)
        prices = cost_reading.prices()
        assert [prices.on("eviction", date(2026, month, 1)) for month in (6, 7)] == [40_000, 50_000]
        assert prices.on("eviction", date(2025, 12, 31)) is None

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"price": "-1"}, "price"),
            ({"price": "99999999"}, "price"),
            ({"price": "mye"}, "price"),
            ({"what": "tull"}, "what"),
            ({"valid_from": "01.01.1999"}, "valid_from"),
            ({"valid_from": "01.01.2199"}, "valid_from"),
        ],
    )
    def test_what_cannot_be_so_is_said_at_the_field(self, changed, field):
        assert field in self.form(**changed).errors

    def test_one_typed_wrong_is_deleted_and_the_history_keeps_it(self, client, mona):
        row = UnitPrice.objects.create(what="eviction", valid_from=DAY, price=4, by=mona)
        client.force_login(mona)
        assert client.post(reverse("unit_price_remove", args=[row.pk])).url == reverse("unit_price_list")
        assert not UnitPrice.objects.exists()
        assert row.history.model.objects.count() == 2

    def test_the_list_says_which_holds_today_and_what_has_none(self, client, mona):
        for day, price in ((DAY, 1111), (TODAY + timedelta(days=1), 2222)):
            UnitPrice.objects.create(what="eviction", valid_from=day, price=price, by=mona)
        client.force_login(make.user("administrator"))
        page = client.get(reverse("unit_price_list")).content.decode()
        assert page.count("Gjelder</span>") == 1 or page.count(">Gjelder<") == 1
        assert "Uten pris i dag" in page
        assert f'href="{reverse("arrears_costs")}"' not in page
