"""Indexes for lists by two choices, the register of sources and the calendar."""

import datetime
import django.db.models.functions.comparison
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('proposals', '0034_routines'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='proposal',
            index=models.Index(condition=models.Q(('merged_into', None), ('publication_state', 'published')), fields=['sector', '-status_from', 'specificity', 'source', 'position', 'id'], name='proposal_by_sector'),
        ),
        AddIndexConcurrently(
            model_name='proposal',
            index=models.Index(condition=models.Q(('merged_into', None), ('publication_state', 'published')), fields=['status', '-status_from', 'specificity', 'source', 'position', 'id'], name='proposal_by_status'),
        ),
        AddIndexConcurrently(
            model_name='proposal',
            index=models.Index(condition=models.Q(('merged_into', None), ('publication_state', 'published')), fields=['instrument', '-status_from', 'specificity', 'source', 'position', 'id'], name='proposal_by_instrument'),
        ),
        AddIndexConcurrently(
            model_name='source',
            index=models.Index(models.OrderBy(django.db.models.functions.comparison.Coalesce('published_on', 'published_not_before', models.Value(datetime.date(1, 1, 1))), descending=True), models.F('slug'), models.F('id'), name='source_by_published_from'),
        ),
        AddIndexConcurrently(
            model_name='statusupdate',
            index=models.Index(condition=models.Q(('effective_on_precision', 'day')), fields=['-effective_on', '-id'], name='statusupdate_by_day'),
        ),
    ]
