"""Leave out the attributes of a tag that has hundreds of them, which only a hostile page has.

The HTML parser compares each attribute with all others of its tag: 60,000 of them take it ten seconds.
"""

import re
from itertools import islice

_MOST_ATTRIBUTES = 250  # of a tag
# a comparison in a script has no blank behind its first word ("i<n.length;"), and is not taken for a tag
_LONG_TAG = re.compile(r"<[a-zA-Z][\w:-]*+[\s/][^<>]{1000,}+")
# the lookbehind and the possessive repeats keep the search linear
_ATTRIBUTE = re.compile(r"""(?<!\s)\s++[^\s=>"']++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>]*+))?+""")


def limit_attributes(markup: str) -> str:
    """The markup with at most 250 attributes a tag; takes a few milliseconds for a large page."""
    return _LONG_TAG.sub(_limit, markup)


def _limit(tag: re.Match[str]) -> str:
    beyond = next(islice(_ATTRIBUTE.finditer(tag[0]), _MOST_ATTRIBUTES, None), None)
    return tag[0][: beyond.start()] if beyond else tag[0]
