"""The state of the installation: the last passes, what waits, and the doctor's findings on request."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from desk.desk import Desk, DeskHere, Reader, ReaderForm
from desk.pages import render_page
from service import examine, find_server

router = APIRouter()
_PASSES = 10


@router.get("/installation")
def show_installation(request: Request, desk: DeskHere, visitor: Reader) -> Response:
    """What the database knows at once."""
    return render_page(request, "installation.html.j2", visitor, _values(desk) | {"findings": None})


@router.post("/installation")
def examine_installation(request: Request, desk: DeskHere, posted: ReaderForm) -> Response:
    """The same with the findings of the doctor, who tries the model and the mail server: that takes seconds."""
    found = examine(desk.settings, desk.now())
    return render_page(request, "installation.html.j2", posted.visitor, _values(desk) | {"findings": found})


def _values(desk: Desk) -> dict[str, object]:
    store = desk.store
    waiting, oldest = store.oldest_waiting_mail()
    return {
        "passes": store.latest_passes("monitor", limit=_PASSES),
        "queues": {name: number for name, number in store.queue_depths().items() if number},
        "waiting_mails": waiting,
        "oldest_mail": oldest,
        "bounces": store.bounces(),
        "prefect": find_server(desk.settings).removesuffix("/api"),
        "extent": store.extent(),
    }
