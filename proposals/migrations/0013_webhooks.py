"""Webhooks and the messages to them, the mail that one was stopped, and who may have one."""

import django.db.models.deletion
import django.db.models.functions.datetime
import proposals.models.webhooks
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


# Editors see and register their own.
OWN = ["view_webhook", "add_webhook", "change_webhook", "view_webhookmessage"]
RIGHTS = {
    "Editor": OWN,
    "Chief editor": OWN,
    "Administrator": [*OWN, "manage_webhook"],
}


def give_rights(apps, schema_editor):
    # Rights are otherwise made after the last migration, which is too late to give them.
    create_permissions(installed.get_app_config("proposals"), apps=apps, verbosity=0)
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="proposals",
        content_type__model__in=["webhook", "webhookmessage"],
    )
    for name, wanted in RIGHTS.items():
        for group in apps.get_model("auth", "Group").objects.filter(name=name):
            group.permissions.add(*rights.filter(codename__in=wanted))


def forget_mails(apps, schema_editor):
    """What only this release can write as a mail."""
    apps.get_model("proposals", "Delivery").objects.filter(kind="stopped").delete()


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0012_recorded_as'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(blank=True, help_text='Which program it belongs to.', max_length=100, verbose_name='label')),
                ('url', models.URLField(help_text='Begins with https://. Messages are sent there by POST.', max_length=500, validators=[proposals.models.webhooks.can_be_called], verbose_name='address')),
                ('query', models.TextField(blank=True, help_text='As in the address of a list: choose there, and copy the address here. Left empty, all that is published is told, authors and terms too.', verbose_name='filter')),
                ('language', models.CharField(editable=False, max_length=7)),
                ('secret', models.CharField(default=proposals.models.webhooks.new_secret, editable=False, max_length=60)),
                ('former_secret', models.CharField(blank=True, editable=False, max_length=60)),
                ('former_secret_until', models.DateTimeField(editable=False, null=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='created at')),
                ('seen_seq', models.BigIntegerField(editable=False)),
                ('failures', models.PositiveIntegerField(default=0, editable=False, verbose_name='failures in a row')),
                ('failing_since', models.DateTimeField(editable=False, null=True, verbose_name='failing since')),
                ('rests_until', models.DateTimeField(editable=False, null=True, verbose_name='not asked before')),
                ('stopped_at', models.DateTimeField(editable=False, null=True, verbose_name='stopped at')),
                ('stopped_by', models.CharField(blank=True, choices=[('hand', 'By hand'), ('failures', 'It failed for three days'), ('gone', 'It answered that it is gone (410)')], editable=False, max_length=8, verbose_name='stopped by')),
            ],
            options={
                'verbose_name': 'webhook',
                'verbose_name_plural': 'webhooks',
                'permissions': [('manage_webhook', 'Can see and change the webhooks of all accounts')],
                'default_permissions': ('view', 'add', 'change'),
            },
        ),
        migrations.CreateModel(
            name='WebhookMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.CharField(default=proposals.models.webhooks.new_message_id, max_length=36, unique=True, verbose_name='message ID')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='created at')),
                ('next_try_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='next try at')),
                ('tried_until', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('status', models.PositiveSmallIntegerField(default=0, verbose_name='last answer')),
                ('error', models.CharField(blank=True, max_length=300, verbose_name='last error')),
                ('delivered_at', models.DateTimeField(null=True, verbose_name='delivered at')),
                ('failed_at', models.DateTimeField(null=True, verbose_name='failed at')),
            ],
            options={
                'verbose_name': 'message to a webhook',
                'verbose_name_plural': 'messages to webhooks',
                'default_permissions': ('view',),
            },
        ),
        migrations.RemoveConstraint(
            model_name='delivery',
            name='delivery_digest_iff_range',
        ),
        migrations.AlterField(
            model_name='delivery',
            name='kind',
            field=models.CharField(choices=[('confirmation', 'Confirmation'), ('digest', 'What is new'), ('stopped', 'A webhook was stopped')], max_length=12, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='subscription',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='proposals.subscription'),
        ),
        migrations.AddField(
            model_name='webhook',
            name='owner',
            field=models.ForeignKey(help_text='Who is written to when it is stopped.', on_delete=django.db.models.deletion.CASCADE, related_name='webhooks', to=settings.AUTH_USER_MODEL, verbose_name='account'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='webhook',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='proposals.webhook'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('after_seq', None), ('kind__in', ['confirmation', 'stopped']), ('total', 0), ('upto_seq', None)), models.Q(('after_seq__isnull', False), ('after_seq__lt', models.F('upto_seq')), ('kind', 'digest'), ('total__gt', 0), ('upto_seq__isnull', False)), _connector='OR'), name='delivery_digest_iff_range'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'stopped'), ('subscription', None), ('webhook__isnull', False)), models.Q(models.Q(('kind', 'stopped'), _negated=True), ('subscription__isnull', False), ('webhook', None)), _connector='OR'), name='delivery_of_webhook_iff_stopped'),
        ),
        migrations.AddField(
            model_name='webhookmessage',
            name='change',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='proposals.change', verbose_name='change'),
        ),
        migrations.AddField(
            model_name='webhookmessage',
            name='webhook',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='proposals.webhook', verbose_name='webhook'),
        ),
        migrations.AddConstraint(
            model_name='webhook',
            constraint=models.CheckConstraint(condition=models.Q(('secret__startswith', 'whsec_')), name='webhook_can_sign'),
        ),
        migrations.AddConstraint(
            model_name='webhook',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('former_secret', ''), ('former_secret_until', None)), models.Q(models.Q(('former_secret', ''), _negated=True), ('former_secret_until__isnull', False)), _connector='OR'), name='webhook_former_secret_ends'),
        ),
        migrations.AddConstraint(
            model_name='webhook',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('failing_since', None), ('failures', 0)), models.Q(('failing_since__isnull', False), ('failures__gt', 0)), _connector='OR'), name='webhook_failing_iff_failures'),
        ),
        migrations.AddConstraint(
            model_name='webhook',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stopped_at', None), ('stopped_by', '')), models.Q(('stopped_at__isnull', False), ('stopped_by__in', ['hand', 'failures', 'gone'])), _connector='OR'), name='webhook_stopped_iff_by_somebody'),
        ),
        migrations.AddIndex(
            model_name='webhookmessage',
            index=models.Index(condition=models.Q(('delivered_at', None), ('failed_at', None)), fields=['next_try_at', 'id'], name='webhook_message_open'),
        ),
        migrations.AddConstraint(
            model_name='webhookmessage',
            constraint=models.UniqueConstraint(fields=('webhook', 'change'), name='webhook_told_once'),
        ),
        migrations.AddConstraint(
            model_name='webhookmessage',
            constraint=models.CheckConstraint(condition=models.Q(('delivered_at', None), ('failed_at', None), _connector='OR'), name='webhook_message_delivered_or_failed'),
        ),
        # Taken back, the rights go with the tables.
        migrations.RunPython(give_rights, migrations.RunPython.noop),
        migrations.RunPython(migrations.RunPython.noop, forget_mails),
    ]
