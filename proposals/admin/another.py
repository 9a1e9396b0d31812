"""The next ask after one that was saved: what stays the same is filled in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db import models
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from proposals.models import Proposal
from proposals.models.dated import dating_columns

# In the address of the empty form: after which proposal it comes.
AFTER = "after"
# Digits of what no key of a row is as long as.
LONGEST_KEY = 19

SAME = ["source", "sector", *dating_columns("proposed")]
# Of the rows that hang on a proposal, by their table.
SAME_ROWS = {
    "attributions": ["author", "capacity_hant", "capacity_en", "capacity_hans", "position"],
    "addressees": ["body", "basis"],
}


class AnotherAsk(admin.ModelAdmin):
    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        given: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        before = _before(request)
        return model_to_dict(before, SAME) | given if before else given

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        before = None if obj and obj.pk else _before(request)
        # Of a form that was sent, a row that was left as it came counts as written.
        if before and request.method == "GET" and prefix in SAME_ROWS:
            kwargs["initial"] = list(_rows(before, prefix).values(*SAME_ROWS[prefix]))
        return kwargs

    def response_add(self, request: HttpRequest, obj: Any, *args: Any) -> HttpResponse:
        return _after(obj, request, super().response_add(request, obj, *args))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return _after(obj, request, super().response_change(request, obj))


class FilledRows(admin.options.InlineModelAdmin):
    """Rows of which the next ask has as many as the one before, and an empty one."""

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        extra: int = super().get_extra(request, obj, **kwargs)
        before = None if obj and obj.pk else _before(request)
        prefix = self.model._meta.get_field("proposal").related_query_name()
        return extra + _rows(before, prefix).count() if before else extra


def _before(request: HttpRequest) -> Proposal | None:
    pk = request.GET.get(AFTER, "")
    is_key = pk.isdecimal() and len(pk) < LONGEST_KEY
    return Proposal.objects.filter(pk=pk).first() if is_key else None


def _rows(before: Proposal, prefix: str) -> models.QuerySet[Any]:
    return getattr(before, prefix).order_by("pk")


def _after(proposal: Proposal, request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if "_addanother" not in request.POST or not isinstance(response, HttpResponseRedirect):
        return response
    page = response.url.partition("?")[0]
    return HttpResponseRedirect(f"{page}?{urlencode({AFTER: proposal.pk})}")
