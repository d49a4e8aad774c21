"""Whether a command line that a file of deploy/ names would be understood."""

from collections.abc import Sequence

import click
import typer.main

from command.cli import app


def check(words: Sequence[str]) -> None:
    """Parse the words after `zhike`, run nothing. Raises what the command line would refuse them with."""
    command: click.Command = typer.main.get_command(app)
    context, rest = click.Context(command, info_name="zhike"), list(words)
    while isinstance(command, click.Group):
        name, found, rest = command.resolve_command(context, rest)
        assert found is not None
        command, context = found, click.Context(found, info_name=name, parent=context)
    command.make_context(command.name, rest, parent=context)
