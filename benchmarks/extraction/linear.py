"""Whether extraction costs what the text is long, whatever the text is made of.

    python benchmarks/extraction/linear.py [--characters 1000000] [--only duty] [--set stops]

The words by which each rule opens, and what layouts are made of, are repeated to a text of a fifth
of the length and to one of the whole, set in six ways. A cost that grows as the text does is the
same a character in both: the ratio of the two is told, and what a character of the longer costs.
No database is read: the taxonomy is that of fixtures/.
"""

import argparse
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
os.environ.setdefault("DATABASE_URL", "postgresql://nobody/none")  # never asked
os.environ.setdefault("SECRET_KEY", "for-a-benchmark-0123456789-abcdefghijklmnopqrstuvwxyz")

import django

django.setup()

from words import SET, WORDS

from proposals.intake import known
from proposals.intake.extract import extract


def seconds(text: str) -> float:
    began = time.process_time()
    extract(text, TERMS)
    return time.process_time() - began


TERMS = known.of_fixtures()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--characters", type=int, default=1_000_000)
    parser.add_argument("--only", default="", help="only what is called so")
    parser.add_argument("--set", choices=SET, nargs="*", default=list(SET), help="only set so")
    asked = parser.parse_args()
    found = []
    for name, words in WORDS.items():
        for word in words if asked.only in name else ():
            for how in asked.set:
                text = (word + SET[how]) * (asked.characters // len(word + SET[how]) + 1)
                few = asked.characters // 5
                short, whole = seconds(text[:few]), seconds(text[: asked.characters])
                each = whole / asked.characters * 1e6
                found.append(
                    (whole / max(short, 1e-3) / 5, each, name, word.strip() or repr(word), how)
                )
                print(*(f"{x:.2f}" if isinstance(x, float) else x for x in found[-1]), flush=True)
    print("| | set | microseconds a character | times those of a fifth |\n|---|---|---|---|")
    for ratio, each, name, word, how in sorted(found, key=lambda row: -row[1])[:10]:
        print(f"| `{name}` {word} | {how} | {each:.1f} | {ratio:.2f} |")
    print(f"the largest ratio: {max(found)[0]:.2f}")


if __name__ == "__main__":
    main()
