"""A draft needs no more than a title; what is public has all that readers rely on."""

import django.contrib.postgres.operations
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0037_target_days'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='proposal',
            name='proposal_specificity_known',
        ),
        migrations.RemoveConstraint(
            model_name='proposal',
            name='proposal_instrument_known',
        ),
        migrations.AlterField(
            model_name='proposal',
            name='instrument',
            field=models.CharField(blank=True, choices=[('fund', 'Fund'), ('subsidy', 'Subsidy'), ('tax', 'Tax'), ('legislation', 'Legislation'), ('regulation', 'Regulation'), ('institution', 'Institution'), ('plan', 'Plan'), ('pilot', 'Pilot'), ('infrastructure', 'Infrastructure'), ('training', 'Training'), ('exchange', 'Exchange'), ('standard', 'Standard'), ('market_access', 'Market access'), ('platform', 'Platform'), ('agreement', 'Agreement'), ('cooperation', 'Cooperation'), ('promotion', 'Promotion'), ('coordination', 'Coordination'), ('financial_product', 'Financial product'), ('incentive', 'Incentive'), ('other', 'Other')], max_length=20, verbose_name='instrument'),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='sector',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='proposals.sector', verbose_name='sector'),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='proposals.source', verbose_name='source'),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='specificity',
            field=models.CharField(blank=True, choices=[('firm', 'Firm: a measure that can be checked'), ('soft', 'Soft: a direction, hard to check')], max_length=10, verbose_name='specificity'),
        ),
        migrations.AlterField(
            model_name='proposalevent',
            name='instrument',
            field=models.CharField(blank=True, choices=[('fund', 'Fund'), ('subsidy', 'Subsidy'), ('tax', 'Tax'), ('legislation', 'Legislation'), ('regulation', 'Regulation'), ('institution', 'Institution'), ('plan', 'Plan'), ('pilot', 'Pilot'), ('infrastructure', 'Infrastructure'), ('training', 'Training'), ('exchange', 'Exchange'), ('standard', 'Standard'), ('market_access', 'Market access'), ('platform', 'Platform'), ('agreement', 'Agreement'), ('cooperation', 'Cooperation'), ('promotion', 'Promotion'), ('coordination', 'Coordination'), ('financial_product', 'Financial product'), ('incentive', 'Incentive'), ('other', 'Other')], max_length=20, verbose_name='instrument'),
        ),
        migrations.AlterField(
            model_name='proposalevent',
            name='sector',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.sector', verbose_name='sector'),
        ),
        migrations.AlterField(
            model_name='proposalevent',
            name='source',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.source', verbose_name='source'),
        ),
        migrations.AlterField(
            model_name='proposalevent',
            name='specificity',
            field=models.CharField(blank=True, choices=[('firm', 'Firm: a measure that can be checked'), ('soft', 'Soft: a direction, hard to check')], max_length=10, verbose_name='specificity'),
        ),
        django.contrib.postgres.operations.AddConstraintNotValid(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('instrument__in', ['', 'fund', 'subsidy', 'tax', 'legislation', 'regulation', 'institution', 'plan', 'pilot', 'infrastructure', 'training', 'exchange', 'standard', 'market_access', 'platform', 'agreement', 'cooperation', 'promotion', 'coordination', 'financial_product', 'incentive', 'other'])), name='proposal_instrument_known'),
        ),
        django.contrib.postgres.operations.AddConstraintNotValid(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('specificity__in', ['', 'firm', 'soft'])), name='proposal_specificity_known'),
        ),
        django.contrib.postgres.operations.AddConstraintNotValid(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('publication_state', 'draft'), models.Q(('sector__isnull', False), ('source__isnull', False), models.Q(('instrument', ''), _negated=True), models.Q(('specificity', ''), _negated=True)), _connector='OR'), name='proposal_public_is_placed'),
        ),
    ]
