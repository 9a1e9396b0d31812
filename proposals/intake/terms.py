"""Pure: what a candidate is about, by the words of the taxonomy that is handed in."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from proposals.choices import Instrument, Specificity
from proposals.folding import fold_in_place
from proposals.intake.articles import Article
from proposals.intake.asks import Ask
from proposals.intake.topics import INSTRUMENTS, sectors

# How far back the words stand that tell what a passage is about.
_CONTEXT = 300
# How much of an article is read for what it is about.
_MOST = 4000
_CHINESE = re.compile(r"[㐀-鿿]")
_FIGURE = re.compile(
    r"(?:hk\$|us\$|\$)?[0-9][0-9,.]*\s*(?:%|[万亿]?(?:元|港元|美元|个|名|间|所|吨|成|倍|小时|岁|年|个月|日|周|次|公里|平方米|伙|单位)|million|billion|per cent)?|"
    r"[一二三四五六七八九十百千万两半]+(?:成|亿元?|万元?|年|个月|间|所|个|名|倍|小时|岁)"
)
_DEADLINE = re.compile(
    r"(?:(?:20)?[0-9]{2,4}年(?:底|中|初|[0-9]{1,2}月)?(?:或之)?(?:前|内|底)|(?:今|明|后)年(?:内|底|中|初)?(?:前)?|[一二两三四五六七八九十0-9]+(?:年|个月|日|周)(?:之)?内|"
    r"本届政府任期内|年底前|年内|下年度|by (?:the end of )?(?:20)[0-9]{2}|within (?:\w+ ){1,2}(?:years?|months?)|this year|next year)"
)
_OF_THEM = re.compile(r"^(?:(?:将|把|就|对|向|为|在)?)")


# How often each sector is told by the words of an article, with the weight of where they stand.
About = list[tuple[Counter[str], float]]


@dataclass(frozen=True)
class Described:
    """What is suggested to the editor about a candidate."""

    title: str
    sector: str
    instrument: str
    bodies: list[str]
    places: list[str]
    figures: list[str]
    deadline: str
    specificity: str


@dataclass(frozen=True)
class Names:
    """Codes by the names that they go by, folded; the longest names are found first."""

    pattern: re.Pattern[str]
    codes: Mapping[str, str]

    def found(self, folded: str) -> list[str]:
        return list(dict.fromkeys(self.codes[match[0]] for match in self.pattern.finditer(folded)))


def names(entries: Iterable[tuple[str, Sequence[str]]]) -> Names:
    """From entries of the taxonomy: each code with the names it goes by."""
    codes: dict[str, str] = {}
    for code, called in entries:
        for name in called:
            folded = fold_in_place(name).strip()
            if len(folded) > 1:
                codes.setdefault(folded, code)
    chinese = [name for name in codes if _CHINESE.search(name)]
    english = [name for name in codes if not _CHINESE.search(name)]
    pattern = rf"{_any_of(chinese)}|\b{_any_of(english)}\b"
    return Names(re.compile(pattern), codes)


def _any_of(called: Iterable[str]) -> str:
    """The longest first, by the letter they begin with: few are compared at any place."""
    by_first: dict[str, list[str]] = {}
    for name in sorted(called, key=lambda name: (-len(name), name)):
        by_first.setdefault(name[0], []).append(re.escape(name[1:]))
    return "(?:{})".format(
        "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_first.items())
        or "(?!)"
    )


@dataclass(frozen=True)
class Terms:
    """The taxonomy, as far as texts are compared with it."""

    bodies: Names
    sectors: Names
    places: Names
    known_sectors: frozenset[str] = field(default_factory=frozenset)

    def about(self, article: Article) -> About:
        """Counted once, however much is asked in the article."""
        texts = ((fold_in_place(article.headline), 2.0), (article.flow.folded[:_MOST], 1.0))
        return [(self._told(text), weight) for text, weight in texts]

    def describe(self, ask: Ask, article: Article, about: About) -> Described:
        folded = article.flow.folded[ask.start : ask.end]
        shown = article.flow.text[ask.start : ask.end]
        near = max(ask.start - _CONTEXT, 0)
        before = max(article.flow.folded.rfind("\n", near, ask.start), near)
        context = article.flow.folded[before : ask.end]
        deadline = _DEADLINE.search(folded)
        return Described(
            title=title(article.flow.text[max(ask.body, ask.start) : ask.end] or shown),
            sector=self._sector(folded, context, about),
            instrument=instrument(folded),
            bodies=self.bodies.found(folded) or self._actors(context),
            places=self.places.found(folded),
            figures=[m[0].strip() for m in _FIGURE.finditer(folded) if len(m[0].strip()) > 1],
            deadline=deadline[0] if deadline else "",
            specificity=specificity(ask),
        )

    def _actors(self, context: str) -> list[str]:
        """The body last named in the paragraph, if any."""
        return self.bodies.found(context)[-1:]

    def _sector(self, folded: str, context: str, about: About) -> str:
        """The sector whose words stand in the passage, near it, in the headline, and all over."""
        points: dict[str, float] = {}
        near = [(self._told(folded), 4.0), (self._told(context), 1.0)]
        for told, weight in (*near, *about):
            for code, times in told.items():
                if code in self.known_sectors:
                    points[code] = points.get(code, 0) + weight * times**0.7
        return max(points, key=lambda code: (points[code], code), default="")

    def _told(self, text: str) -> Counter[str]:
        return sectors(text) + Counter(self.sectors.found(text))


def instrument(folded: str) -> str:
    """The means that is asked for, by the first words that tell it; a rule where none does."""
    for code, pattern in INSTRUMENTS:
        if pattern.search(folded):
            return code.value
    return Instrument.REGULATION.value


def specificity(ask: Ask) -> str:
    """Firm where one can look whether it was done."""
    told = set(ask.rules)
    is_firm = "concrete" in told or {"named", "thing"} <= told or {"named", "figure"} <= told
    return (Specificity.FIRM if is_firm else Specificity.SOFT).value


def title(body: str) -> str:
    """A title to begin from: what is to be done, in 30 characters or 15 words."""
    plain = " ".join(body.split()).strip("，。；：,.;: 「").strip()
    if _CHINESE.search(plain):
        if len(plain) <= 30:
            return plain
        cut = max(plain.rfind(mark, 0, 30) for mark in "，、；")
        return plain[: cut if cut > 10 else 30]
    words = plain.split(" ")[:15]
    return (
        (words[0][:1].upper() + words[0][1:] + " " + " ".join(words[1:])).strip()
        if words[0]
        else ""
    )
