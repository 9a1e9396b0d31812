"""Passages of a text as they are offered: where they are, and by what they are known again."""

from __future__ import annotations

import hashlib
import re

from proposals.folding import fold_in_place
from proposals.models import Candidate
from proposals.models.searched import likest

_SENTENCE_END = re.compile(r"[。！？!?\n\r\f]|\.\s")
# A sentence is looked for no further than this.
_NEAR = 300
_MOST_LIKE = 3
# Nothing can be told from words that every ask has.
_SHORTEST = 2


def passage_key(text: str, start: int, end: int) -> str:
    """A fingerprint of a passage in its sentence, however the lines are broken: the same few
    words elsewhere are another passage."""
    before = [found.end() for found in _SENTENCE_END.finditer(text, max(start - _NEAR, 0), start)]
    after = _SENTENCE_END.search(text, end, end + _NEAR)
    first = before[-1] if before else max(start - _NEAR, 0)
    last = after.start() if after else min(end + _NEAR, len(text))
    parts = text[first:start], text[start:end], text[end:last]
    plain = "|".join("".join(fold_in_place(part).split()) for part in parts)
    return hashlib.sha256(plain.encode(errors="replace")).hexdigest()


def places_of(text: str, passage: str) -> list[tuple[int, int]]:
    """Where a passage stands literally in a text, but for how its lines are broken."""
    letters = [re.escape(letter) for letter in passage if not letter.isspace()]
    if len(letters) < _SHORTEST:
        return []
    found = re.compile(r"\s*".join(letters)).finditer(text)
    return [(match.start(), match.end()) for match in found]


def nearest(text: str, passage: str, near: int) -> tuple[int, int] | None:
    """That place of a passage that is nearest to where it was seen."""
    return min(places_of(text, passage), key=lambda place: abs(place[0] - near), default=None)


def likely_known(candidate: Candidate) -> list[int]:
    """The ids of proposals that probably ask for the same, the likest first, drafts among them."""
    return likest(0, 0, [candidate.title, candidate.passage], _MOST_LIKE)
