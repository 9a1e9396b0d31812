"""Addresses that cannot be answered as they are: untidy ones, and those with faults."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from proposals.finding.parameters import Fault
from proposals.web.query.chosen import LEGENDS, Label, Remedy, tidied

# More than anybody chooses. What a page says of a choice grows with the square of it.
MOST_VALUES = 100


def to_tidied(request: HttpRequest) -> HttpResponse | None:
    """The way to the address without what nobody chose; None where it can be read as it is."""
    tidy = tidied(request.GET)
    if tidy != request.GET:
        query = tidy.urlencode()
        return redirect(f"{request.path}?{query}" if query else request.path)
    if sum(len(values) for _name, values in tidy.lists()) > MOST_VALUES:
        message = gettext("A page takes %(most)s values at the most. Choose fewer.")
        fault = Fault("", message % {"most": MOST_VALUES}, [])
        return _shown(request, [Remedy(fault, gettext("Your choice"), [], [], request.path)])
    return None


def faulty(request: HttpRequest, faults: Iterable[Fault]) -> HttpResponse:
    """What is wrong with each parameter of an address, and the address without it."""
    remedies = [
        Remedy(
            fault,
            str(LEGENDS.get(fault.parameter, fault.parameter)),
            list[tuple[Label, str]](),
            fault.allowed,
            _without(request, fault.parameter),
        )
        for fault in faults
    ]
    return _shown(request, remedies)


def _shown(request: HttpRequest, remedies: list[Remedy]) -> HttpResponse:
    return render(request, "proposals/faulty.html", {"remedies": remedies}, status=400)


def _without(request: HttpRequest, parameter: str) -> str:
    kept = request.GET.copy()
    del kept[parameter]
    return f"{request.path}?{kept.urlencode()}" if kept else request.path
