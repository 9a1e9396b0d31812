"""Who may read policy events in the admin: every role. To record one takes the right to record."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

ROLES = ["Contributor", "Editor", "Chief editor", "Administrator"]


def give_rights(apps, schema_editor):
    # Rights are otherwise made after the last migration, which is too late to give them.
    create_permissions(installed.get_app_config("proposals"), apps=apps, verbosity=0)
    right = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="proposals", codename="view_policyevent"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [("proposals", "0004_api_tokens")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
