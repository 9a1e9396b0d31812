from proposals.choices import STATUS_MEANINGS, Status


def test_every_status_is_defined_with_the_least_that_it_needs(client):
    answer = client.get("/en/methodology/")
    page = answer.content.decode()
    for status in Status:
        assert f'<div id="{status}">' in page
        assert str(STATUS_MEANINGS[status]) in page
    needed = {status: words for status, _meaning, words, _days in answer.context["statuses"]}
    assert needed[Status.DELIVERED] == ["Official document", "Concrete act"]
    assert needed[Status.UNDER_STUDY] == ["Official document or Official statement"]
    assert needed[Status.NOTED] == ["Official document, Official statement or Legislative record"]
    assert needed[Status.STALLED] == ["a reason, and a check that found nothing"]


def test_it_asks_nothing_of_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get("/methodology/").status_code == 200
