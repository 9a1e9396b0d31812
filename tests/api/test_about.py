import json
import re
from io import StringIO
from pathlib import Path

import jsonschema
import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from rest_framework.throttling import AnonRateThrottle

from proposals import tracking
from proposals.api.history import StatusUpdateFilter
from proposals.finding.filters import PAGING, ProposalFilter
from tests.factories import history, people, proposals, sources, taxonomy
from tests.factories.tokens import Program, evidence, update

pytestmark = pytest.mark.django_db

FORMS = ["application/json", "application/yaml"]
DOCUMENTED = Path("docs/api.md").read_text(encoding="utf-8")
ROWS = [
    *("proposals/", "status-updates/", "authors/", "sectors/", "bodies/", "sources/", "ideas/"),
    *("places/", "codes/", "statuses/", "instruments/"),
]
TABLES = {
    "stats/": {"group_by"},
    "stats/timeline/": {"group_by", "interval", "from", "to"},
    "stats/answers/": {"group_by"},
    "facets/": set(),
}


@pytest.fixture(scope="module")
def something_of_everything(once):
    with once():
        return one_of_each()


def one_of_each():
    chief = people.user(is_superuser=True)
    full = proposals.published(
        slug="full",
        place=taxonomy.place(),
        ideas=[proposals.idea()],
        source=sources.source(
            publication=sources.publication(), url="https://example.org/", slug="full"
        ),
    )
    tracking.void(history.record(full, by=chief), reason_hant="誤記。", by=chief)
    tracking.check(full, checked_on=timezone.localdate(), by=chief)
    proposals.published(slug="undated", proposed_on=None, bodies=[])
    return full


@pytest.fixture(scope="module")
def schema():
    out = StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, format="openapi-json", stdout=out)
    return json.loads(out.getvalue())


def every_operation(schema):
    return [operation for path in schema["paths"].values() for operation in path.values()]


def operation(schema, path):
    return schema["paths"][f"/api/v1/{path}"]["get"]


def parameters(schema, path):
    return {p["name"]: p for p in operation(schema, path)["parameters"] if p["in"] == "query"}


def test_the_index_leads_everywhere(get, client):
    index = get("").json()

    assert list(index) == [
        *("proposals", "status-updates", "authors", "sectors", "bodies", "sources", "ideas"),
        *(
            "places",
            "synonyms",
            "glossary",
            "documents",
            "uptakes",
            "copies",
            "codes",
            "statuses",
            "instruments",
        ),
        *("stats", "stats/timeline", "stats/answers", "stats/uptakes", "facets", "schema", "docs"),
    ]
    for name, address in index.items():
        assert address == f"http://testserver/api/v1/{name}/"
        assert client.get(address).status_code == 200


def test_the_schema_is_served_and_says_openapi_3_1(get):
    response = get("schema/")

    assert response.headers["Content-Type"] == "application/json"
    assert response.json()["openapi"].startswith("3.1.")
    assert response.headers["Content-Disposition"] == 'inline; filename="tracker-v1.json"'


def test_the_schema_is_made_once_and_asked_for_again_by_its_etag(
    get, monkeypatch, django_assert_num_queries
):
    first = get("schema/")
    monkeypatch.setattr(SchemaGenerator, "get_schema", None)

    with django_assert_num_queries(0):
        again = get("schema/")
        unchanged = get("schema/", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.content, again.headers["ETag"]) == (first.content, first.headers["ETag"])
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert get("schema/", headers={"If-Match": '"other"'}).status_code == 412


def test_each_form_of_the_schema_has_an_etag_of_its_own(get):
    as_json, as_yaml = (get("schema/", headers={"Accept": kind}) for kind in FORMS)

    assert [answer.headers["Content-Type"] for answer in (as_json, as_yaml)] == FORMS
    assert as_json.headers["ETag"] != as_yaml.headers["ETag"]
    assert "Accept" in as_yaml.headers["Vary"]


def test_the_schema_is_not_counted_against_the_limit(get, monkeypatch):
    monkeypatch.setattr(AnonRateThrottle, "rate", "1/min", raising=False)

    assert [get("schema/").status_code for _ in range(3)] == [200, 200, 200]
    assert [get("codes/").status_code for _ in range(2)] == [200, 429]


def test_the_schema_takes_no_parameters(faults):
    assert list(faults("schema/", format="yaml")) == ["format"]


def test_the_schema_lists_every_parameter_that_is_read(schema):
    paging = set(PAGING)
    assert set(parameters(schema, "proposals/")) == {*ProposalFilter.base_filters} | paging
    assert set(parameters(schema, "status-updates/")) == {*StatusUpdateFilter.base_filters} | paging
    for path in ("authors/", "sectors/", "bodies/", "sources/", "ideas/", "places/"):
        assert set(parameters(schema, path)) == paging
    for path, own in TABLES.items():
        read = {*ProposalFilter.base_filters, "format"} | own
        assert set(parameters(schema, path)) == read


def test_the_schema_lists_the_values_of_fixed_codes(schema):
    listed = parameters(schema, "proposals/")

    assert listed["specificity"]["schema"]["items"]["enum"] == ["firm", "soft", "-firm", "-soft"]
    assert listed["ordering"]["schema"]["enum"][0] == "-status_since"
    assert listed["page_size"]["schema"]["maximum"] == 500


def test_everything_in_the_schema_is_described(schema):
    bare = [
        f"{name}.{field}"
        for name, component in schema["components"]["schemas"].items()
        for field, form in component.get("properties", {}).items()
        if not form.get("description")
    ]
    bare += [
        f"{path} {parameter['name']}"
        for path, methods in schema["paths"].items()
        for operation in methods.values()
        for parameter in operation.get("parameters", [])
        if not parameter.get("description")
    ]
    assert bare == []


def test_the_document_says_whose_it_is_and_under_which_licence(schema):
    info = schema["info"]

    assert info["title"].isascii()
    assert info["license"] == {
        "name": "Creative Commons Attribution 4.0",
        "identifier": "CC-BY-4.0",
    }
    assert info["contact"]["url"] == settings.SITE_URL
    assert "counts as not given" in info["description"]
    assert schema["servers"] == [{"url": "/"}, {"url": settings.SITE_URL}]


def test_every_tag_is_described(schema):
    used = {tag for each in every_operation(schema) for tag in each["tags"]}

    assert {tag["name"] for tag in schema["tags"]} == used
    assert all(tag["description"] for tag in schema["tags"])


def test_every_operation_tells_what_any_may_answer_and_in_which_headers(schema):
    for told in every_operation(schema):
        answers = told["responses"]
        assert "Allow" in answers["405"]["headers"]
        assert "Retry-After" in answers["429"]["headers"]
        assert "406" in answers
        if told["operationId"].endswith("_write"):
            assert "ETag" in answers["409"]["headers"]
        else:
            assert {"ETag", "Last-Modified"} <= set(answers["200"]["headers"])
            assert {"304", "400", "412"} <= set(answers)
    assert "Link" in operation(schema, "proposals/")["responses"]["200"]["headers"]
    assert "Location" in operation(schema, "proposals/{slug}/")["responses"]["301"]["headers"]


def test_a_blank_parameter_is_allowed_by_the_schema_too(schema):
    assert all(
        parameter["allowEmptyValue"]
        for each in every_operation(schema)
        for parameter in each.get("parameters", [])
        if parameter["in"] == "query"
    )


def test_the_rules_of_what_is_sent_are_told(schema):
    sent = schema["paths"]["/api/v1/status-updates/"]["post"]
    [key] = [p["schema"] for p in sent["parameters"] if p["name"] == "Idempotency-Key"]
    texts = schema["components"]["schemas"]

    assert (key["minLength"], key["maxLength"]) == (1, 200)
    assert re.fullmatch(key["pattern"], "a key")
    assert not re.fullmatch(key["pattern"], "鍵")
    assert texts["StatusUpdateStatement"]["properties"]["reason_hant"]["minLength"] == 1
    assert texts["EvidenceStatement"]["properties"]["title"]["minLength"] == 1


def test_every_text_has_an_example(schema):
    # An example would be sent with any status, and one status alone names a successor.
    bare = []
    for component, described in schema["components"]["schemas"].items():
        for name, field in described.get("properties", {}).items():
            form = field["items"] if field.get("type") == "array" else field
            is_text = "string" in form.get("type", "") and "enum" not in form
            if is_text and not form.get("examples"):
                bare.append(f"{component}.{name}")
    assert bare == ["StatusUpdateStatement.superseded_by"]


def test_examples_are_what_their_schema_allows(schema):
    validator = jsonschema.Draft202012Validator
    for described in schema["components"]["schemas"].values():
        for field in described.get("properties", {}).values():
            for example in field.get("examples", []):
                validator(field, format_checker=validator.FORMAT_CHECKER).validate(example)


@pytest.mark.parametrize("path", [*ROWS, *TABLES, "proposals/{slug}/", "sources/{slug}/"])
def test_what_is_answered_is_what_the_schema_says(get, schema, something_of_everything, path):
    form = operation(schema, path)["responses"]["200"]["content"]["application/json"]["schema"]
    validator = jsonschema.Draft202012Validator(
        {**form, "components": schema["components"]},
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )
    answer = get(path.format(slug="full")).json()

    assert [fault.message for fault in validator.iter_errors(answer)] == []
    assert answer.get("results", [answer])
    # Every field is listed, so that none is answered that nobody described.
    name = form["$ref"].rpartition("/")[2]
    described = schema["components"]["schemas"][name]["properties"]
    assert set(answer) <= set(described)


def test_an_answer_has_no_field_that_the_schema_does_not_name(get, schema, something_of_everything):
    for path in ROWS:
        form = operation(schema, path)["responses"]["200"]["content"]["application/json"]["schema"]
        page = schema["components"]["schemas"][form["$ref"].rpartition("/")[2]]
        name = page["properties"]["results"]["items"]["$ref"].rpartition("/")[2]
        described = set(schema["components"]["schemas"][name]["properties"])
        for row in get(path).json()["results"]:
            assert set(row) == described


@pytest.mark.parametrize(("path", "own"), TABLES.items())
def test_a_table_has_no_column_that_the_schema_does_not_name(
    get, schema, something_of_everything, path, own
):
    given = {"group_by": "proposed_month,place"} if "group_by" in own else {}
    table = operation(schema, path)["responses"]["200"]["content"]["application/json"]["schema"]
    form = schema["components"]["schemas"][table["$ref"].rpartition("/")[2]]
    name = form["properties"]["results"]["items"]["$ref"].rpartition("/")[2]
    described = schema["components"]["schemas"][name]
    [first, *_] = rows = get(path, given).json()["results"]

    assert set(first) <= set(described["properties"])
    for row in rows:
        jsonschema.validate(row, {**described, "components": schema["components"]})


def test_errors_are_what_the_schema_says(get, schema):
    withdrawn = proposals.withdrawn()
    for path, asked, status in [
        ("proposals/", "proposals/?colour=red", "400"),
        ("proposals/{slug}/", "proposals/no-such-one/", "404"),
        ("proposals/{slug}/", f"proposals/{withdrawn.slug}/", "410"),
    ]:
        response = operation(schema, path)["responses"][status]
        form = response["content"]["application/problem+json"]["schema"]
        jsonschema.validate(get(asked).json(), {**form, "components": schema["components"]})


def written(schema, path, response):
    """What the schema says of the answer to a write."""
    described = schema["paths"][f"/api/v1/{path}"]["post"]["responses"][str(response.status_code)]
    form = described["content"][response.headers["Content-Type"]]["schema"]
    jsonschema.validate(
        response.json(),
        {**form, "components": schema["components"]},
        cls=jsonschema.Draft202012Validator,
    )
    return response.status_code


def test_answers_to_writes_are_what_the_schema_says(get, schema):
    program, second = Program(), Program()
    proposal, gone = proposals.published(), proposals.withdrawn()
    look = {"proposal": proposal.slug, "checked_on": "2026-06-01"}
    waiting = program.post("status-updates/", update(proposal, "declined"))
    number = waiting.json()["id"]

    assert written(schema, "status-updates/", waiting) == 201
    assert written(schema, "checks/", program.post("checks/", look)) == 201
    confirm, void = f"status-updates/{number}/confirm/", f"status-updates/{number}/void/"
    assert (
        written(schema, "status-updates/{id}/confirm/", second.post(confirm, {"opened": [1]}))
        == 201
    )
    mistake = program.post(void, {"reason_hant": "誤記。"})
    assert written(schema, "status-updates/{id}/void/", mistake) == 201

    stale = {"If-Match": '"0"'}
    for status, answer in {
        400: program.post("status-updates/", {"colour": "red"}),
        403: Program(role="Contributor").post("status-updates/", {}),
        404: program.post("status-updates/", update(proposal) | {"proposal": "no-such-one"}),
        409: program.post("status-updates/", update(proposal), headers=stale),
        410: program.post("status-updates/", update(gone)),
        415: program.post("status-updates/", "x", content_type="text/plain"),
        422: program.post("status-updates/", update(proposal, evidence=[])),
    }.items():
        assert written(schema, "status-updates/", answer) == status
    program.token.revoke()
    assert written(schema, "status-updates/", program.post("status-updates/", {})) == 401


def test_what_is_sent_is_what_the_schema_says(schema):
    sent = update(proposals.published(), evidence=[evidence(url=None, published_on="2026-06-01")])
    form = schema["components"]["schemas"]["StatusUpdateStatement"]

    jsonschema.validate(
        sent,
        {**form, "components": schema["components"]},
        cls=jsonschema.Draft202012Validator,
    )
    assert set(sent) >= set(form["required"])


def test_only_writing_asks_for_a_token(schema):
    asked = {
        (method, path)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
        if operation["security"]
    }
    assert asked == {
        ("post", "/api/v1/status-updates/"),
        ("post", "/api/v1/status-updates/{id}/void/"),
        ("post", "/api/v1/status-updates/{id}/confirm/"),
        ("post", "/api/v1/checks/"),
        ("post", "/api/v1/intake/"),
    }


@pytest.mark.parametrize(
    "name",
    sorted({*ProposalFilter.base_filters, *StatusUpdateFilter.base_filters, *PAGING}),
)
def test_every_parameter_is_in_the_manual(name):
    assert f"`{name}`" in DOCUMENTED


def test_every_field_is_in_the_manual(schema):
    fields = {
        field
        for name, component in schema["components"]["schemas"].items()
        if name != "CountsByStatus"
        for field in component.get("properties", {})
    }
    assert [field for field in sorted(fields) if f"`{field}`" not in DOCUMENTED] == []
