import datetime as dt
import re

import pytest
from django.utils import translation

from proposals.choices import Precision, SourceLanguage
from proposals.models import Proposal
from proposals.web.pages.citation import bibtex, line_to_share, sentence
from tests.factories import people, proposals, sources

pytestmark = pytest.mark.django_db

ADDRESS = "https://tracker.example/proposals/silver-fund/"
READ_ON = dt.date(2026, 11, 20)


@pytest.fixture
def proposal():
    return proposals.published(
        slug="silver-fund",
        authors=[people.author("陳大文", "Chan Tai-man"), people.author("李小明", "Lee Siu-ming")],
        source=sources.source(
            "完善銀髮經濟",
            publication=sources.publication("daily", "日報", "Daily"),
            published_on=dt.date(2026, 5, 20),
            published_on_precision=Precision.DAY,
        ),
    )


def listed(proposal):
    return Proposal.objects.for_listing().get(pk=proposal.pk)


def fields(entry):
    return dict(re.findall(r"^  (\w+) = \{(.*)\},$", entry, re.MULTILINE))


def test_a_sentence_tells_who_what_where_and_when(proposal):
    with translation.override("en"):
        assert sentence(listed(proposal), ADDRESS, READ_ON) == (
            "Chan Tai-man, Lee Siu-ming, “Set up a silver-economy fund”, in “完善銀髮經濟”, "
            f"Daily, 20 May 2026. Policy Proposal Tracker, {ADDRESS}, read on 20 November 2026."
        )


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        (
            "zh-hant",
            ["設立銀髮經濟基金", "完善銀髮經濟", "日報", "2026年5月20日", "2026年11月20日"],
        ),
        (
            "zh-hans",
            ["设立银发经济基金", "完善銀髮經濟", "日报", "2026年5月20日", "2026年11月20日"],
        ),
    ],
)
def test_it_is_in_the_language_of_the_reader_but_the_headline_as_printed(proposal, language, shown):
    with translation.override(language):
        cited = sentence(listed(proposal), ADDRESS, READ_ON)
    places = [cited.index(words) for words in shown]
    assert places == sorted(places)
    assert ADDRESS in cited


def test_what_the_source_does_not_show_is_not_made_up(proposal):
    proposal.source.published_on, proposal.source.published_on_precision = None, ""
    proposal.source.publication = None
    proposal.source.save()
    row = listed(proposal)
    with translation.override("en"):
        assert "in “完善銀髮經濟”, date not stated. Policy" in sentence(row, ADDRESS, READ_ON)
        entry = fields(bibtex(row, ADDRESS, READ_ON))
    assert entry["howpublished"] == "“完善銀髮經濟”, date not stated"
    assert not {"year", "month"} & set(entry)


def test_an_entry_of_bibtex_is_keyed_by_the_slug(proposal):
    with translation.override("en"):
        assert bibtex(listed(proposal), ADDRESS, READ_ON) == (
            "@misc{silver-fund,\n"
            "  author = {{Chan Tai-man} and {Lee Siu-ming}},\n"
            "  title = {{Set up a silver-economy fund}},\n"
            "  howpublished = {“完善銀髮經濟”, Daily, 20 May 2026},\n"
            "  year = {2026},\n"
            "  month = {5},\n"
            "  note = {Policy Proposal Tracker},\n"
            f"  url = {{{ADDRESS}}},\n"
            "  urldate = {2026-11-20},\n"
            "}"
        )


@pytest.mark.parametrize(
    ("precision", "kept"),
    [
        (Precision.DAY, {"year", "month"}),
        (Precision.MONTH, {"year", "month"}),
        (Precision.YEAR, {"year"}),
    ],
)
def test_a_date_is_no_more_exact_than_it_is_known(proposal, precision, kept):
    source = proposal.source
    source.published_on, source.published_on_precision = dt.date(2026, 1, 1), precision
    source.save()
    entry = fields(bibtex(listed(proposal), ADDRESS, READ_ON))
    assert {"year", "month"} & set(entry) == kept


@pytest.mark.parametrize(
    "title",
    [
        "{ alone",
        "} alone",
        "{both}",
        "\\end",
        "50% & $5 #1 a_b",
        "~^",
        "two\nlines",
        "“引號”「」",
        "}}}{",
    ],
)
def test_no_text_breaks_out_of_its_field(title):
    source = sources.source(title.replace("\n", " "), language=SourceLanguage.EN)
    author = people.author(title.replace("\n", " "), title.replace("\n", " "))
    row = listed(proposals.published(title_hant=title, source=source, authors=[author]))
    entry = bibtex(row, ADDRESS, READ_ON)
    depth = 0
    for character in entry:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0
    # Only the last brace closes the entry.
    assert entry.count("\n") == len(fields(entry)) + 1
    assert entry.endswith("\n}")
    # What is a command to TeX stands behind a backslash.
    assert not re.search(r"(?<!\\)[$&#%_^~]", fields(entry)["title"])


def test_a_line_to_share_says_where_it_stands(proposal):
    with translation.override("en"):
        shared = line_to_share(listed(proposal), ADDRESS)
    assert shared == f"Set up a silver-economy fund – Proposed. {ADDRESS}"
