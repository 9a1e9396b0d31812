"""What is append-only cannot be emptied either."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0035_walked_by_index'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='addresseeevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='45c4b26f10618c33e371a1a49b2b52a584e8db10', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_882cb', table='proposals_addresseeevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='ef319fddd5bb312a3d25087d7a240294b3c86b89', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_75793', table='proposals_assessment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attributionevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='ad2ab8fb50658720b984ebdeba1cb3bea13e0849', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_b071f', table='proposals_attributionevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='authorevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='eb67a224298699dd73939314a5212d89e9f476eb', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_de065', table='proposals_authorevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bodyevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='8396bebe7388dbad73e10bd96d282ea9cded73e1', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_a45c6', table='proposals_bodyevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='candidateevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='e5c3585530a734ed536fb9fef55044f153642ecf', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_ca2c3', table='proposals_candidateevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='change',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='c933823d8acc871c20d6d8e2b75dad43ad3d6034', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_cf597', table='proposals_change', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='check',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='e0a7d765e8c3e169062caaf70c419f4f039c7b58', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_acd1c', table='proposals_check', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkpoint',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='4efe894aeab84bbfc518e0985d25245f62f680d7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_c3274', table='proposals_checkpoint', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='criterionevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='fd768f78012ecdd0b3dc1dc25801bd4fc1b9c68a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_a4d56', table='proposals_criterionevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='documentevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='1041135b251db99c3fdb04795eafdc447ccc2dcb', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_92ab8', table='proposals_documentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='180bdaa7b769c005abe694259d009b3ec2fa4885', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_d4f08', table='proposals_evidence', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ideaevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='91ee442c551eb0424c29aeed0292dae9fe6fe0b2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_022f3', table='proposals_ideaevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='intakearticleevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='f5cc678cb206ad1d2c0c7b135c5bb55ec55de8cf', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_f942c', table='proposals_intakearticleevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='intakepageevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='9f41bbb8cf1030522f9fd54cf65ded7cdfc2583d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_6b88e', table='proposals_intakepageevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='placeevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='b117c37c34f8acc63bbb6105592a1aced17eb6ba', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_85fdc', table='proposals_placeevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policyevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='7d34990f59c6d5c649a4d1614c3289f9b3c2cc17', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_65a60', table='proposals_policyevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposalevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='a1fa7ef2a47f4282707f93b25947a4f30a5d6501', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_28c64', table='proposals_proposalevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposalideaevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='12b66bb03fdcf0fc06a068ee4a3b4e373d629954', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_df03a', table='proposals_proposalideaevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposalplaceevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='dae8636c5d3ec08426afaea288f98bf7c96df4cd', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_e6e65', table='proposals_proposalplaceevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publicationevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='738f501085316a6f129d33655482b6cfb06976ff', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_8409f', table='proposals_publicationevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='relationevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='4970f45ea50bda0c6ef201b5c5deb395a591b37c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_8b60d', table='proposals_relationevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sectorevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='75f2c4cd46f1a4014ab751a6542c3e2aad228e98', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_e648f', table='proposals_sectorevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sourceevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='4e2ce07fc1fe834cc5e29dd59aeefd661b0cdcbf', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_78136', table='proposals_sourceevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statusupdate',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='fd5ef94e0245fc9277dac1288c0bad10c6ddcc89', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_11fe6', table='proposals_statusupdate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='synonymevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='cf043abcf6d313e96aff118f1dcae5801d17b1a4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_e4a99', table='proposals_synonymevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='termevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='475223f09144ab7c5a1014be946425bf8da3bc09', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_1c40b', table='proposals_termevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='uptakeevent',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;", hash='e2f4448e6d267eed82f91cc7d1b0d431561274c7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_db584', table='proposals_uptakeevent', when='BEFORE')),
        ),
    ]
