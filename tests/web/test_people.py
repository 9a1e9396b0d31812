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
    monkeypatch.setattr("proposals.web.gathered.SHOWN", 2)
    chan = people.author(slug="chan")
    for _ in range(3):
        proposals.published(by=editor, authors=[chan])
    answer = client.get("/en/authors/chan/")
    assert len(answer.context["proposals"]) == 2
    assert ">See all 3 in the list, to filter and sort</a>" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_one_takes_seven_queries(client, editor, count, django_assert_num_queries):
    chan = people.author(slug="chan")
    for _ in range(count):
        proposals.published(by=editor, authors=[chan])
    with django_assert_num_queries(7):
        client.get("/authors/chan/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_one_query(client, editor, count, django_assert_num_queries):
    for _ in range(count):
        proposals.published(by=editor)
    with django_assert_num_queries(1):
        client.get("/authors/")
