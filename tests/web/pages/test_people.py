import pytest

from proposals.choices import AuthorKind
from tests.factories import history, people, proposals


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


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_one_takes_eight_queries(client, editor, count, django_assert_num_queries):
    chan = people.author(slug="chan")
    for _ in range(count):
        proposals.published(by=editor, authors=[chan])
    with django_assert_num_queries(9):
        client.get("/authors/chan/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_two_queries(client, editor, count, django_assert_num_queries):
    for _ in range(count):
        proposals.published(by=editor)
    with django_assert_num_queries(2):
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
        assert "Nothing bears these words." in page
        assert "只有草稿" not in page

    @pytest.mark.parametrize(
        ("query", "message"),
        [
            ("cursor=nonsense", "This page marker is not valid here."),
            ("colour=red", "There is no parameter of this name."),
            ("q=a&amp;q=b", "There is no parameter of this name."),
            ("q=一&q=二", "Give this parameter only once."),
            ("q=！", "holds no word to search for."),
        ],
    )
    def test_a_fault_is_named(self, client, db, query, message):
        answer = client.get(f"/en/authors/?{query}")
        assert answer.status_code == 400
        assert message in answer.content.decode()

    def test_a_search_takes_three_queries(self, client, authors, django_assert_num_queries):
        with django_assert_num_queries(3):
            client.get("/authors/?q=陳")
