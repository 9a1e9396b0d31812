import datetime as dt
import re

import pytest

from proposals.choices import AuthorKind, Status
from tests.factories import history, people, proposals, taxonomy


def test_the_list_counts_public_proposals_most_first(client, hide):
    chan = people.author("陳大文", slug="chan")
    lee = people.author("李小明", slug="lee", kind=AuthorKind.ORGANISATION)
    proposals.published(authors=[chan, lee])
    proposals.published(authors=[lee])
    hide(authors=[chan])
    people.author("無人", slug="nobody")
    hidden = people.author("只有草稿", slug="draft-only")
    proposals.draft(authors=[hidden])
    answer = client.get("/authors/")
    counts = {a.slug: a.number for a in answer.context["rows"] if a.slug in ("chan", "lee")}
    assert counts == {"lee": 2, "chan": 1}
    assert answer.context["rows"][0].slug == "lee"
    page = answer.content.decode()
    assert "無人" not in page
    assert "只有草稿" not in page


def test_the_page_of_one_shows_what_they_asked_and_where_it_stands(client, editor, hide):
    chan = people.author("陳大文", "Chan Tai-man", slug="chan", note_hant="英文姓名由編者音譯")
    mine = proposals.published(authors=[chan])
    history.record(mine, by=editor)
    proposals.published()
    hide(authors=[chan])
    answer = client.get("/authors/chan/")
    assert list(answer.context["proposals"]) == [mine]
    assert answer.context["count"] == 1
    page = answer.content.decode()
    for shown in (
        "<h1>陳大文</h1>",
        "<li>立法會議員</li>",
        "英文姓名由編者音譯",
        '<a href="/proposals/?author=chan&amp;status=under_study">',
        '<a href="/proposals/?author=chan">',
    ):
        assert shown in page
    assert "不公開的建議" not in page
    assert "英文姓名由编者音译" in client.get("/zh-hans/authors/chan/").content.decode()


def test_one_without_a_public_proposal_is_not_found(client, db):
    author = people.author(slug="draft-only")
    proposals.draft(authors=[author])
    proposals.withdrawn(authors=[author])
    assert client.get("/authors/draft-only/").status_code == 404


def test_a_long_list_is_cut_and_leads_to_the_rest(client, editor, monkeypatch):
    monkeypatch.setattr("proposals.web.pages.gathered.SHOWN", 2)
    chan = people.author(slug="chan")
    for _ in range(3):
        proposals.published(by=editor, authors=[chan])
    answer = client.get("/en/authors/chan/")
    assert len(answer.context["proposals"]) == 2
    assert ">See all 3 in the list, to filter and sort</a>" in answer.content.decode()


class TestRecord:
    """What became of the asks of one; the pages of a sector and of a body have the same."""

    @pytest.fixture
    def chan(self, client, editor, hide):
        """Of five asks one was answered after two months, one after seven, and one replaced."""
        chan = people.author("陳大文", "Chan Tai-man", slug="chan")
        asked_on = dt.date(2026, 1, 10)
        noted, studied, replaced, _waits, _undated = (
            proposals.published(by=editor, authors=[chan], proposed_on=on)
            for on in [asked_on] * 4 + [None]
        )
        history.record(noted, Status.NOTED, dt.date(2026, 3, 10), by=editor)
        history.record(studied, Status.UNDER_STUDY, dt.date(2026, 8, 10), by=editor)
        history.record(
            *(replaced, Status.SUPERSEDED, dt.date(2026, 6, 10)), superseded_by=noted, by=editor
        )
        other = proposals.published(by=editor, title_hant="別人的建議", title_en="Of another")
        history.record(other, Status.NOTED, dt.date(2026, 8, 20), by=editor)
        for hidden in hide(authors=[chan]):
            assert hidden.title_en == "Not for the public"
        return chan

    def page(self, client, query=""):
        return client.get(f"/en/authors/chan/{query}").content.decode()

    def test_it_says_how_many_were_answered_and_how_soon(self, client, chan):
        page = self.page(client, "?as_of=2026-11-10")
        assert "Of 4 proposals, <strong>2</strong> answered, 1 waiting." in page
        # One of four at once; then of the two that had waited seven months, one.
        assert "Half were answered within 7 months." in page
        shares = re.findall(r"<dt>Within (\d+) months</dt><dd>(.*?)</dd>", page)
        assert shares == [("3", "25%"), ("6", "25%"), ("12", NOT_KNOWN)]

    def test_on_a_day_it_tells_of_what_had_been_answered_by_then(self, client, chan):
        page = self.page(client, "?as_of=2026-07-31")
        assert "Of 4 proposals, <strong>1</strong> answered, 2 waiting." in page
        assert "Fewer than half have been answered so far." in page
        assert "Government says that it is studying it." in page
        assert page.count('class="move"') == 2

    def test_it_leads_to_what_moved_and_to_an_alert_of_these_alone(self, client, chan):
        page = self.page(client)
        assert 'href="/en/subscribe/?author=chan"' in page
        assert 'href="/en/feeds/moves.atom?author=chan"' in page
        assert 'href="/en/moves/?author=chan"' in page
        assert client.get("/en/subscribe/?author=chan").status_code == 200
        assert page.count('class="move"') == 3
        assert "Of another" not in page
        assert "Not for the public" not in page
        assert '<a href="/en/proposals/?author=chan&amp;sector=ageing">Ageing</a>' in page

    def test_the_past_is_followed_by_nobody(self, client, chan):
        assert "/subscribe/?author=chan" not in self.page(client, "?as_of=2026-07-31")

    def test_without_an_answer_there_is_no_curve(self, client, editor):
        proposals.published(by=editor, authors=[people.author(slug="chan")])
        page = self.page(client)
        assert "Of 1 proposal, <strong>0</strong> answered, 1 waiting." in page
        assert "<figure" not in page
        assert "Latest updates" not in page


NOT_KNOWN = '<span aria-hidden="true">–</span><span class="sr">not known yet</span>'


def test_the_name_in_the_other_language_stands_beside(client, editor):
    chan = people.author("陳大文", "Chan Tai-man", slug="chan")
    proposals.published(by=editor, authors=[chan])
    assert '<span lang="en">Chan Tai-man</span>' in client.get("/authors/chan/").content.decode()
    assert '<span lang="zh">陳大文</span>' in client.get("/en/authors/chan/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_one_takes_as_many_queries_for_few_and_many(
    client, editor, count, django_assert_num_queries
):
    chan = people.author(slug="chan")
    for _ in range(count):
        row = proposals.published(by=editor, authors=[chan])
        history.record(row, by=editor)
    # Who it is, and in which capacities; how many stand where, and what is shown of them with
    # authors, bodies and places; how many were answered and how soon; what moved, with evidence
    # and authors; the newest change for each of three counts; sectors and bodies.
    with django_assert_num_queries(28):
        client.get("/authors/chan/")


def test_the_list_tells_each_by_capacity_and_main_sector(client, editor, hide):
    chan = people.author("陳大文", "Chan Tai-man", slug="chan")
    finance = taxonomy.sector("finance", "金融", "Finance")
    for sector in (finance, finance, taxonomy.sector()):
        proposals.published(by=editor, authors=[chan], sector=sector)
    hide(authors=[chan])
    hide(authors=[chan])
    page = client.get("/en/authors/").content.decode()
    assert '<span class="kind">Legislative Councillor · Finance</span>' in page
    chan.attributions.update(capacity_hant="", capacity_hans="", capacity_en="")
    page = client.get("/en/authors/").content.decode()
    assert '<span class="kind">Person · Finance</span>' in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries(client, editor, count, django_assert_num_queries):
    for _ in range(count):
        proposals.published(by=editor)
    # The newest change, and what is counted in columns, twice; authors; their capacities; sectors.
    with django_assert_num_queries(12):
        client.get("/authors/")


class TestRegister:
    """The list of authors; that of sources is made alike."""

    @pytest.fixture
    def authors(self, editor, monkeypatch):
        monkeypatch.setattr("proposals.web.pages.registers.PAGE_SIZE", 2)
        named = [("陳大文", "Chan Tai-man"), ("李龍", "Lee Lung"), ("香港發展協會", "HK Society")]
        made = [people.author(hant, en, slug=f"a-{n}") for n, (hant, en) in enumerate(named)]
        for author in made:
            proposals.published(by=editor, authors=[author])
        proposals.published(by=editor, authors=[made[2]])
        return made

    def slugs(self, answer):
        return [row.slug for row in answer.context["rows"]]

    def test_a_long_one_is_read_a_page_at_a_time_and_back(self, client, authors):
        first = client.get("/authors/")
        assert self.slugs(first) == ["a-2", "a-0"]
        second = client.get(first.context["next"])
        assert self.slugs(second) == ["a-1"]
        assert second.context["next"] == ""
        assert self.slugs(client.get(second.context["previous"])) == ["a-2", "a-0"]

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("陳", ["a-0"]),
            ("李龙", ["a-1"]),
            ("发展", ["a-2"]),
            ("LEE", ["a-1"]),
            ("man chan", ["a-0"]),
            ("無人", []),
        ],
    )
    def test_an_author_is_found_by_name_in_either_script(self, client, authors, words, found):
        answer = client.get("/authors/", {"q": words})
        assert self.slugs(answer) == found
        assert f'value="{words}"' in answer.content.decode()

    def test_a_search_is_kept_from_page_to_page(self, client, authors, editor):
        for number in range(2):
            author = people.author("陳小文", "Chan Siu-man", slug=f"b-{number}")
            proposals.published(by=editor, authors=[author])
        answer = client.get("/authors/?q=陳")
        assert self.slugs(answer) == ["a-0", "b-0"]
        assert self.slugs(client.get(answer.context["next"])) == ["b-1"]

    def test_a_hidden_author_is_not_found(self, client, db):
        proposals.draft(authors=[people.author("只有草稿", slug="hidden")])
        page = client.get("/en/authors/?q=草稿").content.decode()
        assert "No match for these words." in page
        assert "只有草稿" not in page

    @pytest.mark.parametrize(
        ("query", "message"),
        [
            ("cursor=nonsense", "This page marker is not valid here."),
            ("colour=red", "There is no parameter of this name."),
            ("q=a&amp;q=b", "There is no parameter of this name."),
            ("q=一&q=二", "Give this parameter only once."),
            ("q=！", "has nothing to search for."),
        ],
    )
    def test_a_fault_is_named(self, client, db, query, message):
        answer = client.get(f"/en/authors/?{query}")
        assert answer.status_code == 400
        assert message in answer.content.decode()

    def test_a_search_takes_one_query_more(self, client, authors, django_assert_num_queries):
        with django_assert_num_queries(13):
            client.get("/authors/?q=陳")
