"""Every address: pages in three languages, one API for all of them, two health checks."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from proposals.api.about import Unknown
from proposals.api.docs import Docs
from proposals.assistants.views import mcp
from proposals.web.elsewhere.oembed import oembed
from proposals.web.elsewhere.robots import robots
from proposals.web.elsewhere.sitemaps import sitemap, sitemap_index
from proposals.web.health import healthz, readyz
from proposals.web.metering import metrics
from proposals.web.programs.checkpoints import keys

handler500 = "proposals.web.errors.not_made"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap_index, name="sitemap-index"),
    path("sitemaps/<slug:section>-<int:number>.xml", sitemap, name="sitemap"),
    path(".well-known/policy-proposal-tracker-keys.json", keys, name="signing-keys"),
    path("oembed/", oembed, name="oembed"),
    path("api/v1/", include("proposals.api.urls")),
    # With the slash or without: a POST cannot be led to the right one.
    re_path(r"^mcp/?\Z", mcp, name="mcp"),
    # With the slash only: an address without one is first sent to the one with it. Whatever is
    # asked for, a line break too.
    re_path(r"^api/(?:[\s\S]*/)?\Z", Unknown.as_view()),
    *i18n_patterns(
        path("api/v1/docs/", Docs.as_view(), name="api-docs"),
        path("admin/account/", include("proposals.accounts.urls")),
        path("admin/", admin.site.urls),
        path("", include("proposals.web.urls")),
        prefix_default_language=False,
    ),
]
