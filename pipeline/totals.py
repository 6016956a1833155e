"""What a pass adds to the totals of an installation, by names that stay. Pure; `service.metrics` shows them."""

from pipeline.outcomes import PassReport

SECONDS = "seconds of "


def counts_of(report: PassReport) -> dict[str, float]:
    """What a pass counted; nothing that is 0."""
    polling, reading, comparing, delivering = report.polling, report.reading, report.comparing, report.delivering
    counts: dict[str, float] = {
        f"passes {'failed' if report.failures else 'done'}": 1,
        "polls failed": len(polling.errors),
        "polls unchanged": polling.unchanged,
        "polls with entries": polling.polled - polling.unchanged - len(polling.errors),
        "entries new": polling.new_entries,
        "entries changed": polling.changed_entries,
        "entries skipped": sum(reading.skipped.values()),
        "entries postponed": reading.postponed,
        "entries dropped": sum(polling.dropped.values()),
        "articles extracted": reading.articles,
        "articles turned away": reading.turned_away,
        "articles compared": comparing.articles,
        "articles spot-checked": comparing.spot_checks,
        "articles compared in full": comparing.candidates,
        "articles given up": comparing.given_up,
        "matches follow-up": comparing.follow_ups,
        "matches near miss": comparing.near_misses,
        "developments": comparing.developments,
        "mails sent": delivering.sent,
        "mails failed": delivering.failed,
        "mails given up": delivering.given_up,
        **{f"{SECONDS}{stage}": seconds for stage, seconds in report.seconds.items()},
    }
    return {name: value for name, value in counts.items() if value}
