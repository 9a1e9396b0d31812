"""What else a reader may have meant by words of which little is found: another spelling, or the
name of somebody or something that has a page here."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache, reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from proposals import search
from proposals.folding import fold, fold_with_origins
from proposals.languages import HANS, SUFFIXES, to_hant
from proposals.models import Author, Body, Change, Place, Proposal, Sector, Source, Synonym
from proposals.web.query.names import Label, labelled

# Of so few or fewer found it is asked whether the words are spelt as meant.
FEW = 2
# The words of so many of the newest proposals are known, besides all names of lists.
NEWEST = 2_000
LEAST_LETTERS = 4
# Who misspells a word leaves out, or adds, no more letters than this.
MOST_MORE = 3
LONGEST_CHINESE = 8
# So many of each kind are named.
MOST_NAMED = 5

_LATIN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CHINESE = re.compile(rf"[{search.HAN}]+")


@dataclass(frozen=True)
class Named:
    """Somebody or something that bears the name which was typed."""

    kind: str | Promise
    label: Label
    address: str


@dataclass(frozen=True)
class _Words:
    """What is known here, as words that are misspelt are looked for in it."""

    written: Counter[str]
    letters: dict[str, str]
    stems: set[str]
    chinese: str
    folded: str
    origins: Sequence[int]


@lru_cache(maxsize=len(SUFFIXES))
def _words(language: str, newest: tuple[int, dt.datetime | None]) -> _Words:
    """Gathered once for each change of what is public: most of what a page of nothing found costs.
    Four queries."""
    known = list(_known(language))
    written = Counter(re.sub("['’]s$", "", word) for line in known for word in _LATIN.findall(line))
    letters = {fold(word): word for word, _times in reversed(written.most_common())}
    stems = {stem for word in letters for stem in search.lexemes(word)}
    chinese = "\n".join(line for line in known if search.has_han(line))
    return _Words(written, letters, stems, chinese, *fold_with_origins(chinese))


def respelt(text: str, language: str) -> str:
    """The words with those that nothing here has put as something here has them; "" where there
    is no more to say. A query, and four after a change."""
    known = _words(language, Change.objects.newest())

    def latin(found: re.Match[str]) -> str:
        word = fold(found[0])
        if len(word) < LEAST_LETTERS or search.lexemes(word) & known.stems:
            return found[0]
        near = get_close_matches(word, known.letters, n=5, cutoff=0.7)
        near_words = (known.letters[one] for one in near if abs(len(one) - len(word)) <= MOST_MORE)
        return max(near_words, key=known.written.__getitem__, default=found[0])

    def han(found: re.Match[str]) -> str:
        word = fold(found[0])
        if not 2 <= len(word) <= LONGEST_CHINESE or word in known.folded:
            return found[0]
        for pattern in _one_off(word):
            if near := re.search(pattern, known.folded):
                first, last = known.origins[near.start()], known.origins[near.end() - 1]
                return known.chinese[first : last + 1]
        return found[0]

    put = _CHINESE.sub(han, _LATIN.sub(latin, text))
    return "" if put == text else put


def _one_off(word: str) -> Iterator[str]:
    """What a folded Chinese word may be with one character put right, put in or taken out: a whole
    name first. One of three characters is much of a word, which then is nothing else.
    """
    any_han = f"[{search.HAN}]"
    size = len(word)
    either = [f"{word[:at]}{any_han}{word[at + 1 :]}" for at in range(size)]
    if size > 2:
        either += [f"{word[:at]}{any_han}{word[at:]}" for at in range(size + 1)]
        either += [f"{word[:at]}{word[at + 1 :]}" for at in range(size)]
    yield f"(?m:^(?:{'|'.join(either)})$)"
    if size > 3:
        yield "|".join(either)


def _known(language: str) -> Iterator[str]:
    """Names, synonyms, and the texts of the newest proposals, in the scripts of a reader."""
    han = "hans" if language == HANS else "hant"
    names = [
        model.objects.public().values_list(f"name_{han}", "name_en", f"aliases_{han}", "aliases_en")
        for model in (Sector, Body, Place)
    ]
    for *written, aliases, aliases_en in names[0].union(*names[1:], all=True):
        yield from filter(None, [*written, *aliases, *aliases_en])
    for row in (
        Author.objects.public().order_by("-pk").values_list(f"name_{han}", "name_en")[:NEWEST]
    ):
        yield from filter(None, row)
    for group in Synonym.objects.all():
        yield from group.listed
    for row in newest_texts(han):
        yield from filter(None, row)


def newest_texts(han: str) -> QuerySet[Proposal, tuple[str, ...]]:
    """What the proposals that changed last say, walked by an index."""
    texts = (f"title_{han}", f"scheme_{han}", "title_en", "scheme_en", "summary_en")
    return Proposal.objects.public().order_by("-updated_at").values_list(*texts)[:NEWEST]


def named(text: str) -> list[Named]:
    """The authors, bodies, sectors, places and sources whose names have every word; five
    queries."""
    words = re.sub(r"[\"“”„‟「」『』《》〈〉＂]", " ", text).split()
    found = []
    for kind, rows, columns, address in _registers():
        having = reduce(and_, (_has(word, columns) for word in words), Q())
        shown = rows.filter(having).order_by("pk")[:MOST_NAMED]
        found += [Named(kind, labelled(row), address(row)) for row in shown]
    return found


NAMES = ("name_hant", "name_hans", "name_en")
ALIASES = ("aliases_hant", "aliases_hans", "aliases_en")


def _registers() -> Iterable[tuple[Any, Any, tuple[str, ...], Any]]:
    return (
        (_("Author"), Author.objects.public(), NAMES, Author.get_absolute_url),
        (_("Body asked"), Body.objects.public(), NAMES + ALIASES, Body.get_absolute_url),
        (_("Sector"), Sector.objects.public(), NAMES + ALIASES, Sector.get_absolute_url),
        (
            _("Place"),
            Place.objects.public(),
            NAMES + ALIASES,
            lambda place: f"{reverse('proposal-list')}?place={place.code}",
        ),
        (
            _("Source"),
            Source.objects.public(),
            ("headline", "headline_en", "byline"),
            Source.get_absolute_url,
        ),
    )


def _has(word: str, columns: tuple[str, ...]) -> Q:
    either = {word, to_hant(word)}
    return reduce(or_, (Q(**{f"{c}__icontains": w}) for c in columns for w in either))
