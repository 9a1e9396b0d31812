import datetime as dt
from itertools import count

from django.db import transaction
from django.utils import timezone

from proposals.choices import (
    CHECK_INTERVAL_DAYS,
    ChangeKind,
    Noun,
    Precision,
    PublicationState,
    Status,
)
from proposals.editing import publishing, relating, writing
from proposals.editing.index import index
from proposals.models import (
    Addressee,
    Attribution,
    Change,
    Criterion,
    Idea,
    Proposal,
    ProposalWords,
    Relation,
    Source,
    StatusSpan,
    StatusUpdate,
)
from proposals.models.changes import ever_shared
from proposals.tracking.projection import STATUS_COLUMNS, projection, spans
from tests.factories import people, sources, taxonomy

_numbers = count(1)

PROPOSED_ON = dt.date(2026, 5, 20)
PUBLISHED = ["publication_state", "change_seq", "updated_at", "first_published_at"]


def draft(**fields):
    """A complete draft, as an editor leaves it."""
    proposal = _drafted(**fields)
    proposal.refresh_from_db()
    return proposal


def _drafted(*, authors=None, bodies=None, ideas=(), place=None, places=(), **fields):
    number = next(_numbers)
    values = {
        "slug": f"silver-fund-{number}",
        "title_hant": "設立銀髮經濟基金",
        "title_en": "Set up a silver-economy fund",
        "summary_hant": "建議政府設立基金，支持長者產品研發。",
        "summary_en": "Asks the government to set up a fund for products for older people.",
        "instrument": "fund",
        "specificity": "firm",
        "locator": "設立銀髮經濟基金",
        "proposed_on": PROPOSED_ON,
        "proposed_on_precision": Precision.DAY,
    } | fields
    if values["proposed_on"] is None:
        values["proposed_on_precision"] = ""
    if "sector" not in values:
        values["sector"] = taxonomy.sector()
    if "source" not in values:
        values["source"] = sources.source()
    proposal = Proposal(**values)
    proposal.fill_date()
    proposal.fill_hans()
    with transaction.atomic():
        proposal.save()
        Attribution.objects.bulk_create(
            Attribution(
                proposal=proposal,
                author=author,
                capacity_hant="立法會議員",
                capacity_hans="立法会议员",
                capacity_en="Legislative Councillor",
                position=position,
            )
            for position, author in enumerate(authors or [people.author()], 1)
        )
        Addressee.objects.bulk_create(
            Addressee(proposal=proposal, body=body)
            for body in (bodies if bodies is not None else [taxonomy.body()])
        )
        if ideas:
            proposal.ideas.set(ideas)
        if place or places:
            proposal.places.set([place] if place else places)
        _settle(proposal)
    return proposal


def _settle(proposal):
    """What `writing.settle` does, for a proposal that nobody has seen."""
    [row] = Proposal.objects.filter(pk=proposal.pk).for_listing()
    row.content_digest, row.version = writing._digest(row), 1
    index([row], beside=("content_digest", "version"))
    proposal.content_digest, proposal.version = row.content_digest, row.version
    # With a draft, a source that held no ask is one that waits for its first.
    if Change.objects.filter(noun=Noun.SOURCE, key=row.source.slug).exists():
        Change.objects.catch_up(ever_shared([row.pk]))


def published(*, by=None, **fields):
    """What `publishing.publish` makes of such a draft."""
    with transaction.atomic():
        proposal = _drafted(**fields)
        source = Source.objects.select_related("publication").get(pk=proposal.source_id)
        _record(proposal, source, by or people.user())
        change = Change.objects.all()._append(
            noun=Noun.PROPOSAL,
            key=proposal.slug,
            kind=ChangeKind.PUBLISHED,
            proposal=proposal,
            digest=proposal.content_digest,
        )
        proposal.publication_state, proposal.version = PublicationState.PUBLISHED, 2
        proposal.change_seq = change.seq
        proposal.updated_at = proposal.first_published_at = proposal.edited_at = change.at
        proposal.save(update_fields=[*PUBLISHED, "edited_at", "version"])
        # All that it shares is seen from now on, and nothing but that.
        rows = [source.publication] if source.publication else []
        rows += [source, *proposal.authors.order_by("pk"), *proposal.ideas.order_by("pk")]
        for row in rows:
            row.is_seen = True
        Change.objects.catch_up(rows)
    proposal.refresh_from_db()
    return proposal


def _record(proposal, source, by):
    """What `tracking.record` makes of the first word of a log."""
    update = StatusUpdate(
        proposal=proposal,
        number=1,
        status=Status.PROPOSED,
        effective_on=proposal.proposed_on,
        effective_on_precision=proposal.proposed_on_precision,
        effective_not_after=proposal.proposed_not_after,
        reason_hant="在出處中提出。",
        reason_en="Proposed in the source.",
        recorded_at=timezone.now(),
        recorded_by=by,
        recorded_as=by.get_full_name(),
    )
    update.fill_hans()
    update.save()
    evidence = publishing.source_evidence(source, proposal.locator)
    evidence.update = update
    evidence.save()
    StatusSpan.objects.bulk_create(spans(proposal, [update], update.recorded_at))
    for name, value in projection([update]).items():
        setattr(proposal, name, value)
    asked_again = dt.timedelta(days=CHECK_INTERVAL_DAYS[proposal.status])
    proposal.next_check_on = timezone.localdate(update.recorded_at) + asked_again
    proposal.save(update_fields=[*STATUS_COLUMNS, "next_check_on"])


def copies(original, variants):
    """Rows like the original, each with columns of its own; they hang on no log and no author."""
    kept = {
        field.attname: getattr(original, field.attname)
        for field in Proposal._meta.concrete_fields
        if not field.primary_key and not field.generated
    }
    rows = Proposal.objects.bulk_create(
        Proposal(**kept | {"slug": f"copy-{next(_numbers)}"} | columns) for columns in variants
    )
    lexemes = original.words.lexemes
    ProposalWords.objects.bulk_create(ProposalWords(proposal=row, lexemes=lexemes) for row in rows)
    return rows


def withdrawn(**fields):
    proposal = published(**fields)
    publishing.withdraw(proposal, reason_hant="出處已撤回。", reason_en="The source was withdrawn.")
    return proposal


def merged(into, **fields):
    """A proposal that another has taken in."""
    proposal = published(**fields)
    Proposal.objects.filter(pk=proposal.pk).update(merged_into=into)
    proposal.refresh_from_db()
    return proposal


def criterion(proposal, text_hant="基金已接受申請", **fields):
    """One more part that would count as delivered, listed at the end."""
    values = {"text_en": "The fund takes applications", "position": proposal.criteria.count() + 1}
    row = Criterion(proposal=proposal, text_hant=text_hant, **values | fields)
    row.fill_hans()
    with transaction.atomic():
        row.save()
        writing.settle([proposal])
    return row


def related(proposal, other, **fields):
    row = Relation(proposal=proposal, other=other, **fields)
    relating.relate(row)
    return row


def idea(slug="silver-fund", title_hant="銀髮基金", title_en="A silver fund", **fields):
    row = Idea.objects.filter(slug=slug).first()
    if row is None:
        row = Idea(slug=slug, title_hant=title_hant, title_en=title_en, **fields)
        row.fill_hans()
        row.save()
    return row
