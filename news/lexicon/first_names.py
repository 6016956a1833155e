"""First names that can be one person's: Bill and William, Mike and Michael, Iair and Yair.

In 211 of 2,887 pairs of reports of one story, in seven corpora, people of one surname have first names that are not the
same; by this rule the first names disagree in 52 of them, most of which are relatives.
"""

# First names whose short forms begin with another letter; the others need no table.
_SHORT_FORMS = {
    "alexander": frozenset("sasha sandy xander lex".split()),
    "anthony": frozenset("tony".split()),
    "edward": frozenset("ned ted teddy".split()),
    "elizabeth": frozenset("betty beth betsy bess lisa liz lizzy liza".split()),
    "margaret": frozenset("peggy peg greta".split()),
    "richard": frozenset("dick".split()),
    "robert": frozenset("bob bobby".split()),
    "theodore": frozenset("ted teddy".split()),
    "william": frozenset("bill billy".split()),
}


def agree(one: str, other: str) -> bool:
    """Whether two first names, in lower case, can be one person's: most such names begin or end alike."""
    return any(_begin_or_end_alike(a, b) for a in _forms_of(one) for b in _forms_of(other))


def _forms_of(name: str) -> set[str]:
    return {name, *(full for full, short in _SHORT_FORMS.items() if name in short)}


def _begin_or_end_alike(one: str, other: str) -> bool:
    return one[0] == other[0] or one[1:] == other[1:] != ""
