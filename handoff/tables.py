"""Every table of the service, in one place for Alembic: importing this module fills `Base.metadata`."""

from handoff.agent import models as agent
from handoff.audit import models as audit
from handoff.bot import models as bot
from handoff.conversation import models as conversation
from handoff.customer import models as customer
from handoff.database import Base
from handoff.queue import models as queue
from handoff.search import models as search
from handoff.sla import models as sla
from handoff.ticket import models as ticket

__all__ = ["Base", "agent", "audit", "bot", "conversation", "customer", "queue", "search", "sla", "ticket"]
