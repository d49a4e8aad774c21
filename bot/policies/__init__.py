"""How the bot decides what to do next: by rules alone."""
