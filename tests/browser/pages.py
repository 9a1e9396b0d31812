"""Where readers go, in which languages, and through windows of which width."""

DESKTOP, PHONE = 1280, 390
LANGUAGES = {"/": "zh-Hant-HK", "/zh-hans/": "zh-Hans", "/en/": "en"}
ADDRESSES = [
    "",
    "proposals/",
    "proposals/?q=基金&status=proposed&status=-declined&sector=ageing&as_of=2026-07-01",
    "proposals/?page_size=2",
    "proposals/?q=nowhere",
    "proposals/?sector=nowhere&as_of=yesterday&colour=red",
    "proposals/silver-fund/",
    "proposals/gone/",
    "authors/",
    "authors/chan/",
    "sectors/ageing/",
    "bodies/lwb/",
    "sources/",
    "sources/article/",
    "sources/praise/",
    "ideas/silver-fund/",
    "methodology/",
    "api/v1/docs/",
    "nowhere/",
]
