"""How the weights for other languages are chosen, and rated on what had no part in the choice."""

import numpy as np
import pytest

from benchmarks.corpora import Task
from benchmarks.fitting_abroad import Decided, Setting, choose
from news import BIAS, NEUTRAL, WEIGHTS, to_logit, to_score

GOOD, BAD = 3.0, -3.0  # logits, above and below the threshold
SPOKEN = {"seed": "en", "abroad": "fr", "e1": "en", "e2": "en", "f1": "fr", "f2": "fr"}
TASKS = (Task("seed", pos=("e1", "f1"), hard=(), easy=("e2", "f2")), Task("abroad", ("f1",), ("f2",), ("e2",)))


def decided(*settings: Setting) -> Decided:
    """Every setting is right on the English pairs; the first alone is right on the others."""
    first = [np.array([GOOD, GOOD, BAD, BAD]), np.array([GOOD, BAD, BAD])]
    others = [np.array([GOOD, BAD, BAD, GOOD]), np.array([BAD, GOOD, BAD])]
    return Decided(TASKS, SPOKEN, {each: first if each is settings[0] else others for each in settings})


def test_pairs_with_a_language_and_without_it_are_rated_by_themselves() -> None:
    right, wrong = Setting(), Setting(gist=1.0)
    whole = decided(right, wrong)
    assert whole.count() == 3
    abroad, at_home = whole.only("fr"), whole.without("fr")
    assert [(task.seed, task.pos, task.hard, task.easy) for task in abroad.tasks] == [
        ("seed", ("f1",), (), ("f2",)),
        ("abroad", ("f1",), ("f2",), ("e2",)),
    ]
    assert [(task.seed, task.pos, task.easy) for task in at_home.tasks] == [("seed", ("e1",), ("e2",))]
    assert at_home.worth(wrong) == at_home.worth(right) == 1.0
    assert abroad.worth(wrong) < abroad.worth(right) == 1.0


def test_the_middle_of_the_best_settings_is_chosen() -> None:
    best = [Setting(10.0, abroad, NEUTRAL) for abroad in (4.0, 6.0, 8.0)]
    others = [Setting(6.0, abroad, NEUTRAL) for abroad in (2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 18.0)]
    logits = {each: decided(each).logits[each] for each in best}
    wrong = decided(Setting(0.0), others[0]).logits[others[0]]
    assert choose([Decided(TASKS, SPOKEN, {**dict.fromkeys(others, wrong), **logits})]) == best[1]


@pytest.mark.parametrize("gist", [NEUTRAL, 0.0, 1.0])
def test_a_setting_decides_as_its_weights_say_and_leaves_english_pairs_alone(gist: float) -> None:
    parts = dict.fromkeys(WEIGHTS, 1.0) | {"gist": gist, "abroad": 0.0, "trail": 0.0, "time": 0.0}
    row = np.array([list(parts.values())])
    assert Setting().logits(row) == pytest.approx([to_logit(to_score(parts))])
    moved = Setting(gist=WEIGHTS["gist"] + 2.0, neutral=0.3).logits(row)
    if gist == NEUTRAL:
        assert moved == pytest.approx(Setting().logits(row))
    else:
        rest = sum(weight * parts[part] for part, weight in WEIGHTS.items() if part != "gist")
        at_rest = BIAS + WEIGHTS["gist"] * NEUTRAL
        assert moved == pytest.approx([at_rest + rest + (WEIGHTS["gist"] + 2.0) * (gist - 0.3)])
