import datetime as dt
import json

import pytest
from django.conf import settings
from django.utils import timezone

from proposals import tracking
from proposals.choices import Basis, Status
from proposals.editing import index, publishing
from proposals.models import Addressee, Change
from tests.factories import history, people, proposals, sources, taxonomy

pytestmark = pytest.mark.django_db

SITE = "http://testserver"

# The order is a promise too: people read rows and copy headers from them.
CONTRACT = [
    *("slug", "url", "html_url"),
    *("title_hant", "title_hans", "title_en", "summary_hant", "summary_hans", "summary_en"),
    *("status", "status_since", "status_since_precision"),
    *("sector", "instrument", "specificity", "place", "bodies", "ideas", "authors", "source"),
    *("proposed_on", "proposed_on_precision", "checked_on", "next_check_on", "update_count"),
    *("first_published_at", "updated_at", "change_seq"),
]
ADDED = [
    *("scheme_hant", "scheme_hans", "scheme_en", "figures", "bodies_stated"),
    *("proposed_not_before", "proposed_not_after", "proposed_basis"),
    *("proposed_basis_hant", "proposed_basis_hans", "proposed_basis_en"),
    *("places", "figures_en", "target_on", "target_on_precision", "target_not_after"),
    *("target_title", "target_url", "criteria", "related"),
]


def row(response):
    [only] = response.json()["results"]
    return only


def test_a_row_has_the_fields_of_the_contract_in_its_order(get):
    proposals.published()

    assert list(row(get("proposals/"))) == [*CONTRACT, *ADDED]


def test_a_row_says_all_that_is_published_of_a_proposal(get):
    author = people.author("陳大文", "Chan Tai-man", name_hans="陈大文", slug="chan-tai-man")
    idea = proposals.idea("silver-fund")
    source = sources.source(
        "完善銀髮經濟",
        slug="silver-economy",
        publication=sources.publication("daily", "日報", "Daily", name_hans="日报"),
        published_on=dt.date(2026, 5, 1),
        published_on_precision="month",
        url="https://example.org/silver",
    )
    proposal = proposals.published(
        slug="silver-fund",
        authors=[author],
        bodies=[taxonomy.body("lwb")],
        ideas=[idea],
        source=source,
        place=taxonomy.place("central_asia"),
        scheme_hant="銀髮基金",
        figures="一億元",
    )
    Addressee.objects.create(
        proposal=proposal, body=taxonomy.body("fstb", position=1), basis=Basis.INFERRED
    )
    change = Change.objects.get(proposal=proposal)
    at = timezone.localtime(change.at).isoformat()

    assert row(get("proposals/")) == {
        "slug": "silver-fund",
        "url": f"{settings.SITE_URL}/api/v1/proposals/silver-fund/",
        "html_url": f"{settings.SITE_URL}/proposals/silver-fund/",
        "title_hant": "設立銀髮經濟基金",
        "title_hans": "设立银发经济基金",
        "title_en": "Set up a silver-economy fund",
        "summary_hant": "建議政府設立基金，支持長者產品研發。",
        "summary_hans": "建议政府设立基金，支持长者产品研发。",
        "summary_en": "Asks the government to set up a fund for products for older people.",
        "status": "proposed",
        "status_since": "2026-05-20",
        "status_since_precision": "day",
        "sector": "ageing",
        "instrument": "fund",
        "specificity": "firm",
        "place": "central_asia",
        "bodies": ["lwb", "fstb"],
        "ideas": ["silver-fund"],
        "authors": [
            {
                "slug": "chan-tai-man",
                "name_hant": "陳大文",
                "name_hans": "陈大文",
                "name_en": "Chan Tai-man",
                "capacity": "立法會議員",
                "capacity_hans": "立法会议员",
                "capacity_en": "Legislative Councillor",
            }
        ],
        "source": {
            "slug": "silver-economy",
            "headline": "完善銀髮經濟",
            "publication": "daily",
            "published_on": "2026-05-01",
            "published_on_precision": "month",
            "url": "https://example.org/silver",
            "locator": "設立銀髮經濟基金",
            "publication_name_hant": "日報",
            "publication_name_hans": "日报",
            "publication_name_en": "Daily",
            "published_not_before": "2026-05-01",
            "published_not_after": "2026-05-31",
            "published_basis": "stated",
            "page": "",
            "archived_url": None,
            "archived_on": None,
            "headline_en": "",
        },
        "proposed_on": "2026-05-20",
        "proposed_on_precision": "day",
        "checked_on": None,
        "next_check_on": (timezone.localdate() + dt.timedelta(days=90)).isoformat(),
        "update_count": 1,
        "first_published_at": at,
        "updated_at": at,
        "change_seq": change.seq,
        "scheme_hant": "銀髮基金",
        "scheme_hans": "银发基金",
        "scheme_en": "",
        "figures": "一億元",
        "bodies_stated": ["lwb"],
        "proposed_not_before": "2026-05-20",
        "proposed_not_after": "2026-05-20",
        "proposed_basis": "stated",
        "proposed_basis_hant": "",
        "proposed_basis_hans": "",
        "proposed_basis_en": "",
        "places": ["central_asia"],
        "figures_en": "",
        "target_on": None,
        "target_on_precision": None,
        "target_not_after": None,
        "target_title": "",
        "target_url": "",
        "criteria": [],
        "related": [],
    }


def test_a_row_says_what_an_inferred_date_lies_between_and_why(get):
    source = sources.source(
        published_not_before=dt.date(2026, 5, 17),
        published_basis_hant="內文提及5月17日。",
        published_basis_en="It speaks of 17 May.",
    )
    proposals.published(source=source, proposed_on=None)
    shown = row(get("proposals/"))
    assert {name: shown[name] for name in ADDED[5:11]} == {
        "proposed_not_before": "2026-05-17",
        "proposed_not_after": None,
        "proposed_basis": "inferred",
        "proposed_basis_hant": "內文提及5月17日。",
        "proposed_basis_hans": "内文提及5月17日。",
        "proposed_basis_en": "It speaks of 17 May.",
    }
    assert shown["proposed_on"] is None
    assert shown["source"]["published_basis"] == "inferred"


def test_what_is_not_known_is_null(get):
    proposals.published(proposed_on=None, bodies=[])

    shown = row(get("proposals/"))

    assert [shown[name] for name in ("status_since", "status_since_precision")] == [None, None]
    assert [shown[name] for name in ("proposed_on", "proposed_on_precision")] == [None, None]
    assert [shown["place"], shown["bodies"], shown["ideas"]] == [None, [], []]
    assert {name: shown["source"][name] for name in ("publication", "published_on", "url")} == {
        "publication": None,
        "published_on": None,
        "url": None,
    }
    assert shown["source"]["published_on_precision"] is None
    assert shown["source"]["publication_name_en"] is None


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans", "en", "fr"])
def test_the_language_of_the_reader_changes_nothing(get, language):
    proposals.published()

    assert (
        get("proposals/", headers={"Accept-Language": language}).content
        == get("proposals/").content
    )


def test_only_what_is_public_is_listed_or_counted(get):
    shown = proposals.published()
    proposals.draft()
    proposals.withdrawn()
    proposals.merged(into=shown)

    answer = get("proposals/", count=1).json()

    assert [r["slug"] for r in answer["results"]] == [shown.slug]
    assert (answer["count"], answer["count_is_exact"]) == (1, True)


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_takes_three_queries(get, django_assert_num_queries, count):
    for _ in range(count):
        proposals.published(ideas=[proposals.idea()])

    # The newest change; which rows; and all that is said of them.
    with django_assert_num_queries(3):
        assert len(get("proposals/").json()["results"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_one_proposal_takes_ten_queries(get, django_assert_num_queries, count):
    proposal = proposals.published(
        authors=[people.author() for _ in range(count)],
        ideas=[proposals.idea(slug=f"idea-{number}") for number in range(count)],
    )
    chief = people.user(is_superuser=True)
    for _ in range(count):
        history.record(proposal, by=chief)
        tracking.check(proposal, checked_on=timezone.localdate(), by=chief)

    # Whether it is public; the row; authors, bodies, places, ideas; updates, their evidence, what
    # they say of criteria; checks.
    # Whether it is public; the row; authors, bodies, ideas; updates, their evidence; checks.
    with django_assert_num_queries(10):
        assert len(get(f"proposals/{proposal.slug}/").json()["updates"]) == count + 1


def test_the_one_filter_chooses_the_rows(slugs):
    fund = proposals.published(slug="fund", sector=taxonomy.sector("ageing"))
    tax = proposals.published(
        slug="tax",
        sector=taxonomy.sector("finance"),
        instrument="tax",
        title_hant="減免利得稅",
        title_en="Cut the profits tax",
        summary_hant="建議減稅。",
        summary_en="Asks for a tax cut.",
    )

    assert slugs(sector="ageing") == [fund.slug]
    assert slugs(instrument="-tax") == [fund.slug]
    assert slugs(sector=["ageing", "finance"]) == [fund.slug, tax.slug]
    assert slugs(q="利得税") == [tax.slug]
    assert slugs(q="tax", ordering="relevance") == [tax.slug]


def test_updated_since_is_inclusive(slugs):
    first, second = proposals.published(), proposals.published()

    assert slugs(updated_since=second.updated_at.isoformat()) == [second.slug]
    assert slugs(updated_since=first.updated_at.isoformat()) == [first.slug, second.slug]
    later = second.updated_at + dt.timedelta(microseconds=1)
    assert slugs(updated_since=later.isoformat()) == []


def test_a_bare_day_of_updated_since_is_its_start_in_hong_kong(slugs):
    proposal = proposals.published()
    today = timezone.localdate(proposal.updated_at)

    assert slugs(updated_since=today.isoformat()) == [proposal.slug]
    assert slugs(updated_since=(today + dt.timedelta(days=1)).isoformat()) == []


def test_an_undated_status_is_not_before_a_day(slugs):
    dated = proposals.published(proposed_on=dt.date(2026, 5, 20))
    proposals.published(proposed_on=None)

    assert slugs(status_since_before="2026-12-31") == [dated.slug]


def test_the_past_is_shown_as_it_stood(get):
    proposal = proposals.published(proposed_on=dt.date(2026, 5, 20))
    before = timezone.now()
    history.record(
        proposal, Status.UNDER_STUDY, dt.date(2026, 6, 1), by=people.user(is_superuser=True)
    )

    def status(**parameters):
        shown = row(get("proposals/", **parameters))
        return shown["status"], shown["status_since"], shown["status_since_precision"]

    assert status() == ("under_study", "2026-06-01", "day")
    assert status(as_of="2026-05-31") == ("proposed", "2026-05-20", "day")
    assert status(known_at=before.isoformat()) == ("proposed", "2026-05-20", "day")
    assert get("proposals/", as_of="2026-05-19").json()["results"] == []


def test_pages_hold_every_row_once_forwards_and_back(client):
    for number in range(5):
        # Two without a date: they sort last, and the last page starts among them.
        day = dt.date(2026, 5, 1 + number) if number < 3 else None
        proposals.published(slug=f"p{number}", proposed_on=day)
    expected = [["p2", "p1"], ["p0", "p3"], ["p4"]]

    address, seen, answers = f"{SITE}/api/v1/proposals/?page_size=2&instrument=fund", [], []
    while address:
        answers.append(client.get(address).json())
        seen.append([r["slug"] for r in answers[-1]["results"]])
        address = answers[-1]["next"]
    assert seen == expected
    assert answers[-1]["next_cursor"] is None

    address, back = answers[-1]["previous"], []
    while address:
        answer = client.get(address).json()
        back.insert(0, [r["slug"] for r in answer["results"]])
        address = answer["previous"]
    assert back == expected[:-1]


def test_the_next_page_is_named_thrice_and_keeps_every_parameter(get, client):
    for number in range(3):
        proposals.published(slug=f"p{number}")

    first = get("proposals/", {"status": ["proposed", "noted"]}, page_size=1)
    answer = first.json()

    assert "status=proposed&status=noted" in answer["next"]
    assert answer["next"].endswith(f"&cursor={answer['next_cursor']}")
    assert answer["previous"] is None
    assert first.headers["Link"] == f'<{answer["next"]}>; rel="next"'
    second = client.get(answer["next"])
    body = second.json()
    assert second.headers["Link"] == (
        f'<{body["next"]}>; rel="next", <{body["previous"]}>; rel="prev"'
    )


def test_a_page_has_fifty_rows_unless_asked_otherwise(get):
    for _ in range(51):
        sources.without_ask()

    def rows(**parameters):
        return len(get("sources/", **parameters).json()["results"])

    assert [rows(), rows(page_size=2), rows(page_size=500)] == [50, 2, 51]


def test_a_count_is_given_on_request_and_admits_where_it_stops(get, monkeypatch):
    for _ in range(3):
        proposals.published()

    assert "count" not in get("proposals/").json()
    assert "count" not in get("proposals/", count=0).json()
    whole = get("proposals/", count=1, page_size=1).json()
    assert (whole["count"], whole["count_is_exact"]) == (3, True)
    monkeypatch.setattr("proposals.api.lists.COUNTED", 3)
    assert get("proposals/", count=1, page_size=2).json()["count_is_exact"] is True
    monkeypatch.setattr("proposals.api.lists.COUNTED", 2)
    capped = get("proposals/", count=1, page_size=3).json()
    assert (capped["count"], capped["count_is_exact"]) == (2, False)


def test_updated_at_and_change_seq_move_with_published_content_only(get):
    proposal = proposals.published()
    before = row(get("proposals/"))

    proposal.refresh_from_db()
    proposal.save(update_fields=["version"])
    index.index([proposal])
    assert row(get("proposals/")) == before

    publishing.withdraw(proposal, reason_hant="錯誤。", reason_en="A mistake.")
    publishing.publish(proposal, by=people.user())
    after = row(get("proposals/"))
    assert after["change_seq"] > before["change_seq"]
    assert after["updated_at"] > before["updated_at"]
    assert after["first_published_at"] == before["first_published_at"]


def test_the_address_of_a_row_is_that_of_the_files_whatever_host_is_asked(client, settings):
    settings.ALLOWED_HOSTS = ["inside.example", "testserver"]
    proposals.published()
    in_file = json.loads(b"".join(client.get("/data/proposals.ndjson").streaming_content))

    answer = client.get("/api/v1/proposals/", headers={"Host": "inside.example"})

    [row] = answer.json()["results"]
    assert (row["url"], row["html_url"]) == (in_file["url"], in_file["html_url"])


def test_what_is_missed_by_today_is_an_answer_of_the_day(get):
    proposals.published()
    always, today = (
        get("proposals/", query).headers["ETag"] for query in ({}, {"target": "missed"})
    )
    assert timezone.localdate().isoformat() not in always
    assert timezone.localdate().isoformat() in today
