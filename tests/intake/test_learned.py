"""What opens in no known way and reads like those that ask is found by learnt weights."""

import json

from proposals.intake import learned
from proposals.intake.sentences import with_clauses
from tests.intake.pages import asked, paragraphs, read


def by_weights(*sentences):
    text = paragraphs("談談本港近日的情況", "陳大文 區議員", *sentences)
    return [found.passage for found in read(text).candidates if "learned" in found.rules]


def test_a_clause_without_a_word_that_asks_is_found():
    said = "這個問題拖了十年，居民早已不耐煩。"
    assert by_weights(said, "各區圖書館的自修室延長開放至午夜。") == [
        "各區圖書館的自修室延長開放至午夜"
    ]
    assert by_weights(said, "渡輪公司的班次表交由獨立委員會審批。") == [
        "渡輪公司的班次表交由獨立委員會審批"
    ]


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
        parts = [part for _, clauses in with_clauses(text) for part in clauses]
        return list(learned.features(text, parts))

    first, second = told("每区设12间,费用另计。")
    assert {"^每区", "设0间", ">^费", "place 0", "length 1"} <= set(first)
    assert "<间$" in second
    assert told("每区设12间,费用另计。") == told("每区设90间,费用另计。")


def test_the_words_that_weigh_most_are_told_as_they_are_written(monkeypatch):
    monkeypatch.setattr(learned, "weights", lambda: {"各区": 2.0, "延": 1.0, "长": 1.0, "的": -3.0})
    assert learned.telling("各區的自修室延長開放") == ["各區", "延長"]
    assert learned.telling("的的") == []


def test_the_weights_are_in_order_and_none_is_next_to_nothing():
    lines = learned.WEIGHTS.read_text(encoding="utf-8")
    weights = json.loads(lines)
    assert list(weights) == sorted(weights)
    assert min(abs(weight) for weight in weights.values()) >= 0.05
