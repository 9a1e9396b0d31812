"""The three written languages: Traditional Chinese as used in Hong Kong is the source,
Simplified Chinese is derived from it, English is written by hand."""

from functools import cache

from opencc import OpenCC

HANT, HANS, EN = "zh-hant", "zh-hans", "en"

SUFFIXES = {HANT: "_hant", HANS: "_hans", EN: "_en"}

# Under which each has its pages; the bare address is that of the source language.
PREFIXES = {HANT: "", HANS: f"/{HANS}", EN: f"/{EN}"}

# How a page names its language to browsers and screen readers, which choose glyphs and voices.
LANG_TAGS = {HANT: "zh-Hant-HK", HANS: "zh-Hans", EN: "en"}

# The same for those who preview a shared link, and know languages by countries only.
LOCALES = {HANT: "zh_HK", HANS: "zh_CN", EN: "en_GB"}

# The mainland quotes as English does; Hong Kong with corner brackets.
_HANS_QUOTES = str.maketrans("「」『』", "“”‘’")


@cache
def _converter() -> OpenCC:
    return OpenCC("hk2s")


def to_hans(text: str) -> str:
    """Hong Kong Traditional text in Simplified characters, phrase by phrase, and punctuation.

    For reading only. Search folds character by character instead (`proposals.search`),
    because phrase conversion changes what a substring looks like.
    """
    return _converter().convert(text).translate(_HANS_QUOTES) if text else ""
