from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("proposals", "0014_dates"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="statusupdate",
            index=models.Index(
                condition=models.Q(("status__in", ["", "proposed"]), _negated=True),
                fields=["effective_from", "id"],
                name="statusupdate_steps",
            ),
        ),
    ]
