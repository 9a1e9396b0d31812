"""Pure: the lines of a page, each with what it is."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from proposals.folding import fold_in_place
from proposals.intake.kinds import (
    BULLET,
    CAPTION,
    MARK,
    REPORTER,
    Kind,
    is_heading,
    is_label,
    kind_of,
)
from proposals.intake.names import byline, says_who
from proposals.intake.paragraphs import lines


@dataclass(frozen=True)
class Block:
    """A line, or several that were one; `level` is that of a marked heading, 0 for none."""

    kind: Kind
    start: int
    end: int
    text: str
    folded: str
    gap: int  # empty lines before it
    level: int = 0
    at: int = -1  # where its line begins, with the mark before it


_BESIDE = re.compile(r"[^\s|｜](?:[^\u3000|｜]*[^\s|｜])?")
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}[、.]")
# The name of a column on the line of the headline.
_LABELLED = re.compile(r"(?:[【〔\[]([^】〕\]]{2,8})[】〕\]]|([一-鿿]{2,6})[|｜])[ \u3000]*(?=\S)")
_SIGNED_AT_THE_END = re.compile(r"(?<=[。！？!?」』])(?:文|撰文|作者|筆者)[:：][^。！？!?]{2,30}$")
_PLAIN_MARK = re.compile(r"[◇◆■□★☆▲►▼]")


def blocks(text: str) -> list[Block]:
    """The lines of a page, each with what it is."""
    found = [
        part
        for line in lines(text)
        for block in _without_label(_block(text, *line))
        for part in _without_byline(block)
    ]
    for place, (block, after) in enumerate(pairwise(found)):
        signed = after.kind in (Kind.BYLINE, Kind.BARE)
        if block.kind == Kind.BULLET and is_heading(block.folded):
            # What is numbered in words stands over a list with another mark.
            is_over_a_list = (
                _NUMBERED.match(text, block.at)
                and after.kind == Kind.BULLET
                and not _NUMBERED.match(text, after.at)
                and len(block.folded) <= 10
            )
            if signed or is_over_a_list:
                found[place] = replace(block, kind=Kind.HEADING)
    found = _with_titles(text, found)
    # A short question at the end asks, and heads nothing.
    if (
        found
        and found[-1].kind == Kind.HEADING
        and not found[-1].level
        and found[-1].folded[-1] in "?!"
        and len(found) > 1
    ):
        found[-1] = replace(found[-1], kind=Kind.PROSE)
    # Lines that begin with one mark, each over prose or a byline, are headings; so is the first line.
    marked: dict[str, list[int]] = {}
    for place, (block, after) in enumerate(pairwise(found)):
        line = (
            text[max(block.start - 2, 0) : block.start] + block.text
            if block.kind == Kind.BULLET
            else block.text
        )
        mark = _PLAIN_MARK.search(line[:3].lstrip())
        headed = (
            mark
            and block.kind in (Kind.BULLET, Kind.CAPTION)
            and (
                after.kind in (Kind.BYLINE, Kind.BARE, Kind.REPORTER)
                or (
                    after.kind == Kind.PROSE
                    and (after.gap or len(after.text) > 2 * len(block.text))
                )
            )
        )
        bare = block.folded.lstrip("◇◆■□★☆▲►▼ ")
        if (
            mark
            and headed
            and is_heading(bare)
            and not CAPTION.search(bare)
            and not REPORTER.match(bare)
        ):
            marked.setdefault(mark[0].strip(), []).append(place)
    for sign, places in marked.items():
        for place in places if len(places) > 1 or places == [0] else ():
            block = found[place]
            skip = len(block.text) - len(block.text.lstrip(f"{sign} "))
            found[place] = replace(
                block,
                kind=Kind.HEADING,
                level=1,
                start=block.start + skip,
                text=block.text[skip:],
                folded=block.folded[skip:],
            )
    return found


def _without_label(block: Block) -> list[Block]:
    """A headline, and the name of a column that stands before it on its line."""
    label = _LABELLED.match(block.text) if block.kind == Kind.HEADING else None
    if not label or not (label[1] or is_label(fold_in_place(label[2]))):
        return [block]
    cut = label.end()
    shown = label[0].rstrip()
    column = replace(
        block,
        kind=Kind.LABEL,
        end=block.start + len(shown),
        text=shown,
        folded=block.folded[: len(shown)],
        level=0,
    )
    shown, folded = block.text[cut:], block.folded[cut:]
    kind = kind_of(shown, folded, block.level)
    kind = Kind.BYLINE if kind == Kind.BARE else kind
    return [
        column,
        replace(block, kind=kind, start=block.start + cut, text=shown, folded=folded, gap=0),
    ]


def _without_byline(block: Block) -> list[Block]:
    """A paragraph, and the byline with which it ends."""
    end = _SIGNED_AT_THE_END.search(block.text) if block.kind == Kind.PROSE else None
    if not end or not byline(end[0]):
        return [block]
    cut = end.start()
    signed = replace(
        block,
        kind=Kind.BYLINE,
        start=block.start + cut,
        text=end[0],
        folded=block.folded[cut:],
        gap=0,
        at=block.start + cut,
    )
    return [
        replace(block, end=block.start + cut, text=block.text[:cut], folded=block.folded[:cut]),
        signed,
    ]


def _with_titles(text: str, found: list[Block]) -> list[Block]:
    """A name with what its bearer does on the line below, or above, is one byline."""
    joined: list[Block] = []
    usual = sorted(block.gap for block in found)[len(found) // 2] if found else 0
    for block in found:
        before = joined[-1] if joined else None
        if before is None or not _is_name_and_title(before, block):
            joined.append(block)
            continue
        is_surely = before.kind == Kind.BARE and block.kind != Kind.PROSE
        is_headline = before.kind == Kind.HEADING and before.gap > usual
        if is_headline or block.gap > (usual if is_surely else 0):
            joined.append(block)
            continue
        shown = text[before.start : block.end]
        if byline(shown):
            joined[-1] = replace(
                before, kind=Kind.BYLINE, end=block.end, text=shown, folded=fold_in_place(shown)
            )
        else:
            joined.append(block)
    return joined


def _is_name_and_title(one: Block, other: Block) -> bool:
    if one.kind == Kind.HEADING:
        return other.kind in (Kind.BARE, Kind.BYLINE) and _is_title(one)
    return one.kind == Kind.BARE and other.kind != Kind.BULLET and _is_title(other)


def _is_title(block: Block) -> bool:
    return len(block.folded) < 30 and says_who(block.folded)


def _block(text: str, start: int, end: int, gap: int) -> Block:
    at, shown = start, text[start:end]
    folded = fold_in_place(shown)
    level = 0
    if mark := MARK.match(folded):
        level = len(mark[1])
    elif (bold := re.match(r"^\*\*(?=[^*]+\*\*$)", folded)) and len(folded) < 60:
        level, mark = 4, bold
        end, folded = end - 2, folded[:-2]
    if mark:
        start, folded = start + mark.end(), folded[mark.end() :].strip()
        shown = text[start : start + len(folded)]
    kind = kind_of(shown, folded, level)
    if not level and (place := _name_beside_a_column(shown)):
        kind, start, end = Kind.BYLINE, start + place[0], start + place[1]
        shown, folded = shown[slice(*place)], folded[slice(*place)]
    if kind == Kind.BULLET and (bullet := BULLET.match(folded)):
        start += bullet.end()
        shown, folded = shown[bullet.end() :], folded[bullet.end() :]
    return Block(kind, start, end, shown, folded, gap, level, at)


def _name_beside_a_column(shown: str) -> tuple[int, int] | None:
    """Where the names stand on a line that gives them and the name of a column."""
    parts = [match.span() for match in _BESIDE.finditer(shown)] if len(shown) <= 30 else []
    if len(parts) != 2:
        return None
    for place, other in (parts, reversed(parts)):
        name, column = shown[slice(*place)], fold_in_place(shown[slice(*other)])
        if re.search(r"[一-鿿]", column) and is_label(column) and byline(name, bare=True):
            return place
    return None
