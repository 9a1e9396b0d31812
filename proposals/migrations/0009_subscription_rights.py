"""Administrators may see who follows by e-mail, and end it. Addresses are nobody else's concern."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations


def give_rights(apps, schema_editor):
    # Rights are otherwise made after the last migration, which is too late to give them.
    create_permissions(installed.get_app_config("proposals"), apps=apps, verbosity=0)
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="proposals",
        codename__in=["view_subscription", "end_subscription"],
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="Administrator"):
        group.permissions.add(*rights)


class Migration(migrations.Migration):
    dependencies = [("proposals", "0008_subscriptions")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
