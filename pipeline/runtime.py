"""The composition root: opens what a pass needs, once, and closes it.

Prefect's tasks take and return frozen values; they reach for the open things through `current_runtime()`.
"""

import atexit
import logging
import math
import os
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TypeVar, cast
from uuid import uuid4

from alerts import Channels, Mailer, Signing
from extractors import Annotator, Encoder, Fetcher, Robots, encode_gists, give_back_large_buffers, load_background
from news import (
    Article,
    Background,
    Placed,
    Profile,
    Seed,
    Stream,
    Wording,
    count_article,
    make_profile,
    place,
    shape_profile,
    without_site,
    word_article,
)
from pipeline.channels import open_channels
from pipeline.interruption import Stop, StoppedError
from pipeline.progress import Progress
from pipeline.settings import Settings, SettingsError, load_settings
from storage import Store, StoreError, missing_file, open_store

T = TypeVar("T")
LONGEST_TURN = timedelta(minutes=10)  # until the next request to a site
logger = logging.getLogger(__name__)
_GROWN = 1.2  # times the articles of a young stream, before it is read again
MOST_WORDINGS = 2_000  # of articles that are kept at hand; one takes some 40 kB with its article


class Runtime:
    """The open things of a process: store, fetcher, annotator, background, mailer; each opened on its first use.

    Safe to use from several threads. `name` is what it holds leases by, `progress` is where steps tell how far they
    are; one that `rehearses` sends nothing.
    """

    def __init__(self, settings: Settings, closing: ExitStack, *, rehearses: bool = False) -> None:
        self.settings = settings
        self.rehearses = rehearses
        self.name = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        self.progress = Progress()
        self.stopping = Stop()
        self.silent_lanes: set[tuple[str, str]] = set()  # receivers that did not answer in this pass
        self.reading_until = math.inf  # when the time for reading pages is up, by time.monotonic()
        self._closing = closing
        self._lock = threading.RLock()
        self._opened: dict[object, object] = {}
        self._wordings = lru_cache(MOST_WORDINGS)(lambda article: word_article(article, self.background))
        self._read = 0  # texts of which the stream is made

    def go_on(self) -> None:
        """Asked between two pieces of work: raises StoppedError when the pass is to stop."""
        if self.stopping.is_set():
            raise StoppedError

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """Let an interruption of the block (Ctrl-C, SIGTERM) stop the batches that run in other threads."""
        try:
            yield
        except GeneratorExit:
            raise  # nobody wants the other outcomes: no interruption
        except BaseException:
            self.stopping.set()
            raise

    @property
    def store(self) -> Store:
        """The database; raises StoreError when it cannot be reached."""
        return self._once("store", lambda: self._entered(open_store(self.settings.database_url)))

    def open_essentials(self) -> None:
        """Open what every pass needs: what cannot be used ends it before it has begun. StoreError, SettingsError."""
        for part in ("store", "mailer"):
            getattr(self, part)

    @property
    def has_store(self) -> bool:
        """Whether there is a database; asking makes none."""
        return not missing_file(self.settings.database_url)

    @property
    def fetcher(self) -> Fetcher:
        """The only way to the network."""
        settings = self.settings

        def make() -> Fetcher:
            return Fetcher(
                allow_private=settings.allow_private_addresses,
                host_delay=settings.host_delay,
                contact=settings.contact,
                reserve=self._reserve,
                on_stop=self.stopping.cutting,
            )

        return self._once("fetcher", lambda: self._entered(make()))

    def _reserve(self, origin: str, pause: float) -> float:
        """Reserve a request to a site in the database, if there is one: several runs together keep the distance."""
        now = datetime.now(UTC)
        try:
            if not self.has_store:
                return 0.0
            return (self.store.take_turn(origin, now, timedelta(seconds=pause), LONGEST_TURN) - now).total_seconds()
        except StoreError as error:  # the distance within this process is still kept
            logger.warning("%s: its turn could not be reserved: %s", origin, error)
            return 0.0

    @property
    def robots(self) -> Robots:
        """What sites let us read; kept in the database, if there is one."""
        return self._once("robots", self._open_robots)

    def _open_robots(self) -> Robots:
        kept = (self.store.robots_rules, self.store.save_robots_rules) if self.has_store else ()
        return Robots(self.fetcher, *kept)

    @property
    def annotator(self) -> Annotator:
        """NLP; the model itself is loaded when the first text is annotated."""
        return self._once("annotator", lambda: Annotator(self.settings.spacy_model))

    @property
    def encoder(self) -> Encoder:
        """Sentence vectors; the model itself is loaded when the first text is encoded."""
        return self._once("encoder", Encoder)

    @property
    def background(self) -> Background:
        """How common words are in news in general: what seeds and articles are weighed by."""
        return load_background()

    @property
    def stream(self) -> Stream:
        """The articles stored last: what the reports of one story are grouped against."""
        return self._once("stream", lambda: self._read_stream(self._recent_texts()))

    def refresh_stream(self) -> None:
        """Read the stream again if it is small and has grown, as during the first runs."""
        with self._lock:
            young = self.stream.size < self.settings.stream_articles / 2
            texts = self._recent_texts() if young else []
            if len(texts) > _GROWN * self._read:
                self._opened["stream"] = self._read_stream(texts)

    def _recent_texts(self) -> list[tuple[str, str]]:
        return self.store.recent_texts(limit=self.settings.stream_articles) if self.has_store else []

    def _read_stream(self, texts: Sequence[tuple[str, str]]) -> Stream:
        self._read = len(texts)
        return Stream(load_background(), [count_article(title, text) for title, text in texts])

    @property
    def mailer(self) -> Mailer | None:
        """The mail server, None when none is set; raises SettingsError when its URL makes no sense."""
        return self._once("mailer", self._open_mailer) if self.settings.smtp_url else None

    @property
    def channels(self) -> Channels:
        """The ways to recipients. Raises StoreError, and SettingsError as `mailer`."""
        return self._once(
            "channels", lambda: open_channels(self.settings, self.mailer, self.signing, lambda: self.fetcher)
        )

    @property
    def signing(self) -> Signing:
        """What mails are signed with; where no inbox is read, nobody is asked for answers by mail."""
        return self._once("signing", self._read_signing)

    def _read_signing(self) -> Signing:
        answers = self.settings.mail_from if self.settings.inbox_url else ""
        return Signing(self.store.signing_key(), answers, self.settings.web_address)

    def profiles_of(
        self,
        texts: Sequence[tuple[str, str, datetime | None]],
        meanings: Sequence[Sequence[float]] | None = None,
        gists: Sequence[Sequence[float]] | None = None,
    ) -> list[Profile]:
        """Profiles of (title, text, published) triples, in order. Raises extractors.ModelError.

        `meanings` and `gists` are their vectors, where they are known.
        """
        if not texts:
            return []
        pairs = [(title, text) for title, text, _ in texts]
        vectors = self.encoder.encode(pairs) if meanings is None else meanings
        abroad = encode_gists(pairs) if gists is None else gists
        days = [published for *_, published in texts]
        return list(map(make_profile, self.annotator.annotate(pairs), vectors, days, abroad))

    def profile_of(self, seed: Seed) -> Profile:
        """The seed's profile. Raises extractors.ModelError."""
        made = self.profiles_of([(seed.headline, seed.text, seed.published)])[0]
        return shape_profile(without_site(made, seed.url), seed.settings)

    def place_of(self, article: Article) -> Placed:
        """An article's place in the stream."""
        return place(word_article(article, self.stream.background), self.stream)

    def wording_of(self, article: Article) -> Wording:
        """An article's wording, computed once as long as not too many others are asked for."""
        return self._wordings(article)

    def opened(self, key: str, make: Callable[[], AbstractContextManager[T]]) -> T:
        """What else is opened on its first use and closed with the rest."""
        return self._once(key, lambda: self._entered(make()))

    def forget(self, key: str) -> None:
        """Have it opened anew at its next use."""
        with self._lock:
            self._opened.pop(key, None)

    def renewed(self, key: str, renew: Callable[[T | None], T]) -> T:
        """What is made anew from what it was before, None at first; by one thread at a time."""
        with self._lock:
            made = self._opened[key] = renew(cast("T | None", self._opened.get(key)))
            return made

    def _open_mailer(self) -> Mailer:
        url = self.settings.smtp_url
        try:
            return self._entered(Mailer(url.get_secret_value() if url else "", on_stop=self.stopping.cutting))
        except ValueError as error:
            raise SettingsError(f"STORYWAKE_SMTP_URL: {error}") from None

    def _entered(self, thing: AbstractContextManager[T]) -> T:
        return self._closing.enter_context(thing)

    def _once(self, key: object, make: Callable[[], T]) -> T:
        with self._lock:
            if key not in self._opened:
                self._opened[key] = make()
            return cast("T", self._opened[key])


_open: list[Runtime] = []  # a module global, not a context variable: task runners start threads of their own
_open_lock = threading.Lock()


@contextmanager
def open_runtime(settings: Settings, *, rehearses: bool = False) -> Iterator[Runtime]:
    """Give a runtime, this process's current one until it is closed; nothing is connected before its first use."""
    give_back_large_buffers()
    with ExitStack() as closing:
        runtime = Runtime(settings, closing, rehearses=rehearses)
        with _open_lock:
            _open.append(runtime)
        try:
            yield runtime
        finally:
            with _open_lock:
                _open.remove(runtime)


def current_runtime() -> Runtime:
    """The runtime opened last in this process; a worker process without one opens its own for as long as it lives."""
    if not _open:
        open_worker(load_settings())
    return _open[-1]


def open_worker(settings: Settings) -> None:
    """Open a worker process's own runtime, closed when the process ends."""
    opening = open_runtime(settings)
    opening.__enter__()
    atexit.register(opening.__exit__, None, None, None)
