"""Where official texts appear, and what is read there in the background."""

import datetime
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import proposals.models.readable
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

VIEWED = ["view_channel", "view_channelitem"]
EDITOR = [*VIEWED, "add_channel", "change_channel", "delete_channel"]
RIGHTS = {
    "Contributor": VIEWED,
    "Editor": EDITOR,
    "Chief editor": EDITOR,
    "Administrator": VIEWED,
}


def give_rights(apps, schema_editor):
    # Rights are otherwise made after the last migration, which is too late to give them.
    create_permissions(installed.get_app_config("proposals"), apps=apps, verbosity=0)
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="proposals", content_type__model__in=["channel", "channelitem"]
    )
    for name, wanted in RIGHTS.items():
        for group in apps.get_model("auth", "Group").objects.filter(name=name):
            group.permissions.add(*rights.filter(codename__in=wanted))


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0041_intake_faults'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Host',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, unique=True)),
                ('free_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('robots', models.TextField(blank=True)),
                ('robots_read_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'host',
                'verbose_name_plural': 'hosts',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fault', models.CharField(blank=True, choices=[('no_answer', 'No answer'), ('status', 'Answered with an error'), ('robots', 'Its robots.txt forbids it'), ('robots_away', 'Its robots.txt cannot be read'), ('too_large', 'Too large: 20 MB and 50,000 items are the most'), ('packed', 'Compressed in a way that cannot be read'), ('no_feed', 'No feed stands there'), ('no_links', 'No link on the page fits the pattern'), ('unreadable', 'No text could be read')], editable=False, max_length=12, verbose_name='fault')),
                ('fault_detail', models.CharField(blank=True, editable=False, max_length=300)),
                ('fault_told', models.JSONField(db_default={}, default=dict, editable=False)),
                ('label', models.CharField(max_length=100, verbose_name='name')),
                ('kind', models.CharField(choices=[('feed', 'Feed (RSS, Atom, JSON Feed)'), ('page', 'Page with links')], default='feed', max_length=4, verbose_name='kind')),
                ('url', models.URLField(max_length=500, validators=[proposals.models.readable.web_address], verbose_name='address')),
                ('pattern', models.CharField(blank=True, help_text='Only links that fit are taken in; * stands for anything, as in https://www.info.gov.hk/gia/general/*.htm. A page with links needs one.', max_length=300, verbose_name='pattern of links')),
                ('document_kind', models.CharField(choices=[('policy_address', 'Policy Address'), ('budget', 'Budget'), ('reply', 'Reply in the legislature'), ('press_release', 'Press release or speech'), ('consultation', 'Consultation paper'), ('gazette', 'Gazette notice'), ('other', 'Other')], default='press_release', help_text='What is taken in there. It may be corrected on each document.', max_length=20, verbose_name='kind of documents')),
                ('since', models.DateField(blank=True, help_text='What bears an earlier day is left alone. Left empty, all that stands there.', null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='not before')),
                ('silent_after', models.PositiveSmallIntegerField(default=30, help_text='You are told when nothing new has stood there for so long.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='silent after (days)')),
                ('is_active', models.BooleanField(default=True, verbose_name='is polled')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='created at')),
                ('moved_to', models.CharField(blank=True, editable=False, max_length=2000, verbose_name='moved to')),
                ('etag', models.CharField(blank=True, editable=False, max_length=500)),
                ('last_modified', models.CharField(blank=True, editable=False, max_length=100)),
                ('content_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('interval', models.DurationField(default=datetime.timedelta(seconds=3600), editable=False, verbose_name='polled every')),
                ('next_poll_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='next poll at')),
                ('succeeded_at', models.DateTimeField(editable=False, null=True, verbose_name='last read at')),
                ('new_at', models.DateTimeField(editable=False, null=True, verbose_name='something new at')),
                ('failures', models.PositiveIntegerField(default=0, editable=False, verbose_name='failures in a row')),
                ('failing_since', models.DateTimeField(editable=False, null=True, verbose_name='failing since')),
                ('publisher', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='proposals.body', verbose_name='published by')),
                ('registered_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registered by')),
                ('host', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='proposals.host')),
            ],
            options={
                'verbose_name': 'channel of official texts',
                'verbose_name_plural': 'channels of official texts',
            },
        ),
        migrations.CreateModel(
            name='ChannelItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fault', models.CharField(blank=True, choices=[('no_answer', 'No answer'), ('status', 'Answered with an error'), ('robots', 'Its robots.txt forbids it'), ('robots_away', 'Its robots.txt cannot be read'), ('too_large', 'Too large: 20 MB and 50,000 items are the most'), ('packed', 'Compressed in a way that cannot be read'), ('no_feed', 'No feed stands there'), ('no_links', 'No link on the page fits the pattern'), ('unreadable', 'No text could be read')], editable=False, max_length=12, verbose_name='fault')),
                ('fault_detail', models.CharField(blank=True, editable=False, max_length=300)),
                ('fault_told', models.JSONField(db_default={}, default=dict, editable=False)),
                ('key', models.CharField(max_length=64)),
                ('fingerprint', models.CharField(max_length=64)),
                ('url', models.CharField(blank=True, max_length=2000, verbose_name='address')),
                ('title', models.CharField(blank=True, max_length=500, verbose_name='title')),
                ('published_at', models.DateTimeField(null=True, verbose_name='published at')),
                ('content', models.TextField(blank=True)),
                ('found_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='found at')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('taken', 'Taken in'), ('known', 'Text known already'), ('failed', 'Given up')], default='waiting', max_length=8, verbose_name='state')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('next_try_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='proposals.channel', verbose_name='channel of official texts')),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='proposals.document', verbose_name='official document')),
                ('revises', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='proposals.document', verbose_name='before it changed')),
                ('host', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='proposals.host')),
            ],
            options={
                'verbose_name': 'item of a channel',
                'verbose_name_plural': 'items of channels',
                'default_permissions': ('view',),
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['next_try_at', 'id'], name='channel_item_waiting')],
                'constraints': [models.UniqueConstraint(fields=('channel', 'key'), name='channel_item_once'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'taken', 'known', 'failed'])), name='channel_item_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('fault', ''), _negated=True), _connector='OR'), name='channel_item_failed_says_why')],
            },
        ),
        migrations.AddConstraint(
            model_name='channel',
            constraint=models.UniqueConstraint(fields=('url', 'pattern'), name='channel_once'),
        ),
        migrations.AddConstraint(
            model_name='channel',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['feed', 'page'])), name='channel_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='channel',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'page'), _negated=True), models.Q(('pattern', ''), _negated=True), _connector='OR'), name='channel_page_has_pattern'),
        ),
        migrations.AddConstraint(
            model_name='channel',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('failing_since', None), ('failures', 0), ('fault', '')), models.Q(('failing_since__isnull', False), ('failures__gt', 0), models.Q(('fault', ''), _negated=True)), _connector='OR'), name='channel_failing_says_why'),
        ),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
