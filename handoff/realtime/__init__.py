"""Telling connected people what was committed. Knows frames and topics, imports no domain."""
