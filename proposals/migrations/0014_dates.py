"""What is known of a date may be no more than what it lies between, and may be inferred."""

import datetime
import django.core.validators
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0013_webhooks'),
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
            name='proposed_basis_en',
            field=models.TextField(blank=True, verbose_name='inferred from (English)'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='proposed_basis_hans',
            field=models.TextField(blank=True, verbose_name='inferred from (Simplified Chinese)'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='proposed_basis_hant',
            field=models.TextField(blank=True, verbose_name='inferred from (Traditional Chinese)'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='proposed_not_after',
            field=models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='proposed not after'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='proposed_not_before',
            field=models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='proposed not before'),
        ),
        migrations.AddField(
            model_name='proposalevent',
            name='proposed_not_after',
            field=models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='proposed not after'),
        ),
        migrations.AddField(
            model_name='proposalevent',
            name='proposed_basis_en',
            field=models.TextField(blank=True, verbose_name='inferred from (English)'),
        ),
        migrations.AddField(
            model_name='proposalevent',
            name='proposed_basis_hans',
            field=models.TextField(blank=True, verbose_name='inferred from (Simplified Chinese)'),
        ),
        migrations.AddField(
            model_name='proposalevent',
            name='proposed_basis_hant',
            field=models.TextField(blank=True, verbose_name='inferred from (Traditional Chinese)'),
        ),
        migrations.AddField(
            model_name='proposalevent',
            name='proposed_not_before',
            field=models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='proposed not before'),
        ),
        migrations.AddField(
            model_name='source',
            name='published_basis_en',
            field=models.TextField(blank=True, verbose_name='inferred from (English)'),
        ),
        migrations.AddField(
            model_name='source',
            name='published_basis_hans',
            field=models.TextField(blank=True, verbose_name='inferred from (Simplified Chinese)'),
        ),
        migrations.AddField(
            model_name='source',
            name='published_basis_hant',
            field=models.TextField(blank=True, verbose_name='inferred from (Traditional Chinese)'),
        ),
        migrations.AddField(
            model_name='source',
            name='published_not_after',
            field=models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='published not after'),
        ),
        migrations.AddField(
            model_name='source',
            name='published_not_before',
            field=models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='published not before'),
        ),
        migrations.AddField(
            model_name='sourceevent',
            name='published_basis_en',
            field=models.TextField(blank=True, verbose_name='inferred from (English)'),
        ),
        migrations.AddField(
            model_name='sourceevent',
            name='published_basis_hans',
            field=models.TextField(blank=True, verbose_name='inferred from (Simplified Chinese)'),
        ),
        migrations.AddField(
            model_name='sourceevent',
            name='published_basis_hant',
            field=models.TextField(blank=True, verbose_name='inferred from (Traditional Chinese)'),
        ),
        migrations.AddField(
            model_name='sourceevent',
            name='published_not_after',
            field=models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='published not after'),
        ),
        migrations.AddField(
            model_name='sourceevent',
            name='published_not_before',
            field=models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='published not before'),
        ),
        # PostgreSQL cannot alter what a generated column is made of.
        migrations.RemoveIndex(model_name='proposal', name='proposal_by_proposed_from'),
        migrations.RemoveField(model_name='proposal', name='proposed_from'),
        migrations.AddField(
            model_name='proposal',
            name='proposed_from',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('proposed_on', 'proposed_not_before', models.Value(datetime.date(1, 1, 1))), output_field=models.DateField()),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['proposed_from', 'id'], name='proposal_by_proposed_from'),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='proposed_on',
            field=models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='proposed on'),
        ),
        migrations.AlterField(
            model_name='proposalevent',
            name='proposed_on',
            field=models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='proposed on'),
        ),
        migrations.AlterField(
            model_name='source',
            name='published_on',
            field=models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='published on'),
        ),
        migrations.AlterField(
            model_name='sourceevent',
            name='published_on',
            field=models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='published on'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_proposalevent" ("figures", "id", "instrument", "locator", "merged_into_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "proposed_basis_en", "proposed_basis_hans", "proposed_basis_hant", "proposed_not_after", "proposed_not_before", "proposed_on", "proposed_on_precision", "publication_state", "scheme_en", "scheme_hans", "scheme_hant", "sector_id", "slug", "source_id", "specificity", "summary_en", "summary_hans", "summary_hant", "title_en", "title_hans", "title_hant", "withdrawn_reason_en", "withdrawn_reason_hans", "withdrawn_reason_hant") VALUES (NEW."figures", NEW."id", NEW."instrument", NEW."locator", NEW."merged_into_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."place_id", NEW."proposed_basis_en", NEW."proposed_basis_hans", NEW."proposed_basis_hant", NEW."proposed_not_after", NEW."proposed_not_before", NEW."proposed_on", NEW."proposed_on_precision", NEW."publication_state", NEW."scheme_en", NEW."scheme_hans", NEW."scheme_hant", NEW."sector_id", NEW."slug", NEW."source_id", NEW."specificity", NEW."summary_en", NEW."summary_hans", NEW."summary_hant", NEW."title_en", NEW."title_hans", NEW."title_hant", NEW."withdrawn_reason_en", NEW."withdrawn_reason_hans", NEW."withdrawn_reason_hant"); RETURN NULL;', hash='618a3b34ac731f3195e20a2a24b80b39bdd40d63', operation='INSERT', pgid='pgtrigger_insert_insert_25461', table='proposals_proposal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."figures" IS DISTINCT FROM (NEW."figures") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."instrument" IS DISTINCT FROM (NEW."instrument") OR OLD."locator" IS DISTINCT FROM (NEW."locator") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id") OR OLD."proposed_basis_en" IS DISTINCT FROM (NEW."proposed_basis_en") OR OLD."proposed_basis_hans" IS DISTINCT FROM (NEW."proposed_basis_hans") OR OLD."proposed_basis_hant" IS DISTINCT FROM (NEW."proposed_basis_hant") OR OLD."proposed_not_after" IS DISTINCT FROM (NEW."proposed_not_after") OR OLD."proposed_not_before" IS DISTINCT FROM (NEW."proposed_not_before") OR OLD."proposed_on" IS DISTINCT FROM (NEW."proposed_on") OR OLD."proposed_on_precision" IS DISTINCT FROM (NEW."proposed_on_precision") OR OLD."publication_state" IS DISTINCT FROM (NEW."publication_state") OR OLD."scheme_en" IS DISTINCT FROM (NEW."scheme_en") OR OLD."scheme_hans" IS DISTINCT FROM (NEW."scheme_hans") OR OLD."scheme_hant" IS DISTINCT FROM (NEW."scheme_hant") OR OLD."sector_id" IS DISTINCT FROM (NEW."sector_id") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."specificity" IS DISTINCT FROM (NEW."specificity") OR OLD."summary_en" IS DISTINCT FROM (NEW."summary_en") OR OLD."summary_hans" IS DISTINCT FROM (NEW."summary_hans") OR OLD."summary_hant" IS DISTINCT FROM (NEW."summary_hant") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_hans" IS DISTINCT FROM (NEW."title_hans") OR OLD."title_hant" IS DISTINCT FROM (NEW."title_hant") OR OLD."withdrawn_reason_en" IS DISTINCT FROM (NEW."withdrawn_reason_en") OR OLD."withdrawn_reason_hans" IS DISTINCT FROM (NEW."withdrawn_reason_hans") OR OLD."withdrawn_reason_hant" IS DISTINCT FROM (NEW."withdrawn_reason_hant"))', func='INSERT INTO "proposals_proposalevent" ("figures", "id", "instrument", "locator", "merged_into_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "proposed_basis_en", "proposed_basis_hans", "proposed_basis_hant", "proposed_not_after", "proposed_not_before", "proposed_on", "proposed_on_precision", "publication_state", "scheme_en", "scheme_hans", "scheme_hant", "sector_id", "slug", "source_id", "specificity", "summary_en", "summary_hans", "summary_hant", "title_en", "title_hans", "title_hant", "withdrawn_reason_en", "withdrawn_reason_hans", "withdrawn_reason_hant") VALUES (NEW."figures", NEW."id", NEW."instrument", NEW."locator", NEW."merged_into_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."place_id", NEW."proposed_basis_en", NEW."proposed_basis_hans", NEW."proposed_basis_hant", NEW."proposed_not_after", NEW."proposed_not_before", NEW."proposed_on", NEW."proposed_on_precision", NEW."publication_state", NEW."scheme_en", NEW."scheme_hans", NEW."scheme_hant", NEW."sector_id", NEW."slug", NEW."source_id", NEW."specificity", NEW."summary_en", NEW."summary_hans", NEW."summary_hant", NEW."title_en", NEW."title_hans", NEW."title_hant", NEW."withdrawn_reason_en", NEW."withdrawn_reason_hans", NEW."withdrawn_reason_hant"); RETURN NULL;', hash='fafaf7b3c03c1b8042695caa40bf2aded48bf280', operation='UPDATE', pgid='pgtrigger_update_update_e91a6', table='proposals_proposal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_proposalevent" ("figures", "id", "instrument", "locator", "merged_into_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "proposed_basis_en", "proposed_basis_hans", "proposed_basis_hant", "proposed_not_after", "proposed_not_before", "proposed_on", "proposed_on_precision", "publication_state", "scheme_en", "scheme_hans", "scheme_hant", "sector_id", "slug", "source_id", "specificity", "summary_en", "summary_hans", "summary_hant", "title_en", "title_hans", "title_hant", "withdrawn_reason_en", "withdrawn_reason_hans", "withdrawn_reason_hant") VALUES (OLD."figures", OLD."id", OLD."instrument", OLD."locator", OLD."merged_into_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."place_id", OLD."proposed_basis_en", OLD."proposed_basis_hans", OLD."proposed_basis_hant", OLD."proposed_not_after", OLD."proposed_not_before", OLD."proposed_on", OLD."proposed_on_precision", OLD."publication_state", OLD."scheme_en", OLD."scheme_hans", OLD."scheme_hant", OLD."sector_id", OLD."slug", OLD."source_id", OLD."specificity", OLD."summary_en", OLD."summary_hans", OLD."summary_hant", OLD."title_en", OLD."title_hans", OLD."title_hant", OLD."withdrawn_reason_en", OLD."withdrawn_reason_hans", OLD."withdrawn_reason_hant"); RETURN NULL;', hash='60e2ee74d2be802de00e04d764860cbcdf2b92e9', operation='DELETE', pgid='pgtrigger_delete_delete_2716c', table='proposals_proposal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_sourceevent" ("byline", "headline", "id", "kind", "language", "note_en", "note_hans", "note_hant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication_id", "published_basis_en", "published_basis_hans", "published_basis_hant", "published_not_after", "published_not_before", "published_on", "published_on_precision", "section", "slug", "url") VALUES (NEW."byline", NEW."headline", NEW."id", NEW."kind", NEW."language", NEW."note_en", NEW."note_hans", NEW."note_hant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."publication_id", NEW."published_basis_en", NEW."published_basis_hans", NEW."published_basis_hant", NEW."published_not_after", NEW."published_not_before", NEW."published_on", NEW."published_on_precision", NEW."section", NEW."slug", NEW."url"); RETURN NULL;', hash='f09848bb0a20cd1e08fbaeb4f6328eb72549d4fb', operation='INSERT', pgid='pgtrigger_insert_insert_678f9', table='proposals_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."byline" IS DISTINCT FROM (NEW."byline") OR OLD."headline" IS DISTINCT FROM (NEW."headline") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."note_en" IS DISTINCT FROM (NEW."note_en") OR OLD."note_hans" IS DISTINCT FROM (NEW."note_hans") OR OLD."note_hant" IS DISTINCT FROM (NEW."note_hant") OR OLD."publication_id" IS DISTINCT FROM (NEW."publication_id") OR OLD."published_basis_en" IS DISTINCT FROM (NEW."published_basis_en") OR OLD."published_basis_hans" IS DISTINCT FROM (NEW."published_basis_hans") OR OLD."published_basis_hant" IS DISTINCT FROM (NEW."published_basis_hant") OR OLD."published_not_after" IS DISTINCT FROM (NEW."published_not_after") OR OLD."published_not_before" IS DISTINCT FROM (NEW."published_not_before") OR OLD."published_on" IS DISTINCT FROM (NEW."published_on") OR OLD."published_on_precision" IS DISTINCT FROM (NEW."published_on_precision") OR OLD."section" IS DISTINCT FROM (NEW."section") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."url" IS DISTINCT FROM (NEW."url"))', func='INSERT INTO "proposals_sourceevent" ("byline", "headline", "id", "kind", "language", "note_en", "note_hans", "note_hant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication_id", "published_basis_en", "published_basis_hans", "published_basis_hant", "published_not_after", "published_not_before", "published_on", "published_on_precision", "section", "slug", "url") VALUES (NEW."byline", NEW."headline", NEW."id", NEW."kind", NEW."language", NEW."note_en", NEW."note_hans", NEW."note_hant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."publication_id", NEW."published_basis_en", NEW."published_basis_hans", NEW."published_basis_hant", NEW."published_not_after", NEW."published_not_before", NEW."published_on", NEW."published_on_precision", NEW."section", NEW."slug", NEW."url"); RETURN NULL;', hash='863e20d7c987fd26ed8a46ca7bc84eb552e02b0f', operation='UPDATE', pgid='pgtrigger_update_update_69e4f', table='proposals_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_sourceevent" ("byline", "headline", "id", "kind", "language", "note_en", "note_hans", "note_hant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication_id", "published_basis_en", "published_basis_hans", "published_basis_hant", "published_not_after", "published_not_before", "published_on", "published_on_precision", "section", "slug", "url") VALUES (OLD."byline", OLD."headline", OLD."id", OLD."kind", OLD."language", OLD."note_en", OLD."note_hans", OLD."note_hant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."publication_id", OLD."published_basis_en", OLD."published_basis_hans", OLD."published_basis_hant", OLD."published_not_after", OLD."published_not_before", OLD."published_on", OLD."published_on_precision", OLD."section", OLD."slug", OLD."url"); RETURN NULL;', hash='e479470ff1c371ac85f8fa001ae43e41fb9f5857', operation='DELETE', pgid='pgtrigger_delete_delete_06ec0', table='proposals_source', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('proposed_not_after', None), ('proposed_not_before', None)), ('proposed_on', None), _connector='OR'), name='proposal_proposed_date_or_bounds'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('proposed_not_before', None), ('proposed_not_after', None), ('proposed_not_before__lt', models.F('proposed_not_after')), _connector='OR'), name='proposal_proposed_bounds_in_order'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('proposed_basis_en', ''), ('proposed_basis_hant', '')), models.Q(models.Q(('proposed_basis_hant', ''), _negated=True), models.Q(('proposed_basis_en', ''), _negated=True), models.Q(('proposed_on__isnull', False), models.Q(('proposed_not_after', None), ('proposed_not_before', None), _negated=True), _connector='OR')), _connector='OR'), name='proposal_proposed_inferred_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_not_after', None), ('published_not_before', None)), ('published_on', None), _connector='OR'), name='source_published_date_or_bounds'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('published_not_before', None), ('published_not_after', None), ('published_not_before__lt', models.F('published_not_after')), _connector='OR'), name='source_published_bounds_in_order'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_basis_en', ''), ('published_basis_hant', '')), models.Q(models.Q(('published_basis_hant', ''), _negated=True), models.Q(('published_basis_en', ''), _negated=True), models.Q(('published_on__isnull', False), models.Q(('published_not_after', None), ('published_not_before', None), _negated=True), _connector='OR')), _connector='OR'), name='source_published_inferred_with_reason'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='proposed_to',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(models.Case(models.When(proposed_on_precision='year', then=models.Func(models.F('proposed_on'), output_field=models.DateField(), template="(date_trunc('year', %(expressions)s::timestamp) + interval '1 year - 1 day')::date")), models.When(proposed_on_precision='month', then=models.Func(models.F('proposed_on'), output_field=models.DateField(), template="(date_trunc('month', %(expressions)s::timestamp) + interval '1 month - 1 day')::date")), default=models.F('proposed_on'), output_field=models.DateField()), 'proposed_not_after', models.Value(datetime.date(9999, 12, 31))), output_field=models.DateField()),
        ),
        migrations.AlterField(
            model_name='evidence',
            name='published_on',
            field=models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='published on'),
        ),
        migrations.AlterField(
            model_name='policyevent',
            name='happened_on',
            field=models.DateField(validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='happened on'),
        ),
        migrations.AlterField(
            model_name='policyevent',
            name='happened_on_precision',
            field=models.CharField(blank=True, choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year')], default='', max_length=5, verbose_name='precision of the date'),
        ),
    ]
