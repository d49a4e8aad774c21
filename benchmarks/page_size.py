"""What a customer's and an agent's browser download for the first view, gzipped. `./zhike bench page_size`"""

import argparse
import asyncio
import os
import subprocess
import tempfile
from pathlib import Path

from command import pages
from command.paths import WEB
from command.steps import Steps


async def build() -> dict[str, str]:
    """The pages of the present sources; returns the environment in which npm is found."""
    with Steps() as steps, tempfile.TemporaryDirectory() as logs:
        environment = await pages.node_environment(steps, Path(logs))
        await pages.build(steps, Path(logs))
    return environment


def main() -> int:
    """Weighing is the pages' own script: it fails when one is heavier than it may be."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    environment = {**os.environ, **asyncio.run(build())}
    return subprocess.run(["npm", "run", "--silent", "size"], cwd=WEB, env=environment, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
