"""A package of at least so many proposals, to measure its loading with: the catalogue, multiplied.

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


def write(folder, proposals):
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(FIXTURES.iterdir()):
        if path.stem not in OF_PROPOSALS:
            shutil.copy(path, folder / path.name)
    with (FIXTURES / "proposals.csv").open(encoding="utf-8") as file:
        turns = -(-proposals // sum(1 for _row in csv.DictReader(file)))
    for name, columns in OF_PROPOSALS.items():
        with (FIXTURES / f"{name}.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            for turn in range(turns):
                for row in rows:
                    named = {c: f"{row[c]}-{turn}" for c in columns if row[c]}
                    title = {c: f"{row[c]} {turn}" for c in row if c == "title_hant"}
                    writer.writerow(row | named | title)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
