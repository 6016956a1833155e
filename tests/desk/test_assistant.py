"""An assistant by the Model Context Protocol: it reads, searches and proposes, over stdin and stdout as well."""

import asyncio
import json
import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp")
from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client

from desk.assistant import make_assistant_server
from desk.desk import Desk
from news import Answer
from tests.desk.conftest import STORY, TITLES, Workplace

ROOT = Path(__file__).resolve().parents[2]


def ask(desk: Workplace, use: Callable[[Client], Coroutine[Any, Any, Any]]) -> Any:
    """What an assistant does with a server for it."""

    async def run() -> Any:
        async with Client(make_assistant_server(Desk(desk.runtime, lambda: desk.world.now), "helper")) as client:
            return await use(client)

    return asyncio.run(run())


def call(desk: Workplace, tool: str, **arguments: Any) -> Any:
    """The result of a tool, as the assistant reads it."""
    answer = ask(desk, lambda client: client.call_tool(tool, arguments))
    text = answer.content[0].text if answer.content else "null"
    assert not answer.is_error, text
    return answer.structured_content.get("result", answer.structured_content) if answer.structured_content else text


def refusal(desk: Workplace, tool: str, **arguments: Any) -> str:
    answer = ask(desk, lambda client: client.call_tool(tool, arguments))
    assert answer.is_error
    return str(answer.content[0].text)


def test_the_tools_say_which_of_them_change_something(desk: Workplace) -> None:
    tools = {one.name: one for one in ask(desk, lambda client: client.list_tools()).tools}
    assert set(tools) == {
        *("list_stories", "read_trail", "list_reports", "read_report", "search_archive", "propose_answer")
    }
    assert {name for name, one in tools.items() if not one.annotations.read_only_hint} == {"propose_answer"}
    assert all(one.description for one in tools.values())


def test_stories_trails_reports_and_near_misses_are_read(desk: Workplace) -> None:
    (story,) = call(desk, "list_stories")
    assert (story["name"], story["reports"]) == ("treaty", 4)
    trail = call(desk, "read_trail", story="treaty")
    assert [one["name"] for one in trail["developments"]] == ["d2", "d1"]
    found = call(desk, "list_reports", story="treaty")["reports"]
    assert {one["title"] for one in found} == set(TITLES)
    (miss,) = call(desk, "list_reports", story="treaty", near_misses=True)["reports"]
    report = call(desk, "read_report", story="treaty", report=miss["id"])
    assert "with 14 soldiers" in report["text"]
    assert "ann@example.org" not in json.dumps([story, trail, found, report])


def test_the_archive_is_searched(desk: Workplace) -> None:
    found = call(desk, "search_archive", words="talks", limit=2)
    assert len(found["found"]) == 2
    assert call(desk, "search_archive", words="nothing-like-it")["found"] == []


def test_a_proposal_waits_for_an_editor(desk: Workplace) -> None:
    (miss,) = call(desk, "list_reports", story="treaty", near_misses=True)["reports"]
    said = call(desk, "propose_answer", story="treaty", report=miss["id"], answer="yes", reason="It names\nthe treaty.")
    assert "waits at the desk for an editor" in said
    (proposal,) = desk.store.proposals("treaty")
    assert (proposal.proposed_by, proposal.answer, proposal.reason) == ("helper", Answer.YES, "It names the treaty.")
    stored = desk.store.match(miss["id"])
    assert stored
    assert stored.answer is Answer.NONE
    assert "helper</bdi> proposes: yes" in desk.visit().read(STORY)
    desk.visit().do(f"{STORY}/proposals/{proposal.id}/dismiss", {})
    again = call(desk, "propose_answer", story="treaty", report=miss["id"], answer="yes", reason="Really.")
    assert "decided on your proposal" in again


@pytest.mark.parametrize(
    ("tool", "arguments", "complaint"),
    [
        ("read_trail", {"story": "nothing"}, "there is no story called 'nothing'"),
        ("read_report", {"story": "treaty", "report": 999}, "no report with the number 999"),
        ("propose_answer", {"story": "treaty", "report": 1, "answer": "maybe", "reason": ""}, "answer"),
        ("propose_answer", {"story": "treaty", "report": 1, "answer": "no", "reason": "x" * 501}, "reason"),
        ("list_reports", {"story": "treaty", "limit": 9999}, "limit"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_stored(
    desk: Workplace, tool: str, arguments: dict[str, Any], complaint: str
) -> None:
    assert complaint in refusal(desk, tool, **arguments)
    assert desk.store.proposals("treaty") == []


def test_the_command_serves_over_stdin_and_stdout(desk: Workplace) -> None:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("STORYWAKE_")}
    environment = inherited | {"STORYWAKE_DATABASE_URL": desk.runtime.settings.database_url}
    command = StdioServerParameters(
        command=sys.executable,
        args=["-c", "from cli.app import main; main()", "mcp", "--name", "helper"],
        env=environment | {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
        cwd=desk.world.folder,
    )

    async def run() -> Any:
        async with Client(stdio_client(command)) as client:
            return await client.call_tool("list_reports", {"story": "treaty"})

    found = asyncio.run(run()).structured_content
    assert {one["title"] for one in found["reports"]} == set(TITLES)
