"""Forms of the desk lose nothing: what is typed is kept while it is typed, and by a session that
ended until its editor has signed in again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from proposals.dates import written_instant
from proposals.models import Typed
from proposals.models.typed import LONGEST_ADDRESS

# More than any form of the desk sends.
MOST = 500_000
# In an address: show the form as it was typed. In a form: it is shown again, and not sent.
AGAIN = "typed"
SHOWN_AGAIN = "_typed"


class KeptForms(admin.AdminSite):
    """Every page of the desk, with forms that come back as they were typed."""

    def get_urls(self) -> list[Any]:
        kept = path("typed/", super().admin_view(keep), name="typed")
        return [kept, *super().get_urls()]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        inside = super().admin_view(_forgotten_once_sent(view), cacheable)

        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and not request.user.is_authenticated:
                return _sign_in_first(request)
            return inside(request, *args, **kwargs)

        return answer


def keep(request: HttpRequest) -> HttpResponse:
    """Keep what is typed on a page, or forget it where nothing is sent; asked, say since when."""
    if request.method == "GET":
        mine = Typed.objects.filter(by_id=request.user.pk, address=request.GET.get("address", ""))
        at = mine.values_list("at", flat=True).first()
        return JsonResponse({"at": written_instant(at) if at else None})
    address, body = request.POST.get("address", ""), request.POST.get("body", "")
    if request.method != "POST" or not address.startswith(reverse("admin:index")):
        return HttpResponse(status=400)
    if len(body) > MOST or len(address) > LONGEST_ADDRESS:
        return HttpResponse(status=413)
    mine = Typed.objects.filter(by_id=request.user.pk, address=address)
    if not body:
        mine.delete()
        return HttpResponse(status=204)
    Typed.objects.update_or_create(
        by_id=request.user.pk, address=address, defaults={"body": body, "at": timezone.now()}
    )
    Typed.objects.old().delete()
    return HttpResponse(status=204)


def _sign_in_first(request: HttpRequest) -> HttpResponseBase:
    """The session keeps the form for who signs in next in this browser."""
    address = request.path
    body = request.POST.urlencode()
    if len(body) <= MOST and url_has_allowed_host_and_scheme(address, None):
        request.session["typed"] = {"address": address, "body": body}
        address = f"{address}?{urlencode({AGAIN: 1})}"
    return redirect_to_login(address, reverse("admin:login"))


def _forgotten_once_sent(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == HTTPStatus.FOUND:
            Typed.objects.filter(by_id=request.user.pk, address=request.path).delete()
        return response

    return answer


def typed_again(request: HttpRequest) -> QueryDict | None:
    """The form of this page as it was typed, where its address asks for that. It is to be shown,
    and not acted upon: of its buttons nothing is left, and `SHOWN_AGAIN` is set.
    """
    if request.method != "GET" or AGAIN not in request.GET:
        return None
    held = request.session.pop("typed", None)
    if held and held["address"] == request.path:
        body = held["body"]
    else:
        mine = Typed.objects.filter(by_id=request.user.pk, address=request.path)
        body = mine.values_list("body", flat=True).first()
    if not body:
        return None
    # Read here, while there are none: reading them later would empty the form that is put in place.
    request.FILES.clear()
    messages.warning(request, _("This is what you had typed. It is not saved yet."))
    sent = QueryDict(body, mutable=True)
    for name in [name for name in sent if name.startswith("_")]:
        del sent[name]
    sent[SHOWN_AGAIN] = "1"
    return sent
