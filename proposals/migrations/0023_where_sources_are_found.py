"""A copy of a source in an archive, and the page on which it was printed."""

import datetime
import django.core.validators
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0022_glossary'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='source',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='source',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='source',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='source',
            name='archived_on',
            field=models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='day of the archived copy'),
        ),
        migrations.AddField(
            model_name='source',
            name='archived_url',
            field=models.URLField(blank=True, db_default='', default='', help_text='The address of a copy that an archive keeps, should the link fail.', max_length=1000, verbose_name='archived copy'),
        ),
        migrations.AddField(
            model_name='source',
            name='page',
            field=models.CharField(blank=True, db_default='', default='', help_text='As printed, such as A12.', max_length=20, verbose_name='page'),
        ),
        migrations.AddField(
            model_name='sourceevent',
            name='archived_on',
            field=models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='day of the archived copy'),
        ),
        migrations.AddField(
            model_name='sourceevent',
            name='archived_url',
            field=models.URLField(blank=True, db_default='', default='', help_text='The address of a copy that an archive keeps, should the link fail.', max_length=1000, verbose_name='archived copy'),
        ),
        migrations.AddField(
            model_name='sourceevent',
            name='page',
            field=models.CharField(blank=True, db_default='', default='', help_text='As printed, such as A12.', max_length=20, verbose_name='page'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_sourceevent" ("archived_on", "archived_url", "byline", "headline", "id", "kind", "language", "note_en", "note_hans", "note_hant", "page", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication_id", "published_basis_en", "published_basis_hans", "published_basis_hant", "published_not_after", "published_not_before", "published_on", "published_on_precision", "section", "slug", "url") VALUES (NEW."archived_on", NEW."archived_url", NEW."byline", NEW."headline", NEW."id", NEW."kind", NEW."language", NEW."note_en", NEW."note_hans", NEW."note_hant", NEW."page", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."publication_id", NEW."published_basis_en", NEW."published_basis_hans", NEW."published_basis_hant", NEW."published_not_after", NEW."published_not_before", NEW."published_on", NEW."published_on_precision", NEW."section", NEW."slug", NEW."url"); RETURN NULL;', hash='8796984cd75ab107e47122b34b40609f72b52b0e', operation='INSERT', pgid='pgtrigger_insert_insert_678f9', table='proposals_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."archived_on" IS DISTINCT FROM (NEW."archived_on") OR OLD."archived_url" IS DISTINCT FROM (NEW."archived_url") OR OLD."byline" IS DISTINCT FROM (NEW."byline") OR OLD."headline" IS DISTINCT FROM (NEW."headline") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."note_en" IS DISTINCT FROM (NEW."note_en") OR OLD."note_hans" IS DISTINCT FROM (NEW."note_hans") OR OLD."note_hant" IS DISTINCT FROM (NEW."note_hant") OR OLD."page" IS DISTINCT FROM (NEW."page") OR OLD."publication_id" IS DISTINCT FROM (NEW."publication_id") OR OLD."published_basis_en" IS DISTINCT FROM (NEW."published_basis_en") OR OLD."published_basis_hans" IS DISTINCT FROM (NEW."published_basis_hans") OR OLD."published_basis_hant" IS DISTINCT FROM (NEW."published_basis_hant") OR OLD."published_not_after" IS DISTINCT FROM (NEW."published_not_after") OR OLD."published_not_before" IS DISTINCT FROM (NEW."published_not_before") OR OLD."published_on" IS DISTINCT FROM (NEW."published_on") OR OLD."published_on_precision" IS DISTINCT FROM (NEW."published_on_precision") OR OLD."section" IS DISTINCT FROM (NEW."section") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."url" IS DISTINCT FROM (NEW."url"))', func='INSERT INTO "proposals_sourceevent" ("archived_on", "archived_url", "byline", "headline", "id", "kind", "language", "note_en", "note_hans", "note_hant", "page", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication_id", "published_basis_en", "published_basis_hans", "published_basis_hant", "published_not_after", "published_not_before", "published_on", "published_on_precision", "section", "slug", "url") VALUES (NEW."archived_on", NEW."archived_url", NEW."byline", NEW."headline", NEW."id", NEW."kind", NEW."language", NEW."note_en", NEW."note_hans", NEW."note_hant", NEW."page", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."publication_id", NEW."published_basis_en", NEW."published_basis_hans", NEW."published_basis_hant", NEW."published_not_after", NEW."published_not_before", NEW."published_on", NEW."published_on_precision", NEW."section", NEW."slug", NEW."url"); RETURN NULL;', hash='5f957771c749f9c3fe3e331708fe19f4c5dfd0aa', operation='UPDATE', pgid='pgtrigger_update_update_69e4f', table='proposals_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_sourceevent" ("archived_on", "archived_url", "byline", "headline", "id", "kind", "language", "note_en", "note_hans", "note_hant", "page", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication_id", "published_basis_en", "published_basis_hans", "published_basis_hant", "published_not_after", "published_not_before", "published_on", "published_on_precision", "section", "slug", "url") VALUES (OLD."archived_on", OLD."archived_url", OLD."byline", OLD."headline", OLD."id", OLD."kind", OLD."language", OLD."note_en", OLD."note_hans", OLD."note_hant", OLD."page", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."publication_id", OLD."published_basis_en", OLD."published_basis_hans", OLD."published_basis_hant", OLD."published_not_after", OLD."published_not_before", OLD."published_on", OLD."published_on_precision", OLD."section", OLD."slug", OLD."url"); RETURN NULL;', hash='be95b799c120d150fbfa293e1f4f982d4252e2ff', operation='DELETE', pgid='pgtrigger_delete_delete_06ec0', table='proposals_source', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('archived_on', None), models.Q(('archived_url', ''), _negated=True), _connector='OR'), name='source_archived_on_of_a_copy', violation_error_message='Give the address of the archived copy too.'),
        ),
    ]
