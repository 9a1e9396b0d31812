"""The day by which government itself says that an ask will be met, and where it says so."""

import datetime
import django.core.validators
import pgtrigger.compiler
import pgtrigger.migrations
import proposals.models.readable
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0036_never_emptied'),
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
        migrations.AddField(
            model_name='proposal',
            name='target_on',
            field=models.DateField(blank=True, help_text='The day by which government itself says that it will be done.', null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='target day'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='target_on_precision',
            field=models.CharField(blank=True, choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year')], db_default='', default='', max_length=5, verbose_name='precision of the date'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='target_title',
            field=models.CharField(blank=True, db_default='', default='', help_text='Its title as printed.', max_length=300, verbose_name='document that gives the target day'),
        ),
        migrations.AddField(
            model_name='proposalevent',
            name='target_on',
            field=models.DateField(blank=True, help_text='The day by which government itself says that it will be done.', null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1000, 1, 1), 'There is no such year in our sources. Write YYYY-MM-DD.')], verbose_name='target day'),
        ),
        migrations.AddField(
            model_name='proposalevent',
            name='target_on_precision',
            field=models.CharField(blank=True, choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year')], db_default='', default='', max_length=5, verbose_name='precision of the date'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='target_url',
            field=models.URLField(blank=True, db_default='', default='', max_length=500, validators=[proposals.models.readable.web_address], verbose_name='link to that document'),
        ),
        migrations.AddField(
            model_name='proposalevent',
            name='target_title',
            field=models.CharField(blank=True, db_default='', default='', help_text='Its title as printed.', max_length=300, verbose_name='document that gives the target day'),
        ),
        migrations.AddField(
            model_name='proposalevent',
            name='target_url',
            field=models.URLField(blank=True, db_default='', default='', max_length=500, validators=[proposals.models.readable.web_address], verbose_name='link to that document'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_proposalevent" ("figures", "figures_en", "id", "instrument", "locator", "merged_into_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposed_basis_en", "proposed_basis_hans", "proposed_basis_hant", "proposed_not_after", "proposed_not_before", "proposed_on", "proposed_on_precision", "publication_state", "scheme_en", "scheme_hans", "scheme_hant", "sector_id", "slug", "source_id", "specificity", "summary_en", "summary_hans", "summary_hant", "target_on", "target_on_precision", "target_title", "target_url", "title_en", "title_hans", "title_hant", "withdrawn_reason_en", "withdrawn_reason_hans", "withdrawn_reason_hant") VALUES (NEW."figures", NEW."figures_en", NEW."id", NEW."instrument", NEW."locator", NEW."merged_into_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."position", NEW."proposed_basis_en", NEW."proposed_basis_hans", NEW."proposed_basis_hant", NEW."proposed_not_after", NEW."proposed_not_before", NEW."proposed_on", NEW."proposed_on_precision", NEW."publication_state", NEW."scheme_en", NEW."scheme_hans", NEW."scheme_hant", NEW."sector_id", NEW."slug", NEW."source_id", NEW."specificity", NEW."summary_en", NEW."summary_hans", NEW."summary_hant", NEW."target_on", NEW."target_on_precision", NEW."target_title", NEW."target_url", NEW."title_en", NEW."title_hans", NEW."title_hant", NEW."withdrawn_reason_en", NEW."withdrawn_reason_hans", NEW."withdrawn_reason_hant"); RETURN NULL;', hash='b55e3cf1a70ef31a2caa3b1910a2f0426ac052d9', operation='INSERT', pgid='pgtrigger_insert_insert_25461', table='proposals_proposal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."figures" IS DISTINCT FROM (NEW."figures") OR OLD."figures_en" IS DISTINCT FROM (NEW."figures_en") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."instrument" IS DISTINCT FROM (NEW."instrument") OR OLD."locator" IS DISTINCT FROM (NEW."locator") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."proposed_basis_en" IS DISTINCT FROM (NEW."proposed_basis_en") OR OLD."proposed_basis_hans" IS DISTINCT FROM (NEW."proposed_basis_hans") OR OLD."proposed_basis_hant" IS DISTINCT FROM (NEW."proposed_basis_hant") OR OLD."proposed_not_after" IS DISTINCT FROM (NEW."proposed_not_after") OR OLD."proposed_not_before" IS DISTINCT FROM (NEW."proposed_not_before") OR OLD."proposed_on" IS DISTINCT FROM (NEW."proposed_on") OR OLD."proposed_on_precision" IS DISTINCT FROM (NEW."proposed_on_precision") OR OLD."publication_state" IS DISTINCT FROM (NEW."publication_state") OR OLD."scheme_en" IS DISTINCT FROM (NEW."scheme_en") OR OLD."scheme_hans" IS DISTINCT FROM (NEW."scheme_hans") OR OLD."scheme_hant" IS DISTINCT FROM (NEW."scheme_hant") OR OLD."sector_id" IS DISTINCT FROM (NEW."sector_id") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."specificity" IS DISTINCT FROM (NEW."specificity") OR OLD."summary_en" IS DISTINCT FROM (NEW."summary_en") OR OLD."summary_hans" IS DISTINCT FROM (NEW."summary_hans") OR OLD."summary_hant" IS DISTINCT FROM (NEW."summary_hant") OR OLD."target_on" IS DISTINCT FROM (NEW."target_on") OR OLD."target_on_precision" IS DISTINCT FROM (NEW."target_on_precision") OR OLD."target_title" IS DISTINCT FROM (NEW."target_title") OR OLD."target_url" IS DISTINCT FROM (NEW."target_url") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_hans" IS DISTINCT FROM (NEW."title_hans") OR OLD."title_hant" IS DISTINCT FROM (NEW."title_hant") OR OLD."withdrawn_reason_en" IS DISTINCT FROM (NEW."withdrawn_reason_en") OR OLD."withdrawn_reason_hans" IS DISTINCT FROM (NEW."withdrawn_reason_hans") OR OLD."withdrawn_reason_hant" IS DISTINCT FROM (NEW."withdrawn_reason_hant"))', func='INSERT INTO "proposals_proposalevent" ("figures", "figures_en", "id", "instrument", "locator", "merged_into_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposed_basis_en", "proposed_basis_hans", "proposed_basis_hant", "proposed_not_after", "proposed_not_before", "proposed_on", "proposed_on_precision", "publication_state", "scheme_en", "scheme_hans", "scheme_hant", "sector_id", "slug", "source_id", "specificity", "summary_en", "summary_hans", "summary_hant", "target_on", "target_on_precision", "target_title", "target_url", "title_en", "title_hans", "title_hant", "withdrawn_reason_en", "withdrawn_reason_hans", "withdrawn_reason_hant") VALUES (NEW."figures", NEW."figures_en", NEW."id", NEW."instrument", NEW."locator", NEW."merged_into_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."position", NEW."proposed_basis_en", NEW."proposed_basis_hans", NEW."proposed_basis_hant", NEW."proposed_not_after", NEW."proposed_not_before", NEW."proposed_on", NEW."proposed_on_precision", NEW."publication_state", NEW."scheme_en", NEW."scheme_hans", NEW."scheme_hant", NEW."sector_id", NEW."slug", NEW."source_id", NEW."specificity", NEW."summary_en", NEW."summary_hans", NEW."summary_hant", NEW."target_on", NEW."target_on_precision", NEW."target_title", NEW."target_url", NEW."title_en", NEW."title_hans", NEW."title_hant", NEW."withdrawn_reason_en", NEW."withdrawn_reason_hans", NEW."withdrawn_reason_hant"); RETURN NULL;', hash='725dcb9d363eb12104b39582a9be2ccec2977807', operation='UPDATE', pgid='pgtrigger_update_update_e91a6', table='proposals_proposal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_proposalevent" ("figures", "figures_en", "id", "instrument", "locator", "merged_into_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposed_basis_en", "proposed_basis_hans", "proposed_basis_hant", "proposed_not_after", "proposed_not_before", "proposed_on", "proposed_on_precision", "publication_state", "scheme_en", "scheme_hans", "scheme_hant", "sector_id", "slug", "source_id", "specificity", "summary_en", "summary_hans", "summary_hant", "target_on", "target_on_precision", "target_title", "target_url", "title_en", "title_hans", "title_hant", "withdrawn_reason_en", "withdrawn_reason_hans", "withdrawn_reason_hant") VALUES (OLD."figures", OLD."figures_en", OLD."id", OLD."instrument", OLD."locator", OLD."merged_into_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."position", OLD."proposed_basis_en", OLD."proposed_basis_hans", OLD."proposed_basis_hant", OLD."proposed_not_after", OLD."proposed_not_before", OLD."proposed_on", OLD."proposed_on_precision", OLD."publication_state", OLD."scheme_en", OLD."scheme_hans", OLD."scheme_hant", OLD."sector_id", OLD."slug", OLD."source_id", OLD."specificity", OLD."summary_en", OLD."summary_hans", OLD."summary_hant", OLD."target_on", OLD."target_on_precision", OLD."target_title", OLD."target_url", OLD."title_en", OLD."title_hans", OLD."title_hant", OLD."withdrawn_reason_en", OLD."withdrawn_reason_hans", OLD."withdrawn_reason_hant"); RETURN NULL;', hash='e7b7bdba86e8543737d911d6def745bfc6880f43', operation='DELETE', pgid='pgtrigger_delete_delete_2716c', table='proposals_proposal', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('target_on__isnull', True), ('target_on_precision', '')), models.Q(('target_on__isnull', False), ('target_on_precision', 'day')), models.Q(('target_on__day', 1), ('target_on__isnull', False), ('target_on_precision', 'month')), models.Q(('target_on__day', 1), ('target_on__isnull', False), ('target_on__month', 1), ('target_on_precision', 'year')), _connector='OR'), name='proposal_target_on_matches_precision'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('target_on', None), ('target_title', ''), ('target_url', '')), models.Q(('target_on__isnull', False), models.Q(('target_title', ''), _negated=True), models.Q(('target_url', ''), _negated=True)), _connector='OR'), name='proposal_target_with_document'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='target_to',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(target_on_precision='year', then=models.Func(models.F('target_on'), output_field=models.DateField(), template="(date_trunc('year', %(expressions)s::timestamp) + interval '1 year - 1 day')::date")), models.When(target_on_precision='month', then=models.Func(models.F('target_on'), output_field=models.DateField(), template="(date_trunc('month', %(expressions)s::timestamp) + interval '1 month - 1 day')::date")), default=models.F('target_on'), output_field=models.DateField()), output_field=models.DateField()),
        ),
    ]
