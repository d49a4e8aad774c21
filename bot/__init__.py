"""The assistant as Rasa sees it: domain, components, channel. Runs in its own environment (`bot/pyproject.toml`)."""
