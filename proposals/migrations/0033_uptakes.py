"""Official documents in passages, and what they answer."""

import datetime
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import proposals.models.readable
from django.conf import settings
from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


# Whoever may record what policy did takes in the documents that say so.
VIEWED = ["view_document", "view_uptake"]
EDITOR = [*VIEWED, "add_document", "change_document"]
RIGHTS = {
    "Contributor": VIEWED,
    "Editor": EDITOR,
    "Chief editor": [*EDITOR, "delete_document"],
    "Administrator": VIEWED,
}


def give_rights(apps, schema_editor):
    # Rights are otherwise made after the last migration, which is too late to give them.
    create_permissions(installed.get_app_config("proposals"), apps=apps, verbosity=0)
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="proposals", content_type__model__in=["document", "uptake"]
    )
    for name, wanted in RIGHTS.items():
        for group in apps.get_model("auth", "Group").objects.filter(name=name):
            group.permissions.add(*rights.filter(codename__in=wanted))


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0032_care'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='slug')),
                ('kind', models.CharField(choices=[('policy_address', 'Policy Address'), ('budget', 'Budget'), ('reply', 'Reply in the legislature'), ('press_release', 'Press release or speech'), ('consultation', 'Consultation paper'), ('gazette', 'Gazette notice'), ('other', 'Other')], max_length=20, verbose_name='kind')),
                ('title_hant', models.CharField(max_length=200, verbose_name='title (Traditional Chinese)')),
                ('title_hans', models.CharField(blank=True, max_length=200, verbose_name='title (Simplified Chinese)')),
                ('title_en', models.CharField(blank=True, max_length=250, verbose_name='title (English)')),
                ('published_on', models.DateField(validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='published on')),
                ('published_on_precision', models.CharField(blank=True, choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year')], max_length=5, verbose_name='precision of the date')),
                ('url', models.URLField(blank=True, max_length=500, validators=[proposals.models.readable.web_address], verbose_name='link')),
                ('text', models.TextField(blank=True, editable=False, verbose_name='text')),
                ('text_hash', models.CharField(editable=False, max_length=64, null=True, unique=True)),
            ],
            options={
                'verbose_name': 'official document',
                'verbose_name_plural': 'official documents',
            },
        ),
        migrations.CreateModel(
            name='DocumentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('slug', models.SlugField(db_index=False, max_length=80, verbose_name='slug')),
                ('kind', models.CharField(choices=[('policy_address', 'Policy Address'), ('budget', 'Budget'), ('reply', 'Reply in the legislature'), ('press_release', 'Press release or speech'), ('consultation', 'Consultation paper'), ('gazette', 'Gazette notice'), ('other', 'Other')], max_length=20, verbose_name='kind')),
                ('title_hant', models.CharField(max_length=200, verbose_name='title (Traditional Chinese)')),
                ('title_hans', models.CharField(blank=True, max_length=200, verbose_name='title (Simplified Chinese)')),
                ('title_en', models.CharField(blank=True, max_length=250, verbose_name='title (English)')),
                ('published_on', models.DateField(validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='published on')),
                ('published_on_precision', models.CharField(blank=True, choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year')], max_length=5, verbose_name='precision of the date')),
                ('url', models.URLField(blank=True, max_length=500, validators=[proposals.models.readable.web_address], verbose_name='link')),
                ('text_hash', models.CharField(editable=False, max_length=64, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Match',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('score', models.FloatField(verbose_name='score')),
                ('relation', models.CharField(choices=[('same', 'As asked'), ('part', 'In part'), ('parallel', 'In parallel'), ('contrary', 'To the contrary')], max_length=10, verbose_name='relation')),
                ('status', models.CharField(choices=[('proposed', 'Proposed'), ('noted', 'Noted'), ('under_study', 'Under study'), ('committed', 'Committed'), ('in_delivery', 'In delivery'), ('partly_delivered', 'Partly delivered'), ('delivered', 'Delivered'), ('declined', 'Declined'), ('stalled', 'Stalled'), ('superseded', 'Superseded')], max_length=20, verbose_name='status')),
                ('evidence_class', models.CharField(choices=[('source', 'Source'), ('official_document', 'Official document'), ('official_statement', 'Official statement'), ('legislative_record', 'Legislative record'), ('concrete_act', 'Concrete act'), ('media_report', 'Media report'), ('other', 'Other')], max_length=20, verbose_name='class')),
                ('terms', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('decision', models.CharField(blank=True, choices=[('accepted', 'Accepted'), ('related', 'Related, no step'), ('rejected', 'Rejected')], max_length=10, verbose_name='decision')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
            ],
            options={
                'verbose_name': 'suggested match',
                'verbose_name_plural': 'suggested matches',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Matching',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wanted_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='wanted at')),
                ('next_try_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('done_at', models.DateTimeField(null=True, verbose_name='done at')),
                ('failed_at', models.DateTimeField(null=True, verbose_name='failed at')),
            ],
            options={
                'verbose_name': 'matching',
                'verbose_name_plural': 'matchings',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='position')),
                ('paragraph', models.CharField(blank=True, max_length=20, verbose_name='paragraph')),
                ('page', models.PositiveIntegerField(blank=True, null=True, verbose_name='page')),
                ('kind', models.CharField(choices=[('paragraph', 'Paragraph'), ('heading', 'Heading'), ('table', 'Row of a table'), ('question', 'Question')], max_length=10, verbose_name='kind')),
                ('heading', models.TextField(blank=True, verbose_name='heading')),
                ('start', models.PositiveIntegerField(verbose_name='start')),
                ('end', models.PositiveIntegerField(verbose_name='end')),
                ('text', models.TextField(verbose_name='text')),
            ],
            options={
                'verbose_name': 'passage',
                'verbose_name_plural': 'passages',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Uptake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='position')),
                ('paragraph', models.CharField(blank=True, max_length=20, verbose_name='paragraph')),
                ('page', models.PositiveIntegerField(blank=True, null=True, verbose_name='page')),
                ('slug', models.SlugField(max_length=90, unique=True, verbose_name='slug')),
                ('relation', models.CharField(choices=[('same', 'As asked'), ('part', 'In part'), ('parallel', 'In parallel'), ('contrary', 'To the contrary')], max_length=10, verbose_name='relation')),
                ('quote', models.TextField(verbose_name='passage quoted')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('voided_at', models.DateTimeField(blank=True, null=True, verbose_name='voided at')),
                ('void_reason_hant', models.TextField(blank=True, verbose_name='reason (Traditional Chinese)')),
                ('void_reason_hans', models.TextField(blank=True, verbose_name='reason (Simplified Chinese)')),
                ('void_reason_en', models.TextField(blank=True, verbose_name='reason (English)')),
            ],
            options={
                'verbose_name': 'response link',
                'verbose_name_plural': 'response links',
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='UptakeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveIntegerField(verbose_name='position')),
                ('paragraph', models.CharField(blank=True, max_length=20, verbose_name='paragraph')),
                ('page', models.PositiveIntegerField(blank=True, null=True, verbose_name='page')),
                ('slug', models.SlugField(db_index=False, max_length=90, verbose_name='slug')),
                ('relation', models.CharField(choices=[('same', 'As asked'), ('part', 'In part'), ('parallel', 'In parallel'), ('contrary', 'To the contrary')], max_length=10, verbose_name='relation')),
                ('quote', models.TextField(verbose_name='passage quoted')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('voided_at', models.DateTimeField(blank=True, null=True, verbose_name='voided at')),
                ('void_reason_hant', models.TextField(blank=True, verbose_name='reason (Traditional Chinese)')),
                ('void_reason_hans', models.TextField(blank=True, verbose_name='reason (Simplified Chinese)')),
                ('void_reason_en', models.TextField(blank=True, verbose_name='reason (English)')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RemoveConstraint(
            model_name='change',
            name='change_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='change',
            name='change_noun_known',
        ),
        migrations.AlterField(
            model_name='change',
            name='kind',
            field=models.CharField(choices=[('published', 'Published'), ('updated', 'Text updated'), ('status', 'Status recorded'), ('checked', 'Checked, nothing new'), ('voided', 'Record voided'), ('withdrawn', 'Withdrawn'), ('merged', 'Merged'), ('person', 'Author'), ('source', 'Source'), ('term', 'Term'), ('idea', 'Idea'), ('uptake', 'Official words')], max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='change',
            name='noun',
            field=models.CharField(choices=[('proposal', 'Proposal'), ('author', 'Author'), ('publication', 'Publication'), ('source', 'Source'), ('sector', 'Sector'), ('body', 'Body'), ('place', 'Place'), ('idea', 'Idea'), ('synonym', 'Synonyms'), ('term', 'Term'), ('document', 'Official document'), ('uptake', 'Response link')], default='proposal', max_length=12, verbose_name='noun'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['published', 'updated', 'status', 'checked', 'voided', 'withdrawn', 'merged', 'person', 'source', 'term', 'idea', 'uptake'])), name='change_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('noun__in', ['proposal', 'author', 'publication', 'source', 'sector', 'body', 'place', 'idea', 'synonym', 'term', 'document', 'uptake'])), name='change_noun_known'),
        ),
        migrations.AddField(
            model_name='document',
            name='publisher',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='proposals.body', verbose_name='published by'),
        ),
        migrations.AddField(
            model_name='documentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='proposals.document'),
        ),
        migrations.AddField(
            model_name='documentevent',
            name='publisher',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.body', verbose_name='published by'),
        ),
        migrations.AddField(
            model_name='match',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='match',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='proposals.proposal'),
        ),
        migrations.AddField(
            model_name='matching',
            name='document',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='matching', to='proposals.document'),
        ),
        migrations.AddField(
            model_name='passage',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='proposals.document'),
        ),
        migrations.AddField(
            model_name='match',
            name='passage',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='proposals.passage'),
        ),
        migrations.AddField(
            model_name='uptake',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uptakes', to='proposals.document', verbose_name='official document'),
        ),
        migrations.AddField(
            model_name='uptake',
            name='merged_from',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='proposals.proposal'),
        ),
        migrations.AddField(
            model_name='uptake',
            name='passage',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uptakes', to='proposals.passage'),
        ),
        migrations.AddField(
            model_name='uptake',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uptakes', to='proposals.proposal', verbose_name='proposal'),
        ),
        migrations.AddField(
            model_name='uptake',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AddField(
            model_name='uptake',
            name='update',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uptake', to='proposals.statusupdate', verbose_name='record'),
        ),
        migrations.AddField(
            model_name='uptake',
            name='voided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='voided by'),
        ),
        migrations.AddField(
            model_name='uptakeevent',
            name='document',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.document', verbose_name='official document'),
        ),
        migrations.AddField(
            model_name='uptakeevent',
            name='merged_from',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.proposal'),
        ),
        migrations.AddField(
            model_name='uptakeevent',
            name='passage',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.passage'),
        ),
        migrations.AddField(
            model_name='uptakeevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='proposals.uptake'),
        ),
        migrations.AddField(
            model_name='uptakeevent',
            name='proposal',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.proposal', verbose_name='proposal'),
        ),
        migrations.AddField(
            model_name='uptakeevent',
            name='recorded_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AddField(
            model_name='uptakeevent',
            name='update',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.statusupdate', verbose_name='record'),
        ),
        migrations.AddField(
            model_name='uptakeevent',
            name='voided_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='voided by'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['policy_address', 'budget', 'reply', 'press_release', 'consultation', 'gazette', 'other'])), name='document_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_on__isnull', True), ('published_on_precision', '')), models.Q(('published_on__isnull', False), ('published_on_precision', 'day')), models.Q(('published_on__day', 1), ('published_on__isnull', False), ('published_on_precision', 'month')), models.Q(('published_on__day', 1), ('published_on__isnull', False), ('published_on__month', 1), ('published_on_precision', 'year')), _connector='OR'), name='document_published_on_matches_precision'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('text', ''), ('text_hash', None)), models.Q(models.Q(('text', ''), _negated=True), ('text_hash__isnull', False)), _connector='OR'), name='document_text_iff_hash'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_documentevent" ("id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "published_on_precision", "publisher_id", "slug", "text_hash", "title_en", "title_hans", "title_hant", "url") VALUES (NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."published_on", NEW."published_on_precision", NEW."publisher_id", NEW."slug", NEW."text_hash", NEW."title_en", NEW."title_hans", NEW."title_hant", NEW."url"); RETURN NULL;', hash='77273f4e99392baa8ab59ff9a28d329ad8d62069', operation='INSERT', pgid='pgtrigger_insert_insert_49084', table='proposals_document', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."published_on" IS DISTINCT FROM (NEW."published_on") OR OLD."published_on_precision" IS DISTINCT FROM (NEW."published_on_precision") OR OLD."publisher_id" IS DISTINCT FROM (NEW."publisher_id") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."text_hash" IS DISTINCT FROM (NEW."text_hash") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_hans" IS DISTINCT FROM (NEW."title_hans") OR OLD."title_hant" IS DISTINCT FROM (NEW."title_hant") OR OLD."url" IS DISTINCT FROM (NEW."url"))', func='INSERT INTO "proposals_documentevent" ("id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "published_on_precision", "publisher_id", "slug", "text_hash", "title_en", "title_hans", "title_hant", "url") VALUES (NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."published_on", NEW."published_on_precision", NEW."publisher_id", NEW."slug", NEW."text_hash", NEW."title_en", NEW."title_hans", NEW."title_hant", NEW."url"); RETURN NULL;', hash='596e1e50930b4820a188cd24ea70be3a0b8268d5', operation='UPDATE', pgid='pgtrigger_update_update_95095', table='proposals_document', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_documentevent" ("id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "published_on_precision", "publisher_id", "slug", "text_hash", "title_en", "title_hans", "title_hant", "url") VALUES (OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."published_on", OLD."published_on_precision", OLD."publisher_id", OLD."slug", OLD."text_hash", OLD."title_en", OLD."title_hans", OLD."title_hant", OLD."url"); RETURN NULL;', hash='aa8419c7d5e2405a409739c016502739ccc7cbc0', operation='DELETE', pgid='pgtrigger_delete_delete_3d56f', table='proposals_document', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='documentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b11f5abe73e14f01bf8ec747506b071c340429b1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6f2ca', table='proposals_documentevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='matching',
            constraint=models.CheckConstraint(condition=models.Q(('done_at', None), ('failed_at', None), _connector='OR'), name='matching_done_or_failed'),
        ),
        migrations.AddConstraint(
            model_name='passage',
            constraint=models.UniqueConstraint(fields=('document', 'position'), name='passage_once'),
        ),
        migrations.AddConstraint(
            model_name='passage',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['paragraph', 'heading', 'table', 'question'])), name='passage_kind_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='passage',
            trigger=pgtrigger.compiler.Trigger(name='as_cut', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6588a9aaaf6cd29497b129156759ef4849acf68b', operation='UPDATE', pgid='pgtrigger_as_cut_ab5f3', table='proposals_passage', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='match',
            constraint=models.UniqueConstraint(fields=('passage', 'proposal'), name='match_once'),
        ),
        migrations.AddConstraint(
            model_name='match',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('decision', '')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('decision__in', ['accepted', 'related', 'rejected'])), _connector='OR'), name='match_decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='uptake',
            constraint=models.UniqueConstraint(condition=models.Q(('voided_at', None)), fields=('document', 'position', 'proposal'), name='uptake_once'),
        ),
        migrations.AddConstraint(
            model_name='uptake',
            constraint=models.CheckConstraint(condition=models.Q(('relation__in', ['same', 'part', 'parallel', 'contrary'])), name='uptake_relation_known'),
        ),
        migrations.AddConstraint(
            model_name='uptake',
            constraint=models.CheckConstraint(condition=models.Q(('quote', ''), _negated=True), name='uptake_has_quote'),
        ),
        migrations.AddConstraint(
            model_name='uptake',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('void_reason_hant', ''), ('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False), models.Q(('void_reason_hant', ''), _negated=True)), _connector='OR'), name='uptake_voided_with_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='uptake',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='1d6a87d543146cf3dfde7dbee6f8846ef880297b', operation='DELETE', pgid='pgtrigger_kept_1d821', table='proposals_uptake', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='uptake',
            trigger=pgtrigger.compiler.Trigger(name='as_recorded', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."page" IS DISTINCT FROM (NEW."page") OR OLD."paragraph" IS DISTINCT FROM (NEW."paragraph") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."quote" IS DISTINCT FROM (NEW."quote") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id") OR OLD."relation" IS DISTINCT FROM (NEW."relation") OR OLD."slug" IS DISTINCT FROM (NEW."slug"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='81f3bce4a506f8aa0f642b3fc0386a4a1c4d1989', operation='UPDATE', pgid='pgtrigger_as_recorded_4b2a7', table='proposals_uptake', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='uptake',
            trigger=pgtrigger.compiler.Trigger(name='void_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."voided_at" IS DISTINCT FROM (NEW."voided_at") AND OLD."voided_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='633f3271c542ac777508267b38b9fe9d0e192c7a', operation='UPDATE', pgid='pgtrigger_void_stays_b65a3', table='proposals_uptake', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='uptake',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_uptakeevent" ("document_id", "id", "merged_from_id", "page", "paragraph", "passage_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposal_id", "quote", "recorded_at", "recorded_by_id", "relation", "slug", "update_id", "void_reason_en", "void_reason_hans", "void_reason_hant", "voided_at", "voided_by_id") VALUES (NEW."document_id", NEW."id", NEW."merged_from_id", NEW."page", NEW."paragraph", NEW."passage_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."position", NEW."proposal_id", NEW."quote", NEW."recorded_at", NEW."recorded_by_id", NEW."relation", NEW."slug", NEW."update_id", NEW."void_reason_en", NEW."void_reason_hans", NEW."void_reason_hant", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;', hash='eb7fa064260e20d050c205b8c25cb7588debca28', operation='INSERT', pgid='pgtrigger_insert_insert_642d2', table='proposals_uptake', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='uptake',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "proposals_uptakeevent" ("document_id", "id", "merged_from_id", "page", "paragraph", "passage_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposal_id", "quote", "recorded_at", "recorded_by_id", "relation", "slug", "update_id", "void_reason_en", "void_reason_hans", "void_reason_hant", "voided_at", "voided_by_id") VALUES (NEW."document_id", NEW."id", NEW."merged_from_id", NEW."page", NEW."paragraph", NEW."passage_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."position", NEW."proposal_id", NEW."quote", NEW."recorded_at", NEW."recorded_by_id", NEW."relation", NEW."slug", NEW."update_id", NEW."void_reason_en", NEW."void_reason_hans", NEW."void_reason_hant", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;', hash='aafa35881784f4226eadfa7a86d395ff8b4b45df', operation='UPDATE', pgid='pgtrigger_update_update_bd621', table='proposals_uptake', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='uptake',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_uptakeevent" ("document_id", "id", "merged_from_id", "page", "paragraph", "passage_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposal_id", "quote", "recorded_at", "recorded_by_id", "relation", "slug", "update_id", "void_reason_en", "void_reason_hans", "void_reason_hant", "voided_at", "voided_by_id") VALUES (OLD."document_id", OLD."id", OLD."merged_from_id", OLD."page", OLD."paragraph", OLD."passage_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."position", OLD."proposal_id", OLD."quote", OLD."recorded_at", OLD."recorded_by_id", OLD."relation", OLD."slug", OLD."update_id", OLD."void_reason_en", OLD."void_reason_hans", OLD."void_reason_hant", OLD."voided_at", OLD."voided_by_id"); RETURN NULL;', hash='96ac0069f9f306835c144f0024ef4fdf7b8367a4', operation='DELETE', pgid='pgtrigger_delete_delete_0a8f4', table='proposals_uptake', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='uptakeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b169559c9530e3adf9278f63cb8ebe13a27b3caf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_38f98', table='proposals_uptakeevent', when='BEFORE')),
        ),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
