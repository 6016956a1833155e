"""The steps of a pass, the settings, and the wiring of the other packages; independent of Prefect.

`pipeline.passes` defines the order of the steps; each step is a module of its own. Importing this package loads no
models.
"""

from pipeline.answers import read_inbox
from pipeline.clock_doubt import require_clock
from pipeline.compare import compare_directly
from pipeline.dry_run import open_for
from pipeline.execution import Batch, Execution, PlainExecution, Stage
from pipeline.feed_list import (
    AddedFeed,
    FeedListError,
    Sources,
    add_feed,
    add_suggested,
    drop_feed,
    import_feeds,
    suggest_sources,
)
from pipeline.following import (
    FollowedStory,
    FollowingError,
    apply_answers,
    find_followed,
    name_story,
    pause,
    resume,
    search_archive,
    unfollow,
    write_story,
)
from pipeline.leases import alone
from pipeline.manual_reports import add_by_hand
from pipeline.match_answers import GivenAnswer, answer_match, group_promoted, hindsight_of
from pipeline.mutes import ends_of_mutes, mute, unmute
from pipeline.options import BackfillOptions, DigestOptions, HousekeepingOptions, MonitorOptions
from pipeline.outcomes import CompareOutcome, DeliverOutcome, InputsOutcome, PassReport, PollOutcome, ReadOutcome
from pipeline.page_reader import PageError, read_named_page
from pipeline.passes import run_backfill, run_digest, run_pass
from pipeline.progress import Progress, ProgressCallback
from pipeline.questions import find_questions
from pipeline.reply_actions import InboxOutcome, answer_link
from pipeline.retention import prune
from pipeline.runtime import Runtime, current_runtime, open_runtime
from pipeline.seed_previews import next_question, preview_seed, preview_seeds
from pipeline.seed_survey import Survey, SurveyedSeed, survey_seeds
from pipeline.settings import OptionError, Settings, SettingsError, load_settings
from pipeline.stages import utc_now
from pipeline.story_sources import MOST_STORY_BYTES, StoryDraft, read_story, read_story_text
from pipeline.summaries import describe_hindsight
from pipeline.watchlist import lessons_of

__all__ = [
    "AddedFeed",
    "BackfillOptions",
    "Batch",
    "CompareOutcome",
    "DeliverOutcome",
    "DigestOptions",
    "Execution",
    "FeedListError",
    "FollowedStory",
    "FollowingError",
    "GivenAnswer",
    "HousekeepingOptions",
    "InboxOutcome",
    "InputsOutcome",
    "MOST_STORY_BYTES",
    "MonitorOptions",
    "OptionError",
    "PageError",
    "PassReport",
    "PlainExecution",
    "PollOutcome",
    "Progress",
    "ProgressCallback",
    "ReadOutcome",
    "Runtime",
    "Settings",
    "SettingsError",
    "Sources",
    "Stage",
    "StoryDraft",
    "Survey",
    "SurveyedSeed",
    "add_by_hand",
    "add_feed",
    "add_suggested",
    "alone",
    "answer_link",
    "answer_match",
    "apply_answers",
    "compare_directly",
    "current_runtime",
    "describe_hindsight",
    "drop_feed",
    "ends_of_mutes",
    "find_followed",
    "find_questions",
    "group_promoted",
    "hindsight_of",
    "import_feeds",
    "lessons_of",
    "load_settings",
    "mute",
    "name_story",
    "next_question",
    "open_for",
    "open_runtime",
    "pause",
    "preview_seed",
    "preview_seeds",
    "prune",
    "read_inbox",
    "read_named_page",
    "read_story",
    "read_story_text",
    "require_clock",
    "resume",
    "run_backfill",
    "run_digest",
    "run_pass",
    "search_archive",
    "suggest_sources",
    "survey_seeds",
    "unfollow",
    "unmute",
    "utc_now",
    "write_story",
]
