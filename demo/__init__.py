"""A sample newsroom on loopback: invented outlets with feeds and pages, and a mail server that stores all mails."""

from demo.mail_catcher import MailCatcher
from demo.newsroom import Newsroom
from demo.stories import SEED_FILE, Story, StoryFileError, read_stories

__all__ = ["MailCatcher", "Newsroom", "SEED_FILE", "Story", "StoryFileError", "read_stories"]
