from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

ORDER = ["-status_from", "specificity", "source", "position", "id"]
PUBLIC = models.Q(merged_into=None, publication_state="published")


class Migration(migrations.Migration):
    # The table is large: it is written to while the indexes are built.
    atomic = False

    dependencies = [("proposals", "0050_sorted_by_lower_bound")]

    operations = [
        AddIndexConcurrently(
            "proposal",
            models.Index(fields=["status_from", "id"], name="proposal_by_status_from"),
        ),
        AddIndexConcurrently("proposal", models.Index(fields=ORDER, name="proposal_by_default")),
        *(
            AddIndexConcurrently(
                "proposal",
                models.Index(
                    fields=[column, *ORDER], condition=PUBLIC, name=f"proposal_by_{column}"
                ),
            )
            for column in ("sector", "status", "instrument")
        ),
    ]
