"""The Prefect automations that monitor storywake, and the mails they send to the operator."""

from dataclasses import dataclass
from datetime import timedelta
from typing import cast
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState, SendNotification
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture

from flows.artifacts import FAILING_EVENT, RECOVERED_EVENT
from flows.mail_block import BLOCK, StorywakeMail
from pipeline.settings import Settings
from service.prefect_api import ALARM

Resource = dict[str, str | list[str]]
RUN: Resource = {"prefect.resource.id": "prefect.flow-run.*"}
OURS: Resource = {"prefect.resource.role": "tag", "prefect.resource.id": "prefect.tag.storywake"}
MONITOR: Resource = {"prefect.resource.role": "flow", "prefect.resource.name": "monitor"}
FEED: Resource = {"prefect.resource.id": "storywake.feed.*"}
ALIVE = "prefect.flow-run.heartbeat"
FAILED = {f"prefect.flow-run.{state}" for state in ("Failed", "Crashed", "TimedOut")}
ENDED = {*FAILED, "prefect.flow-run.Completed", "prefect.flow-run.Cancelled"}
# the Prefect server fills in what is in double braces
RUN_FAILED = """\
The run {{ flow_run.name }} of {{ flow.name }} {{ flow_run.state.name | lower }}:

{{ flow_run.state.message }}

{{ flow_run | ui_url }}

The next run continues its work.

Reference: {{ flow_run.id }} {{ flow_run.state.name | lower }}
"""
RUNS_LATE = """\
Three scheduled runs have not started; the last is {{ flow_run.name }} of {{ flow.name }}.

Check that `storywake start`, or a worker of the work pool, is still running.
"""
NO_POLL = """\
No run of the monitor has completed for {span}.

Run `storywake doctor` to find the cause.
"""
FEED_FAILS = """\
A feed has been failing for {span}.

`storywake feeds` shows which one and why. Correct or remove its address in the list of feeds.
"""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long each problem may last before an automation acts.

    `lifeless`: a run without heartbeats (three may be missed); `late`: the period in which three runs did not start;
    `silent`: no completed run of the monitor; `failing`: a failing feed.
    """

    lifeless: timedelta = timedelta(minutes=4)
    late: timedelta = timedelta(hours=1)
    silent: timedelta = timedelta(hours=2)
    failing: timedelta = timedelta(days=1)


def install_alarms(settings: Settings, patience: Patience | None = None) -> list[str]:
    """Create or update the automations on the Prefect server, delete obsolete ones, and return their names.

    Without an operator or a mail server in the settings, those that send mail are left out.
    """
    wanted = make_alarms(_save_block(settings), patience or Patience())
    with get_client(sync_client=True) as client:
        stored = {one.name: one for one in client.read_automations() if one.name.startswith(ALARM)}
        for name in stored.keys() - {one.name for one in wanted}:
            client.delete_automation(stored[name].id)
        for automation in wanted:
            if automation.name in stored:
                client.update_automation(stored[automation.name].id, automation)
            else:
                client.create_automation(automation)
    return [one.name for one in wanted]


def _save_block(settings: Settings) -> UUID | None:
    if not (settings.operator and settings.smtp_url):
        return None
    StorywakeMail.register_type_and_schema()
    return cast("UUID", StorywakeMail().save(BLOCK, overwrite=True))


def make_alarms(block: UUID | None, patience: Patience) -> list[AutomationCore]:
    """Define the automations; without a mail block, only the one that sends no mail."""
    return [_lifeless(patience), *([] if block is None else _mail_automations(block, patience))]


def _lifeless(patience: Patience) -> AutomationCore:
    """Mark a run whose process is gone as crashed; Prefect itself would show it as running for ever."""
    return AutomationCore(
        name=f"{ALARM}a run that shows no sign of life is written off",
        description=f"Marks a run as crashed after {_in_words(patience.lifeless)} without a heartbeat: its process is "
        "gone, and it would hold the only slot of its deployment. The next run continues its work.",
        trigger=_absence(
            after={ALIVE}, expect={ALIVE, *ENDED}, within=patience.lifeless, match=RUN, match_related=OURS
        ),
        actions=[
            ChangeFlowRunState(
                name="Crashed",
                state=StateType.CRASHED,
                message="no heartbeat: its process was killed, or its machine is down",
                force=False,
            )
        ],
    )


def _mail_automations(block: UUID, patience: Patience) -> list[AutomationCore]:
    def notify(name: str, when: str, trigger: EventTrigger, body: str, subject: str = "") -> AutomationCore:
        mail = SendNotification(block_document_id=block, subject=f"{ALARM}{subject or name}", body=body)
        about = f"Mails the operator (STORYWAKE_OPERATOR) {when}."
        return AutomationCore(name=f"{ALARM}{name}", description=about, trigger=trigger, actions=[mail])

    return [
        notify(
            "a run failed",
            "when a run fails, crashes or takes too long",
            _presence(FAILED),
            RUN_FAILED,
            "{{ flow.name }} {{ flow_run.state.name | lower }}",
        ),
        notify(
            "runs do not start",
            f"when three runs have not started within {_in_words(patience.late)}",
            _presence({"prefect.flow-run.Late"}, threshold=3, within=patience.late),
            RUNS_LATE,
        ),
        notify(
            "no feed was polled for long",
            f"when no run of the monitor has completed for {_in_words(patience.silent)}, and again after as long",
            _absence(expect={"prefect.flow-run.Completed"}, within=patience.silent, match=RUN, match_related=MONITOR),
            NO_POLL.format(span=_in_words(patience.silent)),
        ),
        notify(
            "a feed has failed for long",
            f"when a feed has been failing for {_in_words(patience.failing)}",
            _absence(after={FAILING_EVENT}, expect={RECOVERED_EVENT}, within=patience.failing, match=FEED),
            FEED_FAILS.format(span=_in_words(patience.failing)),
        ),
    ]


def _presence(expect: set[str], *, threshold: int = 1, within: timedelta = timedelta()) -> EventTrigger:
    """Trigger on events of our runs. The posture is given explicitly because an update drops fields left at default."""
    return EventTrigger(
        posture=Posture.Reactive,
        expect=expect,
        match=RUN,
        match_related=OURS,
        threshold=threshold,
        within=within,
    )


def _absence(
    *,
    expect: set[str],
    within: timedelta,
    match: Resource,
    after: set[str] | None = None,
    match_related: Resource | None = None,
) -> EventTrigger:
    """Trigger on expected events that did not come; with `after`, the wait starts at those, separately per resource."""
    return EventTrigger(
        posture=Posture.Proactive,
        after=after or set(),
        expect=expect,
        within=within,
        match=match,
        match_related=match_related or {},
        for_each={"prefect.resource.id"} if after else set(),
    )


def _in_words(span: timedelta) -> str:
    hours = span / timedelta(hours=1)
    return f"{hours:g} hours" if hours >= 1 else f"{span.total_seconds():g} seconds"
