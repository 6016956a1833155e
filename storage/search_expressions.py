"""Write what is searched for in the language of the database's index of words. Pure.

Words and labels consist of letters, digits and a few marks, and stand in quotes, so no query can be misread.
"""

from collections.abc import Iterable, Sequence

from news import ArchiveQuery

_AND, _OR, _BUT, _NEXT, _PREFIX = range(5)
_SIGNS = {
    "sqlite": (" AND ", " OR ", " NOT ", " + ", " *"),
    "postgresql": (" & ", " | ", " & !", " <-> ", ":*"),
}
_QUOTE = {"sqlite": '"', "postgresql": "'"}


def write_expression(kind: str, query: ArchiveQuery, *, loose: bool = False) -> str:
    """An FTS5 query or a tsquery, by the dialect, for all articles with these terms and of the outlet and language.

    `loose`: also for articles that have the words of a phrase in another order.
    """
    signs, quote = _SIGNS[kind], _QUOTE[kind]
    terms = query.terms.loosened if loose else query.terms

    def joined(parts: Iterable[str], sign: int) -> str:
        return f"({signs[sign].join(parts)})"

    def quoted(words: Sequence[str], sign: int) -> str:
        return joined((f"{quote}{word}{quote}" for word in words), sign)

    def phrase(words: Sequence[str], is_prefix: bool) -> str:
        return f"({signs[_NEXT].join(f'{quote}{word}{quote}' for word in words)}{signs[_PREFIX] * is_prefix})"

    wanted = [phrase(term.words, term.is_prefix) for term in terms.required]
    wanted += [joined((quoted(labels, _AND) for labels in either), _OR) for either in query.labels]
    unwanted = [phrase(term.words, term.is_prefix) for term in terms.excluded]
    whole = joined(wanted, _AND)
    return f"{whole}{signs[_BUT]}{joined(unwanted, _OR)}" if unwanted else whole
