"""What a page of the desk offers somebody they may also open: no link leads to a refusal."""

import re
from html import unescape
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.urls import NoReverseMatch, resolve

from proposals.choices import Status
from proposals.models import Evidence
from tests.admin.test_matrix import address, names, one_of_each, signed_in
from tests.factories import copies, documents, history, people, proposals, sources

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow("opens what each page of the desk leads to, by each role"),
]

ROLES = ["Contributor", "Editor"]
# Links, and forms and buttons that open another page without writing anything.
LINKS = re.compile(r"<a\b[^>]*?\bhref=\"([^\"#]+)[^\"]*\"")
FORMS = re.compile(r"<form\b(?![^>]*method=\"post\")[^>]*?\baction=\"([^\"#]+)\"", re.IGNORECASE)
HERE = "http://testserver"
# The same pages, with the same links.
IN_OTHER_LANGUAGES = (f"{HERE}/en/", f"{HERE}/zh-hans/")


def more_to_do() -> None:
    """Rows in the states in which something is offered beside what each of them offers."""
    by, other = people.user(role="Editor"), people.user(role="Editor")
    promise = proposals.published(by=by)
    history.record(promise, Status.IN_DELIVERY, by=by)
    history.record(promise, Status.DELIVERED, by=other)
    documents.match(proposals.published(by=by), documents.document())
    sources.source()
    draft = proposals.draft()
    copies.given(draft.source, by=by)


def rows_of_each_kind() -> list[str]:
    """The address of each page about a row, or about none."""
    found = []
    for name, parts in names():
        try:
            found.append(address(name, parts))
        except NoReverseMatch:
            continue
    draft, uncopied = proposals.draft(), Evidence.objects.filter(kept_copy=None).first()
    found += [f"/admin/proposals/proposal/{draft.pk}/change/"]
    found += [f"/admin/proposals/source/{draft.source_id}/change/"]
    found += [f"/admin/proposals/evidence/{uncopied.pk}/change/"]
    return found


def kind_of(link: str) -> tuple[str, frozenset[str]]:
    """A list filtered by other values of the same is one page, and so is a page that is opened in a
    window of its own."""
    parts = urlsplit(link)
    return parts.path, frozenset(key for key in parse_qs(parts.query) if not key.startswith("_"))


@pytest.mark.parametrize("role", ROLES)
def test_no_page_leads_to_one_that_is_refused(role, settings, tmp_path):
    copies.kept_in(settings, tmp_path)
    one_of_each()
    more_to_do()
    client = signed_in(role)
    seen, refused = {}, []
    waiting = [("(the first page)", "/admin/")]
    waiting += [("(typed)", path) for path in rows_of_each_kind()]
    while waiting:
        page, link = waiting.pop(0)
        if kind_of(link) in seen:
            if page != "(typed)" and seen[kind_of(link)] >= 400:
                refused.append((seen[kind_of(link)], page, link))
            continue
        answer = client.get(link)
        seen[kind_of(link)] = answer.status_code
        if page != "(typed)" and answer.status_code >= 400:
            refused.append((answer.status_code, page, link))
        # What refuses leads nowhere.
        is_page = answer.status_code == 200 and "html" in answer.get("Content-Type", "")
        if not is_page or not is_read(link):
            continue
        html = answer.content.decode()
        for told in LINKS.findall(html) + FORMS.findall(html):
            to = urljoin(f"{HERE}{link}", unescape(told))
            elsewhere = urlsplit(to).path != urlsplit(link).path
            if elsewhere and to.startswith(HERE) and not to.startswith(IN_OTHER_LANGUAGES):
                waiting.append((link, to.removeprefix(HERE)))
    assert "\n".join(f"{status} {page} -> {link}" for status, page, link in refused) == ""
    # That pages were read, and not only refused.
    assert sum(status == 200 for status in seen.values()) > 100, seen


def is_read(link: str) -> bool:
    """Pages of the desk; what a list shows when it is filtered leads nowhere else."""
    parts = urlsplit(link)
    return not parts.query and resolve(parts.path).namespace == "admin"
