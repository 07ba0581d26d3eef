"""A page's facts, an answer about them, and servers that give it."""

import json

from tests.gateways.openai.conftest import Script, Talk
from tests.support.sandbox import RunningSandbox
from vibe_desktop.domain.copywriting import CopyRequest
from vibe_desktop.domain.facts import Fact, FactKind
from vibe_desktop.domain.variants import ANGLES
from vibe_desktop.gateways.openai.writer import OpenAIWriter

FACTS = (
    Fact("S1", FactKind.NAME, "Ledgerly"),
    Fact("S2", FactKind.METRIC, "Ledgerly saves studios 9 hours every single month."),
    Fact("S3", FactKind.FEATURE, "Each reminder is written from your last three mails."),
    Fact("S4", FactKind.PROOF, "Trusted by 1,200 design studios in 34 countries."),
)
REQUEST = CopyRequest("Ledgerly", FACTS, "owners of design studios", ask="Worth a look?")
MAILS = [
    {
        "angle": angle.value,
        "subject": f"About {angle.value}",
        "body": "Hi {{firstName | there}},\n\nLedgerly saves studios 9 hours. Worth a look?",
        "claims": [{"text": "saves studios 9 hours", "source_id": "S2", "quote": "9 hours"}],
    }
    for angle in reversed(ANGLES)
]
USAGE = {
    "prompt_tokens": 70,
    "completion_tokens": 30,
    "prompt_tokens_details": {"cached_tokens": 64},
    "completion_tokens_details": {"reasoning_tokens": 8},
}
ANSWER = json.dumps({"variants": MAILS})


def good(talk: Talk) -> None:
    talk.head(x_request_id="req_1")
    for start in range(0, len(ANSWER), 40):
        talk.delta(content=ANSWER[start : start + 40])
    talk.delta(finish="stop")
    talk.chunk({"choices": [], "usage": USAGE})
    talk.done()


def answering(text: str) -> Script:
    def script(talk: Talk) -> None:
        talk.head()
        talk.delta(content=text)
        talk.delta(finish="stop")
        talk.done()

    return script


def refusing(status: int, message: str, code: str = "", **headers: str) -> Script:
    return lambda talk: talk.error(status, message, code, **headers)


def sandbox_writer(sandbox: RunningSandbox, key: str = "", model: str = "") -> OpenAIWriter:
    return OpenAIWriter(
        sandbox.info.openai_url,
        model=model or "gpt-6.1-terra",
        secret=lambda: key or sandbox.info.openai_api_key,
        host_log=lambda _host, _purpose: None,
        seconds_between=0,
    )
