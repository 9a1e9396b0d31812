"""Who sees to what, private notes, who watches, and mails to editors about what waits."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

ALL = [f"{verb}_assignment" for verb in ("view", "add", "change", "delete")]
RIGHTS = {
    "Contributor": ["view_assignment"],
    "Editor": ALL,
    "Chief editor": ALL,
    "Administrator": ["view_assignment"],
}


def give_rights(apps, schema_editor):
    # Rights are otherwise made after the last migration, which is too late to give them.
    create_permissions(installed.get_app_config("proposals"), apps=apps, verbosity=0)
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="proposals", content_type__model="assignment"
    )
    for name, wanted in RIGHTS.items():
        for group in apps.get_model("auth", "Group").objects.filter(name=name):
            group.permissions.add(*rights.filter(codename__in=wanted))


def forget_mails(apps, schema_editor):
    """What only this release can write as a mail."""
    apps.get_model("proposals", "Delivery").objects.filter(kind="reminder").delete()


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0031_candidates'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='given at')),
            ],
            options={
                'verbose_name': 'assignment',
                'verbose_name_plural': 'assignments',
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='private note')),
                ('written_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='written at')),
            ],
            options={
                'verbose_name': 'private note',
                'verbose_name_plural': 'private notes',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cadence', models.CharField(choices=[('immediate', 'As it happens'), ('daily', 'Once a day, at 8 in the morning'), ('weekly', 'Once a week, on Monday at 8 in the morning')], max_length=9, verbose_name='how often')),
                ('language', models.CharField(choices=[('zh-hant', '繁體中文'), ('zh-hans', '简体中文'), ('en', 'English')], max_length=7, verbose_name='language')),
                ('next_due_at', models.DateTimeField(verbose_name='next due at')),
            ],
            options={
                'verbose_name': 'reminder',
                'verbose_name_plural': 'reminders',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': 'watch',
                'verbose_name_plural': 'watches',
                'default_permissions': (),
            },
        ),
        migrations.RemoveConstraint(
            model_name='delivery',
            name='delivery_to_whom_its_kind_is_for',
        ),
        migrations.AddField(
            model_name='delivery',
            name='editor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='kind',
            field=models.CharField(choices=[('confirmation', 'Confirmation'), ('digest', 'What is new'), ('stopped', 'A webhook was stopped'), ('suggested', 'Confirmation of a hint'), ('decided', 'What became of a hint'), ('reminder', 'What waits for an editor')], max_length=12, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('editor__isnull', True), ('kind', 'confirmation'), ('subscription__isnull', False), ('suggestion__isnull', True), ('webhook__isnull', True)), models.Q(('editor__isnull', True), ('kind', 'digest'), ('subscription__isnull', False), ('suggestion__isnull', True), ('webhook__isnull', True)), models.Q(('editor__isnull', True), ('kind', 'stopped'), ('subscription__isnull', True), ('suggestion__isnull', True), ('webhook__isnull', False)), models.Q(('editor__isnull', True), ('kind', 'suggested'), ('subscription__isnull', True), ('suggestion__isnull', False), ('webhook__isnull', True)), models.Q(('editor__isnull', True), ('kind', 'decided'), ('subscription__isnull', True), ('suggestion__isnull', False), ('webhook__isnull', True)), models.Q(('editor__isnull', False), ('kind', 'reminder'), ('subscription__isnull', True), ('suggestion__isnull', True), ('webhook__isnull', True)), _connector='OR'), name='delivery_to_whom_its_kind_is_for'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='body',
            field=models.OneToOneField(blank=True, help_text='All that is put to it, unless somebody else sees to the proposal.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='assignment', to='proposals.body', verbose_name='body'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='editor',
            field=models.ForeignKey(limit_choices_to={'is_active': True, 'is_staff': True}, on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to=settings.AUTH_USER_MODEL, verbose_name='editor'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='proposal',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='assignment', to='proposals.proposal', verbose_name='proposal'),
        ),
        migrations.AddField(
            model_name='note',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by'),
        ),
        migrations.AddField(
            model_name='note',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='proposals.proposal'),
        ),
        migrations.AddField(
            model_name='reminder',
            name='editor',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reminder', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='watch',
            name='editor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='watches', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='watch',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='watches', to='proposals.proposal'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('body__isnull', False), ('proposal', None)), models.Q(('body', None), ('proposal__isnull', False)), _connector='OR'), name='assignment_of_proposal_or_body', violation_error_message='Choose a proposal or a body, not both.'),
        ),
        migrations.AddConstraint(
            model_name='note',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='note_says_something'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.CheckConstraint(condition=models.Q(('cadence__in', ['daily', 'weekly']), ('language__in', ['zh-hant', 'zh-hans', 'en'])), name='reminder_codes_known'),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.UniqueConstraint(fields=('editor', 'proposal'), name='watch_once'),
        ),
        migrations.RunPython(give_rights, forget_mails),
    ]
