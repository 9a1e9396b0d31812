from itertools import count

from proposals.models import Publication, Source

_numbers = count(1)


def publication(slug="daily", name_hant="日報", name_en="Daily", **fields):
    row = Publication.objects.filter(slug=slug).first()
    if row is None:
        row = Publication(slug=slug, name_hant=name_hant, name_en=name_en, **fields)
        row.fill_hans()
        row.save()
    return row


def source(headline="完善銀髮經濟", **fields):
    fields.setdefault("slug", f"source-{next(_numbers)}")
    row = Source(headline=headline, **fields)
    row.fill_hans()
    row.save()
    return row


def without_ask(headline="讚揚", **fields):
    """One that was read, and holds no ask, as an editor says."""
    return source(headline, holds_no_ask=True, **fields)
