"""Pure: the articles of a page, who wrote each, and their text as one flow."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from proposals.intake import signatures
from proposals.intake.flow import Flow, flow
from proposals.intake.kinds import DATELINE, Kind
from proposals.intake.layout import Block, blocks
from proposals.intake.names import Author, tells_who


class Sort(StrEnum):
    """How an article gives the words of those who ask."""

    WRITTEN = "written"  # by its authors
    REPORT = "report"  # by those it quotes
    UNSIGNED = "unsigned"  # by the paper, or by nobody that it names


@dataclass
class Article:
    headline: str
    start: int
    end: int
    authors: list[Author]
    sort: Sort
    flow: Flow
    label: str = ""
    signed: list[Author] = field(default_factory=list)  # without those whom it quotes


def articles(text: str) -> list[Article]:
    """Each article of a page, in order."""
    lines = blocks(text)
    columns = _columns(lines)
    lines = [
        block
        if block.kind != Kind.HEADING or block.folded not in columns
        else _as(block, Kind.LABEL)
        for block in lines
    ]
    if not lines:
        return []
    starts = _starts(lines)
    return [
        _article(text, lines[first:after])
        for first, after in zip(starts, [*starts[1:], len(lines)], strict=True)
    ]


def _as(block: Block, kind: Kind) -> Block:
    return replace(block, kind=kind)


def _columns(lines: list[Block]) -> set[str]:
    """Headings that an editor's note calls a column, or that stand over several articles."""
    notes = "\n".join(block.folded for block in lines if block.kind == Kind.NOTE)
    told = set(_COLUMN_TOLD.findall(notes))
    times = Counter(block.folded for block in lines if block.kind == Kind.HEADING)
    return {heading for heading, count in times.items() if count > 1 or heading in told}


# What an editor's note calls a column.
_COLUMN_TOLD = re.compile(r"[「《]([^「」《》\n]{2,40})[」》]\s*(?:栏目|专栏|系列)")
_TOP = (
    Kind.HEADING,
    Kind.LABEL,
    Kind.BYLINE,
    Kind.BARE,
    Kind.REPORTER,
    Kind.CAPTION,
    Kind.NOTE,
    Kind.RULE,
)


def _stacks(lines: list[Block]) -> Iterator[tuple[int, int]]:
    """Runs of lines that are no prose and hold a heading or a label."""
    first = 0
    while first < len(lines):
        after = first
        while after < len(lines) and lines[after].kind in _TOP:
            after += 1
        if any(b.kind in (Kind.HEADING, Kind.LABEL) for b in lines[first:after]):
            yield first, after
        first = max(after, first + 1)


def _starts(lines: list[Block]) -> list[int]:
    usual = sorted(b.gap for b in lines)[len(lines) // 2]
    has_top = sum(b.level == 1 for b in lines) > 0
    starts: list[int] = []
    signed = False  # whether the article at hand has named its author
    seen_prose = 0
    top = 0  # the level of the headline of the article at hand
    last_after = 0
    for first, after in _stacks(lines):
        seen_prose += sum(b.kind in (Kind.PROSE, Kind.BULLET) for b in lines[last_after:first])
        signed = signed or any(
            b.kind in (Kind.BYLINE, Kind.REPORTER) for b in lines[last_after:first]
        )
        last_after = after
        if starts and seen_prose and not signed and _only_signs(lines[first:after], top):
            signed = True
            continue
        begin = _begins(lines, first, after, usual, has_top, bool(starts), signed, seen_prose)
        if begin is None:
            continue
        starts.append(begin)
        top = min((b.level for b in lines[begin:after] if b.level), default=0)
        seen_prose = 0
        stack = lines[begin:after]
        signed = any(b.kind in (Kind.BYLINE, Kind.REPORTER, Kind.BARE) for b in stack)
    if not starts:
        return [0]
    # What stands before the first headline belongs to it, unless it is an article of its own.
    before = sum(len(b.text) for b in lines[: starts[0]] if b.kind in (Kind.PROSE, Kind.BULLET))
    return [0, *starts] if before > 200 and starts[0] else [0, *starts[1:]]


def _only_signs(stack: list[Block], top: int) -> bool:
    """Whether a byline after the lead stands over a subheading of the article at hand, or alone."""
    heads = [b for b in stack if b.kind == Kind.HEADING]
    if not heads:  # the name of a column, and a name beside it
        return [b.kind for b in stack] == [Kind.LABEL, Kind.BYLINE] and stack[0].at == stack[1].at
    is_signed = stack[0].kind in (Kind.BYLINE, Kind.BARE)
    return is_signed and top > 0 and all(b.level > top for b in heads)


def _begins(  # noqa: C901, PLR0911, PLR0912
    lines: list[Block],
    first: int,
    after: int,
    usual: int,
    has_top: bool,
    has_started: bool,
    signed: bool,
    seen_prose: int,
) -> int | None:
    """Where in a stack an article begins; None where it is a subheading of the one at hand."""
    stack = lines[first:after]
    heads = [i for i, b in enumerate(stack) if b.kind == Kind.HEADING]
    names = [i for i, b in enumerate(stack) if b.kind in (Kind.BYLINE, Kind.BARE, Kind.REPORTER)]
    # A signature at the end of the article before stays with it.
    skip = 0
    while (
        skip < len(stack)
        and has_started
        and seen_prose
        and (
            (
                stack[skip].kind in (Kind.NOTE, Kind.CAPTION, Kind.RULE)
                and not (
                    stack[skip].kind == Kind.NOTE and re.match(r".?编|editor", stack[skip].folded)
                )
            )
            or (stack[skip].kind == Kind.BYLINE and tells_who(stack[skip].text))
            or (
                stack[skip].kind in (Kind.BYLINE, Kind.BARE)
                and not signed
                and stack[skip].gap <= usual
                and not _signs_the_next(stack, skip)
            )
        )
    ):
        skip += 1
    closed = any(b.kind == Kind.RULE for b in stack[:skip]) or (
        any(b.kind in (Kind.BYLINE, Kind.BARE) for b in stack[:skip])
        or any(b.kind == Kind.NOTE for b in stack[:skip])
    )
    begin = first + skip
    rest = stack[skip:]
    heads = [i for i, b in enumerate(rest) if b.kind == Kind.HEADING]
    names = [i for i, b in enumerate(rest) if b.kind in (Kind.BYLINE, Kind.BARE, Kind.REPORTER)]
    if not heads and not any(b.kind == Kind.LABEL for b in rest):
        return None
    if not has_started:
        return begin
    if any(b.level == 1 for b in rest):
        return begin
    # An article is headed and then signed, or signed and then headed.
    if names and (heads or any(b.kind == Kind.LABEL for b in rest)):
        bare_only = all(rest[i].kind == Kind.BARE for i in names)
        if not (bare_only and signed and seen_prose < 2):
            return begin
    if any(b.kind == Kind.LABEL for b in rest) and heads:
        return begin
    if closed and heads:
        return begin
    if rest and rest[0].gap >= usual + 2 and usual < 3 and not has_top:
        return begin
    if len(heads) > 1 and not has_top and _is_a_column(rest[heads[0]], rest[heads[1]]):
        return begin
    if signed and _is_signed_below(lines, after, usual):
        return begin
    following = lines[after : after + 4]
    if following and DATELINE.match(following[0].folded):
        return begin
    # A lead may stand between headline and byline.
    for place, block in enumerate(following):
        if block.kind in (Kind.BYLINE, Kind.REPORTER) and 1 <= place <= 2:
            after_it = lines[after + place + 1 : after + place + 2]
            if after_it and after_it[0].kind in (Kind.PROSE, Kind.BULLET, Kind.CAPTION):
                return begin
        if block.kind == Kind.BARE and place == 1:
            after_it = lines[after + place + 1 : after + place + 2]
            if after_it and after_it[0].kind == Kind.PROSE:
                return begin
        if block.kind not in (Kind.PROSE, Kind.CAPTION, Kind.BARE):
            break
    return None


def _is_a_column(over: Block, head: Block) -> bool:
    """Whether one heading right over another names a column, as nothing else does."""
    return over.gap > head.gap and len(over.folded) <= 6 < len(head.folded)


def _signs_the_next(stack: list[Block], place: int) -> bool:
    """Whether a byline right over a headline follows the signature of the article before."""
    names = (Kind.BYLINE, Kind.BARE)
    return any(b.kind in names for b in stack[:place]) and (
        place + 1 < len(stack) and stack[place + 1].kind == Kind.HEADING
    )


# What stands over an article and belongs to the page.
_ABOVE = (Kind.LABEL, Kind.RULE, Kind.NOTE, Kind.CAPTION)


def _is_under_a_label(lines: list[Block], head_at: int) -> bool:
    """Whether nothing but short headings, which name a column, stand over the headline."""
    return head_at > 0 and all(b.kind in (*_ABOVE, Kind.HEADING) for b in lines[:head_at])


def _is_below(block: Block) -> bool:
    """Whether a line at the end belongs to the page; what is said of the author does not."""
    if block.kind == Kind.NOTE:
        return not signatures.is_about(block)
    return block.kind in (Kind.LABEL, Kind.RULE, Kind.CAPTION)


# How many lines of letters are looked at before it is held that they are letters.
_FAR = 60


def _is_signed_below(lines: list[Block], after: int, usual: int) -> bool:
    """Whether what a heading begins ends with a signature of its own, as letters do.

    So does what follows, up to the end; a byline over a headline looks the same but for that.
    """
    place = after
    while place < len(lines) and place < after + _FAR:
        begun = place
        while place < len(lines) and lines[place].kind in (Kind.PROSE, Kind.BULLET, Kind.CAPTION):
            place += 1
        if (
            place == begun
            or place >= len(lines)
            or lines[place].kind not in (Kind.BYLINE, Kind.BARE)
        ):
            return False
        if place + 1 == len(lines):
            return True
        if lines[place].gap > usual or lines[place + 1].kind != Kind.HEADING:
            return False
        place += 2
    return place < len(lines)


def _article(text: str, lines: list[Block]) -> Article:
    head, head_at = _headline(lines)
    authors, used = signatures.authors(lines, head_at)
    label = next((b.text for b in lines if b.kind == Kind.LABEL), "")
    if not authors and any(b.kind == Kind.BULLET for b in lines):
        authors = _whose_list(lines, head_at)
    authors = authors or signatures.named_in(head)
    is_report = any(b.kind == Kind.REPORTER for b in lines) or any(
        DATELINE.match(b.folded) for b in lines if b.kind == Kind.PROSE
    )
    sort = Sort.WRITTEN if authors else Sort.REPORT if is_report else Sort.UNSIGNED
    read = flow(lines, skip=used)
    first = head_at if _is_under_a_label(lines, head_at) else 0
    top = next((b for b in lines[first:] if b.kind not in _ABOVE), lines[0])
    last = next((b for b in reversed(lines) if not _is_below(b)), lines[-1])
    return Article(head, top.at, last.end, authors, sort, read, label, list(authors))


def _whose_list(lines: list[Block], head_at: int) -> list[Author]:
    """The organisation that a list of proposals is of, as its headline or its lead tells."""
    if head_at >= 0:
        head = lines[head_at]
        # A topic may stand before it: 施政報告前奏：某某商會向發展局提七點.
        for start in (0, head.folded.find(":") + 1):
            if told := signatures.ORGANISATION.match(head.folded[start:]):
                return [Author(_in_full(head.text[start : start + told.end()], lines))]
    lead = next((b for b in lines if b.kind == Kind.PROSE), None)
    told = signatures.COMES_FORWARD.match(lead.folded) if lead else None
    return [Author(lead.text[: told.end()])] if lead and told else []


def _in_full(name: str, lines: list[Block]) -> str:
    """The name of an organisation as the text first gives it, where a headline has cut it."""
    first = next((b.text for b in lines if b.kind == Kind.PROSE), "")
    told = re.match(rf"[一-鿿]{{0,8}}?{re.escape(name)}", first)
    return told[0] if told else name


def _headline(lines: list[Block]) -> tuple[str, int]:
    """The headline, and which line it is."""
    heads: list[tuple[int, Block]] = []
    for place, block in enumerate(lines):
        if block.kind in (Kind.PROSE, Kind.BULLET) and heads:
            break
        if block.kind == Kind.HEADING:
            heads.append((place, block))
    labels = [(place, block) for place, block in enumerate(lines) if block.kind == Kind.LABEL]
    if not heads:
        if labels:
            return labels[0][1].text, labels[0][0]
        return "", -1
    marked = [(p, b) for p, b in heads if b.level]
    if marked:
        best = min(marked, key=lambda found: (found[1].level, found[0]))
        following = next((found for found in marked if found[0] == best[0] + 1), None)
        if following and len(best[1].folded) <= 5 and len(following[1].folded) > 7:
            best = following
    else:
        # The name of a column that nothing else tells stands short over the headline.
        best = heads[1] if len(heads) > 1 and len(heads[0][1].folded) <= 6 else heads[0]
    return _unbroken(re.sub(r"^【(.+)】$", r"\1", best[1].text.strip("*"))), best[0]


def _unbroken(text: str) -> str:
    """A headline without the line breaks in it."""
    return re.sub(r"(?<=[!-~])\s*\n\s*(?=[!-~])", " ", text).replace("\n", "")
