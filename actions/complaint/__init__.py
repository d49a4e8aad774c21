"""Complaints: what is asked, how a turn in the form is read, what is read back and what becomes a ticket."""
