import gzip

import pytest

from proposals.package import archive
from tests.factories import proposals

GZIP = {"accept-encoding": "gzip"}


@pytest.mark.parametrize(
    "path",
    ["/", "/en/proposals/", "/nowhere/", "/sitemaps/pages-1.xml", "/feeds/proposals.atom"],
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


@pytest.mark.parametrize("path", ["/api/v1/proposals/", "/data/tracker.zip"])
def test_data_for_programs_is_left_as_it_is(client, db, path):
    proposals.published()
    archive.build()
    answer = client.get(path, headers=GZIP)
    answer.close()
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer
