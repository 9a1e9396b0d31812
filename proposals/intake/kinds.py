"""Pure: what a line of a page is, by its signs and its words."""

import re
from enum import StrEnum

from proposals.intake.names import byline
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


MARK = re.compile(r"^(#{1,6})[ \t]+")
RULE = re.compile(r"^[-=*_~—─━＊·•◆■□★☆\s]{3,}$")
# With what a letter is closed.
_CLOSED = re.compile(
    r"(?:敬?祝|此致|顺颂|即颂|并颂|专此)?[,:]?\s*(?:编安|撰安|文安|台安|大安|教安|近安|时祺)?[!。]?"
)
BULLET = re.compile(  # not a number that a ratio or an hour begins with
    r"^(?:[•●○◆◇■□▪▫▍►▶➤✓★※·‧・\-*+–]\s*|\(?[0-9]{1,2}(?:[)、]|[.](?![0-9])|:(?![0-9]))\s*|\(?[一二三四五六七八九十]{1,3}[)、.:]\s*|[0-9]\s+|[a-z]\)\s*)(?=\S)"
)
CAPTION = re.compile(
    r"(?:摄|图片|资料图|新华社|中通社|网上图|制图|设计图|(?:上|左|右|下|小|大)?图(?:示)?)\)?$|^(?:[▲▼△▽]|图[::/ ]|\(?(?:上|下|左|右)图|"
    r"图[一二三四五0-9]|photo|picture|caption|illustration)|\((?:左|右|中)[一二三四0-9]?\)|photo\s*:"
)
_NOTE = re.compile(
    r"^[(【〔\[]?(?:编者按|编按|编者的话|编者:|按:|编辑按|editor'?s? note|本文(?:作者)?[为是系]|本文仅|文章仅|以上为|以上仅|本文原刊|本栏|"
    r"文责自负|the (?:writer|author)s? (?:is|are)|作者(?:为|是|系|现任|分别)|笔者(?:为|现任|系))"
)
REPORTER = re.compile(
    r"^[■●◆▪○\s]*(?:.{0,12}记者[\s::]*.{0,20}|(?:.{0,10}报讯)\s*\(?(?:记者).{0,20}|(?:采访|报道|报道|整理|撰文)[:/].{0,16}|"
    r"staff reporter.{0,30}|by .{2,30}(?:staff )?reporter)$"
)
DATELINE = re.compile(
    r"^(?:[■●◆▪○\s]*)(?:[(【\[]?[^。,]{0,14}(?:报|社|网|台|本刊|通讯社)?(?:专讯|讯)\s*[)】\]]?\s*(?:\(.{0,12}记者[^)]{0,20}\))?|"
    r"[(【\[][^)】\]]{0,10}记者[^)】\]]{0,14}[)】\]])"
)
MASTHEAD = re.compile(
    r"^.{0,30}(?:(?:19|20)\d\d年|\d{1,2}\s+[a-z]{3,9}\s+20\d\d|[a-z]{3,9}\s+\d{1,2},?\s+20\d\d).{0,12}$|^[a-d]\d{1,2}\s|^.{2,6}(?:日报|晚报|时报|周刊|早报|商报)(?:[\s|·]|$)|"
    r"^(?:责任编辑|编辑|电邮|投稿)[:/]|^[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日$|^\d{1,2}月\d{1,2}日$|^.{0,30}[\s|](?:论坛|评论|科技|财经|教育|观点|时事)版$|^.{0,20}第\d+版$|"
    r"^the [a-z ]{3,30} (?:—|-|\|) "
)
_BRACKETED = re.compile(r"^(?:\([^()]*\)|（[^（）]*）|\[图\].*|［图］.*)$")
_LABELS = words(
    "社評 社論 社説 社说 來論 来论 來稿 投稿 讀者來信 读者来信 讀者來函 來函 讀者論壇 讀者心聲 讀者園地 "
    "編輯先生 觀點 論壇 專欄 時評 評論 短評 特稿 專訪 特寫 新聞 要聞 本地新聞 港聞 本地 財經 政經 教育 國際 "
    "中國 副刊 議論 政論 社論版 論壇版 評論版 民意 民生 來信 名家 專題 焦點 頭條 香港評論 經濟評論 周日話題 "
    "筆陣 時事評論 時事觀察 editorial opinion letters comment leader "
    "leaders column columns views news analysis insight 編者按 來論精選 "
    "智庫 政策觀察 政黨意見書 政策建議 新聞稿 即時發布 即時發佈"
) | {
    "your views",
    "your letters",
    "readers' views",
    "letters to the editor",
    "letter to the editor",
    "press release",
    "op-ed",
    "the editorial",
}
_LABEL_END = re.compile(
    r"(?:专栏|栏目|论道|论坛|观点|社评|来论|视野|随笔|札记|笔记|手记|评论|时评|漫谈|纵横|之窗|一隅|夜话|新语|观察|笔阵|巷议|沙龙|春秋|短评|[二两三四五六]则|人物专访|.{0,4}来鸿|.{0,4}茶座|.{0,3}言两语|.{0,4}信箱|之声|新声|园地|一角|絮语|点滴|漫步|走笔|漫笔|杂谈|快语|开讲|广角|视窗|讲场|散记|偶拾|随想)$"
)
# Who speaks next at a round table.
TURN = re.compile(r"^[一-鿿]{2,4}\([^()]{2,40}\):")
ENDS = "。!?;:…」』”\"')）.】"
_TERMINAL = re.compile(r"[。!?;:…][」』”\"')】]*$|[.][\"')]*$")


def ends_sentence(folded: str) -> bool:
    return bool(_TERMINAL.search(folded))


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
    if len(parts := bare.split()) > 1 and _LABELS.issuperset(parts):
        return True
    return bare in _LABELS or (len(bare) <= 8 and bool(_LABEL_END.search(bare)))


def is_heading(folded: str) -> bool:
    """Whether a line without a mark is set like one: short, and no sentence."""
    han = len(re.findall(r"[一-鿿]", folded))
    if han * 3 >= len(folded):
        if han < 2 or len(folded) > 38 or folded[-1] in "。;:,、…" or "。" in folded[:-1]:
            return False
        return folded.count(",") <= 1
    words = folded.split()
    return 2 <= len(words) <= 14 and len(folded) <= 95 and folded[-1] not in ".;:,"


def is_dated(folded: str) -> bool:
    """Whether a line begins a report, as 【本報訊】 does."""
    return folded[0] in "[(【" and bool(DATELINE.match(folded))


def kind_of(shown: str, folded: str, level: int) -> Kind:  # noqa: C901, PLR0911
    if not level and (
        RULE.match(folded)
        or _CLOSED.fullmatch(folded)
        or (
            len(folded) < 60
            and MASTHEAD.match(folded)
            and not (ends_sentence(folded) or BULLET.match(folded))
        )
    ):
        return Kind.RULE
    if not level and _BRACKETED.match(folded):
        return Kind.NOTE if _NOTE.search(folded) else Kind.CAPTION
    if _NOTE.search(folded[:40]):
        return Kind.NOTE
    if is_label(folded):
        return Kind.LABEL
    if len(folded) < 60 and REPORTER.match(folded) and not ends_sentence(folded):
        return Kind.REPORTER
    if level:
        return Kind.HEADING
    if (
        len(folded) < 90
        and CAPTION.search(folded)
        and (folded[0] in "●▲▼■◆△(图" or len(folded) < 60)
    ):
        return Kind.CAPTION
    if "\n" not in shown and byline(shown):
        return Kind.BYLINE
    is_item = len(folded) > 20 and bool(BULLET.match(folded))
    if "\n" not in shown and not is_item and byline(shown, bare=True):
        return Kind.BARE
    if BULLET.match(folded) and not re.match(r"^[●■◆▲].*举办|^\d+[.]\d", folded):
        return Kind.BULLET
    if is_heading(folded):
        return Kind.HEADING
    return Kind.PROSE
