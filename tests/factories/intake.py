"""Texts taken in, and read as the background reads them."""

from proposals.candidates import reading, taking
from proposals.models import IntakePage
from tests.factories import people, sources, taxonomy

TEXT = """# 種樹也要有章法

陳大文 區議員

去年颱風過後，全港塌樹逾千。政府應設立樹木基金，並公布塌樹紀錄。

園藝界亦人手不足。發展局應資助培訓五百名樹藝師。

# 夜渡維港

李小明 海事從業員

運輸署應延長夜間渡輪服務至凌晨二時。
"""


def taxonomy_of_text():
    """What the asks of the text are about."""
    for code, name in (
        ("environment", "環境"),
        ("transport_infra", "運輸基建"),
        ("planning", "規劃"),
    ):
        taxonomy.sector(code=code, name_hant=name)
    taxonomy.body(code="devb", name_hant="發展局")
    taxonomy.body(code="td", name_hant="運輸署")


def page(text=TEXT, by=None, *, read=True, **facts) -> IntakePage:
    row, _is_new = taking.take_text(
        text, by=by or people.user(role="Editor"), **{"publication": sources.publication()} | facts
    )
    if read:
        reading.read_waiting()
        row.refresh_from_db()
    return row
