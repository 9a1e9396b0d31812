"""Public names in Chinese and English, and where each was seen."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


def give_rights(apps, schema_editor):
    """Everybody at the desk sees the glossary; a Chief editor writes it, as other lists."""
    # Rights are otherwise made after the last migration, which is too late to give them.
    create_permissions(installed.get_app_config("proposals"), apps=apps, verbosity=0)
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="proposals", content_type__model="term"
    )
    groups = apps.get_model("auth", "Group").objects
    for group in groups.filter(name__in=["Contributor", "Editor", "Chief editor", "Administrator"]):
        is_chief = group.name == "Chief editor"
        group.permissions.add(*(rights if is_chief else rights.filter(codename="view_term")))


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0021_criteria_and_relations'),
    ]

    operations = [
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='slug')),
                ('kind', models.CharField(choices=[('body', 'Institution'), ('scheme', 'Scheme'), ('plan', 'Plan or document'), ('place', 'Place'), ('person', 'Person'), ('other', 'Other')], max_length=10, verbose_name='kind')),
                ('name_hant', models.CharField(max_length=100, verbose_name='name (Traditional Chinese)')),
                ('name_hans', models.CharField(blank=True, max_length=100, verbose_name='name (Simplified Chinese)')),
                ('name_en', models.CharField(max_length=150, verbose_name='name (English)')),
                ('aliases_hant', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(blank=True, max_length=100), blank=True, db_default=[], default=list, help_text='Other names and abbreviations, one a line.', size=None, verbose_name='other names (Traditional Chinese)')),
                ('aliases_hans', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(blank=True, max_length=100), blank=True, db_default=[], default=list, help_text='Other names and abbreviations, one a line.', size=None, verbose_name='other names (Simplified Chinese)')),
                ('aliases_en', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(blank=True, max_length=100), blank=True, db_default=[], default=list, help_text='Other names and abbreviations, one a line.', size=None, verbose_name='other names (English)')),
                ('seen_hant', models.CharField(max_length=300, verbose_name='where it was seen (Traditional Chinese)')),
                ('seen_hans', models.CharField(blank=True, max_length=300, verbose_name='where it was seen (Simplified Chinese)')),
                ('seen_en', models.CharField(max_length=300, verbose_name='where it was seen (English)')),
            ],
            options={
                'verbose_name': 'term',
                'verbose_name_plural': 'glossary',
            },
        ),
        migrations.CreateModel(
            name='TermEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('slug', models.SlugField(db_index=False, max_length=80, verbose_name='slug')),
                ('kind', models.CharField(choices=[('body', 'Institution'), ('scheme', 'Scheme'), ('plan', 'Plan or document'), ('place', 'Place'), ('person', 'Person'), ('other', 'Other')], max_length=10, verbose_name='kind')),
                ('name_hant', models.CharField(max_length=100, verbose_name='name (Traditional Chinese)')),
                ('name_hans', models.CharField(blank=True, max_length=100, verbose_name='name (Simplified Chinese)')),
                ('name_en', models.CharField(max_length=150, verbose_name='name (English)')),
                ('aliases_hant', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(blank=True, max_length=100), blank=True, db_default=[], default=list, help_text='Other names and abbreviations, one a line.', size=None, verbose_name='other names (Traditional Chinese)')),
                ('aliases_hans', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(blank=True, max_length=100), blank=True, db_default=[], default=list, help_text='Other names and abbreviations, one a line.', size=None, verbose_name='other names (Simplified Chinese)')),
                ('aliases_en', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(blank=True, max_length=100), blank=True, db_default=[], default=list, help_text='Other names and abbreviations, one a line.', size=None, verbose_name='other names (English)')),
                ('seen_hant', models.CharField(max_length=300, verbose_name='where it was seen (Traditional Chinese)')),
                ('seen_hans', models.CharField(blank=True, max_length=300, verbose_name='where it was seen (Simplified Chinese)')),
                ('seen_en', models.CharField(max_length=300, verbose_name='where it was seen (English)')),
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
            field=models.CharField(choices=[('proposal', 'Proposal'), ('author', 'Author'), ('publication', 'Publication'), ('source', 'Source'), ('sector', 'Sector'), ('body', 'Body'), ('place', 'Place'), ('idea', 'Idea'), ('synonym', 'Synonyms'), ('term', 'Term')], default='proposal', max_length=12, verbose_name='noun'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('noun__in', ['proposal', 'author', 'publication', 'source', 'sector', 'body', 'place', 'idea', 'synonym', 'term'])), name='change_noun_known'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['body', 'scheme', 'plan', 'place', 'person', 'other'])), name='term_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('seen_hant', ''), _negated=True), models.Q(('seen_en', ''), _negated=True)), name='term_seen'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='term',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_termevent" ("aliases_en", "aliases_hans", "aliases_hant", "id", "kind", "name_en", "name_hans", "name_hant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seen_en", "seen_hans", "seen_hant", "slug") VALUES (NEW."aliases_en", NEW."aliases_hans", NEW."aliases_hant", NEW."id", NEW."kind", NEW."name_en", NEW."name_hans", NEW."name_hant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."seen_en", NEW."seen_hans", NEW."seen_hant", NEW."slug"); RETURN NULL;', hash='6380fb6c41bf9eb2690083f5283ad5d798092650', operation='INSERT', pgid='pgtrigger_insert_insert_0cd2a', table='proposals_term', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='term',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "proposals_termevent" ("aliases_en", "aliases_hans", "aliases_hant", "id", "kind", "name_en", "name_hans", "name_hant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seen_en", "seen_hans", "seen_hant", "slug") VALUES (NEW."aliases_en", NEW."aliases_hans", NEW."aliases_hant", NEW."id", NEW."kind", NEW."name_en", NEW."name_hans", NEW."name_hant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."seen_en", NEW."seen_hans", NEW."seen_hant", NEW."slug"); RETURN NULL;', hash='ee74897393d5b46b2c7d6a187b9c189d362ed31b', operation='UPDATE', pgid='pgtrigger_update_update_e1156', table='proposals_term', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='term',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_termevent" ("aliases_en", "aliases_hans", "aliases_hant", "id", "kind", "name_en", "name_hans", "name_hant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seen_en", "seen_hans", "seen_hant", "slug") VALUES (OLD."aliases_en", OLD."aliases_hans", OLD."aliases_hant", OLD."id", OLD."kind", OLD."name_en", OLD."name_hans", OLD."name_hant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."seen_en", OLD."seen_hans", OLD."seen_hant", OLD."slug"); RETURN NULL;', hash='1a3eb64f5338d33b8bcaabc0de8b308c8e635fe7', operation='DELETE', pgid='pgtrigger_delete_delete_dd57b', table='proposals_term', when='AFTER')),
        ),
        migrations.AddField(
            model_name='termevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='proposals.term'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='termevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1d3062c3baa49d204e82df99a30071de3be3f0b1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3a936', table='proposals_termevent', when='BEFORE')),
        ),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
