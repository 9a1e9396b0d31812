"""A tracker whose progress is invented: what it holds, and that all it gives says so."""

import csv
import datetime as dt
import io
import re
import zipfile
from collections import defaultdict

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from proposals import tracking
from proposals.alerts import mails
from proposals.api import about
from proposals.choices import EvidenceClass, Status
from proposals.models import (
    Assessment,
    Change,
    Delivery,
    Evidence,
    Match,
    PolicyEvent,
    Proposal,
    StatusUpdate,
    Subscription,
    Uptake,
    Webhook,
)
from proposals.package import archive, invented, public, verify
from proposals.package.demonstrating import make
from proposals.tables import workbook
from proposals.tracking import integrity
from proposals.web import urls
from proposals.web.pages.statistics import FILES
from tests.factories import people

pytestmark = pytest.mark.slow("loads the whole catalogue with its invented log")

TODAY = dt.date(2026, 11, 29)
MARKS = {
    "": "示範資料，進展屬虛構",
    "/zh-hans": "示范资料，进展属虚构",
    "/en": "Demonstration: the progress is invented",
}


@pytest.fixture(scope="module")
def demonstration(once):
    with once():
        make(settings.FIXTURES_DIR, seed="a", today=TODAY, by=people.user(is_superuser=True))


@pytest.fixture
def marked(demonstration, settings):
    settings.DEMONSTRATION = True
    for cached in workbook._empty, about.document:
        cached.cache_clear()
    yield
    for cached in workbook._empty, about.document:
        cached.cache_clear()


def test_every_status_and_act_occurs(demonstration):
    public_ones = Proposal.objects.public()
    assert set(public_ones.values_list("status", flat=True)) == set(Status.values)
    updates = StatusUpdate.objects.all()
    for act in ("void_of", "confirms", "copied_from", "superseded_by", "event"):
        assert updates.exclude(**{act: None}).exists(), act
    with (settings.FIXTURES_DIR / "proposals.csv").open(encoding="utf-8-sig") as file:
        before = {row["slug"] for row in csv.DictReader(file) if row["merged_into"]}
    assert Proposal.objects.exclude(merged_into=None).exclude(slug__in=before).count() == 2
    assert PolicyEvent.objects.count() == len(invented.EVENTS)
    assert Subscription.objects.live().exclude(confirmed_at=None).count() == 4
    assert not Webhook.objects.exists()
    # An official text is decided in part: what it answers is public, and the rest waits.
    assert Uptake.objects.filter(voided_at=None).count() >= 3
    assert Match.objects.undecided().exists()


def test_what_is_delivered_meets_its_criteria_and_what_is_so_in_part_names_both(demonstration):
    said = defaultdict(set)
    for row in Assessment.objects.select_related("update"):
        said[row.update.status].add(row.state)
    assert said[Status.DELIVERED] == {"met"}
    assert said[Status.PARTLY_DELIVERED] >= {"met", "not_met"}
    updates = StatusUpdate.objects.filter(status__in=[Status.DELIVERED, Status.PARTLY_DELIVERED])
    for update in updates.filter(proposal__criteria__isnull=False).distinct():
        assert update.assessments.count() == update.proposal.criteria.count()
    waiting = StatusUpdate.objects.awaiting_confirmation().filter(status=Status.DELIVERED)
    assert waiting.exists()
    for update in waiting:
        tracking.confirm(update, by=people.user(is_superuser=True))


def test_steps_lie_in_the_eighteen_months_before_the_day(demonstration):
    days = StatusUpdate.objects.exclude(effective_on=None).values_list("effective_on", flat=True)
    assert max(days) < TODAY
    assert min(days) >= TODAY - dt.timedelta(days=invented.DAYS)
    assert max(days) - min(days) > dt.timedelta(days=450)
    merged = StatusUpdate.objects.exclude(copied_from=None).values("proposal")
    told = StatusUpdate.objects.exclude(proposal__in=merged).exclude(effective_on=None)
    # What a document answers is decided as the demonstration is made.
    told = told.exclude(pk__in=Uptake.objects.values("update"))
    for day, at in told.values_list("effective_on", "recorded_at"):
        assert day <= timezone.localdate(at) <= day + dt.timedelta(days=1)


def test_what_an_ask_stands_in_is_of_the_day_invented_for_it(demonstration):
    asked_in = Evidence.objects.filter(evidence_class=EvidenceClass.SOURCE).select_related("source")
    assert asked_in
    for evidence in asked_in:
        assert evidence.published_on == evidence.source.published_on


def test_each_row_of_the_log_says_that_it_is_invented_and_leads_nowhere(demonstration):
    steps = StatusUpdate.objects.exclude(status__in=["", Status.PROPOSED])
    assert not steps.exclude(reason_hant__startswith="示範").exists()
    assert not steps.exclude(reason_en__startswith="Invented").exists()
    documents = Evidence.objects.exclude(evidence_class=EvidenceClass.SOURCE)
    assert documents.count() > 100
    assert not documents.exclude(url__startswith="https://example.invalid/").exists()
    assert not documents.exclude(title__contains="nvented").exists()
    assert not Subscription.objects.exclude(email__endswith="@example.invalid").exists()


def test_the_log_proves_whole(demonstration, tmp_path):
    assert list(integrity.check()) == []
    package = tmp_path / "tracker.zip"
    public.dump(tmp_path / "rows")
    with zipfile.ZipFile(package, "w") as file:
        for part in (tmp_path / "rows").iterdir():
            file.write(part, part.name)
    with zipfile.ZipFile(package) as file:
        assert len(verify.read(file, "changes")) > 300
        assert verify.faults(file, {}, []) == []


# Of each address with a key, one that is there; and how some others are asked.
FILLED = {
    "authors": "tang-ming-sum", "sectors": "ageing", "bodies": "lwb",
    "sources": "silver-economy-for-an-ageing-population",
    "documents": "nothing", "ideas": "compliant-data-outflow", "subscribe/confirm": "nobody",
    "subscribe/end": "nobody", "subscribe": "nobody", "suggest/confirm": "nobody",
}  # fmt: skip


def addresses():
    """Every public address of pages, feeds and files, each that takes a key with one."""
    proposal = Proposal.objects.public().order_by("pk").first()
    proposals = {"proposals": proposal.slug, "embed/proposals": proposal.slug}
    keys = FILLED | proposals | {"preview/proposals": str(proposal.pk), "data/releases": "none"}
    for pattern in urls.urlpatterns:
        path = str(pattern.pattern)
        if path == "stats/<slug:name>.csv":
            yield from (f"stats/{name}.csv" for name in FILES)
        else:
            yield re.sub(r"^(.+)/(tracker-)?<\w+:\w+>", lambda m: f"{m[1]}/{keys[m[1]]}", path)
    yield from ("proposals/?view=table", "proposals/?view=board", "proposals/?view=chart")
    yield from ("proposals/?status=nowhere", "nothing/", "api/v1/docs/", "admin/account/login/")


# A program of ours: nothing is told of any proposal in it.
UNMARKED = ["data/verify.py"]


def text_of(answer):
    """What an answer says, whatever it is packed or escaped in."""
    whole = b"".join(answer)
    if whole.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(whole)) as packed:
            whole = b"".join(map(packed.read, packed.namelist()))
    text = whole.decode(errors="replace").replace("\r\n ", "").replace("\\,", ",")
    return re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text)


@pytest.mark.parametrize("prefix", MARKS)
def test_every_page_feed_and_file_carries_the_mark_in_each_language(client, marked, prefix):
    archive.build()
    for path in addresses():
        answer = client.get(f"{prefix}/{path}", follow=True)
        text = text_of(answer)
        # The package is one for all languages.
        mark = MARKS[""] if path == "data/tracker.zip" else MARKS[prefix]
        assert (mark in text) is (path not in UNMARKED), path
        if answer.headers["Content-Type"].startswith("text/html"):
            assert f"<strong>{mark}</strong>" in text, path
            assert re.search(r'<meta name="robots" content="(noindex|NONE)', text), path
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow", path
        assert answer.headers["X-Demonstration"] == "the progress is invented", path


def test_what_tells_programs_where_things_are_carries_the_mark(client, marked):
    told = ["/sitemap.xml", "/sitemaps/proposals-1.xml", "/sitemaps/pages-1.xml"]
    for path in told:
        assert f"<!-- {MARKS['']} -->" in client.get(path).content.decode(), path
    assert client.get("/api/v1/").json()["demonstration"] == MARKS["/en"]
    assert client.get("/api/v1/schema/").json()["info"]["description"].startswith(MARKS["/en"])
    assert client.get("/api/v1/docs/manual/").content.decode().startswith(MARKS["/en"])


def test_a_row_of_a_file_says_it(client, marked):
    answer = client.get("/en/data/proposals.csv")
    assert 'filename="demonstration-' in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert {row["demonstration"] for row in rows} == {MARKS["/en"]}
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get("/en/data/proposals.xlsx"))))
    header, *cells = book.active.iter_rows(values_only=True)
    assert header[-1] == "demonstration"
    assert {row[-1] for row in cells} == {MARKS["/en"]}
    pq = pytest.importorskip("pyarrow.parquet")
    table = pq.read_table(io.BytesIO(b"".join(client.get("/en/data/proposals.parquet"))))
    assert set(table["demonstration"].to_pylist()) == {MARKS["/en"]}


@pytest.mark.parametrize("name", [n for n in about.ROOT_ADDRESSES if n not in ("schema", "docs")])
def test_each_answer_of_the_api_says_it_and_each_of_its_rows(client, marked, name):
    answer = client.get(f"/api/v1/{name}/").json()
    assert answer["demonstration"] == MARKS["/en"]
    rows = [row for row in answer["results"] if isinstance(row, dict)]
    assert {row.get("demonstration") for row in rows} <= {MARKS["/en"]}
    assert name not in ("proposals", "status-updates", "changes", "stats") or rows


def test_one_row_and_lines_say_it_too(client, marked):
    slug = Proposal.objects.public().first().slug
    assert client.get(f"/api/v1/proposals/{slug}/").json()["demonstration"] == MARKS["/en"]
    text = client.get("/api/v1/stats/?group_by=status&format=csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["demonstration"] for row in rows} == {MARKS["/en"]}


def test_programs_are_told_by_a_header_and_oembed_by_its_provider(client, marked):
    assert client.get("/api/v1/proposals/").headers["X-Demonstration"] == "the progress is invented"
    slug = Proposal.objects.public().first().slug
    url = f"{settings.SITE_URL}/en/proposals/{slug}/"
    said = client.get("/oembed/", {"url": url}).json()
    assert MARKS["/en"] in said["provider_name"]


def test_no_robot_is_let_in(client, marked):
    assert client.get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"


def test_mails_carry_the_mark(marked):
    for delivery in Delivery.objects.select_related("subscription"):
        mail = mails.compose(delivery)
        mark = next(m for m in MARKS.values() if mail.body.startswith(m))
        assert mail.subject.startswith(f"[{mark}]")


def test_any_other_tracker_carries_no_mark(client, demonstration):
    # The package was made while it was one.
    told = [path for path in addresses() if path != "data/tracker.zip"]
    for path in (*told, "robots.txt", "sitemap.xml", "api/v1/schema/"):
        answer = client.get(f"/{path}")
        assert "示範資料" not in text_of(answer).replace(invented.DATED[0], ""), path
        assert "X-Demonstration" not in answer.headers


def test_what_is_no_demonstration_is_not_filled(demonstration, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    with pytest.raises(CommandError, match="DEMONSTRATION: not set"):
        call_command("demonstrate")
    settings.DEMONSTRATION = True
    with pytest.raises(CommandError, match="no demonstration"):
        call_command("demonstrate")
    (tmp_path / "demonstration").touch()
    before = Change.objects.count()
    call_command("demonstrate", verbosity=0)
    assert Change.objects.count() == before
