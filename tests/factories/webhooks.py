from proposals.models import Change, Webhook, WebhookMessage
from tests.factories import people


def webhook(url="https://dashboard.example/hook", *, owner=None, **fields):
    """One that is told of what changes from now on."""
    fields = {"language": "en", "seen_seq": Change.objects.newest()[0]} | fields
    return Webhook.objects.create(url=url, owner=owner or people.user(), **fields)


def trial(hook=None):
    """A test that waits to be sent."""
    return WebhookMessage.objects.create(webhook=hook or webhook())
