"""The command that finds asks in a file."""

import json
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from tests.candidates.model import KEY, talking
from tests.factories import taxonomy

TEXT = "談談本港的樹木\n\n陳大文 區議員\n\n發展局應設立樹木基金。巴士站旁有一棵榕樹。\n"


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.txt"
    path.write_bytes(TEXT.encode())
    return path


@pytest.mark.django_db
def test_the_json_has_what_it_promises_and_no_more(page, capsys):
    call_command("ingest", str(page), json=True)
    told = json.loads(capsys.readouterr().out)
    author = {"name": "陳大文", "capacity": "區議員"}
    assert told["articles"] == [
        {"headline": "談談本港的樹木", "authors": [author], "start": 0, "end": len(TEXT) - 1}
    ]
    (found,) = told["candidates"]
    assert TEXT[found["start"] : found["end"]] == found["passage"] == "發展局應設立樹木基金"
    assert found == {
        "start": 18,
        "end": 28,
        "passage": "發展局應設立樹木基金",
        "article": 0,
        "authors": [author],
        "title": "設立樹木基金",
        "sector": "planning",
        "instrument": "fund",
        "bodies": ["devb"],
        "specificity": "firm",
        "score": found["score"],
        "rules": ["duty", "concrete", "public_actor", "thing"],
    }
    call_command("ingest", str(page), json=True, threshold=0.95)
    assert json.loads(capsys.readouterr().out)["candidates"] == []


@pytest.mark.django_db
def test_a_model_is_asked_where_one_is_set_and_what_it_cost_is_told(page, capsys, settings):
    with talking() as model:
        model.set_up(settings, price=(Decimal(1), Decimal(2)))
        model.rows = [{"passage": "巴士站旁有一棵榕樹"}]
        call_command("ingest", str(page), json=True)
        told = capsys.readouterr()
        first, second = json.loads(told.out)["candidates"]
        assert first["found_by"] == ["rules"]
        assert (second["passage"], second["found_by"], second["score"], second["rules"]) == (
            "巴士站旁有一棵榕樹",
            ["model"],
            None,
            [],
        )
        assert told.err == "model: 1000 tokens, 0.001100 USD.\n"
        call_command("ingest", str(page))
        assert "  model  巴士站旁有一棵榕樹" in capsys.readouterr().out
        settings.EXTRACTOR_URL = model.url("refuses/401")
        call_command("ingest", str(page), json=True)
        told = capsys.readouterr()
        assert len(json.loads(told.out)["candidates"]) == 1
        assert "401" in told.err
        assert KEY not in told.out + told.err


@pytest.mark.django_db
def test_the_taxonomy_of_the_tracker_comes_before_that_of_the_fixtures(page, capsys):
    taxonomy.body(code="trees", name_hant="樹木局", aliases_hant=["發展局"])
    call_command("ingest", str(page), json=True)
    (found,) = json.loads(capsys.readouterr().out)["candidates"]
    assert found["bodies"] == ["trees"]


@pytest.mark.django_db
def test_people_read_headlines_authors_and_passages(page, capsys):
    call_command("ingest", str(page))
    assert capsys.readouterr().out.splitlines()[:2] == ["談談本港的樹木", "陳大文 區議員"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "holds no text"), (b"%PDF-1.4", "PDF is damaged"), (None, "No such file")],
    ids=["empty", "pdf", "missing"],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(tmp_path, content, said):
    path = tmp_path / "file"
    if content is not None:
        path.write_bytes(content)
    with (
        translation.override(settings.LANGUAGE_CODE),
        pytest.raises(CommandError, match=rf"file: .*{said}"),
    ):
        call_command("ingest", str(path), json=True)
