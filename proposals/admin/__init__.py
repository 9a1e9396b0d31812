"""The editors' desk: Django's own admin, with the acts of tracking as pages of their own."""

from proposals.admin import history, people, proposals, sources, taxonomy

__all__ = ["history", "people", "proposals", "sources", "taxonomy"]
