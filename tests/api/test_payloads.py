"""How it must be sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.throttles import WriterThrottle
from tests.api.problems import problem
from tests.drawn import drawn
from tests.factories import proposals
from tests.factories.tokens import Program, evidence, recorded, update

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return Program()


def fields(response, status=400):
    return {fault["field"]: fault["message"] for fault in problem(response, status)["errors"]}


def test_every_field_at_fault_is_named_at_once(program):
    body = {
        "status": 5,
        "effective_on": "June",
        "reason_hant": None,
        "reason_en": ["x"],
        "evidence": [evidence(), {"title": True, "size": 1, "published_on": "2026-06-31"}, "x"],
        "colour": "red",
    }

    assert fields(program.post("status-updates/", body)) == {
        "proposal": "This field is required.",
        "status": "Not a valid string.",
        "effective_on": "Write a date as 2026-05-20, 2026-05 or 2026.",
        "reason_hant": "This field may not be null.",
        "reason_en": "Not a valid string.",
        "evidence.1.title": "Not a valid string.",
        "evidence.1.evidence_class": "This field is required.",
        "evidence.1.published_on": "Write a date as 2026-05-20, 2026-05 or 2026.",
        "evidence.1.size": "There is no field of this name here; there are: url, title, "
        "publisher, evidence_class, published_on, published_on_precision, quote.",
        "evidence.2": "Invalid data. Expected a dictionary, but got str.",
        "colour": "There is no field of this name here; there are: proposal, status, "
        "effective_on, effective_on_precision, reason_hant, reason_hans, reason_en, evidence, "
        "criteria, override_reason_hant, override_reason_en, superseded_by.",
    }


@pytest.mark.parametrize(
    "body", ["{", "[]", '"x"', "null", '{"a": NaN}', "[" * 100_000, '{"\\ud800": 1}', "\xff"]
)
def test_a_body_that_is_no_object_is_refused(program, body):
    assert fields(program.post("status-updates/", body.encode("latin-1")))
    assert recorded() == 0


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_a_text_that_cannot_be_kept_is_refused(program, text):
    body = update(proposals.published(), reason_hant=text)

    assert list(fields(program.post("status-updates/", body))) == ["reason_hant"]


def test_a_body_in_another_form_is_refused(program):
    response = program.post(
        "status-updates/", "proposal=x", content_type="application/x-www-form-urlencoded"
    )

    problem(response, 415)


def test_a_body_beyond_all_measure_is_refused(program):
    body = update(proposals.published(), reason_hant="長" * 1_000_000)

    problem(program.post("status-updates/", body), 413)


def test_only_json_is_answered(program):
    response = program.post(
        "status-updates/", update(proposals.published()), headers={"Accept": "application/xml"}
    )

    problem(response, 406)
    assert recorded() == 0


def test_an_address_to_write_to_takes_no_parameters(program):
    response = program.post("status-updates/?dry_run=1", update(proposals.published()))

    assert list(fields(response)) == ["dry_run"]
    assert recorded() == 0


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@drawn(100)
@given(
    path=st.sampled_from(["status-updates/", "checks/"]),
    changed=st.dictionaries(
        st.sampled_from([*update(proposals.Proposal()), "checked_on", "superseded_by"]) | st.text(),
        json_values
        | st.sampled_from(["0001-01-01", "9999-12-31", "delivered", "year", [{}], [evidence()]]),
        max_size=4,
    ),
)
def test_no_body_is_a_fault_of_ours(program, monkeypatch, path, changed):
    monkeypatch.setattr(WriterThrottle, "rate", None, raising=False)
    monkeypatch.setattr(WriterThrottle, "allow_request", lambda *_: True)
    body = update(proposals.published()) | changed

    assert program.post(path, body).status_code in {201, 400, 404, 422}
