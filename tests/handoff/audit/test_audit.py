"""The audit log: who did what to whom, readable by those who answer for it, and without secrets."""

from tests.actors import PASSWORD, Agent, Customer
from tests.world import World


def test_sign_ins_and_changes_of_accounts_are_written_down(root: Agent, amira: Agent, zhou: Agent):
    amira.tries_to_sign_in("wrong")
    created = root.calls("POST", "/agents", json={"username": "li.na", "name": "李娜", "role": "agent"}).json()
    root.calls("PATCH", f"/agents/{amira.id}", json={"capacity": 7})
    entries = zhou.gets("/audit")["items"]
    assert [entry["action"] for entry in entries[:3]] == ["agent.update", "agent.create", "account.sign_in_refused"]
    update, create, refused = entries[:3]
    assert (update["agent_id"], update["agent_name"], update["target"]) == (root.id, "系统管理员", amira.id)
    assert update["data"] == {"changes": {"capacity": 7}}
    assert create["target"] == created["agent"]["id"]
    assert refused["target"] == amira.id
    assert {entry["address"] for entry in entries} == {"127.0.0.1"}


def test_no_password_or_token_is_in_it(root: Agent, amira: Agent):
    password = root.calls("POST", f"/agents/{amira.id}/password").json()["password"]
    text = root.calls("GET", "/audit").text
    for secret in (password, PASSWORD, root.cookie, root.me["csrf_token"], "argon2"):
        assert secret not in text


def test_a_reveal_is_written_down_with_its_reason(chen: Customer, amira: Agent, zhou: Agent):
    customer = amira.gets(f"/conversations/{chen.conversation_id}")["customer"]["id"]
    amira.calls("POST", f"/customers/{customer}/reveal", json={"reason": "客户来电核实身份"}).raise_for_status()
    entry = zhou.gets("/audit", limit=1)["items"][0]
    assert (entry["action"], entry["agent_id"], entry["target"]) == ("customer.reveal", amira.id, customer)
    assert entry["data"] == {"reason": "客户来电核实身份"}


def test_pages_hold_every_entry_once(world: World, amira: Agent, zhou: Agent):
    for _ in range(7):
        amira.tries_to_sign_in()
    whole = [entry["id"] for entry in zhou.gets("/audit", limit=200)["items"]]
    paged, before = [], None
    while True:
        page = zhou.gets("/audit", limit=3, **({"before": before} if before else {}))
        paged += [entry["id"] for entry in page["items"]]
        before = page["next_before"]
        if before is None:
            break
    assert paged == whole == sorted(whole, reverse=True)


def test_agents_may_not_read_it(amira: Agent):
    assert amira.calls("GET", "/audit").status_code == 403
