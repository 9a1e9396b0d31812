"""What official words do."""

import datetime as dt

import pytest

from proposals.choices import Status
from proposals.uptake import acts
from proposals.uptake.days import Span


def status(text):
    return acts.said([(text, 1.0)])[0].status


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("當局認為現階段不宜設立渡輪補貼。", Status.DECLINED),
        ("政府沒有計劃調整票價。", Status.DECLINED),
        ("政府无意就此立法。", Status.DECLINED),
        ("現行安排行之有效，無須另設機制。", Status.DECLINED),
        ("The Government has no plan to set up a subsidy.", Status.DECLINED),
        ("We do not consider it appropriate to legislate.", Status.DECLINED),
        ("我們備悉有關意見，會適時檢視。", Status.NOTED),
        ("運輸署會密切留意居民的需要。", Status.NOTED),
        ("The suggestion has been noted and will be kept in view.", Status.NOTED),
        ("我們會研究設立渡輪補貼的可行性。", Status.UNDER_STUDY),
        ("政府正就票價安排諮詢業界。", Status.UNDER_STUDY),
        ("We are examining whether fares may be lowered.", Status.UNDER_STUDY),
        ("我們會於明年第二季推出渡輪補貼。", Status.COMMITTED),
        ("政府已預留三億元翻新碼頭。", Status.COMMITTED),
        ("We will launch the subsidy next year.", Status.COMMITTED),
        ("碼頭翻新工程已於上月展開，預計後年完成。", Status.IN_DELIVERY),
        ("運輸署正草擬有關規例。", Status.UNDER_STUDY),
        ("運輸署正分階段加建上蓋。", Status.IN_DELIVERY),
        ("The works are under way.", Status.IN_DELIVERY),
        ("渡輪補貼已於三月推出，至今批出二百宗申請。", Status.DELIVERED),
        ("規例已刊憲，即日起生效。", Status.DELIVERED),
        ("The subsidy was launched in March.", Status.DELIVERED),
        ("政府建議在碼頭加建上蓋，並預留三億元。", Status.UNDER_STUDY),
        ("我建議把渡輪補貼提高至三成。", Status.COMMITTED),
        ("歡迎公眾就票價提出意見。", Status.UNDER_STUDY),
        ("運輸署會按既定準則評估渡輪補貼的成效。", Status.UNDER_STUDY),
        ("渡輪補貼不會用於市區航線，以免影響營運。", Status.DECLINED),
        ("運輸署暫停接受渡輪補貼的申請。", Status.DECLINED),
        ("運輸署與船公司簽署合作協議。", Status.IN_DELIVERY),
        ("首批碼頭已經啟用。", Status.IN_DELIVERY),
        ("渡輪補貼已於三月推出，下一期將擴展至街渡。", Status.IN_DELIVERY),
        ("規例由十二月一日起實施，屆時將設寬限期。", Status.COMMITTED),
        ("渡輪碼頭工程正全速推進，預計明年完工。", Status.IN_DELIVERY),
        ("署方已取消渡輪的預約限制。", Status.DELIVERED),
        ("All piers have now been replaced.", Status.DELIVERED),
        ("The Government is open to ideas on this.", Status.NOTED),
        ("A blanket ban would be disproportionate.", Status.DECLINED),
        ("票價將以兩年為期檢定，並列入服務協議。", Status.COMMITTED),
    ],
)
def test_the_words_tell_the_status(text, expected):
    assert status(text) == expected


def test_a_study_that_is_completed_is_no_study_and_no_delivery():
    assert status("運輸署已完成研究，將於明年推出補貼。") == Status.COMMITTED


def test_an_object_that_is_moved_forward_is_no_future():
    assert status("證監會將秘魯列入名單，即日生效。") == Status.DELIVERED


def test_words_beside_the_ask_weigh_more_than_those_far_from_it():
    near, far = "我們會研究補貼。", "碼頭已落成。"
    assert acts.said([(near, 1.0), (far, 0.3)])[0].status == Status.UNDER_STUDY
    assert acts.said([(near, 0.3), (far, 1.0)])[0].status == Status.DELIVERED


def test_a_sentence_may_tell_what_others_ask_for():
    assert acts.cites("有議員建議設立補貼。")
    assert not acts.cites("政府會設立補貼。")


def test_those_who_are_asked_may_answer_within_the_sentence():
    assert acts.answers("政府認為會增加成本，")
    assert acts.answers(" but the Government sees no need for it.")
    assert not acts.answers("消費者委員會建議改為強制，")
    assert not acts.answers("政府收到意見，")


def test_a_sentence_may_say_that_it_is_not_the_whole():
    assert acts.limits("首階段只涵蓋三個碼頭。")
    assert not acts.limits("所有碼頭均已翻新。")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今日天氣良好。", False),
        ("渡輪加價不會影響居民。", False),
        ("碼頭已經落成。", True),
        ("運輸署會跟進。", True),
    ],
)
def test_not_all_that_is_said_becomes_of_something(text, expected):
    assert acts.speaks([(text, 1.0)]) == expected


def test_words_of_the_title_of_the_ask_say_nothing():
    text = "研究補貼渡輪：署方已經推出補貼。"
    assert "under_study" in acts.signs([(text, 1.0)])
    assert "under_study" not in acts.signs([(text, 1.0)], "研究補貼渡輪")


def test_words_far_from_the_ask_count_as_much_where_no_others_are():
    text = "署方已經推出補貼。"
    assert acts.signs([(text, 0.4)]) == acts.signs([(text, 1.0)])


def test_nothing_is_said_without_a_word():
    assert acts.said([("碼頭。", 1.0)]) == []


def test_there_is_to_be_more_or_less_of_something():
    assert acts.direction("提高津貼") == 1
    assert acts.direction("Fares will be lowered.") == -1
    assert acts.direction("提高津貼，減少手續") == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("當局認為現階段不宜設立渡輪補貼。", "不宜"),
        ("我們會研究設立渡輪補貼的可行性。", "研究"),
        ("政府已預留三億元翻新碼頭。", "預留"),
        ("政府无意就此立法。", "无意"),
        ("The Government has no plan to set up a subsidy.", "no plan"),
    ],
)
def test_the_words_that_tell_it_are_shown_as_they_are_printed(text, words):
    spans = [(text, 1.0)]
    told = acts.telling(spans, acts.said(spans)[0].status)
    assert any(words in one for one in told)
    assert all(one in text for one in told)


def test_words_of_the_title_tell_nothing():
    spans = [("政府會研究票價。", 1.0)]
    assert "研究" in "".join(acts.telling(spans, Status.UNDER_STUDY))
    assert "研究" not in "".join(acts.telling(spans, Status.UNDER_STUDY, "政府會研究票價"))


def test_what_is_in_force_from_a_day_to_come_is_promised():
    rule = [("規例由2027年4月1日起實施。", 1.0)]
    before = Span(dt.date(2026, 11, 18), dt.date(2026, 11, 18))
    after = Span(dt.date(2027, 5, 1), dt.date(2027, 5, 1))
    assert acts.said(rule, "", before)[0].status == Status.COMMITTED
    assert acts.said(rule, "", after)[0].status == Status.DELIVERED
