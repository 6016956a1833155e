"""`storywake desk`: serve the pages that an editor works in; `storywake desk users` says who may use them."""

from __future__ import annotations

import secrets
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cli.descriptions import examples
from cli.errors import BadInputError
from cli.lookup import end_without_database, settings, stored
from cli.terminal import remark, say, say_json, say_table

if TYPE_CHECKING:
    from news import Role

_NAME = 60  # characters


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    group = typer.Typer(help="Serve the pages of the desk, and say who may use them.", rich_markup_mode=None)
    group.callback(invoke_without_command=True)(desk)
    people = typer.Typer(help="List the users of the desk, add one, remove one.", rich_markup_mode=None)
    people.callback(invoke_without_command=True)(users)
    people.command(
        "add", epilog=examples("storywake desk users add ann", "storywake desk users add bob --role reader")
    )(add)
    people.command("remove", epilog=examples("storywake desk users remove bob"))(remove)
    group.add_typer(people, name="users")
    app.add_typer(group, name="desk")


def desk(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="The address to listen on; default: STORYWAKE_DESK_HOST.")] = "",
    port: Annotated[int, typer.Option(max=65535, help="The port; default: STORYWAKE_DESK_PORT.")] = 0,
) -> None:
    """Serve the desk until Ctrl-C. `storywake start` does so as well."""
    if context.invoked_subcommand:
        return
    from desk.serving import serve_desk
    from pipeline import open_runtime
    from service import reached_at

    found = settings()
    address, number = host or found.desk_host, port or found.desk_port or 8030
    with open_runtime(found) as runtime:
        runtime.store.ping()
        said = f"The desk: http://{reached_at(address)}:{number}; press Ctrl-C to stop."
        serve_desk(runtime, address, number, lambda: say(said))


def users(context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List the users of the desk."""
    if context.invoked_subcommand:
        return
    end_without_database([], as_json=as_json)
    with stored() as store:
        found = store.users()
    if as_json:
        say_json([{"name": one.name, "role": str(one.role)} for one in found])
    elif found:
        say_table(("user", "role"), [(one.name, str(one.role)) for one in found])
    else:
        remark("The desk has no users: `storywake desk users add NAME` adds one.")
    if found and settings().desk_auth not in {"users", "oidc"}:
        remark("They are asked to sign in only if STORYWAKE_DESK_AUTH is set to `users` or `oidc`.")


def add(
    name: Annotated[str, typer.Argument(help="The name to sign in with.")],
    role: Annotated[str, typer.Option(help="reader or editor.")] = "editor",
) -> None:
    """Add a user, or give one another password or role; the password is asked for, or read from stdin.

    Where users sign in at an OpenID provider (STORYWAKE_DESK_AUTH=oidc), there is no password to give.
    """
    from desk import hash_password
    from news import DeskUser
    from storage import open_store

    if not name.isprintable() or not name.strip() or name != name.strip() or len(name) > _NAME:
        raise BadInputError(f"{name[:80]!r} cannot be a name: use up to {_NAME} letters, digits and signs")
    found, chosen = settings(), _role(role)
    try:
        hashed = hash_password(_any_password() if found.desk_auth == "oidc" else _ask_password(name))
    except ValueError as error:
        raise BadInputError(str(error)) from None
    with open_store(found.database_url) as store:
        store.save_user(DeskUser(name, chosen, hashed))
    say(f"{name} may sign in as {chosen}.")


def _role(word: str) -> Role:
    from news import Role

    try:
        return Role(word.casefold())
    except ValueError:
        raise BadInputError(f"--role: {word[:40]!r}, expected reader or editor") from None


def _any_password() -> str:
    """One that nobody knows."""
    return secrets.token_urlsafe(32)


def _ask_password(name: str) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline(1000).rstrip("\r\n")
    return str(typer.prompt(f"Password for {name}", hide_input=True, confirmation_prompt=True))


def remove(name: Annotated[str, typer.Argument(help="The name of the user.")]) -> None:
    """Remove a user, who is signed out at once; what the user did stays in the log."""
    from pipeline import utc_now

    with stored() as store:
        if not store.remove_user(name, utc_now()):
            raise BadInputError(f"the desk has no user called {name!r}")
    say(f"{name} was removed.")
