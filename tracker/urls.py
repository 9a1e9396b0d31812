"""Every address: pages in three languages, one API for all of them, two health checks."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from proposals.web.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("api/v1/", include("proposals.api.urls")),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("", include("proposals.web.urls")),
        prefix_default_language=False,
    ),
]
