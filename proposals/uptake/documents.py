"""What kind of official document a text is, by what stands at its beginning."""

from __future__ import annotations

import re

from proposals.choices import EvidenceClass
from proposals.folding import fold

# How much of a text tells what it is.
_HEAD = 600
_RECORD = re.compile(
    fold(
        "會議(?:過程正式)?紀要|會議紀錄|(?:書面|口頭)?答覆|議員的?提問|立法會[一二三四五六七八九十]+題|財務委員會"
    )
    + r"|written reply|oral reply|hansard|minutes of|lcq\d*"
)
_STATEMENT = re.compile(
    fold("新聞公報|新聞稿|致辭|致詞|談話全文|網誌|發言人|演辭|會見傳媒")
    + r"|press release|speech by|spokes(?:man|person|woman)|blog"
)
_DOCUMENT = re.compile(
    fold("施政報告|財政預算案|諮詢文件|憲報|公告|規劃綱要|行動綱領|政策文件|策略文件|藍圖")
    + r"|policy address|budget|consultation (?:paper|document)|gazette|blueprint"
)


def evidence_class(text: str) -> EvidenceClass:
    """What kind of evidence the text is. A budget speech is a document, though it was spoken."""
    head = fold(text[:_HEAD])
    if _RECORD.search(head):
        return EvidenceClass.LEGISLATIVE_RECORD
    if _STATEMENT.search(head) and not _DOCUMENT.search(head[:60]):
        return EvidenceClass.OFFICIAL_STATEMENT
    return EvidenceClass.OFFICIAL_DOCUMENT
