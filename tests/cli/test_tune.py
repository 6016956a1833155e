"""`storywake seeds tune`: questions nearest to the threshold, asked at a terminal or listed."""

import io
import json
from pathlib import Path

import pytest

from news import WEIGHTS, Entry, Evidence, Feed, Match, MatchRecord, PollRecord, Verdict
from storage import Store, open_store
from tests.cli.conftest import NOON, Storywake, make_article, make_seed, only_line

SCORES = {1: 0.98, 2: 0.46, 3: 0.42, 4: 0.3, 5: 0.25, 6: 0.6, 7: 0.41}


class Terminal(io.StringIO):
    """What a user types at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def tuned(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with a follow-up or near miss for each of the scores; number 7 is a copy of number 3."""
    monkeypatch.setattr("pipeline.utc_now", lambda: NOON)  # so that the matches are recent
    with open_store(f"sqlite:///{home}/var/storywake.db") as store:
        store.save_seeds([make_seed()], NOON)
        fill(store)
    return home


def fill(store: Store) -> None:
    store.save_feeds([Feed("https://news.example/feed")], NOON)
    (due,) = store.claim_due_feeds(NOON, lease=NOON - NOON)
    entries = tuple(Entry(str(number), f"https://news.example/{number}", "") for number in SCORES)
    store.record_poll(PollRecord(due.id, NOON, NOON, entries=entries))
    queued = {one.entry.key: one.id for one in store.claim_entries(NOON, lease=NOON - NOON, limit=99)}
    for number, score in SCORES.items():
        words = "Envoys met in the harbour town and spoke of mining rights, grain and the ferry to the north coast."
        text = words if number in {3, 7} else f"Report {number} of the week."
        article_id = store.save_article(queued[str(number)], make_article(number, text=text))
        verdict = Verdict.FOLLOW_UP if score >= 0.44 else Verdict.NEAR_MISS
        match = Match("minerals-deal", score, verdict, Evidence(parts=parts_for(score)))
        store.record_comparison(article_id, [MatchRecord(match, ("desk@newsroom.example",))], NOON)


def parts_for(score: float) -> dict[str, float]:
    """Parts that give this score."""
    from news import to_logit
    from news.matching import BIAS

    share = (to_logit(score) - BIAS) / sum(WEIGHTS.values())
    return dict.fromkeys(WEIGHTS, share)


def test_without_a_terminal_the_five_nearest_are_listed_without_copies(storywake: Storywake, tuned: Path) -> None:
    listed = json.loads(storywake("seeds", "tune", "minerals-deal", "--json").out)
    assert [one["score"] for one in listed] == [0.46, 0.42, 0.3, 0.6, 0.25]
    table = storywake("seeds", "tune", "minerals-deal")
    assert table.out.splitlines()[1].endswith(listed[0]["match"])
    assert only_line(table) == "Answer with `storywake feedback MATCH yes` or `no`."


def test_answers_at_a_terminal_are_stored_and_their_effect_is_shown(
    storywake: Storywake, tuned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("what?\nno\ny\nskip\nq\n"))
    ended = storywake("seeds", "tune", "minerals-deal")
    assert ended.code == 0
    assert "1. Story 2" in ended.out
    assert "3 questions: 1 yes, 1 no, 1 skip." in ended.out
    assert "“Story 2” is taken out" in ended.out
    assert "is a follow-up now" in ended.out
    answers = {
        one["title"]: one["answer"] for one in json.loads(storywake("matches", "--near", "--rejected", "--json").out)
    }
    assert sorted(filter(None, answers.values())) == ["no", "yes"]
    assert answers["Story 2"] == "no"


def test_the_next_question_follows_from_the_answers_before_it(
    storywake: Storywake, tuned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("no\n" * 9))
    ended = storywake("seeds", "tune", "minerals-deal")
    asked = [line.partition(" ")[2] for line in ended.out.splitlines() if line[:2] in {f"{n}." for n in range(1, 6)}]
    assert len(asked) == len(set(asked)) == 5
    assert asked[2:4] == ["Story 6", "Story 1"]  # stricter after each no, so in the end what was sure is in doubt
    assert "Story 7" not in asked or "Story 3" not in asked


def test_the_end_of_the_input_ends_the_questions(
    storywake: Storywake, tuned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(""))
    ended = storywake("seeds", "tune", "minerals-deal")
    assert ended.code == 0
    assert ended.out.endswith("\nNothing was answered.\n")
    assert all(one["answer"] == "" for one in json.loads(storywake("matches", "--near", "--json").out))


def test_a_seed_with_nothing_in_doubt_and_an_unknown_one_say_so(storywake: Storywake, trail: Path) -> None:
    ended = storywake("seeds", "tune", "other-story")
    assert (ended.code, ended.out) == (0, "")
    assert "There is nothing to ask about other-story" in only_line(ended)
    unknown = storywake("seeds", "tune", "no-seed")
    assert (unknown.code, unknown.out) == (2, "")
    assert "no stored seed is called 'no-seed'" in only_line(unknown)
