"""Following a filtered list or one proposal by e-mail: sign up, confirm, change and end.

What is done to a subscription is done by whoever has its key, which only its mails hold.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import punycode
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from proposals.alerts import following
from proposals.audit import client_address
from proposals.choices import Cadence, EndedBy
from proposals.finding.parameters import Fault
from proposals.languages import HANT
from proposals.models import Proposal, Subscription
from proposals.web.query.chosen import Chosen
from proposals.web.query.faults import to_tidied

READ_AND_POST = ["GET", "HEAD", "POST"]


class MailboxField(forms.EmailField):
    """An address that any mail server can be given: plain letters, the host in lower case."""

    def clean(self, value: str | None) -> str:
        name, at, host = super().clean(value).rpartition("@")
        if not name.isascii():
            raise ValidationError(_("Give an address whose part before the @ is in Latin letters."))
        return f"{name}{at}{punycode(host.lower())}"


class CadenceForm(forms.Form):
    cadence = forms.ChoiceField(
        label=_("How often"),
        choices=Cadence,
        initial=Cadence.DAILY,
        error_messages={
            "required": _("Choose how often."),
            "invalid_choice": _("Choose how often."),
        },
    )


class SignUpForm(CadenceForm):
    email = MailboxField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={
            "required": _("Give an e-mail address."),
            "invalid": _("Give an e-mail address like name@example.com."),
        },
    )
    # Nobody sees this field; what fills it in is a program.
    website = forms.CharField(required=False)


@never_cache
@require_http_methods(READ_AND_POST)
def subscribe(request: HttpRequest) -> HttpResponse:
    if request.method != "POST" and (tidy := to_tidied(request)):
        return tidy
    data = request.GET.copy()
    slugs = [slug.replace("\0", "") for slug in data.pop("proposal", []) if slug.strip()]
    proposal = get_object_or_404(Proposal.objects.public(), slug=slugs[-1]) if slugs else None
    query, faults = following.followable(data)
    if proposal is not None and (query or len(slugs) > 1):
        message = gettext("Follow one proposal, or a list: not both in one address.")
        faults.append(Fault("proposal", message, []))
    chosen = Chosen(QueryDict(query), request.path, faults)
    context: dict[str, Any] = {"proposal": proposal, "chosen": chosen, "query": query}
    if faults:
        context["remedies"] = Chosen(request.GET, request.path, faults).remedies()
        return render(request, "proposals/subscription/new.html", context, status=400)
    form = SignUpForm(request.POST or None)
    if form.is_valid():
        wanted = Subscription(
            email=form.cleaned_data["email"],
            cadence=form.cleaned_data["cadence"],
            language=get_language() or HANT,
            query=query,
            proposal=proposal,
            sentence="" if proposal else " ".join(chosen.sentence().split()),
            asked_from=client_address(request)[:64],
        )
        try:
            if not form.cleaned_data["website"]:
                following.sign_up(wanted, timezone.now())
        except following.TooMany as fault:
            form.add_error(None, fault)
            context["form"] = form
            answer = render(request, "proposals/subscription/new.html", context, status=429)
            answer["Retry-After"] = "3600"
            return answer
        return redirect("subscribe-sent")
    context["form"] = form
    status = 400 if request.method == "POST" else 200
    return render(request, "proposals/subscription/new.html", context, status=status)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    return render(request, "proposals/subscription/sent.html")


def with_key(
    view: Callable[[HttpRequest, Subscription], HttpResponse],
) -> Callable[[HttpRequest, str], HttpResponse]:
    """The subscription of the key in the address, or a page that says what may have happened."""

    @never_cache
    @wraps(view)
    def found(request: HttpRequest, key: str) -> HttpResponse:
        subscription = Subscription.objects.select_related("proposal").filter(key=key).first()
        if subscription is None:
            return render(request, "proposals/subscription/unknown.html", status=404)
        return view(request, subscription)

    return found


@require_http_methods(READ_AND_POST)
@with_key
def confirm(request: HttpRequest, subscription: Subscription) -> HttpResponse:
    """Programs that look into mails open links; only a person presses the button."""
    if request.method == "POST":
        following.confirm(subscription, timezone.now())
        return redirect(request.path)
    return _shown(request, "confirm", subscription)


@require_http_methods(READ_AND_POST)
@with_key
def change(request: HttpRequest, subscription: Subscription) -> HttpResponse:
    form = CadenceForm(request.POST or None, initial={"cadence": subscription.cadence})
    if request.method == "POST" and subscription.is_live:
        if not form.is_valid():
            return _shown(request, "change", subscription, form=form, status=400)
        subscription.change_cadence(form.cleaned_data["cadence"])
        return redirect(f"{request.path}?changed")
    is_changed = "changed" in request.GET
    return _shown(request, "change", subscription, form=form, is_changed=is_changed)


@csrf_exempt
@require_http_methods(READ_AND_POST)
@with_key
def end(request: HttpRequest, subscription: Subscription) -> HttpResponse:
    """A POST ends it at once, from a mail program too, which brings no cookie (RFC 8058)."""
    if request.method == "POST":
        subscription.end(EndedBy.READER)
    return _shown(request, "end", subscription)


def _shown(
    request: HttpRequest,
    page: str,
    subscription: Subscription,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    proposal = subscription.proposal
    if proposal is not None:
        again = f"?proposal={proposal.slug}"
    else:
        again = f"?{subscription.query}" if subscription.query else ""
    chosen = Chosen(QueryDict(subscription.query), reverse("proposal-list"), [])
    context |= {
        "subscription": subscription,
        "proposal": proposal,
        "chosen": chosen,
        "again": reverse("subscribe") + again,
    }
    return render(request, f"proposals/subscription/{page}.html", context, status=status)
