"""Zhike's custom actions, served by rasa-sdk in the services' environment; they import no Rasa."""
