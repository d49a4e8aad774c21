"""The people tests speak through are those of a rehearsal."""

from rehearsal.people import PASSWORD, Agent, Customer, Socket, apart, in_database, new_client_id

__all__ = ["PASSWORD", "Agent", "Customer", "Socket", "apart", "in_database", "new_client_id"]
