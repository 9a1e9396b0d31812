"""From what an editor writes to what the public reads."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import translation

from proposals import search
from proposals.choices import ChangeKind, EvidenceClass, Instrument, PublicationState, Status
from proposals.editing import publishing, writing
from proposals.models import Attribution, Author, Change, Proposal
from proposals.tracking import rules
from tests import refused
from tests.factories import history, people, proposals, sources, taxonomy

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return people.user()


def edit(proposal, *, version=None, **columns):
    """One edit, as a form makes it; returns what moved."""
    fresh = Proposal.objects.get(pk=proposal.pk)
    for column, value in columns.items():
        setattr(fresh, column, value)
    with transaction.atomic():
        writing.write(fresh, version=version)
        return writing.settle([fresh])


def told(proposal):
    return list(proposal.changes.order_by("seq").values_list("kind", flat=True))


def stored(proposal):
    return Proposal.objects.get(pk=proposal.pk)


# --- write and settle ---


def test_an_edit_of_what_is_public_is_told_once_and_makes_a_new_version():
    proposal = proposals.published()
    assert edit(proposal, title_hant="設立長者基金") == [proposal]
    after = stored(proposal)
    assert told(proposal) == [ChangeKind.PUBLISHED, ChangeKind.UPDATED]
    assert after.version == proposal.version + 1
    assert after.updated_at > proposal.updated_at
    assert after.change_seq == proposal.changes.latest("seq").seq
    assert after.edited_at > proposal.edited_at
    assert after.first_published_at == proposal.first_published_at


def test_an_edit_that_changes_nothing_moves_nothing():
    proposal = proposals.published()
    assert edit(proposal, version=proposal.version) == []
    after = stored(proposal)
    assert told(proposal) == [ChangeKind.PUBLISHED]
    for column in ("version", "updated_at", "change_seq", "edited_at", "content_digest"):
        assert getattr(after, column) == getattr(proposal, column)


@pytest.mark.parametrize("make", [proposals.draft, proposals.withdrawn])
def test_an_edit_of_what_is_not_public_is_kept_and_not_told(make):
    proposal = make()
    changes = told(proposal)
    edit(proposal, title_hant="設立長者基金")
    after = stored(proposal)
    assert (after.title_hant, after.version) == ("設立長者基金", proposal.version + 1)
    assert (after.updated_at, told(proposal)) == (proposal.updated_at, changes)


def test_the_version_that_the_editor_read_must_be_the_newest():
    proposal = proposals.published()
    read = proposal.version
    edit(proposal, version=read, title_hant="設立長者基金")
    with pytest.raises(rules.Conflict) as caught:
        edit(proposal, version=read, title_hant="設立樂齡基金")
    assert caught.value.stored.title_hant == "設立長者基金"
    assert stored(proposal).title_hant == "設立長者基金"
    edit(proposal, version=read + 1, title_hant="設立樂齡基金")
    assert stored(proposal).title_hant == "設立樂齡基金"


def test_publishing_and_withdrawing_make_versions_too(editor):
    proposal = proposals.draft()
    read = proposal.version
    publishing.publish(proposal, by=editor)
    with pytest.raises(rules.Conflict):
        edit(proposal, version=read, title_hant="設立長者基金")
    read = proposal.version
    publishing.withdraw(proposal, reason_hant="重複。", reason_en="A duplicate.")
    with pytest.raises(rules.Conflict):
        edit(proposal, version=read, title_hant="設立長者基金")


@pytest.mark.parametrize(
    "column", ["title_hant", "title_en", "summary_hant", "summary_en", "slug", "instrument"]
)
def test_a_faulty_column_is_named_and_nothing_is_written(column):
    proposal = proposals.published()
    with pytest.raises(ValidationError) as caught:
        edit(proposal, **{column: ""})
    assert set(caught.value.message_dict) == {column}
    assert getattr(stored(proposal), column) == getattr(proposal, column)


def test_writing_leaves_columns_of_other_writers_alone(editor):
    proposal = proposals.published(by=editor)
    stale = stored(proposal)
    history.record(proposal, Status.COMMITTED, dt.date(2026, 6, 1), by=editor)
    with transaction.atomic():
        stale.title_hant = "設立長者基金"
        writing.write(stale)
        writing.settle([stale])
    after = stored(proposal)
    assert (after.status, after.update_count) == (Status.COMMITTED, 2)
    assert told(proposal) == [ChangeKind.PUBLISHED, ChangeKind.STATUS, ChangeKind.UPDATED]


SHOWN = {
    "author": lambda p: Attribution.objects.create(proposal=p, author=people.author()),
    "capacity": lambda p: p.attributions.update(capacity_en="Chair"),
    "body": lambda p: p.addressees.create(body=taxonomy.body("edb", "教育局", "Education Bureau")),
    "basis": lambda p: p.addressees.update(basis="inferred"),
    "idea": lambda p: p.ideas.add(proposals.idea()),
}


@pytest.mark.parametrize("part", SHOWN)
def test_what_hangs_on_a_proposal_is_part_of_its_content(part):
    proposal = proposals.published()
    with transaction.atomic():
        SHOWN[part](proposal)
        assert writing.settle([proposal]) == [proposal]
    assert told(proposal) == [ChangeKind.PUBLISHED, ChangeKind.UPDATED]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("title_hans", "另写"),
        ("title_en", "Another"),
        ("summary_hant", "另寫。"),
        ("summary_hans", "另写。"),
        ("summary_en", "Another."),
        ("scheme_hant", "銀髮基金"),
        ("scheme_en", "Silver Fund"),
        ("figures", "10 億元"),
        ("locator", "另一句話在此"),
        ("instrument", "tax"),
        ("specificity", "soft"),
        ("proposed_on", dt.date(2026, 5, 21)),
    ],
)
def test_each_column_that_readers_see_is_part_of_its_content(column, value):
    proposal = proposals.published()
    assert edit(proposal, **{column: value}) == [proposal]
    assert told(proposal) == [ChangeKind.PUBLISHED, ChangeKind.UPDATED]


def test_sector_place_and_source_are_part_of_its_content():
    proposal = proposals.published()
    edit(proposal, sector=taxonomy.sector("finance", "金融", "Finance"))
    with transaction.atomic():
        proposal.places.set([taxonomy.place()])
        assert writing.settle([proposal]) == [proposal]
    edit(proposal, source=sources.source())
    assert told(proposal) == [ChangeKind.PUBLISHED] + [ChangeKind.UPDATED] * 3


@pytest.mark.parametrize("name", ["sector", "body", "place"])
def test_what_hangs_on_a_replaced_entry_goes_to_the_one_that_replaces_it(name):
    make = getattr(taxonomy, name)
    old, now = make("old", "舊", "Old"), make("now", "新", "Now")
    rows = {
        "sector": {"sector": old},
        "body": {"bodies": [old, now]},
        "place": {"places": [old, now]},
    }
    proposal, other = proposals.published(**rows[name]), proposals.published()
    writing.save_shared(old, ())
    old.replaced_by = now
    writing.save_shared(old, [proposal])
    assert told(proposal) == [ChangeKind.PUBLISHED, ChangeKind.UPDATED]
    assert told(other) == [ChangeKind.PUBLISHED]
    path = {"sector": "sector", "body": "addressees__body", "place": "places"}[name]
    assert list(Proposal.objects.filter(**{path: now})) == [proposal]
    assert not Proposal.objects.filter(**{path: old}).exists()
    last = Change.objects.filter(noun=name, key="old").latest("seq")
    assert last.gone


def test_what_an_entry_had_replaced_and_its_parts_go_on_to_its_own_successor():
    old, now = taxonomy.place("old", "舊", "Old"), taxonomy.place("now", "新", "Now")
    older = taxonomy.place("older", "更舊", "Older", replaced_by=old)
    part = taxonomy.place("part", "部分", "Part", parent=old)
    old.replaced_by = now
    writing.save_shared(old, ())
    for row in (older, part):
        row.refresh_from_db()
    assert (older.replaced_by, part.parent) == (now, now)


# --- Simplified text ---


def test_simplified_text_is_derived_on_writing():
    proposal = proposals.draft(title_hant="衞生與運輸", scheme_hant="銀髮基金")
    assert (proposal.title_hans, proposal.scheme_hans) == ("卫生与运输", "银发基金")


def test_derived_text_follows_and_edited_text_stays():
    proposal = proposals.draft(title_hant="設立運輸基金", title_hans="成立交通基金")
    edit(proposal, title_hant="設立運輸及銀髮基金", summary_hant="請設立運輸基金。")
    after = stored(proposal)
    assert after.title_hans == "成立交通基金"
    assert after.summary_hans == "请设立运输基金。"
    edit(proposal, title_hans="")
    assert stored(proposal).title_hans == "设立运输及银发基金"


# --- search columns ---


def columns_of(proposal):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT search_title, search_names, search_text, search_tags,"
            " tsvector_to_array(lexemes) FROM proposals_proposal"
            " JOIN proposals_proposalwords ON proposal_id = id WHERE id = %s",
            [proposal.pk],
        )
        *texts, lexemes = cursor.fetchone()
    return *texts, set(lexemes)


def test_search_columns_hold_the_folded_texts_and_the_authors():
    author = people.author(name_hant="鄧飛", name_en="Tang Fei")
    proposal = proposals.draft(authors=[author], scheme_hant="銀髮基金")
    title, names, text, tags, lexemes = columns_of(proposal)
    assert title.split("\n") == ["设立银发经济基金", "set up a silver-economy fund"]
    assert {"邓飞", "tang fei", "银发基金"} < set(text.split("\n"))
    assert set(names.split("\n")) == {"邓飞", "tang fei", "银发基金"}
    assert {"安老与银发经济", "ageing", "基金", "fund"} < set(tags.split("\n"))
    assert lexemes == search.lexemes(f"{text}\n{tags}")
    assert {"银", "银发", "邓飞", "fund", "tang"} < lexemes


def test_search_columns_follow_an_edit():
    proposal = proposals.draft()
    edit(proposal, title_hant="租務管制", title_en="Rent control")
    assert list(Proposal.objects.search("租務")) == [proposal]
    assert columns_of(proposal)[0] == "租务管制\nrent control"


@pytest.mark.parametrize("made", [taxonomy.sector, taxonomy.body, taxonomy.place])
def test_what_a_proposal_hangs_on_is_found_by_its_new_name(made):
    row = made("renamed", "舊名", "Old name")
    column = {taxonomy.sector: "sector", taxonomy.body: "bodies"}.get(made, "places")
    proposal = proposals.draft(**{column: row if column == "sector" else [row]})
    assert list(Proposal.objects.search("舊名")) == [proposal]
    row.name_hant, row.name_hans = "新稱", ""
    shown = Proposal.objects.filter(**{column: row})
    writing.save_shared(row, shown)
    assert list(Proposal.objects.search("新稱")) == [proposal]
    assert not Proposal.objects.search("舊名").exists()


@pytest.mark.parametrize("made", [taxonomy.sector, taxonomy.body, taxonomy.place])
def test_what_a_proposal_hangs_on_is_found_by_its_new_abbreviation(made):
    row = made("renamed", "舊名", "Old name")
    column = {taxonomy.sector: "sector", taxonomy.body: "bodies"}.get(made, "places")
    proposal = proposals.draft(**{column: row if column == "sector" else [row]})
    row.aliases_hant, row.aliases_en = ["別稱"], ["ABBR"]
    writing.save_shared(row, Proposal.objects.filter(**{column: row}))
    assert list(Proposal.objects.search("abbr")) == [proposal]
    assert list(Proposal.objects.search("别称")) == [proposal]


# --- shared rows ---


def test_renaming_an_author_is_told_once_of_each_proposal_that_shows_the_name():
    author, other = people.author(), people.author(name_hant="李四")
    shown = [proposals.published(authors=[author]) for _ in range(2)]
    shown.append(proposals.published(authors=[other, author]))
    apart, draft = proposals.published(authors=[other]), proposals.draft(authors=[author])
    author.name_hant, author.name_hans = "陳小文", ""
    writing.save_shared(author, Proposal.objects.filter(authors=author))
    for proposal in shown:
        assert told(proposal) == [ChangeKind.PUBLISHED, ChangeKind.UPDATED]
    assert (told(apart), told(draft)) == ([ChangeKind.PUBLISHED], [])
    assert Author.objects.get(pk=author.pk).name_hans == "陈小文"
    assert set(Proposal.objects.search("陈小文")) == {*shown, draft}
    assert not Proposal.objects.search("陳大文").exists()


def test_a_note_that_no_row_shows_is_told_to_nobody():
    author = people.author(name_hant="陳大文", name_hans="陈大文")
    proposal = proposals.published(authors=[author])
    author.note_en = "Romanised by the editors."
    writing.save_shared(author, Proposal.objects.filter(authors=author))
    assert told(proposal) == [ChangeKind.PUBLISHED]
    assert Author.objects.get().note_en == "Romanised by the editors."


def test_a_faulty_shared_row_is_refused_whole():
    proposal = proposals.published()
    source = proposal.source
    source.headline, source.url = "另一標題", "not a link"
    with pytest.raises(ValidationError):
        writing.save_shared(source, Proposal.objects.filter(source=source))
    assert (stored(proposal).source.headline, told(proposal)) == ("完善銀髮經濟", ["published"])


# --- publish and withdraw ---


def test_publishing_shows_a_draft_and_states_that_it_was_proposed(editor):
    source = sources.source(publication=sources.publication(), url="https://example.org/a")
    draft = proposals.draft(source=source)
    publishing.publish(draft, by=editor)
    assert draft.is_public
    assert told(draft) == [ChangeKind.PUBLISHED]
    change = draft.changes.get()
    assert draft.first_published_at == draft.updated_at == change.at
    update = draft.updates.get()
    assert (update.status, update.effective_on) == (Status.PROPOSED, draft.proposed_on)
    evidence = update.evidence.get()
    assert evidence.evidence_class == EvidenceClass.SOURCE
    assert (evidence.title, evidence.url, evidence.publisher, evidence.quote) == (
        source.headline,
        source.url,
        "日報",
        draft.locator,
    )
    assert evidence.source == source


def test_publishing_keeps_a_log_that_is_there_already(editor):
    draft = proposals.draft()
    publishing.state_as_proposed(draft, by=editor)
    history.record(draft, Status.NOTED, dt.date(2026, 6, 1), by=editor)
    publishing.publish(draft, by=editor)
    assert (draft.status, draft.updates.count()) == (Status.NOTED, 2)
    assert told(draft) == [ChangeKind.PUBLISHED]


@pytest.mark.parametrize("column", ["title_hant", "title_en", "summary_hant", "summary_en"])
def test_what_is_incomplete_is_not_published(column, editor):
    draft = proposals.draft()
    Proposal.objects.filter(pk=draft.pk).update(**{column: " "})
    with refused.by_rule("incomplete", field=column):
        publishing.publish(draft, by=editor)
    assert stored(draft).publication_state == PublicationState.DRAFT


def test_what_has_no_author_is_not_published(editor):
    draft = proposals.draft()
    draft.attributions.all().delete()
    with refused.by_rule("incomplete", field="authors"):
        publishing.publish(draft, by=editor)
    assert Change.objects.count() == 0


def test_what_is_published_is_not_published_again(editor):
    proposal = proposals.published()
    with refused.by_rule("already_published"):
        publishing.publish(proposal, by=editor)


def test_withdrawing_hides_it_and_says_why():
    proposal = proposals.published()
    publishing.withdraw(proposal, reason_hant=" 與另一項重複。 ", reason_en="A duplicate.")
    assert not Proposal.objects.public().exists()
    assert (proposal.withdrawn_reason_hant, proposal.withdrawn_reason_hans) == (
        "與另一項重複。",
        "与另一项重复。",
    )
    assert told(proposal) == [ChangeKind.PUBLISHED, ChangeKind.WITHDRAWN]


@pytest.mark.parametrize(
    ("field", "reasons"),
    [
        ("reason_hant", {"reason_hant": " ", "reason_en": "A duplicate."}),
        ("reason_en", {"reason_hant": "重複。", "reason_en": ""}),
    ],
)
def test_withdrawing_needs_a_reason_in_both_written_languages(field, reasons):
    proposal = proposals.published()
    with refused.by_rule("reason_missing", field=field):
        publishing.withdraw(proposal, **reasons)
    assert stored(proposal).is_public


@pytest.mark.parametrize(
    "make",
    [
        proposals.draft,
        proposals.withdrawn,
        lambda: proposals.merged(proposals.published()),
    ],
)
def test_only_what_is_public_is_withdrawn(make):
    with refused.by_rule("not_published"):
        publishing.withdraw(make(), reason_hant="重複。", reason_en="A duplicate.")


def test_what_was_withdrawn_can_be_published_again(editor):
    proposal = proposals.published(by=editor)
    first = proposal.first_published_at
    publishing.withdraw(proposal, reason_hant="重複。", reason_en="A duplicate.")
    publishing.publish(proposal, by=editor)
    assert proposal.is_public
    assert (proposal.withdrawn_reason_hant, proposal.withdrawn_reason_hans) == ("", "")
    assert (proposal.withdrawn_reason_en, proposal.first_published_at) == ("", first)
    assert told(proposal) == ["published", "withdrawn", "published"]
    assert proposal.updates.count() == 1


def test_it_is_found_by_what_its_own_instrument_is_called_and_by_no_other():
    proposal = proposals.published(instrument="fund", title_hant="長者", title_en="Elders")
    named = {i.value: i.label for i in Instrument}
    with translation.override("en"):
        tags = proposal.search_tags.splitlines()
        assert str(named["fund"]).lower() in tags
        assert str(named["tax"]).lower() not in tags
