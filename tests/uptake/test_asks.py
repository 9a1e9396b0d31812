"""What is asked, as it is compared."""

import pytest

from proposals.uptake.asks import Ask, rarity, read, shares, weigh
from proposals.uptake.tokens import Lexicon


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("資助七成成本", {70}),
        ("百分之七十，即70%", {70}),
        ("百分之35", {35}),
        ("一成半至兩成", {15}),
        ("40 per cent or 45 percent", {40, 45}),
        ("工程已完成，共一百二十人", set()),
    ],
)
def test_shares_are_read_as_they_are_written(text, expected):
    assert shares(text) == expected


def test_what_one_ask_alone_has_weighs_the_most():
    assert rarity(100, 1) > rarity(100, 10) > rarity(100, 90) > 0


def profiles(*titles):
    read_ = [read(Ask(t, (t, ""), ("", ""), scheme=(t, "")), Lexicon(), 0) for t in titles]
    weigh(read_)
    return read_


def test_a_name_that_a_title_asks_for_is_new_and_one_that_it_uses_is_not():
    new, used = profiles("設立票價補貼", "善用票價補貼")
    assert (new.is_new, used.is_new) == (True, False)


def test_a_title_weighs_what_its_tokens_weigh():
    [profile] = profiles("翻新渡輪鐘樓")
    assert profile.title_weight == pytest.approx(sum(profile.title.values()))
    assert sum(profile.characters.values()) == pytest.approx(1)
