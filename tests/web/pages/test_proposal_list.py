import datetime as dt
from urllib.parse import urlencode

import pytest
from django.utils.html import escape

from proposals.models import Proposal
from tests.factories import history, people, proposals, sources, taxonomy


def listed(answer):
    return [proposal.slug for proposal in answer.context["page"].rows]


def text(answer):
    return answer.content.decode()


def test_it_lists_what_is_public(client, hide):
    hide()
    answer = client.get("/proposals/")
    assert [p.title_hant for p in answer.context["page"].rows] == ["收納別人的建議"]
    assert answer.context["total"] == 1
    assert "不公開的建議" not in text(answer)


def test_boxes_offer_only_what_is_public(client, hide):
    hide(
        sector=taxonomy.sector("secret_sector", "隱藏的範疇", "Hidden sector"),
        place=taxonomy.place("secret_place", "隱藏的地方", "Hidden place"),
        bodies=[taxonomy.body("secret_body", "隱藏的機構", "Hidden body")],
        authors=[people.author("隱藏的人", "Hidden Person", slug="secret-author")],
        source=sources.source("隱藏的文章", slug="secret-source"),
        ideas=[proposals.idea("secret-idea", "隱藏的主張", "Hidden idea")],
    )
    page = text(client.get("/proposals/"))
    assert "secret" not in page
    assert "隱藏的" not in page


def test_several_values_of_one_facet_mean_any_of_them(client, db):
    finance = taxonomy.sector("finance", "金融", "Finance")
    legal = taxonomy.sector("legal", "法律", "Legal")
    wanted = {proposals.published(sector=s).slug for s in (finance, legal)}
    proposals.published()
    answer = client.get("/proposals/?sector=finance&sector=legal")
    assert set(listed(answer)) == wanted


def test_a_chip_takes_away_one_value_and_keeps_the_rest(client, db):
    for code in ("finance", "legal"):
        proposals.published(sector=taxonomy.sector(code, code, code))
    (clause,) = client.get("/proposals/?sector=finance&sector=legal").context["clauses"]
    assert [(chip.label.text, chip.remove) for chip in clause.chips] == [
        ("finance", "/proposals/?sector=legal"),
        ("legal", "/proposals/?sector=finance"),
    ]


def test_a_chip_turns_a_value_into_its_opposite_and_back(client, db):
    (clause,) = client.get("/proposals/?status=declined").context["clauses"]
    assert clause.wanted[0].flip == "/proposals/?status=-declined"
    (clause,) = client.get("/proposals/?status=-declined").context["clauses"]
    assert clause.unwanted[0].flip == "/proposals/?status=declined"
    assert clause.unwanted[0].remove == "/proposals/"


def test_an_excluded_value_is_left_out_and_said_so(client, editor):
    proposed = proposals.published()
    history.record(proposals.published(), by=editor)
    answer = client.get("/en/proposals/?status=-under_study")
    assert listed(answer) == [proposed.slug]
    assert 'value="-under_study" checked' in text(answer)
    assert "<title>Status: not Under study · Proposals" in text(answer)


def test_the_choice_reads_as_a_sentence(client, db):
    proposals.published()
    query = {
        "q": "基金",
        "status": ["proposed", "-declined"],
        "proposed_after": "2026-05-01",
    }
    answer = client.get("/proposals/?" + urlencode(query, doseq=True))
    assert answer.context["chosen"].sentence() == (
        "關鍵字：「基金」；狀況：已提出，排除不採納；提出日期（由）：2026年5月1日"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("銀髮 基金", "Keywords: “銀髮 基金”"),
        ("「銀髮基金」", "Keywords: 「銀髮基金」"),
        ('"silver fund" bonds', 'Keywords: "silver fund" bonds'),
    ],
)
def test_a_phrase_keeps_the_marks_of_its_reader(client, db, words, said):
    answer = client.get("/en/proposals/", {"q": words})
    assert answer.context["chosen"].sentence() == said


def test_words_are_marked_in_title_and_summary(client, db):
    proposals.published()
    page = text(client.get("/zh-hans/proposals/?q=銀髮經濟"))
    assert "设立<mark>银发经济</mark>基金" in page


def test_what_is_typed_cannot_write_into_the_page(client, db):
    proposals.published(title_hant="設立<b>銀髮</b>基金")
    page = text(client.get("/proposals/", {"q": '"><script>銀髮'}))
    assert "<script>" not in page
    page = text(client.get("/proposals/?q=銀髮"))
    assert "設立&lt;b&gt;<mark>銀髮</mark>&lt;/b&gt;基金" in page


def test_pages_lead_on_and_back_and_keep_the_choice(client, db):
    slugs = [proposals.published(proposed_on=dt.date(2026, 5, day)).slug for day in (1, 2, 3)]
    first = client.get("/proposals/?status=proposed&page_size=2&ordering=proposed_on")
    assert listed(first) == slugs[:2]
    assert first.context["total"] == 3
    assert first.context["previous"] == ""
    second = client.get(first.context["next"])
    assert listed(second) == slugs[2:]
    assert second.context["next"] == ""
    assert listed(client.get(second.context["previous"])) == slugs[:2]


def test_the_count_is_exact_and_grouped(client, db):
    original = proposals.published()
    proposals.copies(original, ({"change_seq": n} for n in range(1_233)))
    assert ">1,234 proposals</h2>" in text(client.get("/en/proposals/?page_size=1"))
    assert ">1,234 項建議</h2>" in text(client.get("/proposals/?page_size=1"))


def test_values_in_one_parted_by_commas_are_parted_in_the_address(client, db):
    answer = client.get("/proposals/?status=noted,-declined&q=a,b")

    assert answer.headers["Location"] == "/proposals/?status=noted&status=-declined&q=a%2Cb"


def test_what_a_form_leaves_blank_does_not_stay_in_the_address(client, db):
    answer = client.get("/en/proposals/?q=&status=noted&proposed_after=&ordering=relevance")
    assert answer.status_code == 302
    assert answer.url == "/en/proposals/?status=noted"
    assert client.get("/proposals/?q=+").url == "/proposals/"


def test_the_form_passes_the_order_on(client, db):
    page = text(client.get("/proposals/?ordering=title"))
    assert '<input type="hidden" name="ordering" value="title">' in page


def test_relevance_is_offered_with_words_only(client, db):
    orders = client.get("/proposals/").context["orders"]
    assert [address for _label, address, _now in orders] == [
        f"/proposals/?ordering={name}"
        for name in ("-status_since", "status_since", "-proposed_on", "proposed_on", "title")
    ]
    orders = client.get("/proposals/?q=a").context["orders"]
    assert orders[-1][1] == "/proposals/?q=a&ordering=relevance"


def test_taking_the_words_away_takes_relevance_with_them(client, db):
    (clause,) = client.get("/proposals/?q=a&ordering=relevance").context["clauses"]
    assert clause.wanted[0].remove == "/proposals/"


class TestNothingFound:
    def test_it_says_what_to_give_up_and_what_that_finds(self, client, db):
        proposals.published()
        page = text(client.get("/en/proposals/?status=declined&sector=ageing&view=table"))
        way = '<a href="/en/proposals/?sector=ageing&amp;view=table">Without “Status”</a>'
        assert f'{way} <span class="number">1 proposal</span>' in page
        assert "Without “Sector”" not in page
        assert '<a href="/en/proposals/?view=table">Without any filter</a>' in page

    def test_two_where_one_is_not_enough(self, client, db):
        proposals.published()
        answer = client.get("/en/proposals/?q=nowhere&status=declined&sector=ageing")
        assert answer.context["ways_out"] == [
            (["Keywords", "Status"], "/en/proposals/?sector=ageing", 1)
        ]
        assert "Without “Keywords” and without “Status”" in text(answer)

    def test_what_is_not_public_does_not_help(self, client, hide):
        hide(sector=taxonomy.sector("secret_sector", "隱藏", "Hidden"))
        answer = client.get("/en/proposals/?sector=secret_sector&status=proposed")
        assert answer.context["ways_out"] == [(["Sector"], "/en/proposals/?status=proposed", 1)]

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_takes_twelve_queries(self, client, db, count, django_assert_num_queries):
        for _ in range(count):
            proposals.published()
        with django_assert_num_queries(12):
            client.get("/proposals/?status=declined&sector=ageing")

    def test_an_empty_catalogue_has_nothing_to_loosen(self, client, db):
        page = text(client.get("/en/proposals/"))
        assert "Nothing has been published yet." in page
        assert "Without any filter" not in page


class TestFaultyQuery:
    QUERY = "sector=nowhere&sector=finance&proposed_after=2026-13-01&q=fund&colour=red"

    @pytest.fixture
    def answer(self, client, db):
        proposals.published(sector=taxonomy.sector("finance", "金融", "Finance"))
        return client.get("/en/proposals/?" + self.QUERY)

    def test_it_is_a_bad_request(self, answer):
        assert answer.status_code == 400

    def test_each_fault_is_named(self, answer):
        remedies = [(r.fault.parameter, r.fault.message) for r in answer.context["remedies"]]
        assert remedies == [
            ("sector", "“nowhere” is not a value of this parameter."),
            ("proposed_after", "“2026-13-01” is not a date. Write 2026-05-20, 2026-05 or 2026."),
            ("colour", "There is no parameter of this name."),
        ]

    def test_allowed_values_are_links_to_the_mended_list(self, answer, client):
        taxonomy.sector("legal", "法律", "Legal")
        answer = client.get("/en/proposals/?sector=nowhere&q=fund")
        ((_label, first), (label, second)) = answer.context["remedies"][0].ways
        assert (label.text, second) == ("Legal", "/en/proposals/?sector=legal&q=fund")
        assert first == "/en/proposals/?sector=finance&q=fund"
        assert f'<a href="{escape(first)}">Finance</a>' in text(answer)
        assert client.get(first).status_code == 200

    def test_the_form_is_still_filled(self, answer):
        page = text(answer)
        assert 'value="fund"' in page
        assert 'name="sector" value="nowhere" checked' in page
        assert 'name="sector" value="finance" checked' in page
        assert 'type="text" value="2026-13-01" aria-invalid="true"' in page

    def test_a_fault_does_not_tell_of_drafts(self, client, db):
        proposals.draft(authors=[people.author(slug="secret-author")])
        page = text(client.get("/proposals/?author=nobody"))
        assert "secret-author" not in page


@pytest.mark.parametrize(
    "query",
    [
        "ordering=relevance",
        "ordering=best",
        "cursor=zzz",
        "page_size=0",
        "page_size=501",
        "page_size=ten",
        "known_at=0001-01-01T00:00:00%2B14:00",
        "as_of=yesterday",
        "author=%00",
        "q=%00",
        "q=...",
        "as_of=2026-01-01&as_of=2026-01-02",
    ],
)
def test_no_faulty_query_is_answered_as_if_it_were_sound(client, db, query):
    answer = client.get("/proposals/?" + query)
    assert answer.status_code == 400
    assert len(answer.context["remedies"]) == 1
    assert 'role="alert"' in text(answer)


class TestThePast:
    @pytest.fixture
    def moved(self, editor):
        proposal = proposals.published(by=editor)
        history.record(proposal, effective_on=dt.date(2026, 6, 1), by=editor)
        return proposal

    def test_a_list_of_a_day_shows_the_status_of_that_day(self, client, moved):
        page = text(client.get("/en/proposals/?as_of=2026-05-25&status=proposed"))
        assert 'As things stood on <time datetime="2026-05-25">25 May 2026</time>' in page
        assert 'since <time datetime="2026-05-20">20 May 2026</time>' in page
        assert "1 June 2026" not in page

    def test_it_leads_back_to_the_present(self, client, moved):
        page = text(client.get("/en/proposals/?as_of=2026-05-25&status=proposed"))
        assert '<a href="/en/proposals/?status=proposed">Back to the present</a>' in page

    def test_what_we_had_published_by_then(self, client, moved):
        Proposal.objects.filter(pk=moved.pk).update(
            first_published_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        )
        answer = client.get("/en/proposals/?known_at=2026-02-01")
        assert "As published here by" in text(answer)
        assert listed(answer) == []


class TestViews:
    def test_each_is_in_the_address_and_keeps_the_choice(self, client, db):
        proposals.published()
        views = client.get("/en/proposals/?sector=ageing&ordering=title").context["views"]
        assert [(label, address, current) for _view, label, address, current in views] == [
            ("Cards", "/en/proposals/?sector=ageing&ordering=title&view=cards", True),
            ("Table", "/en/proposals/?sector=ageing&ordering=title&view=table", False),
            ("Board by status", "/en/proposals/?sector=ageing&ordering=title&view=board", False),
            ("Over time", "/en/proposals/?sector=ageing&ordering=title&view=chart", False),
        ]

    def test_form_chips_orders_and_pages_keep_it(self, client, db):
        for _ in range(2):
            proposals.published()
        answer = client.get("/proposals/?sector=ageing&view=table&page_size=1")
        assert '<input type="hidden" name="view" value="table">' in text(answer)
        (clause,) = answer.context["clauses"]
        addresses = [clause.wanted[0].remove, clause.wanted[0].flip, answer.context["next"]]
        addresses += [address for _label, address, _current in answer.context["orders"]]
        assert all("view=table" in address for address in addresses)

    def test_an_unknown_one_is_a_fault_with_ways_out(self, client, db):
        answer = client.get("/en/proposals/?view=pie")
        assert answer.status_code == 400
        (remedy,) = answer.context["remedies"]
        assert remedy.legend == "View"
        assert [(label.text, address) for label, address in remedy.ways] == [
            ("Cards", "/en/proposals/?view=cards"),
            ("Table", "/en/proposals/?view=table"),
            ("Board by status", "/en/proposals/?view=board"),
            ("Over time", "/en/proposals/?view=chart"),
        ]

    @pytest.mark.parametrize("view", ["board", "chart"])
    def test_a_page_marker_has_no_meaning_where_there_are_no_pages(self, client, db, view):
        answer = client.get(f"/proposals/?view={view}&cursor=abc")
        assert [r.fault.parameter for r in answer.context["remedies"]] == ["cursor"]

    def test_a_table_has_what_a_card_has(self, client, db):
        proposal = proposals.published()
        page = text(client.get("/en/proposals/?view=table&q=銀髮"))
        row = page[page.index("<tbody>") : page.index("</tbody>")]
        for cell in (
            f'<a href="/en/proposals/{proposal.slug}/">Set up a silver-economy fund</a>',
            "Proposed",
            '<time datetime="2026-05-20">20 May 2026</time>',
            "Chan Tai-man",
            "Ageing",
            "Labour and Welfare Bureau",
        ):
            assert cell in row

    def test_a_board_has_a_column_for_each_status_with_its_newest(self, client, editor):
        rows = [proposals.published(by=editor) for _ in range(10)]
        moved = [history.record(row, by=editor) and row for row in rows[:1]]
        columns = client.get("/proposals/?view=board").context["columns"]
        assert [(c.status, c.number, c.rows, c.address) for c in columns] == [
            ("proposed", 9, rows[1:9], "/proposals/?status=proposed"),
            ("under_study", 1, moved, "/proposals/?status=under_study"),
        ]

    def test_a_column_begins_with_what_is_firm(self, client, db):
        soft = proposals.published(specificity="soft")
        firm = proposals.published(specificity="firm")
        (column,) = client.get("/proposals/?view=board").context["columns"]
        assert column.rows == [firm, soft]

    def test_a_board_has_a_column_for_what_is_asked_for(self, client, db):
        proposals.published()
        columns = client.get("/proposals/?view=board&status=proposed&status=noted").context[
            "columns"
        ]
        assert [(c.status, c.number) for c in columns] == [("proposed", 1), ("noted", 0)]
        assert columns[0].address == "/proposals/?status=proposed"
        columns = client.get("/proposals/?view=board&status=-noted").context["columns"]
        assert [c.status for c in columns] == ["proposed"]

    def test_a_board_of_the_past_is_as_things_stood(self, client, editor):
        history.record(proposals.published(by=editor), by=editor)
        columns = client.get("/proposals/?view=board&as_of=2026-05-25").context["columns"]
        assert [(c.status, c.number) for c in columns] == [("proposed", 1)]

    @pytest.mark.parametrize("view", ["table", "board", "chart"])
    def test_none_shows_what_is_not_public(self, client, hide, view):
        hide()
        page = text(client.get(f"/proposals/?view={view}"))
        assert "不公開的建議" not in page
        assert client.get(f"/proposals/?view={view}").context["total"] == 1

    @pytest.mark.parametrize("view", ["cards", "table", "board", "chart"])
    def test_none_fails_where_nothing_is_found(self, client, db, view):
        assert client.get(f"/proposals/?view={view}").status_code == 200
        proposals.published()
        assert client.get(f"/proposals/?view={view}&status=declined").status_code == 200


def test_what_hangs_on_the_list_is_given_what_is_filtered_alone(client, db):
    proposals.published()
    query = "view=table&sector=ageing&ordering=title&page_size=5&find_author=a&as_of=2026-07-01"
    answer = client.get(f"/proposals/?{query}")
    assert answer.context["query"] == "sector=ageing&as_of=2026-07-01"
    assert client.get("/proposals/?view=table").context["query"] == ""


def test_links_of_a_list_of_the_past_stay_in_the_past(client, db):
    proposal = proposals.published()
    page = text(client.get("/proposals/?as_of=2026-07-01"))
    assert f'href="/proposals/{proposal.slug}/?as_of=2026-07-01"' in page


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("view", "first", "again"),
    # At first also what the choices are counted in.
    [("cards", 12, 7), ("table", 12, 7), ("board", 13, 8), ("chart", 11, 4)],
)
def test_a_list_takes_so_many_queries_and_fewer_once_it_is_counted(
    client, editor, count, view, first, again, django_assert_num_queries
):
    for _ in range(count):
        proposals.published(by=editor)
    for number in (first, again):
        with django_assert_num_queries(1 + number):
            client.get(f"/proposals/?view={view}")


@pytest.mark.parametrize("count", [3, 5])
def test_every_filter_at_once_of_the_past_takes_as_many_queries(
    client, editor, count, django_assert_num_queries
):
    shared = {
        "place": taxonomy.place(),
        "authors": [people.author(slug="chan")],
        "source": sources.source(slug="article"),
        "ideas": [proposals.idea()],
    }
    for _ in range(count):
        proposals.published(by=editor, **shared)
    query = {
        "q": "基金",
        "status": "proposed",
        "sector": "ageing",
        "instrument": "fund",
        "body": "lwb",
        "author": "chan",
        "source": "article",
        "idea": "silver-fund",
        "place": "central_asia",
        "specificity": "firm",
        "proposed_month": "2026-05",
        "as_of": "2026-07-01",
    }
    # With what the words mean and weigh, and once the keys of four that are linked.
    for number in (33, 22):
        with django_assert_num_queries(1 + number):
            answer = client.get("/proposals/", query)
    assert answer.context["total"] == count


def test_target_days_of_government_are_chosen_by_name(client, db):
    document = {"target_title": "施政報告", "target_url": "https://gov.example/pa"}
    given = {"target_on": dt.date(2026, 3, 1), "target_on_precision": "month"}
    late = proposals.published(**given, **document)
    proposals.published()
    page = client.get("/proposals/?target=missed&target_before=2026-03")
    assert listed(page) == [late.slug]
    assert "政府自訂期限：期限已過，未有結果" in text(page)
    assert '<option value="missed" selected>' in text(page)
    faulty = client.get("/proposals/?target=late")
    assert faulty.status_code == 400
    assert "target=missed" in text(faulty)


def test_a_day_that_is_inferred_is_said_to_be_wherever_it_is_since_when(client, db):
    proposals.published(
        slug="fund",
        proposed_on=dt.date(2026, 6, 1),
        proposed_on_precision="month",
        proposed_basis_hant="據內文。",
        proposed_basis_en="By the text.",
    )
    for address in ("proposals/", "proposals/?view=board", "proposals/fund/", "embed/proposals/"):
        page = client.get(f"/en/{address}").content.decode()
        assert '<time datetime="2026-06">June 2026 (inferred from the text)</time>' in page, address
        assert "since <time" not in page, address
    feed = client.get("/en/feeds/proposals.json").json()
    assert "June 2026 (inferred from the text)" in feed["items"][0]["content_html"]


@pytest.mark.parametrize(
    ("title", "is_parted"),
    [
        ("引入「數據沙箱」，讓數據在港匿名化後合規出境", True),
        ("設立銀髮經濟基金", False),
        ("兼顧內地與國際要求的合規體系、並行", True),
        ("搭建兼顧內地與國際要求的人工智能合規體系、並行", False),
    ],
)
def test_a_title_breaks_between_phrases_that_are_short(client, db, title, is_parted):
    proposals.published(title_hant=title)
    for prefix in ("", "/zh-hans"):
        shown = client.get(f"{prefix}/proposals/").content.decode()
        assert ('<span class="phrases">' in shown) is is_parted
    assert "phrases" not in client.get("/en/proposals/").content.decode()
