import datetime as dt

import pytest
from django.conf import settings

from proposals import tracking
from proposals.choices import Basis, EvidenceClass, PageState, Precision, Status
from proposals.editing import merging, publishing
from proposals.models import Addressee, KeptCopy, Proposal
from tests.factories import copies, history, people, proposals, sources, taxonomy
from tests.interface import says


def text(answer):
    return answer.content.decode()


def test_it_tells_the_ask_and_all_that_belongs_to_it(client, db):
    proposal = proposals.published(
        authors=[people.author("陳大文", "Chan Tai-man", slug="chan")],
        bodies=[taxonomy.body("itib", "創新科技及工業局", "ITIB")],
        source=sources.source(
            "增加算力",
            slug="more-computing",
            section="評論",
            publication=sources.publication("daily", "日報", "Daily"),
            url="https://daily.example/1",
        ),
        place=taxonomy.place(),
        scheme_hant="算力資助計劃",
        figures="30億元",
        locator="設立算力資助",
    )
    page = text(client.get(f"/proposals/{proposal.slug}/"))
    for shown in (
        "<h1>設立銀髮經濟基金</h1>",
        '<a href="/authors/chan/">陳大文</a><span class="capacity">立法會議員</span>',
        '<a href="/bodies/itib/">創新科技及工業局</a>',
        says("named in the source"),
        '<a href="/sectors/ageing/">安老與銀髮經濟</a>',
        '<a href="/proposals/?instrument=fund">基金</a>',
        says("Firm: a measure that can be checked"),
        '<a href="/proposals/?place=central_asia">中亞</a>',
        "算力資助計劃",
        "30億元",
        '<a href="/sources/more-computing/">增加算力</a>',
        "<span>日報</span>",
        '<q lang="zh-Hant">設立算力資助</q>',
        '<a rel="noopener nofollow" href="https://daily.example/1">',
        f'<a href="/api/v1/proposals/{proposal.slug}/">',
        says(
            "It has been proposed in public; whether there was an official response is not yet "
            "checked."
        ),
    ):
        assert shown in page


def test_a_body_that_editors_inferred_is_marked(client, db):
    proposal = proposals.published(bodies=[])
    Addressee.objects.create(proposal=proposal, body=taxonomy.body(), basis=Basis.INFERRED)
    page = text(client.get(f"/en/proposals/{proposal.slug}/"))
    assert "inferred by the editors" in page
    assert "named in the source" not in page


def test_an_undated_ask_says_so(client, db):
    proposal = proposals.published(proposed_on=None)
    page = text(client.get(f"/en/proposals/{proposal.slug}/"))
    assert '<span class="since">date not stated</span>' in page.replace("\n", "")
    assert "<dt>Proposed</dt><dd>date not stated</dd>" in page


def test_a_date_is_no_more_exact_than_it_is_known(client, db):
    proposal = proposals.published(
        proposed_on=dt.date(2026, 5, 1), proposed_on_precision=Precision.MONTH
    )
    page = text(client.get(f"/proposals/{proposal.slug}/"))
    assert '<time datetime="2026-05">2026年5月</time>起' in page
    assert "2026年5月1日" not in page


def test_bounds_stand_where_the_day_of_the_ask_would(client, db):
    bounds = {
        "not_before": dt.date(2026, 5, 17),
        "not_after": dt.date(2026, 12, 31),
        "basis_hant": "文中提及當日的網誌。",
        "basis_en": "The text names a blog post of that day.",
    }
    proposal = proposals.published(
        source=sources.source(
            published_on=None, **{f"published_{name}": value for name, value in bounds.items()}
        ),
        proposed_on=None,
        **{f"proposed_{name}": value for name, value in bounds.items()},
    )
    said = "between 17 May and 31 December 2026 (inferred from the text)"
    page = text(client.get(f"/en/proposals/{proposal.slug}/"))
    assert f'<span class="since">{said}</span>' in page.replace("\n", "")
    assert f'<span class="entry-day">{said}</span>' in page
    assert "date not stated" not in page
    assert f'<span class="since">{said}</span>' in text(client.get("/en/proposals/")).replace(
        "\n", ""
    )
    assert text(client.get("/en/proposals/?view=table")).count(f"<td>{said}</td>") == 2


class TestTimeline:
    @pytest.fixture
    def proposal(self, editor):
        return proposals.published(by=editor)

    def entries(self, client, proposal):
        answer = client.get(f"/en/proposals/{proposal.slug}/")
        told = answer.context["timeline"].entries
        return [getattr(entry, "update", entry) for entry in told], text(answer)

    def test_it_is_told_by_the_day_of_each_event_newest_first(self, client, proposal, editor):
        study = history.record(proposal, effective_on=dt.date(2026, 8, 1), by=editor)
        late = history.record(proposal, Status.NOTED, effective_on=dt.date(2026, 6, 1), by=editor)
        check = tracking.check(proposal, checked_on=dt.date(2026, 7, 1), by=editor)
        proposed = proposal.updates.get(number=1)
        timeline, _page = self.entries(client, proposal)
        assert timeline == [study, check, late, proposed]

    def test_a_check_that_found_nothing_is_shown(self, client, proposal, editor):
        tracking.check(
            proposal,
            checked_on=dt.date(2026, 7, 1),
            note_hant="已查憲報。",
            note_en="Looked through the Gazette.",
            by=editor,
        )
        _timeline, page = self.entries(client, proposal)
        assert "Checked, nothing new" in page
        assert "Looked through the Gazette." in page

    def test_a_void_is_shown_in_what_it_voids(self, client, proposal, editor):
        update = history.record(proposal, reason_en="Promised it.", by=editor)
        tracking.void(update, reason_hant="看錯了。", reason_en="Misread.", by=editor)
        timeline, page = self.entries(client, proposal)
        assert [entry.number for entry in timeline] == [2, 1]
        assert "<s>Promised it.</s>" in page
        assert "Misread." in page
        assert '<span class="status status-under_study">' in page
        assert '<a class="status status-proposed" href="/en/methodology/#proposed">' in page

    def test_an_override_gives_its_reason(self, client, proposal, editor):
        history.record(
            proposal,
            Status.DELIVERED,
            evidence=[],
            override_reason_hant="已有專責團隊核實。",
            override_reason_en="Verified on the spot.",
            by=editor,
        )
        _timeline, page = self.entries(client, proposal)
        assert "Verified on the spot." in page

    @pytest.fixture
    def waiting(self, proposal, editor):
        """The promise kept, which only a second editor can make hold."""
        history.record(proposal, Status.IN_DELIVERY, by=editor)
        return history.record(proposal, Status.DELIVERED, dt.date(2026, 7, 1), by=editor)

    def test_what_awaits_confirmation_leaves_the_status_as_it_was(self, client, proposal, waiting):
        timeline, page = self.entries(client, proposal)
        assert timeline[0] == waiting
        assert '<a class="status status-in_delivery"' in page
        assert "Delivered: awaiting confirmation" in page
        assert page.count("awaiting confirmation") == 2

    def test_a_confirmation_stands_in_what_it_confirms(self, client, proposal, waiting):
        tracking.confirm(waiting, by=people.user())
        timeline, page = self.entries(client, proposal)
        assert [entry.number for entry in timeline] == [3, 2, 1]
        assert '<a class="status status-delivered"' in page
        assert "Confirmed by a second editor on" in page
        assert "awaiting confirmation" not in page

    def test_what_was_voided_before_it_was_confirmed_waits_no_more(
        self, client, proposal, waiting, editor
    ):
        tracking.void(waiting, reason_hant="未見撥款。", reason_en="No money.", by=editor)
        _timeline, page = self.entries(client, proposal)
        assert "awaiting confirmation" not in page
        assert "No money." in page

    def test_what_came_with_a_merge_is_told_as_such(self, client, proposal, editor):
        other = proposals.published(title_en="A fund for the old", by=editor)
        history.record(other, reason_en="It studies the fund.", by=editor)
        merging.merge(other, into=proposal, reason_hant="同一建議。", by=editor)
        _timeline, page = self.entries(client, proposal)
        assert "It studies the fund." in page
        assert "merged into this one:" in page
        assert "A fund for the old" in page

    @pytest.mark.parametrize(("day", "count"), [(1, 1), (2, 0)])
    def test_the_day_of_recording_is_told_where_it_differs(self, client, editor, day, count):
        # 20:00 UTC is the next day in Hong Kong.
        late = dt.datetime(2026, 7, 1, 20, 0, tzinfo=dt.UTC)
        proposed_on = dt.date(2026, 7, day)
        proposal = proposals.draft(proposed_on=proposed_on)
        history.record(proposal, Status.PROPOSED, proposed_on, recorded_at=late, by=editor)
        publishing.publish(proposal, by=editor)
        _timeline, page = self.entries(client, proposal)
        told = 'Recorded here on <time datetime="2026-07-02">2 July 2026</time>'
        assert page.count(told) == count

    def test_evidence_is_told_with_its_class_and_its_passage(self, client, proposal, editor):
        document = history.evidence(
            title="Policy Address, paragraph 10",
            publisher="Chief Executive",
            url="https://gov.example/pa",
            published_on=dt.date(2026, 6, 1),
            published_on_precision=Precision.DAY,
            quote="will study it",
        )
        history.record(proposal, evidence=[document], by=editor)
        _timeline, page = self.entries(client, proposal)
        for shown in (
            '<span class="class">Official document</span>',
            '<a rel="noopener nofollow" href="https://gov.example/pa">Policy Address, paragraph 10',
            "<span>Chief Executive</span>",
            "<q>will study it</q>",
        ):
            assert shown in page

    def test_the_successor_is_named_only_while_it_is_public(self, client, proposal, editor):
        successor = proposals.published(title_en="The better proposal")
        update = history.record(
            proposal,
            Status.SUPERSEDED,
            superseded_by=successor,
            evidence=[history.evidence(EvidenceClass.OTHER)],
            by=editor,
        )
        _timeline, page = self.entries(client, proposal)
        assert "The better proposal" in page
        publishing.withdraw(successor, reason_hant="出處已撤回。", reason_en="Source withdrawn.")
        _timeline, page = self.entries(client, proposal)
        assert "The better proposal" not in page
        assert update.superseded_by.slug not in page


def test_others_with_the_same_idea_are_shown_where_they_are_public(client, hide):
    idea = proposals.idea()
    proposal = proposals.published(ideas=[idea])
    other = proposals.published(title_en="Somebody else asks", ideas=[idea])
    hide(ideas=[idea])
    page = text(client.get(f"/en/proposals/{proposal.slug}/"))
    assert f'<a href="/en/proposals/{other.slug}/">Somebody else asks</a>' in page
    assert "Not for the public" not in page


def test_a_merged_one_leads_to_its_successor_in_the_same_language(client, db):
    successor = proposals.published()
    gone = proposals.merged(successor)
    for prefix in ("", "/zh-hans", "/en"):
        answer = client.get(f"{prefix}/proposals/{gone.slug}/")
        assert (answer.status_code, answer.url) == (
            301,
            f"{prefix}/proposals/{successor.slug}/",
        )


@pytest.mark.parametrize(
    ("prefix", "reason"),
    [("", "出處已撤回。"), ("/zh-hans", "出处已撤回。"), ("/en", "The source was withdrawn.")],
)
def test_a_withdrawn_one_is_gone_and_says_why(client, db, prefix, reason):
    proposal = proposals.withdrawn(title_en="A libel")
    answer = client.get(f"{prefix}/proposals/{proposal.slug}/")
    assert answer.status_code == 410
    assert reason in text(answer)
    for kept_back in (proposal.title_hant, "A libel", proposal.summary_hant):
        assert kept_back not in text(answer)


def test_a_draft_is_not_found(client, db):
    draft = proposals.draft()
    assert client.get(f"/proposals/{draft.slug}/").status_code == 404
    assert client.get("/proposals/unknown/").status_code == 404


def test_nothing_can_be_posted(client, db):
    proposal = proposals.published()
    assert client.post(f"/proposals/{proposal.slug}/").status_code == 405
    assert Proposal.objects.get().version == proposal.version


class TestSimilar:
    """The texts are alike throughout; what tells them apart is sector, source and idea."""

    def similar(self, client, proposal):
        return client.get(f"/en/proposals/{proposal.slug}/").context["similar"]

    def test_those_of_its_sector_that_share_its_words_are_shown(self, client, db):
        proposal, like = proposals.published(), proposals.published()
        proposals.published(sector=taxonomy.sector("finance", "金融", "Finance"))
        proposals.published(
            title_hant="延長退休年齡",
            title_en="Raise the age of retirement",
            summary_hant="公務員可做到六十五歲。",
            summary_en="Civil servants may work until they are sixty-five.",
        )
        assert self.similar(client, proposal) == [like]
        page = text(client.get(f"/en/proposals/{proposal.slug}/"))
        assert "Nobody has judged them to be the same proposal." in page
        assert f'<a href="/en/proposals/{like.slug}/">' in page

    def test_those_known_to_ask_for_the_same_are_not_shown_twice(self, client, db):
        ideas = [proposals.idea()]
        proposal = proposals.published(ideas=ideas)
        proposals.published(ideas=ideas)
        like = proposals.published()
        assert self.similar(client, proposal) == [like]

    def test_what_is_not_public_is_left_out(self, client, hide):
        proposal = proposals.published()
        shown = proposals.published()
        hide(summary_hant=proposal.summary_hant)
        alike = self.similar(client, proposal)
        assert shown in alike
        assert {row.title_en for row in alike} <= {shown.title_en, "Takes in another"}

    def test_what_was_found_is_remembered_but_not_shown_once_it_is_gone(
        self, client, db, django_assert_num_queries
    ):
        proposal, like = proposals.published(), proposals.published()
        assert self.similar(client, proposal) == [like]
        # It shares no idea, and the words are not compared again.
        with django_assert_num_queries(13):
            assert self.similar(client, proposal) == [like]
        publishing.withdraw(like, reason_hant="出處已撤回。", reason_en="Source withdrawn.")
        assert self.similar(client, proposal) == []

    def test_no_more_than_five_are_shown(self, client, db):
        proposal = proposals.published()
        for _ in range(7):
            proposals.published()
        assert len(self.similar(client, proposal)) == 5

    def test_where_there_is_none_nothing_is_said(self, client, db):
        page = text(client.get(f"/en/proposals/{proposals.published().slug}/"))
        assert "Similar proposals" not in page


class TestStanding:
    def test_the_reason_is_that_of_the_step_that_put_it_there(self, client, editor):
        proposal = proposals.published(by=editor)
        history.record(proposal, reason_en="It began.", by=editor)
        history.record(
            proposal, effective_on=dt.date(2026, 7, 1), reason_en="It goes on.", by=editor
        )
        late = history.record(
            proposal, Status.NOTED, dt.date(2026, 5, 25), reason_en="It was noted.", by=editor
        )
        answer = client.get(f"/en/proposals/{proposal.slug}/")
        assert answer.context["timeline"].put_there.update.number == late.number - 2
        standing = text(answer).partition('aria-labelledby="history"')[0]
        assert "It began." in standing
        assert f'<a href="#update-{late.number - 2}">See the record</a>' in standing
        for other in ("It goes on.", "It was noted."):
            assert other not in standing

    @pytest.mark.parametrize(
        ("prefix", "evidence"),
        [
            ("", "官方文件，以及具體行動"),
            ("/zh-hans", "官方文件，以及具体行动"),
            ("/en", "Official document, and Concrete act"),
        ],
    )
    def test_what_may_follow_is_told_with_what_it_needs(self, client, editor, prefix, evidence):
        proposal = proposals.published(by=editor)
        history.record(proposal, Status.IN_DELIVERY, by=editor)
        answer = client.get(f"{prefix}/proposals/{proposal.slug}/")
        assert [status for status, _needed in answer.context["next_steps"]] == [
            Status.PARTLY_DELIVERED,
            Status.DELIVERED,
            Status.DECLINED,
            Status.STALLED,
            Status.SUPERSEDED,
        ]
        assert f"<dd>{evidence}</dd>" in text(answer)

    def test_nothing_follows_what_has_been_replaced(self, client, editor):
        proposal = proposals.published(by=editor)
        history.record(proposal, Status.SUPERSEDED, superseded_by=proposals.published(), by=editor)
        answer = client.get(f"/en/proposals/{proposal.slug}/")
        assert answer.context["next_steps"] == []
        assert "what replaced it has a record of its own" in text(answer)


@pytest.mark.parametrize("prefix", ["", "/zh-hans", "/en"])
def test_it_can_be_cited_and_shared_by_hand(client, db, prefix):
    proposal = proposals.published()
    page = text(client.get(f"{prefix}/proposals/{proposal.slug}/"))
    address = f"{settings.SITE_URL}{prefix}/proposals/{proposal.slug}/"
    for block in ("cite-footnote", "cite-bibtex", "cite-ris", "share-text"):
        assert f'<label for="{block}">' in page
        _before, _tag, rest = page.partition(f'<textarea id="{block}"')
        assert address in rest.partition("</textarea>")[0]
    # The buttons wait for the script.
    assert page.count('<button type="button" class="copy"') == 4
    assert page.count(" hidden>") == 4


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_sixteen_queries(client, editor, count, django_assert_num_queries):
    ideas = [proposals.idea(f"idea-{number}") for number in range(count)]
    proposal = proposals.published(
        by=editor,
        authors=[people.author() for _ in range(count)],
        bodies=[taxonomy.body(f"body_{number}") for number in range(count)],
        ideas=ideas,
    )
    for number in range(count):
        proposals.published(by=editor, ideas=[ideas[number]])
        history.record(proposal, by=editor)
        tracking.check(proposal, checked_on=dt.date(2026, 7, 1), by=editor)
        proposals.published(by=editor)
    # The proposal, its authors, its bodies, its ideas; the others with these and their authors;
    # its log, the evidence, its checks; those with like words, what they are, their authors.
    with django_assert_num_queries(16):
        client.get(f"/proposals/{proposal.slug}/")


class TestFreshness:
    TODAY = dt.date(2026, 7, 1)

    def shown(self, client, monkeypatch, **columns):
        proposal = proposals.published()
        Proposal.objects.filter(pk=proposal.pk).update(**columns)
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: self.TODAY)
        return text(client.get(f"/en/proposals/{proposal.slug}/"))

    def test_the_last_look_and_the_next_are_told(self, client, db, monkeypatch):
        page = self.shown(
            client,
            monkeypatch,
            checked_on=dt.date(2026, 6, 1),
            next_check_on=dt.date(2026, 8, 1),
        )
        assert '<p class="freshness freshness-fresh">Checked on schedule' in page
        assert 'last checked <time datetime="2026-06-01">1 June 2026</time>' in page
        assert 'next by <time datetime="2026-08-01">1 August 2026</time>' in page

    def test_a_check_that_is_late_is_marked(self, client, db, monkeypatch):
        columns = {"checked_on": dt.date(2026, 3, 1)}
        page = self.shown(client, monkeypatch, next_check_on=dt.date(2026, 6, 30), **columns)
        assert '<p class="freshness freshness-overdue">Check overdue' in page
        page = self.shown(client, monkeypatch, next_check_on=dt.date(2026, 3, 2), **columns)
        assert '<p class="freshness freshness-stale">Not checked for a long time' in page

    @pytest.mark.parametrize("due", [dt.date(2026, 8, 1), dt.date(2026, 6, 1), None])
    def test_what_nobody_has_checked_does_not_claim_it(self, client, db, monkeypatch, due):
        page = self.shown(client, monkeypatch, checked_on=None, next_check_on=due)
        assert ">Not yet checked<" in page
        assert "whether there was an official response is not yet checked" in page
        assert "no official response is known" not in page
        assert "Checked on schedule" not in page

    def test_no_response_is_known_only_once_somebody_looked(self, client, editor):
        proposal = proposals.published()
        tracking.check(proposal, checked_on=dt.date(2026, 7, 1), by=editor)
        page = text(client.get(f"/en/proposals/{proposal.slug}/"))
        assert "no official response is known" in page
        assert "ot yet checked" not in page


@pytest.mark.parametrize(
    ("prefix", "chinese", "english"),
    [("", "", ' lang="en"'), ("/zh-hans", "", ' lang="en"'), ("/en", ' lang="zh"', "")],
)
def test_evidence_says_in_what_language_it_was_printed(client, editor, prefix, chinese, english):
    documents = [
        history.evidence(title="施政報告", publisher="行政長官", quote="正在研究"),
        history.evidence(title="Policy Address", publisher="Chief Executive", quote="under study"),
    ]
    proposal = proposals.published()
    history.record(proposal, evidence=documents, by=editor)
    for address in (f"{prefix}/proposals/{proposal.slug}/", f"{prefix}/changes/"):
        page = text(client.get(address))
        for document, marked in zip(documents, (chinese, english), strict=True):
            assert f"<cite{marked}>{document.title}</cite>" in page
            assert f"<span{marked}>{document.publisher}</span>" in page
            assert f"<q{marked}>{document.quote}</q>" in page


def test_evidence_that_is_a_source_is_in_the_language_noted_of_it(client, editor):
    printed = sources.source(language="zh-Hans")
    proposal = proposals.published()
    history.record(proposal, evidence=[history.evidence(source=printed)], by=editor)
    page = text(client.get(f"/proposals/{proposal.slug}/"))
    assert '<cite lang="zh-Hans">施政報告第 10 段</cite>' in page


class TestCriteria:
    def test_they_are_a_checklist_with_who_when_and_by_which_evidence(self, client, editor):
        proposal = proposals.published(by=editor)
        proposals.criterion(proposal, "基金已成立", text_en="The fund is there")
        proposals.criterion(proposal)
        update = history.record(
            proposal, Status.IN_DELIVERY, dt.date(2026, 6, 2), criteria={1: "met"}, by=editor
        )
        page = text(client.get(f"/en/proposals/{proposal.slug}/"))
        section = page.partition('<section class="criteria"')[2].partition("</section>")[0]
        assert section.index("Met</span> The fund is there") < section.index("Not known</span>")
        for shown in ("2 June 2026", "施政報告第 10 段", f'href="#update-{update.number}"'):
            assert shown in section
        assert '<ul class="assessed"' in page
        before = text(client.get(f"/en/proposals/{proposal.slug}/?as_of=2026-06-01"))
        assert "Met</span> The fund is there" not in before
        assert "Not known</span> The fund is there" in before

    def test_where_none_are_listed_nothing_is_said(self, client, db):
        page = text(client.get(f"/en/proposals/{proposals.published().slug}/"))
        assert "What would count as delivered" not in page


class TestRelated:
    def test_it_is_shown_from_either_end_with_the_reason(self, client, db):
        one, other = proposals.published(), proposals.published()
        proposals.related(one, other, reason_hant="同樣關乎資金", reason_en="Both on money")
        for here, there in ((one, other), (other, one)):
            page = text(client.get(f"/en/proposals/{here.slug}/"))
            section = page.partition('aria-labelledby="related"')[2].partition("</section>")[0]
            assert f'href="/en/proposals/{there.slug}/"' in section
            assert "Both on money" in section
            # What is linked by hand is not offered as similar too.
            assert 'aria-labelledby="similar"' not in page

    def test_one_that_is_not_public_is_left_out(self, client, hide):
        proposal = proposals.published()
        hide()
        for hidden in Proposal.objects.exclude(pk=proposal.pk):
            if not hidden.is_public:
                proposals.related(proposal, hidden)
        assert "Related proposals" not in text(client.get(f"/en/proposals/{proposal.slug}/"))


@pytest.mark.parametrize(
    ("prefix", "marks"),
    [
        ("", ["連結自", "網頁已不見所引文字", "網頁內容其後有改動", "留存副本中找不到所引文字"]),
        ("/zh-hans", ["链接自", "网页已不见所引文字", "网页内容其后有改动", "找不到所引文字"]),
        (
            "/en",
            [
                *("The link is dead since", "The words quoted are gone from the page"),
                *("The page has changed since", "The words quoted were not found in the kept"),
            ],
        ),
    ],
)
def test_what_became_of_a_page_that_is_cited_is_marked(
    client, editor, settings, tmp_path, prefix, marks
):
    copies.kept_in(settings, tmp_path)
    slugs = []
    for state in (PageState.DEAD, PageState.QUOTE_GONE, PageState.CHANGED, PageState.UNCHANGED):
        evidence = copies.cited("https://gov.example/1", "設立銀髮基金", by=editor)
        is_missed = state == PageState.UNCHANGED
        copy = copies.given(evidence, "別的" if is_missed else "設立銀髮基金", by=editor)
        KeptCopy.objects.filter(pk=copy.pk).update(state=state)
        slugs.append(evidence.update.proposal.slug)
    pages = [client.get(f"{prefix}/proposals/{slug}/").text for slug in slugs]
    assert [[mark in page for mark in marks] for page in pages] == [
        [row == column for column in range(4)] for row in range(4)
    ]
    assert all(f"<code>{copy.sha256}</code>" in page for page in pages[3:])
    # Of what was known then nobody had looked.
    past = client.get(f"{prefix}/proposals/{slugs[0]}/?as_of=2026-07-01").text
    assert marks[0] not in past
