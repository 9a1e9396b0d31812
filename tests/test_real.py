"""Whatever may differ on real PostgreSQL and Redis is tried there too."""

import pytest

from tests import ROOT
from tests.real import SIGNS, TESTS, is_under


def test_each_module_that_may_differ_there_has_tests_that_are_run_there():
    modules = [path for top in ("proposals", "tracker") for path in (ROOT / top).rglob("*.py")]
    differ = [path for path in modules if SIGNS.search(path.read_text())]
    assert len(differ) > 20
    assert [str(path.relative_to(ROOT)) for path in differ if not is_under(path, TESTS)] == []


@pytest.mark.parametrize("module", TESTS)
def test_they_are_there(module):
    assert (ROOT / module).exists()
    assert all((ROOT / name).exists() for name in TESTS[module])
