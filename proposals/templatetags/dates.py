"""Dates in pages: what readers see, with what machines read beside it."""

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from proposals.choices import Precision
from proposals.dates import Dating, machine_day, written_day, written_instant
from proposals.models import Proposal

register = template.Library()


@register.simple_tag
def day(value: dt.date | None, precision: str = Precision.DAY) -> SafeString | str:
    """A day, month or year, or that none is stated."""
    if value is None:
        return written_day(None)
    return format_html(
        '<time datetime="{}">{}</time>',
        machine_day(value, precision),
        written_day(value, precision),
    )


@register.simple_tag
def dating(value: Dating) -> SafeString | str:
    """As far as it is known when something was published or asked."""
    if value.on is None:
        return value.written()
    machine = machine_day(value.on, value.precision)
    return format_html('<time datetime="{}">{}</time>', machine, value.written())


@register.simple_tag
def instant(value: dt.datetime) -> SafeString:
    """The day and minute by the clock of Hong Kong."""
    return format_html(
        '<time datetime="{}">{}</time>',
        timezone.localtime(value).isoformat(timespec="seconds"),
        written_instant(value),
    )


@register.simple_tag
def day_of(value: dt.datetime) -> SafeString | str:
    """The Hong Kong day on which an instant falls."""
    return day(timezone.localdate(value))


@register.simple_tag
def today() -> str:
    """The day on which the page is read, for paper."""
    return written_day(timezone.localdate())


@register.simple_tag
def is_past_target(proposal: Proposal) -> bool:
    return proposal.is_past_target(timezone.localdate())
