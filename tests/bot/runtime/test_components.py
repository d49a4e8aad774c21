"""The two components around a cascade, each alone: trained, stored, loaded, and asked; and what they refuse."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.exceptions import InvalidConfigException, RasaException
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from threadpoolctl import threadpool_info, threadpool_limits

from bot.components.ellipsis import ellipsis_of
from bot.components.faq_selector import FaqSelector
from bot.components.intent_classifier import CascadeIntentClassifier
from bot.components.learning import CascadeComponent
from bot.components.parts import ELLIPSIS, PART_OF
from tests.bot.runtime.embedding import LetterEmbedder

TAUGHT = {
    "faq/fee": ["年费多少", "年费怎么收", "年费几号收", "年费能免吗"],
    "faq/transfer": ["转账没到", "转账多久到", "转账几天到", "转账失败了"],
    "greet": ["你好", "你好啊", "您好", "大家好"],
}
COMPONENTS = [CascadeIntentClassifier, FaqSelector]

Component = type[CascadeComponent]
Trained = Callable[..., CascadeComponent]


def message(text: str, label: str = "") -> Message:
    tokens = [Token(char, index) for index, char in enumerate(text)]
    known = {INTENT: label.partition("/")[0]} if label else {}
    topic = {INTENT_RESPONSE_KEY: label} if "/" in label else {}
    return Message({TEXT: text, TOKENS_NAMES[TEXT]: tokens} | known | topic)


def training_data(*labels: str) -> TrainingData:
    return TrainingData([message(text, label) for label in labels for text in TAUGHT[label]])


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    return LocalModelStorage.create(tmp_path)


@pytest.fixture
def trained(embedder: LetterEmbedder, storage: LocalModelStorage) -> Trained:
    """A component after training, as another process loads it."""

    def train(component: Component, labels: tuple[str, ...] = tuple(TAUGHT), **settings: Any) -> CascadeComponent:
        config = component.get_default_config() | settings
        create = (config, storage, Resource(component.__name__), ExecutionContext(GraphSchema({})))
        component.create(*create).train(training_data(*labels))
        return component.load(*create)

    return train


def test_the_intent_of_a_question_is_its_group(trained: Trained) -> None:
    classifier = trained(CascadeIntentClassifier)
    said = classifier.process([message("年费多少"), message("您好啊大家")])
    assert said[0].get("intent") == {"name": "faq", "confidence": 1.0}
    assert [ranked["name"] for ranked in said[1].get("intent_ranking")] == ["greet", "faq"]


def test_the_topic_is_told_as_rasas_selector_tells_it(trained: Trained) -> None:
    asked = message("转账多久能到")
    trained(CascadeIntentClassifier).process([asked])
    trained(FaqSelector).process([asked])
    selected = asked.as_dict(only_output_properties=True)["response_selector"]
    assert selected["all_retrieval_intents"] == ["faq"]
    assert selected["faq"]["response"]["utter_action"] == "utter_faq/transfer"
    assert [ranked["intent_response_key"] for ranked in selected["faq"]["ranking"]] == ["faq/transfer", "faq/fee"]


def test_a_reader_of_the_message_sees_how_it_was_understood(trained: Trained) -> None:
    asked = message("年费多少")
    for component in COMPONENTS:
        trained(component).process([asked])
    assert asked.as_dict(only_output_properties=True)["understanding"] == {
        "intent": {"step": "by_heart", "nearest": None},
        "topic": {"step": "by_heart", "nearest": None, "doubt": "sure", "withheld": []},
    }


def test_a_bot_without_topics_trains_and_tells_none(trained: Trained) -> None:
    asked = message("你好呀")
    trained(CascadeIntentClassifier, ("faq/fee", "greet")).process([asked])
    trained(FaqSelector, ("greet",)).process([asked])
    assert asked.get("response_selector") is None
    assert asked.get("intent")["name"] == "greet"


def test_a_topic_that_nobody_asks_for_is_not_worth_an_embedding(
    trained: Trained, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TAUGHT, "out_of_scope", ["今天天气", "天气好吗", "讲个笑话"])
    asked, thanked = message("年费大家"), message("讲个笑话")
    classifier = trained(CascadeIntentClassifier, (*TAUGHT,))
    selector = trained(FaqSelector, exit_margin=1.0)
    for each in (asked, thanked):
        classifier.process([each])
        selector.process([each])
    assert thanked.get("intent")["name"] == "out_of_scope"
    assert asked.get("understanding")["topic"]["step"] == "meaning"
    assert thanked.get("understanding")["topic"]["step"] == "words"


def test_the_parts_of_a_message_that_is_sure_are_not_embedded(trained: Trained, embedder: LetterEmbedder) -> None:
    classifier, selector = trained(CascadeIntentClassifier, exit_margin=1.0), trained(FaqSelector, exit_margin=1.0)
    for whole, is_read in ((message("你好"), False), (message("年费多少"), True)):
        part = message("转账多少")
        part.set(PART_OF, whole)
        embedder.asked.clear()
        assert selector.process(classifier.process([whole, part])) == [whole, part]
        assert embedder.asked == (["转账多少"] * 2 if is_read else [])


def test_parts_are_not_embedded_for_a_bot_that_was_taught_nothing_a_part_could_decide(
    trained: Trained, embedder: LetterEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TAUGHT, "out_of_scope", ["今天天气", "天气好吗", "讲个笑话"])
    classifier = trained(CascadeIntentClassifier, ("greet", "out_of_scope"), exit_margin=1.0)
    whole, part = message("大家天气"), message("今天好")
    part.set(PART_OF, whole)
    embedder.asked.clear()
    classifier.process([whole, part])
    assert embedder.asked == ["大家天气"]


IN_CONTEXT = {"metadata": {"context": {"topic": "faq/fee", "title": "年费"}}}


def test_only_who_was_answered_asks_on(trained: Trained, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TAUGHT, "ask_follow_up", ["能少交吗", "要带啥", "还能改吗"])
    classifier = trained(CascadeIntentClassifier, (*TAUGHT,))
    first, then = message("能改不"), message("能改不")
    then.set("metadata", IN_CONTEXT["metadata"])
    classifier.process([first, then])
    assert "ask_follow_up" not in [ranked["name"] for ranked in first.get("intent_ranking")]
    assert sum(ranked["confidence"] for ranked in first.get("intent_ranking")) == pytest.approx(1)
    assert then.get("intent")["name"] == "ask_follow_up"


def test_what_is_taught_as_asking_on_casts_no_doubt_on_another_matter(
    trained: Trained, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TAUGHT, "ask_follow_up", ["能少交吗", "要带啥", "还能改吗"])
    classifier = trained(CascadeIntentClassifier, (*TAUGHT,))
    alone, then = message("转账多久能到"), message("转账多久能到")
    then.set("metadata", IN_CONTEXT["metadata"])
    classifier.process([alone, then])
    assert then.get("intent_ranking") == alone.get("intent_ranking")


def test_half_a_question_is_offered_topics_however_far_it_is(trained: Trained) -> None:
    asked = message("怎么办理")
    asked.set(ELLIPSIS, ellipsis_of("怎么办理"))
    trained(CascadeIntentClassifier, exit_margin=1.0).process([asked])
    trained(FaqSelector, **FAR_AWAY).process([asked])
    assert asked.get("understanding")["topic"]["doubt"] == "doubt"
    assert asked.get("response_selector")["faq"]["ranking"]


def test_how_near_a_sentence_is_to_what_was_taught_is_told_where_it_was_embedded(trained: Trained) -> None:
    embedded, plain = message("年费大家"), message("你好啊年")
    trained(CascadeIntentClassifier, exit_margin=1.0).process([embedded])
    trained(CascadeIntentClassifier, exit_margin=0.0).process([plain])
    assert embedded.get("understanding")["intent"]["nearest"] is not None
    assert plain.get("understanding")["intent"] == {"step": "words", "nearest": None}


def test_a_doubtful_intent_falls_back_and_keeps_the_ranking(trained: Trained) -> None:
    asked = message("年费大家")
    trained(CascadeIntentClassifier).process([asked])
    trained(FaqSelector, limits={"intent_confidence": 1.0}).process([asked])
    assert asked.get("intent_ranking")[0]["name"] == "nlu_fallback"
    assert asked.get("response_selector")["faq"]["ranking"]


FAR_AWAY = {"limits": {"intent_confidence": 1.0, "nearness": 1.0, "offer_confidence": 1.0}, "exit_margin": 1.0}


def test_what_is_far_from_everything_taught_is_offered_no_topics(trained: Trained) -> None:
    asked = message("年费大家")
    trained(CascadeIntentClassifier, exit_margin=1.0).process([asked])
    trained(FaqSelector, **FAR_AWAY).process([asked])
    assert asked.get("intent")["name"] == "nlu_fallback"
    assert asked.get("response_selector")["faq"]["ranking"] == []
    understood = asked.get("understanding")["topic"]
    assert understood["doubt"] == "far"
    assert set(understood["withheld"]) == {"faq/fee", "faq/transfer"}


def test_what_is_far_and_points_to_one_topic_is_offered_it(trained: Trained) -> None:
    asked = message("年费大家")
    trained(CascadeIntentClassifier, exit_margin=1.0).process([asked])
    limits = {**FAR_AWAY["limits"], "offer_confidence": 0.1}
    trained(FaqSelector, **{**FAR_AWAY, "limits": limits}).process([asked])
    assert asked.get("intent")["name"] == "nlu_fallback"
    assert asked.get("response_selector")["faq"]["ranking"][0]["intent_response_key"] == "faq/fee"
    assert asked.get("understanding")["topic"]["doubt"] == "doubt"


def test_what_is_far_and_most_likely_out_of_scope_gets_a_plain_no(
    trained: Trained, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TAUGHT, "out_of_scope", ["今天天气", "天气好吗", "讲个笑话"])
    asked = message("天气笑话")
    trained(CascadeIntentClassifier, (*TAUGHT,), exit_margin=1.0).process([asked])
    trained(FaqSelector, **FAR_AWAY).process([asked])
    assert asked.get("intent")["name"] == "out_of_scope"
    assert asked.get("response_selector")["faq"]["ranking"] == []


def test_a_text_of_nothing_falls_back(trained: Trained) -> None:
    asked = message("？！")
    for component in COMPONENTS:
        trained(component).process([asked])
    assert asked.get("intent")["name"] == "nlu_fallback"


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_model_without_what_was_learnt_does_not_load(
    trained: Trained, storage: LocalModelStorage, component: Component
) -> None:
    trained(component)
    with storage.read_from(Resource(component.__name__)) as folder:
        (folder / "meaning.npz").unlink()
    with pytest.raises(RasaException, match=rf"{component.__name__} cannot be loaded: .*meaning.npz.*\./zhike train"):
        component.load(
            component.get_default_config(), storage, Resource(component.__name__), ExecutionContext(GraphSchema({}))
        )


@pytest.mark.parametrize("component", COMPONENTS)
def test_another_embedder_than_at_training_does_not_load(
    trained: Trained, embedder: LetterEmbedder, storage: LocalModelStorage, component: Component
) -> None:
    trained(component)
    embedder.name = "others"
    with pytest.raises(RasaException, match="trained with the embedder letters, here there is others"):
        component.load(
            component.get_default_config(), storage, Resource(component.__name__), ExecutionContext(GraphSchema({}))
        )


@pytest.mark.parametrize(
    ("component", "wrong", "said"),
    [
        (CascadeIntentClassifier, {"exit_margin": 3}, "CascadeIntentClassifier.exit_margin must lie in 0…1, is 3"),
        (FaqSelector, {"limits": {"topic_lead": -1}}, "FaqSelector.limits.topic_lead must lie in 0…1, is -1"),
        (FaqSelector, {"limits": {"lead": 0.1}}, "FaqSelector.limits knows no lead"),
        (CascadeIntentClassifier, {"limits": {}}, "CascadeIntentClassifier knows no limits"),
    ],
)
def test_a_wrong_setting_stops_the_training(
    storage: LocalModelStorage, component: Component, wrong: dict[str, Any], said: str
) -> None:
    config = component.get_default_config() | wrong
    with pytest.raises(InvalidConfigException, match=said):
        component.create(config, storage, Resource("x"), ExecutionContext(GraphSchema({})))


def test_rasa_trains_anew_with_another_embedder(embedder: LetterEmbedder) -> None:
    before = FaqSelector.fingerprint_addon(FaqSelector.get_default_config())
    assert FaqSelector.fingerprint_addon(FaqSelector.get_default_config()) == before
    embedder.name = "others"
    assert FaqSelector.fingerprint_addon(FaqSelector.get_default_config()) != before


@pytest.fixture
def threads_as_before() -> Iterator[None]:
    """Two threads of linear algebra, as on any machine of two cores; afterwards as many as there were."""
    with threadpool_limits(2, user_api="blas"):
        yield


@pytest.mark.usefixtures("threads_as_before")
@pytest.mark.parametrize("component", COMPONENTS)
def test_a_component_that_serves_keeps_linear_algebra_to_its_threads(trained: Trained, component: Component) -> None:
    assert threads_of_algebra() == {2}
    trained(component)
    assert threads_of_algebra() == {1}


def threads_of_algebra() -> set[int]:
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}
