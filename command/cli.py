"""The list of commands. Each imports its module when it is called, so that `--help` answers at once."""

import asyncio
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from command.paths import ROOT
from command.problem import Problem

TESTS = ROOT / "tests" / "bot"
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
        sys.stderr.write("Stopped.\n")
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
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="Service processes, on PostgreSQL; else ZHIKE_WORKERS or 1.")
    ] = None,
    bots: Annotated[int | None, typer.Option(min=1, max=64, help="Rasa processes, else ZHIKE_BOTS or 1.")] = None,
) -> None:
    """Install what is missing, start everything, and watch over it until Ctrl-C."""
    from command import up as module

    run(module.up(port=port, workers=workers, bots=bots))


@app.command()
def status() -> None:
    """Say whether Zhike runs here, where, and how its parts are; the exit code is 0 when all is well."""
    from command import status as module
    from command.steps import Steps

    async def is_well() -> None:
        if not await module.status(Steps()):
            raise typer.Exit(1)

    run(is_well())


@app.command()
def stop() -> None:
    """Stop the Zhike that runs with this data folder, from another terminal."""
    from command import status as module
    from command.steps import Steps

    run(module.stop(Steps()))


@app.command()
def train(
    force: Annotated[bool, typer.Option(help="Also when there is a model of this content.")] = False,
    serve: Annotated[bool, typer.Option(help="Then have the running system take it up.")] = False,
) -> None:
    """Train the bot's model from config.yml, bot/ and data/."""
    from command import train as module

    run(module.train(is_forced=force, is_served=serve))


@app.command()
def restart() -> None:
    """Restart the service processes of the running system, one after the other."""
    from command import train as module

    run(module.restart())


@app.command()
def prepare() -> None:
    """Install, build and train what is missing, and start nothing."""
    from command import up as module

    run(module.prepare_only())


@app.command()
def migrate() -> None:
    """Bring the database's tables up to date and make the first accounts; `up` does it too."""
    from command import up as module

    run(module.migrate())


@app.command("run")
def run_part(
    part: Annotated[Literal["handoff", "bot", "actions"], typer.Argument(help="Which one.")],
    interface: Annotated[str, typer.Option(help="The bot's address; for our own machines alone.")] = "127.0.0.1",
) -> None:
    """Run one prepared part in the foreground, for a service manager or a container."""
    from command import part as module

    module.run(part, interface=interface)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def test(context: typer.Context) -> None:
    """Run every test, or pytest with the given arguments. The last line counts passed, failed and skipped."""
    from command import checks

    async def all_pass() -> None:
        if not await checks.test(context.args):
            raise typer.Exit(1)

    run(all_pass())


@app.command()
def ask(
    file: Path,
    json: Annotated[bool, typer.Option("--json", help="One JSON object in place of the tables.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first lines.")] = None,
) -> None:
    """Send each line of a text file through the running system, as a new customer, and show what came of it."""
    from command import ask as module

    run(module.ask(file, as_json=json, limit=limit))


@app.command("check-answers")
def check_answers() -> None:
    """Hold every text a customer can be told against data/policy/forbidden.yml, and its dates against today."""
    from command import answers as module

    found = module.check()
    for finding in found:
        typer.echo(str(finding))
    typer.echo(f"{len(found)} found.")
    raise typer.Exit(1 if found else 0)


@app.command()
def evaluate(
    out: Annotated[Path | None, typer.Option(help="Folder of the reports, else var/evaluation.")] = None,
    heldout: Annotated[Path, typer.Option(help="Folder of the sentences.")] = TESTS / "heldout",
    conversations: Annotated[Path, typer.Option(help="Folder of the conversations.")] = TESTS / "conversations",
    quick: Annotated[bool, typer.Option(help="Leave the conversations out.")] = False,
    against: Annotated[Path | None, typer.Option(help="An earlier report.json to compare with.")] = None,
    check: Annotated[bool, typer.Option(help="Exit with 1 when a target is missed.")] = False,
) -> None:
    """Measure the trained model on sentences and conversations it was not taught, and write a report."""
    from command import evaluate as module

    wanted = module.Wanted(heldout, None if quick else conversations, out, against)
    if not module.evaluate(wanted, must_reach=check):
        raise typer.Exit(1)


@app.command()
def backup(file: Path) -> None:
    """Write the embedded database, the dialogues and the secrets into one file; the system may run meanwhile."""
    from command import backup as module

    manifest = module.backup(file)
    typer.echo(
        f"{file}: {', '.join(manifest['files'])}; tables {manifest['revision']}. It holds secrets: keep it safe."
    )


@app.command()
def restore(file: Path) -> None:
    """Put a backup in place of the present data, which is kept beside it. Not while the system runs."""
    from command import backup as module

    aside = module.restore(file)
    typer.echo("Restored." + (f" The data of before is in {aside}." if aside else ""))


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
def bench(context: typer.Context, name: str = typer.Argument("--help")) -> None:
    """Run one benchmark of benchmarks/; without a name, say which there are."""
    from command import bench as module

    raise typer.Exit(module.bench(name, context.args))


@app.command()
def openapi() -> None:
    """Write docs/openapi.json."""
    from command import openapi as module

    typer.echo(module.write())


models = typer.Typer(help="Which model the running system serves.", no_args_is_help=True)
app.add_typer(models, name="model")


@models.command("use")
def use_model(
    file: Annotated[str | None, typer.Argument(help="A file of models/; else the present content's.")] = None,
) -> None:
    """Have another model take over without a pause; it serves at the next start too."""
    from command import train as module

    run(module.use(file))


accounts = typer.Typer(help="Staff accounts, on the server itself.", no_args_is_help=True)
app.add_typer(accounts, name="accounts")


@accounts.command("reset-password")
def reset_password(username: str) -> None:
    """Print a new password for an account and end its sessions."""
    from command import accounts as module

    typer.echo(asyncio.run(module.reset_password(username)))
