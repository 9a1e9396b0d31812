"""Official documents: the list of those that answer a proposal, and one with all its answers."""

from __future__ import annotations

from itertools import groupby
from typing import Self

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render

from proposals.choices import UptakeRelation
from proposals.models import Document, Uptake
from proposals.web.pages.registers import Register, register
from proposals.web.query.read import Query, reads
from proposals.web.readers import for_readers


class DocumentRegister(Register):
    names = ("title_hant", "title_en")

    @classmethod
    def public(cls, data: QueryDict) -> Self:
        answered = Uptake.objects.public().holding().filter(document=OuterRef("pk"))
        number = answered.order_by().values("document")
        documents = (
            Document.objects.public()
            .annotate(
                number=Coalesce(
                    Subquery(
                        number.annotate(number=Count("proposal", distinct=True)).values("number")
                    ),
                    0,
                ),
                published_from=F("published_on"),
            )
            .select_related("publisher")
            .defer("text")
        )
        return cls(data, documents)


@for_readers
@reads(DocumentRegister.public)
def document_list(request: HttpRequest, query: Query[DocumentRegister]) -> HttpResponse:
    return register(
        request,
        query,
        keys=[("published_from", True), ("slug", False), ("pk", False)],
        template="proposals/document/list.html",
    )


@for_readers
def document_detail(request: HttpRequest, slug: str) -> HttpResponse:
    public = Document.objects.public().select_related("publisher").defer("text")
    document = get_object_or_404(public, slug=slug)
    uptakes = list(
        Uptake.objects.public()
        .filter(document=document)
        .select_related("proposal__sector", "update__voided_by", "update__confirmation")
        .order_by("position", "pk")
    )
    for uptake in uptakes:
        uptake.document = document
    held = [uptake for uptake in uptakes if uptake.voided_at is None]
    context = {
        "document": document,
        "passages": [
            (first, [first, *rest])
            for _position, rows in groupby(uptakes, key=lambda uptake: uptake.position)
            for first, *rest in [list(rows)]
        ],
        "answered": len({uptake.proposal_id for uptake in held}),
        "relations": [
            (relation, number)
            for relation in UptakeRelation
            if (number := len({u.proposal_id for u in held if u.relation == relation}))
        ],
    }
    return render(request, "proposals/document/detail.html", context)
