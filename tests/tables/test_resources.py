"""Tables in and out: the same columns in the admin's import and export and in the package."""

import datetime as dt

import pytest
from django.utils import translation

from proposals.models import Addressee, Attribution, Author, Proposal, Sector, Source, Synonym
from proposals.tables.incoming import Import
from proposals.tables.resources import RESOURCES
from tests.factories import documents, packages, people, proposals, sources, tables, taxonomy, words

pytestmark = pytest.mark.django_db

IMPORTED = list(RESOURCES)


def load(name, *rows, **options):
    file = Import(by=people.user("Editor"), **options)
    return RESOURCES[name]().bring(tables.table(*rows), file=file)


def exported(name):
    return RESOURCES[name]().export().dict


def faults(result):
    """The faulty columns by row, as a spreadsheet counts them."""
    return {row.number: sorted(row.error_dict) for row in result.invalid_rows}


def told(proposal):
    return list(proposal.changes.order_by("seq").values_list("kind", flat=True))


@pytest.mark.parametrize("name", IMPORTED)
def test_the_columns_are_those_of_the_schema(name):
    assert exported(name) == []
    assert RESOURCES[name]().get_export_headers() == packages.COLUMNS[name]


def test_the_tables_come_in_the_order_in_which_one_needs_the_other():
    assert list(packages.COLUMNS)[: len(IMPORTED)] == IMPORTED
    for table in packages.SCHEMA["resources"]:
        for link in table["schema"].get("foreignKeys", []):
            # "" is the table itself.
            needed = link["reference"]["resource"] or table["name"]
            names = list(packages.COLUMNS)
            assert names.index(needed) <= names.index(table["name"])


@pytest.mark.parametrize("name", IMPORTED)
def test_what_is_exported_is_imported_without_any_change(name):
    published = proposals.published(
        place=taxonomy.place(),
        ideas=[proposals.idea("b"), proposals.idea("a")],
        source=sources.source(publication=sources.publication()),
    )
    draft = proposals.draft()
    proposals.criterion(draft)
    proposals.related(proposals.draft(), draft, reason_hant="同樣關乎資金")
    proposals.withdrawn()
    Synonym.objects.create(code="elderly", words="安老 / 養老")
    words.term()
    documents.document()
    rows = exported(name)
    assert rows
    result = load(name, *rows)
    assert (result.has_errors(), result.has_validation_errors()) == (False, False)
    assert (result.totals["new"], result.totals["update"]) == (0, 0)
    assert result.totals["skip"] == len(rows)
    assert exported(name) == rows
    assert told(published) == ["published"]


def test_a_proposal_is_exported_as_readers_know_it():
    proposals.published(
        slug="silver-fund",
        ideas=[proposals.idea("b"), proposals.idea("a")],
        source=sources.source(slug="page"),
        place=taxonomy.place("hetao", "河套", "Hetao"),
    )
    (row,) = exported("proposals")
    shown = ("slug", "sector", "place", "source", "ideas", "proposed_on", "publication_state")
    assert [row[column] for column in shown] == [
        "silver-fund",
        "ageing",
        "hetao",
        "page",
        "a b",
        "2026-05-20",
        "published",
    ]
    assert (row["status"], row["status_since"]) == ("proposed", "2026-05-20")


def two_places():
    region = taxonomy.place("northern_metropolis", "北部都會區", "Northern Metropolis", position=1)
    loop = taxonomy.place("hetao", "河套", "Hetao", parent=region, position=2)
    return [region, loop]


def test_all_places_stand_beside_the_first_of_them():
    proposal = proposals.published(places=two_places())
    (row,) = exported("proposals")
    assert (row["place"], row["places"]) == ("northern_metropolis", "hetao northern_metropolis")
    alone = {"slug": row["slug"], "place": "hetao"}
    assert load("proposals", alone | {"place": "northern_metropolis"}).totals["skip"] == 1
    assert load("proposals", alone).totals["update"] == 1
    assert [place.code for place in proposal.places.all()] == ["hetao"]
    assert load("proposals", {"slug": row["slug"], "places": row["places"]}).totals["update"] == 1
    assert proposal.places.count() == 2


def test_the_first_place_is_among_all_of_them():
    two_places()
    proposals.published(slug="one")
    result = load("proposals", {"slug": "one", "place": "hetao", "places": "northern_metropolis"})
    assert faults(result) == {2: ["place"]}


def test_a_row_may_name_one_that_stands_before_it_in_the_file():
    region, loop = two_places()
    old = taxonomy.place("loop", "落馬洲", "Loop", replaced_by=loop)
    proposals.published(slug="one", place=loop)
    rows = exported("places")
    assert [(row["parent"], row["replaced_by"]) for row in rows] == [
        ("", ""),
        ("northern_metropolis", ""),
        ("", "hetao"),
    ]
    Proposal.objects.get().places.clear()
    for row in (old, loop, region):
        row.delete()
    for is_preview in (True, False):
        result = load("places", *rows, is_preview=is_preview)
        assert (result.has_errors(), result.has_validation_errors()) == (False, False)
    assert exported("places") == rows


def test_an_import_takes_a_replaced_code_for_the_one_that_replaces_it():
    taxonomy.sector("old", "舊", "Old")
    taxonomy.sector("now", "新", "Now")
    proposal = proposals.published(slug="one", sector=Sector.objects.get(code="old"))
    assert load("sectors", {"code": "old", "replaced_by": "now"}).totals["update"] == 1
    proposal.refresh_from_db()
    assert proposal.sector.code == "now"
    assert told(proposal) == ["published", "updated"]
    assert load("proposals", {"slug": "one", "sector": "old"}).totals["skip"] == 1


def test_other_names_share_a_cell():
    body = taxonomy.body(aliases_hant=["勞福局"], aliases_en=["LWB", "Labour | Welfare"])
    (row,) = exported("bodies")
    assert (row["aliases_hant"], row["aliases_hans"]) == ("勞福局", "劳福局")
    assert row["aliases_en"] == "LWB|Labour ｜ Welfare"
    assert (
        load("bodies", {"code": "lwb", "aliases_hant": " 勞福局 | | 勞工局"}).totals["update"] == 1
    )
    body.refresh_from_db()
    assert (body.aliases_hant, body.aliases_hans) == (["勞福局", "勞工局"], ["劳福局", "劳工局"])


def test_a_new_row_is_a_draft_with_derived_text_that_can_be_found():
    taxonomy.sector()
    sources.source(slug="page")
    row = packages.small()["proposals"][0]
    row = {c: v for c, v in row.items() if c not in ("publication_state", "place", "ideas")}
    assert load("proposals", row).totals["new"] == 1
    proposal = Proposal.objects.search("银发").get()
    assert (proposal.publication_state, proposal.title_hans) == ("draft", "设立银发经济基金")
    assert (proposal.proposed_on, proposal.version) == (dt.date(2026, 5, 20), 1)
    assert told(proposal) == []


def test_an_import_is_one_edit_told_once():
    proposal = proposals.published(slug="one")
    row = exported("proposals")[0] | {"title_hant": "設立長者基金", "title_hans": ""}
    result = load("proposals", row)
    assert result.totals["update"] == 1
    stored = Proposal.objects.get()
    assert (stored.title_hans, stored.version) == ("设立长者基金", proposal.version + 1)
    assert told(proposal) == ["published", "updated"]


def test_a_resource_takes_one_file_after_another():
    proposal = proposals.published(slug="one")
    row = exported("proposals")[0] | {"title_hans": ""}
    resource, file = RESOURCES["proposals"](), Import(by=people.user("Editor"))
    for title, done in [("長者基金", "update"), ("長者基金", "skip"), ("樂齡基金", "update")]:
        result = resource.bring(tables.table(row | {"title_hant": title}), file=file)
        assert result.totals[done] == 1
    assert told(proposal) == ["published", "updated", "updated"]


def test_a_preview_writes_nothing():
    proposal = proposals.published(slug="one")
    before = Proposal.objects.values().get()
    row = exported("proposals")[0] | {"title_hant": "設立長者基金"}
    result = load("proposals", row, is_preview=True)
    assert result.totals["update"] == 1
    assert Proposal.objects.values().get() == before
    assert told(proposal) == ["published"]


def test_renaming_a_shared_row_is_told_of_each_proposal_that_shows_it():
    author = people.author(slug="chan")
    shown = proposals.published(authors=[author])
    apart = proposals.published(authors=[people.author()])
    load("authors", {"slug": "chan", "name_hant": "陳小文"})
    assert Author.objects.get(slug="chan").name_hans == "陈小文"
    assert (told(shown), told(apart)) == (["published", "updated"], ["published"])


@pytest.mark.parametrize("column", ["publication_state", "status"])
def test_a_row_cannot_publish_or_move_a_status(column):
    proposals.draft(slug="one")
    wanted = {"publication_state": "published", "status": "delivered"}[column]
    result = load("proposals", exported("proposals")[0] | {column: wanted})
    assert faults(result) == {2: [column]}
    stored = Proposal.objects.get()
    assert (stored.publication_state, stored.status) == ("draft", "proposed")


def test_every_faulty_column_of_a_row_is_named():
    proposals.draft(slug="one")
    row = exported("proposals")[0]
    result = load(
        "proposals",
        row | {"title_hant": "", "sector": "nonsense", "proposed_on": "3/4/2026", "ideas": "none"},
    )
    assert faults(result) == {2: ["ideas", "proposed_on", "sector", "title_hant"]}


@pytest.mark.parametrize("cell", ["46162", "3/4/2026", "May"])
def test_a_date_that_cannot_be_read_is_not_called_missing_too(cell):
    row = page_row(published_on=cell, published_on_precision="day")
    [fault] = load("sources", row).invalid_rows
    assert {column: len(said) for column, said in fault.error_dict.items()} == {"published_on": 1}


@pytest.mark.parametrize(("cell", "position"), [("", 0), ("7", 7), (" 7 ", 7), (7.0, 7)])
def test_a_position_is_a_whole_number(cell, position):
    load("sectors", {"code": "x", "name_hant": "名", "name_en": "Name", "position": cell})
    assert Sector.objects.get().position == position


@pytest.mark.parametrize("cell", ["first", "1.5", "-1", "99999", "١", "1e3", "nan"])
def test_what_is_no_whole_number_is_refused(cell):
    result = load("sectors", {"code": "x", "name_hant": "名", "name_en": "N", "position": cell})
    assert faults(result) == {2: ["position"]}


def test_links_are_found_again_by_both_ends():
    proposal = proposals.published(slug="one", authors=[people.author(slug="chan")])
    load("attributions", {"proposal": "one", "author": "chan", "capacity_hant": "主席"})
    load("addressees", {"proposal": "one", "body": "lwb", "basis": "inferred"})
    attribution = Attribution.objects.get()
    assert (attribution.capacity_hant, Addressee.objects.get().basis) == ("主席", "inferred")
    assert told(proposal) == ["published", "updated", "updated"]


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"aliases_hant": "長" * 101}, "aliases_hant", "One of the names is too long"),
        ({"code": "no code"}, "code", "A code is lower-case letters, digits and underscores."),
    ],
)
def test_what_is_wrong_with_a_name_or_a_code_is_said_in_words(cells, column, said):
    row = {"code": "lwb", "kind": "bureau", "name_hant": "局", "name_en": "Bureau"} | cells
    with translation.override("en"):
        [fault] = load("bodies", row).invalid_rows
    assert said in " ".join(map(str, fault.error_dict[column]))


# --- where a source is found ---


def page_row(**cells):
    return {"slug": "page", "kind": "op_ed", "headline": "標題", "language": "zh-Hant"} | cells


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("www.daily.example/a", "Write https://www.daily.example/a."),
        ("https://daily.example/1; https://archive.example/1", "a column of its own"),
        ("https://daily.example/1\nhttps://archive.example/1", "a column of its own"),
        ("https://daily.example/a b", "is not an address"),
    ],
)
def test_an_address_that_is_not_one_is_named_with_its_remedy(cell, said):
    with translation.override("en"):
        [fault] = load("sources", page_row(url=cell)).invalid_rows
    assert list(fault.error_dict) == ["url"]
    [message] = fault.error_dict["url"]
    assert said in str(message)


def test_an_archived_copy_holds_the_address_that_it_is_a_copy_of():
    copy = "https://archive.example/web/2026/https://daily.example/1?a=1,2"
    load("sources", page_row(archived_url=copy, archived_on="2026-06-12", page="A12"))
    row = Source.objects.get(slug="page")
    assert (row.archived_url, row.archived_on, row.page) == (copy, dt.date(2026, 6, 12), "A12")


def test_a_day_of_a_copy_needs_its_address():
    [fault] = load("sources", page_row(slug="other", archived_on="2026-06-12")).invalid_rows
    assert list(fault.error_dict) == ["archived_on"]
