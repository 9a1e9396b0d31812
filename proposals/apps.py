from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    default = True
    name = "proposals"
    verbose_name = _("What the tracker holds")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Not in the folder's __init__, as Django would look for it: the site stands in that
        # folder, and its pages register with it once it is there.
        import_module("proposals.admin.registered")


class DeskConfig(admin.AdminConfig):
    """Django's admin, with the editors' first page."""

    default = False
    default_site = "proposals.admin.desk.DeskSite"
