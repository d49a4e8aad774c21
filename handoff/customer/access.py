"""Which customer an HTTP request comes from, and that the conversation in its path is theirs."""

from typing import Annotated

from fastapi import Depends, Path
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from handoff.conversation.service import ConversationNotFound
from handoff.customer import service
from handoff.customer.service import Identity, SessionExpired
from handoff.http import Svc

_bearer = HTTPBearer(auto_error=False, description="The session_token of POST /sessions")


async def current_customer(
    svc: Svc, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> Identity:
    """Raises SessionExpired for a missing, unknown or expired token."""
    if credentials is None:
        raise SessionExpired
    return await svc.database.read(service.authenticate, credentials.credentials, now=svc.clock.now())


CurrentCustomer = Annotated[Identity, Depends(current_customer)]


async def own_conversation(customer: CurrentCustomer, conversation_id: Annotated[str, Path(max_length=40)]) -> Identity:
    """Somebody else's conversation is answered like one that does not exist."""
    if conversation_id != customer.conversation_id:
        raise ConversationNotFound
    return customer


OwnConversation = Annotated[Identity, Depends(own_conversation)]
