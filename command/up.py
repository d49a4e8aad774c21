"""`zhike up`: from a bare checkout to a system that answers, and then watching over it."""

import asyncio
import os
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import OperationalError

from command import control, install, model, pages, system
from command.fleet import Fleet
from command.paths import relative
from command.problem import Problem
from command.running import find_running, noted
from command.steps import Steps
from command.supervisor import Child, Supervisor
from handoff import migrations
from handoff.agent import service as agents
from handoff.database import Database
from handoff.secrets import with_secrets
from handoff.settings import Settings

Accounts = list[tuple[str, str, str]]  # username, role, password


def load_settings(**chosen: int | None) -> Settings:
    """The settings, or a Problem that names the ones that are off. `chosen` on the command line goes first."""
    try:
        return with_secrets(Settings(**{name: value for name, value in chosen.items() if value is not None}))
    except ValidationError as error:
        wrong = ", ".join(f"ZHIKE_{'_'.join(map(str, item['loc'])).upper()} ({item['msg']})" for item in error.errors())
        raise Problem(f"These settings are off: {wrong}; docs/settings.md describes each.") from error
    except OSError as error:
        raise Problem(f"The data folder cannot be written: {error}.") from error


async def up(**chosen: int | None) -> None:
    """Runs until it is told to stop (Ctrl-C, SIGTERM); then every process it started is gone."""
    started = time.monotonic()
    os.umask(0o077)  # data, logs and secrets are for this user alone
    _stop_on_signals()
    settings = load_settings(**chosen)
    if running := find_running(settings.data_dir):
        raise Problem(f"Zhike already runs with this data folder: process {running.pid}, {running.url}/.")
    system.check_public_port(settings)  # now, not after minutes of installing
    system.check_workers(settings)
    with Steps() as steps:
        ready_model = await prepare(settings, steps, chosen=find_chosen(settings, steps))
        plan = system.plan(settings, ready_model)
        accounts = await prepare_database(settings, steps)
        with noted(settings.data_dir, plan.url):
            async with Supervisor(steps.say) as supervisor, Fleet(supervisor, plan) as fleet:
                async with asyncio.TaskGroup() as group:
                    for child in fleet.start():
                        group.create_task(_wait(child, steps))
                welcome(steps.console, plan, accounts, seconds=round(time.monotonic() - started))
                steps.__exit__(None, None, None)
                orders = {"restart": fleet.restart, "use_model": fleet.use_model}
                async with control.listening(settings.data_dir, orders, steps.say):
                    await supervisor.wait()


def find_chosen(settings: Settings, steps: Steps) -> Path | None:
    """The model somebody chose, said aloud: it is not the one of the present content."""
    found = model.chosen(settings.data_dir, steps.say)
    if found:
        steps.say(f"Serving the model {relative(found)}, as chosen; `./zhike model use` ends the choice.")
    return found


async def prepare(settings: Settings, steps: Steps, *, chosen: Path | None = None) -> Path:
    """Install what is missing, build the pages, train the model unless one is `chosen`; the long ways side by side."""
    logs = settings.data_dir / "logs"
    if not install.is_bot_installed():
        install.check_disk()
    async with asyncio.TaskGroup() as group:
        group.create_task(pages.build(steps, logs))
        trained = group.create_task(_bot_and_model(steps, logs, chosen))
    return trained.result()


async def _bot_and_model(steps: Steps, logs: Path, chosen: Path | None) -> Path:
    await install.install_bot(steps, logs)
    return chosen or await model.train(steps, logs)


async def prepare_database(settings: Settings, steps: Steps) -> Accounts:
    """Bring the tables up to date; the first accounts when there are none."""
    async with steps.step("Preparing the database"):
        try:
            await asyncio.to_thread(migrations.upgrade, settings.sqlalchemy_url)
        except OperationalError as error:
            raise Problem(
                f"The database cannot be used: {' '.join(str(error.orig).split())} Check ZHIKE_DATABASE_URL, and that "
                "it runs and lets us in; without that setting the embedded one in the data folder is used."
            ) from error
        database = Database(settings.sqlalchemy_url)
        try:
            return await database.write(agents.create_first_accounts, now=datetime.now(UTC))
        finally:
            database.close()


async def _wait(child: Child, steps: Steps) -> None:
    async with steps.step(f"Starting {child.spec.name}"):
        try:
            await child.wait_until_ready()
        except Problem as problem:
            if child.spec.name.startswith("bot"):
                remedy = "A broken model is replaced with ./zhike train --force."
                raise Problem(
                    f"{problem} {remedy}", log=None if "log:" in str(problem) else child.spec.log
                ) from problem
            raise


async def prepare_only() -> None:
    """What `up` does first: environments, pages and a model. For images, and machines with a service manager."""
    settings = load_settings()
    with Steps() as steps:
        await prepare(settings, steps)


async def migrate() -> None:
    """The tables, the secrets and the first accounts, whose passwords are shown here and nowhere else."""
    os.umask(0o077)
    settings = load_settings()
    with Steps() as steps:
        show_accounts(steps.console, await prepare_database(settings, steps))


def welcome(console: Console, plan: system.System, accounts: Accounts, *, seconds: int) -> None:
    """Where everything is. The passwords are shown here and nowhere else, ever."""
    console.print(f"\nZhike 知客 is ready ({seconds} s).\n", highlight=False)
    for what, path in (("Demo bank page", "/demo/"), ("Staff console", "/console/")):
        console.print(f"  {what:16} {plan.url}{path}", highlight=False, soft_wrap=True)
    show_accounts(console, accounts)
    console.print(f"\nLogs: {plan.logs}. Ctrl-C stops everything.\n", highlight=False, soft_wrap=True)


def show_accounts(console: Console, accounts: Accounts) -> None:
    if accounts:
        console.print("\nAccounts, shown this once (argon2 keeps no way back):\n", highlight=False)
        table = Table("username", "role", "password", box=None, pad_edge=True)
        for row in accounts:
            table.add_row(*row)
        console.print(table)


def _stop_on_signals() -> None:
    """A signal cancels the command: blocks unwind, and with them every child. A second one changes nothing."""
    task = asyncio.current_task()
    assert task is not None
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
