"""What an assistant is told over the pipes of a process of its own."""

import json

import pytest
from django.test import Client
from mcp.shared.exceptions import MCPError

from proposals.models import Change, Proposal

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow("starts a process, as an assistant's program does"),
]


def test_each_tool_says_what_it_takes_in_the_words_of_the_api(assistant, client):
    tools = assistant.tools()

    assert set(tools) == {
        *("search_proposals", "read_proposal", "list_changes"),
        *("count_proposals", "count_over_time", "count_answers", "list_codes"),
    }
    assert all(tool.annotations.read_only_hint for tool in tools.values())
    document = client.get("/api/v1/schema/").json()
    described = {
        each["name"]: each["schema"]
        for each in document["paths"]["/api/v1/proposals/"]["get"]["parameters"]
        if each["in"] == "query"
    }
    taken = tools["search_proposals"].input_schema["properties"]
    assert {name: {**form, "description": ""} for name, form in taken.items()} == {
        name: {**form, "description": ""} for name, form in described.items()
    }
    assert tools["read_proposal"].input_schema["required"] == ["slug"]


def test_a_search_finds_what_is_public_and_says_what_each_status_rests_on(assistant):
    found = assistant.told("search_proposals", q="基金", ordering="title")

    rows = {row["slug"]: row for row in found["results"]}
    assert set(rows) == {"silver-fund", "kept"}
    rests_on = rows["silver-fund"]["rests_on"]
    assert rows["silver-fund"]["status"] == rests_on["status"] == "under_study"
    assert rests_on["reason_hant"]
    assert rests_on["effective_on"]
    assert rests_on["evidence"][0]["url"] == "https://gov.example/1"
    assert rests_on["override_reason_en"] == "Verified."
    assert rests_on["checked_on"] == rows["silver-fund"]["checked_on"] is not None
    assert rows["kept"]["rests_on"]["evidence"][0]["evidence_class"] == "source"


def test_a_proposal_is_told_with_its_whole_timeline(assistant):
    told = assistant.told("read_proposal", slug="silver-fund")

    assert [update["holds"] for update in told["updates"]] == [True, False, False, True]
    assert told["rests_on"]["id"] == told["updates"][-1]["id"]
    assert told["cite"]["html_url"] == told["html_url"]


def test_a_status_of_the_past_rests_on_what_was_known_then(assistant):
    told = assistant.told("read_proposal", slug="silver-fund", as_of="2026-05-25")

    assert told["status"] == told["rests_on"]["status"] == "proposed"
    assert told["cite"]["html_url"] == told["html_url"] + "?as_of=2026-05-25"


def test_every_answer_cites_addresses_that_say_the_same(assistant, settings):
    reader = Client()
    for tool, arguments in {
        "search_proposals": {"status": ["proposed", "-declined"], "page_size": 1},
        "read_proposal": {"slug": "kept"},
        "list_changes": {"after": 2, "kind": ["published"]},
        "count_proposals": {"group_by": ["status", "sector"], "author": ["chan"]},
        "count_over_time": {"interval": "year", "from": "2026-01-01", "q": "基金"},
        "count_answers": {"group_by": "sector"},
        "list_codes": {"list": ["status"]},
    }.items():
        told = assistant.told(tool, **arguments)
        cited = {
            name: url and url.removeprefix(settings.SITE_URL) for name, url in told["cite"].items()
        }
        again = reader.get(cited["url"])
        assert again.status_code == 200, cited
        body = again.json()
        key = "results" if "results" in body else "updates"
        assert len(body[key]) == len(told[key]) > 0, tool
        if tool != "list_codes":
            assert reader.get(cited["html_url"]).status_code == 200, cited


def test_a_copy_is_kept_in_step_by_the_changes(assistant):
    first = assistant.told("list_changes", limit=3)
    assert [row["seq"] for row in first["results"]] == sorted(
        row["seq"] for row in first["results"]
    )
    seen, answer = list(first["results"]), first
    while not answer["is_last"]:
        answer = assistant.told("list_changes", after=answer["next_after"], epoch=answer["epoch"])
        seen += answer["results"]

    assert [row["seq"] for row in seen] == list(
        Change.objects.order_by("seq").values_list("seq", flat=True)
    )
    standing = {row["key"]: row["row"] for row in seen if row["noun"] == "proposal"}
    assert {key for key, row in standing.items() if row} == {"silver-fund", "kept"}
    assert standing["silver-fund"]["rests_on"]["status"] == "under_study"
    assert "restored" in assistant.refused("list_changes", after=1, epoch="another")


def test_counts_are_those_of_the_api(assistant):
    told = assistant.told("count_proposals", group_by="status")

    counts = {row["status"]: row["proposal_count"] for row in told["results"]}
    assert counts == {"proposed": 1, "under_study": 1}
    assert told["total"] == 2


def test_codes_are_told_list_by_list(assistant):
    told = assistant.told("list_codes", list=["specificity", "basis"])

    assert {row["list"] for row in told["results"]} == {"specificity", "basis"}


@pytest.mark.parametrize(
    ("tool", "arguments", "field", "allowed"),
    [
        ("search_proposals", {"status": "adopted"}, "status", "under_study"),
        ("search_proposals", {"colour": "red"}, "colour", "sector"),
        ("search_proposals", {"page_size": 501}, "page_size", "1–500"),
        ("search_proposals", {"q": "長" * 201}, "q", ""),
        ("search_proposals", {"status": {"is": "noted"}}, "status", "noted"),
        ("list_changes", {"limit": True}, "limit", "1–500"),
        ("count_proposals", {"group_by": ["status", "tone"]}, "group_by", "author"),
        ("count_proposals", {"group_by": ["status", "body", "place"]}, "group_by", "2"),
        ("list_codes", {"list": "colours"}, "list", "status"),
        ("read_proposal", {"slug": "kept", "as_of": "yesterday"}, "as_of", ""),
    ],
)
def test_a_fault_names_the_field_and_what_it_allows(assistant, tool, arguments, field, allowed):
    said = assistant.refused(tool, **arguments)

    assert f"\n{field}: " in said
    assert allowed in said


def test_a_fault_is_worded_as_the_api_words_it(assistant, client):
    said = assistant.refused("search_proposals", specificity="hard").splitlines()

    problem = client.get("/api/v1/proposals/", {"specificity": "hard"}).json()
    [fault] = problem["errors"]
    assert said == [
        problem["detail"],
        f"specificity: {fault['message']} Allowed: {', '.join(fault['allowed'])}",
    ]


def test_a_draft_is_told_by_no_tool(assistant):
    assert Proposal.objects.filter(slug="draft").exists()
    assert assistant.refused("read_proposal", slug="draft") == assistant.refused(
        "read_proposal", slug="never-was"
    )
    told = [
        assistant.told("search_proposals", page_size=500),
        assistant.told("list_changes", limit=500),
        assistant.told("count_proposals"),
    ]
    assert "Nobody may see this" not in json.dumps(told)
    assert told[2]["total"] == 2


def test_what_is_gone_says_why_and_what_was_merged_where_it_went(assistant):
    assert "The source was withdrawn." in assistant.refused("read_proposal", slug="gone")
    told = assistant.told("read_proposal", slug="twin")
    assert told["slug"] == "kept"
    assert told["cite"]["url"].endswith("/api/v1/proposals/kept/")


@pytest.mark.parametrize("slug", ["", "../stats", "a/b", "a?page_size=1", "長", "\ud800", "a\n"])
def test_no_slug_leads_elsewhere(assistant, slug):
    answer = assistant.ask("read_proposal", slug=slug.encode(errors="replace").decode())

    assert answer.is_error
    assert answer.structured_content["status"] == 404


def test_a_tool_that_is_not_there_is_named_with_those_that_are(assistant):
    with pytest.raises(MCPError, match=r"write_proposal.*search_proposals"):
        assistant.ask("write_proposal")
