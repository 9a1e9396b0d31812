import pytest

from tests.factories import proposals


def test_the_page_of_one_shows_the_public_proposals_that_share_it(client, hide):
    idea = proposals.idea(summary_hant="多人主張設立基金。")
    sharing = [proposals.published(ideas=[idea]) for _ in range(2)]
    hide(ideas=[idea])
    answer = client.get("/ideas/silver-fund/")
    assert set(answer.context["proposals"]) == set(sharing)
    assert answer.context["total"] == 2
    page = answer.content.decode()
    assert "<h1>銀髮基金</h1>" in page
    assert "多人主張設立基金。" in page
    assert "不公開的建議" not in page


def test_one_shared_by_drafts_only_is_not_found(client, db):
    proposals.draft(ideas=[proposals.idea()])
    assert client.get("/ideas/silver-fund/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_six_queries(client, editor, count, django_assert_num_queries):
    for _ in range(count):
        proposals.published(by=editor, ideas=[proposals.idea()])
    with django_assert_num_queries(6):
        client.get("/ideas/silver-fund/")
