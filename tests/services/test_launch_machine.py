"""A launch as a machine that anything may happen to: faults, crashes, changes, in any order."""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.support.launching import (
    Points,
    aftermath,
    assert_launched_once,
    at_each_point,
    desk_in,
)
from tests.support.sandbox import RunningSandbox
from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.launches import LaunchState
from vibe_desktop.domain.launching import ORDER
from vibe_desktop.domain.work import Work

_NOT_THE_START = "^(?!.*/activate$)"
"""At the start, these two could not be told from a start that was carried out."""

FAULTS: tuple[dict[str, Any], ...] = (
    {"status": 401},
    {"status": 429},
    {"status": 500},
    {"refuse": True, "path": _NOT_THE_START},
    {"lost_answer": True},
    {"cut_after_bytes": 9},
    {"malformed": True},
    {"status": 200, "body": "{}", "path": _NOT_THE_START},
)


class _Crash(BaseException):
    """The process is gone: nothing may catch this and tidy up."""


def _crash() -> None:
    raise _Crash


class LaunchMachine(RuleBasedStateMachine):
    """The founder tries, the world gets in the way; the model is what may have happened at most."""

    sandbox: RunningSandbox

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._home = Path(self._folder.name)
        self.sandbox.control("POST", "/reset")
        self._reached = -1
        with desk_in(self._home, self.sandbox) as desk:
            self._campaign_id = desk.prepare()

    @property
    def _done(self) -> bool:
        return self._reached == ORDER.index(LaunchState.DONE)

    def _try(self, before: Callable[[Any], None] = lambda _desk: None) -> None:
        """One run of the program, to wherever it comes."""
        with desk_in(self._home, self.sandbox, fresh=False) as desk:
            before(desk)
            with suppress(Trouble, _Crash):
                if desk.launches.unfinished(Work()):
                    desk.launches.resume(Work())
                elif desk.launches.latest(self._campaign_id, Work()) is None:
                    desk.launches.launch(self._campaign_id, Work())
            self._note(desk)

    def _note(self, desk: Any) -> None:
        launch = desk.launches.latest(self._campaign_id, Work())
        now = ORDER.index(launch.state) if launch is not None else -1
        assert now >= self._reached, "a launch went back"
        self._reached = now

    @precondition(lambda self: not self._done)
    @rule(fault=st.sampled_from(FAULTS), after=st.integers(0, 8), times=st.integers(1, 3))
    def meet_a_fault(self, fault: dict[str, Any], after: int, times: int) -> None:
        self.sandbox.faults({**fault, "after": after, "times": times})
        self._try()
        self.sandbox.clear_faults()

    @precondition(lambda self: not self._done)
    @rule(point=st.integers(1, 30))
    def crash(self, point: int) -> None:
        self._try(lambda desk: at_each_point(desk, Points(point, _crash)))

    @precondition(lambda self: not self._done)
    @rule(fault=st.sampled_from(FAULTS), after=st.integers(0, 8), point=st.integers(1, 30))
    def crash_while_mending(self, fault: dict[str, Any], after: int, point: int) -> None:
        self.sandbox.faults({**fault, "after": after})
        self._try(lambda desk: at_each_point(desk, Points(point, _crash)))
        self.sandbox.clear_faults()

    @precondition(lambda self: self._done)
    @rule()
    def start_again(self) -> None:
        self._try()

    @invariant()
    def nothing_happened_twice(self) -> None:
        with desk_in(self._home, self.sandbox, fresh=False) as desk:
            launch = desk.launches.latest(self._campaign_id, Work())
            if launch is None or not launch.instantly_campaign_id:
                documents = self.sandbox.control("GET", "/state")["documents"]
                assert documents.get("list", 0) <= 1
                assert documents.get("campaign", 0) <= 1
                return
            found = aftermath(desk, self.sandbox, launch)
            assert (found.lists, found.campaigns) == (1, 1)
            assert set(found.in_list.values()) <= {1}
            assert set(found.in_campaign.values()) <= {1}
            assert found.activations <= 1

    def teardown(self) -> None:
        """When the world calms down the launch ends as if nothing had happened."""
        try:
            for _ in range(2):
                self._try()
            with desk_in(self._home, self.sandbox, fresh=False) as desk:
                launch = desk.launches.latest(self._campaign_id, Work())
                assert launch is not None
                assert_launched_once(desk, self.sandbox, launch)
                assert aftermath(desk, self.sandbox, launch).activations == 1
        finally:
            self._folder.cleanup()


@pytest.mark.slow
def test_whatever_happens_to_a_launch_nothing_happens_twice(sandbox: RunningSandbox) -> None:
    LaunchMachine.sandbox = sandbox
    run_state_machine_as_test(
        LaunchMachine,
        settings=settings(
            max_examples=4,
            stateful_step_count=4,
            deadline=None,
            # Shrinking would start hundreds of launches; the steps are printed all the same.
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
