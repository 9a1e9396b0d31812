"""What the stock over time costs beside counting the set anew as of the end of each quarter.

    DATABASE_URL=postgresql://… SECRET_KEY=… VAR_DIR=… python benchmarks/stock.py

Takes the database that `clocks.py 100000 --keep` left on that server, and prints a table for
results.md. The named alternative is one count by status of the set `as_of` each last day.
"""

import datetime as dt
import statistics
import time
from typing import Any

import clocks

ROUNDS = 3


def sets():
    """What is asked for, by name."""
    from django.utils import timezone

    from proposals.models import Proposal

    public = Proposal.objects.public()
    then = timezone.now() - dt.timedelta(days=400)
    return {
        "all": public,
        "a sector of one in five": public.filter(sector__code="key-1"),
        "a sector of one in forty": public.filter(sector__code="key-12"),
        "under study": public.any_of("status", ["under_study"], []),
        "as known 400 days ago": public.known_at(then),
    }


def counted(proposals, days):
    """The alternative: a query for each day."""
    from django.db.models import Count

    return [
        dict(proposals.as_of(day).order_by().values_list("stood_status").annotate(Count("pk")))
        for day in days
    ]


def timed(what):
    began = time.perf_counter()
    made = what()
    return made, (time.perf_counter() - began) * 1000


def measure(proposals):
    """Milliseconds of the stock, of the alternative, and of the stock that is kept, in turns."""
    from django.core.cache import cache

    from proposals.counts.stock import Interval, last_day, stock

    asked: dict[str, Any] = {
        "interval": Interval.QUARTER,
        "from_on": clocks.TODAY - dt.timedelta(days=3650),
        "to_on": last_day(proposals),
    }
    times = []
    for _ in range(ROUNDS):
        cache.clear()
        stands, once = timed(lambda: stock(proposals, **asked))
        days = [stand.ends_on for stand in stands]
        anew, each = timed(lambda: counted(proposals, days))  # noqa: B023 - called at once
        _stands, kept = timed(lambda: stock(proposals, **asked))
        if [dict(stand.standing) for stand in stands] != anew:
            raise ValueError("They do not agree.")
        times.append((once, each, kept))
    return len(days), [statistics.median(column) for column in zip(*times, strict=True)]


def main():
    import django

    django.setup()
    clocks.describe()
    print("| set | quarters | stock ms | as of each ms | times | kept ms |")
    print("|---|---|---|---|---|---|")
    for name, proposals in sets().items():
        quarters, (once, each, kept) = measure(proposals)
        print(f"| {name} | {quarters} | {once:.0f} | {each:.0f} | {each / once:.1f} | {kept:.1f} |")


if __name__ == "__main__":
    main()
