import datetime as dt

import pytest
from django.urls import reverse

from proposals.admin.story import story_of
from proposals.choices import ChangeKind
from proposals.models import Change, Proposal
from tests.admin.forms import address, as_sent
from tests.factories import history, people, proposals, sources, taxonomy

ADD = "admin:proposals_proposal_add"


def save(client, proposal, **typed):
    """Open the page, type and save, as one editor alone would."""
    return client.post(address(proposal), as_sent(client.get(address(proposal)), **typed))


def errors(response) -> dict:
    return response.context["adminform"].form.errors


@pytest.fixture
def blank(editor):
    """The page for a new proposal, filled in but for its slug."""
    author, body = people.author(), taxonomy.body()
    return as_sent(
        editor.get(reverse(ADD)),
        title_hant="設立銀髮經濟基金",
        title_en="Set up a silver-economy fund",
        summary_hant="建議設立基金。",
        summary_en="Asks for a fund.",
        source=sources.source().pk,
        sector=taxonomy.sector().pk,
        instrument="fund",
        specificity="firm",
        **{
            "attributions-0-author": author.pk,
            "attributions-0-capacity_hant": "立法會議員",
            "attributions-0-position": 1,
            "addressees-0-body": body.pk,
            "addressees-0-basis": "stated",
        },
    )


def test_a_new_proposal_is_a_draft_with_its_links_found_by_search(editor, blank):
    editor.post(reverse(ADD), blank)
    proposal = Proposal.objects.get()
    assert proposal.publication_state == "draft"
    assert proposal.authors.get().name_hant == "陳大文"
    assert proposal.bodies.get().code == "lwb"
    assert list(Proposal.objects.search("陈大文")) == [proposal]


def test_a_sector_that_another_has_replaced_is_not_offered(editor):
    now = taxonomy.sector("planning", "規劃、土地與發展", "Planning")
    old = taxonomy.sector("planning_nm", "規劃與北部都會區", "Planning", replaced_by=now)
    form = editor.get(reverse(ADD)).context["adminform"].form
    assert now in form.fields["sector"].queryset
    assert old not in form.fields["sector"].queryset


def test_a_slug_left_empty_is_made_of_the_english_title(editor, blank):
    editor.post(reverse(ADD), blank)
    assert Proposal.objects.get().slug == "set-up-a-silver-economy-fund"


def test_a_slug_that_is_taken_is_refused_at_its_field(editor, blank):
    proposals.draft(slug="silver")
    refused = editor.post(reverse(ADD), blank | {"slug": "silver"})
    assert list(errors(refused)) == ["slug"]
    assert Proposal.objects.count() == 1


def test_a_slug_may_be_corrected_until_it_has_been_public(editor):
    draft, published = proposals.draft(), proposals.published()
    save(editor, draft, slug="another-slug")
    save(editor, published, slug="another-slug-yet")
    draft.refresh_from_db()
    assert draft.slug == "another-slug"
    assert Proposal.objects.get(pk=published.pk).slug == published.slug


def test_simplified_texts_are_derived_and_a_corrected_one_is_kept(editor, blank):
    editor.post(reverse(ADD), blank | {"summary_hans": "建议设立一个基金。"})
    proposal = Proposal.objects.get()
    assert proposal.title_hans == "设立银发经济基金"
    assert proposal.summary_hans == "建议设立一个基金。"
    assert proposal.attributions.get().capacity_hans == "立法会议员"
    save(editor, proposal, title_hant="擴大銀髮經濟基金", summary_hant="建議擴大基金。")
    proposal.refresh_from_db()
    assert proposal.title_hans == "扩大银发经济基金"
    assert proposal.summary_hans == "建议设立一个基金。"


@pytest.mark.parametrize(
    ("precision", "kept", "kept_precision"),
    [
        ("", dt.date(2026, 5, 20), "day"),
        ("day", dt.date(2026, 5, 20), "day"),
        ("month", dt.date(2026, 5, 1), "month"),
        ("year", dt.date(2026, 1, 1), "year"),
    ],
)
def test_a_date_is_kept_no_more_exact_than_it_is_known(
    editor, blank, precision, kept, kept_precision
):
    typed = {"proposed_on": "2026-05-20", "proposed_on_precision": precision}
    editor.post(reverse(ADD), blank | typed)
    proposal = Proposal.objects.get()
    assert (proposal.proposed_on, proposal.proposed_on_precision) == (kept, kept_precision)


def test_a_precision_without_a_date_is_refused_at_the_date(editor, blank):
    refused = editor.post(reverse(ADD), blank | {"proposed_on_precision": "month"})
    assert list(errors(refused)) == ["proposed_on"]


def test_an_edit_of_what_is_published_is_told_to_the_public_once(editor):
    proposal = proposals.published()
    save(editor, proposal, title_hant="擴大銀髮經濟基金")
    kinds = list(
        Change.objects.filter(noun="proposal").order_by("seq").values_list("kind", flat=True)
    )
    assert kinds == [ChangeKind.PUBLISHED, ChangeKind.UPDATED]
    assert list(Proposal.objects.search("擴大")) == [proposal]


def test_saving_without_a_change_tells_the_public_nothing(editor):
    proposal = proposals.published()
    save(editor, proposal)
    assert Change.objects.filter(noun="proposal").count() == 1


def test_a_changed_capacity_alone_is_told_to_the_public(editor):
    proposal = proposals.published()
    save(editor, proposal, **{"attributions-0-capacity_hant": "前立法會議員"})
    assert Change.objects.latest("seq").kind == ChangeKind.UPDATED
    assert proposal.attributions.get().capacity_hans == "前立法会议员"


def test_what_has_been_published_keeps_an_author(editor):
    proposal = proposals.published()
    refused = save(editor, proposal, **{"attributions-0-DELETE": "on"})
    assert refused.status_code == 200
    assert proposal.attributions.count() == 1


def test_a_draft_may_lose_its_last_author(editor):
    draft = proposals.draft()
    save(editor, draft, **{"attributions-0-DELETE": "on"})
    assert draft.attributions.count() == 0


def test_the_form_cannot_set_status_or_publication(editor):
    draft = proposals.draft()
    save(editor, draft, status="delivered", publication_state="published")
    draft.refresh_from_db()
    assert (draft.status, draft.publication_state) == ("proposed", "draft")


@pytest.fixture
def clash(editor, sign_in):
    """Two editors open a proposal, one saves; the other's attempt is what this returns."""
    proposal = proposals.published()
    page = editor.get(address(proposal))
    save(
        sign_in(),
        proposal,
        title_hant="甲的題目",
        title_en="Other’s title",
        **{"addressees-0-basis": "inferred"},
    )
    typed = {"title_hant": "乙的題目", "summary_hant": "乙的摘要。"}
    return proposal, editor.post(address(proposal), as_sent(page, **typed))


def test_a_clash_overwrites_nothing_and_keeps_what_was_typed(clash):
    _proposal, refused = clash
    assert Proposal.objects.get().title_hant == "甲的題目"
    form = refused.context["adminform"].form
    assert (form["title_hant"].value(), form["summary_hant"].value()) == ("乙的題目", "乙的摘要。")


def test_a_clash_shows_both_values_of_each_field_that_differs(clash):
    proposal, refused = clash
    shown = [(d.stored, d.typed) for d in refused.context["differences"] if not d.is_taken]
    body = proposal.bodies.get()
    assert shown == [
        ("甲的題目", "乙的題目"),
        ("建議政府設立基金，支持長者產品研發。", "乙的摘要。"),
        (f"{body} (推斷)", f"{body} (明言)"),
    ]
    for words in ("甲的題目", "乙的題目", "乙的摘要。"):
        assert words in refused.text


def test_what_the_editor_had_left_alone_is_taken_from_the_other(clash, editor):
    proposal, refused = clash
    taken = {d.stored for d in refused.context["differences"] if d.is_taken}
    assert taken == {"Other’s title", "甲的题目"}
    editor.post(address(proposal), as_sent(refused))
    proposal.refresh_from_db()
    assert (proposal.title_hant, proposal.title_en) == ("乙的題目", "Other’s title")
    assert proposal.title_hans == "乙的题目"


def test_after_a_clash_the_editor_who_has_seen_both_may_save(clash, editor):
    proposal, refused = clash
    saved = editor.post(address(proposal), as_sent(refused, title_hant="兩人的題目"))
    assert saved.status_code == 302
    assert Proposal.objects.get().title_hant == "兩人的題目"


def test_publishing_while_a_draft_is_open_is_a_clash_too(editor, contributor):
    proposal = proposals.draft()
    page = editor.get(address(proposal))
    editor.post(address(proposal, "publish"), {"seen": 0})
    refused = editor.post(address(proposal), as_sent(page, title_hant="改了"))
    assert refused.status_code == 200
    assert Proposal.objects.get().title_hant == proposal.title_hant


def test_renaming_an_author_reaches_the_public_and_the_search(editor):
    author = people.author()
    proposal = proposals.published(authors=[author])
    page = reverse("admin:proposals_author_change", args=[author.pk])
    editor.post(page, as_sent(editor.get(page), name_hant="何小芬"))
    kinds = list(Change.objects.order_by("-seq").values_list("kind", flat=True)[:2])
    assert kinds == [ChangeKind.PERSON, ChangeKind.UPDATED]
    assert list(Proposal.objects.search("何小芬")) == [proposal]


def test_the_code_of_a_term_is_written_once(chief):
    sector = taxonomy.sector()
    page = reverse("admin:proposals_sector_change", args=[sector.pk])
    chief.post(page, as_sent(chief.get(page), code="another", name_en="Ageing well"))
    sector.refresh_from_db()
    assert (sector.code, sector.name_en) == ("ageing", "Ageing well")


def test_the_page_tells_the_whole_story_voids_included(editor):
    proposal = proposals.published()
    update = history.record(proposal, by=editor.user, reason_hant="局方表示正在研究。")
    page = address(proposal, "void", update.pk)
    editor.post(page, {"reason_hant": "認錯了文件。"})
    shown = editor.get(address(proposal)).text
    for words in ("局方表示正在研究。", "認錯了文件。", "施政報告第 10 段", "在出處中提出。"):
        assert words in shown
    # What is voided cannot be voided again; the first record still can.
    assert page not in shown
    assert address(proposal, "void", proposal.updates.get(number=1).pk) in shown


@pytest.mark.parametrize("count", [1, 3])
def test_the_story_costs_the_same_however_long_it_is(
    editor, count, django_assert_num_queries, sign_in
):
    proposal = proposals.published()
    for day in range(count):
        history.record(proposal, effective_on=dt.date(2026, 6, day + 1), by=sign_in().user)
    with django_assert_num_queries(
        7
    ):  # proposal, updates, evidence, checks, changes, elsewhere, notes
        story = story_of(proposal)
        said = [(str(u.recorded_by), [e.title for e in u.evidence.all()]) for u in story.updates]
    assert len(said) == count + 1
