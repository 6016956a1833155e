"""The templates of the mails that recipients get."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from alerts.phrases import count
from alerts.reply_commands import list_examples
from news import quote_headline


@cache
def open_templates() -> Environment:
    """The environment of the templates in alerts/templates; text in HTML templates is escaped."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # those of a version that is installed meanwhile may need other code
    )
    templates.filters["count"] = count
    templates.filters["quoted"] = quote_headline
    templates.globals["about_reports"] = list_examples(names_reports=True)
    templates.globals["about_the_story"] = list_examples(names_reports=False)
    return templates
