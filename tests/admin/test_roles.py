import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from proposals.editing import publishing
from proposals.models import Proposal, Source
from tests.admin.forms import address
from tests.factories import people, proposals, sources, taxonomy

ROLES = ["Contributor", "Editor", "Chief editor", "Administrator"]
YES, NO = 200, 403


def test_the_four_roles_exist(db):
    assert sorted(Group.objects.values_list("name", flat=True)) == sorted(ROLES)


@pytest.mark.parametrize(
    ("page", "answers"),
    [
        # in the order of ROLES
        ("admin:proposals_proposal_changelist", [YES, YES, YES, YES]),
        ("admin:proposals_proposal_add", [YES, YES, YES, NO]),
        ("admin:proposals_author_add", [YES, YES, YES, NO]),
        ("admin:proposals_source_add", [YES, YES, YES, NO]),
        ("admin:proposals_publication_add", [YES, YES, YES, NO]),
        ("admin:proposals_idea_add", [YES, YES, YES, NO]),
        ("admin:proposals_sector_add", [NO, NO, YES, NO]),
        ("admin:proposals_body_add", [NO, NO, YES, NO]),
        ("admin:proposals_place_add", [NO, NO, YES, NO]),
        ("admin:proposals_synonym_changelist", [YES, YES, YES, YES]),
        ("admin:proposals_synonym_add", [NO, NO, YES, NO]),
        ("admin:proposals_term_changelist", [YES, YES, YES, YES]),
        ("admin:proposals_term_add", [NO, NO, YES, NO]),
        ("admin:proposals_term_import", [NO, NO, YES, NO]),
        ("admin:proposals_document_changelist", [YES, YES, YES, YES]),
        ("admin:proposals_document_add", [NO, YES, YES, NO]),
        ("admin:proposals_uptake_changelist", [YES, YES, YES, YES]),
        ("admin:proposals_uptake_add", [NO, NO, NO, NO]),
        ("admin:proposals_proposal_import", [NO, YES, YES, NO]),
        ("admin:proposals_attribution_import", [NO, YES, YES, NO]),
        ("admin:proposals_sector_import", [NO, NO, YES, NO]),
        ("admin:proposals_proposal_export", [YES, YES, YES, YES]),
        ("admin:proposals_statusupdate_changelist", [YES, YES, YES, YES]),
        ("admin:proposals_statusupdate_add", [NO, NO, NO, NO]),
        ("admin:proposals_evidence_add", [NO, NO, NO, NO]),
        ("admin:proposals_check_add", [NO, NO, NO, NO]),
        ("admin:proposals_change_add", [NO, NO, NO, NO]),
        ("admin:proposals_apitoken_changelist", [NO, YES, YES, YES]),
        ("admin:proposals_apitoken_add", [NO, YES, YES, NO]),
        ("admin:proposals_webhook_changelist", [NO, YES, YES, YES]),
        ("admin:proposals_webhook_add", [NO, YES, YES, YES]),
        ("admin:proposals_webhookmessage_changelist", [NO, YES, YES, YES]),
        ("admin:proposals_subscription_changelist", [NO, NO, NO, YES]),
        ("admin:proposals_subscription_add", [NO, NO, NO, NO]),
        ("admin:proposals_suggestion_changelist", [NO, YES, YES, YES]),
        ("admin:proposals_suggestion_add", [NO, NO, NO, NO]),
        ("admin:proposals_assignment_changelist", [YES, YES, YES, YES]),
        ("admin:proposals_assignment_add", [NO, YES, YES, NO]),
        ("admin:figures", [NO, YES, YES, NO]),
        ("admin:reminders", [YES, YES, YES, YES]),
        ("admin:auth_user_add", [NO, NO, NO, YES]),
        ("admin:auth_group_changelist", [NO, NO, NO, NO]),
    ],
)
def test_each_role_opens_the_pages_of_its_work(sign_in, page, answers):
    assert [sign_in(role).get(reverse(page)).status_code for role in ROLES] == answers


@pytest.mark.parametrize(
    ("page", "answers"),
    [
        ("record", [NO, YES, YES, NO]),
        ("check", [NO, YES, YES, NO]),
        ("publish", [NO, YES, YES, NO]),
        ("withdraw", [NO, YES, YES, NO]),
        ("care", [YES, YES, YES, NO]),
    ],
)
def test_each_role_may_act_upon_a_proposal_as_its_work_asks(sign_in, page, answers):
    proposal = proposals.published()
    found = [sign_in(role).get(address(proposal, page)).status_code for role in ROLES]
    assert found == answers


@pytest.mark.parametrize(("role", "may"), list(zip(ROLES, [NO, YES, YES, NO], strict=True)))
def test_only_who_records_may_void(sign_in, role, may):
    proposal = proposals.published()
    page = address(proposal, "void", proposal.updates.get().pk)
    assert sign_in(role).get(page).status_code == may


def test_an_act_without_the_right_to_it_writes_nothing(contributor):
    proposal = proposals.draft()
    assert contributor.post(address(proposal, "publish")).status_code == NO
    proposal.refresh_from_db()
    assert proposal.publication_state == "draft"


def may_change(client, proposal):
    return client.get(address(proposal)).context["has_change_permission"]


def test_a_contributor_changes_drafts_only(contributor):
    assert may_change(contributor, proposals.draft())
    assert not may_change(contributor, proposals.published())
    assert not may_change(contributor, proposals.withdrawn())


def test_an_editor_changes_what_is_published_and_what_is_withdrawn(editor):
    assert may_change(editor, proposals.published())
    assert may_change(editor, proposals.withdrawn())


def test_nobody_changes_what_has_been_merged(chief):
    assert not may_change(chief, proposals.merged(proposals.published()))


def test_a_contributor_cannot_send_a_change_of_what_is_published(contributor):
    proposal = proposals.published()
    sent = {"title_hant": "改了", "read_version": proposal.version}
    assert contributor.post(address(proposal), sent).status_code == NO
    assert Proposal.objects.get().title_hant == proposal.title_hant


def test_the_links_of_a_published_proposal_are_closed_to_a_contributor(contributor):
    page = contributor.get(address(proposals.published()))
    formsets = page.context["inline_admin_formsets"]
    assert [f.has_change_permission for f in formsets] == [False, False, False]
    assert [f.has_add_permission for f in formsets] == [False, False, False]


@pytest.mark.parametrize("make", [proposals.draft, proposals.published])
def test_a_contributor_changes_an_author_until_a_public_proposal_shows_it(contributor, make):
    author = people.author()
    proposal = make(authors=[author])
    page = contributor.get(reverse("admin:proposals_author_change", args=[author.pk]))
    assert page.context["has_change_permission"] is (proposal.publication_state == "draft")


def save(client, row, **fields):
    """The form of a source, sent with these fields changed."""
    page = reverse("admin:proposals_source_change", args=[row.pk])
    form = client.get(page).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields} | fields
    return client.post(page, sent)


def seen(source):
    return Source.objects.public().filter(pk=source.pk).exists()


def test_a_contributor_shows_no_source_to_the_public(contributor, editor):
    headline = {"headline": "新文", "kind": "op_ed", "language": "zh-Hant", "slug": "new"}
    sent = headline | {"holds_no_ask": "on", "published_on": ""}
    assert contributor.post(reverse("admin:proposals_source_add"), sent).status_code == 302
    source = Source.objects.get()
    assert not seen(source)
    assert save(contributor, source, holds_no_ask="on", headline="改了").status_code == 302
    source.refresh_from_db()
    assert (source.headline, seen(source)) == ("改了", False)
    assert save(editor, source, holds_no_ask="on").status_code == 302
    assert seen(source)


@pytest.mark.parametrize("address", ["/sources/new/", "/api/v1/sources/new/"])
def test_a_source_is_public_only_by_a_published_proposal_or_an_editors_word(client, db, address):
    source = sources.source(slug="new")
    assert client.get(address).status_code == 404
    proposal = proposals.draft(source=source)
    assert client.get(address).status_code == 404
    publishing.publish(proposal, by=people.user())
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/sources/", "/api/v1/sources/", "/sitemaps/sources-1.xml"])
def test_no_list_names_a_source_that_no_editor_has_shown(client, db, address):
    sources.source("不公開", slug="not-shown")
    sources.without_ask(slug="shown")
    page = client.get(address).content.decode()
    assert ("shown" in page, "not-shown" in page, "不公開" in page) == (True, False, False)


def may_change_shared(client, noun, row):
    page = client.get(reverse(f"admin:proposals_{noun}_change", args=[row.pk]))
    return page.context["has_change_permission"]


def test_what_is_public_without_a_proposal_is_closed_to_a_contributor(contributor, editor):
    daily = sources.publication()
    source, alone = sources.without_ask(publication=daily), sources.source()
    assert not may_change_shared(contributor, "source", source)
    assert not may_change_shared(contributor, "publication", daily)
    assert may_change_shared(contributor, "source", alone)
    assert may_change_shared(editor, "source", source)


def may_delete(client, noun, row):
    return client.get(reverse(f"admin:proposals_{noun}_delete", args=[row.pk])).status_code == YES


def test_an_editor_deletes_a_draft_without_a_log_and_all_that_it_owns(editor):
    proposal = proposals.draft()
    editor.post(address(proposal, "delete"), {"post": "yes"})
    assert not Proposal.objects.exists()


def test_nobody_deletes_what_has_a_log(chief, sign_in):
    published, withdrawn = proposals.published(), proposals.withdrawn()
    assert not may_delete(chief, "proposal", published)
    assert not may_delete(chief, "proposal", withdrawn)
    owner = sign_in()
    owner.user.is_superuser = True
    owner.user.save()
    assert not may_delete(owner, "proposal", published)


def test_a_contributor_deletes_no_draft(contributor):
    assert not may_delete(contributor, "proposal", proposals.draft())


def test_what_a_proposal_shows_is_not_deleted(chief):
    proposal = proposals.draft(ideas=[proposals.idea()])
    assert not may_delete(chief, "idea", proposal.ideas.get())
    assert not may_delete(chief, "author", proposal.authors.get())
    assert not may_delete(chief, "source", proposal.source)
    assert not may_delete(chief, "sector", proposal.sector)
    assert may_delete(chief, "sector", taxonomy.sector(code="unused"))


def test_nothing_is_deleted_in_bulk(chief):
    proposals.draft()
    page = chief.get(reverse("admin:proposals_proposal_changelist"))
    actions = [value for value, label in page.context["action_form"].fields["action"].choices]
    assert actions == ["", "publish_selected", "check_selected", "move_selected", "take_selected"]


def test_a_contributor_is_offered_no_action_upon_many(contributor):
    proposals.draft()
    page = contributor.get(reverse("admin:proposals_proposal_changelist"))
    assert page.context["action_form"] is None


def test_who_has_not_signed_in_is_sent_to_do_so(client, db):
    proposal = proposals.draft()
    for page in ("change", "record", "publish"):
        assert client.get(address(proposal, page)).url.startswith("/admin/login/")
