"""The three written languages: Traditional Chinese as used in Hong Kong is the source,
Simplified Chinese is derived from it, English is written by hand."""

import re
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


# In the names of people these stay as they are, which elsewhere change: 徐乾學 is 徐乾学.
_KEPT_IN_NAMES = re.compile("([乾於昇陞甦邨堃犇龢甯喆淼祕徵])")


@cache
def _converter(direction: str = "hk2s") -> OpenCC:
    return OpenCC(direction)


def to_hans(text: str) -> str:
    """Hong Kong Traditional text in Simplified characters, phrase by phrase, and punctuation.

    For reading only. Search folds character by character instead (`proposals.search`),
    because phrase conversion changes what a substring looks like.
    """
    return _converter().convert(text).translate(_HANS_QUOTES) if text else ""


def name_to_hans(name: str) -> str:
    """The name of a person in Simplified characters."""
    parts = _KEPT_IN_NAMES.split(name)
    return "".join(part if place % 2 else to_hans(part) for place, part in enumerate(parts))


def to_hant(text: str) -> str:
    """Simplified text in Traditional characters, for what is kept as it was printed."""
    return _converter("s2hk").convert(text)
