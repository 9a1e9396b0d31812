"""Pure: what each line of a page is, by how it is set."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from proposals.folding import fold_in_place
from proposals.intake.names import SIGNS, byline, says_who
from proposals.intake.wording import words


class Kind(StrEnum):
    """What a line is on its page."""

    HEADING = "heading"
    LABEL = "label"  # the name of a column or a section
    BYLINE = "byline"
    BARE = "bare"  # names and nothing else: a byline in the right place
    REPORTER = "reporter"
    CAPTION = "caption"
    NOTE = "note"  # from the editor, or of the author
    RULE = "rule"  # a line that only parts
    BULLET = "bullet"
    PROSE = "prose"


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


_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_MARK = re.compile(r"^(#{1,6})[ \t]+")
_RULE = re.compile(r"^[-=*_~—─━＊·•◆■□★☆\s]{3,}$")
_BESIDE = re.compile(r"[^\s|｜](?:[^\u3000|｜]*[^\s|｜])?")
# With what a letter is closed.
_CLOSED = re.compile(
    r"(?:敬?祝|此致|顺颂|即颂|并颂|专此)?[,:]?\s*(?:编安|撰安|文安|台安|大安|教安|近安|时祺)?[!。]?"
)
# How the second line of a headline goes on from the name of who speaks in it.
_ADDRESSES = re.compile(
    r"(?:就|对|向|促请?|倡议?|建议|提出|回应)[^,。]{4,}(?:期望|建议|意见|诉求|要求|倡议|主张)$"
)
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}[、.]")
# The name of a column on the line of the headline.
_LABELLED = re.compile(r"(?:[【〔\[]([^】〕\]]{2,8})[】〕\]]|([一-鿿]{2,6})[|｜])[ \u3000]*(?=\S)")
_BULLET = re.compile(  # not a number that a ratio or an hour begins with
    r"^(?:[•●○◆◇■□▪▫►▶➤✓★※·‧\-*+–]\s*|\(?[0-9]{1,2}(?:[)、]|[.](?![0-9])|:(?![0-9]))\s*|\(?[一二三四五六七八九十]{1,3}[)、.:]\s*|[0-9]\s+|[a-z]\)\s*)(?=\S)"
)
_CAPTION = re.compile(
    r"(?:摄|图片|资料图|新华社|中通社|网上图|制图|设计图|(?:上|左|右|下|小|大)?图(?:示)?)\)?$|^(?:[▲▼△▽]|图[::/ ]|\(?(?:上|下|左|右)图|"
    r"图[一二三四五0-9]|photo|picture|caption|illustration)|\((?:左|右|中)[一二三四0-9]?\)|photo\s*:"
)
_NOTE = re.compile(
    r"^[(【〔\[]?(?:编者按|编按|编者的话|编者:|按:|编辑按|editor'?s? note|本文(?:作者)?[为是系]|本文仅|文章仅|以上为|以上仅|本文原刊|本栏|"
    r"文责自负|the (?:writer|author)s? (?:is|are)|作者(?:为|是|系|现任|分别)|笔者(?:为|现任|系))"
)
_REPORTER = re.compile(
    r"^[■●◆▪○\s]*(?:.{0,12}记者[\s::]*.{0,20}|(?:.{0,10}报讯)\s*\(?(?:记者).{0,20}|(?:采访|报道|报道|整理|撰文)[:/].{0,16}|"
    r"staff reporter.{0,30}|by .{2,30}(?:staff )?reporter)$"
)
DATELINE = re.compile(
    r"^(?:[■●◆▪○\s]*)(?:[(【\[]?[^。,]{0,14}(?:报|社|网|台|本刊|通讯社)?(?:专讯|讯)\s*[)】\]]?\s*(?:\(.{0,12}记者[^)]{0,20}\))?|"
    r"[(【\[][^)】\]]{0,10}记者[^)】\]]{0,14}[)】\]])"
)
_MASTHEAD = re.compile(
    r"^.{0,30}(?:(?:19|20)\d\d年|\d{1,2}\s+[a-z]{3,9}\s+20\d\d|[a-z]{3,9}\s+\d{1,2},?\s+20\d\d).{0,12}$|^[a-d]\d{1,2}\s|^.{2,6}(?:日报|晚报|时报|周刊|早报|商报)(?:[\s|·]|$)|"
    r"^(?:责任编辑|编辑|电邮|投稿)[:/]|^[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日$|^\d{1,2}月\d{1,2}日$|^.{0,30}[\s|](?:论坛|评论|科技|财经|教育|观点|时事)版$|^.{0,20}第\d+版$|"
    r"^the [a-z ]{3,30} (?:—|-|\|) "
)
_BRACKETED = re.compile(r"^(?:\([^()]*\)|（[^（）]*）|\[图\].*|［图］.*)$")
_PLAIN_MARK = re.compile(r"[◇◆■□★☆▲►▼]")
_LABELS = words(
    "社評 社論 社説 社说 來論 来论 來稿 投稿 讀者來信 读者来信 讀者來函 來函 讀者論壇 讀者心聲 讀者園地 "
    "編輯先生 觀點 論壇 專欄 時評 評論 短評 特稿 專訪 特寫 新聞 要聞 本地新聞 港聞 本地 財經 政經 教育 國際 "
    "中國 副刊 議論 政論 社論版 論壇版 評論版 民意 民生 來信 名家 專題 焦點 頭條 香港評論 經濟評論 周日話題 "
    "筆陣 時事評論 時事觀察 editorial opinion letters comment leader "
    "leaders column columns views news analysis insight 編者按 來論精選 "
    "智庫 政策觀察 政黨意見書 政策建議 新聞稿"
) | {"letters to the editor", "letter to the editor", "press release", "op-ed", "the editorial"}
_LABEL_END = re.compile(
    r"(?:专栏|栏目|论道|论坛|观点|社评|来论|视野|随笔|札记|笔记|手记|评论|时评|漫谈|纵横|之窗|一隅|夜话|新语|观察|笔阵|巷议|沙龙|春秋|短评|[二两三四五六]则|人物专访|.{0,4}来鸿|.{0,4}茶座|.{0,3}言两语|.{0,4}信箱|之声|新声|园地|一角|絮语|点滴|漫步|走笔|漫笔|杂谈|快语|开讲|广角|视窗|讲场|散记|偶拾|随想)$"
)
# Who speaks next at a round table.
TURN = re.compile(r"^[一-鿿]{2,4}\([^()]{2,40}\):")
ENDS = "。!?;:…」』”\"')）.】"
_TERMINAL = re.compile(r"[。!?;:…][」』”\"')】]*$|[.][\"')]*$")


def ends_sentence(folded: str) -> bool:
    return bool(_TERMINAL.search(folded))


def blocks(text: str) -> list[Block]:
    """The lines of a page, each with what it is."""
    found = [part for line in _lines(text) for part in _without_label(_block(text, *line))]
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
    # Lines that begin with one mark, each over prose, are headings.
    marked: dict[str, list[int]] = {}
    for place, (block, after) in enumerate(pairwise(found)):
        line = (
            text[block.start - 2 : block.start] + block.text
            if block.kind == Kind.BULLET
            else block.text
        )
        mark = _PLAIN_MARK.search(line[:3].lstrip())
        headed = (
            mark
            and block.kind in (Kind.BULLET, Kind.CAPTION)
            and after.kind == Kind.PROSE
            and after.gap
        )
        bare = block.folded.lstrip("◇◆■□★☆▲►▼ ")
        if (
            mark
            and headed
            and is_heading(bare)
            and not _CAPTION.search(bare)
            and not _REPORTER.match(bare)
        ):
            marked.setdefault(mark[0].strip(), []).append(place)
    for sign, places in marked.items():
        for place in places if len(places) > 1 else ():
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
    if not label or not is_label(fold_in_place(label[1] or label[2])):
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
    headline = replace(
        block, start=block.start + cut, text=block.text[cut:], folded=block.folded[cut:], gap=0
    )
    return [column, headline]


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
        if block.gap > (usual if is_surely else 0):
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


def _lines(text: str) -> list[tuple[int, int, int]]:
    """Where lines stand, without the white space around them; lines wrapped by width are one."""
    groups: list[list[tuple[int, int, int]]] = []  # without an empty line between
    last = 0
    for match in _LINE.finditer(text):
        stripped = match[0].strip("\ufeff\u3000\xa0 \t\x00")
        between = text[last : match.start()]
        if not stripped:
            continue
        start = match.start() + match[0].index(stripped[0])
        gap = max(between.count("\n"), between.count("\r")) - 1 if groups else 1
        if gap <= 0 and groups:
            groups[-1].append((start, start + len(stripped), 0))
        else:
            groups.append([(start, start + len(stripped), gap)])
        last = match.start() + match[0].index(stripped[0]) + len(stripped)
    airy = sum(len(group) > 1 for group in groups) * 2 < len(groups)
    return [line for group in groups for line in _unwrapped(text, group, airy=airy)]


def _unwrapped(
    text: str, group: list[tuple[int, int, int]], *, airy: bool
) -> list[tuple[int, int, int]]:
    """Lines cut wherever the column ended are one line.

    They are of one width; or, on a page with an empty line between paragraphs, whatever follows
    a line that ends no sentence, up to one that does.
    """
    widest = max(end - start for start, end, _gap in group)
    if (
        len(group) > 1
        and (airy or len(group) > 2)
        and ends_sentence(fold_in_place(text[group[-1][0] : group[-1][1]]))
    ):
        return _joined(text, group, airy=airy)
    if len(group) == 2 and _is_cut_headline(text, group):
        return [(group[0][0], group[1][1], group[0][2])]
    if len(group) < 3 or widest < 12 or widest > 160:
        return group
    joined: list[tuple[int, int, int]] = []
    is_open = False
    for start, end, gap in group:
        folded = fold_in_place(text[start:end])
        if is_open and not (_MARK.match(folded) or _BULLET.match(folded)):
            joined[-1] = (joined[-1][0], end, joined[-1][2])
        else:
            joined.append((start, end, gap))
        full = end - start >= widest * (0.8 if re.search(r"[a-z] [a-z]", folded) else 0.9)
        is_open = full and not (_MARK.match(folded)) and not ends_sentence(folded)
        is_open = is_open or (full and end - start == widest and ends_sentence(folded) is False)
    return joined


def _joined(
    text: str, group: list[tuple[int, int, int]], *, airy: bool
) -> list[tuple[int, int, int]]:
    joined: list[tuple[int, int, int]] = []
    is_open = False
    widest = max(end - start for start, end, _gap in group)
    for start, end, gap in group:
        folded = fold_in_place(text[start:end])
        # A column is cut near its edge: what is set as a heading, far from it, is one.
        is_short = not airy and not is_open and (end - start) * 2 < widest and is_heading(folded)
        stands_alone = is_short or _stands_alone(text[start:end], folded)
        if is_open and not (stands_alone or _is_dated(folded)):
            joined[-1] = (joined[-1][0], end, joined[-1][2])
        else:
            joined.append((start, end, gap))
        is_open = not stands_alone and not ends_sentence(folded)
    return joined


def _is_dated(folded: str) -> bool:
    """Whether a line begins a report, as 【本報訊】 does."""
    return folded[0] in "[(【" and bool(DATELINE.match(folded))


def _stands_alone(shown: str, folded: str) -> bool:
    return bool(_MARK.match(folded) or _BULLET.match(folded) or _RULE.match(folded)) or _kind(shown, folded, 0) in (
        Kind.LABEL, Kind.BYLINE, Kind.REPORTER, Kind.CAPTION, Kind.NOTE,
    )  # fmt: skip


def _is_cut_headline(text: str, group: list[tuple[int, int, int]]) -> bool:
    """Whether the second of two lines ends the sentence or a word of the first."""
    first, second = (fold_in_place(text[start:end]) for start, end, _gap in group)
    return (
        (first[-1] == "," or _ADDRESSES.match(second) is not None)
        and len(first) <= 20 >= len(second)
        and not ends_sentence(second.rstrip("?!"))
    ) or (
        len(second) <= 5 < len(first)
        and not _MARK.match(first)
        and re.fullmatch(r"[一-鿿]+", first[-4:] + second) is not None
        and not is_label(first)
        and not is_label(second)
        and not _MASTHEAD.match(second)
        and not byline(text[slice(*group[0][:2])], bare=True)
        and not SIGNS.search(second)
    )


def _block(text: str, start: int, end: int, gap: int) -> Block:
    at, shown = start, text[start:end]
    folded = fold_in_place(shown)
    level = 0
    if mark := _MARK.match(folded):
        level = len(mark[1])
    elif (bold := re.match(r"^\*\*(?=[^*]+\*\*$)", folded)) and len(folded) < 60:
        level, mark = 4, bold
        end, folded = end - 2, folded[:-2]
    if mark:
        start, folded = start + mark.end(), folded[mark.end() :].strip()
        shown = text[start : start + len(folded)]
    kind = _kind(shown, folded, level)
    if not level and (place := _name_beside_a_column(shown)):
        kind, start, end = Kind.BYLINE, start + place[0], start + place[1]
        shown, folded = shown[slice(*place)], folded[slice(*place)]
    if kind == Kind.BULLET and (bullet := _BULLET.match(folded)):
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


def is_label(folded: str) -> bool:
    bare = folded.strip("【】[]《》〈〉「」(): ■●◆|｜")
    if re.match(
        r"^(?:opinion|comment|views?|letters?|editorials?|columns?|insight)\b ?[|—–·-].{0,30}$",
        bare,
    ):
        return True
    if re.match(r"^[a-z ]+ [一-鿿]{1,6}$", bare):
        return True  # the name of a section in both languages
    if re.fullmatch(
        r"(?:comment|opinion|view|letter|analysis|insight|voice|forum|debate|perspective)s?(?: (?:&|and) \w+)?",
        bare,
    ):
        return True
    return bare in _LABELS or (len(bare) <= 8 and bool(_LABEL_END.search(bare)))


def _kind(shown: str, folded: str, level: int) -> Kind:  # noqa: C901, PLR0911
    if not level and (
        _RULE.match(folded)
        or _CLOSED.fullmatch(folded)
        or (len(folded) < 60 and _MASTHEAD.match(folded) and not ends_sentence(folded))
    ):
        return Kind.RULE
    if not level and _BRACKETED.match(folded):
        return Kind.NOTE if _NOTE.search(folded) else Kind.CAPTION
    if _NOTE.search(folded[:40]):
        return Kind.NOTE
    if is_label(folded):
        return Kind.LABEL
    if len(folded) < 60 and _REPORTER.match(folded) and not ends_sentence(folded):
        return Kind.REPORTER
    if level:
        return Kind.HEADING
    if (
        len(folded) < 90
        and _CAPTION.search(folded)
        and (folded[0] in "●▲▼■◆△(图" or len(folded) < 60)
    ):
        return Kind.CAPTION
    if "\n" not in shown and byline(shown):
        return Kind.BYLINE
    is_item = len(folded) > 20 and bool(_BULLET.match(folded))
    if "\n" not in shown and not is_item and byline(shown, bare=True):
        return Kind.BARE
    if _BULLET.match(folded) and not re.match(r"^[●■◆▲].*举办|^\d+[.]\d", folded):
        return Kind.BULLET
    if is_heading(folded):
        return Kind.HEADING
    return Kind.PROSE


def is_heading(folded: str) -> bool:
    """Whether a line without a mark is set like one: short, and no sentence."""
    han = len(re.findall(r"[一-鿿]", folded))
    if han * 3 >= len(folded):
        if han < 2 or len(folded) > 38 or folded[-1] in "。;:,、…" or "。" in folded[:-1]:
            return False
        return folded.count(",") <= 1
    words = folded.split()
    return 2 <= len(words) <= 14 and len(folded) <= 95 and folded[-1] not in ".;:,"
