"""The wire shapes of a customer's side: starting a session, and the frames of the chat socket."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, TypeAdapter

from handoff.conversation.schemas import Body, ClientId, Seq, WireTime

Token = Annotated[str, Field(min_length=1, max_length=200)]


def _web_address(value: str | None) -> str | None:
    """Kept when staff could follow it; anything else is dropped, for a chat must not fail by where it was opened."""
    is_web = value is not None and value.isprintable() and value.lower().startswith(("https://", "http://"))
    return value if is_web else None


class SessionPost(Body):
    channel: Literal["web", "app"] = "web"
    locale: Literal["zh-CN", "en"] = "zh-CN"
    page_url: Annotated[str | None, AfterValidator(_web_address)] = Field(default=None, max_length=2000)
    customer_token: str | None = Field(default=None, max_length=4000)


class CustomerSummary(BaseModel):
    is_known: bool
    name: str | None


class PageSettings(BaseModel):
    """What the widget says of the institution."""

    title: str
    bot_name: str
    office_hours: str
    timezone: str
    is_within_hours: bool
    hotline: str
    disclaimer: str
    message_max_chars: int


class SessionStarted(BaseModel):
    session_token: str
    conversation_id: str
    customer: CustomerSummary
    expires_at: WireTime
    settings: PageSettings


class Hello(Body):
    type: Literal["hello"]
    session_token: Token
    after_seq: Seq = 0


class MessageSend(Body):
    type: Literal["message.send"]
    client_id: ClientId
    text: str


class TypingFrame(Body):
    type: Literal["typing"]


class ReadFrame(Body):
    type: Literal["read"]
    seq: Seq


class Ping(Body):
    type: Literal["ping"]


Frame = Annotated[Hello | MessageSend | TypingFrame | ReadFrame | Ping, Field(discriminator="type")]
FRAMES: TypeAdapter[Frame] = TypeAdapter(Frame)
