"""Channels polled in tests, and feeds written as each format has them."""

import json

from proposals.channels import polling
from proposals.models import ChannelItem, Document
from tests.channels.site import article, item, rss
from tests.factories import channels
from tests.receiver import this_machine


def poll(channel=None):
    """As the background does when the channel is due; what it is then."""
    if channel is not None:
        channels.due(channel)
    polling.poll(this_machine)
    if channel is not None:
        channel.refresh_from_db()
    return channel


def titles():
    return sorted(Document.objects.values_list("title_hant", flat=True))


def states():
    return sorted(ChannelItem.objects.values_list("title", "state"))


def two_pages(site):
    """Links to a fund and a hospital, which the site tells of."""
    return [
        site.put("/fund.html", article("設立銀髮基金")),
        site.put("/hospital.html", article("興建醫院")),
    ]


def atom(*links):
    entries = "".join(
        f"<entry><id>tag:{n}</id><title>{title}</title><link href='{link}'/>"
        f"<updated>2026-05-20T08:00:00+08:00</updated></entry>"
        for n, (link, title) in enumerate(links)
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>公報</title>{entries}</feed>'


def json_feed(*links):
    items = [
        {"id": link, "url": link, "title": title, "date_published": "2026-05-20T08:00:00+08:00"}
        for link, title in links
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})


def rss_of(*links):
    return rss(*(item(link, title) for link, title in links))
