"""Write what is searched for in the language of the database's index of words. Pure.

Words and labels consist of letters, digits and a few marks, and stand in quotes, so no query can be misread.
"""

from collections.abc import Iterable

from news import EVERY, ArchiveQuery, SearchTerm, SearchTerms, label_of_language, labels_of_outlet

_AND, _OR, _BUT, _NEXT, _PREFIX = range(5)
_SIGNS = {
    "sqlite": (" AND ", " OR ", " NOT ", " + ", " *"),
    "postgresql": (" & ", " | ", " & !", " <-> ", ":*"),
}
_QUOTE = {"sqlite": '"', "postgresql": "'"}


def loosen(terms: SearchTerms) -> SearchTerms:
    """The same words in any order, without what would exclude more than the terms do."""
    required = {
        SearchTerm((word,), term.is_prefix and place == len(term.words)): None
        for term in terms.required
        for place, word in enumerate(term.words, 1)
    }
    return SearchTerms(tuple(required), tuple(term for term in terms.excluded if len(term.words) == 1))


def write_expression(kind: str, terms: SearchTerms, query: ArchiveQuery) -> str:
    """An FTS5 query or a tsquery, by the dialect, for all articles with these terms and of the outlet and language."""
    signs, quote = _SIGNS[kind], _QUOTE[kind]

    def word(one: str) -> str:
        return f"{quote}{one}{quote}"

    def phrase(term: SearchTerm) -> str:
        return f"({signs[_NEXT].join(map(word, term.words))}{signs[_PREFIX] if term.is_prefix else ''})"

    def joined(parts: Iterable[str], sign: int) -> str:
        return f"({signs[sign].join(parts)})"

    wanted = [phrase(term) for term in terms.required]
    if query.language.strip():
        wanted.append(word(label_of_language(query.language)))
    if query.outlet.strip():
        names, host = labels_of_outlet(query.outlet)
        either = [joined(map(word, names), _AND)] if names else []
        wanted.append(joined([*either, word(host)], _OR))
    whole = joined(wanted or [word(EVERY)], _AND)
    return f"{whole}{signs[_BUT]}{joined(map(phrase, terms.excluded), _OR)}" if terms.excluded else whole
