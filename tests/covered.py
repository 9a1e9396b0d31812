"""Which share of the branches of each folder the tests went through: `make coverage` shows it.

Reads what `coverage json` writes. Ends with an error where a folder has less than WANTED.
"""

import json
import sys
from collections import Counter
from pathlib import PurePath

WANTED = 95


def main() -> int:
    taken, there = Counter[str](), Counter[str]()
    for name, file in json.load(sys.stdin)["files"].items():
        folder = str(PurePath(name).parent)
        taken[folder] += file["summary"]["covered_branches"]
        there[folder] += file["summary"]["num_branches"]
    print(f"\n{'folder':<22}{'branches':>10}{'taken':>8}{'share':>8}")
    for folder in sorted(there):
        share = 100 * taken[folder] / there[folder]
        print(f"{folder:<22}{there[folder]:>10}{taken[folder]:>8}{share:>7.1f}%")
    short = [folder for folder in sorted(there) if 100 * taken[folder] < WANTED * there[folder]]
    if short:
        print(f"less than {WANTED} %: {', '.join(short)}", file=sys.stderr)
    return bool(short)


if __name__ == "__main__":
    sys.exit(main())
