"""The demo's seed is a file of its own: what a user does with the one in seeds/ does not change the demo."""

from pathlib import Path

from demo import SEED_FILE
from extractors import read_seed
from news import FIRST_SEED, describe_first_seed

ROOT = Path(__file__).resolve().parents[2]


def test_the_demo_reads_a_copy_of_its_own_of_the_first_seed() -> None:
    first = ROOT / f"seeds/{FIRST_SEED}.md"
    assert SEED_FILE.parent.name == "demo"
    assert not SEED_FILE.is_symlink()
    assert SEED_FILE.read_bytes() == first.read_bytes()


def test_the_first_seed_is_known_as_what_came_with_the_program() -> None:
    seed = read_seed(ROOT / f"seeds/{FIRST_SEED}.md")
    assert f"`storywake unfollow {FIRST_SEED}` drops it" in describe_first_seed(seed)
