"""What a customer must never be told: the rules of `data/policy/forbidden.yml`, tried on a text."""

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from handoff.yaml_file import read_yaml

_SENTENCE = re.compile(r"[。！？；!?;\n]+")
_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff*_]+")
_QUOTED = re.compile(r"[\s\d，。！？；：、,.!?;:*…“”\"']+")
LEAST_QUOTED = 3  # characters of a customer's clause; shorter ones occur in any sentence


class Rule(BaseModel):
    """`says` are the forbidden phrases, `unless` what makes a phrase innocent; `wrong` and `right` are examples."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(pattern=r"^[a-z_]+$")
    why: str = Field(min_length=1)
    says: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()
    wrong: tuple[str, ...] = Field(min_length=1)
    right: tuple[str, ...] = Field(min_length=1)

    @field_validator("says", "unless")
    @classmethod
    def _check_patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
        return patterns

    @cached_property
    def phrases(self) -> re.Pattern[str]:
        return re.compile("|".join(self.says), re.IGNORECASE)

    @cached_property
    def innocent(self) -> re.Pattern[str] | None:
        return re.compile("|".join(self.unless), re.IGNORECASE) if self.unless else None

    def find(self, sentence: str) -> str | None:
        """The forbidden phrase of a sentence without blanks."""
        match = self.phrases.search(self.innocent.sub("，", sentence) if self.innocent else sentence)
        return match[0] if match else None


class ForbiddenPolicy(BaseModel):
    """The file `data/policy/forbidden.yml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: str = Field(min_length=1)
    rules: tuple[Rule, ...]

    def find(self, text: str) -> tuple[Rule, str] | None:
        """The first rule a text breaks, and the phrase that does."""
        for sentence in _SENTENCE.split(text):
            for rule in self.rules:
                if phrase := rule.find(_BLANK.sub("", sentence)):
                    return rule, phrase
        return None


@lru_cache(maxsize=8)
def load_forbidden(path: Path) -> ForbiddenPolicy:
    """Read the file once a process. Raises OSError, yaml.YAMLError or pydantic's ValidationError."""
    return ForbiddenPolicy.model_validate(read_yaml(path))


def without_quotations(text: str, quoted: Iterable[str]) -> str:
    """The text without the clauses of what a customer said: a complaint is read back in their own words."""
    clauses = {clause for said in quoted for clause in _QUOTED.split(said) if len(clause) >= LEAST_QUOTED}
    for clause in sorted(clauses, key=len, reverse=True):
        text = text.replace(clause, "，")
    return text
