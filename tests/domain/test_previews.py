"""What is previewed is what is sent: the whole way from a body to a recipient's mail program."""

import json
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.template_texts import cells, leads, texts, values
from vibe_desktop.domain.footers import compose
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.launching import lead_text
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.previews import mail_values, preview, render_mail
from vibe_desktop.domain.templates import Place, normalise_html, to_html, to_text
from vibe_desktop.sandbox.instantly.lead_records import payload
from vibe_desktop.sandbox.instantly.markup import sanitised, without_bare_text
from vibe_desktop.sandbox.simulation.mails import Renderer

ADA = Identity(name="Ada Lovelace", company="Engines & Sons", postal_address="1 Mill Lane, London")
BOB = Lead("bob@x.example", first_name="Bob", company_name="R&D", custom={"goal": "more"})

identities = st.one_of(
    st.just(ADA), st.builds(Identity, name=values, company=values, postal_address=texts)
)


def sent(subject: str, body: str, identity: Identity, lead: Lead) -> tuple[str, str]:
    """Subject and HTML as the stand-in of Instantly sends them to a lead of a launch."""
    first, _, last = identity.name.strip().partition(" ")
    account = {"email": "ada@engines.example", "first_name": first, "last_name": last}
    record: dict[str, Any] = {
        "email": lead.email,
        "payload": payload(json.loads(lead_text(cells(lead)))),
    }
    kept = without_bare_text(sanitised(to_html(compose(body, identity))))
    renderer = Renderer()
    return (
        renderer.fill(subject, record, account, Place.SUBJECT),
        renderer.fill(kept, record, account, Place.HTML),
    )


@given(texts, texts, identities, leads)
@example("", "{{p p}}{{pain_point}}", ADA, Lead("a@x.example", custom={"p p": ""}))
@example("", "{ {%- if a -%} %x{% endif %}", ADA, Lead("a@x.example", custom={"a": "1"}))
@example("", "", ADA, Lead("a@x.example", custom={"unsubscribe_link": "nowhere"}))
@example("", "{% if a == 'x\u00a0b' %}y{% endif %}", ADA, Lead("a@x.example", custom={"a": "x b"}))
def test_the_rendered_text_is_what_is_sent(
    subject: str, body: str, identity: Identity, lead: Lead
) -> None:
    shown = preview(subject, body, identity, lead)
    sent_subject, sent_html = sent(subject, body, identity, lead)
    assert shown.subject == sent_subject
    assert shown.text == to_text(sent_html)
    assert to_text(shown.html) == shown.text


@given(texts)
def test_conditions_survive_the_sanitiser_and_the_comparison(body: str) -> None:
    markup = to_html(body)
    assert normalise_html(sanitised(markup)) == normalise_html(markup)


def test_a_changed_condition_is_a_difference() -> None:
    markup = to_html('{% if companyName == "A" %}x{% endif %}')
    assert normalise_html(markup.replace('"A"', "&quot;A&quot;")) == normalise_html(markup)
    assert normalise_html(markup.replace('"A"', '"B"')) != normalise_html(markup)
    assert normalise_html(markup.replace("==", "!=")) != normalise_html(markup)


def test_white_space_reads_as_a_mail_program_shows_it() -> None:
    lead = Lead("b@x.example", first_name=" ", last_name="van  der\nBerg")
    shown = preview(" a  b ", "Hi  {{firstName}} {{lastName}} \r\n\r\n\r\n x\t", ADA, lead)
    assert shown.text.startswith("Hi van der Berg\n\n\nx\n\nAda Lovelace")
    assert shown.subject == " a  b "


def test_a_follow_up_shows_the_thread_it_goes_out_in() -> None:
    thread = "{{RANDOM | a | b | c}} for {{companyName}}"
    first = preview(thread, "Hi", ADA, BOB)
    follow_up = preview("", "Hi again", ADA, BOB, thread_subject=thread)
    assert follow_up.subject == ""
    assert follow_up.thread_subject == f"Re: {first.subject}"
    assert first.thread_subject == ""
    assert preview("", "Hi again", ADA, BOB).thread_subject == ""


def test_a_lead_is_shown_the_same_wordings_in_every_text() -> None:
    text = "{{RANDOM | a | b | c | d | e}}"
    shown = {preview(text, text, ADA, Lead(f"p{n}@x.example")).text[0] for n in range(60)}
    assert shown == set("abcde")
    assert preview("", f"{text}!", ADA, BOB).text[0] == preview("", f"{text}?", ADA, BOB).text[0]


def test_a_mail_is_rendered_from_values_as_from_a_lead() -> None:
    body = "Hi {{firstName}}, {{RANDOM | a | b | c}} {{goal}} {{sendingAccountFirstName}} {{nope}}"
    rendered = render_mail("{{lastName}}", compose(body, ADA), mail_values(BOB, ADA), BOB.email)
    assert rendered == preview("{{lastName}}", body, ADA, BOB)
    assert rendered.missing == ("lastName", "nope")
    assert " more Ada {{nope}}\n" in rendered.text
