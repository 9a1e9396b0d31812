"""Tables with columns of their own, taken for ours: four shapes that trackers elsewhere have."""

import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from proposals.choices import Status
from proposals.models import Author, Change, Elsewhere, Mapping, Proposal, Source, Upload
from tests.admin.forms import messages
from tests.admin.importing import upload
from tests.factories import people, proposals, sources, taxonomy

PROMISES = """Promise_ID,Promise,Topic,Progress,Due,Tags,Status,Party
P-1,增設日間護理名額,安老,40%,2027-03-31,elderly; care,In progress,未來黨; 民生社
P-2,擴建單車徑,運輸,100%,2026-06,transport,Kept,未來黨
"""

LINKS = """編號;題目;英文題目;連結;類別
1;設立小販墟市;Set up a hawkers' market;https://daily.example/m?utm_source=a|https://daily.example/b;社區
2;延長圖書館開放時間;;https://daily.example/m;社區
"""

MOTIONS = [
    ["立法會議案一覽", None, None, None, None],
    [],
    ["Motion no", "議案", "Title English", "Meeting date", "Mover"],
    [7, "促進樂齡科技", "Promote gerontechnology", "3/4/2026", "陳大文"],
    [8, "改善校園膳食", "Improve school meals", "25/12/2025", "黃美玲、陳大文"],
]

RECOMMENDATIONS = """Rec no\tParagraph\tRecommendation\tDepartment\tAccepted\tImplementation
1\t3.12\tPublish waiting times every month\tLWB; Harbour Office\tAccepted\tFully implemented
2\t3.15\tReview the fees\tLWB\tNoted\tNot started
"""


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def terms(db):
    taxonomy.sector("ageing", "安老", "Ageing")
    taxonomy.sector("community", "社區", "Community")
    taxonomy.body("lwb", "勞工及福利局", "Labour and Welfare Bureau", aliases_en=["LWB"])
    sources.source(slug="the-list", published_on=None)


def page():
    return reverse("admin:proposals_proposal_map")


def chosen(client, content, name="rows.csv"):
    """The form as the page offers it, with what a browser would send back."""
    shown = client.post(page(), {"import_file": upload(content, name)})
    form = shown.context["mapping"]
    sent = {bound.html_name: "" if bound.value() is None else bound.value() for bound in form}
    return form, sent | {"sector": "community", "instrument": "fund", "source": "the-list"}


def targets(form):
    return {bound.label: bound.value() for bound in form.columns()}


def shown(client, sent):
    return client.post(page(), sent | {"show": "1"}, follow=True)


def confirmed(client, sent):
    """The page once what was shown is confirmed."""
    seen = shown(client, sent).context.get("shown", "")
    return client.post(page(), sent | {"confirm": "1", "shown": seen}, follow=True)


def brought(client, content, name="rows.csv", **answers):
    _form, sent = chosen(client, content, name)
    preview = shown(client, sent | answers)
    assert preview.context["mapping"].errors == {}
    assert preview.context["faulty"] == []
    return confirmed(client, sent | answers)


def code_of(form, target, value):
    """The field in which that value is matched with a code."""
    [field] = [
        bound.html_name
        for bound in form
        if bound.html_name.startswith(f"code-{target}-") and bound.label == value
    ]
    return field


def test_promises_with_percentages_due_dates_and_tags(editor):
    form, sent = chosen(editor, PROMISES.encode())
    assert targets(form) == {
        "Promise_ID": "external_id",
        "Promise": "title_hant",
        "Topic": "sector",
        "Progress": "keep",
        "Due": "keep",
        "Tags": "keep",
        "Status": "stated_status",
        "Party": "authors",
    }
    assert form[code_of(form, "sector", "安老")].value() == "ageing"
    sent[code_of(form, "stated_status", "Kept")] = "delivered"
    assert len(shown(editor, sent).context["changed"]) == 2
    assert Proposal.objects.count() == Author.objects.count() == 0
    [message] = messages(confirmed(editor, sent))
    assert "2 new" in message
    first, second = Proposal.objects.order_by("slug")
    assert (first.title_hant, first.title_en) == ("增設日間護理名額", "")
    assert first.sector.code == "ageing"
    assert (first.publication_state, first.source.slug) == ("draft", "the-list")
    assert [a.name_hant for a in first.authors.order_by("attributions__position")] == [
        "未來黨",
        "民生社",
    ]
    assert second.sector.code == "community"
    said = Elsewhere.objects.get(external_id="P-2")
    assert (said.proposal, said.stated_words, said.stated_status) == (second, "Kept", "delivered")
    assert said.kept == {"Topic": "運輸", "Progress": "100%", "Due": "2026-06", "Tags": "transport"}


def test_what_a_list_states_never_moves_ours_and_is_seen_by_editors_alone(editor, client):
    _form, sent = chosen(editor, PROMISES.encode())
    confirmed(editor, sent)
    proposal = Elsewhere.objects.get(external_id="P-1").proposal
    assert proposal.status == Status.PROPOSED
    assert proposal.updates.count() == 0
    assert Change.objects.count() == 0
    story = editor.get(reverse("admin:proposals_proposal_change", args=[proposal.pk])).text
    assert "In progress" in story
    assert client.get(reverse("proposal-detail", args=[proposal.slug])).status_code == 404


def test_the_same_list_next_time_tells_what_it_says_now_and_leaves_texts_alone(editor):
    brought(editor, PROMISES.encode())
    proposal = Elsewhere.objects.get(external_id="P-1").proposal
    Proposal.objects.filter(pk=proposal.pk).update(title_hant="編輯改過的題目")
    later = PROMISES.replace("40%", "60%").replace("In progress", "Stalled")
    form, sent = chosen(editor, later.encode())
    sent |= {name: form[name].value() for name in ("sector", "instrument", "source", "origin")}
    preview = shown(editor, sent)
    [row] = preview.context["changed"]
    assert [(c.column, c.before, c.after) for c in row.changes] == [
        ("stated_words", "In progress", "Stalled"),
        ("stated_status", "", "stalled"),
        ("Progress", "40%", "60%"),
    ]
    confirmed(editor, sent)
    assert Proposal.objects.count() == 2
    assert Proposal.objects.get(pk=proposal.pk).title_hant == "編輯改過的題目"
    assert Elsewhere.objects.get(external_id="P-1").kept["Progress"] == "60%"


def test_the_preview_of_a_new_row_tells_who_asks_and_gives_it_no_sector_that_nobody_chose(editor):
    unsorted = PROMISES.replace("Topic", "Remark")
    _form, sent = chosen(editor, unsorted.encode())
    preview = shown(editor, sent | {"sector": "", "instrument": ""})
    first, _second = preview.context["changed"]
    told = {change.column: change.after for change in first.changes}
    assert told["authors"] == "未來黨; 民生社"
    assert {"sector", "instrument"}.isdisjoint(told)
    assert preview.context["faulty"] == []


def test_rows_with_several_links_and_an_article_that_is_there(editor):
    stored = sources.source(slug="market", url="https://www.daily.example/m")
    brought(editor, LINKS.encode("big5hkscs"), separator="|")
    first, second = Proposal.objects.order_by("slug")
    assert (first.source, second.source) == (stored, stored)
    assert Source.objects.count() == 2
    assert first.elsewhere.get().kept == {"Other links": "https://daily.example/b"}
    assert (first.sector.code, second.title_en) == ("community", "")


def test_motions_in_a_workbook_with_titles_above_and_days_first(editor):
    author = people.author(name_hant="陳大文")
    book = openpyxl.Workbook()
    for row in MOTIONS:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    brought(editor, file.getvalue(), "motions.xlsx", separator="、")
    first, second = Proposal.objects.order_by("slug")
    assert (first.slug, first.title_en) == ("motions-7", "Promote gerontechnology")
    assert (first.proposed_on, second.proposed_on) == (dt.date(2026, 4, 3), dt.date(2025, 12, 25))
    assert list(first.authors.all()) == [author]
    assert second.authors.count() == 2
    assert Author.objects.count() == 2


def test_recommendations_with_paragraphs_and_two_axes(editor):
    form, sent = chosen(editor, RECOMMENDATIONS.encode())
    assert targets(form)["Paragraph"] == "locator"
    assert targets(form)["Recommendation"] == "title_en"
    assert form[code_of(form, "bodies", "LWB")].value() == "lwb"
    sent[code_of(form, "stated_status", "Accepted")] = "committed"
    sent[code_of(form, "stated_status", "Fully implemented")] = "delivered"
    confirmed(editor, sent)
    first = Proposal.objects.order_by("slug")[0]
    assert first.title_hant == first.title_en == "Publish waiting times every month"
    assert first.locator == "3.12"
    assert [body.code for body in first.bodies.all()] == ["lwb"]
    said = first.elsewhere.get()
    assert (said.stated_words, said.stated_status) == (
        "Accepted / Fully implemented",
        "delivered",
    )
    assert said.kept == {"Department": "LWB; Harbour Office"}


def test_the_choices_are_remembered_by_the_shape_of_the_table(editor):
    _form, sent = chosen(editor, PROMISES.encode())
    sent |= {"target-3": "figures", "origin": "pledges"}
    confirmed(editor, sent)
    assert Mapping.objects.count() == 1
    turned = [",".join(reversed(line.split(","))) for line in PROMISES.splitlines()]
    form, _sent = chosen(editor, "\n".join(turned).encode(), "other.csv")
    assert targets(form)["Progress"] == "figures"
    assert (form["origin"].value(), form["sector"].value()) == ("pledges", "community")


def test_a_fault_names_row_column_and_value_and_nothing_is_written(editor):
    # Read as the day of the ask, which is none to come.
    text = PROMISES.replace("Due", "Date").replace("2027-03-31", "2026-03-31")
    text = text.replace("2026-06", "soon") + "P-1,重複,,,,,,\n"
    _form, sent = chosen(editor, text.encode())
    preview = confirmed(editor, sent)
    faults = [(row.number, row.faults) for row in preview.context["faulty"]]
    told = [(number, fault[0]) for number, each in faults for fault in each]
    assert told == [(3, "Date"), (4, "Number in the list")]
    assert Proposal.objects.count() == Elsewhere.objects.count() == Author.objects.count() == 0
    assert Upload.objects.count() == 1


def test_a_row_does_not_write_over_a_proposal_that_is_no_part_of_the_list(editor):
    proposals.draft(slug="rows-p-1")
    _form, sent = chosen(editor, PROMISES.encode())
    [row] = shown(editor, sent).context["faulty"]
    assert "rows-p-1" in row.faults[0][2]


def test_a_table_without_a_title_is_not_shown(editor):
    _form, sent = chosen(editor, b"a,b\n1,2\n")
    faults = shown(editor, sent).context["mapping"].errors["__all__"]
    assert faults == ["Say which column is the title."]


def test_a_table_of_too_many_columns_is_refused(editor):
    wide = ",".join(f"c{n}" for n in range(301))
    answer = editor.post(page(), {"import_file": upload(f"{wide}\n{wide}\n".encode())})
    [message] = answer.context["form"].errors["import_file"]
    assert "wider than 300 columns" in message


@pytest.mark.parametrize("number", ["0", "x", "999999"])
def test_a_file_that_was_never_sent_gives_a_message(editor, number):
    [message] = messages(shown(editor, {"upload": number}))
    assert message.startswith("There is no such file")


@pytest.mark.parametrize("role", ["Contributor", "Administrator"])
def test_who_may_not_import_may_not_map(sign_in, role):
    assert sign_in(role).get(page()).status_code == 403


def test_another_editor_does_not_confirm_it(editor, sign_in):
    _form, sent = chosen(editor, PROMISES.encode())
    [message] = messages(confirmed(sign_in("Editor"), sent))
    assert message.startswith("There is no such file")
    assert Proposal.objects.count() == 0


def test_choices_made_since_the_preview_are_shown_before_they_are_confirmed(editor):
    _form, sent = chosen(editor, PROMISES.encode())
    seen = shown(editor, sent).context["shown"]
    other = sent | {"instrument": "subsidy", "confirm": "1", "shown": seen}
    again = editor.post(page(), other)
    assert len(again.context["changed"]) == 2
    assert Proposal.objects.count() == 0


def book(rows, merged=()):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for cells in merged:
        made.active.merge_cells(cells)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


TWO_ROWS = book(
    [
        ["立法會議案一覽（2025-26）"],
        ["議案編號", "議案", None, "會議日期", "動議人", "表決結果"],
        [None, "中文", "English", None, None, None],
        [7, "促進樂齡科技", "Promote gerontechnology", dt.date(2026, 4, 3), "陳大文", "通過"],
        [8, "改善校園膳食", "Improve school meals", 46016, "黃美玲/陳大文", "否決"],
    ],
    ["A1:F1", "B2:C2"],
)
UNITS = book(
    [
        [
            "Rec. No.",
            "Para.",
            "Recommendation",
            "Lead department(s)",
            "Accepted?",
            "Date made",
            "Cost (HK$m)",
        ],
        ["1", "3.12", "Publish waiting times", "LWB|EDB", "Accepted", "5/20/2026", 1.5],
        ["3(a)", "4.1", "Set a target", "EDB", "Partly accepted", "4/30/2026", "=SUM(G2:G2)"],
    ]
)
SEMICOLONS = """承諾編號;承諾（English）;預算（百萬元）;目標日期（日/月/年）;狀況;提出者
A1;Two day centres;120;31/12/2027;進行中;陳大文、李四
""".encode("utf-8-sig")


@pytest.mark.parametrize(
    ("content", "name", "guessed", "separator", "order"),
    [
        (
            TWO_ROWS,
            "motions.xlsx",
            {
                "議案編號": "external_id",
                "議案 中文": "title_hant",
                "議案 English": "title_en",
                "會議日期": "proposed_on",
                "動議人": "authors",
                "表決結果": "stated_status",
            },
            "/",
            "dmy",
        ),
        (
            UNITS,
            "recs.xlsx",
            {
                "Rec. No.": "external_id",
                "Para.": "locator",
                "Recommendation": "title_en",
                "Lead department(s)": "bodies",
                "Accepted?": "stated_status",
                "Date made": "proposed_on",
                "Cost (HK$m)": "figures",
            },
            "|",
            "mdy",
        ),
        (
            SEMICOLONS,
            "promises.csv",
            {
                "承諾編號": "external_id",
                "承諾（English）": "title_en",
                "預算（百萬元）": "figures",
                "目標日期（日/月/年）": "keep",
                "狀況": "stated_status",
                "提出者": "authors",
            },
            "、",
            "dmy",
        ),
    ],
)
def test_headings_in_two_rows_with_units_and_marks_are_guessed(
    editor, content, name, guessed, separator, order
):
    form, sent = chosen(editor, content, name)
    assert targets(form) == guessed
    assert (sent["separator"], sent["order"]) == (separator, order)


def test_a_fault_names_the_heading_and_the_cell_of_the_file(editor):
    for content, name, fault in (
        (TWO_ROWS, "motions.xlsx", (5, "會議日期", "46016")),
        (UNITS, "recs.xlsx", (3, "Cost (HK$m)", "")),
    ):
        _form, sent = chosen(editor, content, name)
        [row] = shown(editor, sent).context["faulty"]
        [(column, cell, _said)] = row.faults
        assert (row.number, column, cell) == fault
    assert not Proposal.objects.exists()
