"""What is asked, as it is compared with official texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log

from proposals.folding import fold
from proposals.uptake.tokens import Lexicon, size

# How much a term says of an ask, by where it stands.
TITLE, SCHEME, LOCATOR, SUMMARY = 1.0, 1.0, 0.5, 0.4
# A term within a longer one, beside that one.
WITHIN = 0.3
# A token of more asks than this share names a field of policy.
COMMON = 0.04
# Words by which a title asks for something that is not there yet.
_NEW = re.compile(
    fold("設立|成立|增設|推出|推行|建立|建設|制訂|制定|舉辦|打造|引入|搭建|探索|創設|開設")
)


@dataclass(frozen=True)
class Ask:
    """One ask in the words of its proposal, in Traditional Chinese and in English."""

    slug: str
    title: tuple[str, str]
    summary: tuple[str, str]
    scheme: tuple[str, str] = ("", "")
    locator: str = ""
    figures: str = ""
    # What would count as delivered, all parts in one text.
    criteria: tuple[str, str] = ("", "")
    # The names of the places that it is about, and of the bodies that are asked.
    places: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()


@dataclass
class Profile:
    """The terms of one ask in one language, each with what it weighs."""

    ask: Ask
    title: dict[str, float] = field(default_factory=dict)
    rest: dict[str, float] = field(default_factory=dict)
    # The name of a scheme as it would be printed, folded; and whether it is the ask itself.
    scheme: str = ""
    is_new: bool = False
    places: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    # The characters of the title, each with its share of what they weigh.
    characters: dict[str, float] = field(default_factory=dict)
    # What it is about, whatever it is for; and of that what many asks are about.
    subject: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    means: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    shares: frozenset[int] = frozenset()
    title_weight: float = 0.0
    rest_weight: float = 0.0
    # What its tokens weigh wherever they stand.
    rarities: dict[str, float] = field(default_factory=dict)

    def worth(self, keys: Iterable[str]) -> float:
        return sum(self.rarities[key] for key in keys)


def read(ask: Ask, lexicon: Lexicon, language: int) -> Profile:
    """What an ask is about, without weights: those depend on the others."""
    profile = Profile(ask)
    title, summary = ask.title[language], ask.summary[language]
    fields = [(title, TITLE), (ask.scheme[language], SCHEME), (summary, SUMMARY)]
    fields.append((ask.criteria[language], SUMMARY))
    if language == 0:
        fields.append((ask.locator, LOCATOR))
    for text, share in fields:
        weights = profile.title if share == TITLE else profile.rest
        for token in lexicon.tokens(fold(text)):
            worth = share * token.worth * (WITHIN if token.within else 1.0)
            weights[token.key] = max(weights.get(token.key, 0.0), worth)
    profile.characters = dict.fromkeys(lexicon.characters(fold(title)), 1.0)
    profile.scheme = squeezed(ask.scheme[language])
    named = lexicon.keys(ask.scheme[language])
    profile.is_new = (
        bool(named)
        and len(named & profile.title.keys()) >= 0.8 * len(named)
        and _NEW.search(fold(ask.title[0])) is not None
    )
    # The name of a scheme may hold that of a place.
    held = {token.key for token in lexicon.tokens(fold(f"{title} {summary}")) if token.within}
    about = {lexicon.meaning(name) for name in ask.places} & lexicon.places.keys()
    said = {key for key in (*profile.title, *profile.rest) if key in lexicon.places} - held
    profile.places = frozenset(said & (about | profile.title.keys()))
    whole = {token.key for token in lexicon.tokens(fold(title)) if not token.within}
    profile.subject = frozenset(key for key in whole - lexicon.means if key.startswith("="))
    profile.means = frozenset(profile.title.keys() & lexicon.means)
    profile.names = frozenset(profile.title.keys() & lexicon.names)
    profile.bodies = frozenset(map(lexicon.meaning, ask.bodies)) - {""}
    profile.shares = frozenset(shares(f"{ask.figures} {summary}"))
    return profile


def weigh(profiles: list[Profile]) -> Counter[str]:
    """Give each token its weight, more the fewer asks have it; returns how many have each."""
    counted: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    for profile in profiles:
        counted.update(profile.title.keys() | profile.rest.keys())
        characters.update(profile.characters.keys())
    most = len(profiles) + 1
    for profile in profiles:
        for weights in (profile.title, profile.rest):
            for key, share in weights.items():
                profile.rarities[key] = rarity(most, counted[key]) * length(key)
                weights[key] = share * profile.rarities[key]
        profile.topics = frozenset(
            key for key in profile.subject if counted[key] >= COMMON * len(profiles)
        )
        profile.title_weight = sum(profile.title.values())
        profile.rest_weight = sum(profile.rest.values())
        known = {c: rarity(most, characters[c]) for c in profile.characters}
        profile.characters = {c: weight / sum(known.values()) for c, weight in known.items()}
    return counted


def rarity(most: int, count: int) -> float:
    """1 for what stands in one ask alone, near 0 for what most have in common."""
    return log((most + 1) / (count + 0.5)) / log((most + 1) / 1.5)


def length(key: str) -> float:
    """A long name says as much as the pairs of characters that it takes the place of."""
    return min((size(key) - 1) ** 0.5, 1.5) if key.startswith("=") else 1.0


_SHARE = re.compile(
    fold("([一二三四五六七八九])成(半?)|百分之([一二三四五六七八九])十(?![一二三四五六七八九])")
    + r"|(?:百分之)?(\d{1,3})(?: ?(?:%|per ?cent)|(?<=分之\d)|(?<=分之\d\d))"
)
_DIGITS = {digit: 10 * place for place, digit in enumerate("一二三四五六七八九", 1)}


def shares(text: str) -> set[int]:
    """The shares of a whole that a text names, in per cent: 七成, 百分之七十, 70%."""
    found = set()
    for tenths, half, tens, digits in _SHARE.findall(fold(text)):
        found.add(int(digits) if digits else _DIGITS[tenths or tens] + (5 if half else 0))
    return found


_UNSAID = re.compile(r"[\W_]+")


def squeezed(text: str) -> str:
    """A name folded, without what stands between its words."""
    return _UNSAID.sub("", fold(text))
