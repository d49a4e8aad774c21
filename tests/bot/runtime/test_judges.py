"""The judges as components of Rasa: what they add to a message, and what they refuse to learn from."""

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.entities.extractor import FinanceEntityExtractor
from bot.components.judges import DemandJudge, IssueJudge, KindJudge
from bot.components.normaliser import TextNormaliser
from tests.bot.runtime.embedding import LetterEmbedder

EXAMPLES = {
    DemandJudge: "一分不少还来\trefund\n给我道歉\tapology\n连道歉都没有\tnone\n卡丢了\tnone\n钱不见了\tnone\n",
    IssueJudge: "钱不见了\tfund_loss\n柜员骂我\tattitude\n转账柜员态度凶\tattitude\n你好\tnone\n我要投诉\tnone\n",
}


@pytest.fixture
def graph(tmp_path: Path) -> tuple[LocalModelStorage, ExecutionContext]:
    stored = tmp_path / "model"
    stored.mkdir()
    return LocalModelStorage.create(stored), ExecutionContext(GraphSchema({}))


Graph = tuple[LocalModelStorage, ExecutionContext]


def learnt(judge: type[KindJudge], graph: Graph, folder: Path) -> KindJudge:
    file = folder / f"{judge.entity}.tsv"
    file.write_text(EXAMPLES[judge], encoding="utf-8")
    config = judge.get_default_config() | {"examples": str(file)}
    create = config, graph[0], Resource(judge.__name__), graph[1]
    judge.create(*create).train(TrainingData())
    return judge.load(*create)


@pytest.fixture
def judges(embedder: LetterEmbedder, graph: Graph, tmp_path: Path) -> list[KindJudge]:
    """Both, as another process loads them."""
    return [learnt(judge, graph, tmp_path) for judge in (DemandJudge, IssueJudge)]


def judged(judges: list[KindJudge], text: str, intent: str = "file_complaint") -> dict[str, list[dict[str, Any]]]:
    """The entities of each kind, the surest first."""
    said = Message({TEXT: text, INTENT: {"name": intent, "confidence": 1.0}})
    TextNormaliser.create({}, None, None, None).process([said])
    FinanceEntityExtractor({"zone": "Asia/Shanghai"}).process([said])
    for judge in judges:
        judge.process([said])
    assert ENTITIES in said.as_dict(only_output_properties=True)
    ranked = sorted(said.get(ENTITIES), key=lambda entity: -entity["confidence_entity"])
    return {kind: [e for e in ranked if e["entity"] == kind] for kind in ("issue", "demand", "product")}


def test_a_demand_without_its_usual_words_is_told_in_the_customers_own(judges: list[KindJudge]) -> None:
    (demand,) = judged(judges, "錢不見了，一分不少還來！")["demand"]
    assert (demand["value"], demand["text"], demand["is_judged"]) == ("refund", "一分不少還來", True)
    assert (demand["start"], demand["end"]) == (5, 11)


def test_a_blank_between_two_thoughts_is_seen(judges: list[KindJudge]) -> None:
    (demand,) = judged(judges, "卡丢了 一分不少还来")["demand"]
    assert (demand["value"], demand["text"], demand["start"]) == ("refund", "一分不少还来", 4)


def test_words_that_ask_for_nothing_are_no_demand(judges: list[KindJudge]) -> None:
    assert judged(judges, "连道歉都没有")["demand"] == []
    assert judged(judges, "给我道歉")["demand"][0]["value"] == "apology"


def test_the_issue_judged_goes_before_others_that_words_show(judges: list[KindJudge]) -> None:
    issues = judged(judges, "转账柜员态度凶")["issue"]
    assert issues[0]["value"] == "attitude"
    assert "is_judged" not in issues[0], "its own words stand in the text"


def test_of_several_products_the_issue_tells_which_is_meant(judges: list[KindJudge]) -> None:
    assert [product["value"] for product in judged(judges, "转账柜员态度凶")["product"]] == [
        "branch_service",
        "payment",
    ]


def test_what_is_no_complaint_is_judged_by_its_words_alone(judges: list[KindJudge], embedder: LetterEmbedder) -> None:
    embedder.asked.clear()
    judged(judges, "柜员的钱怎么道歉", intent="faq")
    assert embedder.asked == []
    judged(judges, "柜员的钱怎么道歉")
    assert embedder.asked


@pytest.mark.parametrize("wrong", ["没有标签\n", None])
def test_what_it_should_learn_from_must_be_there_and_whole(
    graph: Graph, tmp_path: Path, wrong: str | None, embedder: LetterEmbedder
) -> None:
    file = tmp_path / "issue.tsv"
    if wrong:
        file.write_text(wrong, encoding="utf-8")
    config = IssueJudge.get_default_config() | {"examples": str(file)}
    with pytest.raises(InvalidConfigException, match=r"IssueJudge: .*issue\.tsv"):
        IssueJudge.create(config, graph[0], Resource("issue"), graph[1]).train(TrainingData())
