"""`zhike train`, `zhike model`: the model of the present content, and which one a running system serves."""

from pathlib import Path

from command import control, install, model
from command.paths import relative
from command.steps import Steps
from command.up import load_settings


async def train(*, is_forced: bool = False, is_served: bool = False) -> None:
    """Installs the bot's environment first where it is missing. `is_served`: the running system takes it up."""
    settings = load_settings()
    logs = settings.data_dir / "logs"
    with Steps() as steps:
        if not install.is_bot_installed():
            install.check_disk()
        await install.install_bot(steps, logs)
        trained = await model.train(steps, logs, is_forced=is_forced)
        steps.say(f"The model is {relative(trained)}.")
        if is_served:
            await _take_over(settings.data_dir, trained, steps)


async def use(name: str | None) -> None:
    """Have the running system serve a model of models/; without a name the one of the present content."""
    wanted = model.find(name or model.current().name)
    with Steps() as steps:
        await _take_over(load_settings().data_dir, wanted, steps)


async def restart() -> None:
    """Have the running system restart its service processes, one after the other."""
    with Steps() as steps:
        async with steps.step("Restarting the service") as step:
            await control.give(load_settings().data_dir, "restart", step.note)


async def _take_over(data_dir: Path, wanted: Path, steps: Steps) -> None:
    async with steps.step(f"Taking over with {relative(wanted)}") as step:
        await control.give(data_dir, "use_model", step.note, model=str(wanted))
