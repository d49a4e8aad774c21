"""The service customers and staff talk to: API, sockets, pages, timers. `app.py` builds everything in one list."""
