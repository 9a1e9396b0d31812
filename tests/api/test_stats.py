"""What proposals add up to: groups, time, answers and facets, as JSON and as CSV."""

import csv
import datetime as dt
import io

import pytest
from django.utils import timezone

from proposals import tracking
from proposals.choices import Precision, Status
from tests.factories import history, people, proposals, taxonomy

pytestmark = pytest.mark.django_db

TABLES = ["stats/", "stats/timeline/", "stats/answers/", "facets/"]


@pytest.fixture
def editor():
    return people.user(is_superuser=True)


@pytest.fixture(scope="module")
def three(once):
    """Two that share an author, one of them studied; and one that is not dated."""
    with once():
        return written()


def written():
    editor = people.user(is_superuser=True)
    chan, ho = people.author("陳", "Chan", slug="chan"), people.author("何", "", slug="ho")
    lwb, hha = taxonomy.body(), taxonomy.body("hha", "醫管局", "Hospital Authority")
    rows = [
        {"authors": [chan, ho], "bodies": [lwb, hha], "place": taxonomy.place()},
        {"authors": [chan], "bodies": [lwb], "instrument": "tax"},
        {"authors": [ho], "bodies": [], "proposed_on": None, "specificity": "soft"},
    ]
    made = [proposals.published(by=editor, **row) for row in rows]
    history.record(made[1], by=editor)
    return made


@pytest.fixture
def rows(get):
    def ask(path, /, **parameters):
        response = get(path, **parameters)
        assert response.status_code == 200, response.content
        return response.json()["results"]

    return ask


def short(found, *names):
    return [tuple(row[name] for name in names) for row in found]


class TestGroups:
    def test_a_group_has_its_code_its_names_and_its_number(self, get, three):
        assert get("stats/", group_by="body").json() == {
            "total": 3,
            "undated": 0,
            "results": [
                {
                    "body": "lwb",
                    "body_label_hant": "勞工及福利局",
                    "body_label_hans": "劳工及福利局",
                    "body_label_en": "Labour and Welfare Bureau",
                    "proposal_count": 2,
                },
                {
                    "body": "hha",
                    "body_label_hant": "醫管局",
                    "body_label_hans": "医管局",
                    "body_label_en": "Hospital Authority",
                    "proposal_count": 1,
                },
                {
                    "body": None,
                    "body_label_hant": None,
                    "body_label_hans": None,
                    "body_label_en": None,
                    "proposal_count": 1,
                },
            ],
        }

    def test_two_traits_in_the_order_of_their_lists(self, rows, three):
        found = rows("stats/", group_by="status,author")
        assert short(found, "status", "author", "proposal_count") == [
            ("proposed", "chan", 1),
            ("proposed", "ho", 2),
            ("under_study", "chan", 1),
        ]
        assert list(found[0])[:4] == [
            *("status", "status_label_hant", "status_label_hans", "status_label_en"),
        ]
        # What has no English name goes by the Chinese.
        assert found[1]["author_label_en"] == "何"
        assert found[2]["status_label_en"] == "Under study"

    def test_without_a_group_all_are_counted(self, get, three):
        assert get("stats/").json() == {
            "total": 3,
            "undated": 0,
            "results": [{"proposal_count": 3}],
        }
        assert get("stats/", group_by="", sector="").json()["total"] == 3

    def test_the_one_filter_and_its_clocks_hold(self, rows, three):
        found = rows("stats/", group_by="status", as_of="2026-05-25")
        assert short(found, "status", "proposal_count") == [("proposed", 2)]
        found = rows("stats/", group_by="proposed_month", q="基金", author="-chan")
        assert short(found, "proposed_month", "proposed_month_label_en", "proposal_count") == [
            ("undated", "date not stated", 1)
        ]

    def test_what_is_not_dated_is_counted_apart(self, get, three):
        def apart(**query):
            answer = get("stats/", **query).json()
            return answer["total"], answer["undated"]

        assert apart(as_of="2026-05-25") == (2, 1)
        assert apart(as_of="2026-05-25", instrument="tax") == (1, 0)
        assert apart(as_of=timezone.localdate().isoformat()) == apart() == (3, 0)

    @pytest.mark.parametrize(
        ("given", "field", "message"),
        [
            ({"group_by": "colour"}, "group_by", "“colour” is not a value of this parameter."),
            ({"group_by": "idea"}, "group_by", "“idea” is not a value of this parameter."),
            (
                {"group_by": "status,sector,body"},
                "group_by",
                "Name each once, and 2 at the most.",
            ),
            ({"group_by": ",status"}, "group_by", "“” is not a value of this parameter."),
            ({"group_by": "status,status"}, "group_by", "Name each once, and 2 at the most."),
            ({"group_by": ["status", "body"]}, "group_by", "Give this parameter only once."),
            ({"format": "xml"}, "format", "“xml” is not a value of this parameter."),
            ({"interval": "month"}, "interval", "There is no parameter of this name."),
            ({"sector": "nowhere"}, "sector", "“nowhere” is not a value of this parameter."),
        ],
    )
    def test_what_cannot_be_counted_is_refused(self, faults, given, field, message):
        assert faults("stats/", **given)[field]["message"] == message

    def test_more_rows_than_a_table_holds_are_refused(self, faults, three, monkeypatch):
        faults("stats/", colour="red")
        monkeypatch.setattr("proposals.counts.groups.MOST_ROWS", 2)
        assert "rows" in faults("stats/", group_by="body")["group_by"]["message"]


class TestTimeline:
    def timeline(self, rows, **parameters):
        found = rows("stats/timeline/", **parameters)
        return short(found, "period", "status", "standing", "entered", "left")

    def test_the_stock_and_the_flow_of_each_month(self, rows, three):
        found = rows("stats/timeline/", to="2026-06-10", **{"from": "2026-05-15"})
        assert [(row["begins_on"], row["ends_on"]) for row in found] == [
            *[("2026-05-01", "2026-05-31")] * 2,
            *[("2026-06-01", "2026-06-10")] * 2,
        ]
        assert short(found, "period", "status", "standing", "entered", "left") == [
            ("2026-05", "proposed", 2, 2, 0),
            ("2026-05", "under_study", 0, 0, 0),
            ("2026-06", "proposed", 1, 0, 1),
            ("2026-06", "under_study", 1, 1, 0),
        ]
        assert list(found[0]) == [
            *("period", "begins_on", "ends_on", "status"),
            *("status_label_hant", "status_label_hans", "status_label_en"),
            *("standing", "entered", "left"),
        ]

    def test_what_was_asked_on_a_day_that_nobody_knows_is_in_no_interval(self, rows, three):
        assert self.timeline(rows, interval="year", **{"from": "2026-01-01"})[-3:] == [
            ("2026", "proposed", 1, 2, 1),
            ("2026", "under_study", 1, 1, 0),
            (None, "proposed", 1, None, None),
        ]

    def test_other_intervals_and_groups(self, rows, three):
        found = rows("stats/timeline/", interval="quarter", group_by="author", to="2026-07-01")
        assert short(found, "period", "author", "standing", "entered", "left") == [
            ("2026-Q2", "chan", 2, 2, 0),
            ("2026-Q2", "ho", 1, 1, 0),
            ("2026-Q3", "chan", 2, 0, 0),
            ("2026-Q3", "ho", 1, 0, 0),
        ]
        [year, _undated] = rows(
            "stats/timeline/", interval="year", group_by="sector", to="2026-12-31"
        )
        assert (year["period"], year["sector_label_en"], year["standing"]) == ("2026", "Ageing", 2)

    def test_a_back_dated_update_moves_the_past_and_a_void_moves_it_back(self, rows, three, editor):
        of = {"specificity": "firm", "to": "2026-06-30", "from": "2026-06-01"}
        before = self.timeline(rows, **of)
        late = history.record(three[0], Status.NOTED, dt.date(2026, 6, 2), by=editor)
        assert self.timeline(rows, **of) == [
            ("2026-06", "proposed", 0, 0, 2),
            ("2026-06", "noted", 1, 1, 0),
            ("2026-06", "under_study", 1, 1, 0),
        ]
        instant = late.recorded_at - dt.timedelta(microseconds=1)
        assert self.timeline(rows, **of, known_at=instant.isoformat()) == before
        tracking.void(late, reason_hant="看錯了。", reason_en="Misread.", by=editor)
        assert self.timeline(rows, **of) == before

    def test_it_ends_with_the_day_of_the_clock_and_never_after_today(self, rows, three, editor):
        assert self.timeline(rows, as_of="2026-05-25", to="2026-06-30", specificity="firm") == [
            ("2026-05", "proposed", 2, 2, 0)
        ]
        last = rows("stats/timeline/", to="2999-01-01", interval="year", specificity="firm")[-1]
        assert last["ends_on"] == timezone.localdate().isoformat()
        assert rows("stats/timeline/", **{"from": "2999-01-01"}, specificity="firm") == []

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"from": "2026-06-02", "to": "2026-06-01"}, "from"),
            ({"from": "June"}, "from"),
            ({"to": "2026-06-31"}, "to"),
            ({"interval": "week"}, "interval"),
            ({"group_by": "idea"}, "group_by"),
            ({"from": "0001-01-01"}, "from"),
        ],
    )
    def test_what_cannot_be_told_is_refused(self, faults, three, given, field):
        assert list(faults("stats/timeline/", **given)) == [field]


class TestAnswers:
    COLUMNS = ["months", "share", "answered", "waiting", "censored", "undated", "proposal_count"]

    def test_the_share_answered_month_by_month(self, get, three):
        answer = get("stats/answers/", as_of="2026-07-25").json()
        assert answer["until"] == "2026-07-25"
        assert short(answer["results"], *self.COLUMNS) == [
            (0, 0.0, 0, 2, 0, 0, 2),
            (1, 0.5, 1, 1, 0, 0, 2),
            (2, 0.5, 1, 1, 0, 0, 2),
        ]
        [begun, *_] = get("stats/answers/").json()["results"]
        assert (begun["undated"], begun["proposal_count"]) == (1, 3)

    def test_by_a_trait_each_group_has_a_curve(self, rows, three):
        found = rows("stats/answers/", group_by="body", as_of="2026-06-20")
        assert short(found, "body", *self.COLUMNS) == [
            ("lwb", 0, 0.0, 0, 2, 0, 0, 2),
            ("lwb", 1, 0.5, 1, 0, 1, 0, 2),
            ("hha", 0, 0.0, 0, 1, 0, 0, 1),
            ("hha", 1, 0.0, 0, 0, 1, 0, 1),
        ]

    def test_status_would_tell_of_itself(self, faults):
        assert "status" not in faults("stats/answers/", group_by="status")["group_by"]["allowed"]


class TestFacets:
    def test_each_facet_is_counted_without_its_own_choice(self, get, three):
        answer = get("facets/", body="hha").json()
        assert answer["total"] == 1
        found = short(answer["results"], "facet", "code", "label_en", "proposal_count")
        assert [row for row in found if row[0] == "body"] == [
            ("body", "lwb", "Labour and Welfare Bureau", 2),
            ("body", "hha", "Hospital Authority", 1),
        ]
        assert [row for row in found if row[0] in {"author", "place", "proposed_month"}] == [
            ("place", "central_asia", "Central Asia", 1),
            ("author", "chan", "Chan", 1),
            ("author", "ho", "何", 1),
            ("proposed_month", "2026-05", "May 2026", 1),
        ]

    def test_months_are_named_as_exactly_as_they_are_known(self, get, editor):
        proposals.published(
            proposed_on=dt.date(2026, 1, 1), proposed_on_precision=Precision.YEAR, by=editor
        )
        proposals.published(proposed_on=None, by=editor)
        found = [r for r in get("facets/").json()["results"] if r["facet"] == "proposed_month"]
        assert short(found, "code", "label_hant", "label_hans", "label_en") == [
            ("2026", "2026年", "2026年", "2026"),
            ("undated", "日期不詳", "日期不详", "date not stated"),
        ]


def read(response):
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))


@pytest.mark.parametrize("path", TABLES)
class TestEach:
    def test_csv_has_the_same_rows_by_parameter_and_by_header(self, get, three, path):
        rows = get(path).json()["results"]
        lines = read(get(path, format="csv", headers={"Accept": "application/json"}))
        assert lines == [
            {name: "" if value is None else str(value) for name, value in row.items()}
            for row in rows
        ]
        by_header = get(path, headers={"Accept": "text/csv"})
        assert read(by_header) == lines
        assert by_header.headers["Vary"].startswith("Accept")
        assert get(path, headers={"Accept": "text/csv"}, format="json").json()["results"] == rows

    def test_an_empty_table_has_its_header(self, get, path):
        given = {} if path == "facets/" else {"group_by": "sector"}
        [header] = get(path, given, format="csv").content.decode().splitlines()
        proposals.published()
        assert header.split(",") == list(get(path, given).json()["results"][0])

    def test_a_fault_is_a_problem_in_either_form(self, get, path):
        response = get(path, colour="red", format="csv")
        assert response.status_code == 400
        assert response.headers["Content-Type"] == "application/problem+json"

    def test_what_an_address_is_for_is_told_in_json_alone(self, client, path):
        for given in ({"headers": {"Accept": "text/csv"}}, {"query_params": {"format": "csv"}}):
            answer = client.options(f"/api/v1/{path}", **given)
            assert answer.status_code == 200
            assert answer.json()["renders"] == ["application/json", "text/csv"]

    def test_nothing_new_costs_one_query_and_each_form_has_its_etag(
        self, get, three, path, django_assert_num_queries
    ):
        etags = [get(path, format=form).headers["ETag"] for form in ("json", "csv")]
        assert len(set(etags)) == 2
        for form, etag in zip(("json", "csv"), etags, strict=True):
            with django_assert_num_queries(1):
                again = get(path, format=form, headers={"If-None-Match": etag})
            assert again.status_code == 304

    def test_no_text_is_a_formula(self, get, three, editor, path):
        sector = taxonomy.sector("danger", "=1+1", "=HYPERLINK()")
        proposals.published(sector=sector, by=editor)
        given = {} if path == "facets/" else {"group_by": "sector"}
        assert "'=HYPERLINK()" in get(path, given, format="csv").content.decode()

    def test_what_is_not_public_is_not_told(self, get, editor, path):
        shown = proposals.published(by=editor)
        hidden = {"sector": taxonomy.sector("hidden", "密", "Hidden"), "instrument": "tax"}
        proposals.draft(**hidden)
        proposals.withdrawn(**hidden)
        proposals.merged(shown, **hidden)
        for name in ("sector", "instrument"):
            given = {} if path == "facets/" else {"group_by": name}
            told = get(path, given).content.decode()
            assert "hidden" not in told
            assert "tax" not in told


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "given", "queries"),
    [
        # The newest change, and again for what is kept; the counts, or the columns that it is
        # counted in, five more; the names.
        ("stats/", {"group_by": "sector,author"}, 7),
        ("stats/timeline/", {"group_by": "status,body"}, 11),
        ("stats/answers/", {"group_by": "author"}, 9),
        ("facets/", {}, 12),
    ],
)
def test_the_number_of_queries_does_not_grow(
    get, editor, count, path, given, queries, django_assert_num_queries
):
    for number in range(count):
        proposals.published(
            sector=taxonomy.sector(f"s{number}"), bodies=[taxonomy.body(f"b{number}")], by=editor
        )
    with django_assert_num_queries(queries):
        assert get(path, given).json()["results"]


def test_what_waits_moves_on_with_the_day(get, three, monkeypatch):
    etag = get("stats/answers/").headers["ETag"]
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: tomorrow)
    again = get("stats/answers/", headers={"If-None-Match": etag})
    assert again.status_code == 200
