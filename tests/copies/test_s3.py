"""Copies are kept in what speaks like S3, through django-storages: a server of this machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import boto3
import pytest
from botocore.config import Config
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from moto.server import ThreadedMotoServer

from proposals.copies import storing
from tests.factories import copies, people
from tests.factories.copies import SAID, article

pytestmark = pytest.mark.django_db

QUOTE = "撥款三十億元設立銀髮基金"
BUCKET = "copies"


@pytest.fixture
def server() -> Iterator[ThreadedMotoServer]:
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def bucket(server, settings, monkeypatch):
    """The bucket where copies are from now on."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    bucket = boto3.resource("s3", endpoint_url=address, region_name="us-east-1").Bucket(BUCKET)
    bucket.create()
    given = {
        "bucket_name": BUCKET,
        "default_acl": "private",
        "querystring_auth": True,
        "endpoint_url": address,
        "region_name": "us-east-1",
        # Who is away is not waited for.
        "client_config": Config(retries={"max_attempts": 0}),
    }
    s3 = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": given}
    settings.STORAGES = settings.STORAGES | {"copies": s3}
    return bucket


def named(bucket) -> list[str]:
    return [found.key for found in bucket.objects.all()]


def test_a_page_is_kept_read_back_checked_and_taken_away(bucket, site, look, only, folder):
    page = article(SAID).encode()
    url = site.page("/a", page, Content_Type="text/html; charset=utf-8")
    copies.cited(url, QUOTE, by=people.user(role="Editor"))
    assert look() == 1
    sha256 = hashlib.sha256(page).hexdigest()
    name = f"{sha256[:2]}/{sha256}"
    assert (only().sha256, only().quote_found) == (sha256, True)
    assert named(bucket) == [name]
    assert bucket.Object(name).get()["Body"].read() == page
    assert not folder.exists()
    assert storing.get(sha256) == page
    # The same page is not stored twice.
    assert storing.put(page) == sha256
    assert named(bucket) == [name]
    storages["copies"].delete(name)
    assert named(bucket) == []
    with pytest.raises(storing.Damaged):
        storing.get(sha256)


def test_what_was_altered_or_cut_short_there_is_told_and_put_right_when_kept_again(bucket):
    sha256 = storing.put(b"as it was")
    held = bucket.Object(named(bucket)[0])
    held.put(Body=b"as it is!")
    with pytest.raises(storing.Damaged):
        storing.get(sha256)
    held.put(Body=b"as")
    assert storing.put(b"as it was") == sha256
    assert storing.get(sha256) == b"as it was"


def test_an_editor_is_told_when_the_server_is_away(bucket, server, client):
    by = people.user(role="Editor")
    evidence = copies.cited("", QUOTE, by=by)
    copy = copies.given(evidence, SAID, by=by)
    client.force_login(by)
    change = f"/admin/proposals/keptcopy/{copy.pk}/change/"
    file = f"/admin/proposals/keptcopy/{copy.pk}/file/"
    assert client.get(file).content == SAID.encode()
    server.stop()
    answer = client.get(file, follow=True)
    assert answer.status_code == 200
    assert "檔案無法讀取" in answer.content.decode()
    given = {"file": SimpleUploadedFile("page.txt", b"another"), "archived_url": ""}
    answer = client.post(change, given)
    assert answer.status_code == 200
    assert "未能留存檔案" in answer.content.decode()
    copy.refresh_from_db()
    assert copy.sha256 == hashlib.sha256(SAID.encode()).hexdigest()
