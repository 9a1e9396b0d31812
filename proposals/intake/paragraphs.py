"""Pure: which lines of a page are one, where the column or the printer cut them."""

import re

from proposals.folding import fold_in_place
from proposals.intake.kinds import (
    BULLET,
    MARK,
    MASTHEAD,
    RULE,
    Kind,
    ends_sentence,
    is_dated,
    is_heading,
    is_label,
    kind_of,
)
from proposals.intake.names import SIGNS, byline, is_name

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_INDENT = re.compile(r"[ \t]*\u3000|[ \t]{2,}(?=[㐀-鿿「『《“])")
# How the second line of a headline goes on from the name of who speaks in it.
_ADDRESSES = re.compile(
    r"(?:就|对|向|促请?|倡议?|建议|提出|回应)[^,。]{4,}(?:期望|建议|意见|诉求|要求|倡议|主张)$"
)


def lines(text: str) -> list[tuple[int, int, int]]:
    """Where lines stand, without the white space around them; lines wrapped by width are one."""
    groups: list[list[tuple[int, int, int]]] = []  # without an empty line between
    indented: set[int] = set()  # where the first line of a paragraph begins, if that tells it
    last = 0
    for match in _LINE.finditer(text):
        stripped = match[0].strip("\ufeff\u3000\xa0 \t\x00")
        between = text[last : match.start()]
        if not stripped:
            continue
        start = match.start() + match[0].index(stripped[0])
        if _INDENT.match(match[0]):
            indented.add(start)
        gap = max(between.count("\n"), between.count("\r")) - 1 if groups else 1
        if gap <= 0 and groups:
            groups[-1].append((start, start + len(stripped), 0))
        else:
            groups.append([(start, start + len(stripped), gap)])
        last = match.start() + match[0].index(stripped[0]) + len(stripped)
    column = _is_column(groups)
    airy = column or sum(len(group) > 1 for group in groups) * 2 < len(groups)
    return [
        line
        for group in groups
        for line in _by_indents(text, group, indented)
        or _unwrapped(text, group, airy=airy, column=column)
    ]


def _is_column(groups: list[list[tuple[int, int, int]]]) -> bool:
    """Whether the lines of a page were cut at one width, with an empty line between paragraphs."""
    widths = [end - start for group in groups for start, end, _gap in group]
    widest = max(widths, default=0)
    full = sum(width >= widest * 0.8 for width in widths)
    return len(groups) > 3 and 12 <= widest <= 160 and full * 3 >= len(widths)


def _by_indents(
    text: str, group: list[tuple[int, int, int]], indented: set[int]
) -> list[tuple[int, int, int]]:
    """Paragraphs that each begin with an indent; nothing, where a group is not set so.

    What follows the end of a paragraph and is not indented stands alone: it heads the next.
    """
    begun = [place for place, (start, _end, _gap) in enumerate(group) if start in indented]
    if not begun or len(begun) == len(group):
        return []
    found = group[: begun[0]]
    for first, after in zip(begun, [*begun[1:], len(group)], strict=True):
        folded = [fold_in_place(text[start:end]) for start, end, _gap in group[first:after]]
        ends = [n for n, line in enumerate(folded) if ends_sentence(line) and not is_label(line)]
        last = first + max(ends, default=0)
        found.append((group[first][0], group[last][1], group[first][2]))
        found.extend(group[last + 1 : after])
    return found


def _unwrapped(
    text: str, group: list[tuple[int, int, int]], *, airy: bool, column: bool
) -> list[tuple[int, int, int]]:
    """Lines cut wherever the column ended are one line.

    They are of one width; or, on a page with an empty line between paragraphs, whatever follows
    a line that ends no sentence, up to one that does.
    """
    widest = max(end - start for start, end, _gap in group)
    if len(group) == 2 and _is_under_a_column(text, group):
        return group
    if (
        len(group) > 1
        and (airy or len(group) > 2)
        and ends_sentence(fold_in_place(text[group[-1][0] : group[-1][1]]))
    ):
        return _joined(text, group, airy=airy, column=column)
    if len(group) == 2 and _is_cut_headline(text, group):
        return [(group[0][0], group[1][1], group[0][2])]
    if len(group) < 3 or widest < 12 or widest > 160:
        return group
    joined: list[tuple[int, int, int]] = []
    is_open = False
    for start, end, gap in group:
        folded = fold_in_place(text[start:end])
        begins = MARK.match(folded) or BULLET.match(folded) or byline(text[start:end], bare=True)
        if is_open and not begins:
            joined[-1] = (joined[-1][0], end, joined[-1][2])
        else:
            joined.append((start, end, gap))
        full = end - start >= widest * (0.8 if re.search(r"[a-z] [a-z]", folded) else 0.9)
        is_open = full and not (MARK.match(folded)) and not ends_sentence(folded)
        is_open = is_open or (full and end - start == widest and ends_sentence(folded) is False)
    return joined


def _joined(
    text: str, group: list[tuple[int, int, int]], *, airy: bool, column: bool
) -> list[tuple[int, int, int]]:
    joined: list[tuple[int, int, int]] = []
    widest = max(end - start for start, end, _gap in group)
    is_open = was_full = False
    for start, end, gap in group:
        folded = fold_in_place(text[start:end])
        begins = bool(MARK.match(folded) or BULLET.match(folded) or RULE.match(folded))
        is_full = end - start >= widest * 0.8
        is_closed = ends_sentence(folded)
        # A column is cut near its edge: what is set as a heading, far from it, is one.
        is_short = not airy and not is_open and (end - start) * 2 < widest and is_heading(folded)
        goes_on = (is_open or column) and was_full and (is_full or is_closed)
        stands_alone = is_short or (not goes_on and _stands_alone(text[start:end], folded))
        if (is_open or goes_on) and not (begins or stands_alone or is_dated(folded)):
            joined[-1] = (joined[-1][0], end, joined[-1][2])
        else:
            joined.append((start, end, gap))
        is_open = not is_closed and (not stands_alone or (is_full and (begins or is_dated(folded))))
        was_full = is_full
    return joined


def _stands_alone(shown: str, folded: str) -> bool:
    return bool(MARK.match(folded) or BULLET.match(folded) or RULE.match(folded)) or kind_of(shown, folded, 0) in (
        Kind.LABEL, Kind.BYLINE, Kind.REPORTER, Kind.CAPTION, Kind.NOTE,
    )  # fmt: skip


def _is_under_a_column(text: str, group: list[tuple[int, int, int]]) -> bool:
    """Whether the first of two lines names a column in a word or two, and the second is a headline."""
    first, second = (fold_in_place(text[start:end]) for start, end, _gap in group)
    if not (is_heading(first) and is_heading(second)) or BULLET.match(second):
        return False
    if re.fullmatch(r"[a-z]+(?: [a-z]+){0,2}", first):
        return len(second.split()) > 3
    return bool(re.fullmatch(r"[一-鿿]{2,5}", first)) and len(second) >= 9


def _is_cut_headline(text: str, group: list[tuple[int, int, int]]) -> bool:
    """Whether the second of two lines ends the sentence or a word of the first."""
    first, second = (fold_in_place(text[start:end]) for start, end, _gap in group)
    return (
        (first[-1] == "," or _ADDRESSES.match(second) is not None)
        and len(first) <= 20 >= len(second)
        and not ends_sentence(second.rstrip("?!"))
    ) or (
        len(second) <= 5 < len(first)
        and not MARK.match(first)
        and re.fullmatch(r"[一-鿿]+", first[-4:] + second) is not None
        and not is_label(first)
        and not is_label(second)
        and not MASTHEAD.match(second)
        and not byline(text[slice(*group[0][:2])], bare=True)
        and not is_name(text[slice(*group[1][:2])])
        and not SIGNS.search(second)
    )
