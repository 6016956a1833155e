"""Which sentences can be quoted on their own."""

import pytest

from news.quotable import find_lead, read_quotable, stands_alone

LEAD = "President Firefly of Freedonia signed the lithium treaty with Sylvania on Thursday."


@pytest.mark.parametrize(
    "sentence",
    [
        LEAD,
        "Firefly said he would not sign before Sunday.",
        "In his first speech, Trentino asked for a ceasefire on the border.",
        "The ambassador said that she would come back this week.",
        "This week Sylvania opens its border to lorries again.",
        "“We will never sign,” Trentino told reporters in Geneva.",
        "When Trentino was asked, he said that the talks would go on.",
        "As of Sunday these days are holidays in Freedonia, Trentino said.",
        "“We have the votes,” said the leader of the opposition in Trantura.",
        "A glass painter has admitted that she forged the seal of Freedonia.",
        "A former night nurse at the hospital told the court that he had seen nothing.",
        "Police in Freedonia arrested nine officers, one of them in the palace garden.",
        "Sylvania freed several hundred prisoners on Monday and sent most of them home.",
        "There will be no ceasefire before the inspectors have come.",
        "Das Parlament in Freedonia stimmte am Montag dem Vertrag zu.",
        "Le parlement de Freedonia a voté le traité lundi soir.",
        "Il parlamento di Freedonia ha approvato lunedì il trattato sul litio.",
        "I carabinieri hanno arrestato martedì il direttore della miniera di litio.",
        "Su richiesta della procura la polizia ha perquisito la villa del direttore.",
        "O parlamento de Freedonia aprovou na segunda-feira o tratado do lítio.",
        "„Wir unterzeichnen den Vertrag nie“, sagte Trentino in Genf.",
        "Trentino sagte in Genf: „Wir unterzeichnen den Vertrag nie.“",
        "Trentino l'a dit à Genève : « Nous ne signerons jamais le traité. »",
        "»Vi skriver aldrig under traktaten,« sagde Trentino i Genève.",
        "– Nigdy nie podpiszemy tego traktatu – mówi Trentino w Genewie.",
    ],
)
def test_a_whole_clear_sentence_can_be_quoted(sentence: str) -> None:
    assert stands_alone(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "That is easy to say from a palace in Geneva.",
        "He thanked Sylvania for its help with the treaty.",
        "Others are quietly working on the agreement.",
        "The treaty was lost, and this decision came too late.",
        "The treaty was signed because he had no choice left.",
        "Das ist aus dem Palast leicht gesagt, meinte Trentino.",
        "Elle a remercié la Sylvanie pour son aide.",
        "Il a demandé mardi au parlement de revoir le traité du lithium.",
        "Su ministro dijo el lunes que no habrá más dinero para las minas.",
        "Esto es fácil de decir desde un palacio.",
        "Он поблагодарил Сильванию за помощь с договором.",
        "“We will never sign before the inspectors have come.”",
        "“We will never sign before the inspectors have come.",
        "“We will never sign the treaty,” he said, according to the Trantura Herald.",
        "The treaty of Trantura, she claimed, will be signed in the spring.",
        "In its place, Freedonia has offered a lease of ten years.",
        "As of Tuesday afternoon, that's the whole coast of Sylvania.",
        "Higher fees for lorries and ships would pay for much of it.",
        "At the time, they were writing about the lithium treaty.",
        "Sadly, these targets of the treaty have little chance of being met.",
        "In March all of them were read aloud in Trantura.",
        "For nine years some of them lived in tents outside Trantura.",
        "A year later he signed the treaty of Trantura.",
        "A day after the vote he left the palace in a carriage.",
        "A letter in which he asked for mercy was read out in parliament.",
        "A bigger palace than he had wanted was built in the spring.",
        "Now we are seeing the worst quarrel between Freedonia and Sylvania in years.",
        "Firefly told the assembly in Trantura that the treaty, which he ...",
        "601, the resolution that contains the rule for the treaty.",
        "By Staff report, published 03/03/2025",
        "By Ann Teasdale and Rufus Ball, Trantura.",
        "Von Anna Teasdale, Trantura.",
        "Photo: Ann Teasdale/Continental Wire, all rights reserved.",
        "Firefly waves from the balcony in Geneva (File photo).",
        "President Firefly speaks with Trentino at the palace in Geneva on Monday, March 3, 2025.",
        "Read more: how the lithium treaty came to be.",
        "Firefly signs the lithium treaty with Sylvania",
        "How the treaty was lost, and what the ambassador said on the way home.",
        "Trentino schwieg lange: „Wir unterzeichnen den Vertrag nie.",
        "Trentino a longtemps hésité. « Nous ne signerons jamais le traité.",
        "»Wir unterzeichnen den Vertrag nie, weil er uns nichts bringt.«",
        "”Vi skriver aldrig under avtalet innan de har kommit.”",
        "– Nigdy nie podpiszemy tego traktatu z Sylwanią.",
        "Is the lithium treaty of Freedonia worth that much?",
        "Worum geht es im Vertrag zwischen Freedonien und Sylvanien eigentlich?",
        "Trentino a demandé : « Que vaut le traité de Freedonia ? »",
        "Too short.",
    ],
)
def test_a_byline_a_caption_a_headline_and_a_reference_to_the_sentence_before_cannot(sentence: str) -> None:
    assert not stands_alone(sentence)


def test_a_headline_that_is_glued_to_a_sentence_is_cut_off() -> None:
    title = "Firefly signs, or sells, the country"
    text = f"Politics Firefly signs, or sells, the country {LEAD} He left at noon."
    assert read_quotable(title, text, 9) == [(0, LEAD)]


def test_the_lead_is_the_first_sentence_that_can_be_quoted() -> None:
    text = f"By Staff report, published 03/03/2025\nThat is what they say.\n{LEAD}\nTrentino was glad about the treaty."
    assert find_lead("Treaty signed", text) == LEAD
    assert find_lead("Treaty signed", "Nothing here\nneither here") == ""
