"""Cases that once were decided wrongly, told anew with invented people, and read by the real model."""

from datetime import UTC, datetime, timedelta

import pytest

from extractors import Annotator, Encoder, load_background
from news import Article, Match, Profile, Seed, Verdict, make_profile, match

pytestmark = pytest.mark.xdist_group("quality")  # the models are loaded once for all of them
START = datetime(2025, 3, 1, tzinfo=UTC)
Story = tuple[str, str]

MAYOR: Story = (
    "Mayor Brandt resigns over the Lindau bridge contract",
    """Lindau's mayor Otto Brandt resigned on Friday after the city council heard that the contract for the harbour
    bridge had gone to his brother's firm. Prosecutors in Lindau opened an investigation into the bridge
    contract. Brandt said he had done nothing wrong and would repay the costs of the tender. The council will
    choose an acting mayor on Monday, and the opposition wants the bridge tender to be repeated.""",
)
SEARCH: Story = (
    "Prosecutors search the office of former mayor Brandt",
    """Prosecutors in Lindau searched the office of former mayor Otto Brandt on Tuesday in the investigation of the
    harbour bridge contract. They took files on the tender that had gone to the firm of Brandt's brother. The
    council has stopped the bridge works.""",
)
MINISTER: Story = (
    "Minister Brandt resigns over the helicopter contract",
    """Defence minister Helena Brandt resigned on Friday after parliament heard that the contract for transport
    helicopters had gone to a firm that employs her husband. Prosecutors in the capital opened an investigation
    into the helicopter contract. Brandt said she had done nothing wrong and would help to repeat the tender.
    The chancellor will name an acting minister on Monday.""",
)
SINGER: Story = (  # shares a town, too
    "Singer Carla Brandt cancels her tour",
    """The singer Carla Brandt has cancelled her tour because of a cold. Concerts in Lindau and Orsova will be held in
    the autumn. Brandt, 41, apologised to her fans, who had waited for hours in the rain, and promised new songs.
    Tickets remain valid, her office said. She had sung in nineteen towns since May.""",
)
TREATY: Story = (
    "Freedonia and Sylvania argue over a lithium treaty",
    """President Rufus Firefly of Freedonia and Ambassador Trentino of Sylvania broke off talks over a lithium treaty
    in Geneva on Saturday. Firefly said Freedonia would not sign the lithium treaty without security guarantees.
    Trentino accused Firefly of breaking his word and said that Sylvania would withdraw its ceasefire offer. The
    lithium treaty would give Sylvania half of the income from Freedonia's lithium mines in return for security
    guarantees.""",
)
SIGNING: Story = (
    "Lithium treaty signed after last-minute hitch",
    """The lithium treaty between Freedonia and Sylvania was signed on Wednesday evening after a dispute over an annex
    had delayed the ceremony by a day. Finance minister Vera Marcal signed for Freedonia and Deputy Chicolini
    for Sylvania. The treaty sets up a joint fund for the mines; security guarantees are not in it.""",
)
FESTIVAL: Story = (
    "Theatre festival opens with a play about the sea",
    """The theatre festival in Marlow opens on Friday with a play about a shipwreck. Twelve companies perform until
    Sunday in tents by the harbour, and a concert by a brass band closes the festival. Tickets are sold at the
    town hall.""",
)
ELECTION: Story = (  # invented, in the country
    "Georgia's opposition refuses the result of the election",
    """TBILISI - The opposition in Georgia refused on Monday to recognise the result of the election and called for
    protests against fraud. Party leader Nino Lomadze said that ballots had been bought in Kutaisi and Batumi. The
    election commission rejected the complaints. Observers will report on the count in Georgia on Wednesday.""",
)
PROTEST: Story = (  # invented, in the country
    "Thousands protest in Georgia against the result of the election",
    """Thousands of people protested in Tbilisi against the result of the election in Georgia. Lomadze told the Georgian
    opposition's supporters that ballots would have to be counted again.""",
)
RECOUNT: Story = (  # invented, in the state of the US
    "Georgia's opposition to a recount of the election grows",
    """ATLANTA - Opposition in Georgia to a recount of the election grew on Monday after complaints about fraud. County
    clerk Dale Whitcombe said that ballots had been counted twice in Savannah and Macon. The election board rejected the
    complaints. Observers will report on the count in Georgia on Wednesday.""",
)
RAID: Story = (  # invented
    "Openbaar Ministerie searches shipping company in Vlissingen",
    """The Openbaar Ministerie searched the offices of the shipping company Zeelander Lijnen in Vlissingen on Monday
    over the export of pumps without a licence. The Openbaar Ministerie said two directors had been arrested. The
    company's chief executive, Joris Vermaat, said the pumps had been meant for a dairy.""",
)
FRAUD: Story = (  # invented
    "Openbaar Ministerie demands six years for care home fraud",
    """The Openbaar Ministerie demanded six years in prison on Thursday for the owner of three care homes in Drenthe who
    billed for patients who had died. The Openbaar Ministerie said she had spent the money on horses.""",
)
ONE_SENTENCE: Story = ("", "The harbour festival opens on Friday with a concert by the city orchestra.")


def compared(seed: Story, article: Story, days: int) -> Match:
    published = START + timedelta(days=days)
    texts = [seed, article]
    read = zip(Annotator().annotate(texts), Encoder().encode(texts), (START, published), strict=True)
    own, profile = [make_profile(*each) for each in read]
    return match(
        Seed("seed", *seed, "", START),
        own,
        Article("https://example.org/a", *article, "Example", published),
        profile,
        load_background(),
    )


def test_the_signing_two_months_later_is_found() -> None:
    assert compared(TREATY, SIGNING, 60).verdict is Verdict.FOLLOW_UP


@pytest.mark.parametrize(
    ("seed", "follow_up", "namesake", "days"),
    [
        pytest.param(MAYOR, SEARCH, MINISTER, 4, id="two people of one surname, by their first names"),
        pytest.param(ELECTION, PROTEST, RECOUNT, 1, id="two places of one name, by the places around them"),
    ],
)
def test_namesakes_are_told_apart(seed: Story, follow_up: Story, namesake: Story, days: int) -> None:
    assert compared(seed, follow_up, days).verdict is Verdict.FOLLOW_UP
    other = compared(seed, namesake, days)
    assert other.verdict is not Verdict.FOLLOW_UP
    assert other.evidence.parts["identity"] == 0.0
    assert other.evidence.actors == ()


def test_a_namesake_in_the_same_town_shares_the_town_alone() -> None:
    other = compared(MAYOR, SINGER, 4)
    assert other.verdict is not Verdict.FOLLOW_UP
    assert other.evidence.actors == ("Lindau",)


def test_an_institution_under_its_own_name_is_no_rare_actor() -> None:
    own = "Openbaar Ministerie"

    def shared(name: str) -> float:
        raid, fraud = ((title.replace(own, name), text.replace(own, name)) for title, text in (RAID, FRAUD))
        return compared(raid, fraud, 3).evidence.parts["actors"]

    assert shared(own) < 0.6
    assert shared("Hollebeek Vennema") > 0.8


def test_a_seed_of_one_sentence_takes_no_other_event_of_its_kind() -> None:
    found = compared(ONE_SENTENCE, FESTIVAL, 3)
    assert found.verdict is not Verdict.FOLLOW_UP
    assert found.evidence.parts["substance"] < 0.3


@pytest.mark.parametrize("article", [SEARCH, FESTIVAL])
def test_what_shares_neither_actors_nor_topics_needs_more_than_rare_words(article: Story) -> None:
    parts = compared(TREATY, article, 3).evidence.parts
    assert parts["ground"] == 0.0


def test_profiles_without_anything_have_no_common_ground() -> None:
    nothing = Profile((), (), (), {}, {}, {})
    found = match(Seed("seed", "", ""), nothing, Article("", "", "", "", START), nothing, load_background())
    assert found.evidence.parts["ground"] == 0.0
    assert found.verdict is Verdict.UNRELATED
