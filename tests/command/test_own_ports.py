"""The ports tests start servers on: nobody else is given one, and whoever it is for can listen there, also again."""

import socket

import pytest

from command import ports
from rehearsal.ports import OwnPort, own_port


def listen(port: int) -> socket.socket:
    return socket.create_server(("127.0.0.1", port))  # as asyncio and uvicorn do, with SO_REUSEADDR


def test_whoever_it_is_for_listens_there_and_listens_again():
    own = OwnPort()
    for _ in range(2):
        with listen(own.number), socket.create_connection(("127.0.0.1", own.number)):
            pass
    own.release()


def test_nobody_answers_there_while_nobody_listens():
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", own_port()))


def test_it_counts_as_free_and_is_given_to_nobody_else():
    own = own_port()
    assert ports.is_free(own)
    with socket.socket() as other, pytest.raises(OSError):
        other.bind(("127.0.0.1", own))
