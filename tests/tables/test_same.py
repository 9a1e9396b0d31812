"""What the database makes of a row is what its model row says, byte by byte."""

import datetime as dt
import sys

import pytest
from django.utils import timezone, translation

from proposals import tracking
from proposals.choices import Basis, Status
from proposals.editing import merging
from proposals.models import Addressee, Attribution, Author, Proposal, Source
from proposals.tables import exports, spreadsheet
from tests.factories import history, people, proposals, sources, taxonomy
from tests.tables import one_by_one

pytestmark = pytest.mark.django_db


LIVE = "=1+1"
ODD = 'says "a, b"\r\nand\rmore\n\u2028\x01 \\ é 𠮷|;'
CLOCKS = {
    "now": lambda rows: rows,
    "as of a day": lambda rows: rows.as_of(dt.date(2026, 6, 15)),
    "as known then": lambda rows: rows.known_at(timezone.now() - dt.timedelta(days=1)),
    "both": lambda rows: rows.as_of(dt.date(2026, 6, 15)).known_at(timezone.now()),
}


@pytest.fixture(scope="module")
def every_kind(once):
    with once():
        by = people.user(is_superuser=True)
        daily = sources.publication()
        printed = sources.source(
            "頭條",
            slug="printed",
            publication=daily,
            url="https://daily.example/1",
            page="A1",
            archived_url="https://archive.example/1",
            archived_on=dt.date(2026, 5, 21),
            published_on=dt.date(2026, 5, 1),
            published_on_precision="month",
        )
        shared = {"source": printed, "by": by}
        full = proposals.published(
            slug="full",
            authors=[
                people.author("陳大文", "Chan", slug="chan"),
                people.author("甲|乙", "", slug="bar"),
                people.author(LIVE, LIVE, slug="live"),
            ],
            bodies=[
                taxonomy.body("b_two", "乙局", "Bureau B", position=2),
                taxonomy.body("b_one", "甲局", "Bureau A", position=1),
            ],
            places=[
                taxonomy.place("far", "遠方", "Far", position=9),
                taxonomy.place("near", "近處", "Near", position=1),
            ],
            ideas=[proposals.idea("z-fund"), proposals.idea("a-fund")],
            scheme_hant="銀髮基金",
            figures="30億元",
            **shared,
        )
        Addressee.objects.filter(proposal=full, body__code="b_one").update(basis=Basis.INFERRED)
        Attribution.objects.filter(proposal=full, author__slug="bar").update(
            capacity_hant="", capacity_hans="", capacity_en="Chair | Member"
        )
        Author.objects.filter(slug="bar").update(name_hans="")
        parts = [proposals.criterion(full), proposals.criterion(full, "第二部分 =1", text_en=LIVE)]
        history.record(full, criteria={parts[0].position: "met"}, by=by)
        tracking.check(full, checked_on=timezone.localdate(), by=by)
        undated = {"proposed_on": None, "by": by}
        bare = proposals.published(slug="bare", bodies=[], authors=[people.author()], **undated)
        between = {"not_before": dt.date(2026, 1, 5), "not_after": dt.date(2026, 2, 28)}
        inferred = {"proposed_basis_hant": "據內文", "proposed_basis_en": "By the text"}
        proposals.published(
            slug="between",
            **{f"proposed_{end}": day for end, day in between.items()},
            **inferred,
            **undated,
        )
        proposals.published(
            slug="not-after",
            proposed_not_after=dt.date(2026, 3, 31),
            source=sources.source(
                slug="bounds",
                published_not_before=dt.date(2024, 2, 29),
                published_basis_hant="推定",
                published_basis_en="Inferred",
            ),
            **undated,
        )
        for precision in ("month", "year"):
            proposals.published(
                slug=precision,
                proposed_on=dt.date(2024, 1, 1),
                proposed_on_precision=precision,
                **shared,
            )
        proposals.published(
            slug="-live",
            title_hant=LIVE,
            title_en="＝1",
            summary_en=f"\t{ODD}",
            summary_hant=ODD,
            figures="'=1",
            locator=" -1",
            source=sources.source(f'"{LIVE}'),
            by=by,
        )
        Proposal.objects.filter(slug="-live").update(title_hans="")
        declined = proposals.published(
            slug="declined", specificity="soft", instrument="subsidy", by=by
        )
        history.record(declined, Status.DECLINED, dt.date(2026, 6, 10), by=by)
        lone, hidden = proposals.published(slug="lone", by=by), proposals.draft(slug="hidden")
        for one, other in ((full, bare), (lone, full), (full, hidden)):
            proposals.related(one, other)
        proposals.withdrawn(slug="withdrawn", by=by)
        other = proposals.published(slug="merged", by=by)
        merging.merge(other, into=lone, reason_hant="同一建議。", reason_en="One ask.", by=by)
        # Some were known before yesterday.
        days = timezone.now() - dt.timedelta(days=3)
        Proposal.objects.filter(slug__in=["full", "bare"]).update(first_published_at=days)
        Source.objects.filter(slug="bounds").update(page="")


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans", "en"])
@pytest.mark.parametrize("clock", CLOCKS)
def test_a_file_says_what_the_model_rows_say(every_kind, language, clock):
    found = CLOCKS[clock](Proposal.objects.public()).order_by("pk")
    with translation.override(language):
        assert "".join(exports.as_csv(found)) == one_by_one.as_csv(found)
        assert "".join(exports.as_ndjson(found)) == one_by_one.as_ndjson(found)


def test_each_kind_is_among_what_is_compared(every_kind):
    rows = {row["slug"]: row for row in one_by_one.rows(Proposal.objects.public())}
    assert {"withdrawn", "hidden", "merged"}.isdisjoint(rows)
    assert [len(rows["full"][name]) for name in ("authors", "bodies", "places", "ideas")] == [
        3,
        2,
        2,
        2,
    ]
    assert rows["full"]["criteria"] == ["met", "unknown"]
    assert rows["full"]["related"] == ["bare", "lone"]
    assert {row["proposed_basis"] for row in rows.values()} == {"stated", "inferred", "unknown"}
    assert {row["proposed_on_precision"] for row in rows.values()} == {"day", "month", "year", None}
    counts = {clock: CLOCKS[clock](Proposal.objects.public()).count() for clock in CLOCKS}
    assert counts == {"now": 9, "as of a day": 8, "as known then": 0, "both": 8}


def test_a_demonstration_says_so_in_each_row(every_kind, settings):
    settings.DEMONSTRATION = True
    found = Proposal.objects.public().order_by("pk")
    assert "".join(exports.as_ndjson(found)) == one_by_one.as_ndjson(found)


def test_a_look_at_many_texts_misses_none_that_is_live():
    missed = [
        letter
        for letter in map(chr, range(1, sys.maxunicode + 1))
        if spreadsheet.is_live(f"{letter}=1") or spreadsheet.is_live(letter)
        if not spreadsheet.may_be_live(["plain", f"{letter}=1"])
    ]
    assert missed == []
