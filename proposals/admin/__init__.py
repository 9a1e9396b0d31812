"""The editors' desk: Django's own admin, with the acts of tracking as pages of their own."""

from django.contrib import admin

from proposals.admin import history, people, proposals, sources, taxonomy

__all__ = ["history", "people", "proposals", "sources", "taxonomy"]

# The name of the product, in both of the languages that editors work in.
admin.site.site_header = "建言追蹤 · Policy Proposal Tracker"
admin.site.site_title = "建言追蹤 · Policy Proposal Tracker"
