"""The catalogue obeys the rules that docs/catalogue.md states. What the pages themselves print
is not in the repository, so no locator can be compared with its page here."""

import re
from collections import Counter, defaultdict

import pytest
from django.conf import settings

from proposals.choices import (
    AuthorKind,
    Basis,
    Instrument,
    SourceKind,
    SourceLanguage,
    Specificity,
)
from tests.factories import packages

FIXTURES = settings.BASE_DIR / "fixtures"
TABLES = {
    table: packages.read(FIXTURES, table)
    for table in packages.COLUMNS
    if (FIXTURES / f"{table}.csv").exists()
}
PROPOSALS = TABLES["proposals"]
DOCUMENT = (settings.BASE_DIR / "docs/catalogue.md").read_text()

SECTORS = [
    ("ai_compute", "人工智能與算力", "AI and computing power"),
    ("innovation_industry", "創科與新型工業化", "Innovation and new industrialisation"),
    ("data_digital", "數據與數字政府", "Data and digital government"),
    ("finance", "金融與資本市場", "Finance and capital markets"),
    ("trade_commodities", "貿易與大宗商品", "Trade and commodities"),
    ("legal", "法律與爭議解決", "Legal and dispute resolution"),
    ("planning_nm", "規劃與北部都會區", "Planning and the Northern Metropolis"),
    ("transport_infra", "基建與運輸物流", "Infrastructure, transport and logistics"),
    ("education_youth", "教育與青年", "Education and youth"),
    ("employment", "就業與技能", "Employment and skills"),
    ("ageing", "安老與銀髮經濟", "Ageing and the silver economy"),
    ("culture_media", "文化與傳媒", "Culture and media"),
    ("external", "對外合作", "External cooperation"),
]

HAN = re.compile(r"[㐀-鿿]")


def slugs(table, column="slug"):
    return {row[column] for row in TABLES[table]}


def faulty(rows, rule):
    """What the faulty rows are known by, for a message that names them."""
    return [row.get("slug") or row.get("proposal") or row["code"] for row in rows if not rule(row)]


def test_the_sectors_are_the_thirteen_in_their_order():
    rows = sorted(TABLES["sectors"], key=lambda row: int(row["position"]))
    assert [(row["code"], row["name_hant"], row["name_en"]) for row in rows] == SECTORS


def test_the_files_hold_the_columns_of_the_schema_and_no_others():
    for table, rows in TABLES.items():
        assert set(rows[0]) <= set(packages.COLUMNS[table]), table


def test_there_are_twenty_sources_each_with_a_note_where_it_holds_no_ask():
    assert len(TABLES["sources"]) == 20
    asked = slugs("proposals", "source")
    silent = [row for row in TABLES["sources"] if row["slug"] not in asked]
    assert faulty(silent, lambda row: row["note_hant"] and row["note_en"]) == []


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("bodies", ["name_hant", "name_en"]),
        ("places", ["name_hant", "name_en"]),
        ("authors", ["name_hant", "name_en"]),
        ("publications", ["name_hant", "name_en"]),
        ("ideas", ["title_hant", "title_en", "summary_hant", "summary_en"]),
        ("proposals", ["title_hant", "title_en", "summary_hant", "summary_en"]),
        ("attributions", ["capacity_hant", "capacity_en"]),
        ("status_updates", ["reason_hant", "reason_en"]),
    ],
)
def test_every_text_stands_in_both_written_languages(table, columns):
    assert faulty(TABLES[table], lambda row: all(row[column].strip() for column in columns)) == []


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("authors", "note"),
        ("sources", "note"),
        ("ideas", "summary"),
        ("proposals", "scheme"),
        ("attributions", "capacity"),
    ],
)
def test_what_one_language_says_the_other_says_too(table, name):
    assert (
        faulty(TABLES[table], lambda row: bool(row[f"{name}_hant"]) == bool(row[f"{name}_en"]))
        == []
    )


def test_chinese_columns_are_chinese_and_english_ones_are_not():
    for table, rows in TABLES.items():
        for row in rows:
            for column, text in row.items():
                if column.endswith("_hant") and text:
                    assert HAN.search(text), (table, column, text)
                # Notes, and brackets after an English name of ours, give what is printed.
                if column.endswith("_en") and column != "note_en":
                    ours = re.sub(r"\([^)]*\)", "", text)
                    assert not HAN.search(ours), (table, column, text)


def test_titles_keep_their_length():
    assert faulty(PROPOSALS, lambda row: len(row["title_hant"]) <= 30) == []
    assert faulty(PROPOSALS, lambda row: len(row["title_en"].split()) <= 15) == []


def test_no_two_proposals_have_one_title():
    for column in ("slug", "title_hant", "title_en"):
        twice = [v for v, n in Counter(row[column] for row in PROPOSALS).items() if n > 1]
        assert twice == []


def test_a_locator_is_a_phrase_of_six_to_twenty_characters_on_one_line():
    assert faulty(PROPOSALS, lambda row: 6 <= len(row["locator"]) <= 20) == []
    assert faulty(PROPOSALS, lambda row: row["locator"].split() == [row["locator"]]) == []


def test_no_two_proposals_of_a_source_stand_at_one_place():
    places = Counter((row["source"], row["locator"]) for row in PROPOSALS)
    assert [place for place, count in places.items() if count > 1] == []


@pytest.mark.parametrize(
    ("table", "column", "known"),
    [
        ("proposals", "sector", slugs("sectors", "code")),
        ("proposals", "source", slugs("sources")),
        ("proposals", "place", slugs("places", "code") | {""}),
        ("proposals", "instrument", set(Instrument.values)),
        ("proposals", "specificity", set(Specificity.values)),
        ("proposals", "publication_state", {"published"}),
        ("authors", "kind", set(AuthorKind.values)),
        ("sources", "kind", set(SourceKind.values)),
        ("sources", "language", set(SourceLanguage.values)),
        ("sources", "publication", slugs("publications") | {""}),
        ("attributions", "proposal", slugs("proposals")),
        ("attributions", "author", slugs("authors")),
        ("addressees", "proposal", slugs("proposals")),
        ("addressees", "body", slugs("bodies", "code")),
        ("addressees", "basis", set(Basis.values)),
        ("evidence", "source", slugs("sources")),
    ],
)
def test_every_code_and_reference_is_known(table, column, known):
    assert faulty(TABLES[table], lambda row: row[column] in known) == []


def test_every_proposal_has_an_author_and_a_body():
    assert slugs("attributions", "proposal") == slugs("proposals")
    assert slugs("addressees", "proposal") == slugs("proposals")


def test_every_author_and_place_is_on_a_proposal():
    assert slugs("authors") == slugs("attributions", "author")
    # A place without a proposal would be an empty filter.
    assert slugs("places", "code") == slugs("proposals", "place") - {""}


def test_the_asks_of_a_source_are_counted_in_its_order():
    places = defaultdict(list)
    for row in PROPOSALS:
        places[row["source"]].append(int(row["position"]))
    assert all(sorted(found) == list(range(1, len(found) + 1)) for found in places.values())


def test_an_idea_joins_proposals_of_several_authors():
    proposals_of, authors_of = defaultdict(set), defaultdict(set)
    for row in TABLES["attributions"]:
        authors_of[row["proposal"]].add(row["author"])
    for row in PROPOSALS:
        for idea in row["ideas"].split():
            proposals_of[idea].add(row["slug"])
    assert set(proposals_of) == slugs("ideas")
    for members in proposals_of.values():
        assert len(members) > 1
        assert len(set.union(*(authors_of[slug] for slug in members))) > 1


def test_every_proposal_begins_as_proposed_in_its_source_and_nothing_later_is_known():
    source_of = {row["slug"]: row for row in PROPOSALS}
    updates = TABLES["status_updates"]
    assert sorted(row["proposal"] for row in updates) == sorted(source_of)
    assert {(row["number"], row["status"]) for row in updates} == {("1", "proposed")}
    for row in updates:
        proposal = source_of[row["proposal"]]
        assert row["effective_on"] == proposal["proposed_on"]
        assert row["effective_on_precision"] == proposal["proposed_on_precision"]

    headline = {row["slug"]: row["headline"] for row in TABLES["sources"]}
    evidence = TABLES["evidence"]
    assert sorted(row["proposal"] for row in evidence) == sorted(source_of)
    for row in evidence:
        proposal = source_of[row["proposal"]]
        assert (row["number"], row["evidence_class"]) == ("1", "source")
        assert row["source"] == proposal["source"]
        assert row["title"] == headline[row["source"]]
        assert row["quote"] == proposal["locator"]


def test_a_day_is_that_of_the_source():
    dated = {row["slug"]: row["published_on"] for row in TABLES["sources"]}
    assert faulty(PROPOSALS, lambda row: row["proposed_on"] == dated[row["source"]]) == []


def test_slugs_are_short_and_last():
    for table in ("authors", "sources", "ideas", "proposals"):
        assert (
            faulty(
                TABLES[table],
                lambda row: (
                    re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["slug"]) and len(row["slug"]) <= 80
                ),
            )
            == []
        )


def test_no_text_has_loose_ends():
    for table, rows in TABLES.items():
        for row in rows:
            for column, text in row.items():
                assert text == text.strip(), (table, column, text)
                assert "  " not in text, (table, column, text)
                assert "\n" not in text, (table, column, text)


# --- what docs/catalogue.md counts is what the files hold ---


def counted(rows):
    firm = sum(row["specificity"] == "firm" for row in rows)
    return f"{firm} | {len(rows) - firm} | {len(rows)}"


def test_the_document_counts_what_the_files_hold():
    silent = slugs("sources") - slugs("proposals", "source")
    assert f"| all | 20 | {len(silent)} | {counted(PROPOSALS)} |" in DOCUMENT
    for source in TABLES["sources"]:
        rows = [row for row in PROPOSALS if row["source"] == source["slug"]]
        assert f"| {source['headline']} | {counted(rows)} |" in DOCUMENT
    for code, hant, en in SECTORS:
        rows = [row for row in PROPOSALS if row["sector"] == code]
        assert f"| `{code}` | {hant} | {en} | {counted(rows)} |" in DOCUMENT
    of_author = defaultdict(set)
    for row in TABLES["attributions"]:
        of_author[row["author"]].add(row["proposal"])
    for author in TABLES["authors"]:
        rows = [row for row in PROPOSALS if row["slug"] in of_author[author["slug"]]]
        named = f"| {author['name_hant']} | {author['name_en']} | {counted(rows)} |"
        assert named in DOCUMENT


def test_the_document_counts_bodies_stated_and_inferred():
    basis = Counter(row["basis"] for row in TABLES["addressees"])
    assert f"({basis['stated']} stated, {basis['inferred']} inferred)" in DOCUMENT
