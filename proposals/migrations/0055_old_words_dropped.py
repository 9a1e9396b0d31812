from django.db import migrations


class Migration(migrations.Migration):
    """The column that words of proposals stood in before they were a table of their own.

    The release before this one reads and writes it no more. No row is rewritten: the column is
    marked as gone, under a lock on the table for that moment. While somebody reads a long file the
    lock is not had, and all who come after would wait for it too: try again then.
    """

    dependencies = [
        ("proposals", "0054_names_of_columns"),
    ]

    operations = [
        migrations.RunSQL(
            "SET LOCAL lock_timeout = '5s';"
            "ALTER TABLE proposals_proposal DROP COLUMN search_lexemes",
            "ALTER TABLE proposals_proposal ADD COLUMN search_lexemes tsvector NULL",
        ),
    ]
