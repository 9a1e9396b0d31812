"""Where the day of a status is not known, it is sorted by the first day on which it can have been
asked. The table is written anew, so that no index that the next step makes is in the way.
"""

import datetime as dt

from django.db import migrations, models
from django.db.models.functions import Coalesce

NAMES = ["status_from", "default", "sector", "status", "instrument"]


class Migration(migrations.Migration):
    dependencies = [("proposals", "0049_copies_asked_conditionally")]

    operations = [
        *(migrations.RemoveIndex("proposal", f"proposal_by_{name}") for name in NAMES),
        migrations.RemoveField("proposal", "status_from"),
        migrations.AddField(
            "proposal",
            "status_from",
            models.GeneratedField(
                db_persist=True,
                expression=Coalesce(
                    "status_since",
                    Coalesce(
                        "proposed_on", "proposed_not_before", models.Value(dt.date(1, 1, 1))
                    ),
                ),
                output_field=models.DateField(),
            ),
        ),
    ]
