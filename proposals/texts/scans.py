"""Pictures of pages, read by tesseract where it is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache

from proposals.texts.faults import Unreadable

MOST_PAGES = 40
SECONDS = 120
_CHINESE = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
# It puts spaces between the characters of Chinese.
_GAP = re.compile(rf"(?<={_CHINESE})[ ]+(?={_CHINESE})")


def read(picture: bytes) -> str:
    """What is written on it. Raises Unreadable."""
    must_be_readable()
    languages = "+".join(name for name in ("chi_tra", "eng") if name in _languages())
    try:
        read = subprocess.run(
            ["tesseract", "stdin", "stdout", "-l", languages],
            input=picture,
            capture_output=True,
            timeout=SECONDS,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("scan_slow") from None
    if read.returncode:
        raise Unreadable("scan_damaged")
    return _GAP.sub("", read.stdout.decode(errors="replace")).replace("\f", "")


def are_readable() -> bool:
    return "chi_tra" in _languages()


def must_be_readable() -> None:
    if not are_readable():
        raise Unreadable("scan_unread_here")


def must_be_few(pages: int) -> None:
    if pages > MOST_PAGES:
        raise Unreadable("scan_too_long", most=MOST_PAGES)


@cache
def _languages() -> frozenset[str]:
    if shutil.which("tesseract") is None:
        return frozenset()
    told = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=20)
    return frozenset(told.stdout.split()[1:])
