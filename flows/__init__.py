"""Everything that uses Prefect: flows, tasks, deployments, artifacts, automations, the mail block.

Importing this package imports none of its modules. Prefect loads them by module path: the flows `flows.monitor`,
`flows.digest`, `flows.housekeeping`, `flows.backfill` and `flows.inbox`. `flows.deployments` and `flows.work_pool` are
run with `python -m`.
"""

__all__: list[str] = []
