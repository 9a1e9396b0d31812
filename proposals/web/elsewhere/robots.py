"""What crawlers may read: every page once, and not each of the endless ways to filter a list."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from proposals.languages import PREFIXES

# They fetch a single page that somebody shares, with its query, to show what it is.
PREVIEWERS = ("facebookexternalhit", "LinkedInBot", "Slackbot-LinkExpanding", "Twitterbot")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
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
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
