"""Which kind of value answers "how much"."""

from collections.abc import Sequence
from itertools import pairwise, takewhile

from qa.question_word import AUXILIARIES, COPULAS, ENDS
from qa.value_noun import STATED_NOUNS, QuestionKind

_PAYING = frozenset(
    """cost costs worth pay pays paid spend spends spent spending earn earns earned owe owes owed
    charge charges charged raise raised invest invested lose sell sold bid fetch donate donated
    fined price money cash borrow borrowed buy bought""".split()
)
_MONEY = frozenset("money cash tax taxes funding".split())
_MASSES = frozenset(
    """weight rain rainfall snow water land oil gas electricity energy power fuel waste cocaine
    grain wheat heroin cannabis debris""".split()
)
_WEIGHING = frozenset("weigh weighs weighed".split())
# What is asked with these is a difference, which is as often told in percent.
_COMPARING = frozenset(
    """more less fewer extra further longer sooner earlier later higher lower bigger smaller cheaper
    dearer""".split()
)
_CHANGING = frozenset(
    """fall falls fell fallen drop drops dropped rise rises rose risen increase increases increased
    decrease decreases decreased grow grows grew grown""".split()
)
_GOING = frozenset("go goes gone went going come comes came".split())
_RAISING = frozenset("raise raises raised raising".split())
_RAISED = frozenset(
    "price prices rate rates fare fares tariff tariffs wages salaries rents fees budget".split()
)
_FEELING = frozenset("like love know matter care want trust enjoy mind".split())


def how_much(following: Sequence[str], is_difference: bool) -> QuestionKind | None:
    """The kind by the words behind "how much"; `is_difference`: behind "by how much"."""
    if following[:1] == ["time"]:
        return "duration"
    if "percent" in following[:2]:
        return "percentage"
    if is_difference or _COMPARING & {*following[:1]}:
        return "number"
    if following[:1] == ["of"]:
        return "money" if "money" in following else "number"
    kind = _of_noun(following) or _of_verb(following)
    if kind is not None:
        return kind
    return "number" if _FEELING.isdisjoint(following) else None


def _of_noun(following: Sequence[str]) -> QuestionKind | None:
    """The kind from the noun right behind "much": of "weight" in "how much weight did he lose".

    Without an auxiliary behind it a verb may follow: "how much people pay for water".
    """
    phrase = list(takewhile(lambda word: word not in ENDS, following))
    is_noun = bool({*following[len(phrase) : len(phrase) + 1]} & AUXILIARIES)
    if not phrase or (not is_noun and not _PAYING.isdisjoint(phrase)):
        return None
    for word in phrase[-1:] if is_noun else reversed(phrase):
        if word in _MONEY or STATED_NOUNS.get(word) == "money":
            return "money"
        if word in _MASSES:
            return "measure"
    return "number" if is_noun and _FEELING.isdisjoint(following) else None


def _of_verb(following: Sequence[str]) -> QuestionKind | None:
    """The kind from what is done: what is paid is money, what rises does so by a share as well."""
    if _is_change(following):
        return "number"
    if not _PAYING.isdisjoint(following):
        return "money"
    if not _WEIGHING.isdisjoint(following):
        return "measure"
    # "How much is a barrel of oil" may be a price.
    is_priced = bool(COPULAS & {*following[:1]})
    return "measure" if not is_priced and not _MASSES.isdisjoint(following) else None


def _is_change(following: Sequence[str]) -> bool:
    if not _CHANGING.isdisjoint(following):
        return True
    if any(one in _GOING and other in ("up", "down") for one, other in pairwise(following)):
        return True
    return not _RAISING.isdisjoint(following) and not _RAISED.isdisjoint(following)
