"""The capacity that an author stated last, found without sorting all that the author asked."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('proposals', '0047_help_texts'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='attribution',
            index=models.Index(condition=models.Q(('capacity_hant', ''), _negated=True), fields=['author', '-id'], name='attribution_stated'),
        ),
    ]
