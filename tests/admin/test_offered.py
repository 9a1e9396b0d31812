"""What a page of the desk offers somebody they may also do: no link leads to a refusal, and no
button of a form is refused."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.db import transaction
from django.urls import NoReverseMatch, ResolverMatch, resolve
from lxml import html

from proposals.choices import Status
from proposals.models import Evidence
from tests.admin.test_matrix import REFUSED, address, names, one_of_each, signed_in
from tests.factories import copies, documents, history, people, proposals, sources

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow("opens what each page of the desk leads to, by each role"),
]

# Of pages and buttons of one kind, so many are tried: those about the rows below come first.
FEW = 2
HERE = "http://testserver"
# The same pages, with the same links.
IN_OTHER_LANGUAGES = (f"{HERE}/en/", f"{HERE}/zh-hans/")
BUTTONS = ".//button[not(@type) or @type='submit'] | .//input[@type='submit']"


def rows_in_each_state() -> list[str]:
    """The address of each page about a row, or about none; then of rows in the states in which
    something is offered beside what each of them offers."""
    one_of_each()
    by, other = people.user(role="Editor"), people.user(role="Editor")
    promise = proposals.published(by=by)
    history.record(promise, Status.IN_DELIVERY, by=by)
    history.record(promise, Status.DELIVERED, by=other)
    documents.match(proposals.published(by=by), documents.document())
    sources.source()
    draft = proposals.draft()
    copies.given(draft.source, by=by)
    uncopied = Evidence.objects.filter(kept_copy=None).first()
    rows = [promise, draft, draft.source, uncopied]
    found = [f"/admin/proposals/{row._meta.model_name}/{row.pk}/change/" for row in rows]
    for name, parts in names():
        try:
            found.append(address(name, parts))
        except NoReverseMatch:
            continue
    return found


def kind_of(link: str) -> tuple[str, str | None, frozenset[str]]:
    """Pages about rows of one model are of one kind; so is a list filtered by other values of the
    same, and a page that is opened in a window of its own."""
    parts = urlsplit(link)
    match: ResolverMatch = resolve(parts.path)
    keys = frozenset(key for key in parse_qs(parts.query) if not key.startswith("_"))
    return match.namespace, match.url_name, keys


def led_to(page: html.HtmlElement) -> Iterator[str]:
    """Links, and forms that open another page without writing anything."""
    for told in page.xpath("//a/@href | //form[@action and not(@method='post')]/@action"):
        to = urljoin(page.base_url, told).partition("#")[0]
        elsewhere = urlsplit(to).path != urlsplit(page.base_url).path
        if elsewhere and to.startswith(HERE) and not to.startswith(IN_OTHER_LANGUAGES):
            yield to.removeprefix(HERE)


def sent_by_buttons(page: html.HtmlElement) -> Iterator[tuple[str, str, dict[str, list[str]]]]:
    """What each button sends of its form as it stands: where to, what marks it, and the fields.
    Acts upon the rows of a list are chosen beside one button."""
    for form in page.xpath("//form[@method='post' and not(@id='logout-form')]"):
        for button in form.xpath(BUTTONS):
            told = button.get("formaction") or form.get("action") or ""
            to = urljoin(page.base_url, told).removeprefix(HERE)
            fields: dict[str, list[str]] = {}
            for name, value in form.form_values():
                fields.setdefault(name, []).append(value or "")
            acts = form.xpath(".//select[@name='action']//option/@value")
            if button.get("name") == "index" and any(acts):
                first = form.xpath(".//input[@name='_selected_action']/@value")[:1]
                for act in filter(None, acts):
                    sent = fields | {"action": [act], "_selected_action": first, "index": ["0"]}
                    yield to, act, sent
            else:
                name = button.get("name") or ""
                yield to, name, fields | ({name: [button.get("value") or ""]} if name else {})


@pytest.mark.parametrize("role", ["Contributor", "Editor", "Chief editor", "Administrator"])
def test_no_page_offers_what_is_refused(role, settings, tmp_path):
    copies.kept_in(settings, tmp_path)
    waiting = [("", path) for path in rows_in_each_state()]
    client = signed_in(role)
    opened, refused, tried = {}, [], Counter()

    while waiting:
        page, link = waiting.pop(0)
        if link not in opened:
            if page and tried[kind_of(link)] >= FEW:
                continue
            tried[kind_of(link)] += 1
            answer = client.get(link)
            opened[link] = answer.status_code
            if is_page_of_the_desk(link, answer):
                found = html.fromstring(answer.content, base_url=f"{HERE}{link}")
                waiting += [(link, to) for to in led_to(found)]
                for to, button, fields in sent_by_buttons(found):
                    kind = (*kind_of(to), button)
                    tried[kind] += 1
                    if tried[kind] > FEW:
                        continue
                    # What a button has written is taken back: the next finds the same.
                    with transaction.atomic():
                        status = client.post(to, fields).status_code
                        transaction.set_rollback(True)
                    if status in REFUSED:
                        refused.append(f"{status} {link} [{button}] -> {to}")
        if page and opened[link] >= 400:
            refused.append(f"{opened[link]} {page} -> {link}")

    assert "\n".join(dict.fromkeys(refused)) == ""
    # That pages were read, and not only refused.
    assert sum(status == 200 for status in opened.values()) > 100, opened


def is_page_of_the_desk(link: str, answer) -> bool:
    """What a list shows when it is filtered leads nowhere else."""
    parts = urlsplit(link)
    is_page = answer.status_code == 200 and "html" in answer.get("Content-Type", "")
    return is_page and not parts.query and resolve(parts.path).namespace == "admin"
