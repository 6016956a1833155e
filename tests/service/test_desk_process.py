"""The desk beside `storywake start`: it is served, and started again when it has ended."""

import os
import signal
import socket
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from service import ServerError, keeping_desk, wait_for_desk
from tests.patience import eventually

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_desk_that_ends_is_started_again_but_not_at_once(world: Any) -> None:
    with keeping_desk(world.settings(desk_port=free_port()), NOON) as desk:
        assert desk is not None
        wait_for_desk(desk)
        assert desk.check(NOON + timedelta(hours=1)) == ""
        first = desk.child
        os.kill(first._process.pid, signal.SIGKILL)
        eventually(lambda: first.has_ended)
        assert desk.check(NOON + timedelta(seconds=30)) == ""
        assert desk.check(NOON + timedelta(minutes=2)).endswith("It is started again.")
        wait_for_desk(desk)
        second = desk.child
    assert second.has_ended


def test_a_port_that_is_taken_is_an_error_that_names_the_setting(world: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(ServerError, match=f"STORYWAKE_DESK_PORT: {port} is taken"),
            keeping_desk(world.settings(desk_port=port), NOON),
        ):
            pass


def test_without_a_port_there_is_no_desk(world: Any) -> None:
    with keeping_desk(world.settings(desk_port=0), NOON) as desk:
        assert desk is None
