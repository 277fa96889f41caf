"""Words that say the opposite where all else is the same: most and least, before and after."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rag.answering.verification.clauses import clauses_of
from rag.answering.verification.faults import Fault
from rag.answering.verification.negation import denies
from rag.answering.verification.spans import Evidence
from rag.text import index_terms, normalise

# A side's words mean much the same; a verb with "~" stands for its regular forms.
_PAIRS = """
most/least; most, many, majority/few, minority; all, every, everyone/some, none, few; first/last
earliest/latest; before/after; more, higher, greater/less, fewer, lower; highest/lowest
largest, biggest/smallest; gain~, gained/loss, losses, lose~, lost; open~/close~, shut
increase~, rise, rises, rose, risen, grow~, grew, grown/decrease~, fall, falls, fell, fallen
increase~, rise, rises, rose, growth/decline~, drop, drops, dropped, shrink~, shrank, cut
strong, stronger, strengthen~/weak, weaker, weaken~; north, northern/south, southern
east, eastern/west, western; support~, back~, endorse~/oppose~, opposition
accept~/reject~, refuse~; allow~, permit, permits, permitted/ban, bans, banned, forbidden
allow~, permitted/prohibit~, block~; win, wins, won/lose~, lost; always/never, rarely, seldom
often, frequently/rarely, seldom; success, successful, succeed~/failure, unsuccessful, fail~
legal/illegal; public/private; import~/export~; buy, buys, bought, purchase~/sell, sells, sold
men, man, male/women, woman, female; older, oldest/younger, youngest; earlier/later
large, big, larger, bigger/small, little, smaller; high/low; long, longer/short, shorter
rich/poor; better, best/worse, worst; positive/negative; inside/outside; above/below
join~, enter~/leave, leaves, left, quit, quits; begin, begins, began, start~/end~, finish~, stop
early/late, later; include~/exclude~; present/absent; safe/dangerous; easy, easier/difficult, hard
expand~/shrink~; developed/developing; domestic/foreign; minimum/maximum; upper/lower
approve~, approved, approval/reject~, disapprove~, refuse~, veto, vetoed; good/bad, terrible
agree~, agreement/disagree~, disagreement; friend, friends, ally, allies/enemy, enemies, foe, foes
love~/hate~; admire~/despise~; help~/hinder~; improve~/worsen~, deteriorate~; create~/destroy~
praise~, hail~, welcome~/condemn~, criticise~, criticize~, denounce~; built/demolished, destroyed
raise~/lower~, cut, cuts; attack~/defend~; appear~/disappear~, vanish~; arrive~/depart~
acquit~, acquitted, innocent/convict~, guilty; victory, victories/defeat, defeats; true/false
profit, profits, surplus/loss, losses, deficit; alive/dead; hire~/dismiss~, fire~; advance~/retreat~
cheap, cheaper/expensive; hot, warm, warmer/cold, cool, colder, cooler; fast, faster/slow, slower
encourage~/discourage~; optimistic/pessimistic; temporary/permanent; voluntary/compulsory
urban/rural; ancient/modern; full/empty; heavy, heavier/light, lighter; wet/dry; peace/war
adopt~/abandon~, reject~; widen~/narrow~; tighten~/loosen~, relax~; accelerate~/slow~
appoint~/dismiss~; tall, taller/short, shorter; ascend~/descend~
批准, 通过, 采纳/否决, 驳回, 拒绝; 盟友, 朋友/敌人; 获胜, 赢得, 胜利/失利, 输掉, 失败; 同意/反对
赞扬, 赞赏, 欢迎/谴责, 批评; 改善, 好转/恶化; 建立, 创建, 设立/废除, 撤销; 有罪/无罪
盈利, 顺差/亏损, 逆差; 乐观/悲观; 永久, 长期/临时, 短期; 上任, 就任/卸任, 离任; 正确/错误; 合法/非法
城市/农村; 友好/敌对; 减轻/加重; 和平/战争; 到达, 抵达/离开; 聘用, 任命/解雇, 免职; 总是/很少
最多, 最大, 最高/最少, 最小, 最低; 增加, 增长, 上升, 上涨, 提高/减少, 下降, 下跌, 降低
第一/最后; 之前, 以前/之后, 以后; 全部, 所有/部分, 一些; 多数/少数; 支持, 赞成/反对; 允许/禁止
开放/关闭, 封闭; 加强, 增强/削弱, 减弱; 北部, 北方/南部, 南方; 东部, 东方/西部, 西方; 成功/失败
接受/拒绝; 进口/出口; 购买, 买入/出售, 卖出; 高于/低于; 多于/少于; 加入/退出; 开始/结束
国内/国外; 最早/最晚; 更多/更少; 更高/更低; 强大/弱小; 优势/劣势; 安全/危险; 公开/秘密
"""


class _Side(NamedTuple):
    pair: int
    number: int


class _Found(NamedTuple):
    """One of a pair's words in a text, with the terms to its left and right."""

    side: _Side
    word: str
    left: frozenset[str]
    right: frozenset[str]


def _forms(word: str) -> Iterator[str]:
    verb = word.removesuffix("~")
    yield verb
    if verb != word:
        root = verb.removesuffix("e")
        yield from (f"{verb}s", f"{root}ed", f"{root}ing")


_SIDES: dict[str, set[_Side]] = {}
for _pair, _written in enumerate(_PAIRS.replace("\n", ";").strip(";").split(";")):
    for _number, _words in enumerate(_written.split("/")):
        for _form in (f for word in _words.split(",") for f in _forms(word.strip())):
            _SIDES.setdefault(_form, set()).add(_Side(_pair, _number))
_BY_LENGTH = sorted(_SIDES, key=len, reverse=True)
_WORD = re.compile(
    rf"\b(?:{'|'.join(w for w in _BY_LENGTH if w.isascii())})\b"
    rf"|{'|'.join(w for w in _BY_LENGTH if not w.isascii())}"
)
_AROUND_CHARS = 30
_AROUND_TERMS = 2


def opposite_faults(claim: str, evidence: Evidence) -> list[Fault]:
    """Where the claim has one word of a pair and the evidence, in its place, the other."""
    core = _found_in(evidence.core)
    claimed = _found_in(claim)
    elsewhere = {found.side for found in _found_in(f"{evidence.before} {evidence.context}")}
    for mine in claimed:
        if mine.side in elsewhere or _count(mine.side, claimed) <= _count(mine.side, core):
            continue
        there = [found for found in core if found.side.pair == mine.side.pair]
        in_place = [found for found in there if mine.left & found.left or mine.right & found.right]
        if not in_place or any(found.side == mine.side for found in in_place):
            continue
        if _denied(mine.word, claim) == _denied(in_place[0].word, evidence.core):
            phrase = f"the claim says “{mine.word}”, the cited sentence “{in_place[0].word}”"
            return [Fault("opposite", phrase, contradicts=True)]
    return []


@lru_cache(maxsize=512)
def _found_in(text: str) -> tuple[_Found, ...]:
    text = normalise(text)
    found = []
    for match in _WORD.finditer(text):
        left = index_terms(text[max(0, match.start() - _AROUND_CHARS) : match.start()])
        right = index_terms(text[match.end() : match.end() + _AROUND_CHARS])
        terms = frozenset(left[-_AROUND_TERMS:]), frozenset(right[:_AROUND_TERMS])
        found += [_Found(side, match[0], *terms) for side in _SIDES[match[0]]]
    return tuple(found)


def _count(side: _Side, found: Sequence[_Found]) -> int:
    return sum(one.side == side for one in found)


def _denied(word: str, text: str) -> bool:
    """Whether "not" governs the word: "not weak" is no opposite of "strong"."""
    return any(denies(clause) for clause in clauses_of(text) if word in clause.text)
