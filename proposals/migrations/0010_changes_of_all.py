"""Whatever is published leaves a change, and each change is chained to the one before."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


# Those made before were told without a fingerprint of what they said.
CHAIN_UP = """
ALTER TABLE proposals_change DISABLE TRIGGER USER;
DO $$
DECLARE
    change RECORD;
    before TEXT := '';
BEGIN
    FOR change IN
        SELECT c.seq, c.at, c.kind, p.slug AS key, COALESCE(t.slug, '') AS target
        FROM proposals_change c
        JOIN proposals_proposal p ON p.id = c.proposal_id
        LEFT JOIN proposals_proposal t ON t.id = c.target_id
        ORDER BY c.seq
    LOOP
        before := encode(sha256(convert_to(concat_ws(E'\\n',
            before,
            change.seq,
            to_char(change.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            change.kind, 'proposal', change.key, change.target, '', ''
        ), 'UTF8')), 'hex');
        UPDATE proposals_change SET key = change.key, hash = before WHERE seq = change.seq;
    END LOOP;
END $$;
ALTER TABLE proposals_change ENABLE TRIGGER USER;
"""

# What the public sees already, and was never told of by itself.
TELL_OF_SHARED = """
WITH public AS (
    SELECT id, source_id FROM proposals_proposal
    WHERE publication_state = 'published' AND merged_into_id IS NULL
), seen_source AS (
    SELECT * FROM proposals_source s
    WHERE id IN (SELECT source_id FROM public)
        OR NOT EXISTS (SELECT FROM proposals_proposal p WHERE p.source_id = s.id)
)
INSERT INTO proposals_change (at, kind, noun, key, gone, digest)
SELECT clock_timestamp(), kind, noun, key, FALSE, ''
FROM (
    SELECT 1 AS part, position, 'term' AS kind, 'sector' AS noun, code AS key FROM proposals_sector
    UNION ALL SELECT 2, position, 'term', 'body', code FROM proposals_body
    UNION ALL SELECT 3, position, 'term', 'place', code FROM proposals_place
    UNION ALL SELECT 4, id, 'source', 'publication', slug FROM proposals_publication
        WHERE id IN (SELECT publication_id FROM seen_source)
    UNION ALL SELECT 5, id, 'source', 'source', slug FROM seen_source
    UNION ALL SELECT 6, id, 'person', 'author', slug FROM proposals_author WHERE id IN (
        SELECT author_id FROM proposals_attribution WHERE proposal_id IN (SELECT id FROM public))
    UNION ALL SELECT 7, id, 'idea', 'idea', slug FROM proposals_idea WHERE id IN (
        SELECT idea_id FROM proposals_proposal_ideas
        WHERE proposal_id IN (SELECT id FROM public))
    ORDER BY 1, 2, 5
) AS shared;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0009_subscription_rights'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='change',
            name='change_kind_known',
        ),
        migrations.AddField(
            model_name='change',
            name='digest',
            field=models.CharField(blank=True, max_length=64, verbose_name='digest'),
        ),
        migrations.AddField(
            model_name='change',
            name='gone',
            field=models.BooleanField(default=False, verbose_name='gone'),
        ),
        migrations.AddField(
            model_name='change',
            name='hash',
            field=models.CharField(default='', editable=False, max_length=64, verbose_name='hash'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='change',
            name='key',
            field=models.CharField(default='', max_length=100, verbose_name='key'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='change',
            name='noun',
            field=models.CharField(choices=[('proposal', 'Proposal'), ('author', 'Author'), ('publication', 'Publication'), ('source', 'Source'), ('sector', 'Sector'), ('body', 'Body'), ('place', 'Place'), ('idea', 'Idea')], default='proposal', max_length=12, verbose_name='noun'),
        ),
        migrations.AlterField(
            model_name='change',
            name='kind',
            field=models.CharField(choices=[('published', 'Published'), ('updated', 'Text updated'), ('status', 'Status recorded'), ('checked', 'Checked, nothing new'), ('voided', 'Record voided'), ('withdrawn', 'Withdrawn'), ('merged', 'Merged'), ('person', 'Author'), ('source', 'Source'), ('term', 'Term'), ('idea', 'Idea')], max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='change',
            name='proposal',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='proposals.proposal', verbose_name='proposal'),
        ),
        migrations.RunSQL(CHAIN_UP, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='change',
            name='hash',
            field=models.CharField(editable=False, max_length=64, unique=True, verbose_name='hash'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(condition=models.Q(('proposal', None)), fields=['noun', 'key', '-seq'], name='change_of_shared_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='change',
            trigger=pgtrigger.compiler.Trigger(name='chained', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE before RECORD;', func='\n    PERFORM pg_advisory_xact_lock(8102661208289796460);\n    SELECT seq, hash INTO before FROM proposals_change ORDER BY seq DESC LIMIT 1;\n    IF before.seq >= NEW.seq THEN\n        RAISE EXCEPTION \'change % comes after change %\', NEW.seq, before.seq\n            USING ERRCODE = \'check_violation\', CONSTRAINT = \'change_in_commit_order\';\n    END IF;\n    NEW.hash := encode(sha256(convert_to(concat_ws(E\'\\n\',\n        COALESCE(before.hash, \'\'),\n        NEW.seq,\n        to_char(NEW.at AT TIME ZONE \'UTC\', \'YYYY-MM-DD"T"HH24:MI:SS.US"Z"\'),\n        NEW.kind,\n        NEW.noun,\n        NEW.key,\n        COALESCE((SELECT slug FROM proposals_proposal WHERE id = NEW.target_id), \'\'),\n        CASE WHEN NEW.gone THEN \'gone\' ELSE \'\' END,\n        NEW.digest\n    ), \'UTF8\')), \'hex\');\n    RETURN NEW;\n', hash='e1ca072331d33650796c04503666f7db7541bd24', operation='INSERT', pgid='pgtrigger_chained_e57af', table='proposals_change', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['published', 'updated', 'status', 'checked', 'voided', 'withdrawn', 'merged', 'person', 'source', 'term', 'idea'])), name='change_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('noun__in', ['proposal', 'author', 'publication', 'source', 'sector', 'body', 'place', 'idea'])), name='change_noun_known'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('noun', 'proposal'), ('proposal__isnull', False)), models.Q(models.Q(('noun', 'proposal'), _negated=True), ('proposal', None)), _connector='OR'), name='change_of_proposal_iff_noun'),
        ),
        migrations.RunSQL(TELL_OF_SHARED, migrations.RunSQL.noop),
    ]
