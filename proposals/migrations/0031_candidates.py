"""Texts that editors take in, and the candidates that are found in them."""

import datetime
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import proposals.models.readable
from django.conf import settings
from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

VIEWED = ["view_intakepage", "view_candidate"]
# Whoever writes drafts takes in what they are written from.
WRITTEN = [*VIEWED, "add_intakepage", "change_intakepage", "change_candidate"]
RIGHTS = {
    "Contributor": WRITTEN,
    "Editor": WRITTEN,
    "Chief editor": WRITTEN,
    "Administrator": VIEWED,
}


def give_rights(apps, schema_editor):
    # Rights are otherwise made after the last migration, which is too late to give them.
    create_permissions(installed.get_app_config("proposals"), apps=apps, verbosity=0)
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="proposals",
        content_type__model__in=["intakepage", "candidate"],
    )
    for name, wanted in RIGHTS.items():
        for group in apps.get_model("auth", "Group").objects.filter(name=name):
            group.permissions.add(*rights.filter(codename__in=wanted))


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0030_suggestions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('passage', models.TextField(verbose_name='passage')),
                ('key', models.CharField(max_length=64)),
                ('found_by', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('rules', 'Rules'), ('model', 'Model'), ('editor', 'Editor')], max_length=10), size=None)),
                ('score', models.FloatField(null=True, verbose_name='score')),
                ('rules', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None)),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('title_en', models.CharField(blank=True, max_length=300, verbose_name='title (English)')),
                ('summary', models.TextField(blank=True, verbose_name='summary')),
                ('summary_en', models.TextField(blank=True, verbose_name='summary (English)')),
                ('authors', models.JSONField(default=list)),
                ('instrument', models.CharField(choices=[('fund', 'Fund'), ('subsidy', 'Subsidy'), ('tax', 'Tax'), ('legislation', 'Legislation'), ('regulation', 'Regulation'), ('institution', 'Institution'), ('plan', 'Plan'), ('pilot', 'Pilot'), ('infrastructure', 'Infrastructure'), ('training', 'Training'), ('exchange', 'Exchange'), ('standard', 'Standard'), ('market_access', 'Market access'), ('platform', 'Platform'), ('agreement', 'Agreement'), ('cooperation', 'Cooperation'), ('promotion', 'Promotion'), ('coordination', 'Coordination'), ('financial_product', 'Financial product'), ('incentive', 'Incentive'), ('other', 'Other')], max_length=20, verbose_name='instrument')),
                ('specificity', models.CharField(choices=[('firm', 'Firm: a measure that can be checked'), ('soft', 'Soft: a direction, hard to check')], max_length=10, verbose_name='specificity')),
                ('bodies', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('places', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('figures', models.CharField(blank=True, max_length=300, verbose_name='figures and deadlines')),
                ('drafted', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('like', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('decision', models.CharField(blank=True, choices=[('accepted', 'Accepted'), ('rejected', 'Rejected'), ('replaced', 'Split or joined')], max_length=10, verbose_name='decision')),
                ('rejected_for', models.CharField(blank=True, choices=[('past', 'Already done or announced'), ('own_plan', "An official's own plan"), ('existing', 'An existing measure'), ('foreign', 'Done elsewhere'), ('opposed', 'The author is against it'), ('irony', 'Irony'), ('slogan', 'A slogan: nothing to be done'), ('forecast', 'A forecast'), ('analysis', 'Analysis'), ('capability', 'What can be offered'), ('public_advice', 'Advice to the public'), ('praise', 'Praise'), ('lookalike', 'Only looks like a proposal'), ('duplicate', 'On record already'), ('other', 'Other reason')], max_length=15, verbose_name='rejected because')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
            ],
            options={
                'verbose_name': 'candidate',
                'verbose_name_plural': 'candidates',
                'default_permissions': ('view', 'change'),
            },
        ),
        migrations.CreateModel(
            name='CandidateEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('passage', models.TextField(verbose_name='passage')),
                ('key', models.CharField(max_length=64)),
                ('found_by', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('rules', 'Rules'), ('model', 'Model'), ('editor', 'Editor')], max_length=10), size=None)),
                ('score', models.FloatField(null=True, verbose_name='score')),
                ('rules', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None)),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('title_en', models.CharField(blank=True, max_length=300, verbose_name='title (English)')),
                ('summary', models.TextField(blank=True, verbose_name='summary')),
                ('summary_en', models.TextField(blank=True, verbose_name='summary (English)')),
                ('authors', models.JSONField(default=list)),
                ('instrument', models.CharField(choices=[('fund', 'Fund'), ('subsidy', 'Subsidy'), ('tax', 'Tax'), ('legislation', 'Legislation'), ('regulation', 'Regulation'), ('institution', 'Institution'), ('plan', 'Plan'), ('pilot', 'Pilot'), ('infrastructure', 'Infrastructure'), ('training', 'Training'), ('exchange', 'Exchange'), ('standard', 'Standard'), ('market_access', 'Market access'), ('platform', 'Platform'), ('agreement', 'Agreement'), ('cooperation', 'Cooperation'), ('promotion', 'Promotion'), ('coordination', 'Coordination'), ('financial_product', 'Financial product'), ('incentive', 'Incentive'), ('other', 'Other')], max_length=20, verbose_name='instrument')),
                ('specificity', models.CharField(choices=[('firm', 'Firm: a measure that can be checked'), ('soft', 'Soft: a direction, hard to check')], max_length=10, verbose_name='specificity')),
                ('bodies', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('places', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('figures', models.CharField(blank=True, max_length=300, verbose_name='figures and deadlines')),
                ('drafted', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('like', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('decision', models.CharField(blank=True, choices=[('accepted', 'Accepted'), ('rejected', 'Rejected'), ('replaced', 'Split or joined')], max_length=10, verbose_name='decision')),
                ('rejected_for', models.CharField(blank=True, choices=[('past', 'Already done or announced'), ('own_plan', "An official's own plan"), ('existing', 'An existing measure'), ('foreign', 'Done elsewhere'), ('opposed', 'The author is against it'), ('irony', 'Irony'), ('slogan', 'A slogan: nothing to be done'), ('forecast', 'A forecast'), ('analysis', 'Analysis'), ('capability', 'What can be offered'), ('public_advice', 'Advice to the public'), ('praise', 'Praise'), ('lookalike', 'Only looks like a proposal'), ('duplicate', 'On record already'), ('other', 'Other reason')], max_length=15, verbose_name='rejected because')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='IntakeArticle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('headline', models.CharField(blank=True, max_length=300, verbose_name='headline as printed')),
                ('authors', models.JSONField(default=list)),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name': 'article taken in',
                'verbose_name_plural': 'articles taken in',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='IntakeArticleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('number', models.PositiveSmallIntegerField()),
                ('headline', models.CharField(blank=True, max_length=300, verbose_name='headline as printed')),
                ('authors', models.JSONField(default=list)),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='IntakePage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(choices=[('pasted', 'Pasted'), ('file', 'File'), ('address', 'Address'), ('program', 'Sent by a program')], max_length=10, verbose_name='came in as')),
                ('name', models.CharField(blank=True, max_length=300, verbose_name='name')),
                ('digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('content', models.BinaryField(null=True)),
                ('text', models.TextField(blank=True, editable=False, verbose_name='text')),
                ('published_on', models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='published on')),
                ('printed_page', models.CharField(blank=True, help_text='As printed, such as A12.', max_length=20, verbose_name='page')),
                ('url', models.URLField(blank=True, max_length=500, validators=[proposals.models.readable.web_address], verbose_name='link')),
                ('state', models.CharField(choices=[('queued', 'Waiting to be read'), ('reading', 'Being read'), ('read', 'Read'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='queued', editable=False, max_length=10, verbose_name='state')),
                ('fault', models.CharField(blank=True, editable=False, max_length=500, verbose_name='fault')),
                ('done', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('total', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('leased_until', models.DateTimeField(editable=False, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('left_out', models.PositiveIntegerField(default=0, editable=False, verbose_name='rejected before')),
                ('model_tokens', models.PositiveIntegerField(default=0, editable=False, verbose_name='tokens of the model')),
                ('model_cost', models.DecimalField(decimal_places=6, default=0, editable=False, max_digits=10, verbose_name='cost of the model')),
                ('model_fault', models.CharField(blank=True, editable=False, max_length=300, verbose_name='fault of the model')),
                ('taken_in_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='taken in at')),
                ('read_at', models.DateTimeField(editable=False, null=True, verbose_name='read at')),
            ],
            options={
                'verbose_name': 'page taken in',
                'verbose_name_plural': 'pages taken in',
                'default_permissions': ('view', 'add', 'change'),
            },
        ),
        migrations.CreateModel(
            name='IntakePageEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('origin', models.CharField(choices=[('pasted', 'Pasted'), ('file', 'File'), ('address', 'Address'), ('program', 'Sent by a program')], max_length=10, verbose_name='came in as')),
                ('name', models.CharField(blank=True, max_length=300, verbose_name='name')),
                ('published_on', models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='published on')),
                ('printed_page', models.CharField(blank=True, help_text='As printed, such as A12.', max_length=20, verbose_name='page')),
                ('url', models.URLField(blank=True, max_length=500, validators=[proposals.models.readable.web_address], verbose_name='link')),
                ('state', models.CharField(choices=[('queued', 'Waiting to be read'), ('reading', 'Being read'), ('read', 'Read'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='queued', editable=False, max_length=10, verbose_name='state')),
                ('fault', models.CharField(blank=True, editable=False, max_length=500, verbose_name='fault')),
                ('model_tokens', models.PositiveIntegerField(default=0, editable=False, verbose_name='tokens of the model')),
                ('model_cost', models.DecimalField(decimal_places=6, default=0, editable=False, max_digits=10, verbose_name='cost of the model')),
                ('model_fault', models.CharField(blank=True, editable=False, max_length=300, verbose_name='fault of the model')),
                ('taken_in_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='taken in at')),
                ('read_at', models.DateTimeField(editable=False, null=True, verbose_name='read at')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RemoveConstraint(
            model_name='apitoken',
            name='token_scopes_known',
        ),
        migrations.AlterField(
            model_name='apitoken',
            name='scopes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('record', 'Record status updates'), ('check', 'Record checks'), ('void', 'Void records'), ('confirm', 'Confirm what others recorded'), ('intake', 'Take in texts')], max_length=10), size=None, verbose_name='scopes'),
        ),
        migrations.AddConstraint(
            model_name='apitoken',
            constraint=models.CheckConstraint(condition=models.Q(('scopes__contained_by', ['record', 'check', 'void', 'confirm', 'intake']), models.Q(('scopes', []), _negated=True)), name='token_scopes_known'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='proposal',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='proposals.proposal', verbose_name='proposal'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='sector',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to='proposals.sector', verbose_name='sector'),
        ),
        migrations.AddField(
            model_name='candidateevent',
            name='decided_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='candidateevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='proposals.candidate'),
        ),
        migrations.AddField(
            model_name='candidateevent',
            name='proposal',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.proposal', verbose_name='proposal'),
        ),
        migrations.AddField(
            model_name='candidateevent',
            name='sector',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.sector', verbose_name='sector'),
        ),
        migrations.AddField(
            model_name='intakearticle',
            name='source',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='proposals.source', verbose_name='source'),
        ),
        migrations.AddField(
            model_name='candidateevent',
            name='article',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.intakearticle'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='candidates', to='proposals.intakearticle'),
        ),
        migrations.AddField(
            model_name='intakearticleevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='proposals.intakearticle'),
        ),
        migrations.AddField(
            model_name='intakearticleevent',
            name='source',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.source', verbose_name='source'),
        ),
        migrations.AddField(
            model_name='intakepage',
            name='publication',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='proposals.publication', verbose_name='publication'),
        ),
        migrations.AddField(
            model_name='intakepage',
            name='taken_in_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken in by'),
        ),
        migrations.AddField(
            model_name='intakearticleevent',
            name='page',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.intakepage'),
        ),
        migrations.AddField(
            model_name='intakearticle',
            name='page',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='articles', to='proposals.intakepage'),
        ),
        migrations.AddField(
            model_name='candidateevent',
            name='page',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.intakepage'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='page',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='candidates', to='proposals.intakepage'),
        ),
        migrations.AddField(
            model_name='intakepageevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='proposals.intakepage'),
        ),
        migrations.AddField(
            model_name='intakepageevent',
            name='publication',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.publication', verbose_name='publication'),
        ),
        migrations.AddField(
            model_name='intakepageevent',
            name='taken_in_by',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken in by'),
        ),
        migrations.AddIndex(
            model_name='intakepage',
            index=models.Index(condition=models.Q(('state__in', ['queued', 'reading'])), fields=['taken_in_at'], name='intake_waiting'),
        ),
        migrations.AddConstraint(
            model_name='intakepage',
            constraint=models.UniqueConstraint(condition=models.Q(('digest', ''), _negated=True), fields=('digest',), name='intake_taken_in_once'),
        ),
        migrations.AddConstraint(
            model_name='intakepage',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'reading', 'read', 'failed', 'cancelled'])), name='intake_state_known'),
        ),
        migrations.AddConstraint(
            model_name='intakepage',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['pasted', 'file', 'address', 'program'])), name='intake_origin_known'),
        ),
        migrations.AddConstraint(
            model_name='intakepage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('fault', ''), _negated=True), _connector='OR'), name='intake_failed_says_why'),
        ),
        migrations.AddConstraint(
            model_name='intakepage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('read_at__isnull', False), ('state', 'read')), models.Q(models.Q(('state', 'read'), _negated=True), ('read_at', None)), _connector='OR'), name='intake_read_iff_when'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='intakepage',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_intakepageevent" ("fault", "id", "model_cost", "model_fault", "model_tokens", "name", "origin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printed_page", "publication_id", "published_on", "read_at", "state", "taken_in_at", "taken_in_by_id", "url") VALUES (NEW."fault", NEW."id", NEW."model_cost", NEW."model_fault", NEW."model_tokens", NEW."name", NEW."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."printed_page", NEW."publication_id", NEW."published_on", NEW."read_at", NEW."state", NEW."taken_in_at", NEW."taken_in_by_id", NEW."url"); RETURN NULL;', hash='ef2057ca454963de81b8039a31e4c7a554c73b4f', operation='INSERT', pgid='pgtrigger_insert_insert_7ab67', table='proposals_intakepage', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='intakepage',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."fault" IS DISTINCT FROM (NEW."fault") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."model_cost" IS DISTINCT FROM (NEW."model_cost") OR OLD."model_fault" IS DISTINCT FROM (NEW."model_fault") OR OLD."model_tokens" IS DISTINCT FROM (NEW."model_tokens") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."origin" IS DISTINCT FROM (NEW."origin") OR OLD."printed_page" IS DISTINCT FROM (NEW."printed_page") OR OLD."publication_id" IS DISTINCT FROM (NEW."publication_id") OR OLD."published_on" IS DISTINCT FROM (NEW."published_on") OR OLD."read_at" IS DISTINCT FROM (NEW."read_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."taken_in_at" IS DISTINCT FROM (NEW."taken_in_at") OR OLD."taken_in_by_id" IS DISTINCT FROM (NEW."taken_in_by_id") OR OLD."url" IS DISTINCT FROM (NEW."url"))', func='INSERT INTO "proposals_intakepageevent" ("fault", "id", "model_cost", "model_fault", "model_tokens", "name", "origin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printed_page", "publication_id", "published_on", "read_at", "state", "taken_in_at", "taken_in_by_id", "url") VALUES (NEW."fault", NEW."id", NEW."model_cost", NEW."model_fault", NEW."model_tokens", NEW."name", NEW."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."printed_page", NEW."publication_id", NEW."published_on", NEW."read_at", NEW."state", NEW."taken_in_at", NEW."taken_in_by_id", NEW."url"); RETURN NULL;', hash='0b1543f09ef0d0b50724fb7ebcc13efa1380e1ce', operation='UPDATE', pgid='pgtrigger_update_update_42835', table='proposals_intakepage', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='intakepage',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_intakepageevent" ("fault", "id", "model_cost", "model_fault", "model_tokens", "name", "origin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printed_page", "publication_id", "published_on", "read_at", "state", "taken_in_at", "taken_in_by_id", "url") VALUES (OLD."fault", OLD."id", OLD."model_cost", OLD."model_fault", OLD."model_tokens", OLD."name", OLD."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."printed_page", OLD."publication_id", OLD."published_on", OLD."read_at", OLD."state", OLD."taken_in_at", OLD."taken_in_by_id", OLD."url"); RETURN NULL;', hash='02d1c4fca140cb787b008005d6feea55f1880ac7', operation='DELETE', pgid='pgtrigger_delete_delete_92cd4', table='proposals_intakepage', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='intakearticleevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d26cd85690625cfcd56fc04d9391bf25186ea7dc', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d7dbf', table='proposals_intakearticleevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='intakearticle',
            constraint=models.UniqueConstraint(fields=('page', 'number'), name='intake_article_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='intakearticle',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_intakearticleevent" ("authors", "end", "headline", "id", "number", "page_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "start") VALUES (NEW."authors", NEW."end", NEW."headline", NEW."id", NEW."number", NEW."page_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."source_id", NEW."start"); RETURN NULL;', hash='3889e915ac3b7cfaf23a39c620eadf9dc8d692f3', operation='INSERT', pgid='pgtrigger_insert_insert_38afa', table='proposals_intakearticle', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='intakearticle',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "proposals_intakearticleevent" ("authors", "end", "headline", "id", "number", "page_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "start") VALUES (NEW."authors", NEW."end", NEW."headline", NEW."id", NEW."number", NEW."page_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."source_id", NEW."start"); RETURN NULL;', hash='b2d589daff8bef2552782d1baa522ecc2a7e0f1a', operation='UPDATE', pgid='pgtrigger_update_update_21d74', table='proposals_intakearticle', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='intakearticle',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_intakearticleevent" ("authors", "end", "headline", "id", "number", "page_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "start") VALUES (OLD."authors", OLD."end", OLD."headline", OLD."id", OLD."number", OLD."page_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."source_id", OLD."start"); RETURN NULL;', hash='4836ba366357f7b9919ecd7bf65840588e14b361', operation='DELETE', pgid='pgtrigger_delete_delete_37fb9', table='proposals_intakearticle', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='candidateevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ce51e9c70757aa86b4855f863731b12f484ac48d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_aa55c', table='proposals_candidateevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='candidate',
            index=models.Index(fields=['page', 'start'], name='candidate_by_place'),
        ),
        migrations.AddIndex(
            model_name='candidate',
            index=models.Index(condition=models.Q(('decision', 'rejected')), fields=['key'], name='candidate_rejected'),
        ),
        migrations.AddIndex(
            model_name='candidate',
            index=models.Index(fields=['decided_at'], name='candidate_by_decided_at'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=models.Q(('start__lt', models.F('end'))), name='candidate_has_a_passage'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=models.Q(('decision__in', ['', 'accepted', 'rejected', 'replaced'])), name='candidate_decision_known'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('decision', '')), models.Q(models.Q(('decision', ''), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='candidate_decided_iff_by_whom_and_when'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision', 'rejected'), ('rejected_for__in', ['past', 'own_plan', 'existing', 'foreign', 'opposed', 'irony', 'slogan', 'forecast', 'analysis', 'capability', 'public_advice', 'praise', 'lookalike', 'duplicate', 'other'])), models.Q(models.Q(('decision', 'rejected'), _negated=True), ('rejected_for', '')), _connector='OR'), name='candidate_rejected_iff_reason'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=models.Q(('decision', 'accepted'), ('proposal', None), _connector='OR'), name='candidate_proposal_only_if_accepted'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='candidate',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_candidateevent" ("article_id", "authors", "bodies", "decided_at", "decided_by_id", "decision", "drafted", "end", "figures", "found_by", "id", "instrument", "key", "like", "note", "page_id", "passage", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "proposal_id", "rejected_for", "rules", "score", "sector_id", "specificity", "start", "summary", "summary_en", "title", "title_en") VALUES (NEW."article_id", NEW."authors", NEW."bodies", NEW."decided_at", NEW."decided_by_id", NEW."decision", NEW."drafted", NEW."end", NEW."figures", NEW."found_by", NEW."id", NEW."instrument", NEW."key", NEW."like", NEW."note", NEW."page_id", NEW."passage", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."places", NEW."proposal_id", NEW."rejected_for", NEW."rules", NEW."score", NEW."sector_id", NEW."specificity", NEW."start", NEW."summary", NEW."summary_en", NEW."title", NEW."title_en"); RETURN NULL;', hash='ca55b221b8093cda587250faf1de29be402d2394', operation='INSERT', pgid='pgtrigger_insert_insert_8220c', table='proposals_candidate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='candidate',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "proposals_candidateevent" ("article_id", "authors", "bodies", "decided_at", "decided_by_id", "decision", "drafted", "end", "figures", "found_by", "id", "instrument", "key", "like", "note", "page_id", "passage", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "proposal_id", "rejected_for", "rules", "score", "sector_id", "specificity", "start", "summary", "summary_en", "title", "title_en") VALUES (NEW."article_id", NEW."authors", NEW."bodies", NEW."decided_at", NEW."decided_by_id", NEW."decision", NEW."drafted", NEW."end", NEW."figures", NEW."found_by", NEW."id", NEW."instrument", NEW."key", NEW."like", NEW."note", NEW."page_id", NEW."passage", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."places", NEW."proposal_id", NEW."rejected_for", NEW."rules", NEW."score", NEW."sector_id", NEW."specificity", NEW."start", NEW."summary", NEW."summary_en", NEW."title", NEW."title_en"); RETURN NULL;', hash='8033fb24e0bf7b3402654345cb280f458c809048', operation='UPDATE', pgid='pgtrigger_update_update_e6a4e', table='proposals_candidate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='candidate',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_candidateevent" ("article_id", "authors", "bodies", "decided_at", "decided_by_id", "decision", "drafted", "end", "figures", "found_by", "id", "instrument", "key", "like", "note", "page_id", "passage", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "proposal_id", "rejected_for", "rules", "score", "sector_id", "specificity", "start", "summary", "summary_en", "title", "title_en") VALUES (OLD."article_id", OLD."authors", OLD."bodies", OLD."decided_at", OLD."decided_by_id", OLD."decision", OLD."drafted", OLD."end", OLD."figures", OLD."found_by", OLD."id", OLD."instrument", OLD."key", OLD."like", OLD."note", OLD."page_id", OLD."passage", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."places", OLD."proposal_id", OLD."rejected_for", OLD."rules", OLD."score", OLD."sector_id", OLD."specificity", OLD."start", OLD."summary", OLD."summary_en", OLD."title", OLD."title_en"); RETURN NULL;', hash='f8252832554e0f73530b3e6541a993c85ae18ac9', operation='DELETE', pgid='pgtrigger_delete_delete_5539e', table='proposals_candidate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='intakepageevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e3db5b3882dfd581e4af6a47d17436f9650f4d39', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1d2e2', table='proposals_intakepageevent', when='BEFORE')),
        ),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
