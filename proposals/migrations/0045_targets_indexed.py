from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("proposals", "0044_intake_model_faults")]

    operations = [
        AddIndexConcurrently(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("target_on__isnull", False)),
                fields=["target_to", "id"],
                name="proposal_by_target",
            ),
        ),
    ]
