"""A source without a proposal is shown where an editor says that it holds no ask."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


def shown_before(apps, schema_editor):
    # Until now the public saw every source without a proposal.
    apps.get_model("proposals", "Source").objects.filter(proposals=None).update(holds_no_ask=True)


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0025_certain_days'),
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
            name='holds_no_ask',
            field=models.BooleanField(db_default=False, default=False, help_text='It was read, and is shown to the public without any proposal.', verbose_name='holds no ask'),
        ),
        migrations.AddField(
            model_name='sourceevent',
            name='holds_no_ask',
            field=models.BooleanField(db_default=False, default=False, help_text='It was read, and is shown to the public without any proposal.', verbose_name='holds no ask'),
        ),
        migrations.RunPython(shown_before, migrations.RunPython.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_sourceevent" ("archived_on", "archived_url", "byline", "headline", "holds_no_ask", "id", "kind", "language", "note_en", "note_hans", "note_hant", "page", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication_id", "published_basis_en", "published_basis_hans", "published_basis_hant", "published_not_after", "published_not_before", "published_on", "published_on_precision", "section", "slug", "url") VALUES (NEW."archived_on", NEW."archived_url", NEW."byline", NEW."headline", NEW."holds_no_ask", NEW."id", NEW."kind", NEW."language", NEW."note_en", NEW."note_hans", NEW."note_hant", NEW."page", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."publication_id", NEW."published_basis_en", NEW."published_basis_hans", NEW."published_basis_hant", NEW."published_not_after", NEW."published_not_before", NEW."published_on", NEW."published_on_precision", NEW."section", NEW."slug", NEW."url"); RETURN NULL;', hash='95f327c076d62681c8a9a61289a3b148be586351', operation='INSERT', pgid='pgtrigger_insert_insert_678f9', table='proposals_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."archived_on" IS DISTINCT FROM (NEW."archived_on") OR OLD."archived_url" IS DISTINCT FROM (NEW."archived_url") OR OLD."byline" IS DISTINCT FROM (NEW."byline") OR OLD."headline" IS DISTINCT FROM (NEW."headline") OR OLD."holds_no_ask" IS DISTINCT FROM (NEW."holds_no_ask") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."note_en" IS DISTINCT FROM (NEW."note_en") OR OLD."note_hans" IS DISTINCT FROM (NEW."note_hans") OR OLD."note_hant" IS DISTINCT FROM (NEW."note_hant") OR OLD."page" IS DISTINCT FROM (NEW."page") OR OLD."publication_id" IS DISTINCT FROM (NEW."publication_id") OR OLD."published_basis_en" IS DISTINCT FROM (NEW."published_basis_en") OR OLD."published_basis_hans" IS DISTINCT FROM (NEW."published_basis_hans") OR OLD."published_basis_hant" IS DISTINCT FROM (NEW."published_basis_hant") OR OLD."published_not_after" IS DISTINCT FROM (NEW."published_not_after") OR OLD."published_not_before" IS DISTINCT FROM (NEW."published_not_before") OR OLD."published_on" IS DISTINCT FROM (NEW."published_on") OR OLD."published_on_precision" IS DISTINCT FROM (NEW."published_on_precision") OR OLD."section" IS DISTINCT FROM (NEW."section") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."url" IS DISTINCT FROM (NEW."url"))', func='INSERT INTO "proposals_sourceevent" ("archived_on", "archived_url", "byline", "headline", "holds_no_ask", "id", "kind", "language", "note_en", "note_hans", "note_hant", "page", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication_id", "published_basis_en", "published_basis_hans", "published_basis_hant", "published_not_after", "published_not_before", "published_on", "published_on_precision", "section", "slug", "url") VALUES (NEW."archived_on", NEW."archived_url", NEW."byline", NEW."headline", NEW."holds_no_ask", NEW."id", NEW."kind", NEW."language", NEW."note_en", NEW."note_hans", NEW."note_hant", NEW."page", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."publication_id", NEW."published_basis_en", NEW."published_basis_hans", NEW."published_basis_hant", NEW."published_not_after", NEW."published_not_before", NEW."published_on", NEW."published_on_precision", NEW."section", NEW."slug", NEW."url"); RETURN NULL;', hash='0984f34eae7fb303f214ab059b8ca58fd77f6a6e', operation='UPDATE', pgid='pgtrigger_update_update_69e4f', table='proposals_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_sourceevent" ("archived_on", "archived_url", "byline", "headline", "holds_no_ask", "id", "kind", "language", "note_en", "note_hans", "note_hant", "page", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication_id", "published_basis_en", "published_basis_hans", "published_basis_hant", "published_not_after", "published_not_before", "published_on", "published_on_precision", "section", "slug", "url") VALUES (OLD."archived_on", OLD."archived_url", OLD."byline", OLD."headline", OLD."holds_no_ask", OLD."id", OLD."kind", OLD."language", OLD."note_en", OLD."note_hans", OLD."note_hant", OLD."page", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."publication_id", OLD."published_basis_en", OLD."published_basis_hans", OLD."published_basis_hant", OLD."published_not_after", OLD."published_not_before", OLD."published_on", OLD."published_on_precision", OLD."section", OLD."slug", OLD."url"); RETURN NULL;', hash='80d9cdd075a56234c98ec0f5dd99d1b9c6bc6c27', operation='DELETE', pgid='pgtrigger_delete_delete_06ec0', table='proposals_source', when='AFTER')),
        ),
    ]
