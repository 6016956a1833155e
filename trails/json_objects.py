"""Convert values to plain JSON objects, for `--json`, exports and the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trails.wording import match_name, reasons

if TYPE_CHECKING:
    from news import AlertStatus, Article, FeedHealth, Match, Profile, Seed, StoredMatch

Plain = dict[str, Any]


def plain(value: object) -> Any:
    """Convert a value for JSON: dataclasses become objects, times ISO 8601 strings, time spans seconds."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(part) for part in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return str(value) if isinstance(value, str | Path) else value


def match_object(stored: StoredMatch, *, with_recipients: bool = False) -> Plain:
    """The JSON object of a stored match, with its article and alerts; without recipients it may be passed on."""
    from news import development_name

    return {
        "match": match_name(stored),
        "seed": stored.match.seed,
        **_article_object(stored.article),
        "found": plain(stored.found_at),
        **_verdict_object(stored.match),
        "reasons": reasons(stored.match),
        "evidence": plain(stored.match.evidence),
        "development": development_name(stored.development),
        "development_title": stored.development_label,
        "standing": str(stored.standing),
        "news": list(stored.news),
        "alerts": [_alert_object(alert, with_recipients=with_recipients) for alert in stored.alerts],
        "answer": str(stored.answer),
        "rejected": stored.is_rejected,
        "versions": plain(stored.versions),
    }


def _alert_object(alert: AlertStatus, *, with_recipients: bool) -> Plain:
    if with_recipients:
        return dict(plain(alert))
    return {"state": str(alert.state), "sent_at": plain(alert.sent_at)}


def comparison_object(seed: Seed, article: Article, match: Match, why: str) -> Plain:
    """The JSON object of an article compared with a seed by `storywake check`."""
    from news import share_of_score

    return {
        "seed": seed.name,
        **_article_object(article),
        **_verdict_object(match),
        "why": why,
        "reasons": reasons(match),
        "evidence": plain(match.evidence),
        "shares": share_of_score(match.evidence.parts),
    }


def _article_object(article: Article) -> Plain:
    return {
        "url": article.url,
        "title": article.title,
        "outlet": article.outlet,
        "published": plain(article.published),
        "published_from": article.published_from,
        "modified": plain(article.modified),
        "language": article.language,
    }


def _verdict_object(match: Match) -> Plain:
    return {"score": round(match.score, 4), "verdict": str(match.verdict)}


def seed_object(seed: Seed, profile: Profile) -> Plain:
    """The JSON object of a seed with its profile and settings."""
    from news import factor_of

    return {
        "name": seed.name,
        "title": seed.title,
        "url": seed.url,
        "published": plain(seed.published),
        "language": profile.language,
        "actors": [
            {
                "name": actor.name,
                "kind": actor.kind,
                "aliases": list(actor.aliases),
                "offices": list(actor.offices),
                "weight": round(actor.weight, 4),
                "factor": round(factor_of(profile, actor), 4),
            }
            for actor in profile.actors
        ],
        "topics": [
            {
                "name": topic.name,
                "weight": round(topic.weight, 4),
                "factor": round(factor_of(profile, topic), 4),
            }
            for topic in profile.topics
        ],
        "settings": plain(seed.settings),
    }


def feed_object(health: FeedHealth) -> Plain:
    """The JSON object of a feed and its health."""
    return {**plain(health.feed), **{key: part for key, part in plain(health).items() if key != "feed"}}
