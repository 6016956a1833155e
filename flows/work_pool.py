"""Deploy storywake to a Prefect work pool: its deployments, mail block and automations.

Run as a child process with the server's address in its environment, because Prefect reads that at import time.
`python -m flows.work_pool POOL` prints one line per object created.
"""

import sys
from pathlib import Path

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectNotFound
from prefect.workers.process import ProcessWorker

from flows.automations import install_alarms
from flows.deployments import make_deployments
from pipeline.settings import SettingsError, load_settings

PROCESS = "process"


def main(pool: str) -> int:
    """Deploy to a work pool. Returns the exit code: 0, or 2 if the settings are invalid."""
    try:
        settings = load_settings()
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    kind = _find_pool(pool)
    for deployment in make_deployments(settings):
        if kind == PROCESS:  # otherwise each run would get an empty folder without .env and seeds
            deployment.job_variables["working_dir"] = str(Path.cwd())
        deployment.apply(work_pool_name=pool)
        sys.stdout.write(f"deployed {deployment.full_name} to {pool}\n")
    for name in install_alarms(settings):
        sys.stdout.write(f"automation {name}\n")
    return 0


def _find_pool(name: str) -> str:
    """The type of a work pool; a missing pool is created with type "process"."""
    with get_client(sync_client=True) as client:
        try:
            return str(client.read_work_pool(name).type)
        except ObjectNotFound:
            template = ProcessWorker.get_default_base_job_template()
            client.create_work_pool(WorkPoolCreate(name=name, type=PROCESS, base_job_template=template))
    sys.stdout.write(f"created the work pool {name} of type process\n")
    return PROCESS


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
