"""The list of commands. Each imports its module when it is called, so that `--help` answers at once."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Annotated, Any

import typer

from command.problem import Problem

STOPPED = 130  # what a shell expects of a command ended by Ctrl-C

app = typer.Typer(
    help="Zhike 知客: customer service for Chinese financial institutions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Every failure is one sentence on standard error and a code other than 0."""
    try:
        app(prog_name="zhike")
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.exit(STOPPED)
    except Problem as problem:
        sys.stderr.write(f"zhike: {problem}\n")
        sys.exit(problem.exit_code)


def run(command: Coroutine[Any, Any, Any]) -> None:
    """Of several failures side by side the first is told; the others are its echo."""
    try:
        asyncio.run(command)
    except BaseExceptionGroup as group:
        problems = group.subgroup(Problem)
        while isinstance(problems, BaseExceptionGroup):
            problems = problems.exceptions[0]
        if problems is None:
            raise
        raise problems from None


@app.command()
def up(
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="The public port, else ZHIKE_PORT or 8000.")
    ] = None,
) -> None:
    """Install what is missing, start everything, and watch over it until Ctrl-C."""
    from command import up as module

    run(module.up(port))


@app.command()
def train(force: Annotated[bool, typer.Option(help="Also when there is a model of this content.")] = False) -> None:
    """Train the bot's model from config.yml, bot/ and data/."""
    from command import train as module

    run(module.train(is_forced=force))


@app.command()
def migrate() -> None:
    """Bring the database's tables up to date; `up` does it too."""
    from command import up as module
    from handoff import migrations

    migrations.upgrade(module.load_settings().sqlalchemy_url)
