"""What the documents say of the tree is true."""

import re
import tomllib
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils import translation

from proposals.choices import Status

ROOT = Path(__file__).parent.parent
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()
WORDS = (ROOT / "docs" / "domain.md").read_text()


def named_in_the_tables():
    """The modules in the first column of each folder's table."""
    folder, found = "", []
    for line in ARCHITECTURE.splitlines():
        if heading := re.fullmatch(r"### `(.+/)`", line):
            folder = heading[1]
        elif line.startswith("| `"):
            found += [folder + name for name in re.findall(r"`(\w+\.py)`", line.split("|")[1])]
    return sorted(found)


def test_the_architecture_names_each_module_once_and_none_that_is_not_there():
    """Migrations are named by their folder; an empty `__init__.py` holds nothing to name."""
    modules = [
        str(path.relative_to(ROOT))
        for top in ("proposals", "tracker")
        for path in sorted((ROOT / top).rglob("*.py"))
        if path.parent.name != "migrations" and path.stat().st_size
    ]
    assert named_in_the_tables() == sorted(modules)


def test_the_architecture_shows_the_layers_of_the_import_contract():
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contract = pyproject["tool"]["importlinter"]["contracts"][0]
    assert contract["containers"] == ["proposals"]
    assert "\n".join(["```", *contract["layers"], "```"]) in ARCHITECTURE


def test_the_glossary_names_each_model_as_its_pages_do():
    """Those of our own; the tables of revisions are made for them."""
    with translation.override("zh-hant"):
        names = {
            str(model._meta.verbose_name)
            for model in apps.get_app_config("proposals").get_models()
            if model.__module__.startswith("proposals.models.") and not model._meta.proxy
        }
    assert {name for name in names if f"| {name} |" not in WORDS} == set()


def test_the_glossary_names_each_status_as_its_pages_do():
    with translation.override("zh-hant"):
        shown = [f"| `{status.value}` | {status.label} |" for status in Status]
    assert [line for line in shown if line not in WORDS] == []


def test_the_guide_for_contributors_names_what_is_there():
    guide = (ROOT / "CONTRIBUTING.md").read_text()
    paths = re.findall(r"`((?:proposals|tests|docs|fixtures)/[\w./]*)`", guide)
    assert [path for path in paths if not (ROOT / path).exists()] == []
    named = re.findall(r"`(\w+)`\s+(?:in|of)\s+`([\w/]+\.py)`", guide)
    assert len(named) > 10
    assert [(n, path) for n, path in named if n not in (ROOT / path).read_text()] == []
    targets = re.findall(r"`make ([a-z-]+)", guide)
    makefile = (ROOT / "Makefile").read_text()
    assert [t for t in targets if not re.search(rf"^{t}:", makefile, re.MULTILINE)] == []


def test_the_newest_release_is_the_one_that_the_site_and_the_api_show(client):
    log = (ROOT / "CHANGELOG.md").read_text()
    releases = re.findall(r"^## (\d+\.\d+\.\d+) — (\d{4}-\d\d-\d\d)$", log, re.MULTILINE)
    newest, _day = releases[0]
    assert releases == sorted(releases, key=by_number, reverse=True)
    assert newest == settings.VERSION
    assert f">Version {newest}</li>" in client.get("/en/methodology/").content.decode()
    assert client.get("/api/v1/schema/").json()["info"]["version"] == newest


def by_number(release):
    return [int(part) for part in release[0].split(".")]
