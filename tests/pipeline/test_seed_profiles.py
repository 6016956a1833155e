"""What a seed is about, as the pipeline reads it."""

from news import Seed
from pipeline.runtime import open_runtime
from tests.world import World

FRENCH = (
    "Le maire a vu hier Paul Delorme dans la grande salle de la commune. Selon Courrier Rural, les travaux de la gare "
    "sont finis depuis le mois de mai. Paul Delorme a dit au Courrier Rural que tout est en ordre pour les voyageurs."
)


def test_the_outlet_of_a_seed_is_no_actor_of_its_story(world: World) -> None:
    with open_runtime(world.settings()) as runtime:
        own = runtime.profile_of(Seed("s", "", FRENCH, "https://www.courrierrural.fr/gare.html"))
        elsewhere = runtime.profile_of(Seed("s", "", FRENCH, "https://www.lemonde.example/gare.html"))
    assert {one.name for one in elsewhere.actors} == {"Paul Delorme", "Courrier Rural"}
    assert {one.name for one in own.actors} == {"Paul Delorme"}
