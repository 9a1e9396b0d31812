"""The interface in Chinese: complete, and the Simplified one derived from the Traditional."""

import shutil
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command

from proposals.management.commands.derive_hans import EDITED, HANS, HANT, derived

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
    assert HANS.read_bytes() == derived(HANT.read_bytes(), EDITED.read_bytes())


def test_an_edited_message_wins_over_what_is_derived():
    hant = 'msgid "Files"\nmsgstr "檔案"\n\nmsgid "Search"\nmsgstr "搜尋"\n'.encode()
    edited = 'msgid "Files"\nmsgstr "下载文件"\n'.encode()
    read = read_po(BytesIO(derived(hant, edited)), locale="zh_Hans")
    assert {message.id: message.string for message in read if message.id} == {
        "Files": "下载文件",
        "Search": "搜索",
    }


def test_every_edited_message_is_one_of_the_product_and_differs_from_what_is_derived():
    edited = {(m.context, m.id): m.string for m in messages(EDITED)}
    alone = read_po(BytesIO(derived(HANT.read_bytes(), b"")), locale="zh_Hans")
    derived_alone = {(m.context, m.id): m.string for m in alone if m.id}
    assert edited.keys() <= derived_alone.keys()
    assert [key for key, string in edited.items() if derived_alone[key] == string] == []
