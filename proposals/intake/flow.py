"""Pure: the prose of an article as one text, read on over what interrupts it."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from proposals.intake.kinds import DATELINE, TURN, Kind, ends_sentence
from proposals.intake.layout import Block

_PART = re.compile(r"[^\s][^\r\n\x0b\x0c\x85\u2028\u2029]*")
_LATIN_EDGE = re.compile(r"[!-~]{2}")


@dataclass(frozen=True)
class Flow:
    """Prose read on over what interrupts it, with the place that each part has on the page."""

    text: str
    folded: str
    starts: list[int]
    origins: list[int]
    bullets: frozenset[int] = frozenset()  # where in the flow one begins
    breaks: frozenset[int] = frozenset()  # before which a heading stands

    def origin(self, place: int) -> int:
        part = bisect_right(self.starts, place) - 1
        return self.origins[part] + place - self.starts[part]


def flow(lines: list[Block], skip: set[int]) -> Flow:
    text, folded = [], []
    starts: list[int] = []
    origins: list[int] = []
    bullets, breaks = set(), set()
    length = 0
    is_cut = pending_break = False
    for place, block in enumerate(lines):
        if block.kind in (Kind.HEADING, Kind.LABEL):
            pending_break = True
            continue
        if block.kind not in (Kind.PROSE, Kind.BULLET) or place in skip:
            continue
        if length and not (
            is_cut
            and block.kind == Kind.PROSE
            and not (DATELINE.match(block.folded) or TURN.match(block.folded))
        ):
            starts.append(length)
            origins.append(block.start - 1)
            text.append("\n")
            folded.append("\n")
            length += 1
        if block.kind == Kind.BULLET:
            bullets.add(length)
        if pending_break:
            breaks.add(length)
            pending_break = False
        dateline = DATELINE.match(block.folded) if block.kind == Kind.PROSE else None
        for part in _PART.finditer(block.text, dateline.end() if dateline else 0):
            # Lines of Latin letters are joined by a space, those of Chinese by nothing.
            if part.start() and _LATIN_EDGE.match(
                block.text[part.start() - 1 :: -1].lstrip()[:1] + part[0][:1]
            ):
                starts.append(length)
                origins.append(block.start + part.start() - 1)
                text.append(" ")
                folded.append(" ")
                length += 1
            starts.append(length)
            origins.append(block.start + part.start())
            text.append(part[0])
            folded.append(block.folded[part.start() : part.end()])
            length += len(part[0])
        is_cut = (
            block.kind == Kind.PROSE
            and not ends_sentence(block.folded)
            and block.folded[-1] not in ")"
        )
    return Flow(
        "".join(text), "".join(folded), starts, origins, frozenset(bullets), frozenset(breaks)
    )
