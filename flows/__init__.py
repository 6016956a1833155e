"""Prefect and nothing else: flows, tasks, deployments, artifacts, automations, the mail block.

Importing the room imports nothing. Its entry modules are named to Prefect by module path: the flows (`flows.monitor`,
`flows.digest`, `flows.housekeeping`, `flows.backfill`, `flows.inbox`), `flows.deployments` and `flows.work_pool`.
"""

__all__: list[str] = []
