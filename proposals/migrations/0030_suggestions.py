"""What readers tell the editors, the mails about it, and who may decide on it."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import proposals.models.readable
import proposals.models.subscriptions
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

RIGHTS = {
    "Editor": ["view_suggestion", "decide_suggestion"],
    "Chief editor": ["view_suggestion", "decide_suggestion"],
    "Administrator": ["view_suggestion"],
}


def give_rights(apps, schema_editor):
    # Rights are otherwise made after the last migration, which is too late to give them.
    create_permissions(installed.get_app_config("proposals"), apps=apps, verbosity=0)
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="proposals", content_type__model="suggestion"
    )
    for name, wanted in RIGHTS.items():
        for group in apps.get_model("auth", "Group").objects.filter(name=name):
            group.permissions.add(*rights.filter(codename__in=wanted))


def forget_mails(apps, schema_editor):
    """What only this release can write as a mail."""
    mails = apps.get_model("proposals", "Delivery").objects
    mails.filter(kind__in=["suggested", "decided"]).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0029_glosses'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('progress', 'Something has moved'), ('correction', 'Something is wrong'), ('article', 'An article that makes proposals')], max_length=10, verbose_name='kind')),
                ('said', models.TextField(validators=[django.core.validators.MaxLengthValidator(4000)], verbose_name='what the reader says')),
                ('url', models.URLField(blank=True, max_length=500, validators=[proposals.models.readable.web_address], verbose_name='link')),
                ('name', models.CharField(blank=True, max_length=100, verbose_name='name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('language', models.CharField(choices=[('zh-hant', '繁體中文'), ('zh-hans', '简体中文'), ('en', 'English')], max_length=7, verbose_name='language')),
                ('key', models.CharField(default=proposals.models.subscriptions.new_key, editable=False, max_length=43, unique=True)),
                ('asked_from', models.CharField(blank=True, editable=False, max_length=64)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='received at')),
                ('confirmed_at', models.DateTimeField(editable=False, null=True, verbose_name='confirmed at')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('accepted', 'Taken up'), ('declined', 'Not taken up')], default='waiting', editable=False, max_length=8, verbose_name='state')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='decided at')),
                ('answer', models.TextField(blank=True, editable=False, verbose_name='answer to the sender')),
            ],
            options={
                'verbose_name': 'hint',
                'verbose_name_plural': 'hints of readers',
                'permissions': [('decide_suggestion', 'Can take up and decline hints of readers')],
                'default_permissions': ('view',),
            },
        ),
        migrations.RemoveConstraint(
            model_name='delivery',
            name='delivery_digest_iff_range',
        ),
        migrations.RemoveConstraint(
            model_name='delivery',
            name='delivery_of_webhook_iff_stopped',
        ),
        migrations.AlterField(
            model_name='delivery',
            name='kind',
            field=models.CharField(choices=[('confirmation', 'Confirmation'), ('digest', 'What is new'), ('stopped', 'A webhook was stopped'), ('suggested', 'Confirmation of a hint'), ('decided', 'What became of a hint')], max_length=12, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='decided_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='proposal',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='suggestions', to='proposals.proposal', verbose_name='proposal'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='update',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='proposals.statusupdate', verbose_name='record that came of it'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='suggestion',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='proposals.suggestion'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('kind', 'digest'), _negated=True), ('after_seq', None), ('total', 0), ('upto_seq', None)), models.Q(('after_seq__isnull', False), ('after_seq__lt', models.F('upto_seq')), ('kind', 'digest'), ('total__gt', 0), ('upto_seq__isnull', False)), _connector='OR'), name='delivery_digest_iff_range'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'confirmation'), ('subscription__isnull', False), ('suggestion__isnull', True), ('webhook__isnull', True)), models.Q(('kind', 'digest'), ('subscription__isnull', False), ('suggestion__isnull', True), ('webhook__isnull', True)), models.Q(('kind', 'stopped'), ('subscription__isnull', True), ('suggestion__isnull', True), ('webhook__isnull', False)), models.Q(('kind', 'suggested'), ('subscription__isnull', True), ('suggestion__isnull', False), ('webhook__isnull', True)), models.Q(('kind', 'decided'), ('subscription__isnull', True), ('suggestion__isnull', False), ('webhook__isnull', True)), _connector='OR'), name='delivery_to_whom_its_kind_is_for'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'decided')), fields=('suggestion',), name='delivery_decided_once'),
        ),
        migrations.AddIndex(
            model_name='suggestion',
            index=models.Index(models.F('created_at'), models.F('id'), condition=models.Q(('state', 'waiting')), name='suggestion_waiting'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['progress', 'correction', 'article']), ('language__in', ['zh-hant', 'zh-hans', 'en']), ('state__in', ['waiting', 'accepted', 'declined'])), name='suggestion_codes_known'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'article'), ('proposal', None)), models.Q(models.Q(('kind', 'article'), _negated=True), ('proposal__isnull', False)), _connector='OR'), name='suggestion_of_proposal_unless_article'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(('said', ''), _negated=True), name='suggestion_says_something'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('decided_at', None), ('decided_by', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='suggestion_decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='suggestion_declined_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(('update', None), ('state', 'accepted'), _connector='OR'), name='suggestion_recorded_if_accepted'),
        ),
        migrations.RunPython(give_rights, forget_mails),
    ]
