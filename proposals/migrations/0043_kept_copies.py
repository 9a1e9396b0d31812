"""Kept copies of what is cited, and what has become of the pages."""

import datetime
import django.core.validators
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import proposals.models.readable
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


# Whoever may record what policy did keeps what it is shown by.
VIEWED = ["view_keptcopy"]
EDITOR = [*VIEWED, "add_keptcopy", "change_keptcopy"]
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
        content_type__app_label="proposals", content_type__model="keptcopy"
    )
    for name, wanted in RIGHTS.items():
        for group in apps.get_model("auth", "Group").objects.filter(name=name):
            group.permissions.add(*rights.filter(codename__in=wanted))


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0042_channels'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(editable=False, max_length=100, unique=True, verbose_name='slug')),
                ('origin', models.CharField(blank=True, choices=[('fetched', 'Fetched from the link'), ('given', 'Given by an editor')], editable=False, max_length=10, verbose_name='came by')),
                ('sha256', models.CharField(blank=True, editable=False, max_length=64, verbose_name='SHA-256')),
                ('size', models.PositiveIntegerField(default=0, editable=False, verbose_name='bytes')),
                ('content_type', models.CharField(blank=True, editable=False, max_length=100, verbose_name='content type')),
                ('kept_at', models.DateTimeField(editable=False, null=True, verbose_name='kept at')),
                ('kept_from', models.URLField(blank=True, editable=False, max_length=2000, verbose_name='kept from')),
                ('quote_found', models.BooleanField(editable=False, null=True, verbose_name='quote found in the copy')),
                ('state', models.CharField(blank=True, choices=[('unchanged', 'As it was'), ('changed', 'Changed'), ('quote_gone', 'Quote gone'), ('dead', 'Link dead')], editable=False, max_length=10, verbose_name='state of the page')),
                ('state_at', models.DateTimeField(editable=False, null=True, verbose_name='since')),
                ('noted_at', models.DateTimeField(editable=False, null=True, verbose_name='noted at')),
                ('page_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('archived_url', models.URLField(blank=True, default='', help_text='The address of a copy that an archive keeps, should the link fail.', max_length=1000, validators=[proposals.models.readable.web_address], verbose_name='archived copy')),
                ('archived_on', models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='day of the archived copy')),
                ('link', models.CharField(blank=True, editable=False, max_length=500)),
                ('looked_at', models.DateTimeField(editable=False, null=True, verbose_name='looked at')),
                ('fault', models.CharField(blank=True, editable=False, max_length=300, verbose_name='fault')),
                ('failures', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('next_look_at', models.DateTimeField(editable=False, null=True, verbose_name='next look at')),
                ('tries', models.PositiveSmallIntegerField(default=0, editable=False)),
            ],
            options={
                'verbose_name': 'kept copy',
                'verbose_name_plural': 'kept copies',
                'default_permissions': ('view', 'add', 'change'),
            },
        ),
        migrations.CreateModel(
            name='KeptCopyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('slug', models.SlugField(db_index=False, editable=False, max_length=100, verbose_name='slug')),
                ('origin', models.CharField(blank=True, choices=[('fetched', 'Fetched from the link'), ('given', 'Given by an editor')], editable=False, max_length=10, verbose_name='came by')),
                ('sha256', models.CharField(blank=True, editable=False, max_length=64, verbose_name='SHA-256')),
                ('size', models.PositiveIntegerField(default=0, editable=False, verbose_name='bytes')),
                ('content_type', models.CharField(blank=True, editable=False, max_length=100, verbose_name='content type')),
                ('kept_at', models.DateTimeField(editable=False, null=True, verbose_name='kept at')),
                ('kept_from', models.URLField(blank=True, editable=False, max_length=2000, verbose_name='kept from')),
                ('quote_found', models.BooleanField(editable=False, null=True, verbose_name='quote found in the copy')),
                ('state', models.CharField(blank=True, choices=[('unchanged', 'As it was'), ('changed', 'Changed'), ('quote_gone', 'Quote gone'), ('dead', 'Link dead')], editable=False, max_length=10, verbose_name='state of the page')),
                ('state_at', models.DateTimeField(editable=False, null=True, verbose_name='since')),
                ('noted_at', models.DateTimeField(editable=False, null=True, verbose_name='noted at')),
                ('archived_url', models.URLField(blank=True, default='', help_text='The address of a copy that an archive keeps, should the link fail.', max_length=1000, validators=[proposals.models.readable.web_address], verbose_name='archived copy')),
                ('archived_on', models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='day of the archived copy')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RemoveConstraint(
            model_name='change',
            name='change_noun_known',
        ),
        migrations.AlterField(
            model_name='change',
            name='noun',
            field=models.CharField(choices=[('proposal', 'Proposal'), ('author', 'Author'), ('publication', 'Publication'), ('source', 'Source'), ('sector', 'Sector'), ('body', 'Body'), ('place', 'Place'), ('idea', 'Idea'), ('synonym', 'Synonyms'), ('term', 'Term'), ('document', 'Official document'), ('uptake', 'Response link'), ('copy', 'Kept copy')], default='proposal', max_length=12, verbose_name='noun'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('noun__in', ['proposal', 'author', 'publication', 'source', 'sector', 'body', 'place', 'idea', 'synonym', 'term', 'document', 'uptake', 'copy'])), name='change_noun_known'),
        ),
        migrations.AddField(
            model_name='keptcopy',
            name='evidence',
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='kept_copy', to='proposals.evidence', verbose_name='evidence'),
        ),
        migrations.AddField(
            model_name='keptcopy',
            name='kept_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by'),
        ),
        migrations.AddField(
            model_name='keptcopy',
            name='source',
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='kept_copy', to='proposals.source', verbose_name='source'),
        ),
        migrations.AddField(
            model_name='keptcopyevent',
            name='evidence',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.evidence', verbose_name='evidence'),
        ),
        migrations.AddField(
            model_name='keptcopyevent',
            name='kept_by',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by'),
        ),
        migrations.AddField(
            model_name='keptcopyevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='proposals.keptcopy'),
        ),
        migrations.AddField(
            model_name='keptcopyevent',
            name='source',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.source', verbose_name='source'),
        ),
        migrations.AddIndex(
            model_name='keptcopy',
            index=models.Index(condition=models.Q(('next_look_at__isnull', False)), fields=['next_look_at', 'id'], name='keptcopy_by_next_look'),
        ),
        migrations.AddConstraint(
            model_name='keptcopy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('evidence', None), ('source__isnull', False)), models.Q(('evidence__isnull', False), ('source', None)), _connector='OR'), name='keptcopy_of_evidence_or_source'),
        ),
        migrations.AddConstraint(
            model_name='keptcopy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kept_at', None), ('origin', ''), ('sha256', '')), models.Q(models.Q(('sha256', ''), _negated=True), ('kept_at__isnull', False), ('origin__in', ['fetched', 'given'])), _connector='OR'), name='keptcopy_kept_iff_when_and_how'),
        ),
        migrations.AddConstraint(
            model_name='keptcopy',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['', 'unchanged', 'changed', 'quote_gone', 'dead'])), name='keptcopy_state_known'),
        ),
        migrations.AddConstraint(
            model_name='keptcopy',
            constraint=models.CheckConstraint(condition=models.Q(('archived_on', None), models.Q(('archived_url', ''), _negated=True), _connector='OR'), name='keptcopy_archived_on_of_a_copy', violation_error_message='Give the address of the archived copy too.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptcopy',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_keptcopyevent" ("archived_on", "archived_url", "content_type", "evidence_id", "id", "kept_at", "kept_by_id", "kept_from", "noted_at", "origin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quote_found", "sha256", "size", "slug", "source_id", "state", "state_at") VALUES (NEW."archived_on", NEW."archived_url", NEW."content_type", NEW."evidence_id", NEW."id", NEW."kept_at", NEW."kept_by_id", NEW."kept_from", NEW."noted_at", NEW."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."quote_found", NEW."sha256", NEW."size", NEW."slug", NEW."source_id", NEW."state", NEW."state_at"); RETURN NULL;', hash='a37b7a9009a97bc2b805fd7a71f1e19a9fd392b6', operation='INSERT', pgid='pgtrigger_insert_insert_652e1', table='proposals_keptcopy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptcopy',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."archived_on" IS DISTINCT FROM (NEW."archived_on") OR OLD."archived_url" IS DISTINCT FROM (NEW."archived_url") OR OLD."content_type" IS DISTINCT FROM (NEW."content_type") OR OLD."evidence_id" IS DISTINCT FROM (NEW."evidence_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kept_at" IS DISTINCT FROM (NEW."kept_at") OR OLD."kept_by_id" IS DISTINCT FROM (NEW."kept_by_id") OR OLD."kept_from" IS DISTINCT FROM (NEW."kept_from") OR OLD."noted_at" IS DISTINCT FROM (NEW."noted_at") OR OLD."origin" IS DISTINCT FROM (NEW."origin") OR OLD."quote_found" IS DISTINCT FROM (NEW."quote_found") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."size" IS DISTINCT FROM (NEW."size") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."state_at" IS DISTINCT FROM (NEW."state_at"))', func='INSERT INTO "proposals_keptcopyevent" ("archived_on", "archived_url", "content_type", "evidence_id", "id", "kept_at", "kept_by_id", "kept_from", "noted_at", "origin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quote_found", "sha256", "size", "slug", "source_id", "state", "state_at") VALUES (NEW."archived_on", NEW."archived_url", NEW."content_type", NEW."evidence_id", NEW."id", NEW."kept_at", NEW."kept_by_id", NEW."kept_from", NEW."noted_at", NEW."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."quote_found", NEW."sha256", NEW."size", NEW."slug", NEW."source_id", NEW."state", NEW."state_at"); RETURN NULL;', hash='424f80d5554838ead7fbfd8e3faeef86ae07b408', operation='UPDATE', pgid='pgtrigger_update_update_8e5d5', table='proposals_keptcopy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptcopy',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_keptcopyevent" ("archived_on", "archived_url", "content_type", "evidence_id", "id", "kept_at", "kept_by_id", "kept_from", "noted_at", "origin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quote_found", "sha256", "size", "slug", "source_id", "state", "state_at") VALUES (OLD."archived_on", OLD."archived_url", OLD."content_type", OLD."evidence_id", OLD."id", OLD."kept_at", OLD."kept_by_id", OLD."kept_from", OLD."noted_at", OLD."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."quote_found", OLD."sha256", OLD."size", OLD."slug", OLD."source_id", OLD."state", OLD."state_at"); RETURN NULL;', hash='21532931db5982950d66c97efbc0dde78b35cb98', operation='DELETE', pgid='pgtrigger_delete_delete_1afcb', table='proposals_keptcopy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptcopyevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='374db95832512f8c3a33797f6e2c9384b66bbd6e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_1d5f4', table='proposals_keptcopyevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptcopyevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='370c6e6a1744e5f521ecfbeabb4ba17f8d817514', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c0c70', table='proposals_keptcopyevent', when='BEFORE')),
        ),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
