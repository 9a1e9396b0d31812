"""Foreign tables taken for ours: which column is which, and what its values mean.

Each row becomes a draft, or what another list says of a proposal that came in from it before.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from itertools import zip_longest
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.choices import Instrument, Specificity, Status
from proposals.dates import machine_day, read_date, read_written_date
from proposals.folding import fold
from proposals.models import Body, Sector
from proposals.search import has_han
from proposals.tables.faults import unseen
from proposals.tables.reading import Sheet, unread
from proposals.tables.sheets import Broken, Uncalculated

# What a foreign column may be, each with names by which it is guessed.
TARGETS: dict[str, Any] = {
    "": gettext_lazy("Not read"),
    "keep": gettext_lazy("Kept as it stands"),
    "external_id": gettext_lazy("Number in the list"),
    "title_hant": gettext_lazy("Title (Traditional Chinese)"),
    "title_en": gettext_lazy("Title (English)"),
    "summary_hant": gettext_lazy("Summary (Traditional Chinese)"),
    "summary_en": gettext_lazy("Summary (English)"),
    "authors": gettext_lazy("Authors"),
    "bodies": gettext_lazy("Bodies"),
    "sector": gettext_lazy("Sector"),
    "instrument": gettext_lazy("Instrument"),
    "specificity": gettext_lazy("Specificity"),
    "proposed_on": gettext_lazy("Date of the proposal"),
    "links": gettext_lazy("Links, the first of which is the source"),
    "stated_status": gettext_lazy("Status as the list states it"),
    "figures": gettext_lazy("Figures and deadlines"),
    "locator": gettext_lazy("Passage or paragraph"),
}
_NAMES = {
    "external_id": "id ref reference number no promise_id motion_no rec_no 編號 號碼 序號",
    "title_hant": "title name promise motion recommendation 題目 標題 名稱 承諾 議案 建議 動議",
    "title_en": "title_en english title_english english_title 英文 英文題目 英文標題",
    "summary_hant": "summary description details text wording 摘要 內容 說明 詳情 措辭",
    "summary_en": "summary_en description_en english_summary 英文摘要 英文內容",
    "authors": "author authors mover proposer member party 提出者 作者 動議人 議員 政黨",
    "bodies": "body bodies department ministry bureau lead agency 政策局 部門 機構 負責部門",
    "sector": "sector topic category theme policy_area 範疇 類別 主題 政策範疇",
    "instrument": "instrument tool 政策工具 工具",
    "proposed_on": "date proposed_on date_made moved_on meeting_date 日期 提出日期 會議日期",
    "links": "url urls link links source sources website 連結 網址 來源 出處",
    "stated_status": "status state outcome result response accepted implementation "
    "狀況 狀態 結果 政府回應 落實情況 接納與否",
    "locator": "paragraph para section 段落 段數 章節",
    "figures": "amount budget cost 金額 預算",
}
# Targets whose values are codes of ours.
CODED = ("sector", "instrument", "specificity", "bodies", "stated_status")
# So many different values are offered to be matched with codes.
MOST_VALUES = 40

# What may stand between several in a cell, each with its other width, the likeliest first.
SEPARATORS = {";": ";；", "|": "|｜", "、": "、", "/": "/／", ",": ",，"}
ORDERS = {
    "dmy": gettext_lazy("Day, month, year (20/5/2026)"),
    "mdy": gettext_lazy("Month, day, year (5/20/2026)"),
}
# What the heading of a text says of its language, and what else stands in a heading.
_ENGLISH = re.compile(r"英文|英譯|\beng(lish)?\b", re.IGNORECASE)
_LANGUAGE = re.compile(rf"{_ENGLISH.pattern}|繁體|中文|\bchinese\b", re.IGNORECASE)
_SIGNS = re.compile(r"\(s\)|[()（）\[\]【】:：*.?？#]")
# Told by the last word of a heading too, as in “implementation status” and 議案編號.
_ENDING = ("external_id", "bodies", "stated_status")
_NUMBERS = re.compile(r"([0-9]{1,4})\s*[/.年-]\s*([0-9]{1,2})\s*[/.月-]\s*([0-9]{1,4})\s*日?")


@dataclass
class Answers:
    """How one shape of table is taken for ours."""

    # By the name that a column has there.
    targets: dict[str, str] = field(default_factory=dict)
    # By target, and by the value that stands there.
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    origin: str = ""
    source: str = ""
    sector: str = ""
    instrument: str = ""
    specificity: str = Specificity.SOFT
    separator: str = ";"
    order: str = "dmy"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class ForeignRow:
    """What one row says, in our columns."""

    number: int
    external_id: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    stated_words: str = ""
    stated_status: str = ""
    kept: dict[str, str] = field(default_factory=dict)
    # The heading, what stands below it, and what is wrong with that.
    faults: list[tuple[str, str, str]] = field(default_factory=list)


def shape(header: Iterable[str]) -> str:
    """By which a table of the same kind is known again."""
    return hashlib.sha256("\n".join(sorted(map(_folded, header))).encode()).hexdigest()


def header_of(sheet: Sheet) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The names of the columns and the rows below: titles above them are passed over, and names
    in two rows, of which the upper has cells that are merged, are read as one."""
    widest = max(len([c for c in cells if c]) for _number, cells in sheet.rows[:20])
    start = next(
        place
        for place, (_number, cells) in enumerate(sheet.rows)
        if 2 * len([c for c in cells if c]) > widest
    )
    upper, below = [_line(cell) for cell in sheet.rows[start][1]], sheet.rows[start + 1 :]
    lower = [_line(cell) for cell in below[0][1]] if below else []
    merged = [place for place, cell in enumerate(lower) if cell and not any(upper[place:][:1])]
    if merged and all(place in merged or place + 1 in merged for place, c in enumerate(lower) if c):
        for place in merged:
            upper[place:] = [upper[place - 1] if place else "", *upper[place + 1 :]]
        upper = [" ".join(filter(None, pair)) for pair in zip_longest(upper, lower, fillvalue="")]
        below = below[1:]
    names: list[str] = []
    for place, cell in enumerate(upper, 1):
        name = cell or _("Column %(place)d") % {"place": place}
        names.append(name if name not in names else f"{name} ({place})")
    rows = [
        (number, [_text(cell) for cell in cells] + [""] * (len(names) - len(cells)))
        for number, cells in below
    ]
    return names, rows


def _line(cell: Any) -> str:
    return " ".join("".join(c for c in _text(cell) if not unseen(c)).split())


def _text(cell: Any) -> str:
    return cell if isinstance(cell, Uncalculated | Broken) else str(cell).strip()


def guessed(header: list[str], rows: list[tuple[int, list[str]]]) -> Answers:
    """What the names of the columns, in either language, suggest."""
    answers = Answers()
    for place, name in enumerate(header):
        target = _target_of(name)
        if target in ("title_hant", "summary_hant") and (
            _ENGLISH.search(name) or not any(has_han(row[place]) for _n, row in rows[:50])
        ):
            target = target.replace("_hant", "_en")
        several = ("stated_status", "links", "keep")
        if target not in several and target in answers.targets.values():
            target = "keep"
        answers.targets[name] = target
    lists = [p for p, name in enumerate(header) if answers.targets[name] in ("authors", "bodies")]
    cells = [row[place] for _number, row in rows for place in lists]
    used = Counter(s for cell in cells for s, signs in SEPARATORS.items() if set(signs) & set(cell))
    # Of those that stand as often, the likeliest.
    answers.separator = max(SEPARATORS, key=lambda sign: used[sign])
    dates = [name for name, target in answers.targets.items() if target == "proposed_on"]
    days = [day for name in dates for _n, row in rows if (day := row[header.index(name)])]
    if not all(day_of(day, "dmy") for day in days) and all(day_of(day, "mdy") for day in days):
        answers.order = "mdy"
    return answers


def _folded(name: str) -> str:
    return re.sub(r"[\s_\-/]+", "_", fold(name).strip())


def _target_of(name: str) -> str:
    """What a heading names, be there a unit or a remark in brackets, or a word before it."""
    known = {_folded(each): t for t, names in _NAMES.items() for each in names.split()}
    bare = _SIGNS.sub(" ", _LANGUAGE.sub(" ", re.sub(r"[(（\[【].*", "", name)))
    for said in (name, _SIGNS.sub(" ", name), bare):
        if target := known.get(_folded(said)):
            return target
    last = _folded(bare).rpartition("_")[2]
    ends = (t for n, t in known.items() if last == n or (has_han(n) and last.endswith(n)))
    return next((target for target in ends if target in _ENDING), "keep")


def values_of(
    header: list[str], rows: list[tuple[int, list[str]]], answers: Answers
) -> dict[str, list[str]]:
    """By target, the different values that stand for codes."""
    found: dict[str, dict[str, None]] = {}
    for place, name in enumerate(header):
        target = answers.targets.get(name, "")
        if target not in CODED:
            continue
        values = found.setdefault(target, {})
        for _number, row in rows:
            if unread(row[place]):
                continue
            parts = _parts(row[place], answers.separator) if target == "bodies" else [row[place]]
            values.update(dict.fromkeys(part for part in parts if part))
    return {target: list(values)[:MOST_VALUES] for target, values in found.items()}


def codes_of(target: str) -> list[tuple[str, str]]:
    """The codes that a value may stand for."""
    if target in ("sector", "bodies"):
        model: Any = Sector if target == "sector" else Body
        rows = model.objects.filter(replaced_by=None).order_by("position", "pk")
        return [(row.code, str(row)) for row in rows]
    choices = {"instrument": Instrument, "specificity": Specificity, "stated_status": Status}
    return [(code, str(label)) for code, label in choices[target].choices]


def guess_codes(values: dict[str, list[str]], answers: Answers) -> None:
    """Match values with codes by code and name, where nothing was chosen yet."""
    for target, each in values.items():
        known = {fold(text): code for code, label in codes_of(target) for text in (code, label)}
        if target in ("sector", "bodies"):
            model: Any = Sector if target == "sector" else Body
            for row in model.objects.filter(replaced_by=None):
                names = [row.name_hant, row.name_hans, row.name_en]
                names += [*row.aliases_hant, *row.aliases_hans, *row.aliases_en]
                known |= {fold(name): row.code for name in names if name}
        chosen = answers.codes.setdefault(target, {})
        for value in each:
            chosen.setdefault(value, known.get(fold(value), ""))


def read_rows(
    header: list[str], rows: list[tuple[int, list[str]]], answers: Answers
) -> list[ForeignRow]:
    return [_read(number, dict(zip(header, row, strict=False)), answers) for number, row in rows]


def _read(number: int, cells: dict[str, str], answers: Answers) -> ForeignRow:
    row = ForeignRow(number)
    for name, cell in cells.items():
        target = answers.targets.get(name, "")
        if target and (said := unread(cell)):
            row.faults.append((name, "", said))
        elif cell and target:
            _PLACED.get(target, _place_text)(row, target, name, cell, answers)
    if len(row.links) > 1:
        row.kept[_("Other links")] = " ".join(row.links[1:])
    texts = row.texts
    # A draft has a Chinese title, be it in English for the time being.
    texts["title_hant"] = texts.get("title_hant") or texts.get("title_en", "")
    for column in ("sector", "instrument", "specificity"):
        texts[column] = texts.get(column) or getattr(answers, column)
    row.external_id = row.external_id or _short(texts["title_hant"])
    return row


def _place_text(row: ForeignRow, target: str, name: str, cell: str, answers: Answers) -> None:
    row.texts[target] = cell


def _keep(row: ForeignRow, target: str, name: str, cell: str, answers: Answers) -> None:
    row.kept[name] = cell


def _place_id(row: ForeignRow, target: str, name: str, cell: str, answers: Answers) -> None:
    row.external_id = cell


def _place_authors(row: ForeignRow, target: str, name: str, cell: str, answers: Answers) -> None:
    row.authors = _parts(cell, answers.separator)


def _place_bodies(row: ForeignRow, target: str, name: str, cell: str, answers: Answers) -> None:
    codes = answers.codes.get(target, {})
    for part in _parts(cell, answers.separator):
        if codes.get(part):
            row.bodies.append(codes[part])
        else:
            row.kept[name] = cell


def _place_links(row: ForeignRow, target: str, name: str, cell: str, answers: Answers) -> None:
    row.links += re.findall(r"https?://[^\s;,|、；，｜]+", cell)
    if not row.links:
        said = _("“%(value)s” is not an address. Write it whole: https://www.example.hk/page")
        row.faults.append((name, cell, said % {"value": cell}))


def _place_status(row: ForeignRow, target: str, name: str, cell: str, answers: Answers) -> None:
    row.stated_words = f"{row.stated_words} / {cell}" if row.stated_words else cell
    row.stated_status = answers.codes.get(target, {}).get(cell) or row.stated_status


def _place_code(row: ForeignRow, target: str, name: str, cell: str, answers: Answers) -> None:
    code = answers.codes.get(target, {}).get(cell, "")
    if code:
        row.texts[target] = code
    else:
        row.kept[name] = cell


def _place_day(row: ForeignRow, target: str, name: str, cell: str, answers: Answers) -> None:
    row.texts[target] = day_of(cell, answers.order)
    if not row.texts[target]:
        said = _("“%(value)s” is not a date. Write 2026-05-20, 2026-05 or 2026.")
        row.faults.append((name, cell, said % {"value": cell}))


_PLACED: dict[str, Callable[[ForeignRow, str, str, str, Answers], None]] = {
    "keep": _keep,
    "external_id": _place_id,
    "authors": _place_authors,
    "bodies": _place_bodies,
    "links": _place_links,
    "stated_status": _place_status,
    "sector": _place_code,
    "instrument": _place_code,
    "specificity": _place_code,
    "proposed_on": _place_day,
}


def _parts(cell: str, separator: str) -> list[str]:
    pieces = re.split(rf"[\n{re.escape(SEPARATORS.get(separator, separator))}]", cell)
    return list(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))


def _short(text: str) -> str:
    return hashlib.sha256(fold(text).encode()).hexdigest()[:10]


def day_of(cell: str, order: str) -> str:
    """A date as we write it, or nothing where it is none."""
    if read_date(cell):
        return cell
    found = _NUMBERS.fullmatch(cell)
    if found is None:
        said = read_written_date(cell)
        return machine_day(said, said.precision) if said else ""
    numbers = [int(part) for part in found.groups()]
    if len(found[1]) == 4:
        year, month, day = numbers
    elif order == "mdy":
        month, day, year = numbers
    else:
        day, month, year = numbers
    try:
        written = dt.date(year, month, day).isoformat()
    except ValueError:
        return ""
    return written if read_date(written) else ""


def slug_for(origin: str, name: str) -> str:
    """A slug of what came from a list, the same each time."""
    told = slugify(name)
    if not told or len(told) > 40 or not name.isascii():
        told = _short(name)
    return f"{origin}-{told}"[:80]
