"""Web applications without API documentation pages or access log."""

from fastapi import FastAPI


def make_bare_app() -> FastAPI:
    """A FastAPI application without routes."""
    return FastAPI(title="storywake", docs_url=None, redoc_url=None, openapi_url=None)


def serve_app(app: FastAPI, host: str, port: int) -> None:
    """Serve an application until interrupted."""
    import uvicorn

    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False)
