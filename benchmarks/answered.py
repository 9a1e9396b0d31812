"""What answers cost beside a stock Django REST framework and a bare psycopg, in one run.

    make bench

Fills a tracker of 10,000 proposals, unless it is there, starts each server as the Procfile starts
ours, and asks each the same in turn. What is told is CPU, of the web process and of the database
apart: on a machine that is shared it is steadier than the clock. Writes `results.md` anew between
its two marks.
"""

import argparse
import datetime as dt
import http.client
import json
import os
import platform
import signal
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results.md"
BEGIN, END = "<!-- make bench -->", "<!-- make bench: end -->"
# Who is signed in gets nothing that was kept.
FRESH = {"Cookie": "sessionid=none"}
ROUNDS = 20

LISTS = {
    "ours, made anew": ("ours", "/api/v1/proposals/", FRESH),
    "ours, kept": ("ours", "/api/v1/proposals/", {}),
    "stock": ("stock", "/stock/", {}),
    "floor": ("floor", "/", {}),
}
PAGES = (
    "/api/v1/proposals/?sector=sector-3&status=noted",
    "/api/v1/proposals/?proposed_month=2019-03",
    "/api/v1/proposals/?place=place-3&instrument=fund",
    "/en/proposals/",
    "/en/proposals/?view=chart",
    "/en/",
    "/en/stats/",
    "/en/data/",
    "/en/sources/",
    "/en/authors/",
    "/api/v1/sources/",
    "/api/v1/authors/",
    "/en/changes/",
    "/feeds/deadlines.ics",
    "/sitemap.xml",
    "/en/proposals/?q=fund",
    "/en/proposals/?q=telegraph",
    "/en/proposals/?q=zzzz",
)


class Server:
    """A gunicorn of one worker, and what it has cost so far."""

    def __init__(self, application, environment, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", application, "--bind"]
        command += [
            f"127.0.0.1:{self.port}",
            "--worker-class",
            "gthread",
            "--threads",
            "4",
            "--keep-alive",
            "600",
        ]
        self.process = subprocess.Popen(
            [*command, "--chdir", folder, "--no-control-socket", "--log-level", "warning"],
            env=environment,
        )
        self.link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                break
            except OSError:
                time.sleep(0.2)

    def get(self, path, headers):
        self.link.request("GET", path, headers={"Host": "localhost", **headers})
        answer = self.link.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise ValueError(f"{path}: {answer.status} {body[:200]!r}")
        return body

    def cpu(self):
        [worker] = psutil.Process(self.process.pid).children()
        times = worker.cpu_times()
        return (times.user + times.system) * 1000

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


class Database:
    """All processes of the server of this address, and what they have cost so far."""

    def __init__(self, url):
        self.link = psycopg.connect(url, autocommit=True)

    def cpu(self):
        spent = 0.0
        for (pid,) in self.link.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        ):
            try:
                times = psutil.Process(pid).cpu_times()
            except psutil.NoSuchProcess:
                continue
            spent += (times.user + times.system) * 1000
        return spent

    def change(self, number):
        """One more change of the log, as any record makes one."""
        self.link.execute(
            "INSERT INTO proposals_change (at, kind, noun, key, gone, proposal_id, digest, hash)"
            " VALUES (clock_timestamp(), 'updated', 'proposal', %s, false, %s, '', '')",
            [f"proposal-{number}", number],
        )


def cost(server, database, path, headers, rounds):
    """Milliseconds of CPU of web and of database a request."""
    ours, theirs = server.cpu(), database.cpu()
    for _ in range(rounds):
        server.get(path, headers)
    return (server.cpu() - ours) / rounds, (database.cpu() - theirs) / rounds


def lists(servers, database, rounds):
    """Each way in turn, a few requests at a time, so that other work falls on all alike."""
    same = {json.dumps(json.loads(servers[s].get(p, h))["results"]) for s, p, h in LISTS.values()}
    if len(same) != 1:
        raise ValueError("the rows differ")
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in LISTS}
    for _ in range(rounds):
        for name, (server, path, headers) in LISTS.items():
            spent[name].append(cost(servers[server], database, path, headers, 10))
    means = {
        name: [statistics.median(part) for part in zip(*costs, strict=True)]
        for name, costs in spent.items()
    }
    stock, floor = sum(means["stock"]), sum(means["floor"])
    yield "| list of 50 by the API | web ms | database ms | stock by it | floor by it |"
    yield "|---|---|---|---|---|"
    for name, (web, base) in means.items():
        both = web + base
        yield f"| {name} | {web:.1f} | {base:.1f} | {stock / both:.1f} | {floor / both:.2f} |"


def pages(server, database):
    yield "| address | first after a change: web + database ms | made anew | kept |"
    yield "|---|---|---|---|"
    for number, path in enumerate(PAGES, 1):
        server.get(path, FRESH)
        database.change(number * 50)
        first = cost(server, database, path, FRESH, 1)
        again = cost(server, database, path, FRESH, 3)
        server.get(path, {})
        kept = cost(server, database, path, {}, 10)
        told = " | ".join(f"{web:.0f} + {base:.0f}" for web, base in (first, again))
        yield f"| `{path}` | {told} | {sum(kept):.1f} |"


def report(proposals, rounds):
    base = urlsplit(os.environ["DATABASE_URL"])
    url = base._replace(path=f"/world_{proposals}").geturl()
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "API_RATE": "1000000/min",
        "PAGE_RATE": "1000000/min",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'benchmarks'}",
    }
    for command in ("migrate --verbosity=0", "collectstatic --noinput --verbosity=0"):
        manage = [sys.executable, "manage.py", *command.split()]
        subprocess.run(manage, cwd=ROOT, env=environment, check=True)
    database = Database(url)
    servers = {}
    try:
        for name, application in (
            ("ours", "tracker.wsgi"),
            ("stock", "rivals:stock()"),
            ("floor", "rivals:floor()"),
        ):
            servers[name] = Server(application, environment, str(ROOT))
        [[version]] = database.link.execute("SHOW server_version")
        yield (
            f"{dt.date.today():%d %B %Y}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f},"  # noqa: DTZ011
            f" Python {platform.python_version()}, PostgreSQL {version}, {proposals:,} proposals;"
            " milliseconds of CPU a request. The rows of the four lists were equal."
        )
        yield ""
        yield from lists(servers, database, rounds)
        yield ""
        yield from pages(servers["ours"], database)
        memory = psutil.Process(servers["ours"].process.pid).children()[0].memory_info().rss / 1e6
        yield f"\nThe web process then held {memory:.0f} MB."
    finally:
        for server in servers.values():
            server.stop()


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("proposals", type=int, nargs="?", default=10_000)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--print", action="store_true", help="and leave results.md as it is")
    given = options.parse_args()
    world = [sys.executable, str(ROOT / "benchmarks" / "world.py"), str(given.proposals)]
    subprocess.run(world, cwd=ROOT, check=True)
    lines = []
    for line in report(given.proposals, given.rounds):
        print(line, flush=True)
        lines.append(line)
    if given.print:
        return
    text = RESULTS.read_text()
    before, _begin, rest = text.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    if not rest:
        before, after = f"{text.rstrip()}\n\n## All in one run (`answered.py`)\n\n", "\n"
    RESULTS.write_text(before + "\n".join([BEGIN, "", *lines, "", END]) + after)


if __name__ == "__main__":
    main()
