"""An official text cut into passages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.uptake.passages import Kind, cut, sentences


def cuts(text):
    return [(passage.kind.value, passage.text) for passage in cut(text)]


def test_paragraphs_are_numbered_and_stand_under_their_headings():
    text = "第一章　交通\n\n12. 渡輪票價會下調。\n\n13. 碼頭會翻新。\n"
    assert [(p.kind, p.locator, p.heading, text[p.start : p.end]) for p in cut(text)] == [
        (Kind.HEADING, "passage 1", "", "第一章　交通"),
        (Kind.PARAGRAPH, "paragraph 12", "第一章　交通", "12. 渡輪票價會下調。"),
        (Kind.PARAGRAPH, "paragraph 13", "第一章　交通", "13. 碼頭會翻新。"),
    ]


def test_a_number_that_comes_twice_is_no_locator():
    text = "1. 渡輪會加密。\n\n附件\n\n1. 碼頭會翻新。"
    assert [p.locator for p in cut(text)] == ["passage 1", "passage 2", "passage 3"]


def test_a_year_or_an_amount_at_the_start_is_no_number():
    text = "2026 年會完成。\n\n30 億元已預留。\n\n1.5 公里的路段已通車。"
    assert [p.number for p in cut(text)] == ["", "", ""]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_that_a_page_broke_are_one_paragraph(end):
    line = "政府會在明年第一季為離島居民推出渡輪票價補貼計劃並向各營辦商說明有關的申請安"
    text = end.join([line, line, "排。", "", "下一段。"])
    assert cuts(text) == [("paragraph", end.join([line, line, "排。"])), ("paragraph", "下一段。")]


def test_lines_that_end_sentences_are_paragraphs_each():
    text = "渡輪票價會下調，細節容後公布，請居民留意。\n碼頭會在三年內翻新，並加建上蓋。\n"
    assert [kind for kind, _ in cuts(text)] == ["paragraph", "paragraph"]


def test_pages_are_told_by_form_feeds():
    text = "甲段說渡輪。\n\f乙段說碼頭。\n\f\n丙段說泳課。"
    assert [(p.text[0], p.page) for p in cut(text)] == [("甲", 1), ("乙", 2), ("丙", 3)]


def test_pages_are_told_by_numbers_at_the_head():
    text = "第 7 頁\n甲段說渡輪。\n第 8 頁\n乙段說碼頭。"
    assert [p.locator for p in cut(text)] == ["passage 1, page 7", "passage 2, page 8"]


def test_pages_are_told_by_numbers_at_the_foot():
    text = "甲段說渡輪。\n- 1 -\n乙段說碼頭。\n- 2 -\n"
    assert [(p.text[0], p.page) for p in cut(text)] == [("甲", 1), ("乙", 2)]


def test_rows_of_a_table_are_passages_each():
    text = "措施如下。\n\n措施\t撥款\n渡輪補貼\t三億元\n碼頭翻新\t五億元\n"
    assert cuts(text) == [
        ("paragraph", "措施如下。"),
        ("table", "措施\t撥款"),
        ("table", "渡輪補貼\t三億元"),
        ("table", "碼頭翻新\t五億元"),
    ]


def test_what_members_ask_is_no_word_of_the_government():
    text = "問題：\n\n會否設立渡輪補貼？\n\n（一）何時推出？\n\n答覆：\n\n主席：\n\n會研究。"
    kinds = [kind for kind, _ in cuts(text)]
    assert kinds[:3] == ["question"] * 3
    assert kinds[-1] == "paragraph"


def test_questions_in_english_and_in_simplified_characters_are_known_too():
    text = "Question:\n\nWill there be a subsidy?\n\nReply:\n\nWe will study it."
    assert [kind for kind, _ in cuts(text)][1:] == ["question", "paragraph", "paragraph"]
    assert [kind for kind, _ in cuts("问：会否补贴？\n\n答：会研究。")] == ["question", "paragraph"]


@pytest.mark.parametrize(
    "text",
    [
        "以下是今日立法會會議上陳議員的提問和運輸及物流局局長的書面答覆：",
        "Following is a question by the Hon Chan and a written reply by the Secretary:",
    ],
)
def test_the_line_of_a_press_release_that_says_what_follows_is_no_answer(text):
    [passage, _reply] = cut(f"{text}\n\n政府會推出渡輪票價補貼。")
    assert passage.kind != Kind.PARAGRAPH


def test_a_list_of_short_items_is_no_list_of_headings():
    text = "措施：\n\n1. 下調渡輪票價\n\n2. 翻新碼頭\n"
    assert [kind for kind, _ in cuts(text)][1:] == ["paragraph", "paragraph"]


def test_a_text_of_headings_alone_is_read_as_paragraphs():
    assert cuts("渡輪票價下調") == [("paragraph", "渡輪票價下調")]


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", " \t\r\n\f"])
def test_a_text_without_words_has_no_passages(text):
    assert cut(text) == []


def test_a_byte_order_mark_is_counted_and_not_shown():
    [passage] = cut("\ufeff渡輪票價會下調。")
    assert (passage.start, passage.text[0]) == (1, "渡")


@given(st.text(alphabet="渡輪。，\n\r\f\t 1.(a)問題：答覆第頁一、|"))
def test_passages_are_pieces_of_the_text_in_its_order(text):
    passages = cut(text)
    assert [p.text for p in passages] == [text[p.start : p.end] for p in passages]
    ends = [0, *(p.end for p in passages)]
    assert all(end <= p.start < p.end for end, p in zip(ends, passages, strict=False))


def test_sentences_end_with_their_marks():
    text = "會研究。「會推出！」Phase 1.5 began. It goes on"
    assert [text[a:b] for a, b in sentences(text)] == [
        "會研究。",
        "「會推出！」",
        "Phase 1.5 began.",
        " It goes on",
    ]


def test_a_number_in_brackets_over_numbered_paragraphs_is_a_heading():
    first, second, third, fourth = cut(
        "（一）渡輪\n\n1. 渡輪會加開班次。\n\n（二）街市\n\n2. 街市會加裝冷氣。"
    )
    assert [one.kind for one in (first, second, third, fourth)] == [
        Kind.HEADING,
        Kind.PARAGRAPH,
        Kind.HEADING,
        Kind.PARAGRAPH,
    ]
    assert fourth.heading == "（二）街市"
