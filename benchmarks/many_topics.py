"""What a knowledge base of a thousand topics costs: the whole assistant, trained with made-up topics beside ours.

`./zhike bench many_topics [--topics 1000] [--examples 10] [--sentences 500] [--json FILE]`. A topic is a product
and a wish (个人养老金账户 + 变更), its questions are their combinations with ways to ask. Training is
that of `./zhike train`; every sentence read afterwards is asked in a way that no topic was taught. Nothing is said
of accuracy: the topics differ as evenly as no customer's matters do.
"""

import argparse
import itertools
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks._machine import commit, describe
from benchmarks._nlu import project, rasa, scores
from command.model import rasa_environment, training_data
from command.paths import BOT_PYTHON, ROOT
from command.problem import Problem

PRODUCTS = (
    "个人养老金账户", "公司结算卡", "车位分期", "装修分期", "助学贷款", "经营性抵押贷款", "信用证", "银行承兑汇票",
    "保函", "商户收单机", "跨境理财通", "黄金积存", "纸质存折", "儿童储蓄账户", "企业年金", "国债", "外币现钞",
    "旅行支票", "保管箱", "电子商业汇票", "供应链融资", "农户小额贷款", "代发工资", "住房补贴账户", "证券质押贷款",
    "家族信托", "私募基金", "资管计划", "智能存款", "零钱理财", "结构性存款", "通知存款", "协定存款", "法人账户透支",
    "票据贴现", "国内保理", "出口退税账户托管", "融资租赁", "团体意外险", "车险", "家财险", "年金险", "养老社区",
    "投资顾问账户", "融资融券", "期权账户", "新三板", "可转债", "分级基金", "商品期货",
)  # fmt: skip
WISHES = (
    "申请", "变更", "终止", "延期", "转让", "质押", "对账", "补打凭证", "换币种", "调额度", "查余额", "查明细",
    "设提醒", "关提醒", "加联系人", "授权他人", "收回授权", "挂失", "解除限制", "预约", "取消预约", "计算收益",
    "计算费用", "看合同", "补签合同", "改地址", "改期限", "改还款卡", "开发票", "退费", "投保", "续约", "分拆",
    "合并", "迁到外地", "导出记录", "看进度", "提交材料", "重新审核", "继承",
)  # fmt: skip
ASKED = (
    "{product}怎么{wish}", "{product}如何{wish}", "{product}{wish}", "请问{product}可以{wish}吗",
    "我想给{product}{wish}", "{product}要{wish}去哪办", "{wish}{product}", "怎么给{product}{wish}",
    "{product}能不能{wish}", "想{wish}一下{product}", "{product}的{wish}流程", "{product}{wish}要带什么",
    "你好 {product}咋{wish}", "帮我看下{product}怎样{wish}", "{product}线上{wish}行不", "{product}{wish}需要多久",
    "办{product}的{wish}", "{product}在哪里{wish}", "关于{product}{wish}", "{product}{wish}收费不",
)  # fmt: skip
UNTAUGHT = (
    "麻烦问问{product}该怎么去{wish}", "我这个{product}现在想{wish}", "{product}，要{wish}",
    "有个{product}需要{wish}怎么弄",
)  # fmt: skip
MOST = len(PRODUCTS) * len(WISHES)
TRAINING_S = 3600.0
PROMPT_S = 30.0
"""How often whoever waits is told."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Topic:
    name: str
    product: str
    wish: str

    def asked(self, ways: tuple[str, ...]) -> list[str]:
        return [way.format(product=self.product, wish=self.wish) for way in ways]


def make_topics(count: int) -> list[Topic]:
    """The same for the same count; neighbours in the list share a product."""
    if not 1 <= count <= MOST:
        raise Problem(f"There can be 1 to {MOST} made-up topics.")
    pairs = itertools.islice(itertools.product(PRODUCTS, WISHES), count)
    return [Topic(f"made_{number}", *pair) for number, pair in enumerate(pairs)]


def sentences(topics: list[Topic], count: int) -> list[str]:
    """Asked in ways that are not taught, at most one a topic and way, spread over the topics."""
    asked = [sentence for topic in topics for sentence in topic.asked(UNTAUGHT)]
    return random.Random(1).sample(asked, min(count, len(asked)))


def write(folder: Path, topics: list[Topic], examples: int) -> None:
    """Our domain and settings beside the made-up topics; what training reads but our own examples and rules."""
    if not 2 <= examples <= len(ASKED):
        raise Problem(f"A made-up topic has 2 to {len(ASKED)} examples.")
    (folder / "domain").mkdir(parents=True)
    (folder / "domain" / "ours").symlink_to(ROOT / "bot" / "domain")
    responses = {f"utter_faq/{topic.name}": [_answer(topic)] for topic in topics}
    _dump(folder / "domain" / "made.yml", {"version": "3.1", "responses": responses})
    blocks = [{"intent": f"faq/{t.name}", "examples": _listed(t.asked(ASKED[:examples]))} for t in topics]
    _dump(folder / "nlu.yml", {"version": "3.1", "nlu": blocks})
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    _dump(folder / "config.yml", {**config, "pipeline": project.pipeline()})


def train(folder: Path) -> Row:
    """Of the whole command: seconds, processor seconds, and the most memory it held."""
    model = folder / "models" / "model.tar.gz"
    paths = ["--config", folder / "config.yml", "--domain", folder / "domain", "--out", model]
    data = ["--data", *training_data(), folder / "nlu.yml"]
    argv = list(map(str, [BOT_PYTHON, "-m", "bot.train", *paths, *data]))
    environment = os.environ | rasa_environment() | {"ZHIKE_VECTORS": str(folder)}  # nothing embedded before
    started = time.perf_counter()
    with (folder / "train.log").open("wb") as log:
        process = subprocess.Popen(argv, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            while process.poll() is None:
                _wait(process)
                rasa.say(f"training for {time.perf_counter() - started:.0f} s")
                if time.perf_counter() - started > TRAINING_S:
                    raise Problem(f"Training took more than {TRAINING_S:.0f} s.")
        finally:
            process.kill()
    if process.returncode or not model.exists():
        raise Problem("Training failed: " + (folder / "train.log").read_text(errors="replace")[-3000:])
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "training_s": round(time.perf_counter() - started, 1),
        "training_processor_s": round(used.ru_utime + used.ru_stime, 1),
        "training_peak_mib": round(used.ru_maxrss / 1024),
        "model_mb": round(model.stat().st_size / 1e6, 1),
    }


def read(folder: Path, asked: list[str]) -> Row:
    """What a bot process with the model takes to read each sentence, by itself."""
    result = rasa.probe(project.Project("many topics", folder), asked)
    return {
        "resident_mib": result["resident_mib"],
        "load_s": round(result["load_s"], 1),
        "sentences": len(asked),
        "p50_ms": round(scores.percentile_ms(result["seconds"], 0.5), 1),
        "p95_ms": round(scores.percentile_ms(result["seconds"], 0.95), 1),
        "processor_ms": round(1000 * sum(result["processor_s"]) / len(asked), 1),
    }


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(PROMPT_S)
    except subprocess.TimeoutExpired:
        return


def _answer(topic: Topic) -> dict[str, Any]:
    title = f"{topic.product}{topic.wish}"
    dates = {"valid_from": "2026-01-01", "valid_until": "2027-12-31"}
    about = {"title": title, "question": f"{topic.product}怎么{topic.wish}", "source": "《示例》（示例）", **dates}
    return {"text": f"{title}请在手机银行办理。", "metadata": about}


def _listed(lines: list[str]) -> str:
    return "".join(f"- {line}\n" for line in lines)


def _dump(path: Path, content: Row) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _figures(options: argparse.Namespace) -> Iterator[Row]:
    topics = make_topics(options.topics)
    with tempfile.TemporaryDirectory(prefix="zhike-bench-") as folder:
        here = Path(folder)
        write(here, topics, options.examples)
        yield {"made_up_topics": len(topics), "examples_each": options.examples}
        yield train(here)
        yield read(here, sentences(topics, options.sentences))


def main(options: argparse.Namespace) -> None:
    figures: Row = {
        "machine": describe(), "commit": commit(), "command": " ".join(["./zhike bench many_topics", *sys.argv[1:]]),
    }  # fmt: skip
    for part in _figures(options):
        figures |= part
    for name, value in figures.items():
        print(f"{name:22} {value}")
    if options.json:
        options.json.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--topics", type=int, default=1000, help="made-up ones, beside ours")
    parser.add_argument("--examples", type=int, default=10, help="of each made-up topic")
    parser.add_argument("--sentences", type=int, default=500, help="read with the trained model")
    parser.add_argument("--json", type=Path, help="a file to write everything to")
    try:
        main(parser.parse_args())
    except Problem as problem:
        parser.exit(1, f"{problem}\n")
