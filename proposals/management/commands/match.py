import json
from argparse import ArgumentTypeError
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.db import DatabaseError

from proposals.texts.faults import Unreadable
from proposals.texts.reading import is_web_page, read, text_of
from proposals.uptake import catalogue, days
from proposals.uptake.documents import evidence_class
from proposals.uptake.matching import THRESHOLD, Match, Matcher
from proposals.uptake.passages import Passage, cut


class Command(BaseCommand):
    help = "Say which asks the paragraphs of an official text answer. Writes nothing."
    # No table is needed: without any, the asks are those of the fixtures.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="a text, DOCX, HTML or PDF")
        parser.add_argument("--json", action="store_true", help="as one JSON object")
        parser.add_argument(
            "--threshold",
            type=_share,
            default=THRESHOLD,
            metavar="X",
            help=f"the lowest score shown, from 0 to 1 (default: {THRESHOLD})",
        )

    @no_translations
    def handle(self, *, file: Path, threshold: float, **options: Any) -> None:
        try:
            content = file.read_bytes()
            # Of a web page the article; anything else as it stands, so that places hold.
            text = text_of(content)
            text = read(content).text if is_web_page(text) else text
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}. Name a file that can be read.") from None
        except Unreadable as error:
            raise CommandError(f"{file}: {error}") from None
        passages = cut(text)
        if not passages:
            raise CommandError(f"{file}: There is no paragraph in it. Give a text with sentences.")
        matcher = _matcher()
        kind, written = evidence_class(text), days.of_document(text)
        found = list(matcher.match(passages, threshold, kind=kind, written=written))
        if options["json"]:
            told = {"paragraphs": [_told(passage, matches) for passage, matches in found]}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            for passage, matches in found:
                for match in matches:
                    self.stdout.write(_line(passage, match))


def _share(text: str) -> float:
    with suppress(ValueError):
        if 0 <= float(text) <= 1:
            return float(text)
    raise ArgumentTypeError(f"{text} is no number from 0 to 1.")


def _matcher() -> Matcher:
    """The asks of the database; those of the fixtures where it has none, or is not there."""
    try:
        if asks := catalogue.open_asks():
            return Matcher(asks, catalogue.lexicon())
    except DatabaseError:
        pass
    folder = settings.FIXTURES_DIR
    return Matcher(catalogue.asks_of(folder), catalogue.lexicon_of(folder))


def _told(passage: Passage, matches: list[Match]) -> dict[str, Any]:
    return {
        "start": passage.start,
        "end": passage.end,
        "matches": [
            {
                "proposal": match.ask.slug,
                "locator": passage.locator,
                "score": match.score,
                "relation": match.relation.value,
                "status": match.status.value,
                "terms": list(match.terms),
                "cues": list(match.cues),
                "days": [
                    {"words": day.words, "first": f"{day.first}", "last": f"{day.last}"}
                    for day in match.days
                ],
            }
            for match in matches
        ],
    }


def _line(passage: Passage, match: Match) -> str:
    terms = ", ".join(match.terms)
    return (
        f"{passage.locator}: {match.ask.slug} ({match.score:.2f}, {match.relation.value}, "
        f"{match.status.value}: {terms})"
    )
