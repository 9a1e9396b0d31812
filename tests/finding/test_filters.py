"""The one filter behind page, API, feed, export, embed and alert."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from proposals import tracking
from proposals.choices import Instrument, Specificity, Status
from proposals.finding import paging
from proposals.finding.filters import PAGING, SHOWING
from proposals.models import Proposal
from proposals.uptake import deciding
from tests.factories import documents, history, people, proposals, sources, taxonomy
from tests.finding.chosen import faults, filtered, found, hidden

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def pair(once):
    """Two public proposals that differ in all that can be filtered by, and what may leak."""
    with once():
        one = {
            "sector": taxonomy.sector("ageing"),
            "bodies": [taxonomy.body("lwb"), taxonomy.body("hha", "醫管局", "Hospital Authority")],
            "authors": [people.author(slug="chan"), people.author(slug="ho")],
            "source": sources.source(slug="page-1"),
            "ideas": [proposals.idea("silver-fund"), proposals.idea("care", "照顧", "Care")],
            "place": taxonomy.place("hetao", "河套", "Hetao"),
        }
        other = {
            "sector": taxonomy.sector("finance", "金融", "Finance"),
            "bodies": [taxonomy.body("fstb", "財庫局", "FSTB")],
            "authors": [people.author(slug="li")],
            "source": sources.source(slug="page-2"),
            "ideas": [proposals.idea("tax-cut", "減稅", "Cut tax")],
            "place": taxonomy.place("central_asia"),
            "instrument": "tax",
            "specificity": "soft",
        }
        first, second = proposals.published(**one), proposals.published(**other)
        hidden(**one)
        hidden(**other)
        return first.pk, second.pk


PARAMETERS = [
    ("sector", "ageing", "finance"),
    ("instrument", "fund", "tax"),
    ("specificity", "firm", "soft"),
    ("body", "lwb", "fstb"),
    ("body", "hha", "fstb"),
    ("author", "chan", "li"),
    ("author", "ho", "li"),
    ("source", "page-1", "page-2"),
    ("idea", "silver-fund", "tax-cut"),
    ("idea", "care", "tax-cut"),
    ("place", "hetao", "central_asia"),
]


def test_several_values_may_be_written_in_one_parted_by_commas(pair):
    first, second = pair
    assert found("sector=ageing,finance") == [first, second]
    assert found("sector=ageing, finance&sector=-finance") == [first]
    assert found("sector=ageing,-finance,") == [first]
    assert "nowhere" in faults("sector=ageing,nowhere")["sector"].message


def test_each_code_is_wanted_repeated_and_excluded(pair):
    first, second = pair
    for name, here, there in PARAMETERS:
        assert found(f"{name}={here}") == [first]
        assert found(f"{name}={there}") == [second]
        assert found(f"{name}={here}&{name}={there}") == [first, second]
        assert found(f"{name}=-{here}") == [second]
        assert found(f"{name}=-{here}&{name}=-{there}") == []
        assert found(f"{name}={here}&{name}=-{here}") == []
        assert found(f"{name}={here}&{name}={here}&{name}=") == [first]


def test_what_has_no_such_value_is_kept_by_an_exclusion():
    bare = proposals.published(place=None, bodies=[])
    proposals.published(place=taxonomy.place("hetao", "河套", "Hetao"), bodies=[taxonomy.body()])
    assert found("place=-hetao") == [bare.pk]
    assert found("body=-lwb") == [bare.pk]


def test_parameters_are_all_asked_for(pair):
    first, _second = pair
    assert found("sector=ageing&instrument=fund&body=lwb&author=chan&idea=care") == [first]
    assert found("sector=ageing&instrument=tax") == []
    assert found("sector=-finance&q=銀髮&specificity=firm&place=hetao&source=page-1") == [first]


def test_an_empty_query_is_everything_public(pair):
    assert found("") == found("sector=&q=&status=&ordering=&as_of=") == list(pair)


def test_words_are_looked_for_among_the_public_alone():
    shown = proposals.published(title_hant="樂齡科技")
    hidden(title_hant="樂齡科技")
    assert found("q=乐龄") == [shown.pk]
    assert found("q=樂齡 没有") == []


def test_a_status_is_wanted_or_excluded():
    editor = people.user()
    rows = [proposals.published(by=editor) for _ in range(3)]
    for row, status in zip(rows, [Status.NOTED, Status.COMMITTED], strict=False):
        history.record(row, status, dt.date(2026, 6, 1), by=editor)
    noted, committed, proposed = (row.pk for row in rows)
    assert found("status=noted&status=committed") == [noted, committed]
    assert found("status=-proposed&status=-noted") == [committed]
    assert found("status=proposed") == [proposed]


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("proposed_after=2026-05-02", [2, 3]),
        ("proposed_before=2026-05-02", [1, 2]),
        ("proposed_after=2026-05-02&proposed_before=2026-05-02", [2]),
        ("proposed_after=2026-05-04", []),
        ("status_since_after=2026-05-02", [2, 3]),
        ("status_since_before=2026-05-02", [1, 2]),
        ("status_since_after=2026-05-03&status_since_before=2026-05-01", []),
        ("status_since_after=1000", [1, 2, 3]),
    ],
)
def test_days_are_inclusive_and_the_undated_is_in_no_span(query, days):
    proposals.published(proposed_on=None)
    dated = [proposals.published(proposed_on=dt.date(2026, 5, day)) for day in (1, 2, 3)]
    assert found(query) == [dated[day - 1].pk for day in days]


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("proposed_after=2024-01-01&proposed_before=2024-01-01", ""),
        ("proposed_after=2024-01-01&proposed_before=2024-12-31", "year month range"),
        ("proposed_after=2024&proposed_before=2024", "year month range"),
        ("proposed_after=2024-05&proposed_before=2024-05", "month"),
        ("proposed_after=2024-05-02&proposed_before=2024-12-31", "range"),
        ("proposed_after=2024-05-02", "range after"),
        ("proposed_before=2024-12-30", "month range before"),
    ],
)
def test_an_interval_finds_what_certainly_lies_within(query, asked):
    datings = {
        "year": {"proposed_on": dt.date(2024, 1, 1), "proposed_on_precision": "year"},
        "month": {"proposed_on": dt.date(2024, 5, 1), "proposed_on_precision": "month"},
        "range": {
            "proposed_not_before": dt.date(2024, 5, 17),
            "proposed_not_after": dt.date(2024, 6, 30),
        },
        "after": {"proposed_not_before": dt.date(2025, 1, 1)},
        "before": {"proposed_not_after": dt.date(2023, 1, 1)},
        "undated": {},
    }
    rows = {
        name: proposals.published(**{"proposed_on": None} | dating)
        for name, dating in datings.items()
    }
    assert found(query) == [rows[name].pk for name in asked.split()]


def test_a_step_of_a_month_certainly_holds_from_its_last_day_on():
    editor = people.user()
    row = proposals.published(proposed_on=dt.date(2024, 1, 1), by=editor)
    month = {"effective_on": dt.date(2024, 5, 1), "effective_on_precision": "month"}
    history.record(row, Status.NOTED, by=editor, **month)
    assert found("status_since_before=2024-05-30") == []
    assert found("status_since_before=2024-05-31") == [row.pk]
    assert found("as_of=2026-06-01&status_since_before=2024-05-31") == [row.pk]
    assert found("as_of=2026-06-01&status_since_before=2024-05-30") == []


@pytest.mark.parametrize("day", ["2999-01-01", "0001-01-01"])
def test_a_day_to_come_and_a_day_of_no_calendar_of_ours_are_refused(day):
    told = filtered(f"as_of={day}").faults
    assert [(fault.parameter, day in fault.message) for fault in told] == [("as_of", True)]


def test_what_was_updated_since_an_instant_is_inclusive():
    earlier, later = proposals.published(), proposals.published()
    assert found(f"updated_since={later.updated_at:%Y-%m-%dT%H:%M:%S.%f}Z") == [later.pk]
    assert found(f"updated_since={earlier.updated_at:%Y-%m-%dT%H:%M:%S.%f}Z") == [
        earlier.pk,
        later.pk,
    ]


# --- faults ---


@pytest.mark.parametrize("bad", ["nonsense", "-nonsense", "--", "\0", "甲", "a b"])
def test_an_unknown_code_is_a_fault_that_lists_what_is_allowed(pair, bad):
    for name, here, there in PARAMETERS:
        fault = faults(f"{name}={here}&{name}={bad}")[name]
        assert {here, there} <= set(fault.allowed)
        assert fault.message


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("status", Status.values),
        ("instrument", Instrument.values),
        ("specificity", Specificity.values),
        ("ordering", list(paging.ORDERINGS)),
    ],
)
def test_fixed_codes_are_listed_whole(name, codes):
    assert faults(f"{name}=nonsense")[name].allowed == codes


@pytest.mark.parametrize(
    "name",
    [
        "as_of",
        "proposed_after",
        "proposed_before",
        "status_since_after",
        "status_since_before",
        "known_at",
        "updated_since",
    ],
)
@pytest.mark.parametrize(
    "value", ["yesterday", "2026-02-30", "2026-5", "20260501x", "01/05/2026", "0000-01-01", "\0"]
)
def test_what_is_not_a_day_or_an_instant_is_a_fault(name, value):
    assert set(faults(f"{name}={value}")) == {name}


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59Z"])
def test_an_instant_past_the_ends_of_the_calendar_is_a_fault(value):
    assert set(faults(f"known_at={value}")) == {"known_at"}


@pytest.mark.parametrize("name", ["known_at", "updated_since"])
@pytest.mark.parametrize("offset", ["%2B16:00", "-23:59"])
def test_an_instant_of_any_offset_can_be_asked_for(name, offset):
    proposals.published()
    early = name == "known_at"
    assert len(found(f"{name}=2020-05-01T00:00:00{offset}")) == (0 if early else 1)


@pytest.mark.parametrize("name", ["Status", "sectors", "page", "q[]", "status__in", "%00"])
def test_an_unknown_parameter_is_a_fault_that_lists_the_known(name):
    (fault,) = filtered(f"{name}=x").faults
    assert {"q", "status", "as_of", "ordering", "cursor", "page_size"} <= set(fault.allowed)


@pytest.mark.parametrize("name", sorted(PAGING | SHOWING))
def test_the_parameters_of_the_page_are_known(name):
    assert faults(f"{name}=1") == {}


@pytest.mark.parametrize(
    "name",
    ["q", "as_of", "known_at", "proposed_after", "status_since_before", "ordering", "cursor"],
)
def test_what_can_be_given_only_once_is_a_fault_when_it_is_given_twice(name):
    value = {"q": "基金", "ordering": "title", "cursor": "x"}.get(name, "2026-05-01")
    assert set(faults(f"{name}={value}&{name}={value}")) == {name}
    assert faults(f"{name}={value}&{name}=") == {}


def test_relevance_is_to_words():
    fault = faults("ordering=relevance")["ordering"]
    assert fault.allowed == [name for name in paging.ORDERINGS if name != "relevance"]
    assert faults("ordering=relevance&q=基金") == {}


@pytest.mark.parametrize("q", ["，。", "%25", "🚀", "甲%00乙", "銀" * 201])
def test_words_that_cannot_be_looked_for_are_a_fault(q):
    assert set(faults(f"q={q}")) == {"q"}


def test_every_fault_is_named_at_once():
    query = "status=x&sector=y&as_of=z&nonsense=1&q=。&ordering=up"
    assert set(faults(query)) == {"status", "sector", "as_of", "nonsense", "q", "ordering"}


def test_a_faulty_query_gives_no_rows_but_an_error():
    with pytest.raises(ValidationError):
        filtered("status=nonsense").qs  # noqa: B018 - reading it is what is refused


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("author", lambda slug: {"authors": [people.author(slug=slug)]}),
        ("source", lambda slug: {"source": sources.source(slug=slug)}),
        ("idea", lambda slug: {"ideas": [proposals.idea(slug)]}),
    ],
)
def test_what_only_hidden_proposals_have_is_unknown_and_unlisted(name, make):
    shown = proposals.published(**make("shown"))
    proposals.draft(**make("of-draft"))
    proposals.withdrawn(**make("of-withdrawn"))
    proposals.merged(shown, **make("of-merged"))
    for slug in ("of-draft", "of-withdrawn", "of-merged"):
        fault = faults(f"{name}={slug}")[name]
        assert fault == faults(f"{name}=-{slug}")[name]
        assert "shown" in fault.allowed
        assert not [known for known in fault.allowed if known.startswith("of-")]
    assert found(f"{name}=shown") == [shown.pk]


def test_a_document_finds_what_it_answers_while_that_holds():
    by = people.user("Editor")
    asks = [proposals.published(by=by) for _ in range(4)]
    answered, related, mistaken, unanswered = (ask.pk for ask in asks)
    address = documents.document("address")
    documents.accepted(documents.match(asks[0], address), by=by)
    documents.related(asks[1], address, by=by)
    wrong = documents.related(asks[2], address, by=by)
    deciding.void(wrong, reason_hant="認錯了提案。", reason_en="Another ask.", by=by)
    documents.related(asks[0], documents.document("budget"), by=by)
    documents.related(proposals.draft(), documents.document("secret"), by=by)
    assert sorted(found("document=address")) == [answered, related]
    assert sorted(found("document=address&document=budget")) == [answered, related]
    assert found("document=address&document=-budget") == [related]
    before = wrong.recorded_at.isoformat().replace("+", "%2B")
    assert mistaken in found(f"document=address&known_at={before}")
    assert sorted(found("document=-address")) == [mistaken, unanswered]
    assert found(f"document=address&as_of={documents.DAY - dt.timedelta(days=1)}") == []
    assert "secret" not in faults("document=secret")["document"].allowed
    assert faults("document=secret")["document"].allowed == ["address", "budget"]


def test_a_place_is_found_with_all_that_lies_in_it():
    region = taxonomy.place("northern_metropolis", "北部都會區", "Northern Metropolis")
    loop = taxonomy.place("hetao", "河套", "Hetao", parent=region)
    inner = proposals.published(places=[loop, taxonomy.place()]).pk
    outer = proposals.published(place=region).pk
    abroad = proposals.published(place=taxonomy.place()).pk
    assert sorted(found("place=northern_metropolis")) == [inner, outer]
    assert found("place=hetao") == [inner]
    assert sorted(found("place=central_asia")) == [inner, abroad]
    assert found("place=-northern_metropolis") == [abroad]


@pytest.mark.parametrize("name", ["sector", "body", "place"])
def test_a_code_that_another_has_replaced_finds_what_that_one_does(name):
    make = getattr(taxonomy, name)
    now = make("planning", "規劃", "Planning")
    make("planning_nm", "規劃與北都", "Old", replaced_by=now)
    row = {"body": {"bodies": [now]}}.get(name, {name: now})
    with_it, without = proposals.published(**row).pk, proposals.published().pk
    assert found(f"{name}=planning_nm") == found(f"{name}=planning") == [with_it]
    assert found(f"{name}=-planning_nm") == [without]
    assert "planning_nm" not in faults(f"{name}=nonsense")[name].allowed


# --- what it costs ---

EVERYTHING = (
    "q=銀髮&status=proposed&sector=ageing&instrument=fund&body=lwb&author=chan&source=page-1"
    "&idea=care&document=address&place=hetao&specificity=firm&proposed_after=2026-01-01&proposed_before=2026-12-31"
    "&status_since_after=2026-01-01&status_since_before=2026-12-31&as_of=2026-11-01"
    "&updated_since=2026-01-01&ordering=relevance"
)


@pytest.mark.parametrize("count", [1, 3])
def test_filter_and_page_cost_the_same_for_one_row_and_for_three(count, django_assert_num_queries):
    shared = {
        "authors": [people.author(slug="chan")],
        "source": sources.source(slug="page-1"),
        "ideas": [proposals.idea("care")],
        "place": taxonomy.place("hetao", "河套", "Hetao"),
        "by": people.user(),
    }
    address = documents.document("address")
    for _ in range(count):
        documents.related(proposals.published(**shared), address, by=people.user("Editor"))
    # Codes known: sector, body, author, source, idea, document, place, and the keys of the four
    # that link; the words; then the page, its attributions, bodies, places and ideas. Synonyms,
    # and what the words weigh.
    with django_assert_num_queries(7 + 4 + 1 + 5 + 2):
        chosen = filtered(EVERYTHING, Proposal.objects.public().for_listing())
        page = paging.page_by(
            chosen.sortable, chosen.keys, name=chosen.order_name, cursor="", size=50
        )
        assert len(page.rows) == count


def test_a_facet_without_its_own_choice_keeps_every_other(pair):
    first, _second = pair
    chosen = filtered("sector=ageing&instrument=fund&specificity=-soft")
    assert [*chosen.qs.values_list("pk", flat=True)] == [first]
    assert [*chosen.without("sector").values_list("pk", flat=True)] == [first]
    everything = chosen.without("sector", "instrument", "specificity")
    assert sorted(everything.values_list("pk", flat=True)) == sorted(pair)


def test_a_search_asks_the_index_once_for_all_facets(pair, django_assert_num_queries):
    chosen = filtered("q=基金&status=proposed")
    with django_assert_num_queries(4):  # synonyms; how common the words are; two sets
        list(chosen.without("status"))
        list(chosen.without())


# --- The days that government gave itself ---


def promised(on, precision="day", **fields):
    document = {"target_title": "施政報告", "target_url": "https://gov.example/pa"}
    target = {"target_on": dt.date.fromisoformat(on), "target_on_precision": precision}
    return proposals.published(**target, **document, **fields)


def test_target_days_are_found_where_they_certainly_lie(db):
    proposals.published()
    march, june = promised("2026-03-15"), promised("2026-06-01", "month")
    assert set(found("target=given")) == {march.pk, june.pk}
    assert set(found("target_after=2026-03-15&target_before=2026-06-29")) == {march.pk}
    assert set(found("target_after=2026-04&target_before=2026-06")) == {june.pk}
    assert set(found("target_after=2026-06-02")) == set()
    assert set(faults("target=late&target_after=soon")) == {"target", "target_after"}


def test_missed_is_a_day_that_is_over_without_an_end_by_the_day_looked_back_to(db):
    by = people.user()
    late, ended = promised("2026-03-15", by=by), promised("2026-03-15", by=by)
    promised("2999-01-01", by=by)
    history.record(late, by=by)
    declined = history.record(ended, Status.DECLINED, dt.date(2026, 6, 1), by=by)
    tracking.confirm(declined, by=people.user())
    assert set(found("target=missed")) == {late.pk}
    asked_by_then = {p.pk for p in (late, ended) if p.proposed_on <= dt.date(2026, 5, 31)}
    assert set(found("target=missed&as_of=2026-05-31")) == asked_by_then
    assert set(found("target=missed&as_of=2026-06-01")) == {late.pk}
