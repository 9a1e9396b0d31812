"""What crawlers may read: every page once, and not each of the endless ways to filter a list."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from proposals.demonstration import mark
from proposals.finding.edition import unless_held
from proposals.languages import PREFIXES
from proposals.web.readers import read_only

# They fetch a single page that somebody shares, with its query, to show what it is.
PREVIEWERS = ("facebookexternalhit", "LinkedInBot", "Slackbot-LinkExpanding", "Twitterbot")


@read_only
def robots(request: HttpRequest) -> HttpResponseBase:
    desk = [f"Disallow: {prefix}/admin/" for prefix in PREFIXES.values()]
    feeds = [f"Allow: {prefix}/feeds/" for prefix in PREFIXES.values()]
    lines = [
        *(f"User-agent: {name}" for name in PREVIEWERS),
        *desk,
        "",
        "User-agent: *",
        *desk,
        "Disallow: /*?",
        *feeds,
        "Allow: /oembed/",
        "",
        f"Sitemap: {settings.SITE_URL}{reverse('sitemap-index')}",
        "",
    ]
    if mark():
        lines = ["User-agent: *", "Disallow: /", ""]
    text = "\n".join(lines)
    return unless_held(request, HttpResponse(text, content_type="text/plain; charset=utf-8"))
