"""A package of at least so many proposals, to measure its loading with: the catalogue, multiplied,
with four further records of each.

python benchmarks/package.py FOLDER [PROPOSALS]
"""

import csv
import shutil
import sys
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
# Tables whose rows are multiplied, with the columns that name a proposal.
OF_PROPOSALS = {
    "proposals": ("slug", "merged_into"),
    "attributions": ("proposal",),
    "addressees": ("proposal",),
    "criteria": ("proposal",),
    "related": ("proposal", "other"),
    "status_updates": ("proposal",),
    "evidence": ("proposal",),
}
STEPS = ("noted", "under_study", "committed", "in_delivery")


def write(folder, proposals):
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(FIXTURES.iterdir()):
        if path.stem not in OF_PROPOSALS:
            shutil.copy(path, folder / path.name)
    catalogue = {name: read(name) for name in OF_PROPOSALS}
    turns = -(-proposals // len(catalogue["proposals"]))
    for row in catalogue["status_updates"][:]:
        for number, status in enumerate(STEPS, 2):
            step = {"proposal": row["proposal"], "number": number}
            catalogue["status_updates"].append(step | recorded(number, status))
            catalogue["evidence"].append(step | document(number, row["proposal"]))
    for name, columns in OF_PROPOSALS.items():
        rows = catalogue[name]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            for turn in range(turns):
                for row in rows:
                    named = {c: f"{row[c]}-{turn}" for c in columns if row[c]}
                    title = {c: f"{row[c]} {turn}" for c in row if c == "title_hant"}
                    writer.writerow(row | named | title)


def read(name):
    with (FIXTURES / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def recorded(number, status):
    return {
        "status": status,
        "effective_on": day(number),
        "effective_on_precision": "day",
        "reason_hant": f"政府第{number}次提及建議。",
        "reason_en": f"The Government speaks of the ask for the {number}th time.",
    }


def document(number, proposal):
    return {
        "evidence_class": "official_document",
        "title": f"立法會文件第{number}號",
        "publisher": "立法會秘書處",
        "url": f"https://www.legco.gov.hk/2026/{proposal}-{number}.pdf",
        "published_on": day(number),
        "published_on_precision": "day",
        "quote": "政府會跟進有關建議。",
    }


def day(number):
    return f"2026-{number + 5:02}-15"


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
