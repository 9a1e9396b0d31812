import gzip

import pytest

from proposals.package import archive
from tests.factories import proposals

GZIP = {"accept-encoding": "gzip"}


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/en/proposals/", "/nowhere/", "/sitemaps/pages-1.xml", "/feeds/proposals.atom"),
        *("/api/v1/proposals/", "/api/v1/schema/"),
    ],
)
def test_what_is_read_travels_compressed_to_who_can_open_it(client, db, path):
    proposals.published()
    plain = client.get(path)
    assert "Content-Encoding" not in plain
    packed = client.get(path, headers=GZIP)
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert packed.status_code == plain.status_code
    assert len(packed.content) < len(plain.content)
    assert len(gzip.decompress(packed.content)) == len(plain.content)


def test_rows_travel_compressed_as_they_are_read(client, db):
    proposals.published()
    plain = b"".join(client.get("/data/proposals.ndjson"))
    packed = client.get("/data/proposals.ndjson", headers=GZIP)
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(b"".join(packed)) == plain


def test_what_was_packed_is_known_again_by_its_weak_etag(client, db):
    proposals.published()
    packed = client.get("/api/v1/proposals/", headers=GZIP)
    assert packed["ETag"].startswith('W/"')
    again = client.get("/api/v1/proposals/", headers=GZIP | {"if-none-match": packed["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/api/v1/proposals/fund/", "/data/tracker.zip"])
def test_the_etag_to_write_by_stays_strong_and_what_is_packed_is_left_so(client, db, path):
    proposals.published(slug="fund")
    archive.build()
    answer = client.get(path, headers=GZIP)
    answer.close()
    assert answer.status_code == 200
    assert answer["ETag"].startswith('"')
    assert "Content-Encoding" not in answer
