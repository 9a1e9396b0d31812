from itertools import count

from proposals.models import Publication, Source

_numbers = count(1)


def publication(slug="daily", name_hant="日報", name_en="Daily", **fields):
    return Publication.objects.get_or_create(
        slug=slug, defaults={"name_hant": name_hant, "name_en": name_en, **fields}
    )[0]


def source(headline="完善銀髮經濟", **fields):
    fields.setdefault("slug", f"source-{next(_numbers)}")
    return Source.objects.create(headline=headline, **fields)
