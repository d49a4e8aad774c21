"""The signed customer token by which an institution's own site says who its customer is.

A JWT, HS256, with the shared `customer_token_key`: `aud` "zhike", `sub` (the institution's customer id), `exp` (at most
an hour ahead), and optionally `name`, `phone`, `tags`, `birth_date` (YYYY-MM-DD). Nothing else is read from it.
"""

from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, ValidationError

from handoff.conversation.policy import clean_line
from handoff.errors import NotAuthenticated

AUDIENCE = "zhike"
LIFETIME_MAX = timedelta(hours=1)  # it is read once, at the start of a session: a leaked one must not last


class CustomerTokenInvalid(NotAuthenticated):
    code, message = "customer_token_invalid", "身份信息校验未通过，请刷新页面后重试。"


class CustomerTokenExpired(NotAuthenticated):
    code, message = "customer_token_expired", "身份信息已过期，请刷新页面后重试。"


def _printable(value: str) -> str:
    if not value.isprintable():
        raise ValueError("not printable")
    return value


class CustomerClaims(BaseModel):
    """Who the institution says the customer is. A name the customer chose themselves is cleaned like a message."""

    sub: Annotated[str, AfterValidator(_printable)] = Field(min_length=1, max_length=200)
    aud: str
    exp: int
    name: Annotated[str | None, AfterValidator(clean_line)] = Field(default=None, max_length=60)
    phone: Annotated[str | None, AfterValidator(clean_line)] = Field(default=None, max_length=30)
    tags: list[str] = Field(default_factory=list, max_length=20)
    birth_date: date | None = None


def read_token(token: str, key: str, *, now: datetime) -> CustomerClaims:
    """Verify and read. Raises CustomerTokenInvalid, or CustomerTokenExpired when only its time is over."""
    from joserfc import jwt  # takes a twentieth of a start when it is imported there, and not every bank sends tokens
    from joserfc.errors import JoseError
    from joserfc.jwk import OctKey

    try:
        decoded = jwt.decode(token, OctKey.import_key(key), algorithms=["HS256"])
        claims = CustomerClaims.model_validate(decoded.claims)
    except (JoseError, ValidationError, ValueError, UnicodeError) as error:
        raise CustomerTokenInvalid from error
    if claims.aud != AUDIENCE or claims.exp > (now + LIFETIME_MAX).timestamp():
        raise CustomerTokenInvalid
    if claims.exp <= now.timestamp():
        raise CustomerTokenExpired
    return claims
