"""Filling mails in against the least that any filling in must do.

The limit is a function that joins the pieces of the finished mail, which lie ready in a list, the
same for all leads: no look-up of a field, no fallback, no choice of a wording. Both make 10,000
leads x 3 mails in this process, in turns, and are compared by the processor time of their best
round. The values and the seed of a lead are made before: all its mails share them.
"""

import time
from collections.abc import Callable

from tests.benchmarks.measuring import Figure, print_table
from vibe_desktop.domain.compiled import compile_template
from vibe_desktop.domain.grammar import Template, parse
from vibe_desktop.domain.templates import chooser, render, seed_of

LEADS = 10_000
LIMIT = 4.0

TEXTS = (
    """{{RANDOM | Hi | Hello | Hey}} {{firstName | there}},

{{RANDOM | Saw | Noticed}} that {{companyName | your team}} is {{RANDOM | hiring | growing}} in \
{{city | your area}}, and wondered who looks after the invoices there. Most {{jobTitle | people}}s \
{{RANDOM | lose | spend}} a day a month on {{pain_point | late invoices}}.

{{RANDOM | We send | Remindly sends}} the reminders for you, {{RANDOM | from your own mailbox | in \
the words of {{firstName | your team}}}}, and stops by itself as soon as the money is there.

{{RANDOM | Worth a look | Of interest}} for {{companyName | you}}?

{{RANDOM | Best | Thanks}},
{{sendingAccountFirstName | Ada}}""",
    """{{RANDOM | Hello | Hi}} {{firstName | there}},

{{RANDOM | Teams like | Firms like}} {{companyName | yours}} {{RANDOM | get paid | are paid}} nine \
days sooner with Remindly. {{RANDOM | It reads | It looks at}} your invoices in {{website | your \
books}} every morning and writes to {{RANDOM | those | the customers of {{companyName | yours}}}} \
who are late.

As {{jobTitle | the one who signs}} in {{city | your town}} you {{RANDOM | could | might}} see \
what {{pain_point | waiting}} costs in a year. {{RANDOM | Shall I send | May I send}} \
{{firstName | you}} the two numbers that a firm of your size starts from?

{{RANDOM | Regards | Best}},
Ada""",
    """{{RANDOM | Hi | Hey}} {{firstName | there}},

{{RANDOM | A question | One question}}: who at {{companyName | your company}} \
{{RANDOM | chases | follows up on}} {{pain_point | open invoices}} when the month is over?

{{RANDOM | Remindly | Our tool}} does it {{RANDOM | by itself | without {{jobTitle | anyone}} \
touching it}}, for {{RANDOM | firms | teams}} in {{city | your area}} and elsewhere, and \
{{lastName | nobody}} has to ask twice. It takes {{RANDOM | ten | fifteen}} minutes to set up on \
{{website | your site}} and can be switched off for any customer.

{{RANDOM | Is that | Would that be}} of use to {{companyName | you}}?""",
)


def measure(leads: int = LEADS, rounds: int = 9) -> list[Figure]:
    """Fill three mails in for `leads` leads both ways, `rounds` times."""
    templates = [parse(text) for text in TEXTS]
    people = [_person(number) for number in range(leads)]
    fills = [compile_template(template) for template in templates]
    ready = [_pieces(template, people[1]) for template in templates]
    for values in people[:200]:
        for template, fill in zip(templates, fills, strict=True):
            if fill(values, seed_of(values["email"])) != "".join(_pieces(template, values)):
                raise RuntimeError("the generated code fills in another text")

    ready_leads = [(values, seed_of(values["email"])) for values in people]

    def ours() -> int:
        length = 0
        for values, seed in ready_leads:
            for fill in fills:
                length += len(fill(values, seed))
        return length

    def bare() -> int:
        length = 0
        for _ in people:
            for parts in ready:
                length += len(_join(parts))
        return length

    best = _best({"bare": bare, "ours": ours}, rounds)
    return [Figure("filling mails in / joining ready pieces", best["ours"] / best["bare"], LIMIT)]


def _join(parts: list[str]) -> str:
    return "".join(parts)


def _person(number: int) -> dict[str, str]:
    """A lead of which every other field is sometimes lacking."""
    values = {
        "email": f"person{number}@company{number // 4}.example",
        "firstName": f"Robin{number}",
        "lastName": "Doe" if number % 3 else "",
        "companyName": f"Company {number // 4}" if number % 11 else "",
        "jobTitle": "Office Manager" if number % 5 else "",
        "website": f"company{number // 4}.example" if number % 2 else "",
        "phone": "",
        "personalization": "",
        "sendingAccountFirstName": "Ada",
        "sendingAccountName": "Ada Lovelace",
    }
    if number % 7:
        values["city"] = "Leeds"
    if number % 6:
        values["pain_point"] = "chasing invoices"
    return values


def _pieces(template: Template, values: dict[str, str]) -> list[str]:
    """The finished mail, cut where its tags are."""
    choose = chooser(values["email"])
    return [render(Template("", (node,), ()), values, choose).text for node in template.nodes]


def _best(sides: dict[str, Callable[[], int]], rounds: int) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, run in sides.items():
            start = time.process_time()
            run()
            taken[name].append(time.process_time() - start)
    return {name: min(times) for name, times in taken.items()}


if __name__ == "__main__":
    print_table(measure())
