import datetime as dt
import socket
import time
from email.utils import format_datetime

import pytest
from django.utils import timezone

from proposals import outgoing
from tests.channels.site import serving
from tests.receiver import this_machine


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2001::1",
        "2002:7f00:1::",
        "fc00::1",
        "fec0::1",
        "fe80::1",
        "ff02::1",
    ],
)
def test_an_address_that_is_not_of_the_open_internet(address):
    assert not outgoing.is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_an_address_of_the_open_internet(address):
    assert outgoing.is_public(address)


@pytest.mark.parametrize(
    ("host", "leads"),
    [
        *(
            (host, True)
            for host in ("localhost", "LOCALHOST.", "intranet", "", "127.0.0.1", "127.1")
        ),
        *((host, True) for host in ("2130706433", "0x7f000001", "１２７.0.0.1", "10.1.2.3", "::1")),
        *(
            (host, True)
            for host in ("printer.local", "wiki.corp.internal", "a.localhost", "fe80::1")
        ),
        *((host, False) for host in ("www.info.gov.hk", "1.1.1.1", "2606:4700::1111", "香港.香港")),
    ],
)
def test_a_host_tells_by_its_name_that_nobody_else_reaches_it(host, leads):
    assert outgoing.leads_inside(host) == leads


def test_time_is_asked_for_in_seconds_or_by_a_date():
    now = timezone.now().replace(microsecond=0)
    never, hour, day = (dt.timedelta(hours=n) for n in (0, 1, 24))
    by_date = format_datetime((now + hour).astimezone(dt.UTC), usegmt=True)
    assert outgoing.waited("3600", now, day) == hour
    assert outgoing.waited(by_date, now, day) == hour
    assert outgoing.waited("999999", now, day) == day
    for said in ("", "soon", "-5", "1e3", format_datetime(now - hour), "9" * 400):
        assert outgoing.waited(said, now, day) in (never, day), said
    assert outgoing.waited("soon", now, day) == never


def unknown(*_asked, **_how):
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def asked(url: str) -> str:
    """Why an address gives no answer."""
    with (
        pytest.raises(outgoing.NoAnswer) as fault,
        outgoing.answer("GET", url, headers={}, ends_at=time.monotonic() + 9, allowed=this_machine),
    ):
        pass
    return str(fault.value)


def test_why_there_is_no_answer_is_told_apart(monkeypatch):
    with serving() as site:
        plain = site.url("/")
        assert asked(plain.replace("http", "https")) == outgoing.NOT_SECURE
    assert asked(plain) == outgoing.NOT_REACHED
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert asked("http://nobody.example/") == outgoing.NO_NAME
