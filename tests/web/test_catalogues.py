"""The interface in Chinese: complete, and the Simplified one derived from the Traditional."""

import shutil
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command

from proposals.management.commands.derive_hans import HANS, HANT, derived

PRODUCT = settings.BASE_DIR / "proposals"


def messages(path: Path):
    return [message for message in read_po(BytesIO(path.read_bytes())) if message.id]


def named(path: Path):
    return {(message.context, message.id) for message in messages(path)}


def texts(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


@pytest.mark.parametrize("path", [HANT, HANS], ids=["hant", "hans"])
def test_no_message_is_missing_or_fuzzy(path):
    lacking = [message.id for message in messages(path) if message.fuzzy or not all(texts(message))]
    assert lacking == []


def test_placeholders_are_kept():
    faults = [
        (message.id, [str(fault) for fault in message.check()])
        for path in (HANT, HANS)
        for message in messages(path)
        if list(message.check())
    ]
    assert faults == []


def test_every_string_of_the_product_is_in_the_catalogue(tmp_path, monkeypatch):
    shutil.copytree(
        PRODUCT, tmp_path / "proposals", ignore=shutil.ignore_patterns("*.mo", "__pycache__")
    )
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=["zh_Hant"], no_obsolete=True, stdout=StringIO())
    found = tmp_path / HANT.relative_to(settings.BASE_DIR)
    assert named(found) == named(HANT)


def test_the_simplified_catalogue_is_the_one_that_is_derived():
    assert HANS.read_bytes() == derived(HANT.read_bytes())
