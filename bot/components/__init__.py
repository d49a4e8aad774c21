"""NLU graph components of the bot. Each is named in `config.yml`; the pure modules beside them import no Rasa."""
