import datetime as dt
from queue import Empty

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from proposals import tracking
from proposals.models import PolicyEvent, Proposal
from proposals.tracking import policy_events
from proposals.tracking.policy_events import Step
from tests.admin.forms import messages
from tests.factories import history, people, proposals, sources, taxonomy
from tracker.celery import app

LIST = "/admin/proposals/{}/"

# Each list with the queries that it costs, whatever the number of rows: the session, the account,
# its rights, the count, the rows and what hangs on them, and the counts beside each filter. For
# those Django asks anew what every filter offers, so each filter over another table costs one
# more query a filter; there are seven on the list of proposals.
QUERIES = {
    "proposal": 35,
    "source": 17,
    "author": 7,
    "publication": 6,
    "idea": 6,
    "sector": 6,
    "body": 6,
    "place": 6,
    "attribution": 6,
    "addressee": 11,
    "statusupdate": 19,
    "policyevent": 9,
    "evidence": 7,
    "check": 11,
    "change": 10,
}


def make_everything(count, user):
    # A filter with one choice only would not be shown, nor counted.
    taxonomy.sector(code="unused")
    taxonomy.body(code="unused")
    sources.publication(slug="unused")
    for number in range(count):
        proposal = proposals.published(
            authors=[people.author(), people.author(kind="organisation")],
            bodies=[taxonomy.body(), taxonomy.body(code=f"body_{number}")],
            ideas=[proposals.idea(slug=f"idea-{number}")],
            sector=taxonomy.sector(code=f"sector_{number}"),
            place=taxonomy.place(code=f"place_{number}"),
            source=sources.source(publication=sources.publication(slug=f"daily-{number}")),
        )
        history.record(proposal, by=user)
        tracking.check(proposal, checked_on=dt.date(2026, 6, 1), by=user)
        event = PolicyEvent(
            title="施政報告", evidence_class="official_document", happened_on=dt.date(2026, 9, 1)
        )
        policy_events.apply(event, [Step(proposal, "committed", "承諾推行。")], by=user)


def test_sources_are_listed_by_what_is_known_of_their_day(editor):
    for slug, known in {
        "year": {"published_on": dt.date(2026, 1, 1), "published_on_precision": "year"},
        "none": {},
        "bounds": {"published_not_before": dt.date(2026, 5, 18)},
    }.items():
        sources.source(slug=slug, **known)
    page = editor.get("/en/admin/proposals/source/")
    assert [row.slug for row in page.context["cl"].result_list] == ["bounds", "year", "none"]
    for said in ("not before 18 May 2026", ">2026<", "date not stated"):
        assert said in page.content.decode()


@pytest.mark.parametrize("noun", QUERIES)
@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_however_many_rows(editor, noun, count, django_assert_num_queries):
    make_everything(count, editor.user)
    with django_assert_num_queries(QUERIES[noun]):
        page = editor.get(LIST.format(noun))
    assert page.context["cl"].result_count >= count


def railway(**fields):
    """A draft in which no text says what the others are about."""
    return proposals.draft(
        title_hant="興建鐵路",
        title_en="Build a railway",
        summary_hant="建議興建鐵路。",
        summary_en="Asks for a line.",
        instrument="infrastructure",
        sector=taxonomy.sector("transport", "運輸", "Transport"),
        source=sources.source("論鐵路"),
        **fields,
    )


def listed(client, noun="proposal", **query):
    page = client.get(LIST.format(noun), query)
    assert page.status_code == 200
    return set(page.context["cl"].result_list)


@pytest.mark.parametrize("words", ["銀髮", "银发", "髮", "silver-economy", "陳大文", "funds"])
def test_drafts_are_found_in_either_script_and_in_english(editor, words):
    found = proposals.draft()
    railway(authors=[people.author("李四", "Lee")])
    assert listed(editor, q=words) == {found}


def test_a_proposal_is_found_by_its_slug(editor):
    found = proposals.draft(slug="north-link-2035")
    proposals.draft()
    assert listed(editor, q="north-link-2035") == {found}


def test_words_that_are_no_words_find_nothing(editor):
    proposals.draft()
    assert listed(editor, q="。。") == set()


def test_the_choice_of_a_proposal_is_searched_the_same_way(editor):
    found = proposals.draft()
    railway()
    page = editor.get(
        "/admin/autocomplete/",
        {
            "term": "银发",
            "app_label": "proposals",
            "model_name": "statusupdate",
            "field_name": "superseded_by",
        },
    )
    assert [row["id"] for row in page.json()["results"]] == [str(found.pk)]


def test_the_lists_of_what_proposals_show_lead_to_them(editor):
    proposal = proposals.published(source=sources.source(publication=sources.publication()))
    proposals.draft(
        authors=[people.author()],
        bodies=[],
        sector=taxonomy.sector(code="other"),
        place=taxonomy.place(),
    )
    for noun in ("author", "body", "publication", "source", "sector"):
        row = next(r for r in listed(editor, noun) if proposal in set_of(editor, noun, r))
        assert set_of(editor, noun, row) == {proposal}


def set_of(client, noun, row):
    model_admin = admin.site.get_model_admin(type(row))
    return listed(client, **{f"{model_admin.shown_by}__id__exact": row.pk})


CHECKED = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize("state", ["none", "unchecked", "answers", "faulty"])
def test_sources_are_found_by_the_state_of_their_link(editor, state):
    link = {"url": "https://example.org/"}
    rows = {
        "none": [{}],
        "unchecked": [link],
        "answers": [link | {"link_checked_at": CHECKED, "link_status": 200}],
        "faulty": [
            link | {"link_checked_at": CHECKED, "link_status": 404},
            link | {"link_checked_at": CHECKED, "link_error": "timed out"},
        ],
    }
    made = {name: {sources.source(**row) for row in found} for name, found in rows.items()}
    assert listed(editor, "source", link=state) == made[state]
    assert all(f"link-{name}" in editor.get(LIST.format("source")).text for name in rows)


def act_upon(client, action, rows):
    noun = rows[0]._meta.model_name
    sent = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(reverse(f"admin:proposals_{noun}_changelist"), sent, follow=True)


def test_publishing_many_publishes_the_rest_and_says_which_were_refused_and_why(editor):
    good, again = proposals.draft(), proposals.published(title_hant="已發布的建議")
    incomplete = proposals.draft(title_hant="沒有提出者的建議")
    incomplete.attributions.all().delete()
    page = act_upon(editor, "publish_selected", [good, again, incomplete])
    assert set(Proposal.objects.public()) == {good, again}
    _done, refused = messages(page)
    assert "已發布的建議" in refused
    assert "沒有提出者的建議" in refused
    assert "資料未齊：提出者" in refused
    assert good.title_hant not in refused


def test_checking_many_records_today_for_each(editor):
    rows = [proposals.published(), proposals.published()]
    withdrawn = proposals.withdrawn()
    page = act_upon(editor, "check_selected", [*rows, withdrawn])
    assert [row.checks.get().checked_on for row in rows] == [timezone.localdate()] * 2
    assert not withdrawn.checks.exists()
    assert len(messages(page)) == 2


def test_a_contributor_cannot_send_an_action_that_is_not_offered(contributor):
    proposal = proposals.draft()
    act_upon(contributor, "publish_selected", [proposal])
    assert not Proposal.objects.public().exists()


def test_titles_are_text_and_never_markup(editor):
    draft = proposals.draft(title_hant="<b onclick=x>題</b>")
    draft.attributions.all().delete()
    page = act_upon(editor, "publish_selected", [draft])
    assert "<b onclick" not in page.text


def test_checking_links_queues_those_that_have_one(
    editor, broker_folder, django_capture_on_commit_callbacks
):
    linked, bare = sources.source(url="https://example.org/"), sources.source()
    queued_messages()
    with django_capture_on_commit_callbacks(execute=True):
        page = act_upon(editor, "check_links", [linked, bare])
    assert len(messages(page)) == 1
    [queued] = queued_messages()
    assert queued == {"source_ids": [linked.pk]}


def test_nothing_is_queued_for_sources_without_a_link(
    editor, broker_folder, django_capture_on_commit_callbacks
):
    queued_messages()
    with django_capture_on_commit_callbacks(execute=True):
        page = act_upon(editor, "check_links", [sources.source()])
    assert len(messages(page)) == 1
    assert queued_messages() == []


def queued_messages():
    """The arguments of all that waits in the queue, which is emptied."""
    found = []
    with app.connection_for_read() as connection:
        queue = connection.SimpleQueue("celery")
        try:
            while True:
                message = queue.get(block=False)
                message.ack()
                found.append(message.payload[1])
        except Empty:
            pass
        queue.close()
    return found
