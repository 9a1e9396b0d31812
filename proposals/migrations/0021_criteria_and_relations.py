"""What would count as delivered, what records say of it, and what belongs together."""

import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

# Whoever writes a draft lists what would count as delivered; relations show at once, so that
# editors write them.
VIEWED = ["view_criterion", "view_relation"]
CONTRIBUTOR = [*VIEWED, "add_criterion", "change_criterion", "delete_criterion"]
EDITOR = [*CONTRIBUTOR, "add_relation", "change_relation", "delete_relation"]
RIGHTS = {
    "Contributor": CONTRIBUTOR,
    "Editor": EDITOR,
    "Chief editor": EDITOR,
    "Administrator": VIEWED,
}


def give_rights(apps, schema_editor):
    # Rights are otherwise made after the last migration, which is too late to give them.
    create_permissions(installed.get_app_config("proposals"), apps=apps, verbosity=0)
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="proposals",
        content_type__model__in=["criterion", "relation"],
    )
    for name, wanted in RIGHTS.items():
        for group in apps.get_model("auth", "Group").objects.filter(name=name):
            group.permissions.add(*rights.filter(codename__in=wanted))


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0020_taxonomy'),
    ]

    operations = [
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='position')),
                ('text_hant', models.CharField(max_length=300, verbose_name='text (Traditional Chinese)')),
                ('text_hans', models.CharField(blank=True, max_length=300, verbose_name='text (Simplified Chinese)')),
                ('text_en', models.CharField(max_length=300, verbose_name='text (English)')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='added at')),
                ('merged_from', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='proposals.proposal')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='proposals.proposal')),
            ],
            options={
                'verbose_name': 'criterion',
                'verbose_name_plural': 'criteria',
            },
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('met', 'Met'), ('partly', 'Partly met'), ('not_met', 'Not met'), ('unknown', 'Not known')], max_length=10, verbose_name='state')),
                ('update', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='proposals.statusupdate')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='proposals.criterion')),
            ],
            options={
                'verbose_name': 'assessment',
                'verbose_name_plural': 'assessments',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='CriterionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='position')),
                ('text_hant', models.CharField(max_length=300, verbose_name='text (Traditional Chinese)')),
                ('text_hans', models.CharField(blank=True, max_length=300, verbose_name='text (Simplified Chinese)')),
                ('text_en', models.CharField(max_length=300, verbose_name='text (English)')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='added at')),
                ('merged_from', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.proposal')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='proposals.criterion')),
                ('proposal', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.proposal')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason_hant', models.CharField(blank=True, max_length=200, verbose_name='reason (Traditional Chinese)')),
                ('reason_hans', models.CharField(blank=True, max_length=200, verbose_name='reason (Simplified Chinese)')),
                ('reason_en', models.CharField(blank=True, max_length=300, verbose_name='reason (English)')),
                ('merged_from', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='proposals.proposal')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='proposals.proposal', verbose_name='related proposal')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='proposals.proposal', verbose_name='proposal')),
            ],
            options={
                'verbose_name': 'relation',
                'verbose_name_plural': 'relations',
            },
        ),
        migrations.CreateModel(
            name='RelationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('reason_hant', models.CharField(blank=True, max_length=200, verbose_name='reason (Traditional Chinese)')),
                ('reason_hans', models.CharField(blank=True, max_length=200, verbose_name='reason (Simplified Chinese)')),
                ('reason_en', models.CharField(blank=True, max_length=300, verbose_name='reason (English)')),
                ('merged_from', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.proposal')),
                ('other', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.proposal', verbose_name='related proposal')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='proposals.relation')),
                ('proposal', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.proposal', verbose_name='proposal')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.UniqueConstraint(fields=('proposal', 'position'), name='criterion_once'),
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.CheckConstraint(condition=models.Q(('position__gte', 1)), name='criterion_position_from_one'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='criterion',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_criterionevent" ("added_at", "id", "merged_from_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposal_id", "text_en", "text_hans", "text_hant") VALUES (NEW."added_at", NEW."id", NEW."merged_from_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."position", NEW."proposal_id", NEW."text_en", NEW."text_hans", NEW."text_hant"); RETURN NULL;', hash='3359e87205571f8a18ff4f4fe514303ba7b2879f', operation='INSERT', pgid='pgtrigger_insert_insert_5a11d', table='proposals_criterion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='criterion',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "proposals_criterionevent" ("added_at", "id", "merged_from_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposal_id", "text_en", "text_hans", "text_hant") VALUES (NEW."added_at", NEW."id", NEW."merged_from_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."position", NEW."proposal_id", NEW."text_en", NEW."text_hans", NEW."text_hant"); RETURN NULL;', hash='433f56f7b3c251d54599ebd349e6c6157fb5e76c', operation='UPDATE', pgid='pgtrigger_update_update_156fa', table='proposals_criterion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='criterion',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_criterionevent" ("added_at", "id", "merged_from_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposal_id", "text_en", "text_hans", "text_hant") VALUES (OLD."added_at", OLD."id", OLD."merged_from_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."position", OLD."proposal_id", OLD."text_en", OLD."text_hans", OLD."text_hant"); RETURN NULL;', hash='ad2706d9b2c3865cc63f4433d6aa5655c42a5465', operation='DELETE', pgid='pgtrigger_delete_delete_39787', table='proposals_criterion', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.UniqueConstraint(fields=('update', 'criterion'), name='assessment_once'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['met', 'partly', 'not_met', 'unknown'])), name='assessment_state_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f947c1814c00039e4fd0f0202609e32039097165', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e6f6b', table='proposals_assessment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='of_its_proposal', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF (SELECT proposal_id FROM proposals_criterion WHERE id = NEW.criterion_id)\n                    <> (SELECT proposal_id FROM proposals_statusupdate WHERE id = NEW.update_id)\n                    THEN RAISE EXCEPTION 'criterion % is of another proposal', NEW.criterion_id\n                        USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'assessment_of_its_proposal';\n                    END IF;\n                    RETURN NEW;\n                ", hash='cfcecde90e8a3a86dd50d8dd0884cdadd03b1acc', operation='INSERT', pgid='pgtrigger_of_its_proposal_83ae6', table='proposals_assessment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='criterionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4a584d740a63ec53aecb90037778edbadf0ef991', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_dcb4d', table='proposals_criterionevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.UniqueConstraint(django.db.models.functions.comparison.Least('proposal', 'other'), django.db.models.functions.comparison.Greatest('proposal', 'other'), name='relation_once', violation_error_message='These two are related already.'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(('proposal', models.F('other')), _negated=True), name='relation_of_two', violation_error_message='A proposal cannot be related to itself.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='relation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_relationevent" ("id", "merged_from_id", "other_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "reason_en", "reason_hans", "reason_hant") VALUES (NEW."id", NEW."merged_from_id", NEW."other_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."proposal_id", NEW."reason_en", NEW."reason_hans", NEW."reason_hant"); RETURN NULL;', hash='d133cc090ffeeea7e0f826f3bd7aab3c46434a24', operation='INSERT', pgid='pgtrigger_insert_insert_d69ed', table='proposals_relation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='relation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "proposals_relationevent" ("id", "merged_from_id", "other_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "reason_en", "reason_hans", "reason_hant") VALUES (NEW."id", NEW."merged_from_id", NEW."other_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."proposal_id", NEW."reason_en", NEW."reason_hans", NEW."reason_hant"); RETURN NULL;', hash='cf7cea947a5458f840762816b50266707fd71ad3', operation='UPDATE', pgid='pgtrigger_update_update_3d31c', table='proposals_relation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='relation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_relationevent" ("id", "merged_from_id", "other_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "reason_en", "reason_hans", "reason_hant") VALUES (OLD."id", OLD."merged_from_id", OLD."other_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."proposal_id", OLD."reason_en", OLD."reason_hans", OLD."reason_hant"); RETURN NULL;', hash='ca9f4114a5e3077ffec45be5a65de92db04d56c2', operation='DELETE', pgid='pgtrigger_delete_delete_b272e', table='proposals_relation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='relationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bad63501898712951e95af930db34cbc1572f032', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cd822', table='proposals_relationevent', when='BEFORE')),
        ),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
