"""Where the files of kept copies are: under their own fingerprint, each once, never altered."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from io import BytesIO

from django.core.files import File
from django.core.files.storage import storages

# The file of a copy by its first bytes; what is none of these is text, or has no name of its own.
_BEGINNINGS = {
    b"%PDF-": "pdf",
    b"PK\x03\x04": "docx",
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpg",
    b"II*\0": "tif",
    b"MM\0*": "tif",
}
PICTURES = frozenset({"png", "jpg", "tif"})


class Damaged(Exception):
    """A file that is not there or not to be had, or is not what was put there."""


class Away(Exception):
    """A storage that takes nothing now."""


def put(content: bytes) -> str:
    """Keep a file; returns its SHA-256. The same file may be put as often as one likes. Raises
    Away.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        _store(_name(sha256), content)
    except Exception as fault:
        # What a storage elsewhere raises is its own.
        raise Away(str(fault)) from fault
    return sha256


def _store(name: str, content: bytes) -> None:
    storage = storages["copies"]
    # Whoever was killed while writing has left a part of it.
    with suppress(OSError):
        if storage.exists(name) and storage.size(name) != len(content):
            storage.delete(name)
    if not storage.exists(name):
        stored = storage.save(name, File(BytesIO(content)))
        if stored != name:
            # Another worker was a moment faster.
            storage.delete(stored)


def get(sha256: str) -> bytes:
    """The file as it was put. Raises Damaged."""
    try:
        with storages["copies"].open(_name(sha256)) as file:
            content = file.read()
    except Exception as fault:
        raise Damaged(str(fault)) from fault
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged("It is not the file that was kept.")
    return content


def ending(content: bytes) -> str:
    """What the name of such a file ends in."""
    for beginning, name in _BEGINNINGS.items():
        if content.startswith(beginning):
            return name
    head = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"<!--")):
        return "html"
    return "bin" if b"\0" in head else "txt"


def _name(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"
