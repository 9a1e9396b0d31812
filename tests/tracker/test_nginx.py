"""The proxy that stands in front, Debian's nginx on loopback with the file that is shipped."""

import datetime as dt
import http.server
import re
import socket
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper

from proposals.finding import edition
from proposals.web.programs import data
from tests import ROOT
from tests.factories import proposals

CONF = ROOT / "deploy/nginx.conf"
NGINX = "/usr/sbin/nginx"


def certificate(folder):
    """One that nobody has vouched for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(signed.public_bytes(pem))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def ports(number):
    """So many ports on which nothing listens."""
    probes = [socket.socket() for _ in range(number)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    found = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return found


def anyone():
    """A client that asks for no proof."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


class Proxy:
    def __init__(self, folder, web):
        self.port, plain = ports(2)
        certificate(folder)
        conf = CONF.read_text()
        for shipped, here in {
            "server web:8000 ": f"server {web} ",
            "listen 80;": f"listen 127.0.0.1:{plain};",
            "listen 443 ssl;": f"listen 127.0.0.1:{self.port} ssl;",
            "/etc/nginx/tls": str(folder),
            "/var/cache/nginx": str(folder),
            "/tmp/nginx.pid": str(folder / "pid"),
            "worker_processes auto;": "user root;\nworker_processes 1;\ndaemon off;",
        }.items():
            assert shipped in conf
            conf = conf.replace(shipped, here)
        file = folder / "nginx.conf"
        file.write_text(conf)
        with (folder / "log").open("w") as log:
            command = [NGINX, "-e", "stderr", "-p", folder, "-c", file]
            self.process = subprocess.Popen(command, stderr=log, stdout=log)
        deadline = time.monotonic() + 30
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert self.process.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def get(self, path, **headers):
        """Status, headers and body."""
        asked = urllib.request.Request(f"https://localhost:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(asked, timeout=30, context=anyone()) as got:
                return got.status, got.headers, got.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.headers, refused.read()

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


@pytest.fixture
def proxy(live_server, tmp_path):
    proxy = Proxy(tmp_path, live_server.url.removeprefix("http://"))
    yield proxy
    proxy.stop()


def test_what_a_client_says_of_where_it_comes_from_is_not_passed_on(tmp_path):
    seen = []

    class Web(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append(dict(self.headers))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Web) as web:
        threading.Thread(target=web.serve_forever, args=[0.01], daemon=True).start()
        proxy = Proxy(tmp_path, f"127.0.0.1:{web.server_port}")
        told = {"X-Forwarded-For": "8.8.8.8", "X-Forwarded-Proto": "http", "Cookie": "a=b"}
        assert proxy.get("/en/", **told)[0] == 200
        proxy.stop()
        web.shutdown()

    [headers] = seen
    assert headers["X-Forwarded-For"] == "127.0.0.1"
    assert headers["X-Forwarded-Proto"] == "https"
    assert headers["Host"] == f"localhost:{proxy.port}"
    assert headers["Cookie"] == "a=b"


def test_a_page_is_kept_for_readers_and_never_for_who_is_signed_in(proxy):
    proposals.published(title_en="A silver fund")

    assert [proxy.get("/en/")[1]["X-Cache"] for _ in range(2)] == ["MISS", "HIT"]
    status, headers, _body = proxy.get("/en/", Cookie="a=b; sessionid=me")
    assert (status, headers["X-Cache"]) == (200, "BYPASS")
    assert "private" in headers["Cache-Control"]
    etag = proxy.get("/en/")[1]["ETag"]
    assert proxy.get("/en/", **{"If-None-Match": etag})[0] == 304


def test_while_the_database_is_away_pages_feeds_and_the_api_go_on_marked_as_old(proxy, monkeypatch):
    proposals.published(title_en="A silver fund")
    addresses = ["/en/proposals/", "/api/v1/proposals/", "/feeds/proposals.atom"]
    short = edition.SHARED.replace("s-maxage=15, stale-while-revalidate=45", "s-maxage=1")
    monkeypatch.setattr(edition, "SHARED", short)
    kept = {path: proxy.get(path) for path in addresses}
    assert {answer[0] for answer in kept.values()} == {200}

    def away(*_args):
        raise OperationalError("the connection was refused")

    monkeypatch.setattr(CursorWrapper, "execute", away)
    time.sleep(2.1)
    for path, (_status, _headers, body) in kept.items():
        proxy.get(path)  # the first one is answered while it is asked for anew
        status, headers, still = proxy.get(path)
        assert (status, still) == (200, body)
        assert headers["X-Cache"] in ("STALE", "UPDATING")
        assert "Stale" in headers["Warning"]
    assert proxy.get("/en/stats/")[0] == 503
    assert proxy.get("/healthz")[0] == 200


def test_sockets_on_which_nothing_is_said_keep_nobody_out(proxy):
    silent = [socket.create_connection(("127.0.0.1", proxy.port)) for _ in range(300)]
    assert proxy.get("/healthz")[0] == 200
    assert proxy.get("/en/")[0] == 200
    for each in silent:
        each.close()


def test_of_a_thousand_at_once_some_are_told_to_wait_and_none_fails(proxy):
    proposals.published()
    proxy.get("/en/")
    one = b"GET /en/ HTTP/1.1\r\nHost: localhost:%d\r\n%b\r\n"
    asked = one % (proxy.port, b"") * 999 + one % (proxy.port, b"Connection: close\r\n")
    got = b""
    with (
        socket.create_connection(("127.0.0.1", proxy.port), timeout=30) as plain,
        anyone().wrap_socket(plain) as crowd,
    ):
        sender = threading.Thread(target=crowd.sendall, args=[asked])
        sender.start()
        while part := crowd.recv(1 << 20):
            got += part
        sender.join()
    assert proxy.get("/healthz")[0] == 200
    answers = Counter(re.findall(rb"^HTTP/1.1 (\d+) ", got, re.MULTILINE))
    assert set(answers) == {b"200", b"429"}
    assert answers.total() == 1000
    assert answers[b"200"] >= 60


def test_one_reader_gets_two_files_at_a_time(proxy, monkeypatch):
    started, go_on = threading.Semaphore(0), threading.Event()
    whole = data.exports.as_csv

    def slow(found):
        started.release()
        go_on.wait(30)
        yield from whole(found)

    monkeypatch.setattr(data.exports, "as_csv", slow)
    with ThreadPoolExecutor(8) as readers:
        orders = ("title", "proposed_on")
        asked = [readers.submit(proxy.get, f"/data/proposals.csv?ordering={o}") for o in orders]
        try:
            assert started.acquire(timeout=20)
            assert started.acquire(timeout=20)
            more = [readers.submit(proxy.get, "/data/proposals.ndjson") for _ in range(6)]
            assert {each.result()[0] for each in more} == {429}
            assert proxy.get("/healthz")[0] == 200
        finally:
            go_on.set()
        assert [each.result()[0] for each in asked] == [200, 200]
