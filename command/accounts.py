"""`zhike accounts`: help for staff who cannot sign in, given on the server itself."""

from datetime import UTC, datetime

from command.problem import Problem
from command.up import load_settings
from handoff.agent import service as agents
from handoff.agent.passwords import hash_now, new_password
from handoff.agent.service import AgentNotFound
from handoff.database import Database


async def reset_password(username: str) -> str:
    """A new password for `username`, whose sessions end; it is in this answer and nowhere else."""
    database = Database(load_settings().sqlalchemy_url)
    password = new_password()
    try:
        hashed = hash_now(password)
        await database.write(agents.reset_password_by_operator, username, password_hash=hashed, now=datetime.now(UTC))
    except AgentNotFound as error:
        raise Problem(f"There is no account named {username}.") from error
    finally:
        database.close()
    return password
