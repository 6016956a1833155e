"""`storywake feedback`: answers to matches, which have names that can be typed."""

import json
from pathlib import Path

import pytest

from news import WEIGHTS, Answer, Evidence, Match, MatchRecord, Verdict, to_logit
from news.matching import BIAS
from storage import open_store
from tests.cli.conftest import NOON, Storywake, Web, as_page, make_article, make_seed, only_line


@pytest.fixture
def scored(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two follow-ups and a near miss, whose parts give their scores."""
    monkeypatch.setenv("STORYWAKE_RECIPIENTS", "desk@newsroom.example")
    with open_store(f"sqlite:///{home}/var/storywake.db") as store:
        store.save_seeds([make_seed()], NOON)
        for number, score in ((1, 0.9), (2, 0.47), (3, 0.4)):
            share = (to_logit(score) - BIAS) / sum(WEIGHTS.values())
            verdict = Verdict.FOLLOW_UP if number < 3 else Verdict.NEAR_MISS
            match = Match("minerals-deal", score, verdict, Evidence(parts=dict.fromkeys(WEIGHTS, share)))
            store.add_report(make_article(number), MatchRecord(match, ("desk@newsroom.example",)), NOON)
        for one in store.matches():
            store.record_answer(one.id, Answer.NONE, NOON)
    return home


def names(storywake: Storywake) -> dict[str, str]:
    return {one["verdict"]: one["match"] for one in json.loads(storywake("matches", "--near", "--json").out)}


def test_no_to_an_alert_makes_the_seed_stricter_and_undo_reverts_it(storywake: Storywake, trail: Path) -> None:
    name = names(storywake)["follow-up"]
    ended = storywake("feedback", name, "no")
    assert ended.code == 0
    assert "By your answers a score of 0.50 falls to 0." in ended.out
    assert name not in storywake("matches").out
    assert "you said no" in storywake("matches", "--rejected").out
    assert "Your answers confirm the scores of minerals-deal." in storywake("feedback", name, "undo").out
    assert "you said" not in storywake("matches").out


def test_yes_to_a_near_miss_makes_the_seed_looser_and_its_number_suffices(storywake: Storywake, trail: Path) -> None:
    number = names(storywake)["near miss"].rpartition("-")[2]
    assert "a score of 0.50 rises to 0." in storywake("feedback", number, "YES").out
    assert "By your answers a score of 0.50 rises to 0." in storywake("seeds", "show", "minerals-deal").out


def test_an_answer_says_which_headlines_would_not_have_been_mailed(storywake: Storywake, scored: Path) -> None:
    ended = storywake("feedback", "1", "no")
    assert "“Story 1” is taken out of minerals-deal. It will no longer lead to other articles." in ended.out
    assert "1 alert withdrawn before being sent." in ended.out
    assert "stricter: 1 of the last 1 would not have been mailed: “Story 2”" in ended.out
    again = storywake("feedback", "1", "undo")
    assert "“Story 1”: your answer is withdrawn." in again.out
    assert "looser" not in again.out
    yes = storywake("feedback", "3", "yes")
    assert "1 alert will be sent with the next mail." in yes.out
    assert "None of the last 2 follow-ups and 0 near misses would have been judged otherwise." in yes.out


@pytest.mark.parametrize("name", ["no-such-match", "deal-999", "wrong-words-1", "1; DROP TABLE matches", "9" * 40])
def test_an_unknown_match_is_one_line(storywake: Storywake, trail: Path, name: str) -> None:
    ended = storywake("feedback", name, "no")
    assert (ended.code, ended.out) == (2, "")
    assert only_line(ended).startswith(f"storywake: no match is called {name!r}")


def test_other_answers_than_yes_no_and_undo_are_refused(storywake: Storywake, trail: Path) -> None:
    ended = storywake("feedback", names(storywake)["follow-up"], "maybe")
    assert (ended.code, only_line(ended)) == (2, "storywake: 'maybe' is not an answer: use yes, no or undo")


def test_a_missed_report_is_added_once_and_taken_back(storywake: Storywake, trail: Path, web: Web) -> None:
    web.pages["/missed"] = as_page(f"Tram drivers vote\n\n{'They will stop work for two days over new shifts. ' * 9}")
    added = storywake("add", "minerals-deal", f"{web.base}/missed")
    assert added.code == 0
    assert "Added: “Tram drivers vote” continues minerals-deal." in added.out
    number = added.out.partition("storywake feedback ")[2].split()[0]
    (stored,) = [one for one in json.loads(storywake("matches", "--json").out) if one["title"] == "Tram drivers vote"]
    assert (stored["verdict"], stored["answer"], stored["development"][:1]) == ("follow-up", "yes", "d")
    again = storywake("add", "minerals-deal", f"{web.base}/missed")
    assert again.out == "“Tram drivers vote” is in minerals-deal already; nothing was changed.\n"
    storywake("feedback", number, "undo")
    assert "Tram drivers vote" not in storywake("matches", "--near", "--rejected").out


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("/nothing", "404"),
        ("file:///etc/passwd", "only http and https can be read"),
        ("missed", "only http and https"),
    ],
)
def test_a_report_that_cannot_be_added_is_one_line(
    storywake: Storywake, trail: Path, web: Web, url: str, message: str
) -> None:
    ended = storywake("add", "minerals-deal", f"{web.base}{url}" if url.startswith("/") else url)
    assert (ended.code, ended.out) == (2, "")
    assert message in only_line(ended)
    unknown = storywake("add", "no-seed", f"{web.base}/nothing")
    assert "no stored seed is called 'no-seed'" in only_line(unknown)
