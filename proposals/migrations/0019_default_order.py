from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # The table is large: it is written to while the index is built.
    atomic = False

    dependencies = [("proposals", "0018_proposal_position")]

    operations = [
        AddIndexConcurrently(
            "proposal",
            models.Index(
                fields=["-status_from", "specificity", "source", "position", "id"],
                name="proposal_by_default",
            ),
        )
    ]
