"""What editors ask to have on the lists that chief editors keep, and who may ask."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


RIGHTS = {
    "Contributor": ["view_termrequest"],
    "Editor": ["view_termrequest", "add_termrequest"],
    "Chief editor": ["view_termrequest", "add_termrequest"],
    "Administrator": ["view_termrequest"],
}


def give_rights(apps, schema_editor):
    # Rights are otherwise made after the last migration, which is too late to give them.
    create_permissions(installed.get_app_config("proposals"), apps=apps, verbosity=0)
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="proposals", content_type__model="termrequest"
    )
    for name, wanted in RIGHTS.items():
        for group in apps.get_model("auth", "Group").objects.filter(name=name):
            group.permissions.add(*rights.filter(codename__in=wanted))


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0044_intake_model_faults'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TermRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('sector', 'sector'), ('body', 'body'), ('place', 'place'), ('term', 'term')], max_length=10, verbose_name='list')),
                ('name_hant', models.CharField(max_length=100, verbose_name='name (Traditional Chinese)')),
                ('name_en', models.CharField(blank=True, max_length=150, verbose_name='name (English)')),
                ('reason', models.TextField(validators=[django.core.validators.MaxLengthValidator(2000)], verbose_name='what it is needed for, and where it is called so')),
                ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='asked at')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('approved', 'Added'), ('declined', 'Declined')], default='waiting', editable=False, max_length=8, verbose_name='state')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='decided at')),
                ('answer', models.TextField(blank=True, editable=False, verbose_name='answer')),
                ('asked_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
            ],
            options={
                'verbose_name': 'request for a term',
                'verbose_name_plural': 'requests for terms',
                'default_permissions': ('add', 'view'),
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['sector', 'body', 'place', 'term']), ('state__in', ['waiting', 'approved', 'declined'])), name='term_request_codes_known'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('decided_at', None), ('decided_by', None), ('state', 'waiting')), models.Q(models.Q(models.Q(('state', 'waiting'), _negated=True), models.Q(('answer', ''), _negated=True)), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='term_request_decided_with_answer')],
            },
        ),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
