"""Forms of the desk lose nothing: what is typed is kept while it is typed, and where it is sent
after a session has ended. It is kept for the account that typed it alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.urls import path, reverse
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
# The cookie by which a browser knows whose session it held last, once that has ended. It opens
# nothing, and says nothing any more once the account has another password.
ACCOUNT = "desk_account"
ACCOUNT_KEPT = 30 * 24 * 60 * 60


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
            response = inside(request, *args, **kwargs)
            if not cacheable and request.user.is_authenticated:
                _note_account(request, response)
            return response

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
    if body:
        Typed.objects.keep(body, by=cast("User", request.user), address=address)
    else:
        Typed.objects.filter(by_id=request.user.pk, address=address).delete()
    return HttpResponse(status=204)


def _note_account(request: HttpRequest, response: HttpResponseBase) -> None:
    named = _named(cast("User", request.user))
    if _noted(request) != named:
        response.set_cookie(
            ACCOUNT,
            signing.dumps(named, salt=ACCOUNT),
            max_age=ACCOUNT_KEPT,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _named(account: User) -> list[Any]:
    return [account.pk, account.get_session_auth_hash()]


def _noted(request: HttpRequest) -> Any:
    try:
        return signing.loads(request.COOKIES.get(ACCOUNT, ""), salt=ACCOUNT, max_age=ACCOUNT_KEPT)
    except signing.BadSignature:
        return None


def _account(request: HttpRequest) -> User | None:
    """Whose session this browser held last."""
    noted = _noted(request)
    account = User.objects.filter(pk=noted[0], is_active=True).first() if noted else None
    return account if account and _named(account) == noted else None


def _sign_in_first(request: HttpRequest) -> HttpResponseBase:
    """The form waits for the account whose session has ended here; of others nothing is kept."""
    address = request.path
    body = request.POST.urlencode()
    by = _account(request)
    is_kept = len(body) <= MOST and len(address) <= LONGEST_ADDRESS
    has_password = any("password" in name for name in request.POST)
    if by and is_kept and not has_password and url_has_allowed_host_and_scheme(address, None):
        Typed.objects.keep(body, by=by, address=address)
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
