"""The OpenAPI document of each release is kept, and a release adds to the one before."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from proposals.api.about import document
from proposals.api.stats import UptakesRow
from tests import ROOT

KEPT = ROOT / "docs/openapi"
# Words about the API, and what says by which key one may enter: `[]` and `[{}]` both mean none.
WORDS = {"description", "summary", "examples", "security", "servers", "tags"}


def releases() -> list[Path]:
    return sorted(KEPT.glob("*.json"), key=lambda path: [int(n) for n in path.stem.split(".")])


def lost(old: Any, new: Any, where: str = "") -> Iterator[str]:
    """What stood in the old document, and stands no more or stands otherwise in the new one."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name, value in old.items():
            if name in WORDS and not where.endswith("/properties"):
                continue
            if name in new:
                yield from lost(value, new[name], f"{where}/{name}")
            else:
                yield f"{where}/{name}"
    elif isinstance(old, list) and isinstance(new, list):
        yield from lost(by_name(old), by_name(new), where)
    elif old != new:
        yield f"{where}: {old} is {new}"


def spelt_out(part: Any, whole: dict) -> Any:
    """With what it names in the place of the name, which may be another in the next release."""
    if isinstance(part, dict) and "$ref" in part:
        return spelt_out(whole["components"]["schemas"][part["$ref"].rpartition("/")[2]], whole)
    if isinstance(part, dict):
        return {name: spelt_out(value, whole) for name, value in part.items()}
    return [spelt_out(each, whole) for each in part] if isinstance(part, list) else part


def by_name(values: list) -> dict:
    """A parameter by its name, another form by its place, a value by itself."""
    names = (
        (f"{v['in']}:{v['name']}" if "in" in v else str(place))
        if isinstance(v, dict)
        else json.dumps(v)
        for place, v in enumerate(values)
    )
    return dict(zip(names, values, strict=True))


def differing(one: Any, other: Any) -> list[str]:
    """Where two documents differ, words included."""
    return sorted({*places(one)} ^ {*places(other)})


def places(part: Any, where: str = "") -> Iterator[str]:
    if isinstance(part, dict | list) and part:
        for name, value in part.items() if isinstance(part, dict) else enumerate(part):
            yield from places(value, f"{where}/{name}")
    else:
        yield f"{where}: {part!r}"


@pytest.fixture(scope="module")
def described(tmp_path_factory):
    """The document as `make openapi` writes it, in a process of its own."""
    path = tmp_path_factory.mktemp("openapi") / "openapi.json"
    command = ["spectacular", "--format=openapi-json", "--lang=en", f"--file={path}"]
    environment = {**os.environ, "SITE_URL": "http://localhost:8000"}
    subprocess.run([sys.executable, "manage.py", *command], env=environment, cwd=ROOT, check=True)
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_kept_document_of_this_release_is_what_the_code_describes(described):
    """Otherwise `make openapi` writes it anew."""
    kept = KEPT / f"{settings.VERSION}.json"
    assert releases()[-1] == kept
    assert differing(json.loads(kept.read_text(encoding="utf-8")), described) == []


def test_it_is_also_what_is_served(client, described, settings):
    settings.SITE_URL = "http://localhost:8000"
    document.cache_clear()
    try:
        assert differing(client.get("/api/v1/schema/").json(), described) == []
    finally:
        document.cache_clear()


def test_a_release_takes_nothing_away_that_the_one_before_had():
    kept = [json.loads(path.read_text(encoding="utf-8")) for path in releases()]
    assert len(kept) > 1
    for before, after in pairwise(kept):
        old, new = spelt_out(before["paths"], before), spelt_out(after["paths"], after)
        assert list(lost(old, new)) == []
        assert set(before["components"]["schemas"]) <= set(after["components"]["schemas"])


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (["paths", "/api/v1/authors/"], ["/authors"]),
        (["paths", "/api/v1/authors/", "get", "responses", "304"], ["/304"]),
        (["components", "schemas", "ProposalRow", "properties", "slug"], ["/slug"]),
        (["components", "schemas", "Status", "enum", 0], ['/"proposed"']),
    ],
)
def test_what_is_taken_away_is_noticed(path, told):
    before = json.loads(releases()[-1].read_text(encoding="utf-8"))
    after = json.loads(json.dumps(before))
    *way, last = path
    place = after
    for step in way:
        place = place[step]
    del place[last]

    found = list(lost(before, after))
    assert len(found) == 1
    assert told[0] in found[0]
    assert list(lost(after, before)) == []


def test_what_is_of_another_kind_is_noticed():
    before = {"properties": {"count": {"type": "integer", "description": "How many."}}}
    after = {"properties": {"count": {"type": "string", "description": "How many there are."}}}

    assert list(lost(before, after)) == ["/properties/count/type: integer is string"]


def test_words_are_in_the_language_of_who_reads_not_of_who_asked_first():
    with translation.override("zh-hant"):
        fields = UptakesRow().fields
    with translation.override("en"):
        assert str(fields["same"].help_text) == "How many it answers so (As asked)."
