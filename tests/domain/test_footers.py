"""What stands under every mail."""

from vibe_desktop.domain.footers import compose, footer
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.previews import preview
from vibe_desktop.domain.templates import to_html, to_text

ADA = Identity("Ada Lovelace", "Engines & Sons", "1 Mill Lane,\nLondon N1")


def test_the_footer_says_who_writes_from_where_and_how_to_opt_out() -> None:
    assert footer(ADA) == (
        "Ada Lovelace\nEngines & Sons\n\n1 Mill Lane, London N1\n"
        'Not for you? Reply "no" or {unsubscribe_link} and I will not write again.'
    )


def test_what_is_not_given_yet_leaves_no_blank_line() -> None:
    assert footer(Identity()).startswith("Not for you?")
    assert footer(Identity(name="Ada")).startswith("Ada\n\nNot")


def test_a_mail_is_the_body_a_blank_line_and_the_footer() -> None:
    assert compose("Hi\n\n", ADA) == f"Hi\n\n{footer(ADA)}"
    assert compose(" ", ADA) == footer(ADA)


def test_a_preview_is_what_is_sent_with_the_tags_filled() -> None:
    lead = Lead(email="b@x.example", first_name="<Bob>", company_name="R&D")
    body = "Hi {{firstName | there}},\n\nHow is {{companyName}}? {{lastName}}"
    shown = preview("For {{companyName}}", body, ADA, lead)
    assert shown.subject == "For R&D"
    assert shown.text.startswith("Hi <Bob>,\n\nHow is R&D?\n")
    assert "Hi &lt;Bob&gt;,<br/><br/>How is R&amp;D?" in shown.html
    assert shown.missing == ("lastName",)
    filled = to_html(compose(body, ADA)).replace("{{firstName | there}}", "&lt;Bob&gt;")
    assert shown.html == filled.replace("{{companyName}}", "R&amp;D").replace("{{lastName}}", "")


def test_text_and_html_of_a_preview_read_the_same() -> None:
    lead = Lead(email="b@x.example", first_name="Bob")
    shown = preview("Hello", "Hi {{firstName}},\n\n{{RANDOM | a | b}} < c", ADA, lead)
    assert to_text(shown.html) == shown.text
