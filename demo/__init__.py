"""A sample newsroom on loopback: invented outlets, their feeds and pages, and a mail catcher."""

from demo.mailcatcher import MailCatcher
from demo.newsroom import Newsroom
from demo.stories import Story, StoryFileError, read_stories

__all__ = ["MailCatcher", "Newsroom", "Story", "StoryFileError", "read_stories"]
