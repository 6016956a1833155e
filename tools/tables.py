"""Write a table that stands in a module as a text between triple quotes; the code around it stays as it is."""

import re
from pathlib import Path


def replace_table(module: Path, name: str, lines: str) -> None:
    """Replace the text of the constant `name` in a module. Raises ValueError if it has no such constant."""
    source = module.read_text("utf-8")
    table = re.compile(rf'^{name} = """\n.*?"""$', re.MULTILINE | re.DOTALL)
    if not table.search(source):
        raise ValueError(f"{module}: no table called {name}")
    module.write_text(table.sub(lambda _: f'{name} = """\n{lines}\n"""', source, count=1), "utf-8")
