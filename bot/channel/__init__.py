"""The one way into the bot: `docs/bot-channel.md` says what it takes and what it answers."""

from bot.channel.input import ZhikeInput

__all__ = ["ZhikeInput"]
