"""What opens in no known way and reads like those that ask is found by learnt weights."""

import json

from proposals.intake import learned
from proposals.intake.articles import articles
from proposals.intake.sentences import in_latin, with_clauses
from tests.intake.pages import asked, paragraphs, read

TROUBLE = (
    "這個問題拖了十年，居民早已不耐煩。",
    "區議會討論過三次，每次都沒有結果，街坊只能苦笑。",
)
ASKED = "政府應延長街市的開放時間。"
TROUBLE_IN_ENGLISH = (
    "The queue at the counter has grown for years.",
    "Staff say that they are tired.",
    "Nobody at the department has explained why.",
    "My own firm waited eleven weeks.",
)


def rules_of(*sentences):
    text = paragraphs("談談本港近日的情況", "陳大文 區議員", *TROUBLE, *sentences)
    return {found.passage: found.rules for found in read(text).candidates}


def test_a_clause_without_a_word_that_asks_is_found():
    for ask in ("各區圖書館的自修室延長開放至午夜", "渡輪公司的班次表交由獨立委員會審批"):
        assert {"learned", "alike"} <= set(rules_of(ASKED, f"{ask}。")[ask])


def test_so_is_a_sentence_in_english():
    ask = "Halve the fee for small firms and publish the waiting times every month"
    said = (*TROUBLE_IN_ENGLISH, "The government should hire more staff.", f"{ask}.")
    text = paragraphs("Some thoughts on our city", "By Mary Chan", " ".join(said))
    [rules] = [found.rules for found in read(text).candidates if found.passage == ask]
    assert {"learned", "alike"} <= set(rules)


def test_an_article_that_tells_what_is_so_is_left_to_the_other_rules():
    ask = "各區圖書館的自修室延長開放至午夜"
    assert ask in rules_of(ASKED, f"{ask}。")
    assert ask not in rules_of(*TROUBLE, *TROUBLE, f"{ask}。")


def test_a_short_text_is_left_to_the_other_rules():
    assert asked("各區圖書館的自修室延長開放至午夜。") == []
    assert asked("政府應延長圖書館的開放時間。") == ["政府應延長圖書館的開放時間"]


def test_what_was_done_and_what_is_said_is_not():
    assert (
        asked(
            "這個問題拖了十年，居民早已不耐煩。",
            "去年各區圖書館的自修室延長了開放時間。",
            "渡輪公司的班次表已交由獨立委員會審批。",
        )
        == []
    )


def test_a_clause_is_read_with_those_beside_it_and_numbers_are_alike():
    def told(text):
        [article] = articles(text)
        folded = article.flow.folded
        return list(learned.features(article, folded, list(with_clauses(folded))))

    first, second = told("每区设12间,费用另计。")
    assert {"^每区", "设0间", ">^费", "place 0", "length 1", "after ,", "nth 0"} <= set(first)
    assert {"<间$", "last", "nth 1"} <= set(second)
    assert told("每区设12间,费用另计。") == told("每区设90间,费用另计。")


def test_english_is_read_by_its_words():
    [article] = articles("Open 12 libraries at night, says Ms Chan.")
    text = article.flow.text
    [told] = learned.features(article, text, [(part, [part]) for part in in_latin(text)])
    assert {"^ open 0", "libraries at night", "latin"} <= set(told)


def test_the_words_that_weigh_most_are_told_as_they_are_written(monkeypatch):
    monkeypatch.setattr(learned, "weights", lambda: {"各区": 2.0, "延": 1.0, "长": 1.0, "的": -3.0})
    assert learned.telling("各區的自修室延長開放") == ["各區", "延長"]
    assert learned.telling("的的") == []


def test_so_they_are_in_english(monkeypatch):
    monkeypatch.setattr(learned, "weights", lambda: {"halve": 2.0, "the fee": 1.0, "now": -1.0})
    assert learned.telling("Halve the fee now") == ["Halve", "the fee"]


def test_the_weights_are_in_order_and_none_is_next_to_nothing():
    lines = learned.WEIGHTS.read_text(encoding="utf-8")
    weights = json.loads(lines)
    assert list(weights) == sorted(weights)
    assert min(abs(weight) for weight in weights.values()) >= 0.05
