from django.contrib import admin

from proposals.admin.shared import WordsAdmin
from proposals.models import Synonym
from proposals.tables.resources import SynonymResource


@admin.register(Synonym)
class SynonymAdmin(WordsAdmin):
    key = "code"
    list_display = ["code", "words"]
    search_fields = ["code", "words"]
    ordering = ["code", "pk"]
    fieldsets = [(None, {"fields": ["code", "words"]})]
    resource_classes = [SynonymResource]
