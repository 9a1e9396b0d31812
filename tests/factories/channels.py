"""Channels of official texts as an editor registers them."""

from typing import Any

from django.utils import timezone

from proposals.choices import ChannelKind, ItemState
from proposals.models import Channel, ChannelItem
from proposals.models.hosts import Host
from tests.factories import people


def channel(url: str = "https://gov.example/feed.xml", **given: Any) -> Channel:
    by = given.pop("by", None) or people.user()
    said = {"label": "新聞公報", "kind": ChannelKind.FEED, "host": Host.objects.of(url)}
    return Channel.objects.create(url=url, registered_by=by, **said | given)


def item(of: Channel | None = None, **given: Any) -> ChannelItem:
    """One that was taken in, or what else became of it."""
    of = of or channel()
    said = {"key": f"{of.items.count()}", "title": "公布", "state": ItemState.TAKEN}
    return ChannelItem.objects.create(channel=of, **said | given)


def due(*channels: Channel) -> None:
    """As when the time has come to read them, and their items, again."""
    Channel.objects.filter(pk__in=[c.pk for c in channels]).update(next_poll_at=timezone.now())
    ChannelItem.objects.filter(channel__in=channels).update(next_try_at=timezone.now())
