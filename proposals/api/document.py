"""The OpenAPI document as a whole: what stands around its operations, and real examples."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from proposals.demonstration import mark
from proposals.package.schema import schema

DESCRIPTION = """
What Hong Kong's opinion pages have asked of government, and where policy stands on each ask.

Reading needs no key. The one filter chooses proposals in the same words at every address: a
repeated parameter means any of its values, a leading “-” excludes one. A parameter whose value is
blank counts as not given; nothing else in a query string is ignored. Rows hold all languages, and
`Accept-Language` changes nothing. `codes/` has every code, its label, order and colour.

Every answer that is read has an `ETag`: sent back as `If-None-Match` it gets 304 while nothing has
changed. Every fault is a problem details object (RFC 9457) that names the field and what it allows.
""".strip()

TAGS = {
    "proposals": "One ask each, and where policy stands on it.",
    "status-updates": "The append-only log of where proposals stand, and what may be added to it.",
    "checks": "Looks that found nothing new.",
    "intake": "Texts sent in, to be searched for proposals and reviewed by editors.",
    "authors": "Who asks.",
    "sectors": "Fields of policy.",
    "bodies": "Who is asked.",
    "sources": "Where the asks were made.",
    "ideas": "Asks that several proposals share.",
    "places": "What places the asks are about.",
    "synonyms": "Words that find each other.",
    "glossary": "Public names in Chinese and English, and where they were seen.",
    "documents": "Official texts of which a passage answers a proposal.",
    "uptakes": "What official words answer which proposal, and in what relation.",
    "copies": "What is kept of sources and evidence, and what has become of their pages.",
    "codes": "Every code, with labels, definition, order and colour.",
    "statuses": "The list of statuses alone.",
    "instruments": "The list of policy instruments alone.",
    "changes": "What was published and when, in commit order: the way to keep a copy in step.",
    "stats": "Counts under the one filter, now and through time.",
    "facets": "What each choice of the filter would give.",
}

# Of the catalogue, by the name of the field, and of the row where it is not the same in all.
EXAMPLES: dict[str, Any] = {
    "slug": "add-ai-upgrading-stream-to-bud-fund",
    "proposal": "add-ai-upgrading-stream-to-bud-fund",
    "successor": "add-ai-upgrading-stream-to-bud-fund",
    "superseded_by": "add-ai-upgrading-stream-to-bud-fund",
    "title_hant": "為BUD專項基金加設AI產業升級專項",
    "title_hans": "为BUD专项基金加设AI产业升级专项",
    "title_en": "Add an AI industrial upgrading stream to the BUD Fund",
    "summary_hant": "要求BUD專項基金新設人工智能產業升級專項，由政府與企業對等出資。",
    "summary_hans": "要求BUD专项基金新设人工智能产业升级专项，由政府与企业对等出资。",
    "summary_en": "Calls for a new stream of the BUD Fund for AI industrial upgrading.",
    "scheme_hant": "BUD專項基金AI產業升級專項",
    "scheme_hans": "BUD专项基金AI产业升级专项",
    "scheme_en": "AI industrial upgrading stream of the BUD Fund",
    "proposed_basis": "inferred",
    "published_basis": "inferred",
    "proposed_basis_hant": "內文稱「今年6月初」。",
    "proposed_basis_hans": "内文称“今年6月初”。",
    "proposed_basis_en": "The text speaks of early June this year.",
    "published_basis_hant": "內文稱「今年6月初」。",
    "published_basis_hans": "内文称“今年6月初”。",
    "published_basis_en": "The text speaks of early June this year.",
    "figures": "政企對等配資",
    "figures_en": "equal matching by government and firms",
    "target_title": "施政報告2026",
    "target_url": "https://www.policyaddress.gov.hk/",
    "locator": "在BUD專項基金增設AI產業升級專項",
    "ChangeRow.key": "add-ai-upgrading-stream-to-bud-fund",
    "words": ["安老", "養老", "elderly care"],
    "IntakeStatement.text": "談談樹木\n\n陳大文 區議員\n\n政府應設立樹木基金。",
    "IntakeStatement.url": "https://daily.example/2026/05/20/a12",
    "IntakeStatement.page": "A12",
    "IntakeRow.review_url": "http://localhost:8000/admin/proposals/intakepage/7/review/",
    "SynonymRow.code": "elderly_care",
    "TermRow.slug": "bud-fund",
    "TermRow.name_hant": "BUD專項基金",
    "TermRow.name_hans": "BUD专项基金",
    "TermRow.name_en": "BUD Fund",
    "TermRow.aliases_hant": "發展品牌、升級轉型及拓展內銷市場的專項基金",
    "TermRow.aliases_hans": "发展品牌、升级转型及拓展内销市场的专项基金",
    "TermRow.aliases_en": "Dedicated Fund on Branding, Upgrading and Domestic Sales",
    "seen_hant": "立法會文件",
    "seen_hans": "立法会文件",
    "seen_en": "Legislative Council papers",
    "DocumentRow.slug": "policy-address-2026",
    "DocumentRow.title_hant": "二〇二六年施政報告",
    "DocumentRow.title_hans": "二〇二六年施政报告",
    "DocumentRow.title_en": "The 2026 Policy Address",
    "DocumentRow.publisher": "hksar_government",
    "UptakeRow.slug": "policy-address-2026-1",
    "document": "policy-address-2026",
    "copy": "evidence-123",
    "CopyRow.slug": "evidence-123",
    "CopyRow.source": "hkej-2026-05-20-digital-trade",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "content_type": "text/html",
    "UptakeRow.locator": "paragraph 12, page 3",
    "paragraph": "12",
    "void_reason_hant": "說的是另一個基金。",
    "void_reason_hans": "说的是另一个基金。",
    "void_reason_en": "It speaks of another fund.",
    "target": "add-ai-upgrading-stream-to-bud-fund",
    "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "hash": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    "epoch": "f2a1c8d0b7e94c35",
    "sector": "innovation_industry",
    "place": "central_asia",
    "code": "innovation_industry",
    "bodies": "itib",
    "bodies_stated": "hksar_government",
    "ideas": "central-asia-commodities-hub",
    "name_hant": "黃永威",
    "name_hans": "黄永威",
    "name_en": "Wong Wing-wai",
    "AuthorRow.slug": "wong-wing-wai",
    "AuthorOfProposal.slug": "wong-wing-wai",
    "SectorRow.name_hant": "創科與新型工業化",
    "SectorRow.name_hans": "创科与新型工业化",
    "SectorRow.name_en": "Innovation and new industrialisation",
    "BodyRow.code": "itib",
    "BodyRow.name_hant": "創新科技及工業局",
    "BodyRow.name_hans": "创新科技及工业局",
    "BodyRow.name_en": "Innovation, Technology and Industry Bureau",
    "PlaceRow.code": "central_asia",
    "PlaceRow.name_hant": "中亞",
    "PlaceRow.name_hans": "中亚",
    "PlaceRow.name_en": "Central Asia",
    "CodeRow.code": "under_study",
    "IdeaRow.slug": "central-asia-commodities-hub",
    "IdeaRow.title_hant": "建立服務中亞的大宗商品平台",
    "IdeaRow.title_hans": "建立服务中亚的大宗商品平台",
    "IdeaRow.title_en": "A commodities hub serving Central Asia",
    "SourceRow.slug": "more-computing-for-new-industrialisation",
    "SourceOfProposal.slug": "more-computing-for-new-industrialisation",
    "EvidenceStatement.url": "https://www.policyaddress.gov.hk/",
    "capacity": "立法會議員",
    "capacity_hans": "立法会议员",
    "capacity_en": "Member of the Legislative Council",
    "text_hant": "BUD專項基金已設人工智能產業升級專項，並接受申請",
    "text_hans": "BUD专项基金已设人工智能产业升级专项，并接受申请",
    "text_en": "The BUD Fund has a stream for AI industrial upgrading, open to applications",
    "RelatedProposal.reason_hant": "同樣以政府資助推動人工智能應用",
    "RelatedProposal.reason_hans": "同样以政府资助推动人工智能应用",
    "RelatedProposal.reason_en": "Both ask for public money to bring AI into use",
    "headline": "增加香港算力資源 賦能新型工業化",
    "headline_en": "More computing power for Hong Kong to drive new industrialisation",
    "byline": "黃永威 立法會議員",
    "section": "鑄定未來：香港AI與創科轉型之路",
    "page": "A12",
    "archived_url": "https://web.archive.org/web/20260612/https://www.wenweipo.com/",
    "publication": "wen-wei-po",
    "publication_name_hant": "香港文匯報",
    "publication_name_hans": "香港文汇报",
    "publication_name_en": "Wen Wei Po",
    "note_hant": "查閱憲報，並無新消息。",
    "note_hans": "查阅宪报，并无新消息。",
    "note_en": "Looked through the Gazette; nothing new.",
    "reason_hant": "施政報告承諾成立專項。",
    "reason_hans": "施政报告承诺成立专项。",
    "reason_en": "The Policy Address promises the stream.",
    "override_reason_hant": "官方文件未上網，已在立法會圖書館查閱。",
    "override_reason_hans": "官方文件未上网，已在立法会图书馆查阅。",
    "override_reason_en": "The document is not online; read in the library of the Council.",
    "recorded_by": "editor",
    "next_check_on": "2027-03-16",
    # None: only one of the statuses names a successor.
    "StatusUpdateStatement.superseded_by": "",
    "publisher": "行政長官",
    "quote": "我們會在BUD專項基金增設專項。",
    "label_hant": "研究中",
    "label_hans": "研究中",
    "label_en": "Under study",
    "definition_hant": "官方機構表示正在研究或諮詢。",
    "definition_hans": "官方机构表示正在研究或咨询。",
    "definition_en": "An official body says that it is studying or consulting on it.",
    "colour": "#2a5580",
    "colour_dark": "#9cc7e6",
    "parent": "northern_metropolis",
    "BodyRow.parent": "cedb",
    "places": "central_asia",
    "aliases_hant": "創科局",
    "aliases_hans": "创科局",
    "aliases_en": "ITIB",
    "SectorRow.aliases_hant": "創科",
    "SectorRow.aliases_hans": "创科",
    "SectorRow.aliases_en": "I&T",
    "PlaceRow.aliases_hant": "中亞五國",
    "PlaceRow.aliases_hans": "中亚五国",
    "PlaceRow.aliases_en": "Central Asian states",
    "panel_hant": "工商及創新科技事務委員會",
    "panel_hans": "工商及创新科技事务委员会",
    "panel_en": "Panel on Commerce, Industry, Innovation and Technology",
    "aliases": "studying",
    "next_cursor": "WyJ0aXRsZSIsMCwi6YqAIiwxXQ",
    "etag": '"1042-3f9c0a1b"',
    "type": "about:blank",
    "title": "施政報告第 87 段",
    "Problem.title": "Bad Request",
    "detail": "The query string is not valid; see errors.",
    "instance": "/api/v1/proposals/",
    "field": "status",
    "message": "“adopted” is not a value of this parameter.",
    "allowed": "proposed",
    "rule": "evidence_missing",
    "remedy": "Add one of: Official document.",
}
for _trait, (_code, *_labels) in {
    "status": ("under_study", "研究中", "研究中", "Under study"),
    "sector": ("ageing", "安老與銀髮經濟", "安老与银发经济", "Ageing and the silver economy"),
    "instrument": ("fund", "基金", "基金", "Fund"),
    "specificity": ("firm", "具體：可核查的措施", "具体：可核查的措施", "Firm: can be checked"),
    "place": ("central_asia", "中亞", "中亚", "Central Asia"),
    "body": ("itib", "創新科技及工業局", "创新科技及工业局", "Innovation and Technology Bureau"),
    "author": ("wong-wing-wai", "黃永威", "黄永威", "Wong Wing-wai"),
    "proposed_month": ("2026-05", "2026年5月", "2026年5月", "May 2026"),
    "document": ("policy-address-2026", "2026年施政報告", "2026年施政报告", "Policy Address 2026"),
}.items():
    EXAMPLES.setdefault(_trait, _code)
    for _suffix, _label in zip(("hant", "hans", "en"), _labels, strict=True):
        EXAMPLES[f"{_trait}_label_{_suffix}"] = _label
EXAMPLES |= {"period": "2026-05", "FacetRow.code": "under_study"}

# Where the name says no more than the format does.
OF_FORMAT = {
    "date": "2026-09-16",
    "date-time": "2026-09-16T11:15:00+08:00",
    "uri": "https://www.policyaddress.gov.hk/",
}


def finish(result: dict[str, Any], **_given: Any) -> dict[str, Any]:
    """The last hand on the document, once all operations are in it."""
    [licence] = schema()["licenses"]
    result["info"] |= {
        "description": "\n\n".join(filter(None, [mark(), DESCRIPTION])),
        "contact": {"name": "The editors", "url": settings.SITE_URL},
        "license": {"name": licence["title"], "identifier": licence["name"]},
    }
    # First the host that gave the document, which its own page may ask; then where we are found.
    result["servers"] = [{"url": "/"}, {"url": settings.SITE_URL}]
    operations = [each for path in result["paths"].values() for each in path.values()]
    used = {tag for operation in operations for tag in operation["tags"]}
    result["tags"] = [{"name": n, "description": said} for n, said in TAGS.items() if n in used]
    for operation in operations:
        if operation.get("security") in (None, [{}]):
            # Nothing, rather than an empty choice: generators take that for a key after all.
            operation["security"] = []
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "query":
                parameter["allowEmptyValue"] = True
    _give_examples(result["components"]["schemas"])
    return result


def _give_examples(components: dict[str, Any]) -> None:
    for component, described in components.items():
        row = "Problem" if component.endswith("Problem") else component.replace("Alone", "Row")
        for name, field in described.get("properties", {}).items():
            form = field["items"] if field.get("type") == "array" else field
            if "string" not in form.get("type", ()) or "enum" in form:
                continue
            known = EXAMPLES.get(f"{row}.{name}", EXAMPLES.get(name))
            if example := known or OF_FORMAT.get(form.get("format")):
                form["examples"] = [example]
