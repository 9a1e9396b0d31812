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

from proposals.intake import known
from proposals.intake.extract import extract

WORDS = {
    "speech_act": ("建議", "政府促請當局設立", "we urge the Government to "),
    "wish": ("希望", "期望政府盡快", "I hope the Government will "),
    "duty": ("應", "政府必須", "the Government should "),
    "need": ("有需要", "需要設立", "we need a "),
    "permission": ("可", "政府可考慮", "the Government could "),
    "implicit": ("何不", "與其", "關鍵在", "why not "),
    "assent": ("筆者贊成", "本會支持", "we support "),
    "verdict": ("刻不容緩的是", "最好的做法是", "the way forward is to "),
    "listed": ("第一", "其一是", "first, "),
    "condition": ("若能", "只要政府", "只有", "if only "),
    "frame": ("以下建議：", "提出三點建議：", "the following proposals: "),
    "goes_on": ("設立", "並設立", "and set up "),
    "carried": ("同時設立", "此外", "it should also "),
    "aim": ("以便", "從而", "so as to "),
    "private_actor": ("市民應", "家長可", "residents should "),
    "foreign": ("新加坡設立", "外國", "Singapore has "),
    "past": ("已設立", "去年推出", "has set up "),
    "capability": ("可提供", "能夠", "is able to "),
    "official": ("局長", "局長表示將", "the Secretary said "),
    "others": ("有人建議", "有意見認為應", "some say we should "),
    "opposed": ("反對", "不贊成設立", "we oppose "),
    "irony": ("乾脆", "不如索性", "why not simply "),
    "question": ("是否應", "應否設立", "should the Government "),
    "negative": ("不應", "不得", "should not "),
    "slogan": ("讓我們", "齊心", "let us "),
    "vague": ("加強", "深化改革", "strengthen "),
    "a name": ("陳大文", "議員陳大文說", "Chan Tai-man said "),
    "a figure": ("1", "二○二六年底前", "100 million "),
    "a mark": ("「", "(", "——", "《", '"', "#"),
    "white space": (" ", "\u3000", "\t", "\r\n"),
    "a heading": ("# 種樹", "■種樹", "**種樹**"),
    "a byline": ("文：陳大文", "陳大文 區議員", "By Chan Tai-man"),
    "a bullet": ("• 設立", "1. ", "(一)"),
}
SET = {"on": "", "commas": "，", "stops": "。", "semicolons": "；", "lines": "\n", "gaps": "\n\n"}


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
