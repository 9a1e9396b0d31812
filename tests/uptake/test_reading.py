"""Files on their way in."""

import pytest

from proposals.uptake.reading import Unreadable, text_of

SAID = "\r\n政府會推出渡輪票價補貼，\r\n有關的申請會在明年開始。\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "big5hkscs", "gb18030"])
def test_a_text_is_read_as_it_stands(encoding):
    assert text_of(SAID.encode(encoding)).removeprefix("\ufeff") == SAID


def test_a_byte_order_mark_stays_so_that_offsets_hold():
    assert text_of("\ufeff渡輪。".encode()) == "\ufeff渡輪。"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\3\4rest", "plain text"),
        (b"\x7fELF\2\1\1\0\0\0" * 20, "binary"),
        (bytes(range(1, 256)) * 4, "UTF-8"),
        (b"<!DOCTYPE html><p>x", "web page"),
    ],
)
def test_what_is_no_text_is_refused_with_the_remedy(data, said):
    with pytest.raises(Unreadable, match=said):
        text_of(data)
