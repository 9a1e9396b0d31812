"""What the editors translate into English: headlines of sources, figures of proposals."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0028_links_that_open'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='proposal',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='proposal',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='proposal',
            name='delete_delete',
        ),
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
            model_name='proposal',
            name='figures_en',
            field=models.CharField(blank=True, db_default='', default='', help_text="The editors' translation of them, for readers of English.", max_length=300, verbose_name='figures and deadlines (English)'),
        ),
        migrations.AddField(
            model_name='proposalevent',
            name='figures_en',
            field=models.CharField(blank=True, db_default='', default='', help_text="The editors' translation of them, for readers of English.", max_length=300, verbose_name='figures and deadlines (English)'),
        ),
        migrations.AddField(
            model_name='source',
            name='headline_en',
            field=models.CharField(blank=True, db_default='', default='', help_text="The editors' translation, for readers of English; the printed one stays.", max_length=300, verbose_name='headline (English)'),
        ),
        migrations.AddField(
            model_name='sourceevent',
            name='headline_en',
            field=models.CharField(blank=True, db_default='', default='', help_text="The editors' translation, for readers of English; the printed one stays.", max_length=300, verbose_name='headline (English)'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_proposalevent" ("figures", "figures_en", "id", "instrument", "locator", "merged_into_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposed_basis_en", "proposed_basis_hans", "proposed_basis_hant", "proposed_not_after", "proposed_not_before", "proposed_on", "proposed_on_precision", "publication_state", "scheme_en", "scheme_hans", "scheme_hant", "sector_id", "slug", "source_id", "specificity", "summary_en", "summary_hans", "summary_hant", "title_en", "title_hans", "title_hant", "withdrawn_reason_en", "withdrawn_reason_hans", "withdrawn_reason_hant") VALUES (NEW."figures", NEW."figures_en", NEW."id", NEW."instrument", NEW."locator", NEW."merged_into_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."position", NEW."proposed_basis_en", NEW."proposed_basis_hans", NEW."proposed_basis_hant", NEW."proposed_not_after", NEW."proposed_not_before", NEW."proposed_on", NEW."proposed_on_precision", NEW."publication_state", NEW."scheme_en", NEW."scheme_hans", NEW."scheme_hant", NEW."sector_id", NEW."slug", NEW."source_id", NEW."specificity", NEW."summary_en", NEW."summary_hans", NEW."summary_hant", NEW."title_en", NEW."title_hans", NEW."title_hant", NEW."withdrawn_reason_en", NEW."withdrawn_reason_hans", NEW."withdrawn_reason_hant"); RETURN NULL;', hash='9f87ad8e60c3fe82fa6cc325f13cfe07a13698e4', operation='INSERT', pgid='pgtrigger_insert_insert_25461', table='proposals_proposal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."figures" IS DISTINCT FROM (NEW."figures") OR OLD."figures_en" IS DISTINCT FROM (NEW."figures_en") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."instrument" IS DISTINCT FROM (NEW."instrument") OR OLD."locator" IS DISTINCT FROM (NEW."locator") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."proposed_basis_en" IS DISTINCT FROM (NEW."proposed_basis_en") OR OLD."proposed_basis_hans" IS DISTINCT FROM (NEW."proposed_basis_hans") OR OLD."proposed_basis_hant" IS DISTINCT FROM (NEW."proposed_basis_hant") OR OLD."proposed_not_after" IS DISTINCT FROM (NEW."proposed_not_after") OR OLD."proposed_not_before" IS DISTINCT FROM (NEW."proposed_not_before") OR OLD."proposed_on" IS DISTINCT FROM (NEW."proposed_on") OR OLD."proposed_on_precision" IS DISTINCT FROM (NEW."proposed_on_precision") OR OLD."publication_state" IS DISTINCT FROM (NEW."publication_state") OR OLD."scheme_en" IS DISTINCT FROM (NEW."scheme_en") OR OLD."scheme_hans" IS DISTINCT FROM (NEW."scheme_hans") OR OLD."scheme_hant" IS DISTINCT FROM (NEW."scheme_hant") OR OLD."sector_id" IS DISTINCT FROM (NEW."sector_id") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."specificity" IS DISTINCT FROM (NEW."specificity") OR OLD."summary_en" IS DISTINCT FROM (NEW."summary_en") OR OLD."summary_hans" IS DISTINCT FROM (NEW."summary_hans") OR OLD."summary_hant" IS DISTINCT FROM (NEW."summary_hant") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_hans" IS DISTINCT FROM (NEW."title_hans") OR OLD."title_hant" IS DISTINCT FROM (NEW."title_hant") OR OLD."withdrawn_reason_en" IS DISTINCT FROM (NEW."withdrawn_reason_en") OR OLD."withdrawn_reason_hans" IS DISTINCT FROM (NEW."withdrawn_reason_hans") OR OLD."withdrawn_reason_hant" IS DISTINCT FROM (NEW."withdrawn_reason_hant"))', func='INSERT INTO "proposals_proposalevent" ("figures", "figures_en", "id", "instrument", "locator", "merged_into_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposed_basis_en", "proposed_basis_hans", "proposed_basis_hant", "proposed_not_after", "proposed_not_before", "proposed_on", "proposed_on_precision", "publication_state", "scheme_en", "scheme_hans", "scheme_hant", "sector_id", "slug", "source_id", "specificity", "summary_en", "summary_hans", "summary_hant", "title_en", "title_hans", "title_hant", "withdrawn_reason_en", "withdrawn_reason_hans", "withdrawn_reason_hant") VALUES (NEW."figures", NEW."figures_en", NEW."id", NEW."instrument", NEW."locator", NEW."merged_into_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."position", NEW."proposed_basis_en", NEW."proposed_basis_hans", NEW."proposed_basis_hant", NEW."proposed_not_after", NEW."proposed_not_before", NEW."proposed_on", NEW."proposed_on_precision", NEW."publication_state", NEW."scheme_en", NEW."scheme_hans", NEW."scheme_hant", NEW."sector_id", NEW."slug", NEW."source_id", NEW."specificity", NEW."summary_en", NEW."summary_hans", NEW."summary_hant", NEW."title_en", NEW."title_hans", NEW."title_hant", NEW."withdrawn_reason_en", NEW."withdrawn_reason_hans", NEW."withdrawn_reason_hant"); RETURN NULL;', hash='9cff7306e6f6c0919f991d7d2bd32e8d7ca39afa', operation='UPDATE', pgid='pgtrigger_update_update_e91a6', table='proposals_proposal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_proposalevent" ("figures", "figures_en", "id", "instrument", "locator", "merged_into_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposed_basis_en", "proposed_basis_hans", "proposed_basis_hant", "proposed_not_after", "proposed_not_before", "proposed_on", "proposed_on_precision", "publication_state", "scheme_en", "scheme_hans", "scheme_hant", "sector_id", "slug", "source_id", "specificity", "summary_en", "summary_hans", "summary_hant", "title_en", "title_hans", "title_hant", "withdrawn_reason_en", "withdrawn_reason_hans", "withdrawn_reason_hant") VALUES (OLD."figures", OLD."figures_en", OLD."id", OLD."instrument", OLD."locator", OLD."merged_into_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."position", OLD."proposed_basis_en", OLD."proposed_basis_hans", OLD."proposed_basis_hant", OLD."proposed_not_after", OLD."proposed_not_before", OLD."proposed_on", OLD."proposed_on_precision", OLD."publication_state", OLD."scheme_en", OLD."scheme_hans", OLD."scheme_hant", OLD."sector_id", OLD."slug", OLD."source_id", OLD."specificity", OLD."summary_en", OLD."summary_hans", OLD."summary_hant", OLD."title_en", OLD."title_hans", OLD."title_hant", OLD."withdrawn_reason_en", OLD."withdrawn_reason_hans", OLD."withdrawn_reason_hant"); RETURN NULL;', hash='c6a6664395763837ea170bc0022c28e91fd2ee13', operation='DELETE', pgid='pgtrigger_delete_delete_2716c', table='proposals_proposal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_sourceevent" ("archived_on", "archived_url", "byline", "headline", "headline_en", "holds_no_ask", "id", "kind", "language", "note_en", "note_hans", "note_hant", "page", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication_id", "published_basis_en", "published_basis_hans", "published_basis_hant", "published_not_after", "published_not_before", "published_on", "published_on_precision", "section", "slug", "url") VALUES (NEW."archived_on", NEW."archived_url", NEW."byline", NEW."headline", NEW."headline_en", NEW."holds_no_ask", NEW."id", NEW."kind", NEW."language", NEW."note_en", NEW."note_hans", NEW."note_hant", NEW."page", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."publication_id", NEW."published_basis_en", NEW."published_basis_hans", NEW."published_basis_hant", NEW."published_not_after", NEW."published_not_before", NEW."published_on", NEW."published_on_precision", NEW."section", NEW."slug", NEW."url"); RETURN NULL;', hash='433d04f2df42232ac376ab0889d7e7b525860e93', operation='INSERT', pgid='pgtrigger_insert_insert_678f9', table='proposals_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."archived_on" IS DISTINCT FROM (NEW."archived_on") OR OLD."archived_url" IS DISTINCT FROM (NEW."archived_url") OR OLD."byline" IS DISTINCT FROM (NEW."byline") OR OLD."headline" IS DISTINCT FROM (NEW."headline") OR OLD."headline_en" IS DISTINCT FROM (NEW."headline_en") OR OLD."holds_no_ask" IS DISTINCT FROM (NEW."holds_no_ask") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."note_en" IS DISTINCT FROM (NEW."note_en") OR OLD."note_hans" IS DISTINCT FROM (NEW."note_hans") OR OLD."note_hant" IS DISTINCT FROM (NEW."note_hant") OR OLD."page" IS DISTINCT FROM (NEW."page") OR OLD."publication_id" IS DISTINCT FROM (NEW."publication_id") OR OLD."published_basis_en" IS DISTINCT FROM (NEW."published_basis_en") OR OLD."published_basis_hans" IS DISTINCT FROM (NEW."published_basis_hans") OR OLD."published_basis_hant" IS DISTINCT FROM (NEW."published_basis_hant") OR OLD."published_not_after" IS DISTINCT FROM (NEW."published_not_after") OR OLD."published_not_before" IS DISTINCT FROM (NEW."published_not_before") OR OLD."published_on" IS DISTINCT FROM (NEW."published_on") OR OLD."published_on_precision" IS DISTINCT FROM (NEW."published_on_precision") OR OLD."section" IS DISTINCT FROM (NEW."section") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."url" IS DISTINCT FROM (NEW."url"))', func='INSERT INTO "proposals_sourceevent" ("archived_on", "archived_url", "byline", "headline", "headline_en", "holds_no_ask", "id", "kind", "language", "note_en", "note_hans", "note_hant", "page", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication_id", "published_basis_en", "published_basis_hans", "published_basis_hant", "published_not_after", "published_not_before", "published_on", "published_on_precision", "section", "slug", "url") VALUES (NEW."archived_on", NEW."archived_url", NEW."byline", NEW."headline", NEW."headline_en", NEW."holds_no_ask", NEW."id", NEW."kind", NEW."language", NEW."note_en", NEW."note_hans", NEW."note_hant", NEW."page", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."publication_id", NEW."published_basis_en", NEW."published_basis_hans", NEW."published_basis_hant", NEW."published_not_after", NEW."published_not_before", NEW."published_on", NEW."published_on_precision", NEW."section", NEW."slug", NEW."url"); RETURN NULL;', hash='2e9a9423c0eec0248d84b2a68ccb855a1fc863a3', operation='UPDATE', pgid='pgtrigger_update_update_69e4f', table='proposals_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_sourceevent" ("archived_on", "archived_url", "byline", "headline", "headline_en", "holds_no_ask", "id", "kind", "language", "note_en", "note_hans", "note_hant", "page", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication_id", "published_basis_en", "published_basis_hans", "published_basis_hant", "published_not_after", "published_not_before", "published_on", "published_on_precision", "section", "slug", "url") VALUES (OLD."archived_on", OLD."archived_url", OLD."byline", OLD."headline", OLD."headline_en", OLD."holds_no_ask", OLD."id", OLD."kind", OLD."language", OLD."note_en", OLD."note_hans", OLD."note_hant", OLD."page", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."publication_id", OLD."published_basis_en", OLD."published_basis_hans", OLD."published_basis_hant", OLD."published_not_after", OLD."published_not_before", OLD."published_on", OLD."published_on_precision", OLD."section", OLD."slug", OLD."url"); RETURN NULL;', hash='33aba856335ac9003e091a437f77a64e6d5198ef', operation='DELETE', pgid='pgtrigger_delete_delete_06ec0', table='proposals_source', when='AFTER')),
        ),
    ]
