"""Authors, sectors, bodies, sources, ideas and places: what proposals hang on."""

import datetime as dt

import pytest
from django.conf import settings

from proposals.choices import Status
from proposals.counts.columns import columns
from proposals.models import Author, Source
from tests.factories import history, people, proposals, sources, taxonomy

pytestmark = pytest.mark.django_db

LISTS = ["authors", "sectors", "bodies", "sources", "ideas", "places"]
NAMES = ["name_hant", "name_hans", "name_en"]
ALIASES = ["aliases_hant", "aliases_hans", "aliases_en"]
PANEL = ["panel_hant", "panel_hans", "panel_en"]
COUNTS = ["proposal_count", "by_status"]


def counts(**numbers):
    return dict.fromkeys(Status.values, 0) | numbers


@pytest.fixture
def one_of_each():
    """Builds a proposal with rows of its own in every list."""

    def build(name, make=proposals.published, **more):
        author = Author.objects.filter(slug=name).first() or people.author(slug=name)
        source = Source.objects.filter(slug=name).first() or sources.source(slug=name)
        own = {
            "slug": name,
            "authors": [author],
            "sector": taxonomy.sector(name),
            "bodies": [taxonomy.body(name)],
            "source": source,
            "ideas": [proposals.idea(slug=name)],
            "place": taxonomy.place(name),
        }
        return make(**own | more)

    return build


def keys(get, path):
    return [row.get("slug") or row["code"] for row in get(path).json()["results"]]


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("authors", ["slug", "url", "html_url", "kind", *NAMES, *COUNTS]),
        ("sectors", ["code", "url", "html_url", *NAMES, *ALIASES, *PANEL, *COUNTS]),
        ("bodies", ["code", "url", "html_url", *NAMES, *ALIASES, "kind", "parent", *COUNTS]),
        (
            "sources",
            [
                *("slug", "url", "html_url", "kind", "headline", "byline", "publication"),
                *(f"publication_{name}" for name in NAMES),
                *("section", "language", "published_on", "published_on_precision"),
                *("published_not_before", "published_not_after", "published_basis"),
                *("published_basis_hant", "published_basis_hans", "published_basis_en"),
                *("original_url", "note_hant", "note_hans", "note_en"),
                *("page", "archived_url", "archived_on", "headline_en", "copy"),
                *COUNTS,
            ],
        ),
        (
            "ideas",
            [
                *("slug", "url", "html_url", "title_hant", "title_hans", "title_en"),
                *("summary_hant", "summary_hans", "summary_en"),
                *COUNTS,
            ],
        ),
    ],
)
def test_a_row_has_its_fields_and_is_the_same_alone(get, one_of_each, path, fields):
    one_of_each("fund")

    [row] = get(f"{path}/").json()["results"]

    assert list(row) == fields
    assert row["url"] == f"{settings.SITE_URL}/api/v1/{path}/fund/"
    assert row["html_url"] == f"{settings.SITE_URL}/{path}/fund/"
    assert get(f"{path}/fund/").json() == row | {
        "answers": {"answered": 0, "waiting": 1, "median_months": None}
    }
    assert get(f"{path}/fund/", page_size=1).status_code == 400


@pytest.mark.parametrize("path", ["sectors", "bodies", "places"])
def test_a_code_that_another_has_replaced_leads_to_that_one(get, path):
    make = {"sectors": taxonomy.sector, "bodies": taxonomy.body, "places": taxonomy.place}[path]
    make("old", "舊", "Old", replaced_by=make("now", "新", "Now"))

    answer = get(f"{path}/old/")

    assert (answer.status_code, answer["Location"]) == (301, f"/api/v1/{path}/now/")
    assert keys(get, f"{path}/") == ["now"]
    assert get(f"{path}/nonsense/").status_code == 404


def test_a_place_counts_what_lies_in_it(get):
    region = taxonomy.place("northern_metropolis", "北部都會區", "Northern Metropolis")
    loop = taxonomy.place("hetao", "河套", "Hetao", parent=region)
    public = proposals.published(places=[region, loop])
    proposals.draft(place=loop)
    proposals.withdrawn(place=loop)
    proposals.merged(into=public, place=loop)

    assert [
        (r["code"], r["parent"], r["proposal_count"]) for r in get("places/").json()["results"]
    ] == [
        ("northern_metropolis", None, 1),
        ("hetao", "northern_metropolis", 1),
    ]
    assert get("places/northern_metropolis/").json()["answers"]["waiting"] == 1


def test_a_place_has_no_page_of_its_own(get, one_of_each):
    one_of_each("fund")

    [row] = get("places/").json()["results"]

    assert list(row) == ["code", "url", *NAMES, *ALIASES, "parent", *COUNTS]
    assert row["url"] == f"{settings.SITE_URL}/api/v1/places/fund/"
    assert get("places/fund/").json() == row | {
        "answers": {"answered": 0, "waiting": 1, "median_months": None}
    }


def test_public_proposals_are_counted_by_status(get):
    shared = {
        "authors": [people.author(slug="shared"), people.author()],
        "sector": taxonomy.sector("shared"),
        "bodies": [taxonomy.body("shared"), taxonomy.body("other")],
        "source": sources.source(slug="shared"),
        "ideas": [proposals.idea("shared"), proposals.idea("other")],
        "place": taxonomy.place("shared"),
    }
    public = [proposals.published(**shared) for _ in range(2)]
    proposals.draft(**shared)
    proposals.withdrawn(**shared)
    proposals.merged(into=public[0], **shared)
    history.record(public[0], Status.NOTED, dt.date(2026, 6, 1), by=people.user(is_superuser=True))

    rows = {path: get(f"{path}/shared/").json() for path in LISTS}

    assert {path: (row["proposal_count"], row["by_status"]) for path, row in rows.items()} == (
        dict.fromkeys(LISTS, (2, counts(proposed=1, noted=1)))
    )


@pytest.mark.parametrize("path", ["authors", "sources", "ideas"])
def test_what_hangs_on_no_public_proposal_is_not_public(get, one_of_each, path):
    shown = one_of_each("shown")
    one_of_each("drafted", proposals.draft)
    one_of_each("withdrawn", proposals.withdrawn)
    one_of_each("merged", proposals.merged, into=shown)

    assert keys(get, f"{path}/") == ["shown"]
    assert get(f"{path}/?count=1").json()["count"] == 1
    for hidden in ("drafted", "withdrawn", "merged"):
        assert get(f"{path}/{hidden}/").status_code == 404


@pytest.mark.parametrize("path", ["sectors", "bodies", "places"])
def test_curated_lists_are_whole_and_in_their_order(get, path):
    make = {"sectors": taxonomy.sector, "bodies": taxonomy.body, "places": taxonomy.place}[path]
    make("last", position=2)
    make("first", position=1)
    sector = taxonomy.sector("first")
    proposals.draft(sector=sector, bodies=[taxonomy.body("first")], place=taxonomy.place("first"))

    answer = get(f"{path}/").json()

    assert [(r["code"], r["proposal_count"]) for r in answer["results"]] == [
        ("first", 0),
        ("last", 0),
    ]
    assert answer["results"][0]["by_status"] == counts()
    assert answer["next"] is None


def test_a_source_that_holds_no_ask_is_listed_with_what_was_noted(get):
    sources.without_ask(slug="read", note_hant="只有分析。", note_en="Analysis only.")

    [row] = get("sources/").json()["results"]

    assert (row["slug"], row["proposal_count"], row["note_en"]) == ("read", 0, "Analysis only.")


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_takes_three_queries(get, one_of_each, django_assert_num_queries, count):
    for number in range(count):
        one_of_each(f"p{number}")
    columns()

    for path in LISTS:
        # The newest change; the rows; whether anything has moved since they were last counted.
        with django_assert_num_queries(3):
            assert keys(get, f"{path}/") == [f"p{number}" for number in range(count)], path


def test_pages_hold_every_row_once_forwards_and_back(client, one_of_each):
    for number in range(3):
        one_of_each(f"p{number}")

    def walk(address, way):
        seen = []
        while address:
            answer = client.get(address).json()
            seen.append([row.get("slug") or row["code"] for row in answer["results"]])
            last, address = address, answer[way]
        return seen, last

    for path in LISTS:
        forwards, last = walk(f"/api/v1/{path}/?page_size=1", "next")
        back, _first = walk(last, "previous")

        assert forwards == [["p0"], ["p1"], ["p2"]], path
        assert back == forwards[::-1], path


@pytest.mark.parametrize("path", LISTS)
def test_nothing_in_the_query_string_is_ignored(faults, path):
    assert faults(f"{path}/", kind="person")["kind"]["allowed"] == ["count", "cursor", "page_size"]


def test_a_row_alone_says_how_soon_its_asks_are_answered(get, one_of_each):
    chief = people.user(is_superuser=True)
    asked_on = dt.date(2026, 1, 10)
    shown = [one_of_each("fund", slug=f"p{n}", proposed_on=asked_on) for n in range(4)]
    for make in (proposals.draft, proposals.withdrawn):
        one_of_each("fund", make, slug=make.__name__)
    noted, studied, replaced, _waits = shown
    history.record(noted, Status.NOTED, dt.date(2026, 3, 10), by=chief)
    history.record(studied, Status.UNDER_STUDY, dt.date(2026, 5, 10), by=chief)
    history.record(replaced, Status.SUPERSEDED, dt.date(2026, 6, 10), superseded_by=noted, by=chief)

    told = {path: get(f"{path}/fund/").json()["answers"] for path in LISTS}

    # Answered after two months and after four, of four that waited so long.
    for path in LISTS:
        assert told[path] == {"answered": 2, "waiting": 1, "median_months": 4}, path


@pytest.mark.parametrize("path", ["sectors", "ideas"])
@pytest.mark.parametrize("count", [1, 3])
def test_a_row_alone_takes_twelve_queries(get, one_of_each, django_assert_num_queries, path, count):
    for number in range(count):
        one_of_each("fund", slug=f"p{number}")

    # The newest change; the row; its counts; how many are answered; the newest change again and
    # their waits; and where the process has counted nothing yet, what it counts in: what changed,
    # the choices, the links, the spans, the names, and what changed meanwhile.
    with django_assert_num_queries(12):
        assert get(f"{path}/fund/").json()["proposal_count"] == count
