"""Web and worker go on behind PgBouncer, where a connection is ours for one transaction only."""

import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import psycopg
import pytest
from django.conf import settings

from tests import ROOT
from tests.factories import proposals
from tests.workers import Workers, until

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow("PgBouncer, web and a worker are started"),
]

CONFIG = """
[databases]
* = host={host} user={user}

[pgbouncer]
listen_addr =
listen_port = 6432
unix_socket_dir = {folder}
auth_type = any
pool_mode = transaction
default_pool_size = 3
# What follows is set on the database: see docs/operations.md.
ignore_startup_parameters = options, extra_float_digits
"""


@pytest.fixture
def pooled():
    """The address of the test database through three connections that all share."""
    folder = Path(tempfile.mkdtemp(prefix="tracker-bouncer-"))
    name, user = settings.DATABASES["default"]["NAME"], settings.DATABASES["default"]["USER"]
    host = unquote(urlsplit(settings.DATABASE_URL).query.partition("=")[2]) or "127.0.0.1"
    (folder / "ini").write_text(CONFIG.format(host=host, folder=folder, user=user))
    as_user = {}
    if os.geteuid() == 0:
        owner = Path(host).stat() if host.startswith("/") else folder.stat()
        for path in (folder, folder / "ini"):
            os.chown(path, owner.st_uid, owner.st_gid)
        as_user = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}
    with (folder / "log").open("w") as log:
        bouncer = subprocess.Popen(
            ["/usr/sbin/pgbouncer", str(folder / "ini")], cwd="/", stdout=log, stderr=log, **as_user
        )
    url = f"postgresql://{user}@/{name}?host={quote(str(folder), safe='')}&port=6432"
    try:
        until(lambda: answers(url), folder / "log")
        yield url
    finally:
        bouncer.terminate()
        bouncer.wait(20)
        shutil.rmtree(folder)


def answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def test_pages_files_and_tasks(pooled, free_port, broker_folder, tmp_path):
    shown = proposals.published(title_hant="設立銀髮經濟基金")
    told = {
        **os.environ,
        "DATABASE_URL": pooled,
        "PGBOUNCER": "true",
        "PORT": str(free_port),
        "VAR_DIR": str(broker_folder),
        "SECRET_KEY": settings.SECRET_KEY,
    }
    options = ["--bind", f"127.0.0.1:{free_port}", "--worker-class", "gthread", "--threads", "8"]
    log = tmp_path / "web"
    static = Path(settings.STATIC_ROOT)
    shutil.copytree(static, broker_folder / "static", dirs_exist_ok=True)
    with log.open("w") as output:
        web = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "tracker.wsgi", *options, "--no-control-socket"],
            env=told, cwd=ROOT, stdout=output, stderr=output,
        )  # fmt: skip
    workers = Workers(broker_folder, tmp_path / "worker", DATABASE_URL=pooled, PGBOUNCER="true")
    try:
        site = f"http://127.0.0.1:{free_port}"

        def status(path: str) -> int:
            try:
                with urllib.request.urlopen(site + path, timeout=60) as answer:
                    answer.read()
                    return answer.status
            except urllib.error.HTTPError as refused:
                return refused.code
            except urllib.error.URLError:
                return 0

        until(lambda: status("/readyz") == 200, log, 90)
        pages = ["/", "/proposals/", f"/proposals/{shown.slug}/", "/stats/", "/authors/"]
        asked = [*pages, "/data/proposals.csv", "/api/v1/proposals/", "/api/v1/changes/"] * 4

        with ThreadPoolExecutor(8) as readers:
            found = list(readers.map(status, asked))

        assert set(found) == {200}, (dict(zip(asked, found, strict=True)), log.read_text()[-2000:])

        workers.start(1)
        for task in ("send_alerts", "send_webhooks", "build_package", "check_integrity"):
            send = f"from tracker.celery import app; app.send_task('proposals.tasks.{task}')"
            subprocess.run([sys.executable, "-c", send], env=told, cwd=ROOT, check=True)
        until(
            lambda: (tmp_path / "worker").read_text().count(" succeeded in ") == 4, workers.log, 120
        )
        assert "Traceback" not in workers.log.read_text()
    finally:
        web.terminate()
        web.wait(20)
        workers.kill()
