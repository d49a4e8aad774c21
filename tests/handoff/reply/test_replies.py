"""Sentences at hand: what agents say often, filled in, and nothing among them that must not be said."""

from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from handoff.app import create_app
from handoff.bot.forbidden import load_forbidden
from handoff.reply.policy import Reply, load_replies
from handoff.settings import ROOT, Settings
from tests.actors import Agent
from tests.world import World


def own_file(folder: Path, *texts: str) -> Path:
    path = folder / "replies.yml"
    replies = [{"title": f"第{n}条", "text": text} for n, text in enumerate(texts, start=1)]
    path.write_text(yaml.safe_dump({"replies": replies}, allow_unicode=True), encoding="utf-8")
    return path


def test_the_house_and_the_agent_are_named(make_world, tmp_path: Path):
    path = own_file(tmp_path, "我是{institution}客服{agent}，热线 {hotline}")
    world: World = make_world(replies_file=path, institution="晨光银行", hotline="96000")
    amira = Agent(world, "amira", name="艾米娜").signs_in()
    assert amira.gets("/replies") == [{"title": "第1条", "text": "我是晨光银行客服艾米娜，热线 96000"}]


def test_a_name_cannot_reach_into_the_service():
    asked = Reply(title="问候", text="{agent.__class__} {0} {settings} {agent}")
    assert asked.filled({"agent": "{hotline}"}).text == "{agent.__class__} {0} {settings} {hotline}"


@pytest.mark.parametrize("content", ["replies: [", "replies: 1", "replies: [{title: 空, text: ''}]", None])
def test_the_service_does_not_start_with_a_broken_file(tmp_path: Path, content: str | None):
    path = tmp_path / "replies.yml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises((ValidationError, yaml.YAMLError, OSError)):
        create_app(Settings(_env_file=None, data_dir=tmp_path, replies_file=path))


def test_those_it_comes_with_say_nothing_forbidden_and_have_titles_of_their_own():
    settings = Settings(_env_file=None)
    replies = load_replies(ROOT / "data" / "policy" / "replies.yml")
    forbidden = load_forbidden(settings.forbidden_file)
    assert [reply.title for reply in replies if forbidden.find(reply.text)] == []
    assert len({reply.title for reply in replies}) == len(replies)
