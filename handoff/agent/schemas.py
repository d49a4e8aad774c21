"""The wire shapes of staff: signing in, accounts, and the frames of the staff socket."""

import re
import unicodedata
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, Field, TypeAdapter

from handoff.agent.models import Agent
from handoff.agent.states import SignedIn
from handoff.conversation.schemas import Body, ClientId, Seq, WireTime

_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _plain(value: str) -> str:
    """One line of visible text, outer space trimmed; refuses control, invisible and broken characters."""
    value = value.strip()
    if not value or any(unicodedata.category(char) in _UNPRINTABLE for char in value):
        raise ValueError("must be one line of visible text")
    return value


def _username(value: str) -> str:
    value = value.strip().lower()
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{1,31}", value):
        raise ValueError("2 to 32 of a-z, 0-9, dot, dash and underscore, the first a letter or digit")
    return value


Plain = Annotated[str, AfterValidator(_plain)]
Username = Annotated[str, Field(max_length=64), AfterValidator(_username)]
Name = Annotated[Plain, Field(max_length=40)]
Password = Annotated[str, Field(min_length=1, max_length=200)]
Capacity = Annotated[int, Field(ge=1, le=50)]
RoleName = Literal["agent", "trainer", "supervisor", "admin"]
ConversationId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,40}$")]


class SignInPost(Body):
    username: Annotated[Plain, Field(min_length=1, max_length=64)]
    password: Password


class PasswordPost(Body):
    current: Password
    new: Password


class AgentPost(Body):
    username: Username
    name: Name
    role: RoleName
    capacity: Capacity | None = None


class AgentPatch(Body):
    """What is absent or null stays as it is."""

    name: Name | None = None
    role: RoleName | None = None
    capacity: Capacity | None = None
    is_active: bool | None = None


class AvailabilityPut(Body):
    availability: Literal["online", "away"]


class MyAgent(BaseModel):
    id: str
    username: str
    name: str
    role: RoleName
    availability: Literal["online", "away"]
    capacity: int


class AgentRead(MyAgent):
    is_active: bool
    locked_until: WireTime | None
    created_at: WireTime

    @classmethod
    def of(cls, agent: Agent) -> Self:
        return cls.model_validate(agent, from_attributes=True)


class AgentCreated(BaseModel):
    """`password` is in this answer and nowhere else."""

    agent: AgentRead
    password: str


class PasswordReset(BaseModel):
    password: str


class Me(BaseModel):
    agent: MyAgent
    permissions: list[str]
    csrf_token: str
    timezone: str

    @classmethod
    def of(cls, agent: SignedIn, *, timezone: str) -> Self:
        """`timezone`: the institution's, in which staff read every time."""
        mine = MyAgent.model_validate(agent, from_attributes=True)
        return cls(agent=mine, permissions=agent.permissions, csrf_token=agent.csrf_token, timezone=timezone)


class Hello(Body):
    type: Literal["hello"]


class Ping(Body):
    type: Literal["ping"]


class Watch(Body):
    type: Literal["watch"]
    conversation_id: ConversationId
    after_seq: Seq = 0


class Unwatch(Body):
    type: Literal["unwatch"]
    conversation_id: ConversationId


class MessageSend(Body):
    type: Literal["message.send"]
    conversation_id: ConversationId
    client_id: ClientId
    text: str


class NoteSend(Body):
    type: Literal["note.send"]
    conversation_id: ConversationId
    client_id: ClientId
    text: str


class TypingFrame(Body):
    type: Literal["typing"]
    conversation_id: ConversationId


class ReadFrame(Body):
    type: Literal["read"]
    conversation_id: ConversationId
    seq: Seq


Frame = Annotated[
    Hello | Ping | Watch | Unwatch | MessageSend | NoteSend | TypingFrame | ReadFrame, Field(discriminator="type")
]
FRAMES: TypeAdapter[Frame] = TypeAdapter(Frame)
