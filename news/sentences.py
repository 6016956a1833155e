"""Split a text into sentences by line breaks and punctuation, without a language model."""

import re

from news.words import MAX_CHARACTERS

_END = re.compile(
    r"(?<!\b[A-Z]\.)(?<!\b[A-Z][a-z]\.)(?<!\b(?:Mrs|Gen|Sen|Gov|Rep|Col|Lt\s|Maj|Sgt|Cpl|Adm|Rev)\.)"
    r"(?<!\b(?:Jan|Feb|Mar|Apr|Aug|Oct|Nov|Dec)\.)(?<!\b(?:Sept|Sens|Reps|Gens|Govs)\.)(?<!\b(?:ST|FT|MT)\.)(?<=[.!?…؟۔।])[\"”’»)]*\s+"
    r"(?<![ap]\.m\.\s(?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b))(?=[\"“‘«(]*[^\W\d_a-z]|\d)"
    r"(?!\([^()]{2,40}\)\s?[-–—―])"  # an agency: "MADISON, Wis. (AP) - "
    r"|(?<=[。！？])(?![」』”’）。！？])|(?<=[。！？][」』”’）])"  # no space follows
)


def split_sentences(text: str) -> tuple[str, ...]:
    """Split a text into sentences by line breaks and punctuation, in order, without a language model."""
    lines = (line.strip() for line in text[:MAX_CHARACTERS].split("\n"))
    return tuple(sentence for line in lines for sentence in _END.split(line) if sentence)
