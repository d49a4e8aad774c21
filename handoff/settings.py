"""Every setting, in one frozen class. `docs/settings.md` describes each; a test holds the two together."""

from datetime import time
from ipaddress import ip_network
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Read from the environment as `ZHIKE_<NAME>`, then from the file `zhike.env` in the project's folder."""

    model_config = SettingsConfigDict(env_prefix="ZHIKE_", env_file=ROOT / "zhike.env", frozen=True, extra="forbid")

    # Where
    data_dir: Path = ROOT / "var"
    database_url: str = ""
    redis_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    bot_url: str = "http://127.0.0.1:5005"
    bots_file: Path | None = None  # the same, in a file that may change while we run
    actions_port: int = 5055
    workers: int = Field(default=1, ge=1, le=64)  # processes that share the public port
    bots: int = Field(default=1, ge=1, le=64)  # Rasa processes
    worker_port: int = Field(default=0, ge=0, le=65535)  # of this worker alone, on loopback; 0 for none
    allowed_origins: tuple[str, ...] = ()  # sites that may show the widget; they may do nothing as staff
    staff_origins: tuple[str, ...] = ()  # further names the console is opened under, when a proxy changes the host
    trusted_proxies: tuple[str, ...] = ("127.0.0.1", "::1")  # whose X-Forwarded-For is believed
    is_cookie_secure: bool = False

    # Secrets; those left empty are made at the first start and kept in `data_dir/secrets.json`
    bot_key: SecretStr = SecretStr("")
    customer_token_key: SecretStr = SecretStr("")
    metrics_key: SecretStr = SecretStr("")  # not made: empty means that only this machine may read /metrics

    # Who we are
    institution: str = "示例银行"
    widget_title: str = "示例银行在线客服"
    bot_name: str = "智能客服"
    hotline: str = "95000"
    disclaimer: str = "对话中的回答为示例政策，仅供演示，以银行正式公布为准。"
    timezone: str = "Asia/Shanghai"
    office_hours: str = "08:30-21:00"

    # Rules an institution replaces by its own (docs/complaint-clock.md); read once, at start
    clock_policy_file: Path = ROOT / "handoff" / "sla" / "policy.yml"
    grading_policy_file: Path = ROOT / "handoff" / "ticket" / "policy.yml"
    forbidden_file: Path = ROOT / "data" / "policy" / "forbidden.yml"
    replies_file: Path = ROOT / "data" / "policy" / "replies.yml"
    calendar_file: Path = ROOT / "data" / "calendar" / "overrides.yml"

    # Limits, each with its reason in docs/settings.md
    bot_timeout_s: float = Field(default=4.0, gt=0, le=60)
    bot_failures_before_handoff: int = Field(default=2, ge=1)
    message_max_chars: int = Field(default=2000, ge=100)
    customer_session_days: int = Field(default=90, ge=1)
    agent_session_hours: int = Field(default=12, ge=1)
    agent_absence_s: int = Field(default=30, ge=5)
    agent_capacity: int = Field(default=5, ge=1)
    bot_concurrency: int = Field(default=16, ge=1)
    writes_waiting_max: int = Field(default=2_000, ge=1)
    requests_max: int = Field(default=1_000, ge=1)
    sockets_max: int = Field(default=5_000, ge=1)
    sockets_per_address: int = Field(default=2_000, ge=1)
    sockets_per_person: int = Field(default=20, ge=1)
    messages_per_minute: int = Field(default=30, ge=1)
    frames_per_10_s: int = Field(default=200, ge=10)
    sessions_per_minute: int = Field(default=60, ge=1)
    lookups_per_minute: int = Field(default=10, ge=1)
    sign_ins_per_minute: int = Field(default=60, ge=1)
    sign_in_failures: int = Field(default=5, ge=1)
    log_level: str = "INFO"

    @field_validator("timezone")
    @classmethod
    def _check_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, OSError) as error:
            raise ValueError("no such time zone; write one like Asia/Shanghai") from error
        return value

    @field_validator("office_hours")
    @classmethod
    def _check_hours(cls, value: str) -> str:
        """Read at every handoff: what cannot be read must not wait for the first customer."""
        start, _, end = value.partition("-")
        try:
            is_span = time.fromisoformat(start.strip()) < time.fromisoformat(end.strip())
        except ValueError:
            is_span = False
        if not is_span:
            raise ValueError("write opening and closing time like 08:30-21:00")
        return value

    @field_validator("database_url")
    @classmethod
    def _check_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:")):
            raise ValueError("write postgresql+psycopg://USER@HOST/NAME, or leave it empty for the embedded database")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _check_proxies(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Addresses and networks alone: uvicorn would take a `*`, and then anybody could be anybody."""
        for proxy in value:
            ip_network(proxy)
        return value

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def bot_urls(self) -> tuple[str, ...]:
        """One a Rasa process."""
        return tuple(filter(None, (url.strip() for url in self.bot_url.split(","))))

    @property
    def sqlalchemy_url(self) -> str:
        """`database_url`, or the embedded SQLite file in `data_dir`."""
        return self.database_url or f"sqlite:///{self.data_dir / 'zhike.db'}"
