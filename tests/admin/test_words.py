"""The pages of the desk in Chinese: what is not Chinese on them is a name, or is written so; and
no time is written as programs write it.
"""

import re
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.test import Client
from django.utils import translation
from lxml import html

from tests.admin.test_matrix import address, names, one_of_each
from tests.factories import copies, people

pytestmark = pytest.mark.slow("asks each address of the desk, by two methods")

WORD = re.compile("[A-Za-z]+")
# Formats, keys to press, names of things, and what Django's signs for yes and no are called.
KNOWN = """
API Atom CSV DOCX Feed HTML HTTP IP JSON MB PDF POST RSS SHA XLSX csv xlsx a e j m n p s x
Command Control Mac English elderly care Policy Proposal Tracker True False
"""
UNSEEN = (
    "//script | //style | //code | //pre | //*[@lang and not(self::html)]"
    " | //*[contains(concat(' ', @class, ' '), ' hidden ')]"
)
SAID = (
    "//text() | //@title | //@placeholder | //@aria-label | //@alt | //input[@type='submit']/@value"
)


def said(page: str) -> Iterator[str]:
    tree = html.fromstring(page)
    for part in tree.xpath(UNSEEN):
        part.drop_tree()
    for text in tree.xpath(SAID):
        yield re.sub(r"https?:\S+|(\w+-)?(TOTAL|INITIAL)_FORMS|\w+Form\b", "", text)


def typed() -> set[str]:
    """The words that somebody wrote into the rows."""
    found = set()
    for model in admin.site._registry.keys() - {Group}:
        columns = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField) and not field.choices
        ]
        for row in model._default_manager.values(*columns) if columns else ():
            found.update(WORD.findall(" ".join(filter(None, row.values()))))
    return found


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
@pytest.mark.django_db
def test_no_page_has_words_of_english(settings, tmp_path, language):
    copies.kept_in(settings, tmp_path)
    one_of_each()
    client = Client()
    client.force_login(people.user(username="owner", is_superuser=True))
    known, pages, found = {*KNOWN.split(), *typed()}, 0, []
    for name, parts in sorted(names()):
        with translation.override(language):
            path = address(name, parts)
        for method in ("get", "post"):
            with transaction.atomic():
                answer = getattr(client, method)(path)
                transaction.set_rollback(True)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                pages += 1
                found += [
                    (method, name, " ".join(text.split()))
                    for text in said(answer.text or "<p>")
                    if set(WORD.findall(text)) - known or "+00:00" in text
                ]
    assert pages > 300
    assert not found, "\n".join(map(str, found))
