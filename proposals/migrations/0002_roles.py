"""Who may do what: four groups, made once and open to change by an administrator."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

EVERYTHING = [
    "addressee",
    "attribution",
    "author",
    "body",
    "change",
    "check",
    "evidence",
    "idea",
    "place",
    "proposal",
    "publication",
    "sector",
    "source",
    "statusupdate",
]
# What a draft is made of. Who may not publish changes drafts only: see proposals.admin.
WRITTEN = ["addressee", "attribution", "author", "idea", "proposal", "publication", "source"]
TAXONOMY = ["body", "place", "sector"]

VIEW = {f"proposals.view_{noun}" for noun in EVERYTHING}
CONTRIBUTOR = (
    VIEW
    | {f"proposals.{verb}_{noun}" for noun in WRITTEN for verb in ("add", "change")}
    # An author or body taken off a draft again.
    | {"proposals.delete_attribution", "proposals.delete_addressee"}
)
EDITOR = (
    CONTRIBUTOR
    # Drafts without a log, and rows that nothing shows: see proposals.admin.
    | {f"proposals.delete_{noun}" for noun in WRITTEN}
    | {"proposals.publish_proposal", "proposals.record_statusupdate"}
)
CHIEF_EDITOR = (
    EDITOR
    | {f"proposals.{verb}_{noun}" for noun in TAXONOMY for verb in ("add", "change", "delete")}
    | {"proposals.override_statusupdate", "proposals.merge_proposal"}
)
ADMINISTRATOR = VIEW | {
    f"auth.{verb}_{noun}"
    for noun in ("user", "group")
    for verb in ("view", "add", "change", "delete")
}

ROLES = {
    "Contributor": CONTRIBUTOR,
    "Editor": EDITOR,
    "Chief editor": CHIEF_EDITOR,
    "Administrator": ADMINISTRATOR,
}


def make_roles(apps, schema_editor):
    # Rights are otherwise made after the last migration, which is too late to give them.
    for label in ("auth", "proposals"):
        create_permissions(installed.get_app_config(label), apps=apps, verbosity=0)
    rights = {
        f"{app}.{codename}": pk
        for app, codename, pk in apps.get_model("auth", "Permission")
        .objects.filter(content_type__app_label__in=["auth", "proposals"])
        .values_list("content_type__app_label", "codename", "pk")
    }
    groups = apps.get_model("auth", "Group").objects
    for name, wanted in ROLES.items():
        group, _ = groups.get_or_create(name=name)
        group.permissions.set([rights[right] for right in sorted(wanted)])


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        # Taken back, the groups stay: accounts hang on them.
        migrations.RunPython(make_roles, migrations.RunPython.noop),
    ]
