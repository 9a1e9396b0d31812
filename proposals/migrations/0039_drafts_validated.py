"""What 0038 asks of a proposal holds for those that were there before."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0038_drafts_of_a_title'),
    ]

    operations = [
        ValidateConstraint(model_name='proposal', name='proposal_instrument_known'),
        ValidateConstraint(model_name='proposal', name='proposal_specificity_known'),
        ValidateConstraint(model_name='proposal', name='proposal_public_is_placed'),
    ]
