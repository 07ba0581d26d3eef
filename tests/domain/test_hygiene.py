"""What an address alone tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.hygiene import FREE_MAIL, ROLE_NAMES, flags_of, host_flags, is_free_mail
from vibe_desktop.domain.leads import NO_FLAGS, LeadFlag

THROWN_AWAY = frozenset({"mailinator.com", "trash.co.uk"})


@pytest.mark.parametrize(
    ("email", "flags"),
    [
        ("ada@acme.com", NO_FLAGS),
        ("info@acme.com", LeadFlag.ROLE),
        ("sales+trial@acme.com", LeadFlag.ROLE),
        ("no-reply@acme.com", LeadFlag.ROLE),
        ("kontakt@acme.de", LeadFlag.ROLE),
        ("salesman@acme.com", NO_FLAGS),
        ("ada+info@acme.com", NO_FLAGS),
        ("ada@gmail.com", LeadFlag.FREE_MAIL),
        ("support@gmail.com", LeadFlag.ROLE | LeadFlag.FREE_MAIL),
        ("ada@yahoo.co.uk", LeadFlag.FREE_MAIL),
        ("ada@yahoo.com.br", LeadFlag.FREE_MAIL),
        ("ada@hotmail.fr", LeadFlag.FREE_MAIL),
        ("ada@gmx.de", LeadFlag.FREE_MAIL),
        ("ada@wp.pl", LeadFlag.FREE_MAIL),
        ("ada@seznam.cz", LeadFlag.FREE_MAIL),
        ("ada@qq.com", LeadFlag.FREE_MAIL),
        ("ada@yahoo-inc.com", NO_FLAGS),
        ("ada@live.acme.com", NO_FLAGS),
        ("ada@mail.outlook.works", NO_FLAGS),
        ("ada@mailinator.com", LeadFlag.DISPOSABLE),
        ("ada@eu.mailinator.com", LeadFlag.DISPOSABLE),
        ("info@trash.co.uk", LeadFlag.ROLE | LeadFlag.DISPOSABLE),
        ("ada@notmailinator.com", NO_FLAGS),
    ],
)
def test_functions_private_mailboxes_and_throw_away_addresses_are_told(
    email: str, flags: LeadFlag
) -> None:
    assert flags_of(email, THROWN_AWAY) == flags


def test_the_lists_hold_nothing_that_an_address_cannot_have() -> None:
    assert all(name == name.lower().strip() and "@" not in name for name in ROLE_NAMES)
    assert all("." in host and host == host.lower() for host in FREE_MAIL)


@given(st.text())
def test_no_text_whatsoever_breaks_it(text: str) -> None:
    assert flags_of(text, THROWN_AWAY) in range(8)
    assert (host_flags(text) is LeadFlag.FREE_MAIL) == is_free_mail(text)
