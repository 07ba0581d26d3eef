"""What a site's robots.txt lets this program read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.scaling import ALLOWED, growth
from vibe_desktop.gateways.website.robots import may_read

SITE = "https://acme.example"


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        ("", "/pricing", True),
        ("User-agent: *\nDisallow:", "/pricing", True),
        ("User-agent: *\nDisallow: /", "/pricing", False),
        ("User-agent: *\nDisallow: /admin", "/pricing", True),
        ("User-agent: *\nDisallow: /pri", "/pricing", False),
        ("user-agent : *\r\ndisallow : /pricing # not this\r\n", "/pricing", False),
        ("\ufeffUser-agent: *\nDisallow: /pricing", "/pricing", False),
        ("Disallow: /", "/pricing", True),
        ("<html>User-agent: none here</html>", "/pricing", True),
    ],
)
def test_plain_rules_are_followed(robots: str, path: str, allowed: bool) -> None:
    assert may_read(robots, SITE + path) is allowed


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        # RFC 9309, 5.2: the longest match decides, whatever the order.
        ("Allow: /example/page/\nDisallow: /example/page/disallowed.gif", "/example/page/", True),
        (
            "Allow: /example/page/\nDisallow: /example/page/disallowed.gif",
            "/example/page/disallowed.gif",
            False,
        ),
        ("Disallow: /\nAllow: /pricing", "/pricing", True),
        ("Allow: /pricing\nDisallow: /", "/about", False),
        ("Disallow: /page\nAllow: /page", "/page", True),
        ("Disallow: /*.php$", "/index.php", False),
        ("Disallow: /*.php$", "/index.php?x=1", True),
        ("Disallow: /*?", "/pricing?plan=2", False),
        ("Disallow: /*?", "/pricing", True),
        ("Disallow: /a*b*c", "/a1b2c3", False),
        ("Disallow: /a*b*c$", "/a1b2c3", True),
        ("Disallow: /$", "/", False),
        ("Disallow: /$", "/pricing", True),
        ("Disallow: /caf%C3%A9", "/café", False),
    ],
)
def test_the_longest_rule_that_fits_decides(rules: str, path: str, allowed: bool) -> None:
    assert may_read(f"User-agent: *\n{rules}", SITE + path) is allowed


def test_a_group_that_names_the_program_counts_alone() -> None:
    robots = (
        "User-agent: *\nDisallow: /\n\n"
        "User-agent: otherbot\nUser-agent: VibeMarketingAutopilot/1.0\nDisallow: /private\n\n"
        "User-agent: vibemarketingautopilot\nDisallow: /secret\n"
    )
    assert may_read(robots, f"{SITE}/pricing")
    assert not may_read(robots, f"{SITE}/private")
    assert not may_read(robots, f"{SITE}/secret")
    assert not may_read(robots, f"{SITE}/pricing", "somebodyelse")


@given(st.text(), st.text())
def test_any_text_can_be_asked(robots: str, path: str) -> None:
    may_read(robots, f"{SITE}/{path}")
    may_read(f"User-agent: *\nDisallow: {robots}\nAllow: {path}", f"{SITE}/{path}")


def test_no_stars_keep_it_busy() -> None:
    def ask(size: int) -> None:
        rule = "/" + "a*" * size + "b"
        assert may_read(f"User-agent: *\nDisallow: {rule}", f"{SITE}/{'a' * 2 * size}")

    assert growth(ask, 2_000) < ALLOWED
