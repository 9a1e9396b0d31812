import datetime as dt
from itertools import count

from django.db import transaction

from proposals.choices import Precision
from proposals.editing import publishing, writing
from proposals.models import Addressee, Attribution, Idea, Proposal
from tests.factories import people, sources, taxonomy

_numbers = count(1)

PROPOSED_ON = dt.date(2026, 5, 20)


def draft(*, authors=None, bodies=None, ideas=(), **fields):
    """A complete draft, written and settled as an editor would."""
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
    # The database holds every constraint itself; asked for each of them first, it is slow.
    proposal.validate_constraints = lambda **_: None
    with transaction.atomic():
        writing.write(proposal)
        del proposal.validate_constraints
        for position, author in enumerate(authors or [people.author()], 1):
            Attribution.objects.create(
                proposal=proposal,
                author=author,
                capacity_hant="立法會議員",
                capacity_hans="立法会议员",
                capacity_en="Legislative Councillor",
                position=position,
            )
        for body in bodies if bodies is not None else [taxonomy.body()]:
            Addressee.objects.create(proposal=proposal, body=body)
        proposal.ideas.set(ideas)
        writing.settle([proposal])
    proposal.refresh_from_db()
    return proposal


def published(*, by=None, **fields):
    proposal = draft(**fields)
    publishing.publish(proposal, by=by or people.user())
    return proposal


def copies(original, variants):
    """Rows like the original, each with columns of its own; they hang on no log and no author."""
    kept = {
        field.attname: getattr(original, field.attname)
        for field in Proposal._meta.concrete_fields
        if not field.primary_key and not field.generated
    }
    return Proposal.objects.bulk_create(
        Proposal(**kept | {"slug": f"copy-{next(_numbers)}"} | columns) for columns in variants
    )


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


def idea(slug="silver-fund", title_hant="銀髮基金", title_en="A silver fund", **fields):
    row = Idea.objects.filter(slug=slug).first()
    if row is None:
        row = Idea(slug=slug, title_hant=title_hant, title_en=title_en, **fields)
        row.fill_hans()
        row.save()
    return row
