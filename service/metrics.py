"""The Prometheus metrics of an installation, made from what is stored.

Passes may be separate processes, so the counters are kept in the database: any process that can reach it can serve the
metrics, and a restart does not reset them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from news import PassRecord
from pipeline.figures import COUNTERS, GAUGES, SECONDS, Gauge
from pipeline.runtime import Runtime
from service.disk_usage import prefect_size


def write_metrics(runtime: Runtime) -> bytes:
    """All metrics in the Prometheus text format. Raises StoreError."""
    registry = CollectorRegistry()
    registry.register(_Stored(runtime))
    return generate_latest(registry)


class _Stored(Collector):
    """Reads the store each time the metrics are collected."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    def describe(self) -> list[Metric]:
        return []  # otherwise registering it would collect the metrics once

    def collect(self) -> Iterator[Metric]:
        store = self._runtime.store
        counts = store.counts()
        yield from _counters(store.totals())
        yield from (_counted(gauge, counts) for gauge in GAUGES)
        yield _gauge("storywake_database_bytes", "Size of the database", store.size())
        if (size := prefect_size(self._runtime.settings.prefect_home)) is not None:
            yield _gauge("storywake_prefect_database_bytes", "Size of the Prefect server's database", size)
        for last in store.latest_passes("monitor"):
            yield from _last_pass(last)


def _counters(totals: Mapping[str, float]) -> Iterator[Metric]:
    values: dict[str, dict[str, float]] = defaultdict(dict)
    seconds = CounterMetricFamily("storywake_stage_seconds", "Seconds that stages of passes took", labels=["stage"])
    for name, value in totals.items():
        if name.startswith(SECONDS):
            seconds.add_metric([name.removeprefix(SECONDS)], value)
        else:
            metric, _, outcome = name.partition(" ")
            values[metric][outcome] = value
    for metric, help_text in COUNTERS.items():
        family = CounterMetricFamily(f"storywake_{metric}", help_text, labels=["outcome"])
        for outcome, value in sorted(values[metric].items()):
            family.add_metric([outcome or "all"], value)
        yield family
    yield seconds


def _last_pass(last: PassRecord) -> Iterator[Metric]:
    began, ended = last.started_at.timestamp(), last.finished_at.timestamp()
    yield _gauge("storywake_last_pass_timestamp_seconds", "When the last pass of the monitor ended", ended)
    yield _gauge("storywake_last_pass_duration_seconds", "Duration of the last pass of the monitor", ended - began)
    yield _gauge("storywake_last_pass_failed", "Whether a stage or batch of the last pass failed", float(last.failed))


def _gauge(name: str, help_text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, help_text, value=value)


def _counted(gauge: Gauge, counts: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(f"storywake_{gauge.name}", gauge.help, labels=[gauge.label] if gauge.label else [])
    for value, name in gauge.counts.items():
        family.add_metric([value] if gauge.label else [], counts[name])
    return family
