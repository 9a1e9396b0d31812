"""What is cited is kept, and looked at again: on a real site of this machine."""

import datetime as dt
import hashlib

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.utils import timezone

from proposals import outgoing
from proposals.choices import CopyOrigin, Noun, PageState
from proposals.copies import keeping, storing
from proposals.editing import publishing, writing
from proposals.manners import asking
from proposals.models import Change, KeptCopy
from proposals.models.copies import LEASE, MOST_TRIES
from proposals.models.hosts import Host
from tests.factories import copies, people, proposals, sources
from tests.factories.copies import SAID, article
from tests.texts import made

pytestmark = pytest.mark.django_db

QUOTE = "撥款三十億元設立銀髮基金"


@pytest.fixture
def by():
    return people.user(role="Editor")


def told():
    """What the public was told of copies, in order."""
    rows = Change.objects.filter(noun=Noun.COPY).order_by("seq")
    return [(change.key, change.gone) for change in rows]


def test_a_page_is_kept_at_once_byte_for_byte_with_its_fingerprint_and_day(site, by, look, only):
    page = article(SAID).encode()
    url = site.page("/a", page, Content_Type="text/html; charset=utf-8")
    evidence = copies.cited(url, QUOTE, by=by)
    assert look() == 1
    copy = only()
    assert (copy.evidence, copy.source, copy.origin) == (evidence, None, CopyOrigin.FETCHED)
    assert copy.sha256 == hashlib.sha256(page).hexdigest()
    assert (copy.size, copy.content_type, copy.kept_from) == (len(page), "text/html", url)
    assert copy.kept_on == timezone.localdate()
    assert (copy.quote_found, copy.state) == (True, PageState.UNCHANGED)
    assert storing.get(copy.sha256) == page
    assert copy.next_look_at > timezone.now() + dt.timedelta(days=6)
    assert told() == [(f"evidence-{evidence.pk}", False)]
    assert look() == 0


def test_a_source_is_kept_too_and_its_link_is_not_checked_twice(site, look, only):
    source = sources.without_ask(url=site.page("/s", article()))
    look()
    assert (only().source, only().quote_found) == (source, None)
    source.refresh_from_db()
    assert (source.link_status, source.link_final_url) == (200, source.url)


def test_an_address_is_asked_for_once_however_many_cite_it(site, by, look, folder):
    url = site.page("/a", article())
    for quote in (QUOTE, "", "另一番話"):
        copies.cited(url, quote, by=by)
    assert look() == 1
    assert site.asked == ["/a"]
    found = KeptCopy.objects.order_by("pk").values_list("quote_found", flat=True)
    assert list(found) == [True, None, False]
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1


def test_a_page_that_says_the_same_is_unchanged_and_nothing_is_told(site, by, look, only):
    url = site.page("/a", article())
    copies.cited(url, QUOTE, by=by)
    look()
    first = only()
    site.page("/a", article().replace("<head>", "<head><meta name='nonce' content='1'>"))
    look(later=True)
    assert (only().state, only().sha256) == (PageState.UNCHANGED, first.sha256)
    assert only().looked_at > first.looked_at
    assert len(told()) == 1


@pytest.mark.parametrize(
    ("paragraphs", "state"),
    [
        ((SAID, "其後補充：基金將於七月接受申請，詳情容後公布，市民可瀏覽網頁。"), "changed"),
        (
            ("政府今日公布，將研究設立基金，以支持長者就業及相關產業的發展，詳情容後公布。",),
            "quote_gone",
        ),
    ],
)
def test_a_page_that_changed_and_a_quote_that_is_gone_are_told_apart(
    site, by, look, only, paragraphs, state
):
    url = site.page("/a", article())
    copies.cited(url, QUOTE, by=by)
    look()
    kept = only().sha256
    site.page("/a", article(*paragraphs))
    look(later=True)
    copy = only()
    assert (copy.state, copy.quote_found, copy.sha256) == (state, True, kept)
    assert storing.get(kept).decode() == article()
    assert copy in KeptCopy.objects.to_see()
    assert len(told()) == 2
    # As it was: nothing waits for an editor any more, and the public is told.
    site.page("/a", article())
    look(later=True)
    assert only().state == PageState.UNCHANGED
    assert not KeptCopy.objects.to_see().exists()
    assert len(told()) == 3


def test_a_quote_that_never_stood_there_is_told_and_is_not_gone_later(site, by, look, only):
    url = site.page("/a", article())
    copies.cited(url, "政府不會設立基金", by=by)
    look()
    assert (only().quote_found, only().state) == (False, PageState.UNCHANGED)
    assert only() in KeptCopy.objects.to_see()
    site.page("/a", article("完全不同的一頁，內容與之前並無關係，只是為了說明網頁已經改動。"))
    look(later=True)
    assert only().state == PageState.CHANGED


@pytest.mark.parametrize("status", [404, 410, 500])
def test_a_link_is_dead_once_it_has_failed_twice(site, by, look, only, status):
    url = site.page("/a", article())
    copies.cited(url, QUOTE, by=by)
    look()
    site.page("/a", status=status)
    look(later=True)
    assert (only().state, only().fault) == (PageState.UNCHANGED, f"HTTP {status}")
    assert only().next_look_at < timezone.now() + dt.timedelta(days=1, minutes=1)
    look(later=True)
    copy = only()
    assert (copy.state, copy.quote_found) == (PageState.DEAD, True)
    assert copy.sha256
    assert copy in KeptCopy.objects.to_see()
    site.page("/a", article())
    look(later=True)
    assert (only().state, only().failures) == (PageState.UNCHANGED, 0)


def test_a_link_that_was_dead_from_the_first_is_told_without_a_copy(site, by, look, only):
    copies.cited(f"{site.root}/none", QUOTE, by=by)
    look()
    assert (only().state, told()) == ("", [])
    look(later=True)
    assert (only().state, only().sha256, len(told())) == (PageState.DEAD, "", 1)


@pytest.mark.parametrize("status", [401, 403, 429])
def test_a_site_that_lets_no_program_in_is_not_dead_and_an_editor_is_told(
    site, by, look, only, status
):
    copies.cited(site.page("/a", status=status), QUOTE, by=by)
    look()
    look(later=True)
    assert (only().state, only().sha256, only().fault) == ("", "", f"HTTP {status}")
    assert only() in KeptCopy.objects.to_see()
    assert told() == []


def test_a_page_that_lets_no_program_in_is_told_of_its_source_and_not_of_each_ask(site, by, look):
    source = sources.without_ask(url=site.page("/a", status=403))
    asks = [proposals.published(source=source, locator=SAID[:8], by=by) for _ in range(3)]
    look()
    assert [copy.source for copy in KeptCopy.objects.to_see()] == [source]
    # Words that are not there are of one ask alone.
    [of_ask] = KeptCopy.objects.filter(evidence__update__proposal=asks[1])
    KeptCopy.objects.filter(pk=of_ask.pk).update(quote_found=False)
    assert set(KeptCopy.objects.to_see()) == {of_ask, source.kept_copy}


# --- Politely ---


def test_what_robots_txt_forbids_is_not_asked_for_and_an_editor_gives_it(site, by, look, only):
    site.page("/robots.txt", "User-agent: *\nDisallow: /closed/*.html$")
    evidence = copies.cited(site.page("/closed/a.html", article()), QUOTE, by=by)
    look()
    look(later=True)
    assert (only().state, only().sha256, only().fault) == ("", "", keeping.ROBOTS)
    assert only() in KeptCopy.objects.to_see()
    assert (site.asked, site.asked_rules, told()) == ([], 1, [])
    copies.given(evidence, by=by)
    assert (only().origin, only().quote_found) == (CopyOrigin.GIVEN, True)
    look(later=True)
    assert site.asked == []
    assert only() not in KeptCopy.objects.to_see()


def test_a_site_whose_rules_cannot_be_read_is_not_dead(site, by, look, only):
    site.page("/robots.txt", status=503)
    copies.cited(site.page("/a", article()), QUOTE, by=by)
    look()
    look(later=True)
    assert (only().state, only().fault, site.asked) == ("", keeping.ROBOTS_AWAY, [])
    site.page("/robots.txt", status=404)
    look(later=True)
    assert (only().state, only().fault) == (PageState.UNCHANGED, "")


def test_a_page_that_cannot_be_unpacked_says_so_and_is_not_dead(site, by, look, only):
    copies.cited(site.page("/a", article(), Content_Encoding="br"), QUOTE, by=by)
    look()
    look(later=True)
    assert (only().state, only().sha256, only().fault) == ("", "", keeping.PACKED)


def test_a_page_is_asked_whether_it_has_moved(site, by, look, only):
    said = {"ETag": '"one"', "Last_Modified": "Wed, 20 May 2026 00:00:00 GMT"}
    url = site.page("/a", article(), **said)
    evidence = copies.cited(url, QUOTE, by=by)
    look()
    assert "If-None-Match" not in site.headers[-1]
    look(later=True)
    assert site.headers[-1]["If-None-Match"] == '"one"'
    assert site.headers[-1]["If-Modified-Since"] == said["Last_Modified"]
    assert (only().state, only().fault, len(told())) == (PageState.UNCHANGED, "", 1)
    # Who cites it for the first time needs all of it.
    copies.cited(url, QUOTE, by=by)
    look(later=True)
    assert "If-None-Match" not in site.headers[-1]
    assert KeptCopy.objects.exclude(sha256="").count() == 2
    # So does who has given a copy of their own.
    copies.given(evidence, by=by)
    look(later=True)
    assert "If-None-Match" not in site.headers[-1]


def test_a_page_that_has_moved_stays_so_while_it_says_that_nothing_is_new(site, by, look, only):
    copies.cited(site.page("/a", article(), ETag='"one"'), QUOTE, by=by)
    look()
    site.page("/a", article("完全不同的一頁，內容與之前並無關係，只是為了說明。"), ETag='"two"')
    look(later=True)
    assert only().state == PageState.QUOTE_GONE
    look(later=True)
    assert site.headers[-1]["If-None-Match"] == '"two"'
    assert only().state == PageState.QUOTE_GONE
    site.page("/a", status=404)
    look(later=True)
    look(later=True)
    assert only().state == PageState.DEAD
    # What it says by its old mark tells nothing of what a reader finds.
    site.page("/a", article(), ETag='"two"')
    look(later=True)
    assert "If-None-Match" not in site.headers[-1]
    assert only().state == PageState.UNCHANGED


def test_a_host_that_is_asked_by_another_is_left_until_it_is_free(site, by, look, only):
    copies.cited(site.page("/a", article()), QUOTE, by=by)
    Host.objects.of(site.root).take()
    assert look() == 0
    assert (site.asked, only().tries, only().fault) == ([], 0, "")
    Host.objects.update(free_at=timezone.now())
    assert look(later=True) == 1
    assert only().sha256


def test_a_host_that_is_free_soon_is_waited_for(site, by, look, only):
    copies.cited(site.page("/a", article()), QUOTE, by=by)
    Host.objects.of(site.root)
    free_at = timezone.now() + dt.timedelta(seconds=0.5)
    Host.objects.update(free_at=free_at)
    assert look() == 1
    assert timezone.now() > free_at
    assert only().sha256


def test_an_empty_page_is_not_kept_and_an_editor_is_told(site, by, look, only):
    copies.cited(site.page("/a", b""), QUOTE, by=by)
    look()
    assert (only().sha256, only().fault) == ("", keeping.EMPTY)
    assert only() in KeptCopy.objects.to_see()


def test_a_scan_that_takes_long_stays_with_who_looks_at_it(site, by, look, only, monkeypatch):
    """Each page that is read renews the lease; what is read off it may be wrong."""
    monkeypatch.setattr("proposals.texts.scans.are_readable", lambda: True)
    monkeypatch.setattr("proposals.texts.scans.must_be_readable", lambda: None)
    left = []

    def slow(_picture):
        left.append(only().next_look_at - timezone.now())
        return "政府今日公布，將研究設立基金，詳情容後公布，市民可瀏覽網頁。"

    monkeypatch.setattr("proposals.texts.scans.read", slow)
    url = site.page("/scan", made.pdf("", ""), Content_Type="application/pdf")
    copies.cited(url, QUOTE, by=by)
    look()
    assert len(left) == 2
    assert min(left) > LEASE - dt.timedelta(seconds=5)
    assert (only().quote_found, bool(only().sha256)) == (None, True)


def test_what_is_too_large_is_not_kept_and_an_editor_is_told(site, by, look, only, folder):
    copies.cited(site.page("/a", b"x" * (asking.MOST_BYTES + 1)), QUOTE, by=by)
    look()
    assert (only().sha256, only().state, only().fault) == ("", "", keeping.TOO_LARGE)
    assert only() in KeptCopy.objects.to_see()
    assert not folder.exists()


def test_a_page_that_only_drips_is_not_waited_for(site, by, look, only, monkeypatch):
    monkeypatch.setattr(keeping, "SECONDS", 0.4)
    copies.cited(site.drips("/slow"), by=by)
    look()
    assert only().fault == outgoing.TOO_SLOW


@pytest.mark.parametrize("where", ["http://10.0.0.1/", "http://169.254.169.254/", "file:///etc"])
def test_a_redirect_to_the_inside_is_not_followed(site, by, look, only, where):
    copies.cited(site.page("/a", status=302, Location=where), by=by)
    look()
    assert only().sha256 == ""
    assert only().fault in {outgoing.NOT_PUBLIC, outgoing.OTHER_SCHEME}


def test_nothing_on_this_machine_is_ever_asked(site, by, only):
    copies.cited(site.page("/a", article()), by=by)
    keeping.look_at_due()
    assert (only().fault, site.asked) == (outgoing.NOT_PUBLIC, [])


def test_quotes_are_found_in_a_pdf_and_in_a_page_in_big5(site, by, look):
    pdf = made.pdf("The Government will set up\na silver fund of 3,000 million.")
    big5 = f"<html><head><meta charset=big5></head><body><p>{SAID}</p></body></html>"
    url = site.page("/pdf", pdf, Content_Type="application/pdf")
    copies.cited(url, "The Government will set up a silver fund of 3000 million.", by=by)
    url = site.page("/big5", big5.encode("big5"), Content_Type="text/html")
    copies.cited(url, QUOTE, by=by)
    look()
    kept = KeptCopy.objects.order_by("pk")
    assert [copy.quote_found for copy in kept] == [True, True]
    assert kept[0].content_type == "application/pdf"


def test_of_a_picture_nobody_says_that_the_quote_is_missing(site, by, look, only):
    copies.cited(site.page("/a", b"\x89PNG\r\n\x1a\n" + b"\0" * 40), QUOTE, by=by)
    look()
    assert (only().quote_found, only().state) == (None, PageState.UNCHANGED)


def test_an_editor_gives_a_copy_which_no_worker_replaces(site, by, look, only):
    url = site.page(
        "/a", article("另一頁：政府宣布了一些與基金無關的措施，內容並不包括所引的文字。")
    )
    evidence = copies.cited(url, QUOTE, by=by)
    copies.given(evidence, SAID, by=by)
    kept = only().sha256
    assert (only().origin, only().kept_by, only().quote_found) == (CopyOrigin.GIVEN, by, True)
    look()
    assert (only().sha256, only().state) == (kept, PageState.QUOTE_GONE)
    keeping.look_soon([only().pk], anew=True)
    look()
    assert only().sha256 == kept


def test_a_copy_is_given_of_what_has_no_link(by, look, only):
    source = sources.without_ask()
    copies.given(source, b"%PDF-1.4 made", by=by)
    assert look() == 0
    assert (only().source, only().next_look_at, only().quote_found) == (source, None, None)
    assert told() == [(f"source-{source.slug}", False)]


def test_an_editor_has_the_page_kept_as_it_is_now(site, by, look, only):
    url = site.page("/a", article())
    copies.cited(url, QUOTE, by=by)
    look()
    first = only().sha256
    site.page("/a", article(SAID, "其後補充：基金將於七月接受申請，詳情容後公布，市民可瀏覽網頁。"))
    look(later=True)
    keeping.look_soon([only().pk], anew=True)
    look()
    assert (only().state, only().quote_found) == (PageState.UNCHANGED, True)
    assert only().sha256 != first
    # What was kept before is still there.
    assert storing.get(first).decode() == article()


def test_what_an_editor_has_noted_waits_no_more_until_it_moves_again(site, by, look, only):
    url = site.page("/a", article())
    copies.cited(url, QUOTE, by=by)
    look()
    site.page("/a", article(SAID, "其後補充：基金將於七月接受申請，詳情容後公布，市民可瀏覽網頁。"))
    look(later=True)
    keeping.note(only())
    assert not KeptCopy.objects.to_see().exists()
    look(later=True)
    assert not KeptCopy.objects.to_see().exists()
    site.page("/a", status=404)
    look(later=True)
    look(later=True)
    assert KeptCopy.objects.to_see().exists()


def test_a_link_that_an_editor_mends_is_kept_anew(site, look, only):
    source = sources.without_ask(
        url=site.page("/wrong", article("錯誤的一頁，內容與出處並無關係。"))
    )
    look()
    wrong = only().sha256
    source.url = site.page("/right", article())
    writing.save_shared(source, ())
    look()
    assert only().sha256 != wrong
    assert only().kept_from == source.url
    # And where it has none any more, nobody looks.
    source.url = ""
    writing.save_shared(source, ())
    look()
    assert (only().next_look_at, only().state) == (None, "")


def test_a_link_that_is_mended_while_it_is_looked_at_is_looked_at_anew(
    site, look, only, monkeypatch
):
    source = sources.without_ask(url=site.page("/wrong", article("錯誤的一頁。")))
    right, asked = site.page("/right", article()), keeping.look

    def mended(url, *given, **more):
        seen = asked(url, *given, **more)
        type(source).objects.update(url=right)
        return seen

    monkeypatch.setattr(keeping, "look", mended)
    look()
    assert only().kept_from == right
    assert storing.get(only().sha256).decode() == article()


def test_what_a_killed_worker_had_in_hand_is_taken_up_when_its_lease_has_run_out(
    site, by, look, only
):
    copies.cited(site.page("/a", article()), QUOTE, by=by)
    KeptCopy.objects.begin()
    [claimed] = KeptCopy.objects.claim()
    assert look() == 0
    look(later=True)
    assert only().state == PageState.UNCHANGED
    # The dead one comes back, and writes nothing.
    keeping._note(claimed, keeping.Seen(claimed.address, fault="late", is_dead=True))
    assert (only().fault, only().failures) == ("", 0)


def test_a_file_cut_short_by_a_kill_is_written_again(site, by, look, only, folder):
    copies.cited(site.page("/a", article()), QUOTE, by=by)
    sha256 = hashlib.sha256(article().encode()).hexdigest()
    path = folder / sha256[:2] / sha256
    path.parent.mkdir(parents=True)
    path.write_bytes(article().encode()[:10])
    look()
    assert storing.get(only().sha256).decode() == article()


def test_a_file_that_another_worker_stores_at_that_moment_stands_once(folder, monkeypatch):
    sha256 = storing.put(b"page")
    looked, is_there = [], FileSystemStorage.exists

    def not_yet(storage, name):
        looked.append(name)
        return len(looked) > 2 and is_there(storage, name)

    monkeypatch.setattr(FileSystemStorage, "exists", not_yet)
    assert storing.put(b"page") == sha256
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [sha256]
    assert storing.get(sha256) == b"page"


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (b"%PDF-1.7", "pdf"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"\xef\xbb\xbf <!DOCTYPE html>", "html"),
        (b"a\0b", "bin"),
        ("公布".encode(), "txt"),
    ],
)
def test_a_file_is_given_out_under_the_name_that_its_bytes_tell(content, ending):
    assert storing.ending(content) == ending


def test_a_page_that_workers_die_of_is_left_alone_until_its_next_turn(site, by, look, only):
    copies.cited(site.page("/a", article()), QUOTE, by=by)
    KeptCopy.objects.begin()
    KeptCopy.objects.update(tries=MOST_TRIES)
    look()
    assert (only().fault, only().tries, site.asked) == (keeping.KILLED, 0, [])
    assert only().next_look_at > timezone.now() + dt.timedelta(days=6)


def test_a_copy_shows_with_what_it_is_kept_for_and_goes_with_it(site, by, look):
    draft = proposals.draft(source=sources.source(url=site.page("/a", article())))
    look()
    assert told() == []
    publishing.publish(draft, by=by)
    key = f"source-{draft.source.slug}"
    assert told() == [(key, False)]
    publishing.withdraw(draft, reason_hant="重複。", reason_en="Twice.")
    assert told() == [(key, False), (key, True)]


def test_a_source_that_nothing_shows_can_be_deleted_and_its_copy_is_gone(site, look):
    source = sources.without_ask(url=site.page("/a", article()))
    look()
    with transaction.atomic():
        writing.delete_shared(source)
    assert told()[-1] == (f"source-{source.slug}", True)
    assert not KeptCopy.objects.exists()


def test_a_file_that_was_altered_is_not_given_out(site, by, look, only, folder):
    copies.cited(site.page("/a", article()), by=by)
    look()
    [path] = [path for path in folder.rglob("*") if path.is_file()]
    assert path.stat().st_mode & 0o077 == 0
    path.write_bytes(b"other")
    with pytest.raises(storing.Damaged):
        storing.get(only().sha256)
    path.unlink()
    with pytest.raises(storing.Damaged):
        storing.get(only().sha256)


def test_any_storage_will_do(settings, site, by, look, only):
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"copies": memory}
    copies.cited(site.page("/a", article()), QUOTE, by=by)
    look()
    assert storing.get(only().sha256).decode() == article()
