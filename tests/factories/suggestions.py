from django.utils import timezone

from proposals.choices import SuggestionKind
from proposals.models import Suggestion
from tests.factories import proposals


def suggestion(kind=SuggestionKind.PROGRESS, **fields):
    """A hint that waits for an editor: without an address it needs nobody to confirm it."""
    if kind != SuggestionKind.ARTICLE and "proposal" not in fields:
        fields["proposal"] = proposals.published()
    if fields.get("email"):
        fields.setdefault("confirmed_at", timezone.now())
    fields = {"said": "The fund is open since May.", "language": "en"} | fields
    return Suggestion.objects.create(kind=kind, **fields)


def unconfirmed(**fields):
    """One that its sender has not said yes to."""
    return suggestion(**{"email": "ann@example.com", "confirmed_at": None} | fields)
