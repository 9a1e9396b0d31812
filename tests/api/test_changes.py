"""The feed of changes: who replays it from the beginning holds what is published."""

import datetime as dt
import hashlib
import os
import random
import threading
import time
from contextlib import suppress

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, connection, transaction

from proposals import tracking
from proposals.choices import Status
from proposals.editing import ideas, merging, publishing, writing
from proposals.models import Author, Change, Proposal, Source
from proposals.throttles import ReaderThrottle
from proposals.tracking.rules import Conflict, Refusal
from tests.factories import history, people, proposals, sources, taxonomy
from tests.together import together

pytestmark = pytest.mark.django_db

# The list of the API that shows each noun; publications have none.
LISTS = {
    "proposal": "proposals/",
    "author": "authors/",
    "source": "sources/",
    "sector": "sectors/",
    "body": "bodies/",
    "place": "places/",
    "idea": "ideas/",
}
COUNTS = ("proposal_count", "by_status")
# Acts of each of eight writers; `make prove` asks for thousands.
EACH = int(os.environ.get("PROOF_EVENTS", "6"))


def apply(copy, changes):
    """Keep each row by noun and key, and delete what has none."""
    for change in changes:
        if change["row"] is None:
            copy.pop((change["noun"], change["key"]), None)
        else:
            copy[change["noun"], change["key"]] = change["row"]


@pytest.fixture
def replay(get):
    """Read on from a position, and apply each row to a copy by noun and key."""

    def replay(copy, after=0, **more):
        is_last = False
        while not is_last:
            answer = get("changes/", after=after, **more).json()
            apply(copy, answer["results"])
            after, is_last = answer["next_after"], answer["is_last"]
        return after

    return replay


@pytest.fixture
def published(get):
    """What the lists show, by noun and key, without counts."""

    def published():
        shown = {}
        for noun, path in LISTS.items():
            for row in get(path, page_size=500).json()["results"]:
                key = row.get("slug") or row["code"]
                shown[noun, key] = {k: v for k, v in row.items() if k not in COUNTS}
        return shown

    return published


def of_lists(copy):
    return {name: row for name, row in copy.items() if name[0] in LISTS}


class Editors:
    """People who do whatever can be done, one thing after the other."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.by = people.user(is_superuser=True)
        self.acts = [
            *(self.publish, self.retitle, self.record, self.check, self.void, self.withdraw),
            *(self.publish_again, self.merge, self.split, self.rename, self.headline, self.term),
            *(self.join, self.move_to_another_source, self.other_authors, self.draft),
        ]

    def author(self, number):
        slug = f"chan-{number}"
        known = Author.objects.filter(slug=slug).first()
        return known or people.author(f"陳大文{number}", f"Chan {number}", slug=slug)

    def source(self):
        slug = f"source-{self.dice.randrange(6)}"
        if known := Source.objects.filter(slug=slug).first():
            return known
        made = sources.source(slug=slug, holds_no_ask=self.dice.randrange(2) == 0)
        writing.save_shared(made, ())
        return made

    def one(self, rows):
        rows = list(rows.order_by("pk"))
        return self.dice.choice(rows) if rows else None

    def public(self):
        return self.one(Proposal.objects.public())

    def act(self):
        self.dice.choice(self.acts)()

    def publish(self):
        author = self.author(self.dice.randrange(6))
        proposals.published(by=self.by, authors=[author], source=self.source())

    def draft(self):
        proposals.draft(source=self.source())

    def retitle(self):
        self.edit(title_en=f"Title {self.dice.random()}")

    def move_to_another_source(self):
        self.edit(source=self.source())

    def edit(self, **columns):
        if row := self.public():
            with transaction.atomic():
                for name, value in columns.items():
                    setattr(row, name, value)
                writing.write(row)
                writing.settle([row])

    def other_authors(self):
        if row := self.public():
            with transaction.atomic():
                row.attributions.all().delete()
                row.attributions.create(author=self.author(self.dice.randrange(6)))
                writing.settle([row])

    def record(self):
        if (row := self.public()) and row.status == Status.PROPOSED:
            history.record(row, Status.NOTED, effective_on=dt.date(2026, 6, 1), by=self.by)

    def check(self):
        if row := self.public():
            tracking.check(row, checked_on=dt.date(2026, 6, 2), by=self.by)

    def void(self):
        if (row := self.public()) and row.status == Status.NOTED:
            update = row.updates.live().filter(status=Status.NOTED).first()
            tracking.void(update, reason_hant="誤記。", reason_en="Mistaken.", by=self.by)

    def withdraw(self):
        if row := self.public():
            publishing.withdraw(row, reason_hant="撤回。", reason_en="Withdrawn.")

    def publish_again(self):
        if row := self.one(Proposal.objects.filter(publication_state="withdrawn")):
            publishing.publish(row, by=self.by)

    def merge(self):
        row, into = self.public(), self.public()
        if row and row.pk != into.pk:
            merging.merge(row, into=into, reason_hant="同一建議。", by=self.by)

    def split(self):
        if row := self.one(Proposal.objects.filter(merged_into__isnull=False)):
            merging.split(row, reason_hant="並非同一建議。", by=self.by)

    def rename(self):
        author = self.author(self.dice.randrange(6))
        author.name_en = f"Chan {self.dice.random()}"
        writing.save_shared(author, Proposal.objects.filter(authors=author).distinct())

    def headline(self):
        source = self.source()
        source.byline = f"記者{self.dice.random()}"
        writing.save_shared(source, source.proposals.all())

    def term(self):
        body = taxonomy.body(f"body_{self.dice.randrange(3)}")
        body.name_en = f"Body {self.dice.random()}"
        writing.save_shared(body, Proposal.objects.filter(bodies=body).distinct())

    def join(self):
        row, other = self.public(), self.public()
        if row and row.pk != other.pk:
            ideas.join(row, other)


@pytest.mark.parametrize("seed", range(3))
def test_who_replays_it_from_the_beginning_holds_what_is_published(seed, replay, published):
    editors = Editors(seed)
    for term in (taxonomy.sector(), taxonomy.body()):
        writing.save_shared(term, ())
    copy, after = {}, 0
    for _ in range(4):
        for _ in range(12):
            editors.act()
        after = replay(copy, after)
        assert of_lists(copy) == published()
    anew = {}
    replay(anew, limit=7)
    assert anew == copy


@pytest.mark.django_db(transaction=True)
def test_however_writers_interleave_nothing_is_missed_or_told_twice(get, published, monkeypatch):
    monkeypatch.setattr(ReaderThrottle, "allow_request", lambda *request: True)
    editors = [Editors(seed) for seed in range(8)]
    for term in (taxonomy.sector(), taxonomy.body()):
        writing.save_shared(term, ())
    for _ in editors:
        editors[0].publish()
    copy, seen, position = {}, [], [0]
    ended = threading.Event()

    def write(editor):
        for _ in range(EACH):
            # Two of them may want what only one can have.
            with suppress(Conflict, Refusal, ValidationError, IntegrityError, ObjectDoesNotExist):
                editor.act()

    def write_all():
        try:
            assert together(*(lambda editor=editor: write(editor) for editor in editors)) == []
        finally:
            ended.set()

    def poll():
        while True:
            over = ended.is_set()
            answer = get("changes/", after=position[0], limit=500).json()
            seen.extend(change["seq"] for change in answer["results"])
            apply(copy, answer["results"])
            position[0] = answer["next_after"]
            if over and answer["is_last"]:
                return
            time.sleep(0.001)

    assert together(poll, write_all) == []
    assert seen == list(Change.objects.order_by("seq").values_list("seq", flat=True))
    assert of_lists(copy) == published()


def test_a_change_says_what_happened_to_what(get):
    proposal = proposals.published(slug="fund")
    answer = get("changes/").json()
    assert [(c["kind"], c["noun"], c["key"]) for c in answer["results"]] == [
        ("published", "proposal", "fund"),
        ("source", "source", proposal.source.slug),
        ("person", "author", proposal.authors.get().slug),
    ]
    first = answer["results"][0]
    assert first["proposal"] == "fund"
    assert first["target"] is None
    assert first["row"] == get("proposals/").json()["results"][0]
    assert answer["results"][1]["proposal"] is None
    assert answer["next_after"] == answer["results"][-1]["seq"]
    assert answer["is_last"] is True


def test_what_is_gone_has_no_row(get):
    withdrawn = proposals.withdrawn(slug="gone")
    shown = proposals.published(slug="shown")
    merged = proposals.published(slug="merged")
    merging.merge(merged, into=shown, reason_hant="同一建議。", by=people.user(is_superuser=True))
    changes = get("changes/", noun="proposal").json()["results"]
    rows = {change["key"]: change["row"] for change in changes}
    assert rows[withdrawn.slug] is None
    assert rows["merged"] is None
    assert rows["shown"]["slug"] == "shown"
    assert [c["target"] for c in changes if c["kind"] == "merged"] == ["shown"]


def test_a_draft_and_what_only_it_shows_are_not_told(get):
    proposals.draft(
        slug="draft",
        authors=[people.author("秘密", "Secret", slug="secret")],
        source=sources.source(slug="secret-source"),
    )
    body = get("changes/").content.decode()
    assert "draft" not in body
    assert "secret" not in body


def test_it_is_read_in_parts(get):
    for _ in range(3):
        proposals.published()
    whole = get("changes/").json()["results"]
    part = get("changes/", limit=2).json()
    assert part["results"] == whole[:2]
    assert part["is_last"] is False
    after = get("changes/", after=part["next_after"], limit=2).json()
    assert after["results"] == whole[2:4]


def test_the_next_address_leads_on(get, client):
    proposals.published()
    following = get("changes/", limit=1, noun="proposal").json()["next"]
    proposals.published(slug="later")
    answer = client.get(following).json()
    assert [change["key"] for change in answer["results"]] == ["later"]


def test_kinds_and_proposals_are_chosen(get):
    one, _other = proposals.published(slug="one"), proposals.published(slug="other")
    history.record(one, Status.NOTED, effective_on=dt.date(2026, 6, 1), by=people.user())
    kinds = [c["kind"] for c in get("changes/", proposal="one").json()["results"]]
    assert kinds == ["published", "status"]
    keys = [c["key"] for c in get("changes/", kind="status").json()["results"]]
    assert keys == ["one"]
    assert get("changes/", kind="-published", noun="proposal").json()["results"][0]["key"] == "one"


def test_nothing_new_leaves_the_position_at_the_newest(get):
    proposals.published()
    newest = Change.objects.latest("seq").seq
    answer = get("changes/", after=newest).json()
    assert (answer["results"], answer["next_after"]) == ([], newest)
    chosen = get("changes/", kind="merged").json()
    assert (chosen["results"], chosen["next_after"]) == ([], newest)


def test_faults_name_the_parameter(faults):
    assert faults("changes/", after="x")["after"]["allowed"] == [f"0–{2**63 - 1}"]
    assert faults("changes/", limit="0")["limit"]["allowed"] == ["1–500"]
    assert "kind" in faults("changes/", kind="rumour")
    assert "from" in faults("changes/", **{"from": "1"})


def test_a_position_of_another_history_is_refused(get):
    proposals.published()
    epoch = get("changes/").json()["epoch"]
    assert get("changes/", epoch=epoch).status_code == 200
    for parameters in ({"epoch": "0123456789abcdef"}, {"after": 2**40}):
        answer = get("changes/", **parameters)
        assert answer.status_code == 409
        assert answer.json()["epoch"] == epoch
        assert "after=0" in answer.json()["detail"]


def test_the_epoch_is_another_once_the_table_was_made_anew(get):
    before = get("changes/").json()["epoch"]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE proposals_change RENAME TO proposals_change_lost")
        cursor.execute(
            "CREATE TABLE proposals_change (LIKE proposals_change_lost INCLUDING DEFAULTS)"
        )
    assert get("changes/").json()["epoch"] != before


def test_nothing_moved_is_told_by_one_query(get, django_assert_num_queries):
    proposals.published()
    etag = get("changes/").headers["ETag"]
    with django_assert_num_queries(1):
        answer = get("changes/", headers={"If-None-Match": etag})
    assert answer.status_code == 304


@pytest.mark.parametrize("count", [1, 3])
def test_the_queries_of_a_page_are_fixed(count, get, django_assert_num_queries):
    for _ in range(count):
        proposals.published()
    # newest twice, epoch, changes; proposals with their three parts; sources; authors
    with django_assert_num_queries(11):
        get("changes/")


def test_each_change_is_chained_to_the_one_before(get):
    proposal = proposals.published()
    history.record(proposal, Status.NOTED, effective_on=dt.date(2026, 6, 1), by=people.user())
    publishing.withdraw(proposal, reason_hant="撤回。", reason_en="Withdrawn.")
    before = ""
    for change in get("changes/").json()["results"]:
        lines = [
            *(before, str(change["seq"]), instant(change["at"]), change["kind"], change["noun"]),
            *(change["key"], change["target"] or "", "gone" if change["gone"] else ""),
            change["digest"],
        ]
        before = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        assert change["hash"] == before


def instant(text):
    at = dt.datetime.fromisoformat(text).astimezone(dt.UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
