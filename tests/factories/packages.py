"""A small data package, whole and right, for tests to change."""

import csv
import json
from copy import deepcopy
from pathlib import Path

from django.conf import settings

SCHEMA = json.loads((settings.BASE_DIR / "proposals/package/datapackage.json").read_text())
COLUMNS = {
    table["name"]: [field["name"] for field in table["schema"]["fields"]]
    for table in SCHEMA["resources"]
}

_TERM = {"name_hant": "名稱", "name_en": "Name", "position": "1"}
_PROPOSAL = {
    "publication_state": "published",
    "title_hant": "設立銀髮經濟基金",
    "title_en": "Set up a silver-economy fund",
    "summary_hant": "建議政府設立基金。",
    "summary_en": "Asks the government to set up a fund.",
    "sector": "ageing",
    "instrument": "fund",
    "specificity": "firm",
    "place": "hetao",
    "source": "page",
    "locator": "設立銀髮經濟基金",
    "proposed_on": "2026-05-20",
    "proposed_on_precision": "day",
    "ideas": "silver-fund",
}
_PROPOSED = {
    "number": "1",
    "status": "proposed",
    "effective_on": "2026-05-20",
    "effective_on_precision": "day",
    "reason_hant": "在文章中提出。",
    "reason_en": "Proposed in the article.",
}
_EVIDENCE = {"number": "1", "evidence_class": "source", "title": "完善銀髮經濟", "source": "page"}

_SMALL = {
    "sectors": [_TERM | {"code": "ageing"}],
    "bodies": [_TERM | {"code": "lwb"}],
    "places": [_TERM | {"code": "hetao"}],
    "synonyms": [{"code": "silver", "words": "銀髮 / 長者"}],
    "glossary": [
        {
            "slug": "bud-fund",
            "kind": "scheme",
            "name_hant": "專項基金",
            "name_en": "Fund",
            "seen_hant": "憲報",
            "seen_en": "Gazette",
        }
    ],
    "publications": [{"slug": "daily", "name_hant": "日報"}],
    "authors": [{"slug": "chan", "kind": "person", "name_hant": "陳大文"}],
    "sources": [
        {
            "slug": "page",
            "kind": "op_ed",
            "headline": "完善銀髮經濟",
            "publication": "daily",
            "language": "zh-Hant",
        }
    ],
    "ideas": [{"slug": "silver-fund", "title_hant": "銀髮基金", "title_en": "A silver fund"}],
    "documents": [
        {
            "slug": "address",
            "kind": "policy_address",
            "title_hant": "施政報告",
            "published_on": "2026-05-20",
            "published_on_precision": "day",
        }
    ],
    "proposals": [_PROPOSAL | {"slug": "one"}, _PROPOSAL | {"slug": "two"}],
    "attributions": [
        {"proposal": slug, "author": "chan", "capacity_hant": "立法會議員", "position": "1"}
        for slug in ("one", "two")
    ],
    "addressees": [{"proposal": "one", "body": "lwb", "basis": "stated"}],
    "criteria": [
        {"proposal": "one", "position": "1", "text_hant": "基金已成立", "text_en": "It is there"}
    ],
    "related": [],
    "policy_events": [
        {
            "key": "1",
            "title": "施政報告",
            "evidence_class": "official_document",
            "happened_on": "2026-05-30",
            "happened_on_precision": "day",
        }
    ],
    "status_updates": [_PROPOSED | {"proposal": slug} for slug in ("one", "two")],
    "evidence": [_EVIDENCE | {"proposal": slug} for slug in ("one", "two")],
    "assessments": [{"proposal": "one", "number": "1", "position": "1", "state": "not_met"}],
    "checks": [{"proposal": "one", "checked_on": "2026-06-01", "next_check_on": "2026-09-01"}],
}


def small() -> dict[str, list[dict[str, str]]]:
    """Two public proposals with all that they need, as rows by table."""
    return deepcopy(_SMALL)


def write(folder: Path, tables: dict[str, list[dict[str, str]]]) -> Path:
    """The tables as a package; columns that no row gives are left empty."""
    folder.mkdir(exist_ok=True)
    for table, rows in tables.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[table], restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def read(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
