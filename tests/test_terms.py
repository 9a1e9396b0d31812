"""One word for one thing, in each language as it is written where its readers are."""

import json
import re
from io import BytesIO

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from proposals.languages import interface_to_hans, to_hans
from proposals.management.commands.derive_hans import HANS, HANT
from tests.factories import packages

# The desk, and what its rules say, are read by editors alone.
OF_EDITORS = ("admin/", "editing/", "intake/", "models/", "tracking/", "tables/statements")
FIXTURES = settings.BASE_DIR / "fixtures"
OURS = ("title", "summary", "note", "reason", "capacity", "seen", "text", "name")

# Other words than ours, or those of Taiwan and the mainland.
HONG_KONG = re.compile(
    "您|妳|軟體|硬體|網路|數位|視頻|週期|帳號|默認|短信|打印|鏈接|點擊|搜索|反饋|屏幕|資料庫|專案|使用者|"
    "品質|計畫|裡|衛生|抓手|(?<!陣)列表|人工智慧|歷來變化|未註明日期|刊於何處$"
)
MAINLAND = re.compile(
    "您|纪录|甚么|帐户|传媒|演辞|电邮|佐证|资讯阅读器|邮件匣|毋须|搜寻|介面|身分|范畴"
)
ENGLISH = re.compile(
    r"\basks?\b|cross-border|[Ss]mallest evidence|more mails of|last looked on|\bMethod\b(?!ology)"
)


def texts(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


def messages(path):
    return [m for m in read_po(BytesIO(path.read_bytes()), ignore_obsolete=True) if m.id]


def is_for_readers(message):
    return any(
        not path.removeprefix("proposals/").removeprefix("templates/").startswith(OF_EDITORS)
        for path, _line in message.locations
    )


@pytest.mark.parametrize(
    ("path", "other"), [(HANT, HONG_KONG), (HANS, MAINLAND)], ids=["hant", "hans"]
)
def test_the_interface_is_written_as_its_readers_write(path, other):
    said = [text for message in messages(path) for text in texts(message)]
    assert [text for text in said if other.search(text)] == []


def test_proposals_are_written_as_readers_on_the_mainland_write():
    said = [
        row[f"{name}_hans"] or to_hans(row[f"{name}_hant"])
        for row in packages.read(FIXTURES, "proposals")
        for name in ("title", "summary")
    ]
    assert [text for text in said if MAINLAND.search(text)] == []


def test_in_english_what_is_asked_is_a_proposal():
    said = [
        text
        for message in messages(HANT)
        if is_for_readers(message)
        for text in (message.id if isinstance(message.id, tuple) else (message.id,))
    ]
    assert len(said) > 300
    assert [text for text in said if ENGLISH.search(text)] == []


# In texts that editors write, “asks” may be what an author does.
AN_ASK = re.compile(r"\b(?:an|no|new|same|the|not|own) asks?\b", re.IGNORECASE)


def test_the_catalogue_speaks_of_proposals_in_english_too():
    texts = [
        text
        for table in ("proposals", "sources", "ideas", "criteria", "related")
        for row in packages.read(FIXTURES, table)
        for column, text in row.items()
        if column.endswith("_en")
    ]
    assert [text for text in texts if AN_ASK.search(text)] == []


# A full-width colon holds its own blank, and a template would add one behind it.
BLANK_AFTER_COLON = re.compile(r""":["'] %\} \S|[%}]\}: """)


def test_no_blank_follows_a_full_width_colon():
    for path in (HANT, HANS):
        said = [text for message in messages(path) for text in texts(message)]
        assert [text for text in said if "： " in text] == []
    for path in sorted((settings.BASE_DIR / "proposals/templates").rglob("*.html")):
        # What is translated as a whole has its colons in the catalogue, and Django writes this one.
        ours = re.sub(r"(?s){% blocktranslate.*?{% endblocktranslate %}", "", path.read_text())
        ours = ours.replace('{% translate "Error:" %}', "")
        assert [line for line in ours.splitlines() if BLANK_AFTER_COLON.search(line)] == [], path


def test_templates_hold_no_word_of_another_place():
    for path in sorted((settings.BASE_DIR / "proposals/templates").rglob("*.*")):
        assert HONG_KONG.findall(path.read_text()) == [], path


@pytest.mark.parametrize(
    "table", [path.stem for path in sorted(FIXTURES.glob("*.csv")) if path.stem != "synonyms"]
)
def test_the_catalogue_is_written_as_hong_kong_writes(table):
    for row in packages.read(FIXTURES, table):
        for column, text in row.items():
            if column.startswith(OURS) and column.endswith("_hant"):
                assert HONG_KONG.findall(text) == [], (table, column, text)


def described(file):
    """What a file of columns says in its own words, by the language."""

    def said(part):
        if isinstance(part, list):
            for each in part:
                yield from said(each)
        elif isinstance(part, dict):
            for name, value in part.items():
                named = name in ("title", "description", "description_zh")
                yield from [(name, value)] if named else said(value)

    found = list(said(json.loads((settings.BASE_DIR / "proposals/package" / file).read_text())))
    chinese = [text for name, text in found if name == "description_zh"]
    return chinese, [text for name, text in found if name != "description_zh"]


@pytest.mark.parametrize("file", ["datapackage.json", "public.json"])
def test_what_columns_mean_is_written_as_readers_write(file):
    chinese, english = described(file)
    assert [text for text in chinese if HONG_KONG.search(text)] == []
    hans = [interface_to_hans(text) for text in chinese]
    assert [text for text in hans if MAINLAND.search(text)] == []
    assert [text for text in english if ENGLISH.search(text)] == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (HONG_KONG, "請檢查您的網路"),
        (MAINLAND, "查看进展纪录"),
        (ENGLISH, "No ask found"),
        (ENGLISH, "How long asks have waited"),
        (AN_ASK, "No asks: it announces an event."),
    ],
)
def test_the_patterns_find_what_they_are_for(pattern, text):
    assert pattern.search(text)
