import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# Counted by the index alone, which then leads to few pages: the long values lie beside them.
SHORT = "ALTER TABLE proposals_proposalwords SET (toast_tuple_target = 128)"
FILL = """
INSERT INTO proposals_proposalwords (proposal_id, lexemes)
SELECT id, search_lexemes FROM proposals_proposal WHERE search_lexemes IS NOT NULL ORDER BY id
"""


class Migration(migrations.Migration):
    """The words of proposals move to a table of their own.

    The column stays in the database, unread and unwritten, for a release before this one that runs
    beside it: the next one drops it. What that release edits meanwhile is not found by its new
    words until `index_proposals` has run.
    """

    dependencies = [
        ("proposals", "0052_intake_precision"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProposalWords",
            fields=[
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="proposals.proposal",
                    ),
                ),
                ("lexemes", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "verbose_name": "words of a proposal",
                "verbose_name_plural": "words of proposals",
                "default_permissions": (),
            },
        ),
        migrations.RunSQL(SHORT, migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="proposalwords",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["lexemes"], name="proposal_words"
            ),
        ),
        migrations.RemoveIndex(model_name="proposal", name="proposal_search"),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField(model_name="proposal", name="search_lexemes")]
        ),
    ]
