from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    default = True
    name = "proposals"
    verbose_name = _("Proposals")
    default_auto_field = "django.db.models.BigAutoField"


class DeskConfig(admin.AdminConfig):
    """Django's admin, with the editors' first page."""

    default = False
    default_site = "proposals.desk.DeskSite"
