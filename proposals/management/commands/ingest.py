import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from proposals.candidates import asking
from proposals.intake import known
from proposals.intake.extract import Page, extract
from proposals.intake.markup import shown_text
from proposals.intake.rules import THRESHOLD
from proposals.texts.faults import Unreadable, said
from proposals.texts.reading import text_of


class Command(BaseCommand):
    help = "Find the articles of a page, and the passages in them that ask for something."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a text, DOCX, HTML or PDF; - reads standard input")
        parser.add_argument("--json", action="store_true", help="print what was found as JSON")
        parser.add_argument(
            "--threshold",
            type=float,
            default=THRESHOLD,
            help=f"the score from which on a candidate is given ({THRESHOLD})",
        )

    @no_translations
    def handle(self, *, file: str, json: bool, threshold: float, **options: Any) -> None:
        try:
            content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
            text = text_of(content)
        except OSError as fault:
            raise CommandError(f"{file}: {fault.strerror}. Name a file that can be read.") from None
        except Unreadable as fault:
            raise CommandError(f"{file}: {fault}") from None
        shown, terms = shown_text(text), known.terms()
        page = extract(shown, terms, threshold)
        if asking.is_set():
            asked = asking.ask(shown, page, terms)
            page = asked.page
            spent = f"model: {asked.tokens} tokens, {asked.cost} USD"
            self.stderr.write(f"{spent}. {said(asked.fault, asked.fault_told)}".strip())
        self.stdout.write(as_json(page, text) if json else as_lines(page))


def as_json(page: Page, text: str) -> str:
    """What was found, with places in the characters of the text as given."""
    told = {
        "articles": [
            {
                "headline": article.headline,
                "authors": [{"name": a.name, "capacity": a.capacity} for a in article.authors],
                "start": article.start,
                "end": article.end,
            }
            for article in page.articles
        ],
        "candidates": [
            {
                "start": candidate.start,
                "end": candidate.end,
                "passage": text[candidate.start : candidate.end],
                "article": candidate.article,
                "authors": [{"name": a.name, "capacity": a.capacity} for a in candidate.authors],
                "title": candidate.described.title,
                "sector": candidate.described.sector,
                "instrument": candidate.described.instrument,
                "bodies": candidate.described.bodies,
                "specificity": candidate.described.specificity,
                "score": candidate.score,
                "rules": candidate.rules,
                **({"found_by": candidate.found_by} if asking.is_set() else {}),
            }
            for candidate in page.candidates
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def as_lines(page: Page) -> str:
    lines = []
    for number, article in enumerate(page.articles):
        names = ", ".join(f"{a.name} {a.capacity}".strip() for a in article.authors)
        lines += ["", article.headline, names]
        lines += [
            f"  {'model' if found.score is None else f'{found.score:.2f}'}  "
            + " ".join(found.passage.split())
            for found in page.candidates
            if found.article == number
        ]
    return "\n".join(lines).strip()
