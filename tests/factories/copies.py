"""Copies of what is cited, kept in a folder of the test."""

from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from proposals.copies import keeping
from proposals.models import Evidence, KeptCopy, Source
from tests.factories import history, proposals

PAGE = (
    "<!DOCTYPE html><html><head><title>新聞公報</title></head>"
    "<body><article><h1>新聞公報</h1>{}</article></body></html>"
)
SAID = "政府今日公布，將於明年撥款三十億元設立銀髮基金，以支持長者就業及相關產業的發展。"


def article(*paragraphs: str) -> str:
    """A page of the web that says this."""
    return PAGE.format("".join(f"<p>{text}</p>" for text in paragraphs or (SAID,)))


def kept_in(settings: Any, folder: Path) -> Path:
    """Keep the files of copies in a folder."""
    storage = settings.STORAGES["copies"]
    options = storage["OPTIONS"] | {"location": folder / "copies"}
    settings.STORAGES = settings.STORAGES | {"copies": storage | {"OPTIONS": options}}
    return folder / "copies"


def cited(url: str, quote: str = "", *, by: User, proposal: Any = None) -> Evidence:
    """Evidence of a proposal that is public, unless another is given."""
    proposal = proposal or proposals.published(by=by)
    document = history.evidence(url=url, quote=quote)
    document.full_clean = lambda **_: None
    update = history.record(proposal, by=by, evidence=[document])
    return update.evidence.get()


def given(row: Evidence | Source, content: bytes | str = SAID, *, by: User) -> KeptCopy:
    """A copy that an editor has uploaded."""
    file = content.encode() if isinstance(content, str) else content
    return keeping.keep_given(row, file, "text/plain", by=by)


def time_passes() -> None:
    """Every page is due again."""
    KeptCopy.objects.exclude(next_look_at=None).update(next_look_at=timezone.now())
