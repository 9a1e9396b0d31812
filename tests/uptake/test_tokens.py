"""The terms of a text."""

from proposals.folding import fold
from proposals.uptake.tokens import Lexicon, NamedPlace

LEXICON = Lexicon(
    [("渡輪", "小輪", "ferry"), ("離島渡輪票價補貼", "Ferry Fare Subsidy")],
    [NamedPlace(("秘魯", "Peru")), NamedPlace(("利馬", "Lima"), "秘魯")],
)


def keys(text):
    return [token.key for token in LEXICON.tokens(fold(text))]


def test_words_of_one_meaning_are_one_term_in_any_language_and_script():
    assert keys("小輪") == keys("渡轮") == keys("ferries") == keys("渡輪")


def test_the_longest_word_is_taken_and_what_is_within_it_told_apart():
    terms = list(LEXICON.tokens(fold("離島渡輪票價補貼")))
    assert terms[0].within == ""
    assert {term.within for term in terms[1:]} == {terms[0].key}
    assert LEXICON.meaning("渡輪") in [term.key for term in terms[1:]]


def test_a_name_is_known_though_quoted():
    assert keys("「離島」渡輪票價補貼")[0] == LEXICON.meaning("離島渡輪票價補貼")


def test_the_rest_gives_pairs_of_characters_that_are_worth_as_much_as_words():
    terms = list(LEXICON.tokens(fold("粉飾鐘樓")))
    assert [term.key for term in terms] == [fold(pair) for pair in ("粉飾", "飾鐘", "鐘樓")]
    assert sum(term.worth for term in terms) == 2


def test_words_of_every_official_text_are_no_terms():
    assert keys("政府會積極推動有關工作") == []
    assert keys("The Government will strengthen the relevant measures.") == []


def test_signs_part_words_and_numbers_are_no_terms():
    assert keys("碼、頭 2026 12") == []


def test_a_place_lies_in_another():
    lima, peru = LEXICON.meaning("Lima"), LEXICON.meaning("秘魯")
    assert LEXICON.places[lima] == {lima, peru}
    assert LEXICON.places[peru] == {peru}


def test_a_word_of_the_language_keeps_the_meaning_that_editors_gave_it():
    words = Lexicon([("碼頭", "甲板")])
    assert words.meaning("甲板") == words.meaning("碼頭") == words.meaning("港口")


def test_other_names_of_what_says_nothing_say_nothing():
    assert Lexicon([("香港", "HKZ")]).keys("HKZ 香港") == set()


def test_groups_that_share_a_word_are_of_one_meaning():
    joined = Lexicon([("甲船", "乙船"), ("丙船", "丁船"), ("乙船", "丙船")])
    assert len({joined.meaning(word) for word in ("甲船", "乙船", "丙船", "丁船")}) == 1


def test_terms_are_found_in_the_text_as_printed():
    read = LEXICON.read("增加小輪班次")
    assert next(read.text[slice(*read.span(token))] for token in read.tokens) == "小輪"


def test_a_token_says_what_it_implies_and_a_place_what_it_lies_in():
    lima, peru = LEXICON.meaning("Lima"), LEXICON.meaning("秘魯")
    assert LEXICON.meant_by(lima) == {lima, peru}
    assert LEXICON.meant_by(LEXICON.meaning("數據中心")) >= {LEXICON.meaning("算力")}
    assert LEXICON.meant_by("鐘樓") == {"鐘樓"}


def test_who_speaks_of_a_town_speaks_of_its_province_and_not_of_the_country():
    places = [NamedPlace(("甲國",)), NamedPlace(("乙省",), "甲國"), NamedPlace(("丙城",), "乙省")]
    words = Lexicon(places=places)
    assert words.meant_by(words.meaning("丙城")) == {words.meaning("丙城"), words.meaning("乙省")}
    assert len(words.places[words.meaning("丙城")]) == 3
