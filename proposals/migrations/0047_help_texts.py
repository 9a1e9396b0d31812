"""What the forms of the desk say beside their fields; nothing is written."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0046_target_index'),
    ]

    operations = [
        migrations.AlterField(
            model_name='addressee',
            name='basis',
            field=models.CharField(choices=[('stated', 'Stated'), ('inferred', 'Inferred')], default='stated', help_text='Whether the source names the body, or the editors infer it.', max_length=10, verbose_name='basis'),
        ),
        migrations.AlterField(
            model_name='addresseeevent',
            name='basis',
            field=models.CharField(choices=[('stated', 'Stated'), ('inferred', 'Inferred')], default='stated', help_text='Whether the source names the body, or the editors infer it.', max_length=10, verbose_name='basis'),
        ),
        migrations.AlterField(
            model_name='attribution',
            name='capacity_hant',
            field=models.CharField(blank=True, help_text='As the source states it at the time, such as a member of a council.', max_length=200, verbose_name='capacity (Traditional Chinese)'),
        ),
        migrations.AlterField(
            model_name='attribution',
            name='position',
            field=models.PositiveSmallIntegerField(default=0, help_text='Smaller numbers are listed first.', verbose_name='position'),
        ),
        migrations.AlterField(
            model_name='attributionevent',
            name='capacity_hant',
            field=models.CharField(blank=True, help_text='As the source states it at the time, such as a member of a council.', max_length=200, verbose_name='capacity (Traditional Chinese)'),
        ),
        migrations.AlterField(
            model_name='attributionevent',
            name='position',
            field=models.PositiveSmallIntegerField(default=0, help_text='Smaller numbers are listed first.', verbose_name='position'),
        ),
        migrations.AlterField(
            model_name='author',
            name='note_hant',
            field=models.TextField(blank=True, help_text='Readers see it.', verbose_name='note (Traditional Chinese)'),
        ),
        migrations.AlterField(
            model_name='author',
            name='slug',
            field=models.SlugField(help_text='Left empty, it is made from the name. It stands in addresses for good.', max_length=80, unique=True, verbose_name='slug'),
        ),
        migrations.AlterField(
            model_name='authorevent',
            name='note_hant',
            field=models.TextField(blank=True, help_text='Readers see it.', verbose_name='note (Traditional Chinese)'),
        ),
        migrations.AlterField(
            model_name='authorevent',
            name='slug',
            field=models.SlugField(db_index=False, help_text='Left empty, it is made from the name. It stands in addresses for good.', max_length=80, verbose_name='slug'),
        ),
        migrations.AlterField(
            model_name='criterion',
            name='text_hant',
            field=models.CharField(help_text='One part of the ask that can be ticked off: a sum granted, a law passed.', max_length=300, verbose_name='text (Traditional Chinese)'),
        ),
        migrations.AlterField(
            model_name='criterionevent',
            name='text_hant',
            field=models.CharField(help_text='One part of the ask that can be ticked off: a sum granted, a law passed.', max_length=300, verbose_name='text (Traditional Chinese)'),
        ),
        migrations.AlterField(
            model_name='idea',
            name='slug',
            field=models.SlugField(help_text='Left empty, it is made from the name. It stands in addresses for good.', max_length=80, unique=True, verbose_name='slug'),
        ),
        migrations.AlterField(
            model_name='idea',
            name='title_hant',
            field=models.CharField(help_text='What several authors ask for, in one line.', max_length=200, verbose_name='title (Traditional Chinese)'),
        ),
        migrations.AlterField(
            model_name='ideaevent',
            name='slug',
            field=models.SlugField(db_index=False, help_text='Left empty, it is made from the name. It stands in addresses for good.', max_length=80, verbose_name='slug'),
        ),
        migrations.AlterField(
            model_name='ideaevent',
            name='title_hant',
            field=models.CharField(help_text='What several authors ask for, in one line.', max_length=200, verbose_name='title (Traditional Chinese)'),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='ideas',
            field=models.ManyToManyField(blank=True, help_text='Where other authors have asked for the same.', to='proposals.idea', verbose_name='ideas'),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='proposed_basis_hant',
            field=models.TextField(blank=True, help_text='Only of a date that is not printed: what shows it.', verbose_name='inferred from (Traditional Chinese)'),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='specificity',
            field=models.CharField(blank=True, choices=[('firm', 'Firm: a measure that can be checked'), ('soft', 'Soft: a direction, hard to check')], help_text='Firm, where one can look whether it was done; soft, where it asks to study, to promote or to strengthen.', max_length=10, verbose_name='specificity'),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='summary_hant',
            field=models.TextField(blank=True, help_text='In our words: who is to do what, for whom, with which sum and by when.', verbose_name='summary (Traditional Chinese)'),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='title_hant',
            field=models.CharField(help_text='What is asked, in one line: a verb and what it is about.', max_length=300, verbose_name='title (Traditional Chinese)'),
        ),
        migrations.AlterField(
            model_name='proposalevent',
            name='proposed_basis_hant',
            field=models.TextField(blank=True, help_text='Only of a date that is not printed: what shows it.', verbose_name='inferred from (Traditional Chinese)'),
        ),
        migrations.AlterField(
            model_name='proposalevent',
            name='specificity',
            field=models.CharField(blank=True, choices=[('firm', 'Firm: a measure that can be checked'), ('soft', 'Soft: a direction, hard to check')], help_text='Firm, where one can look whether it was done; soft, where it asks to study, to promote or to strengthen.', max_length=10, verbose_name='specificity'),
        ),
        migrations.AlterField(
            model_name='proposalevent',
            name='summary_hant',
            field=models.TextField(blank=True, help_text='In our words: who is to do what, for whom, with which sum and by when.', verbose_name='summary (Traditional Chinese)'),
        ),
        migrations.AlterField(
            model_name='proposalevent',
            name='title_hant',
            field=models.CharField(help_text='What is asked, in one line: a verb and what it is about.', max_length=300, verbose_name='title (Traditional Chinese)'),
        ),
        migrations.AlterField(
            model_name='publication',
            name='slug',
            field=models.SlugField(help_text='Left empty, it is made from the name. It stands in addresses for good.', max_length=80, unique=True, verbose_name='slug'),
        ),
        migrations.AlterField(
            model_name='publicationevent',
            name='slug',
            field=models.SlugField(db_index=False, help_text='Left empty, it is made from the name. It stands in addresses for good.', max_length=80, verbose_name='slug'),
        ),
        migrations.AlterField(
            model_name='source',
            name='byline',
            field=models.CharField(blank=True, help_text='The names of the authors with their titles, as the page has them.', max_length=300, verbose_name='byline as printed'),
        ),
        migrations.AlterField(
            model_name='source',
            name='note_hant',
            field=models.TextField(blank=True, help_text='Readers see it.', verbose_name='note (Traditional Chinese)'),
        ),
        migrations.AlterField(
            model_name='source',
            name='published_basis_hant',
            field=models.TextField(blank=True, help_text='Only of a date that is not printed: what shows it.', verbose_name='inferred from (Traditional Chinese)'),
        ),
        migrations.AlterField(
            model_name='source',
            name='slug',
            field=models.SlugField(help_text='Left empty, it is made from the name. It stands in addresses for good.', max_length=80, unique=True, verbose_name='slug'),
        ),
        migrations.AlterField(
            model_name='sourceevent',
            name='byline',
            field=models.CharField(blank=True, help_text='The names of the authors with their titles, as the page has them.', max_length=300, verbose_name='byline as printed'),
        ),
        migrations.AlterField(
            model_name='sourceevent',
            name='note_hant',
            field=models.TextField(blank=True, help_text='Readers see it.', verbose_name='note (Traditional Chinese)'),
        ),
        migrations.AlterField(
            model_name='sourceevent',
            name='published_basis_hant',
            field=models.TextField(blank=True, help_text='Only of a date that is not printed: what shows it.', verbose_name='inferred from (Traditional Chinese)'),
        ),
        migrations.AlterField(
            model_name='sourceevent',
            name='slug',
            field=models.SlugField(db_index=False, help_text='Left empty, it is made from the name. It stands in addresses for good.', max_length=80, verbose_name='slug'),
        ),
        migrations.AlterField(
            model_name='term',
            name='seen_hant',
            field=models.CharField(help_text='The official text that calls it so, with its date.', max_length=300, verbose_name='where it was seen (Traditional Chinese)'),
        ),
        migrations.AlterField(
            model_name='term',
            name='slug',
            field=models.SlugField(help_text='Left empty, it is made from the name. It stands in addresses for good.', max_length=80, unique=True, verbose_name='slug'),
        ),
        migrations.AlterField(
            model_name='termevent',
            name='seen_hant',
            field=models.CharField(help_text='The official text that calls it so, with its date.', max_length=300, verbose_name='where it was seen (Traditional Chinese)'),
        ),
        migrations.AlterField(
            model_name='termevent',
            name='slug',
            field=models.SlugField(db_index=False, help_text='Left empty, it is made from the name. It stands in addresses for good.', max_length=80, verbose_name='slug'),
        ),
    ]
