import datetime as dt
import re

import pytest
from django.utils import translation

from proposals.choices import Precision, SourceLanguage
from proposals.models import Proposal
from proposals.web.pages.citation import Citation, line_to_share
from tests.factories import people, proposals, sources

pytestmark = pytest.mark.django_db

ADDRESS = "https://tracker.example/proposals/silver-fund/"
READ_ON = dt.date(2026, 11, 20)
STOOD_ON = dt.date(2026, 11, 19)


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


def cited(proposal):
    return Citation(listed(proposal), ADDRESS, READ_ON, STOOD_ON)


def test_a_footnote_cites_the_tracker_names_who_asked_and_quotes_the_locator_alone(proposal):
    with translation.override("en"):
        assert cited(proposal).footnote() == (
            "Policy Proposal Tracker: Set up a silver-economy fund (proposed by Chan Tai-man, "
            "Lee Siu-ming; see “完善銀髮經濟”, Daily, 20 May 2026, at “設立銀髮經濟基金”). "
            f"Status on 19 November 2026: Proposed. {ADDRESS}, read on 20 November 2026."
        )


def test_in_chinese_it_is_a_footnote_too(proposal):
    with translation.override("zh-hant"):
        assert cited(proposal).footnote() == (
            "建言追蹤：〈設立銀髮經濟基金〉（提出者：陳大文、李小明；見〈完善銀髮經濟〉，日報，"
            "2026年5月20日，「設立銀髮經濟基金」一句）。2026年11月19日狀況：已提出。"
            f"{ADDRESS}，閱覽日期：2026年11月20日。"
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
        footnote = cited(proposal).footnote()
    places = [footnote.index(words) for words in shown]
    assert places == sorted(places)
    assert ADDRESS in footnote


def test_what_the_source_does_not_show_is_not_made_up(proposal):
    proposal.source.published_on, proposal.source.published_on_precision = None, ""
    proposal.source.publication = None
    proposal.source.save()
    with translation.override("en"):
        for words in (cited(proposal).footnote(), cited(proposal).bibtex(), cited(proposal).ris()):
            assert "“完善銀髮經濟”, at “設立銀髮經濟基金”" in words
            assert "not stated" not in words


def test_an_entry_of_bibtex_is_keyed_by_the_slug(proposal):
    with translation.override("en"):
        assert cited(proposal).bibtex() == (
            "@misc{silver-fund,\n"
            "  author = {{Policy Proposal Tracker}},\n"
            "  title = {{Set up a silver-economy fund}},\n"
            "  year = {2026},\n"
            "  month = {11},\n"
            "  howpublished = {Entry of a web site},\n"
            "  note = {Proposed by Chan Tai-man, Lee Siu-ming; see “完善銀髮經濟”, Daily, "
            "20 May 2026, at “設立銀髮經濟基金”. Status on 19 November 2026: Proposed.},\n"
            f"  url = {{{ADDRESS}}},\n"
            "  urldate = {2026-11-20},\n"
            "}"
        )


def test_an_entry_of_ris_says_the_same_a_tag_a_line(proposal):
    with translation.override("en"):
        lines = cited(proposal).ris().split("\n")
    assert [line[:6] for line in lines] == [
        f"{tag}  - " for tag in ["TY", "ID", "AU", "TI", "PY", "DA", "N1", "UR", "Y2", "LA", "ER"]
    ]
    assert lines[2:6] == [
        "AU  - Policy Proposal Tracker,",
        "TI  - Set up a silver-economy fund",
        "PY  - 2026",
        "DA  - 2026/11/19",
    ]
    assert lines[7] == f"UR  - {ADDRESS}"


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
    citation = Citation(row, ADDRESS, READ_ON, STOOD_ON)
    entry = citation.bibtex()
    assert len(citation.ris().split("\n")) == 11
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
