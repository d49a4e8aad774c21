"""How many sockets there is room for: who comes then hears when to come back, and who leaves makes room."""

from collections.abc import Callable

import pytest

from tests.actors import Agent, Customer, Socket
from tests.world import World

PATH = "/api/v1/chat/socket"


def is_refused(socket: Socket) -> bool:
    """Whether it was refused, as docs/wire.md says: an error with a time, then 4429."""
    code = socket.close_code()
    errors = [(frame["code"], frame["details"]) for frame in socket.frames if frame["type"] == "error"]
    return (code, errors) == (4429, [("too_many_sockets", {"retry_after_s": 5})])


@pytest.mark.parametrize("limit", ["sockets_max", "sockets_per_address"])
def test_a_full_process_and_a_full_address_refuse_before_asking_who_comes(make_world: Callable[..., World], limit: str):
    world = make_world(**{limit: 2})
    first, second = Customer(world).opens_chat(), Customer(world).opens_chat()
    assert is_refused(Socket(world, PATH))
    first.socket.close()
    third = Customer(world)
    while not _gets_in(third):
        pass  # the process hears of the closed line in its own time
    assert second.says("还在吗")


def test_one_customer_has_a_number_of_tabs_and_others_are_not_touched(make_world: Callable[..., World]):
    world = make_world(sockets_per_person=2)
    chen, li = Customer(world), Customer(world)
    chen.opens_chat()
    chen.opens_chat()
    third = Socket(world, PATH)
    third.send(type="hello", session_token=chen.token, after_seq=0)
    assert is_refused(third)
    assert li.opens_chat().says("你好")


def test_one_agent_has_a_number_of_tabs(make_world: Callable[..., World]):
    world = make_world(sockets_per_person=1)
    amira = Agent(world, "amira", name="艾米娜").signs_in().opens_desk()
    desk = amira.socket
    with pytest.raises(Exception, match="4429"):
        amira.opens_desk()
    desk.send(type="ping")
    assert desk.wait_for("pong")


def test_what_is_refused_is_counted(make_world: Callable[..., World]):
    world = make_world(sockets_max=1)
    chen = Customer(world).opens_chat()
    line = 'zhike_refused_total{reason="sockets"} '
    before = _metrics(chen)
    assert is_refused(Socket(world, PATH))
    assert _value(_metrics(chen), line) == _value(before, line) + 1


def _gets_in(customer: Customer) -> bool:
    socket = Socket(customer.world, PATH)
    socket.send(type="hello", session_token=customer.token, after_seq=0)
    try:
        return socket.receive()["type"] == "ready"
    finally:
        socket.close()


def _metrics(customer: Customer) -> str:
    return customer.http.get(f"{customer.world.url}/metrics").text


def _value(metrics: str, line: str) -> float:
    return next((float(row.removeprefix(line)) for row in metrics.splitlines() if row.startswith(line)), 0.0)
