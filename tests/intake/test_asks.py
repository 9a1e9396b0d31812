"""Which passages ask for something, and which only look so."""

import pytest
from django.utils import translation

from proposals.intake.rules import RULES
from tests import ROOT
from tests.intake.pages import asked, asked_in_english, paragraphs, read

ASKS = {
    "筆者建議運輸署開設夜間渡輪航線。": ["筆者建議運輸署開設夜間渡輪航線"],
    "政府應增撥人手，並公布檢控數字，以提升阻嚇力。": ["政府應增撥人手", "公布檢控數字"],
    "立法會可成立專責委員會。": ["立法會可成立專責委員會"],
    "當局何不在碼頭加裝雨棚？": ["當局何不在碼頭加裝雨棚"],
    "若政府能把租約延長至四年，居民才能安頓下來。": ["若政府能把租約延長至四年"],
    "當務之急是修訂《樹木條例》。": ["當務之急是修訂《樹木條例》"],
    "港鐵亦宜於周末把尾班車延至兩時。": ["港鐵亦宜於周末把尾班車延至兩時"],
    "教育局應透過家長教師會，在每區設立託兒所。": ["在每區設立託兒所"],
    "教育局应为每所学校增设一名社工。": ["教育局应为每所学校增设一名社工"],
}
NO_ASKS = {
    "past": "政府去年已設立樹木基金，並增撥人手。",
    "look-alikes": "應用程式的供應可能帶來效應，可持續發展的反應相當熱烈。",
    "foreign": "新加坡政府規定業主必須設立維修基金。",
    "capability": "香港可以為內地企業提供融資服務。",
    "advice to the public": "市民應多做運動，長者宜定期檢查身體。",
    "forecast": "預計明年旅客量將會增加兩成。",
    "others, opposed": "有意見認為政府應全面凍結租金，這種主張得不償失。",
    "irony": "難道政府要在每棵樹下設立辦公室嗎？",
    "question": "政府應否開徵新稅，社會仍有爭議。",
    "announced": "政府宣布擴展安排：車輛名額增至每日200輛，並推出預約服務。",
    "listed as made": "這次調整設計了兩條軌道。第一條是把名額增至200輛，第二條是城市擴展：明年把安排推廣至全省。",
    "on the one hand": "一方面，香港的科研實力雄厚。另一方面，香港能夠成為橋樑，協助企業進入市場，解決融資障礙。",
    "a direction": "筆者相信這次訪問能夠開拓市場，促進雙向融合。",
    "a part to play": "香港應在人才培育上發揮「超級聯繫人」角色。",
    "advice that goes on": "大家切勿餵飼野豬，見到野豬應致電1823。",
    "advice to employers": "聘用之前，僱主應查核中介的牌照，並保留所有收據。",
    "told in jest": "最聰明的辦法是把碼頭全部拆掉。說笑而已。",
    "irony, supposed": "如果這條規矩真的那麼神聖，不如把它刻在校門上。",
    "of itself": "改變不必等人，它要由一條一條街開始。",
    "slogan": "讓我們同心同德，香港必能再創高峰！",
}


# What only says more of a measure stands in its candidate; what is joined by "and" is another one.
DETAILS = {
    "政府應設立「樹木基金」，向業主提供維修資助，並公布塌樹紀錄。": [
        "政府應設立「樹木基金」，向業主提供維修資助",
        "公布塌樹紀錄",
    ],
    "政府應改建海濱，打造完整的步行徑。": ["政府應改建海濱，打造完整的步行徑"],
    "政府應先公布數字，再修訂條例。": ["政府應先公布數字，再修訂條例"],
    "當局應開設夜間渡輪航線，以公開招標方式批出。": ["當局應開設夜間渡輪航線，以公開招標方式批出"],
    "政府應增建泳池，修訂場地收費。": ["政府應增建泳池", "修訂場地收費"],
    "政府不應只賣地，而要興建圖書館。": ["而要興建圖書館"],
    "要保住海灘，就請環保署先修好污水廠。": ["就請環保署先修好污水廠"],
}


@pytest.mark.parametrize(("sentence", "passages"), (ASKS | DETAILS).items())
def test_an_ask_is_the_clause_that_says_what_to_do(sentence, passages):
    assert asked(sentence) == passages


@pytest.mark.parametrize("sentence", NO_ASKS.values(), ids=NO_ASKS)
def test_what_only_looks_like_an_ask_is_none(sentence):
    assert asked(sentence) == []


def test_a_list_carries_over_sentences_and_paragraphs():
    assert asked(
        "筆者提出以下建議。", "首先，設立樹木基金。", "其次，修訂樹木管理條例；並增聘樹藝師。"
    ) == [
        "設立樹木基金",
        "修訂樹木管理條例",
        "增聘樹藝師",
    ]


def test_the_plans_of_an_official_are_no_asks():
    official = paragraphs("碼頭將添新裝", "陳大文 運輸署署長", "政府應增設渡輪航線。")
    assert read(official).candidates == []
    assert len(read(official.replace("署長", "前署長")).candidates) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        'I refer to your report "Neighbours call on council to plant trees" (May 3).',
        "Nobody is asking for a grant to be idle.",
        "A licensed kennel must meet the same rules whether it holds two dogs or two hundred.",
        "Cooks who are new to the trade should check their knives before they start.",
        "Perhaps the Lands Department could simply hand out umbrellas and close the matter.",
        "Your correspondent Mr Ho wants the Government to charge a fee for swimming. I cannot agree.",
        "Banks can do more.",
    ],
)
def test_what_only_looks_like_an_ask_in_english_is_none(sentence):
    assert asked_in_english(sentence) == []


def test_english_asks_are_split_and_their_look_alikes_left():
    found = asked_in_english(
        "The Transport Department should extend the pier and publish a timetable.",
        "Residents should keep to the left.",
        "Singapore has built forty piers.",
        "Why not waive the fare on Sundays?",
        "Some lawmakers want the government to ban bicycles; that would be a mistake.",
    )
    assert found == [
        "The Transport Department should extend the pier",
        "publish a timetable",
        "waive the fare on Sundays",
    ]


def test_a_candidate_is_described_by_the_taxonomy():
    text = paragraphs("談醫療", "陳大文", "醫管局及醫務衞生局應在三年內設立十億元的護士培訓基金。")
    (found,) = read(text).candidates
    told = found.described
    assert (told.sector, told.instrument, told.bodies) == ("health", "fund", ["hhb"])
    assert (told.title, told.specificity) == ("在三年內設立十億元的護士培訓基金", "firm")
    assert (told.figures, told.deadline) == (["三年", "十亿元"], "三年内")


def test_every_candidate_says_by_which_rules_and_the_threshold_cuts():
    text = paragraphs("談醫療", "陳大文", "政府應設立護士基金。當局宜多聽民意。")
    page = read(text, threshold=0.0)
    assert {rule for found in page.candidates for rule in found.rules} <= set(RULES)
    assert [found.passage for found in read(text, threshold=0.8).candidates] == [
        "政府應設立護士基金"
    ]


# What each pattern begins with, over and over without an end.
OPENINGS = [
    "政府應", "建議", "他要求", "可以在", "若政府能", "首先，", "有人認為", "提出三項", "何不", "「", "（", "《", "由一成",
    "陳大文 ", "立法會議員", "記者", "●", "# ", "應對", "以及設立", "The government should ", "it is time ",
    "said Mary Chan, ", "if the ", "，", "。", "a, and set up ", "1.", "\n", "為", "在上，", "把", "is needed",
    "他說。", "# 甲\n\n", "樹下棋局\n\n老人在樹下坐着。\n\n陳大文\n\n", "甲：\n", "a, b.\n",
    "每所", "及早", "最好", "在甲方面，", "一是", "有人", "陳、", "Could the ", "Doing a thing, ", "the bureau, calling for ", "有一個", "是甲的時候", "不是甲，而是", "請在", "換了我", "補上一條", "要是", "把甲當成", "有朋友",
]  # fmt: skip


@pytest.mark.slow("each opening for so long that a rule which went back over it would take minutes")
def test_no_rule_goes_back_over_what_it_has_read():
    text = "\n\n".join(opening * (30_000 // len(opening)) for opening in OPENINGS)
    assert isinstance(read(text).candidates, list)


def test_the_manual_tells_of_each_rule_with_its_weight():
    manual = (ROOT / "docs" / "extraction.md").read_text()
    with translation.override("en"):
        lines = [
            f"| `{name}` | {rule.weight:+.2f} | {rule.meaning} |" for name, rule in RULES.items()
        ]
    assert [line for line in lines if line not in manual] == []
