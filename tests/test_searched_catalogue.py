"""What readers looked for in the catalogue, and what docs/search.md says that they find."""

import re

import pytest
from django.conf import settings
from django.test import Client

from proposals.choices import TermKind
from proposals.models import Term
from proposals.package import loading
from tests.factories import people

pytestmark = pytest.mark.slow("the catalogue is loaded")

WRITTEN = (settings.BASE_DIR / "docs/search.md").read_text()
TABLE = re.findall(r"^\| `([^`]+)` \| (\d+) \| (.*) \|$", WRITTEN, re.MULTILINE)


@pytest.fixture(scope="module")
def catalogue(once):
    with once():
        loading.load(settings.FIXTURES_DIR, by=people.user(is_superuser=True))


def looked_for(words):
    shown = Client().get("/proposals/", {"q": words}).context
    meant = [shown["meant"][0]] if shown.get("meant") else []
    named = [one.label.text for one in shown.get("named", [])]
    return words, str(shown["total"]), "、".join([*meant, *named])


def test_each_search_finds_what_is_written(catalogue):
    assert [looked_for(words) for words, _found, _offered in TABLE] == TABLE


def test_every_word_of_a_group_finds_the_same(catalogue):
    for group in ("安老 養老 長者 銀髮 樂齡 老人 耆英", "大灣區 GBA 粵港澳", "北都 北部都會區"):
        assert len({looked_for(word)[1] for word in group.split()}) == 1


def test_a_scheme_is_found_by_each_of_its_names(catalogue):
    found = {}
    for term in Term.objects.filter(kind=TermKind.SCHEME):
        names = (term.name_hant, *term.aliases_hant, *term.aliases_en)
        for name in names if term.aliases_hant or term.aliases_en else ():
            found.setdefault(term.slug, {})[name] = looked_for(name)[1]
    assert found.keys() > {"blue-and-green-circle", "bud-fund"}
    assert [names for names in found.values() if len(set(names.values())) > 1] == []


def test_what_is_left_out_is_not_found(catalogue):
    with_both, with_one = looked_for("算力 中亞")[1], looked_for("算力")[1]
    assert int(looked_for("算力 -中亞")[1]) == int(with_one) - int(with_both) > 0
