"""Official texts matched with asks."""

from proposals.choices import EvidenceClass, Status
from proposals.uptake.asks import Ask
from proposals.uptake.matching import Matcher, Relation
from proposals.uptake.passages import cut
from proposals.uptake.tokens import Lexicon
from tests.uptake.catalogued import matched, slugs


def test_a_promise_in_other_words_answers_the_ask():
    [[match]] = matched("5. 運輸署會在明年為離島居民推出小輪票價津貼。")
    assert (match.ask.slug, match.relation, match.status, match.evidence_class) == (
        "ferry-subsidy",
        Relation.SAME,
        Status.COMMITTED,
        EvidenceClass.OFFICIAL_DOCUMENT,
    )
    assert match.passage.locator == "paragraph 5"
    assert match.terms == ("運輸署", "離島居民", "小輪票價津貼")


def test_simplified_and_english_texts_answer_it_too():
    assert slugs("运输署会推出离岛小轮票价津贴。") == [["ferry-subsidy"]]
    english = "A fare subsidy for ferries to the outlying islands will be launched."
    assert slugs(english) == [["ferry-subsidy"]]


def test_a_paragraph_answers_several_asks_and_an_ask_is_answered_by_several():
    text = (
        "運輸署會推出離島渡輪票價補貼。離島渡輪碼頭翻新工程已於五月展開。\n\n"
        "離島渡輪票價補貼的申請程序會於下月公布。"
    )
    [first, second] = matched(text)
    assert {(m.ask.slug, m.status) for m in first} == {
        ("ferry-subsidy", Status.COMMITTED),
        ("ferry-piers", Status.IN_DELIVERY),
    }
    assert [m.ask.slug for m in second] == ["ferry-subsidy"]


def test_the_words_that_answer_are_a_part_of_the_text():
    text = "今年經濟好轉。運輸署會推出離島渡輪票價補貼。"
    [[match]] = matched(text)
    assert text[match.start : match.end] == "運輸署會推出離島渡輪票價補貼。"


def test_a_refusal_is_contrary():
    [[match]] = matched("有議員建議設立離島渡輪票價補貼。政府認為現階段不宜推行。")
    assert (match.relation, match.status) == (Relation.CONTRARY, Status.DECLINED)


def test_the_opposite_is_contrary_and_no_promise():
    [[match]] = matched("差餉物業估價署會提高零售商鋪的差餉。")
    assert (match.ask.slug, match.relation, match.status) == (
        "lower-retail-tax",
        Relation.CONTRARY,
        Status.DECLINED,
    )


def test_what_is_done_in_part_is_delivery_and_not_delivered():
    text = "首階段離島渡輪票價補貼已於三月推出，暫時只適用於部分居民。"
    [match] = [m for m in matched(text)[0] if m.ask.slug == "ferry-subsidy"]
    assert match.status in (Status.DELIVERED, Status.IN_DELIVERY)
    assert (match.status == Status.IN_DELIVERY) == (match.relation == Relation.PART)


def test_what_sounds_alike_and_is_about_something_else_answers_nothing():
    assert slugs("政府會增建漁船避風塘。") == [[]]
    assert slugs("郊野公園的行山徑已經開放。") == [[]]


def test_the_same_for_another_place_is_no_answer_or_one_in_parallel():
    assert slugs("文化局會與秘魯合辦電影週。") == [["peru-film-week"]]
    assert slugs("文化局會在利馬合辦電影週。") == [["peru-film-week"]]
    for match in matched("文化局會與埃及合辦電影週。")[0]:
        assert match.relation == Relation.PARALLEL


def test_what_a_member_asks_is_no_answer():
    text = "問題：\n\n會否設立離島渡輪票價補貼？\n\n答覆：\n\n政府會研究離島渡輪票價補貼。"
    *asked, answered = slugs(text)
    assert asked == [[], [], []]
    assert answered == ["ferry-subsidy"]


def test_the_heading_says_what_a_paragraph_is_about():
    text = "離島渡輪\n\n我們會在明年推出票價補貼。"
    assert slugs(text) == [[], ["ferry-subsidy"]]


def test_the_threshold_is_the_lowest_score_shown():
    text = "運輸署會推出離島渡輪票價補貼，並改善碼頭。"
    for threshold in (0.2, 0.5, 0.9):
        assert all(match.score >= threshold for match in matched(text, threshold)[0])
    assert len(matched(text, 0.01)[0]) > len(matched(text, 0.9)[0])


def test_a_passage_that_answers_it_better_takes_an_ask_from_another():
    less, more = "離島渡輪的票價去年有所調整。", "運輸署會設立離島渡輪票價補貼，減輕居民負擔。"

    def score(text):
        return next(m.score for m in matched(text, 0)[0] if m.ask.slug == "ferry-subsidy")

    assert score(f"{less}\n\n{more}") < score(less)
    assert score(f"{more}\n\n{less}") == score(more)


def test_each_sentence_speaks_of_the_ask_that_it_names():
    [[subsidy, piers]] = matched(
        "離島渡輪票價補貼已於三月推出；至於翻新離島渡輪碼頭，政府沒有計劃。"
    )
    assert {(m.ask.slug, m.status) for m in (subsidy, piers)} == {
        ("ferry-subsidy", Status.DELIVERED),
        ("ferry-piers", Status.DECLINED),
    }


def test_an_ask_without_a_term_is_answered_by_nothing():
    matcher = Matcher([Ask("empty", ("", ""), ("設立補貼", ""))], Lexicon())
    [(_, found)] = matcher.match(cut("會設立補貼。"), 0, kind=EvidenceClass.OTHER)
    assert found == []
