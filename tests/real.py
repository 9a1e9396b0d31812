"""What may differ between the embedded server with its files and a real PostgreSQL with Redis."""

import re
from pathlib import Path

from tests import ROOT

# SQL of our own, a lock, a trigger, the history that triggers keep, a task, or the cache.
SIGNS = re.compile(
    r"contrib\.postgres|\bas_sql\b|\bRaw[SQ]|\.raw\(|\.extra\(|\bFunc\(|, function="
    r"|\btemplate = .*%\(|\.cursor\(|\.execute\(|select_for_update|\.lock(ed)?\(|pg_advisory"
    r"|advisory_|\bpgtrigger\.|\bpghistory\.|\bshared_task|\.delay\(|\bapp\.|core\.cache"
)

# By module or folder, the tests that are run again there. Migrations are applied before any test.
TESTS = {
    "proposals/admin": [
        "tests/admin/test_proposals.py",
        "tests/admin/test_shared_clash.py",
        "tests/admin/test_tracking.py",
    ],
    "proposals/alerts": ["tests/alerts"],
    "proposals/api": ["tests/api/test_clashes.py", "tests/api/test_writing.py"],
    "proposals/backup.py": ["tests/test_backup.py"],
    "proposals/audit.py": ["tests/test_audit.py"],
    "proposals/candidates": ["tests/candidates"],
    "proposals/channels": ["tests/channels"],
    "proposals/copies": ["tests/copies"],
    "proposals/counts": ["tests/counts"],
    "proposals/editing": ["tests/editing"],
    "proposals/finding/edition.py": ["tests/api/test_changes.py"],
    "proposals/management": ["tests/package/test_loading.py"],
    "proposals/migrations": ["tests/tracker/test_health.py"],
    "proposals/models": ["tests/models"],
    "proposals/package": ["tests/package/test_loading.py"],
    "proposals/tables": ["tests/tables/test_resources.py"],
    "proposals/tasks.py": ["tests/test_tasks.py"],
    "proposals/throttles.py": ["tests/web/test_limits.py"],
    "proposals/tracking": ["tests/tracking"],
    "proposals/uptake": ["tests/uptake/test_deciding.py", "tests/uptake/test_taking.py"],
    "proposals/turns.py": ["tests/alerts/test_sending.py", "tests/webhooks"],
    "proposals/webhooks": ["tests/webhooks"],
    "proposals/web/health.py": ["tests/tracker/test_health.py"],
    "proposals/web/pages/people.py": ["tests/web/pages/test_people.py"],
    "proposals/web/pages/proposal_page.py": ["tests/web/pages/test_proposal_page.py"],
    "tracker": [
        "tests/tracker/test_broker.py",
        "tests/tracker/test_cache.py",
        "tests/tracker/test_celery.py",
        "tests/tracker/test_database.py",
    ],
}


def is_under(path: Path, names) -> bool:
    return any(path.is_relative_to(ROOT / name) for name in names)


def is_run_again(test_file: Path) -> bool:
    return is_under(test_file, [name for names in TESTS.values() for name in names])
