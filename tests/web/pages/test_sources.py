import datetime as dt

import pytest

from proposals.choices import Precision, SourceKind
from tests.factories import proposals, sources


def test_the_list_counts_public_proposals_newest_source_first(client, hide):
    day = {"published_on_precision": Precision.DAY}
    old = sources.source("舊文", slug="old", published_on=dt.date(2026, 1, 1), **day)
    new = sources.source("新文", slug="new", published_on=dt.date(2026, 2, 1), **day)
    undated = sources.source("無日期", slug="undated")
    for source in (old, new, undated):
        proposals.published(source=source)
    hide(source=new)
    proposals.draft(source=sources.source("只有草稿", slug="draft-only"))
    answer = client.get("/sources/")
    counts = [(s.slug, s.number) for s in answer.context["rows"] if "source-" not in s.slug]
    assert counts == [("new", 1), ("old", 1), ("undated", 1)]
    assert "只有草稿" not in answer.content.decode()


def test_the_page_of_one_shows_it_as_printed(client, hide):
    source = sources.source(
        "增加算力",
        slug="article",
        kind=SourceKind.SEMINAR_REPORT,
        byline="陳大文 立法會議員",
        section="評論",
        publication=sources.publication(),
        url="https://daily.example/1",
        published_on=dt.date(2026, 5, 1),
        published_on_precision=Precision.MONTH,
    )
    shown = proposals.published(source=source)
    hide(source=source)
    answer = client.get("/en/sources/article/")
    assert list(answer.context["proposals"]) == [shown]
    page = answer.content.decode()
    for expected in (
        '<h1 lang="zh-Hant">增加算力</h1>',
        "Seminar report",
        '<dd lang="zh-Hant">陳大文 立法會議員</dd>',
        '<dd lang="zh-Hant">評論</dd>',
        "<dd>Daily</dd>",
        '<time datetime="2026-05">May 2026</time>',
        '<a rel="noopener nofollow" href="https://daily.example/1">',
    ):
        assert expected in page
    assert "Not for the public" not in page


def test_one_that_holds_no_ask_says_so_with_its_note(client, db):
    sources.without_ask(slug="praise", note_hant="全篇是讚揚。", note_en="All of it is praise.")
    page = client.get("/en/sources/praise/").content.decode()
    assert "holds no proposal that could later be checked" in page
    assert "All of it is praise." in page
    assert "No proposal found" in client.get("/en/sources/").content.decode()


def test_one_with_drafts_only_is_not_found(client, db):
    proposals.draft(source=sources.source(slug="draft-only"))
    assert client.get("/sources/draft-only/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_one_takes_seven_queries(client, editor, count, django_assert_num_queries):
    source = sources.source(slug="article")
    for _ in range(count):
        proposals.published(by=editor, source=source)
    with django_assert_num_queries(8):
        client.get("/sources/article/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_two_queries(client, editor, count, django_assert_num_queries):
    for _ in range(count):
        proposals.published(by=editor)
    with django_assert_num_queries(2):
        client.get("/sources/")


def test_a_source_is_found_by_its_headline_or_byline_in_either_script(client, db):
    named = {"a": ("發展銀髮經濟", "陳大文"), "b": ("增加算力", "李小明")}
    for slug, (headline, byline) in named.items():
        sources.without_ask(headline, slug=slug, byline=byline)
    proposals.draft(source=sources.source("發展草稿", slug="hidden"))
    for words, found in (("发展", ["a"]), ("李", ["b"]), ("銀髮 陳", ["a"]), ("草稿", [])):
        rows = client.get("/sources/", {"q": words}).context["rows"]
        assert [row.slug for row in rows] == found


def test_a_long_list_is_read_a_page_at_a_time_with_the_undated_last(client, db, monkeypatch):
    monkeypatch.setattr("proposals.web.pages.registers.PAGE_SIZE", 2)
    dated = {"published_on": dt.date(2026, 5, 1), "published_on_precision": Precision.DAY}
    for slug, fields in (("a", {}), ("b", dated), ("c", {}), ("d", dated)):
        sources.without_ask(slug=slug, **fields)
    first = client.get("/sources/")
    assert [row.slug for row in first.context["rows"]] == ["b", "d"]
    second = client.get(first.context["next"])
    assert [row.slug for row in second.context["rows"]] == ["a", "c"]


def test_a_copy_in_an_archive_stands_beside_the_link_with_its_day(client, db):
    source = sources.source(
        slug="article",
        page="A12",
        url="https://daily.example/1",
        archived_url="https://archive.example/1",
        archived_on=dt.date(2026, 6, 12),
    )
    proposal = proposals.published(source=source)
    for path in ("sources/article/", f"proposals/{proposal.slug}/"):
        page = client.get(f"/en/{path}").content.decode()
        assert '<a rel="noopener nofollow" href="https://daily.example/1">' in page
        assert '<a rel="noopener nofollow" href="https://archive.example/1">' in page
        assert '<time datetime="2026-06-12">12 June 2026</time>' in page
        assert "A12" in page


@pytest.mark.parametrize(
    ("known", "is_told"),
    [
        ({}, True),
        ({"url": "https://daily.example/1"}, False),
        ({"archived_url": "https://archive.example/1"}, False),
    ],
)
def test_without_link_and_copy_it_is_said_what_the_editors_hold(client, db, known, is_told):
    proposal = proposals.published(source=sources.source(slug="article", **known))
    for path in ("sources/article/", f"proposals/{proposal.slug}/"):
        page = client.get(f"/en/{path}").content.decode()
        assert ("Neither a link nor an archived copy is known." in page) == is_told


def test_a_headline_in_another_language_is_marked_as_such(client, editor):
    proposals.published(by=editor, source=sources.source("銀髮經濟", slug="han"))
    proposals.published(by=editor, source=sources.source("Silver economy", slug="latin"))
    english, chinese = (client.get(f"{prefix}/sources/").text for prefix in ("/en", ""))
    assert english.count("<span>in Chinese</span>") == 1
    assert chinese.count("<span>英文</span>") == 1


def test_readers_of_english_find_the_editors_english_beside_what_is_printed(client, editor):
    source = sources.source("完善銀髮經濟", slug="article", headline_en="A better silver economy")
    fields = {"source": source, "figures": "三十億元", "figures_en": "HK$3 billion"}
    slug = proposals.published(by=editor, **fields).slug
    for path in ("sources/", "sources/article/", f"proposals/{slug}/"):
        english, chinese = (client.get(f"{prefix}/{path}").text for prefix in ("/en", ""))
        assert "A better silver economy" in english
        assert '<span class="original" lang="zh-Hant">完善銀髮經濟</span>' in english
        assert "English by the editors" in english
        assert "完善銀髮經濟" in chinese
        assert "A better silver economy" not in chinese
    # The page of the proposal was read last.
    assert "HK$3 billion" in english
    assert '<span lang="zh-Hant">三十億元</span>' in english
    assert "HK$3 billion" not in chinese
    found = client.get("/sources/", {"q": "silver"}).context["rows"]
    assert [row.slug for row in found] == ["article"]
