"""The few proposals that government gave a day, found by it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('proposals', '0045_term_requests'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='proposal',
            index=models.Index(condition=models.Q(('target_on__isnull', False)), fields=['target_to'], name='proposal_by_target'),
        ),
    ]
