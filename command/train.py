"""`zhike train`: the model of the present content."""

from command import install, model
from command.paths import relative
from command.steps import Steps
from command.up import load_settings


async def train(*, is_forced: bool = False) -> None:
    """Installs the bot's environment first where it is missing."""
    settings = load_settings()
    logs = settings.data_dir / "logs"
    with Steps() as steps:
        if not install.is_bot_installed():
            install.check_disk()
        await install.install_bot(steps, logs)
        trained = await model.train(steps, logs, is_forced=is_forced)
        steps.say(f"The model is {relative(trained)}.")
