"""Mails: a test mail, sent at once through one mailbox."""

from vibe_desktop.domain.errors import ContractBroken, NotAuthorised, Rejected, Trouble
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.client import HttpClient
from vibe_desktop.gateways.instantly.reading import document, text


class Emails:
    """`/emails`."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    def test(self, mailbox: str, to: str, subject: str, html: str, work: Work) -> None:
        """Send one test mail. Never repeated: a repetition would be a second mail.

        Raises:
            Rejected, NotAuthorised: Instantly did not send it; an answer of 200 may say so too.
            Unreachable: With `outcome_unknown`: it may have been sent all the same.
            ContractBroken: The answer says neither.
        """
        answer = document(
            self._http.request_json(
                "POST",
                "/api/v2/emails/test",
                json={
                    "eaccount": mailbox,
                    "to_address_email_list": to,
                    "subject": subject,
                    "body": {"html": html},
                },
                work=work,
            ),
            "the outcome of a test mail",
        )
        if error := text(answer, "error"):
            raise _trouble(error, mailbox)
        if text(answer, "status") != "success":
            raise ContractBroken(
                "Instantly did not say whether the test mail was sent.",
                next_step="Look into your inbox before you send another one.",
            )


def _trouble(error: str, mailbox: str) -> Trouble:
    nothing = "The test mail was not sent."
    if error == "ACC_AUTH_ERROR":
        return NotAuthorised(
            f"Instantly cannot log in to {mailbox}.",
            safe=nothing,
            next_step="Reconnect the mailbox at Instantly, or send through another one.",
        )
    if error == "ACC_NOT_FOUND":
        return Rejected(
            f"Instantly has no mailbox {mailbox}.",
            safe=nothing,
            next_step="Refresh the mailboxes and choose another one.",
        )
    return Rejected(
        f"The mailbox {mailbox} could not send, and Instantly does not know why ({error[:40]}).",
        safe=nothing,
        next_step="Try another mailbox, or look at this one at Instantly.",
    )
