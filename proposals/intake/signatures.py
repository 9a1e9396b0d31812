"""Pure: who has signed an article, and where on it."""

import re

from proposals.intake.kinds import Kind
from proposals.intake.layout import Block
from proposals.intake.names import Author, byline, is_name, may_be_name, plain_capacity

_ABOUT = re.compile(r"^[(【〔\[]?(?:本文|文章)?(?:作者|笔者)\s*(?:为|是|系|现任|:)?\s*")
_ABOUT_EN = re.compile(
    r"^(?P<name>(?:Dr |Prof(?:essor)? )?[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){1,3}) (?:is|was) (?P<capacity>(?:an?|the) [^.]{3,120})"
)
_WRITER_IS = re.compile(r"^[(\[]?the (?:writer|author) (?:is|was) (?P<who>[^.]{3,140})")
_SIGNED = re.compile(
    r"^(?:——|—|--|–|─)?\s*(?:读者|市民|居民|街坊|家长|学生)?\s*(?P<name>[一-鿿]{2,4})\s*(?:敬上|谨启|谨上|上|启|谨识|敬启)?$"
)
_CLOSING = re.compile(
    r"^(?:yours (?:faithfully|sincerely|truly)|敬祝|此致|谨启|敬启|祝|专此)", re.IGNORECASE
)
# Who hands in a list of proposals stands at the head of its headline.
ORGANISATION = re.compile(
    r"^(?!我|你|他|政府|当局|特区|如何|为何|怎)[一-鿿]{2,10}?(?=(?:就|向|对)[^,]{2,24}?(?:提出|提交|建议|倡议|诉求|要求|期望|主张))|^[一-鿿]{2,12}?(?:党|联盟|同盟|阵线|协会|工会|联会|商会|总会|公会|民生会|会|联席|学会|智库|研究所|研究院|研究中心|基金会|关注组|大联盟|议会|民协|协进会|联线|社|盟)(?=就|向|对|促|倡|提|建议|递|公布|发表|的|[::]|\s|[0-9]|二[○〇零]|施政报告|财政预算|意见书|期望书|立场书|建议书)"
)
# An organisation that hands in its list, in the lead of a report on it.
COMES_FORWARD = re.compile(
    r"^(?!政府|当局|特区)[一-鿿]{2,12}?(?:党|联盟|同盟|阵线|协会|工会|联会|商会|总会|公会|联席|学会|智库|研究所|研究院|研究中心|基金会|关注组|大联盟|协进会|会|社|盟)"
    r"(?=(?:昨日|日前|今日|早前|上周|近日|昨天|今天|昨|今)(?:与|和|向|就|约见|会见|提交|公布|递交|发表|举行|召开))"
)


def authors(lines: list[Block], head_at: int) -> tuple[list[Author], set[int]]:
    """Those who signed, and the lines on which they did."""
    told = [place for place, b in enumerate(lines) if b.kind == Kind.BYLINE]
    if not told:
        told = _signed_at(lines)
    found: list[Author] = []
    for place in told:
        for author in byline(lines[place].text, bare=True):
            known = next((each for each in found if each.name == author.name), None)
            if known is None and (not found or place - 1 in told or place == told[0]):
                found.append(author)
            elif known and author.capacity and not known.capacity:
                found[found.index(known)] = author
    about = _about(lines)
    if not found:
        signed, place = _signature(lines)
        if signed:
            return signed, {place}
        if alone := _alone(lines, head_at):
            return [alone], {head_at + 1}
        return about, set()
    capacities = {a.name: a.capacity for a in about}
    unnamed = about[0].capacity if len(about) == 1 and not about[0].name else ""
    found = [a if a.capacity else Author(a.name, capacities.get(a.name, unnamed)) for a in found]
    return found, set(told)


def _signed_at(lines: list[Block]) -> list[int]:
    """A name alone is a byline beside a headline, after a lead, or at the end."""
    texts = [place for place, b in enumerate(lines) if b.kind in (Kind.PROSE, Kind.BULLET)]
    second, last = (texts[1], texts[-1]) if len(texts) > 1 else (len(lines), -1)
    near = (place for place, b in enumerate(lines) if b.kind == Kind.BARE)
    return [place for place in near if place < second or place > last][:1]


def is_about(block: Block) -> bool:
    """Whether a note tells who the author is."""
    return bool(_ABOUT.match(block.folded) or _WRITER_IS.match(block.folded))


def _about(lines: list[Block]) -> list[Author]:
    """Who the note at the end says the author is."""
    for block in reversed(lines):
        if block.kind == Kind.NOTE and (match := _WRITER_IS.match(block.folded)):
            return [Author("", plain_capacity(block.text[match.start("who") : match.end("who")]))]
        if block.kind == Kind.NOTE and (match := _ABOUT.match(block.folded)):
            rest = block.text[match.end() :].strip(" ()（）。】]〕")
            named = byline(rest, bare=True) or byline(rest.replace("，", " "), bare=True)
            return named or [Author("", rest)]
        if (
            block.kind == Kind.PROSE
            and (match := _ABOUT_EN.match(block.text))
            and block is lines[-1]
        ):
            return [Author(match["name"], plain_capacity(match["capacity"]))]
    return []


def _signature(lines: list[Block]) -> tuple[list[Author], int]:
    """The name under a letter, with a place or a title beside it."""
    for place in range(len(lines) - 1, max(len(lines) - 5, 0), -1):
        block = lines[place]
        if len(block.text) > 40 or block.kind in (Kind.REPORTER, Kind.CAPTION, Kind.LABEL):
            continue
        if names := byline(block.text, bare=True):
            return names, place
        if (match := _SIGNED.match(block.folded)) and is_name(match["name"]):
            start, end = match.span("name")
            before = block.text[:start].strip("—– ")
            return [Author(block.text[start:end], before)], place
        if _CLOSING.match(block.folded) and place + 1 < len(lines):
            return [Author(lines[place + 1].text.split(",")[0])], place + 1
    return [], -1


def named_in(headline: str) -> list[Author]:
    """The author before the colon of a headline, if one is."""
    name = re.split("[：:]", headline, maxsplit=1)[0]
    return [Author(name)] if len(name) < len(headline) and is_name(name) else []


def _alone(lines: list[Block], head_at: int) -> Author | None:
    """A word of two or three characters between headline and text: a name, however rare."""
    between = lines[head_at + 1 : head_at + 3] if head_at >= 0 else []
    if len(between) < 2 or between[1].kind != Kind.PROSE or between[0].level:
        return None
    told = re.fullmatch(r"[一-鿿]{2,3}", between[0].folded) and between[0].kind in (
        Kind.HEADING,
        Kind.PROSE,
    )
    return Author(between[0].text) if told and may_be_name(between[0].text) else None
