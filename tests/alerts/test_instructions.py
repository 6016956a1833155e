"""The commands that people write: a whole line each, in their own words, and no sentence that begins like one."""

from datetime import timedelta

import pytest

from alerts import Command, Instruction
from alerts.instructions import read_commands

NO, YES, STOP, START, MUTE = Command.NO, Command.YES, Command.STOP, Command.START, Command.MUTE


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("no d12", [(NO, (12,))]),
        ("No, D12 and d13 are another story", [(NO, (12, 13))]),
        ("Nope, d1 is another story", [(NO, (1,))]),
        ("No. d1 is another story.", [(NO, (1,))]),
        ("No, that's another story", [(NO, ())]),
        ("No, not this story", [(NO, ())]),
        ("d1 no", [(NO, (1,))]),
        ("d1: no", [(NO, (1,))]),
        ("no d1, thanks", [(NO, (1,))]),
        ("d1 no, d2 yes", [(NO, (1,)), (YES, (2,))]),
        ("no d12, yes d13 and d14", [(NO, (12,)), (YES, (13, 14))]),
        ("No.", [(NO, ())]),
        ("*no d1*", [(NO, (1,))]),
        ("“no d1”", [(NO, (1,))]),
        ("\u00a0no\u00a0d1", [(NO, (1,))]),
        ("yes", [(YES, ())]),
        ("Yes, this continues the story", [(YES, ())]),
        ("STOP", [(STOP, ())]),
        ("Stop!", [(STOP, ())]),
        ("unsubscribe", [(STOP, ())]),
        ("Please unsubscribe me.", [(STOP, ())]),
        ("please stop", [(STOP, ())]),
        ("Please stop sending me these.", [(STOP, ())]),
        ("stop sending", [(STOP, ())]),
        ("No more mails, please", [(STOP, ())]),
        ("Could you take me off this list? Thanks", [(STOP, ())]),
        ("I would like to unsubscribe", [(STOP, ())]),
        ("start", [(START, ())]),
        ("Please start sending again", [(START, ())]),
    ],
)
def test_a_line_that_is_a_command(line: str, expected: list[tuple[Command, tuple[int, ...]]]) -> None:
    assert [(one.command, one.developments) for one in read_commands(line)] == expected


@pytest.mark.parametrize(
    "line",
    [
        "",
        "?",
        "No problem, thanks for the heads-up! I'll take it for Monday.",
        "No problem",
        "No thanks",
        "No, thank you!",
        "No way",
        "No d1 update today? Call me",
        "No more money for the army of Freedonia, says Teasdale",
        "No ceasefire without mines",
        "Yes d1 is interesting",
        "Yes?",
        "Stop by my desk when you are in, this is big.",
        "Stop the presses",
        "stop d1",
        "Start the week with us",
        "Mute swans return to the lake",
        "mute until Monday",
        "mute for a while",
        "d1",
        "no d1 " + "d2 " * 100,
    ],
)
def test_a_line_that_is_not_a_command(line: str) -> None:
    assert read_commands(line) == ()


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("mute", 7),
        ("Mute 3 days", 3),
        ("mute 2w please", 14),
        ("mute 1m", 30),
        ("mute for a week", 7),
        ("mute this story for 2 weeks", 14),
        ("mute 9", 9),
        ("mute 0d", 1),
        ("mute 9999m", 3650),
    ],
)
def test_a_mute_has_a_duration(line: str, days: int) -> None:
    assert read_commands(line) == (Instruction(MUTE, duration=timedelta(days=days)),)


def test_an_answer_names_developments_and_questions() -> None:
    assert read_commands("yes q345, d2") == (Instruction(YES, (2,), questions=(345,)),)
    assert read_commands("Q7: no") == (Instruction(NO, questions=(7,)),)
