"""A copy that streams answers readers: once it has replayed what is shown, and while it lives."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from proposals import replicas
from proposals.counts.columns import columns
from proposals.editing import publishing
from tests.factories import people, proposals
from tracker.embedded import _binaries
from tracker.environment import replica as replica_settings

pytestmark = [
    pytest.mark.django_db(transaction=True, databases="__all__"),
    pytest.mark.slow("a second server streams from the first"),
    pytest.mark.skipif(
        "host=" not in settings.DATABASE_URL, reason="copies the embedded server with its programs"
    ),
]


class Copy:
    """A server that streams from that of the tests."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self.primary = unquote(urlsplit(settings.DATABASE_URL).query.partition("=")[2])
        name = settings.DATABASES["default"]["NAME"]
        self.url = f"postgresql://postgres@/{name}?host={quote(str(folder), safe='')}"
        owner = Path(self.primary).stat()
        self.as_user = {}
        if os.geteuid() == 0:
            os.chown(folder, owner.st_uid, owner.st_gid)
            self.as_user = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}

    def run(self, program: str, *arguments: object) -> None:
        with (self.folder / "log").open("a") as log:
            subprocess.run(
                [str(_binaries() / program), *map(str, arguments)],
                check=True, cwd="/", stdout=log, stderr=log, **self.as_user,
            )  # fmt: skip

    def make(self) -> None:
        self.run(
            "pg_basebackup", "-h", self.primary, "-U", "postgres", "-D", self.data, "-R",
            "-X", "stream", "--checkpoint=fast", "--no-sync",
        )  # fmt: skip

    def start(self) -> None:
        options = f"-h '' -k {self.folder} -c hot_standby=on"
        self.run("pg_ctl", "start", "-w", "-D", self.data, "-o", options)

    def stop(self) -> None:
        self.run("pg_ctl", "stop", "-m", "immediate", "-D", self.data)

    def ask(self, query: str) -> object:
        with psycopg.connect(self.url, autocommit=True) as asked:
            return asked.execute(query).fetchone()[0]

    def wait_for(self, seq: int) -> None:
        deadline = time.monotonic() + 60
        while self.ask("SELECT coalesce(max(seq), 0) FROM proposals_change") < seq:
            assert time.monotonic() < deadline, "the copy does not catch up"
            time.sleep(0.1)


@pytest.fixture(scope="module")
def copy(django_db_setup):
    folder = Path(tempfile.mkdtemp(prefix="tracker-copy-"))
    made = Copy(folder)
    made.make()
    made.start()
    connections.settings["copy"] = connections.configure_settings(
        {"default": connections.settings["default"], "copy": replica_settings(made.url)}
    )["copy"]
    yield made
    connections["copy"].close()
    connections["copy"].close_pool()
    del connections["copy"]
    del connections.settings["copy"]
    made.stop()
    shutil.rmtree(folder)


@pytest.fixture
def reads(copy, settings, monkeypatch):
    """How many queries an answer asked of the copy and of the primary."""
    settings.REPLICAS = ["copy"]
    settings.DATABASE_ROUTERS = ["proposals.replicas.ReplicaRouter"]
    monkeypatch.setattr(replicas, "LEFT_ALONE_SECONDS", 0)
    replicas._replayed.clear()
    replicas._left_alone_until.clear()

    def reads(act):
        counts = {"copy": 0, "default": 0}

        def count(execute, sql, params, many, context):
            counts[context["connection"].alias] += 1
            return execute(sql, params, many, context)

        with (
            connections["copy"].execute_wrapper(count),
            connections["default"].execute_wrapper(count),
        ):
            answer = act()
        return answer, counts["copy"], counts["default"]

    return reads


def test_it_answers_once_it_has_replayed_what_is_shown(client, copy, reads):
    shown = proposals.published(title_hant="設立銀髮經濟基金")
    copy.wait_for(shown.change_seq)
    # What choices are counted in is the primary's: read as a whole once, it is asked what moved.
    columns()

    for address in ("/", "/proposals/", f"/proposals/{shown.slug}/", "/api/v1/proposals/"):
        answer, copied, primary = reads(lambda address=address: client.get(address))
        assert answer.status_code == 200
        assert copied > 1, address
        # The number of the newest change is the primary's to say, and of a page its own row; of
        # the front page, what moved since the choices were read.
        assert primary <= (4 if address == "/" else 2), address

    copy.ask("SELECT pg_wal_replay_pause()::text")
    try:
        later = proposals.published(title_hant="增設社區托兒服務")
        answer, copied, primary = reads(lambda: client.get("/proposals/"))
        assert "增設社區托兒服務" in answer.content.decode()
        assert copied == 1
        assert primary > 2
        # What came before, it still has.
        _, copied, _ = reads(lambda: client.get(f"/api/v1/proposals/{shown.slug}/"))
        assert copied > 1
    finally:
        copy.ask("SELECT pg_wal_replay_resume()::text")
    copy.wait_for(later.change_seq)
    answer, copied, _ = reads(lambda: client.get("/proposals/"))
    assert "增設社區托兒服務" in answer.content.decode()
    assert copied > 1


def test_one_that_falls_is_noticed_by_nobody_and_used_again(client, copy, reads):
    shown = proposals.published(title_hant="設立銀髮經濟基金")
    copy.wait_for(shown.change_seq)
    reads(lambda: client.get("/proposals/"))
    copy.stop()
    try:
        began = time.monotonic()
        answer, _copied, primary = reads(lambda: client.get("/proposals/"))
        assert "設立銀髮經濟基金" in answer.content.decode()
        assert primary > 2
        assert time.monotonic() - began < 10
        answer, _, _ = reads(lambda: client.get("/api/v1/proposals/"))
        assert answer.json()["results"][0]["slug"] == shown.slug
    finally:
        copy.start()
    copy.wait_for(shown.change_seq)

    # The pool tries again every other second.
    deadline = time.monotonic() + 30
    while reads(lambda: client.get("/proposals/"))[1] <= 1:
        assert time.monotonic() < deadline, "the copy is not used again"


def test_editors_and_writers_are_answered_by_the_primary(client, copy, reads):
    shown = proposals.published()
    editor = people.user(role="Editor")
    copy.wait_for(shown.change_seq)
    client.force_login(editor)

    _, copied, _ = reads(lambda: client.get("/proposals/"))
    assert copied == 0
    _, copied, _ = reads(lambda: publishing.withdraw(shown, reason_hant="重複", reason_en="Twice"))
    assert copied == 0
