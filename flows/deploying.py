"""Putting storywake on a Prefect server for the workers of a work pool: its deployments, its mail block, its alarms.

Run as a child with the server's address in its environment, for Prefect reads that when it is imported:
`python -m flows.deploying POOL` prints one line for each thing that was made.
"""

import sys

from prefect.client.orchestration import get_client
from prefect.exceptions import ObjectNotFound

from flows.alarms import install_alarms
from flows.serving import make_deployments
from flows.settings import SettingsError, load_settings


def main(pool: str) -> int:
    """Deploy to a work pool that is there; the exit code says whether it could."""
    try:
        settings = load_settings()
        with get_client(sync_client=True) as client:
            client.read_work_pool(pool)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except ObjectNotFound:
        sys.stderr.write(f"no work pool is called {pool}: `prefect work-pool create {pool} --type process` makes one\n")
        return 2
    for deployment in make_deployments(settings):
        deployment.apply(work_pool_name=pool)
        sys.stdout.write(f"deployed {deployment.full_name} to {pool}\n")
    for name in install_alarms(settings):
        sys.stdout.write(f"automation {name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
