"""A made-up Policy Address of sixty paragraphs: ten answer asks of the catalogue, fifty do not."""

# What answers an ask, by its slug; the words are ours.
ANSWERS = {
    "add-ai-upgrading-stream-to-bud-fund": (
        "我們會在BUD專項基金增設人工智能產業升級專項，協助中小企業採用人工智能。"
    ),
    "introduce-flexible-retirement": "公務員事務局會推行彈性退休制度，讓員工自選退休年齡。",
    "introduce-data-sandbox": "政府會引入「數據沙箱」，讓數據在港匿名化後合規出境。",
    "hold-hong-kong-central-asia-cultural-festival": (
        "文化體育及旅遊局明年會舉辦「香港—中亞文化節」，包括電影展和藝術交流。"
    ),
    "draw-up-ai-development-blueprint": (
        "創新科技及工業局會制訂香港專屬的人工智能發展藍圖，明年內公布。"
    ),
    "improve-research-tax-deductions": "我們正研究優化研發稅務抵扣，下一份財政預算案會交代結果。",
    "build-cross-departmental-data-platform": "政府會為北部都會區建立跨部門數據平台。",
    "design-ai-courses-with-industry": "技能提升局會聯同業界定製產業人工智能應用課程。",
    "improve-certification-of-products-for-older-people": (
        "政府會完善銀髮產品認證機制，明年推出優質標籤。"
    ),
    "advance-cross-border-data-whitelist": "我們會與內地探索跨境數據流動白名單。",
}
WORKS = (
    "海濱長廊",
    "公共圖書館",
    "街市",
    "游泳池",
    "郊野公園",
    "渡輪碼頭",
    "消防局",
    "墓園",
    "單車徑",
    "郵局",
)
DEEDS = (
    "{}會分階段維修，工程不影響市民使用。",
    "{}的照明會在兩年內更換。",
    "{}會增設無障礙通道和哺乳間。",
    "{}的開放時間會按季節調整。",
    "{}的指示牌會換上新的字體。",
)


def address() -> str:
    """Each answer after five paragraphs that answer nothing."""
    answers = list(ANSWERS.values())
    others = [deed.format(work) for deed in DEEDS for work in WORKS]
    paragraphs = []
    for place, answer in enumerate(answers):
        paragraphs += [*others[place * 5 : place * 5 + 5], answer]
    return "\n\n".join(f"{number}. {words}" for number, words in enumerate(paragraphs, 1))
