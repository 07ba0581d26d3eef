"""The process environment wins for one run, and does not show its secrets."""

import pytest

from vibe_desktop.app.environment import Environment
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.settings import Service


def test_keys_and_addresses_are_taken_from_the_environment() -> None:
    read = Environment.read(
        {
            "OPENAI_API_KEY": " sk-1 ",
            "INSTANTLY_API_KEY": "inst-1",
            "OPENAI_BASE_URL": "http://127.0.0.1:1/v1",
            "INSTANTLY_BASE_URL": "http://127.0.0.1:2",
        }
    )
    assert read.secrets == {Service.OPENAI: "sk-1", Service.INSTANTLY: "inst-1"}
    assert read.openai_base_url == "http://127.0.0.1:1/v1"
    assert read.instantly_base_url == "http://127.0.0.1:2"


def test_an_empty_variable_counts_as_not_given() -> None:
    assert Environment.read({"OPENAI_API_KEY": "  "}).secrets == {}


def test_secrets_do_not_show_when_the_environment_is_printed() -> None:
    assert "sk-1" not in repr(Environment.read({"OPENAI_API_KEY": "sk-1"}))


@pytest.mark.parametrize("address", ["nonsense", "http://[::1", "ftp://x.com", "http://x.com/v1"])
def test_an_address_that_cannot_be_used_is_named_with_its_variable(address: str) -> None:
    read = Environment.read({"OPENAI_BASE_URL": address, "INSTANTLY_BASE_URL": address})

    with pytest.raises(InvalidInput, match="OPENAI_BASE_URL"):
        read.openai_root()
    with pytest.raises(InvalidInput, match="INSTANTLY_BASE_URL"):
        read.instantly_root()


def test_an_address_may_come_without_scheme_and_with_slashes_at_its_end() -> None:
    read = Environment.read({"INSTANTLY_BASE_URL": "127.0.0.1:8080//"})

    assert read.instantly_root() == "http://127.0.0.1:8080"
    assert read.openai_root() == ""
