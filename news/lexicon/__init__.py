"""Tables of places, offices, dates and words of other languages, and the functions that look them up."""
