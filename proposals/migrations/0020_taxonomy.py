"""Entries have kinds, parts and other names, and a proposal may be about several places."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


# Each place with itself and with every place that it is a part of.
ENCLOSURE = """
CREATE VIEW proposals_enclosure AS
WITH RECURSIVE enclosure (place_id, outer_id) AS (
    SELECT id, id FROM proposals_place
    UNION
    SELECT e.place_id, p.parent_id
    FROM enclosure e JOIN proposals_place p ON p.id = e.outer_id
    WHERE p.parent_id IS NOT NULL
)
SELECT place_id, outer_id FROM enclosure
"""

PLACES_UP = """
INSERT INTO proposals_proposal_places (proposal_id, place_id)
SELECT id, place_id FROM proposals_proposal WHERE place_id IS NOT NULL ORDER BY id;
SET CONSTRAINTS ALL IMMEDIATE
"""

# Of several places, the column holds the first.
PLACES_DOWN = """
UPDATE proposals_proposal p SET place_id = first.place_id
FROM (
    SELECT DISTINCT ON (l.proposal_id) l.proposal_id, l.place_id
    FROM proposals_proposal_places l JOIN proposals_place t ON t.id = l.place_id
    ORDER BY l.proposal_id, t.position, t.id
) first
WHERE first.proposal_id = p.id;
UPDATE proposals_proposal SET place_id = NULL
WHERE place_id IS NOT NULL
    AND id NOT IN (SELECT proposal_id FROM proposals_proposal_places);
SET CONSTRAINTS ALL IMMEDIATE
"""


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0019_default_order"),
    ]

    operations = [
        migrations.CreateModel(
            name="Enclosure",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "place_id",
                        "outer_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
            ],
            options={
                "verbose_name": "enclosure",
                "verbose_name_plural": "enclosures",
                "db_table": "proposals_enclosure",
                "managed": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ProposalPlaceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="proposal",
            name="places",
            field=models.ManyToManyField(blank=True, to="proposals.place", verbose_name="places"),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="body",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="body",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="body",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="place",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="place",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="place",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="proposal",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="proposal",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="proposal",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="sector",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="sector",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="sector",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="proposal",
            name="proposal_instrument_known",
        ),
        migrations.AlterField(
            model_name="proposal",
            name="place",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="proposals.place",
                verbose_name="place",
            ),
        ),
        # The columns stay until no release that reads them can run beside this one; what the
        # history of a row says of them stays with them.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(model_name="proposal", name="place"),
                migrations.RemoveField(model_name="proposalevent", name="place"),
            ]
        ),
        migrations.AddField(
            model_name="body",
            name="aliases_en",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(blank=True, max_length=100),
                blank=True,
                db_default=[],
                default=list,
                help_text="Other names and abbreviations, one a line.",
                size=None,
                verbose_name="other names (English)",
            ),
        ),
        migrations.AddField(
            model_name="body",
            name="aliases_hans",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(blank=True, max_length=100),
                blank=True,
                db_default=[],
                default=list,
                help_text="Other names and abbreviations, one a line.",
                size=None,
                verbose_name="other names (Simplified Chinese)",
            ),
        ),
        migrations.AddField(
            model_name="body",
            name="aliases_hant",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(blank=True, max_length=100),
                blank=True,
                db_default=[],
                default=list,
                help_text="Other names and abbreviations, one a line.",
                size=None,
                verbose_name="other names (Traditional Chinese)",
            ),
        ),
        migrations.AddField(
            model_name="body",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("government", "Government as a whole"),
                    ("official", "Principal official"),
                    ("bureau", "Bureau"),
                    ("department", "Department or office"),
                    ("advisory", "Committee or advisory body"),
                    ("statutory", "Statutory body"),
                    ("public_company", "Company set up by Government"),
                    ("legislature", "Legislature"),
                    ("central", "Central authority"),
                    ("non_government", "Outside government"),
                ],
                db_default="",
                default="",
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="body",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="proposals.body",
                verbose_name="part of",
            ),
        ),
        migrations.AddField(
            model_name="body",
            name="replaced_by",
            field=models.ForeignKey(
                blank=True,
                help_text="Its proposals go there, and its code goes on leading there.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaces",
                to="proposals.body",
                verbose_name="replaced by",
            ),
        ),
        migrations.AddField(
            model_name="bodyevent",
            name="aliases_en",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(blank=True, max_length=100),
                blank=True,
                db_default=[],
                default=list,
                help_text="Other names and abbreviations, one a line.",
                size=None,
                verbose_name="other names (English)",
            ),
        ),
        migrations.AddField(
            model_name="bodyevent",
            name="aliases_hans",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(blank=True, max_length=100),
                blank=True,
                db_default=[],
                default=list,
                help_text="Other names and abbreviations, one a line.",
                size=None,
                verbose_name="other names (Simplified Chinese)",
            ),
        ),
        migrations.AddField(
            model_name="bodyevent",
            name="aliases_hant",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(blank=True, max_length=100),
                blank=True,
                db_default=[],
                default=list,
                help_text="Other names and abbreviations, one a line.",
                size=None,
                verbose_name="other names (Traditional Chinese)",
            ),
        ),
        migrations.AddField(
            model_name="bodyevent",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("government", "Government as a whole"),
                    ("official", "Principal official"),
                    ("bureau", "Bureau"),
                    ("department", "Department or office"),
                    ("advisory", "Committee or advisory body"),
                    ("statutory", "Statutory body"),
                    ("public_company", "Company set up by Government"),
                    ("legislature", "Legislature"),
                    ("central", "Central authority"),
                    ("non_government", "Outside government"),
                ],
                db_default="",
                default="",
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="bodyevent",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="proposals.body",
                verbose_name="part of",
            ),
        ),
        migrations.AddField(
            model_name="bodyevent",
            name="replaced_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Its proposals go there, and its code goes on leading there.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="proposals.body",
                verbose_name="replaced by",
            ),
        ),
        migrations.AddField(
            model_name="place",
            name="aliases_en",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(blank=True, max_length=100),
                blank=True,
                db_default=[],
                default=list,
                help_text="Other names and abbreviations, one a line.",
                size=None,
                verbose_name="other names (English)",
            ),
        ),
        migrations.AddField(
            model_name="place",
            name="aliases_hans",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(blank=True, max_length=100),
                blank=True,
                db_default=[],
                default=list,
                help_text="Other names and abbreviations, one a line.",
                size=None,
                verbose_name="other names (Simplified Chinese)",
            ),
        ),
        migrations.AddField(
            model_name="place",
            name="aliases_hant",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(blank=True, max_length=100),
                blank=True,
                db_default=[],
                default=list,
                help_text="Other names and abbreviations, one a line.",
                size=None,
                verbose_name="other names (Traditional Chinese)",
            ),
        ),
        migrations.AddField(
            model_name="place",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="proposals.place",
                verbose_name="part of",
            ),
        ),
        migrations.AddField(
            model_name="place",
            name="replaced_by",
            field=models.ForeignKey(
                blank=True,
                help_text="Its proposals go there, and its code goes on leading there.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaces",
                to="proposals.place",
                verbose_name="replaced by",
            ),
        ),
        migrations.AddField(
            model_name="placeevent",
            name="aliases_en",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(blank=True, max_length=100),
                blank=True,
                db_default=[],
                default=list,
                help_text="Other names and abbreviations, one a line.",
                size=None,
                verbose_name="other names (English)",
            ),
        ),
        migrations.AddField(
            model_name="placeevent",
            name="aliases_hans",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(blank=True, max_length=100),
                blank=True,
                db_default=[],
                default=list,
                help_text="Other names and abbreviations, one a line.",
                size=None,
                verbose_name="other names (Simplified Chinese)",
            ),
        ),
        migrations.AddField(
            model_name="placeevent",
            name="aliases_hant",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(blank=True, max_length=100),
                blank=True,
                db_default=[],
                default=list,
                help_text="Other names and abbreviations, one a line.",
                size=None,
                verbose_name="other names (Traditional Chinese)",
            ),
        ),
        migrations.AddField(
            model_name="placeevent",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="proposals.place",
                verbose_name="part of",
            ),
        ),
        migrations.AddField(
            model_name="placeevent",
            name="replaced_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Its proposals go there, and its code goes on leading there.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="proposals.place",
                verbose_name="replaced by",
            ),
        ),
        migrations.AddField(
            model_name="sector",
            name="aliases_en",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(blank=True, max_length=100),
                blank=True,
                db_default=[],
                default=list,
                help_text="Other names and abbreviations, one a line.",
                size=None,
                verbose_name="other names (English)",
            ),
        ),
        migrations.AddField(
            model_name="sector",
            name="aliases_hans",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(blank=True, max_length=100),
                blank=True,
                db_default=[],
                default=list,
                help_text="Other names and abbreviations, one a line.",
                size=None,
                verbose_name="other names (Simplified Chinese)",
            ),
        ),
        migrations.AddField(
            model_name="sector",
            name="aliases_hant",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(blank=True, max_length=100),
                blank=True,
                db_default=[],
                default=list,
                help_text="Other names and abbreviations, one a line.",
                size=None,
                verbose_name="other names (Traditional Chinese)",
            ),
        ),
        migrations.AddField(
            model_name="sector",
            name="panel_en",
            field=models.CharField(
                blank=True,
                max_length=150,
                verbose_name="panel of the Legislative Council (English)",
            ),
        ),
        migrations.AddField(
            model_name="sector",
            name="panel_hans",
            field=models.CharField(
                blank=True,
                max_length=100,
                verbose_name="panel of the Legislative Council (Simplified Chinese)",
            ),
        ),
        migrations.AddField(
            model_name="sector",
            name="panel_hant",
            field=models.CharField(
                blank=True,
                max_length=100,
                verbose_name="panel of the Legislative Council (Traditional Chinese)",
            ),
        ),
        migrations.AddField(
            model_name="sector",
            name="replaced_by",
            field=models.ForeignKey(
                blank=True,
                help_text="Its proposals go there, and its code goes on leading there.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaces",
                to="proposals.sector",
                verbose_name="replaced by",
            ),
        ),
        migrations.AddField(
            model_name="sectorevent",
            name="aliases_en",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(blank=True, max_length=100),
                blank=True,
                db_default=[],
                default=list,
                help_text="Other names and abbreviations, one a line.",
                size=None,
                verbose_name="other names (English)",
            ),
        ),
        migrations.AddField(
            model_name="sectorevent",
            name="aliases_hans",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(blank=True, max_length=100),
                blank=True,
                db_default=[],
                default=list,
                help_text="Other names and abbreviations, one a line.",
                size=None,
                verbose_name="other names (Simplified Chinese)",
            ),
        ),
        migrations.AddField(
            model_name="sectorevent",
            name="aliases_hant",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(blank=True, max_length=100),
                blank=True,
                db_default=[],
                default=list,
                help_text="Other names and abbreviations, one a line.",
                size=None,
                verbose_name="other names (Traditional Chinese)",
            ),
        ),
        migrations.AddField(
            model_name="sectorevent",
            name="panel_en",
            field=models.CharField(
                blank=True,
                max_length=150,
                verbose_name="panel of the Legislative Council (English)",
            ),
        ),
        migrations.AddField(
            model_name="sectorevent",
            name="panel_hans",
            field=models.CharField(
                blank=True,
                max_length=100,
                verbose_name="panel of the Legislative Council (Simplified Chinese)",
            ),
        ),
        migrations.AddField(
            model_name="sectorevent",
            name="panel_hant",
            field=models.CharField(
                blank=True,
                max_length=100,
                verbose_name="panel of the Legislative Council (Traditional Chinese)",
            ),
        ),
        migrations.AddField(
            model_name="sectorevent",
            name="replaced_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Its proposals go there, and its code goes on leading there.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="proposals.sector",
                verbose_name="replaced by",
            ),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="instrument",
            field=models.CharField(
                choices=[
                    ("fund", "Fund"),
                    ("subsidy", "Subsidy"),
                    ("tax", "Tax"),
                    ("legislation", "Legislation"),
                    ("regulation", "Regulation"),
                    ("institution", "Institution"),
                    ("plan", "Plan"),
                    ("pilot", "Pilot"),
                    ("infrastructure", "Infrastructure"),
                    ("training", "Training"),
                    ("exchange", "Exchange"),
                    ("standard", "Standard"),
                    ("market_access", "Market access"),
                    ("platform", "Platform"),
                    ("agreement", "Agreement"),
                    ("cooperation", "Cooperation"),
                    ("promotion", "Promotion"),
                    ("coordination", "Coordination"),
                    ("financial_product", "Financial product"),
                    ("incentive", "Incentive"),
                    ("other", "Other"),
                ],
                max_length=20,
                verbose_name="instrument",
            ),
        ),
        migrations.AlterField(
            model_name="proposalevent",
            name="instrument",
            field=models.CharField(
                choices=[
                    ("fund", "Fund"),
                    ("subsidy", "Subsidy"),
                    ("tax", "Tax"),
                    ("legislation", "Legislation"),
                    ("regulation", "Regulation"),
                    ("institution", "Institution"),
                    ("plan", "Plan"),
                    ("pilot", "Pilot"),
                    ("infrastructure", "Infrastructure"),
                    ("training", "Training"),
                    ("exchange", "Exchange"),
                    ("standard", "Standard"),
                    ("market_access", "Market access"),
                    ("platform", "Platform"),
                    ("agreement", "Agreement"),
                    ("cooperation", "Cooperation"),
                    ("promotion", "Promotion"),
                    ("coordination", "Coordination"),
                    ("financial_product", "Financial product"),
                    ("incentive", "Incentive"),
                    ("other", "Other"),
                ],
                max_length=20,
                verbose_name="instrument",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="body",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "proposals_bodyevent" ("aliases_en", "aliases_hans", "aliases_hant", "code", "id", "kind", "name_en", "name_hans", "name_hant", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "replaced_by_id") VALUES (NEW."aliases_en", NEW."aliases_hans", NEW."aliases_hant", NEW."code", NEW."id", NEW."kind", NEW."name_en", NEW."name_hans", NEW."name_hant", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."position", NEW."replaced_by_id"); RETURN NULL;',
                    hash="e46e00ea8e9c7ad14954a56da2f5f71d9343ce3a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_da6a4",
                    table="proposals_body",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="body",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "proposals_bodyevent" ("aliases_en", "aliases_hans", "aliases_hant", "code", "id", "kind", "name_en", "name_hans", "name_hant", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "replaced_by_id") VALUES (NEW."aliases_en", NEW."aliases_hans", NEW."aliases_hant", NEW."code", NEW."id", NEW."kind", NEW."name_en", NEW."name_hans", NEW."name_hant", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."position", NEW."replaced_by_id"); RETURN NULL;',
                    hash="886612273e4f0d367c63ae9a141f98a15984d6fc",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_207fa",
                    table="proposals_body",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="body",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "proposals_bodyevent" ("aliases_en", "aliases_hans", "aliases_hant", "code", "id", "kind", "name_en", "name_hans", "name_hant", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "replaced_by_id") VALUES (OLD."aliases_en", OLD."aliases_hans", OLD."aliases_hant", OLD."code", OLD."id", OLD."kind", OLD."name_en", OLD."name_hans", OLD."name_hant", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."position", OLD."replaced_by_id"); RETURN NULL;',
                    hash="cec1c7ed27a7d6fd4ee753ad60e85ec77c4f4790",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_144d4",
                    table="proposals_body",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="place",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "proposals_placeevent" ("aliases_en", "aliases_hans", "aliases_hant", "code", "id", "name_en", "name_hans", "name_hant", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "replaced_by_id") VALUES (NEW."aliases_en", NEW."aliases_hans", NEW."aliases_hant", NEW."code", NEW."id", NEW."name_en", NEW."name_hans", NEW."name_hant", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."position", NEW."replaced_by_id"); RETURN NULL;',
                    hash="404935ebb54bd66355d6df13f886411518de46ea",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_992ed",
                    table="proposals_place",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="place",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "proposals_placeevent" ("aliases_en", "aliases_hans", "aliases_hant", "code", "id", "name_en", "name_hans", "name_hant", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "replaced_by_id") VALUES (NEW."aliases_en", NEW."aliases_hans", NEW."aliases_hant", NEW."code", NEW."id", NEW."name_en", NEW."name_hans", NEW."name_hant", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."position", NEW."replaced_by_id"); RETURN NULL;',
                    hash="035121ef7292936196075878b7164c6ffe683c43",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fd677",
                    table="proposals_place",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="place",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "proposals_placeevent" ("aliases_en", "aliases_hans", "aliases_hant", "code", "id", "name_en", "name_hans", "name_hant", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "replaced_by_id") VALUES (OLD."aliases_en", OLD."aliases_hans", OLD."aliases_hant", OLD."code", OLD."id", OLD."name_en", OLD."name_hans", OLD."name_hant", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."position", OLD."replaced_by_id"); RETURN NULL;',
                    hash="9e994421722d6536e3344606a5ef4f191789d705",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_cda33",
                    table="proposals_place",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "proposals_proposalevent" ("figures", "id", "instrument", "locator", "merged_into_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposed_basis_en", "proposed_basis_hans", "proposed_basis_hant", "proposed_not_after", "proposed_not_before", "proposed_on", "proposed_on_precision", "publication_state", "scheme_en", "scheme_hans", "scheme_hant", "sector_id", "slug", "source_id", "specificity", "summary_en", "summary_hans", "summary_hant", "title_en", "title_hans", "title_hant", "withdrawn_reason_en", "withdrawn_reason_hans", "withdrawn_reason_hant") VALUES (NEW."figures", NEW."id", NEW."instrument", NEW."locator", NEW."merged_into_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."position", NEW."proposed_basis_en", NEW."proposed_basis_hans", NEW."proposed_basis_hant", NEW."proposed_not_after", NEW."proposed_not_before", NEW."proposed_on", NEW."proposed_on_precision", NEW."publication_state", NEW."scheme_en", NEW."scheme_hans", NEW."scheme_hant", NEW."sector_id", NEW."slug", NEW."source_id", NEW."specificity", NEW."summary_en", NEW."summary_hans", NEW."summary_hant", NEW."title_en", NEW."title_hans", NEW."title_hant", NEW."withdrawn_reason_en", NEW."withdrawn_reason_hans", NEW."withdrawn_reason_hant"); RETURN NULL;',
                    hash="17e1875453c8e4729d2cfe25d242faac7210ee5f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_25461",
                    table="proposals_proposal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."figures" IS DISTINCT FROM (NEW."figures") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."instrument" IS DISTINCT FROM (NEW."instrument") OR OLD."locator" IS DISTINCT FROM (NEW."locator") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."proposed_basis_en" IS DISTINCT FROM (NEW."proposed_basis_en") OR OLD."proposed_basis_hans" IS DISTINCT FROM (NEW."proposed_basis_hans") OR OLD."proposed_basis_hant" IS DISTINCT FROM (NEW."proposed_basis_hant") OR OLD."proposed_not_after" IS DISTINCT FROM (NEW."proposed_not_after") OR OLD."proposed_not_before" IS DISTINCT FROM (NEW."proposed_not_before") OR OLD."proposed_on" IS DISTINCT FROM (NEW."proposed_on") OR OLD."proposed_on_precision" IS DISTINCT FROM (NEW."proposed_on_precision") OR OLD."publication_state" IS DISTINCT FROM (NEW."publication_state") OR OLD."scheme_en" IS DISTINCT FROM (NEW."scheme_en") OR OLD."scheme_hans" IS DISTINCT FROM (NEW."scheme_hans") OR OLD."scheme_hant" IS DISTINCT FROM (NEW."scheme_hant") OR OLD."sector_id" IS DISTINCT FROM (NEW."sector_id") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."specificity" IS DISTINCT FROM (NEW."specificity") OR OLD."summary_en" IS DISTINCT FROM (NEW."summary_en") OR OLD."summary_hans" IS DISTINCT FROM (NEW."summary_hans") OR OLD."summary_hant" IS DISTINCT FROM (NEW."summary_hant") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_hans" IS DISTINCT FROM (NEW."title_hans") OR OLD."title_hant" IS DISTINCT FROM (NEW."title_hant") OR OLD."withdrawn_reason_en" IS DISTINCT FROM (NEW."withdrawn_reason_en") OR OLD."withdrawn_reason_hans" IS DISTINCT FROM (NEW."withdrawn_reason_hans") OR OLD."withdrawn_reason_hant" IS DISTINCT FROM (NEW."withdrawn_reason_hant"))',
                    func='INSERT INTO "proposals_proposalevent" ("figures", "id", "instrument", "locator", "merged_into_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposed_basis_en", "proposed_basis_hans", "proposed_basis_hant", "proposed_not_after", "proposed_not_before", "proposed_on", "proposed_on_precision", "publication_state", "scheme_en", "scheme_hans", "scheme_hant", "sector_id", "slug", "source_id", "specificity", "summary_en", "summary_hans", "summary_hant", "title_en", "title_hans", "title_hant", "withdrawn_reason_en", "withdrawn_reason_hans", "withdrawn_reason_hant") VALUES (NEW."figures", NEW."id", NEW."instrument", NEW."locator", NEW."merged_into_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."position", NEW."proposed_basis_en", NEW."proposed_basis_hans", NEW."proposed_basis_hant", NEW."proposed_not_after", NEW."proposed_not_before", NEW."proposed_on", NEW."proposed_on_precision", NEW."publication_state", NEW."scheme_en", NEW."scheme_hans", NEW."scheme_hant", NEW."sector_id", NEW."slug", NEW."source_id", NEW."specificity", NEW."summary_en", NEW."summary_hans", NEW."summary_hant", NEW."title_en", NEW."title_hans", NEW."title_hant", NEW."withdrawn_reason_en", NEW."withdrawn_reason_hans", NEW."withdrawn_reason_hant"); RETURN NULL;',
                    hash="507b96af7b425016be2b00d1fe605a36cee745af",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e91a6",
                    table="proposals_proposal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "proposals_proposalevent" ("figures", "id", "instrument", "locator", "merged_into_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposed_basis_en", "proposed_basis_hans", "proposed_basis_hant", "proposed_not_after", "proposed_not_before", "proposed_on", "proposed_on_precision", "publication_state", "scheme_en", "scheme_hans", "scheme_hant", "sector_id", "slug", "source_id", "specificity", "summary_en", "summary_hans", "summary_hant", "title_en", "title_hans", "title_hant", "withdrawn_reason_en", "withdrawn_reason_hans", "withdrawn_reason_hant") VALUES (OLD."figures", OLD."id", OLD."instrument", OLD."locator", OLD."merged_into_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."position", OLD."proposed_basis_en", OLD."proposed_basis_hans", OLD."proposed_basis_hant", OLD."proposed_not_after", OLD."proposed_not_before", OLD."proposed_on", OLD."proposed_on_precision", OLD."publication_state", OLD."scheme_en", OLD."scheme_hans", OLD."scheme_hant", OLD."sector_id", OLD."slug", OLD."source_id", OLD."specificity", OLD."summary_en", OLD."summary_hans", OLD."summary_hant", OLD."title_en", OLD."title_hans", OLD."title_hant", OLD."withdrawn_reason_en", OLD."withdrawn_reason_hans", OLD."withdrawn_reason_hant"); RETURN NULL;',
                    hash="2b208a93f19f1288fcf5714e0d0d6d2bf005e346",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2716c",
                    table="proposals_proposal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sector",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "proposals_sectorevent" ("aliases_en", "aliases_hans", "aliases_hant", "code", "id", "name_en", "name_hans", "name_hant", "panel_en", "panel_hans", "panel_hant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "replaced_by_id") VALUES (NEW."aliases_en", NEW."aliases_hans", NEW."aliases_hant", NEW."code", NEW."id", NEW."name_en", NEW."name_hans", NEW."name_hant", NEW."panel_en", NEW."panel_hans", NEW."panel_hant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."position", NEW."replaced_by_id"); RETURN NULL;',
                    hash="063bc5659c13ee42cbb2b1a9283b6beef2b34a1a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9affd",
                    table="proposals_sector",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sector",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "proposals_sectorevent" ("aliases_en", "aliases_hans", "aliases_hant", "code", "id", "name_en", "name_hans", "name_hant", "panel_en", "panel_hans", "panel_hant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "replaced_by_id") VALUES (NEW."aliases_en", NEW."aliases_hans", NEW."aliases_hant", NEW."code", NEW."id", NEW."name_en", NEW."name_hans", NEW."name_hant", NEW."panel_en", NEW."panel_hans", NEW."panel_hant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."position", NEW."replaced_by_id"); RETURN NULL;',
                    hash="504d315ee1d7cef10d28ac993bccd8afeac2a831",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f7521",
                    table="proposals_sector",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sector",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "proposals_sectorevent" ("aliases_en", "aliases_hans", "aliases_hant", "code", "id", "name_en", "name_hans", "name_hant", "panel_en", "panel_hans", "panel_hant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "replaced_by_id") VALUES (OLD."aliases_en", OLD."aliases_hans", OLD."aliases_hant", OLD."code", OLD."id", OLD."name_en", OLD."name_hans", OLD."name_hant", OLD."panel_en", OLD."panel_hans", OLD."panel_hant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."position", OLD."replaced_by_id"); RETURN NULL;',
                    hash="18a97059b2928f34144a28f4bd92b9ec0cb1c0ae",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_38c78",
                    table="proposals_sector",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="body",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "",
                            "government",
                            "official",
                            "bureau",
                            "department",
                            "advisory",
                            "statutory",
                            "public_company",
                            "legislature",
                            "central",
                            "non_government",
                        ],
                    )
                ),
                name="body_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "instrument__in",
                        [
                            "fund",
                            "subsidy",
                            "tax",
                            "legislation",
                            "regulation",
                            "institution",
                            "plan",
                            "pilot",
                            "infrastructure",
                            "training",
                            "exchange",
                            "standard",
                            "market_access",
                            "platform",
                            "agreement",
                            "cooperation",
                            "promotion",
                            "coordination",
                            "financial_product",
                            "incentive",
                            "other",
                        ],
                    )
                ),
                name="proposal_instrument_known",
            ),
        ),
        migrations.AddField(
            model_name="proposalplaceevent",
            name="place",
            field=models.ForeignKey(
                db_constraint=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="proposals.place",
            ),
        ),
        migrations.AddField(
            model_name="proposalplaceevent",
            name="proposal",
            field=models.ForeignKey(
                db_constraint=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="proposals.proposal",
            ),
        ),
        migrations.CreateModel(
            name="ProposalPlace",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("proposals.proposal_places",),
        ),
        migrations.AddField(
            model_name="proposalplaceevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="proposals.proposalplace",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposalplace",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "proposals_proposalplaceevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "proposal_id") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."place_id", NEW."proposal_id"); RETURN NULL;',
                    hash="149c8ba46e6bd885d67850b4b65c64ba2c959c4b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_96329",
                    table="proposals_proposal_places",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposalplace",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "proposals_proposalplaceevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "proposal_id") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."place_id", NEW."proposal_id"); RETURN NULL;',
                    hash="e00970d7754b0189d8c6677d2b242a8460c0cf79",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a43bd",
                    table="proposals_proposal_places",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposalplace",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "proposals_proposalplaceevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "proposal_id") VALUES (OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."place_id", OLD."proposal_id"); RETURN NULL;',
                    hash="0bb72af61f3b1bf3a672100f33418534ea166c6b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e6bab",
                    table="proposals_proposal_places",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposalplaceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="58b4e901e25f9ed980de56525240f77e0ea47859",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0a7e9",
                    table="proposals_proposalplaceevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(ENCLOSURE, "DROP VIEW proposals_enclosure"),
        migrations.RunSQL(PLACES_UP, PLACES_DOWN),
    ]
