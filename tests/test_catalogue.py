"""The catalogue obeys the rules that docs/catalogue.md states. What the pages themselves print
is not in the repository, so no locator can be compared with its page here."""

import re
from collections import Counter, defaultdict

import pytest
from django.conf import settings

from proposals.choices import (
    AuthorKind,
    Basis,
    BodyKind,
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
EVERY = TABLES["proposals"]
# What readers see: neither withdrawn nor merged into another.
PROPOSALS = [
    row for row in EVERY if row["publication_state"] == "published" and not row["merged_into"]
]
DOCUMENT = (settings.BASE_DIR / "docs/catalogue.md").read_text()

HAN = re.compile(r"[㐀-鿿]")


def slugs(table, column="slug"):
    return {row[column] for row in TABLES[table]}


def faulty(rows, rule):
    """What the faulty rows are known by, for a message that names them."""
    return [row.get("slug") or row.get("proposal") or row["code"] for row in rows if not rule(row)]


def test_each_sector_in_use_has_a_panel_of_the_legislature_and_retired_ones_lead_on():
    in_use = [row for row in TABLES["sectors"] if not row["replaced_by"]]
    assert faulty(in_use, lambda row: row["panel_hant"] and row["panel_en"]) == []
    assert [
        (row["code"], row["replaced_by"]) for row in TABLES["sectors"] if row["replaced_by"]
    ] == [("planning_nm", "planning")]


def test_each_body_has_a_kind_and_the_fifteen_bureaux_are_there():
    kinds = Counter(row["kind"] for row in TABLES["bodies"])
    assert set(kinds) == set(BodyKind.values)
    assert kinds["bureau"] == 15


def test_the_files_hold_the_columns_of_the_schema_and_no_others():
    for table in TABLES.keys() & packages.COLUMNS.keys():
        rows = TABLES[table]
        assert set(rows[0]) <= set(packages.COLUMNS[table]), table


def test_there_are_twenty_sources_each_with_a_note_where_it_holds_no_ask():
    assert len(TABLES["sources"]) == 20
    asked = {row["source"] for row in PROPOSALS}
    silent = [row for row in TABLES["sources"] if row["slug"] not in asked]
    assert faulty(silent, lambda row: row["note_hant"] and row["note_en"]) == []
    shown = {row["source"] for row in PROPOSALS if row["publication_state"] == "published"}
    said = {row["slug"] for row in TABLES["sources"] if row["holds_no_ask"] == "true"}
    assert said == {row["slug"] for row in TABLES["sources"]} - shown


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("bodies", ["name_hant", "name_en"]),
        ("places", ["name_hant", "name_en"]),
        ("glossary", ["name_hant", "name_en", "seen_hant", "seen_en"]),
        ("authors", ["name_hant", "name_en"]),
        ("publications", ["name_hant", "name_en"]),
        ("sources", ["headline", "headline_en"]),
        ("ideas", ["title_hant", "title_en", "summary_hant", "summary_en"]),
        ("criteria", ["text_hant", "text_en"]),
        ("related", ["reason_hant", "reason_en"]),
        ("proposals", ["title_hant", "title_en", "summary_hant", "summary_en"]),
        ("attributions", ["capacity_hant", "capacity_en"]),
        ("status_updates", ["reason_hant", "reason_en"]),
    ],
)
def test_every_text_stands_in_both_written_languages(table, columns):
    assert faulty(TABLES[table], lambda row: all(row[column].strip() for column in columns)) == []


def test_figures_are_in_english_too_and_then_without_chinese():
    told = [row for row in PROPOSALS if row["figures"] or row["figures_en"]]
    assert faulty(told, lambda row: row["figures"] and row["figures_en"].isascii()) == []


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
        twice = [v for v, n in Counter(row[column] for row in EVERY).items() if n > 1]
        assert twice == []


def test_titles_name_places_and_things_in_full():
    unclear = re.compile(r"北都|(?<!大)灣區|AI")
    assert faulty(PROPOSALS, lambda row: not unclear.search(row["title_hant"])) == []


def test_what_is_between_hong_kong_and_the_mainland_is_cross_boundary_in_english():
    mainland = re.compile(r"Mainland|Greater Bay Area|Guangdong|Shenzhen|Dongguan")
    for row in PROPOSALS:
        for column in ("title_en", "summary_en", "scheme_en"):
            text = (
                f"{row['title_en']} {row['summary_en']}" if column != "scheme_en" else row[column]
            )
            assert not (mainland.search(text) and "cross-border" in text.lower()), row["slug"]


# What the authors themselves write of their asks. Where a page prints no verb, it is 建議.
VERBS = {
    "build-northern-metropolis-faster": {"認為"},
    "xiongan-lessons-for-the-five-year-plan": {"建議", "認為"},
    "experts-on-central-asian-markets": {"建議", "認為", "主張"},
    "super-value-adder-for-central-asia": {"建議", "倡議"},
    "youth-as-bridge-culture-as-vein": {"建議", "倡議"},
}
IN_ENGLISH = {"建議": "propose", "認為": "hold", "主張": "argue", "倡議": "advocate"}
ASKING = re.compile(r"建議|認為|主張|倡議|要求|促請|呼籲")


def test_a_summary_asks_with_the_verb_of_its_text():
    for row in PROPOSALS:
        verb = ASKING.search(row["summary_hant"])
        assert verb, row["slug"]
        assert verb[0] in VERBS.get(row["source"], {"建議"}), row["slug"]
        assert IN_ENGLISH[verb[0]] in row["summary_en"].lower(), row["slug"]


def test_every_official_name_is_in_the_glossary():
    names = {row["name_hant"]: row["name_en"] for row in TABLES["glossary"]}
    other = {
        name: row["name_en"]
        for row in TABLES["glossary"]
        for name in row["aliases_hant"].split("|")
    }
    known = other | names
    for row in PROPOSALS:
        if row["scheme_hant"]:
            assert known.get(row["scheme_hant"]) == row["scheme_en"], row["slug"]
        for title in re.findall(r"《(.+?)》", row["title_hant"] + row["summary_hant"]):
            assert title in known, (row["slug"], title)
        # What is quoted as a scheme is one of the list, or is what this very row asks for.
        for name in re.findall(
            r"「([^」]+(?:計劃|基金|獎學金|框架|標準|驛站))」",
            row["title_hant"] + row["summary_hant"],
        ):
            assert name in known or name == row["scheme_hant"], (row["slug"], name)
    for row in TABLES["criteria"]:
        for title in re.findall(r"《(.+?)》", row["text_hant"]):
            assert title in known, (row["proposal"], title)
    for row in TABLES["bodies"]:
        if row["kind"] != "non_government":
            assert known.get(row["name_hant"]) == row["name_en"], row["code"]
    for row in TABLES["authors"]:
        assert known.get(row["name_hant"]) == row["name_en"], row["slug"]


def test_every_term_says_where_it_was_seen():
    assert faulty(TABLES["glossary"], lambda row: row["seen_hant"] and row["seen_en"]) == []
    romanised = {row["name_hant"] for row in TABLES["authors"] if "romanised" in row["note_en"]}
    ours = {row["name_hant"] for row in TABLES["glossary"] if "romanised" in row["seen_en"]}
    assert ours == romanised


def test_what_is_gone_says_why_or_where_it_went():
    gone = [row for row in EVERY if row not in PROPOSALS]
    assert len(gone) == 15
    for row in gone:
        assert bool(row["withdrawn_reason_hant"]) == bool(row["withdrawn_reason_en"])
        assert bool(row["withdrawn_reason_en"]) != bool(row["merged_into"])
        assert row["merged_into"] in {"", *(live["slug"] for live in PROPOSALS)}


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
        ("proposals", "instrument", set(Instrument.values)),
        ("proposals", "specificity", set(Specificity.values)),
        ("proposals", "publication_state", {"published", "withdrawn"}),
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
        ("criteria", "proposal", {row["slug"] for row in PROPOSALS}),
        ("related", "proposal", {row["slug"] for row in PROPOSALS}),
        ("related", "other", {row["slug"] for row in PROPOSALS}),
    ],
)
def test_every_code_and_reference_is_known(table, column, known):
    assert faulty(TABLES[table], lambda row: row[column] in known) == []


def test_every_proposal_has_an_author_and_a_body():
    assert slugs("attributions", "proposal") == slugs("proposals")
    assert slugs("addressees", "proposal") == slugs("proposals")


def test_every_author_is_on_a_proposal_and_every_place_or_a_part_of_it():
    assert slugs("authors") == slugs("attributions", "author")
    named = {code for row in PROPOSALS for code in row["places"].split()}
    assert named <= slugs("places", "code")
    # A place without a proposal would be an empty filter.
    assert named | slugs("places", "parent") - {""} >= slugs("places", "code")


def test_the_government_as_a_whole_is_asked_only_where_it_is_named_or_no_body_of_it_is_known():
    kind = {row["code"]: row["kind"] for row in TABLES["bodies"]}
    asked = defaultdict(set)
    for row in TABLES["addressees"]:
        asked[row["proposal"]].add((row["body"], row["basis"]))
    for row in PROPOSALS:
        if ("hksar_government", "inferred") in asked[row["slug"]]:
            others = {kind[body] for body, _basis in asked[row["slug"]]} - {"government"}
            assert others <= {"non_government"}, row["slug"]


def test_what_names_the_greater_bay_area_or_the_five_year_plan_is_put_to_its_bureau():
    put = {row["proposal"] for row in TABLES["addressees"] if row["body"] == "cmab"}
    for row in PROPOSALS:
        text = row["title_hant"] + row["summary_hant"]
        if "大灣區" in text:
            assert "greater_bay_area" in row["places"].split(), row["slug"]
        if "greater_bay_area" in row["places"].split() or "五年規劃" in text:
            assert row["slug"] in put, row["slug"]


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


def test_every_firm_ask_says_what_would_count_as_delivered_in_one_to_four_parts():
    parts = defaultdict(list)
    for row in TABLES["criteria"]:
        parts[row["proposal"]].append(int(row["position"]))
    assert set(parts) == {row["slug"] for row in PROPOSALS if row["specificity"] == "firm"}
    for slug, positions in parts.items():
        assert positions == list(range(1, len(positions) + 1)), slug
        assert len(positions) <= 4, slug


# 一 stands in too many words to be a figure.
FIGURE = re.compile(r"[0-9]+|[二兩三四五六七八九十百千萬億]|\b(?:two|three|four|five|ten)\b")


def test_no_criterion_states_a_figure_that_its_ask_has_not():
    asks = {row["slug"]: " ".join(row.values()) for row in PROPOSALS}
    for row in TABLES["criteria"]:
        for figure in FIGURE.findall(row["text_hant"] + " " + row["text_en"]):
            assert figure in asks[row["proposal"]], (row["proposal"], row["position"], figure)


def test_what_is_related_is_so_once_and_does_not_ask_for_the_same():
    ideas = {row["slug"]: set(row["ideas"].split()) for row in PROPOSALS}
    pairs = [(row["proposal"], row["other"]) for row in TABLES["related"]]
    assert pairs == sorted(set(pairs))
    for one, other in pairs:
        assert one < other
        assert not ideas[one] & ideas[other], (one, other)


def test_every_proposal_begins_as_proposed_in_its_source_and_nothing_later_is_known():
    source_of = {row["slug"]: row for row in EVERY}
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
    silent = slugs("sources") - {row["source"] for row in PROPOSALS}
    assert f"| all | 20 | {len(silent)} | {counted(PROPOSALS)} |" in DOCUMENT
    for source in TABLES["sources"]:
        rows = [row for row in PROPOSALS if row["source"] == source["slug"]]
        assert f"| {source['headline']} | {counted(rows)} |" in DOCUMENT
    for row in TABLES["sectors"]:
        if not row["replaced_by"]:
            rows = [ask for ask in PROPOSALS if ask["sector"] == row["code"]]
            names = f"| `{row['code']}` | {row['name_hant']} | {row['name_en']} |"
            assert f"{names} {counted(rows)} |" in DOCUMENT
    of_author = defaultdict(set)
    for row in TABLES["attributions"]:
        of_author[row["author"]].add(row["proposal"])
    for author in TABLES["authors"]:
        rows = [row for row in PROPOSALS if row["slug"] in of_author[author["slug"]]]
        named = f"| {author['name_hant']} | {author['name_en']} | {counted(rows)} |"
        assert named in DOCUMENT


def test_the_document_counts_how_exactly_sources_are_dated():
    known = Counter(row["published_on_precision"] or "bounds" for row in TABLES["sources"])
    said = f"{known['month']} by month, {known['bounds']} between two days"
    assert said in " ".join(DOCUMENT.split())
    assert sum(known.values()) == 20
    assert faulty(TABLES["sources"], lambda row: row["published_basis_hant"]) == []


def test_the_document_counts_criteria_and_what_is_related():
    counts = f"{len(TABLES['criteria'])} criteria, {len(TABLES['related'])} pairs that are related"
    assert counts in DOCUMENT


def test_the_document_counts_bodies_stated_and_inferred():
    live = {row["slug"] for row in PROPOSALS}
    basis = Counter(r["basis"] for r in TABLES["addressees"] if r["proposal"] in live)
    assert f"({basis['stated']} stated, {basis['inferred']} inferred)" in DOCUMENT
