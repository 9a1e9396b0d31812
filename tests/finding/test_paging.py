"""Pages by key: every row once, whatever comes and goes, and no marker but our own."""

import base64
import datetime as dt
import json

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from proposals import search
from proposals.finding import paging
from proposals.models import Proposal, StatusUpdate
from tests.drawn import drawn
from tests.factories import history, people, proposals

pytestmark = pytest.mark.django_db

DAYS = [None, dt.date(2026, 5, 1), dt.date(2026, 5, 2)]
TITLES = ["乙", "甲", "銀髮", "銀髮\"\\'%_🚀"]


@pytest.fixture
def rows():
    """Eleven proposals with many ties: few days, undated ones, few titles."""
    columns = [
        {
            "title_hant": TITLES[number % 4],
            "specificity": "soft" if number % 5 == 1 else "firm",
            "position": 20 - 2 * (number // 2),
            "proposed_on": DAYS[number % 3],
            "proposed_on_precision": "day" if DAYS[number % 3] else "",
            "status_since": DAYS[number % 3],
            "status_since_precision": "day" if DAYS[number % 3] else "",
        }
        for number in range(11)
    ]
    original = proposals.published()
    copies = proposals.copies(original, columns)
    Proposal.objects.filter(pk=original.pk).update(merged_into=copies[0])
    return copies


def listed(ordering):
    public = Proposal.objects.public()
    words = search.parse("設立基金")
    return public.search(words).scored(words, (1,)) if ordering == "relevance" else public


def page(ordering, cursor="", size=3, queryset=None):
    rows = listed(ordering) if queryset is None else queryset
    keys = paging.keys_of(rows, ordering)
    return paging.page_by(rows, keys, name=ordering, cursor=cursor, size=size)


def walk(ordering, size, **kwargs):
    """All pages forwards; then back again from the last."""
    pages = [page(ordering, size=size, **kwargs)]
    while pages[-1].next:
        pages.append(page(ordering, pages[-1].next, size=size, **kwargs))
    back = [pages[-1]]
    while back[-1].previous:
        back.append(page(ordering, back[-1].previous, size=size, **kwargs))
    return pages, back[::-1]


def pks(pages):
    return [row.pk for each in pages for row in each.rows]


def printed(proposal):
    """Of one day: firm first, then as the source has it."""
    return proposal.specificity, proposal.source_id, proposal.position, proposal.pk


def days(column, sign):
    return lambda p: (sign * getattr(p, column).toordinal(), *printed(p))


SORTED = {
    "-status_since": days("status_from", -1),
    "status_since": days("status_from", 1),
    "-proposed_on": days("proposed_from", -1),
    "proposed_on": days("proposed_from", 1),
    # All are found in the summary alone.
    "relevance": lambda p: (p.specificity, -p.status_from.toordinal(), *printed(p)),
}


@pytest.mark.parametrize("ordering", SORTED)
def test_rows_come_in_the_order_asked_for(rows, ordering):
    in_order = sorted(Proposal.objects.public(), key=SORTED[ordering])
    assert page(ordering, size=50).rows == in_order


def test_equal_titles_stand_together_in_order_of_entry(rows):
    found = [(p.title_hant, p.pk) for p in page("title", size=50).rows]
    for title in {title for title, _pk in found}:
        places = [place for place, row in enumerate(found) if row[0] == title]
        assert places == list(range(places[0], places[0] + len(places)))
        assert [found[place][1] for place in places] == sorted(found[p][1] for p in places)


def test_relevance_puts_hits_in_the_title_first(rows):
    oldest = min(rows, key=lambda p: (p.status_from, p.pk))
    Proposal.objects.filter(pk=oldest.pk).update(search_title="设立基金", search_text="设立基金")
    Proposal.objects.exclude(pk=oldest.pk).update(search_title="", search_text="设立基金")
    assert page("relevance", size=1).rows == [oldest]
    assert sorted(pks(walk("relevance", 2)[0])) == sorted(p.pk for p in rows)


@pytest.mark.parametrize("ordering", paging.ORDERINGS)
def test_every_row_is_on_exactly_one_page_forwards_and_back(rows, ordering):
    whole = [row.pk for row in page(ordering, size=50).rows]
    assert sorted(whole) == [row.pk for row in rows]
    for size in (1, 2, 3, 10, 11, 12):
        forwards, back = walk(ordering, size)
        assert pks(forwards) == whole
        assert pks(back) == whole
        assert [len(each.rows) for each in forwards[:-1]] == [size] * (len(forwards) - 1)
        assert (forwards[0].previous, forwards[-1].next) == ("", "")


def test_an_empty_list_is_one_empty_page():
    assert page("-status_since") == paging.Page([], "", "")


@pytest.mark.parametrize("ordering", ["-status_since", "status_since", "title"])
def test_rows_that_come_between_two_pages_skip_and_repeat_nothing(rows, ordering):
    before = [row.pk for row in page(ordering, size=50).rows]
    first = page(ordering, size=4)
    proposals.published(proposed_on=dt.date(2026, 5, 3), title_hant="一")
    proposals.published(proposed_on=None, title_hant="龜")
    gone = Proposal.objects.get(pk=before[3])
    Proposal.objects.filter(pk=gone.pk).update(merged_into=rows[0].pk)
    seen = [row.pk for row in first.rows]
    cursor = first.next
    while cursor:
        after = page(ordering, cursor, size=4)
        seen += [row.pk for row in after.rows]
        cursor = after.next
    assert [pk for pk in seen if pk in before] == before
    assert len(seen) == len(set(seen))


def test_the_first_page_again_from_the_second_says_that_nothing_is_before_it(rows):
    second = page("title", page("title").next)
    assert page("title", second.previous).previous == ""


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_is_one_query(count, django_assert_num_queries):
    for _ in range(count):
        proposals.published()
    with django_assert_num_queries(1):
        assert len(page("-status_since").rows) == count


def test_the_past_is_paged_by_the_day_of_the_past():
    editor = people.user()
    rows = [proposals.published(proposed_on=dt.date(2026, 5, day), by=editor) for day in (1, 2, 3)]
    history.record(rows[0], effective_on=dt.date(2026, 6, 1), by=editor)
    now, past = Proposal.objects.public(), Proposal.objects.public().as_of(dt.date(2026, 5, 31))
    assert pks(walk("-status_since", 1, queryset=now)[0]) == [r.pk for r in (rows[0], *rows[:0:-1])]
    assert pks(walk("-status_since", 1, queryset=past)[0]) == [row.pk for row in rows[::-1]]


# From the newest: each by the first day that its date allows, however little is known of it.
BOUNDED = {
    "in June": {"proposed_on": dt.date(2026, 6, 1), "proposed_on_precision": "month"},
    "not before 18 May": {
        "proposed_not_before": dt.date(2026, 5, 18),
        "proposed_not_after": dt.date(2026, 6, 2),
    },
    "on 17 May": {"proposed_on": dt.date(2026, 5, 17), "proposed_on_precision": "day"},
    "in May": {"proposed_on": dt.date(2026, 5, 1), "proposed_on_precision": "month"},
    "in 2026": {"proposed_on": dt.date(2026, 1, 1), "proposed_on_precision": "year"},
    "not before 2025": {"proposed_not_before": dt.date(2025, 1, 1)},
    "not after 18 May": {"proposed_not_after": dt.date(2026, 5, 18)},
}


@pytest.mark.parametrize("ordering", ["status_since", "proposed_on"])
def test_what_is_not_known_to_the_day_is_sorted_by_its_lower_bound(ordering):
    for title, known in reversed(BOUNDED.items()):
        proposals.published(title_hant=title, **{"proposed_on": None, **known})

    for sign, wanted in ("-", list(BOUNDED)), ("", list(BOUNDED)[::-1]):
        forwards, back = walk(f"{sign}{ordering}", 2)
        assert [row.title_hant for each in forwards for row in each.rows] == wanted
        assert pks(back) == pks(forwards)


def test_a_status_of_the_past_that_is_not_dated_is_sorted_by_its_ask():
    for title, known in BOUNDED.items():
        proposals.published(title_hant=title, **{"proposed_on": None, **known})
    past = Proposal.objects.public().known_at(timezone.now())

    for ordering in "-status_since", "status_since":
        forwards, back = walk(ordering, 2, queryset=past)
        titles = [row.title_hant for each in forwards for row in each.rows]
        dated = ["in June", "on 17 May", "in May", "in 2026"]
        bounded = ["not before 18 May", "not before 2025", "not after 18 May"]
        assert titles == (
            [*dated, *bounded] if ordering[0] == "-" else [*bounded[::-1], *dated[::-1]]
        )
        assert pks(back) == pks(forwards)


def test_rows_of_any_kind_are_paged_by_key():
    editor = people.user()
    row = proposals.published(by=editor)
    for day in range(1, 6):
        history.record(row, effective_on=dt.date(2026, 6, day), by=editor)
    keys = (("recorded_at", True), ("pk", True))
    seen, cursor = [], ""
    while True:
        found = paging.page_by(StatusUpdate.objects.all(), keys, name="log", cursor=cursor, size=2)
        seen += [u.number for u in found.rows]
        if not (cursor := found.next):
            break
    assert seen == [6, 5, 4, 3, 2, 1]


# --- markers that are not ours ---


def encoded(value):
    text = value if isinstance(value, str) else json.dumps(value)
    return base64.urlsafe_b64encode(text.encode("utf-8", "surrogatepass")).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%",
        "\0",
        "甲",
        " ",
        "=" * 8,
        "A" * 100_000,
        encoded("\0"),
        encoded("["),
        encoded("[" * 50_000),
        encoded("9" * 50_000),
        encoded({}),
        encoded([]),
        encoded(None),
        encoded(["title"]),
        encoded(["title", 0]),
        encoded(["title", 0, "甲"]),
        encoded(["title", 0, "甲", 1, 2]),
        encoded(["title", 2, "甲", 1]),
        encoded(["title", "0", "甲", 1]),
        encoded(["title", 0, "甲\0", 1]),
        encoded(["title", 0, "\ud800", 1]),
        encoded(["title", 0, None, 1]),
        encoded(["title", 0, ["甲"], 1]),
        encoded(["title", 0, "甲", "1"]),
        encoded(["title", 0, "甲", True]),
        encoded(["title", 0, "甲", 1.5]),
        encoded(["title", 0, "甲", -1]),
        encoded(["title", 0, "甲", 2**63]),
        encoded(["title", 0, "甲", 10**400]),
        encoded('["title",0,"甲",NaN]'),
        encoded('["title",0,"甲",1e999]'),
        encoded([["title"], 0, "甲", 1]),
        encoded(["-status_since", 0, "2026-05-01", 1]),
    ],
)
def test_a_marker_that_is_not_ours_is_refused(cursor):
    with pytest.raises(paging.BadCursor):
        page("title", cursor)


@pytest.mark.parametrize("day", ["", "2026-02-30", "0000-01-01", "10000-01-01", 1, None, "甲"])
def test_a_marker_with_no_day_in_it_is_refused(day):
    with pytest.raises(paging.BadCursor):
        page("-status_since", encoded(["-status_since", 0, day, 1]))


@pytest.mark.parametrize("ordering", paging.ORDERINGS)
def test_a_marker_is_good_for_its_own_order_alone(rows, ordering):
    cursor = page("title").next
    if ordering != "title":
        with pytest.raises(paging.BadCursor):
            page(ordering, cursor)


@pytest.mark.parametrize(
    "at", ["", "2026-05-01", "2026-05-01T00:00:00", "0001-01-01T00:00:00+14:00", 5, None]
)
def test_a_marker_with_no_instant_in_it_is_refused(at):
    keys = (("recorded_at", True), ("pk", True))
    with pytest.raises(paging.BadCursor):
        paging.page_by(
            StatusUpdate.objects.all(),
            keys,
            name="log",
            cursor=encoded(["log", 0, at, 1]),
            size=2,
        )


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@drawn(150)
@given(
    cursor=st.text(min_size=1)
    | st.binary(min_size=1).map(lambda b: base64.urlsafe_b64encode(b).decode())
    | st.lists(ANYTHING, max_size=6).map(encoded)
    | st.tuples(st.just("title"), st.sampled_from([0, 1]), ANYTHING, ANYTHING).map(encoded),
)
def test_any_marker_gives_a_page_or_is_refused(cursor):
    try:
        found = page("title", cursor)
    except paging.BadCursor:
        return
    assert len(found.rows) <= 3


def test_every_cut_of_a_true_marker_is_refused(rows):
    cursor = page("title").next
    for end in range(1, len(cursor)):
        with pytest.raises(paging.BadCursor):
            page("title", cursor[:end])
