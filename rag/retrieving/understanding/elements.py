"""What a question speaks of: people, places, organisations, other names, and topics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rag.domain import Span
from rag.text import detect_language, facts

Kind = Literal["person", "place", "organisation", "name"]
"""A "name" is one of which its words do not say what it names (Apple, 谷歌)."""


@dataclass(frozen=True, slots=True)
class Element:
    """A name where it stands in a text."""

    span: Span
    words: str
    kind: Kind


# Capitalised only because a sentence begins with them.
_OPENERS = frozenset(
    """what who whom whose when where why how which did does do is are was were has have had can
    could will would should may might and but or so then also not no yes in on at by of for from
    to with about before after during since until between among the a an this that these those it
    he she they we i you his her their its there please tell list show name give find compare
    describe explain summarise summarize according most all some many both each every besides
    january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday""".split()
)
_TITLES = frozenset(
    "mr mrs ms dr prof president premier minister chairman secretary senator sir".split()
)
_ORGANISATION = re.compile(
    r"\b(?:House|Group|Inc|Corp|Ltd|Company|Times|Post|News|Agency|Journal|Herald|Daily|Press|"
    r"Conference|Congress|Summit|Forum|Organi[sz]ation|Union|Bank|University|Institute|Ministry|"
    r"Administration|Commission|Committee|Party|Council|Association|Foundation|Office|Store|"
    r"International|Nations|Project|Network|Internet|Court|Government|Department|Declaration|"
    r"Report|Law|Act|Agreement|Treaty|Firewall)\b"
)
_HAN_ORGANISATION = re.compile(
    r".*(?:公司|集团|组织|大会|峰会|会议|论坛|部|办公室|网|社|报|局|委员会|协会|大学|学院|银行|政府|"
    r"联盟|平台|之家|宣言|防火墙)"
)
# Those that news speak of most; they only keep a place from being taken for a person or a firm.
_PLACES = frozenset(
    """africa america argentina asia australia austria beijing belgium berlin brazil britain
    brussels california canada chile china egypt england europe france geneva germany greece
    guangdong guangzhou hangzhou hong kong hungary india indonesia iran iraq ireland israel italy
    japan kazakhstan kenya korea london macau malaysia mexico moscow netherlands new york nigeria
    north norway pakistan paris peru philippines poland portugal russia saudi arabia scotland seoul
    serbia shanghai shenzhen silicon valley singapore south spain sweden switzerland sydney taipei
    taiwan thailand tibet tokyo turkey uk ukraine united kingdom states us usa vietnam washington
    wuhan wuzhen xinjiang zhejiang
    中国 美国 英国 法国 德国 日本 韩国 朝鲜 俄罗斯 印度 巴西 加拿大 澳大利亚 欧洲 亚洲 非洲 欧盟
    台湾 香港 澳门 北京 上海 深圳 广州 杭州 乌镇 浙江 新疆 西藏 武汉 伦敦 巴黎 东京 首尔 莫斯科 纽约
    华盛顿 硅谷 新加坡 秘鲁 意大利 西班牙 乌克兰 以色列 伊朗 越南 泰国 印尼 马来西亚""".split()
)
_HAN_PLACES = re.compile(
    f"(?:{'|'.join(place for place in _PLACES if not place.isascii())})+省?市?"
)
# The surnames of most Chinese people (Ministry of Public Security, report on names, 2020).
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁"
    "任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔"
    "向常习鲁温庄"
)
_HAN_PERSON = re.compile(rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|.+·.+")
# What stands between the names of a Chinese sentence.
_HAN_BREAK = re.compile(
    "为什么|什么时候|什么|怎么样|怎么|怎样|如何|何时|为何|哪一年|哪年|哪里|哪些|哪个|哪位|多少|除此之外|还有|"
    "表示|认为|指出|强调|谈到|谈论|提到|提及|说过|说|讲话|致辞|演讲|出席|参加|发表|访问|创办|创立|成立|担任|"
    "[这那每]?篇|文章|文件|文档|稿件|报道|新闻|封锁|屏蔽|退出|进入|发布|举行|召开|对于|关于|针对|是否|没有|之间|以来|之前|之后|期间|"
    "[在对就于是的了和与及有吗呢被把从由给向也都还又谁几那这他她它做去来]"
    "|第[一二三四五六七八九十\\d]+届|\\d+年?|[去今明前]年|(?<=[会坛])上"
    "|(?<![A-Za-z])[^\\w·]+|[^\\w·]+(?![A-Za-z])"
)
_LATIN_IN_HAN = re.compile(r"[A-Za-z][\w.'-]*(?: [A-Z][\w.'-]*)*")
_ABOUT = re.compile(
    r"\b(?:about|regarding|concerning) (?P<topic>[^?.,;]+?)"
    r"(?= (?:in|at|on|during|before|after|since|by|between|from|until|when|last|this|two|to)\b"
    r"|[?.,;]|$)"
)
_HAN_ABOUT = re.compile(
    r"(?:关于|对于|针对|围绕|谈到|提到|提及|对|就)(?P<topic>[\u4e00-\u9fff·\w]{2,14}?)"
    r"(?=的?(?:说|表示|看法|态度|立场|评价|观点|报道|有|怎么|如何|是|发表|什么|讲话)|[，。？?]|$)"
)


def elements(text: str) -> list[Element]:
    """The names of a text, in its order."""
    found = _han_elements(text) if detect_language(text) == "zh" else _latin_elements(text)
    return list(found)


def topic(text: str) -> Span | None:
    """What stands after "about": "cyber sovereignty", 网络主权."""
    match = _ABOUT.search(text) or _HAN_ABOUT.search(text)
    return Span(*match.span("topic")) if match else None


def _latin_elements(text: str) -> Iterator[Element]:
    end = 0
    for name in facts.names(text):
        start = text.index(name, end)
        end = start + len(name)
        words = name.removesuffix("'s").removesuffix("’s")
        while words and words.split()[0].lower() in _OPENERS:
            start += len(words) - len(words.partition(" ")[2].lstrip())
            words = words.partition(" ")[2].lstrip()
        if words:
            after_the = text[:start].lower().endswith("the ")
            yield Element(Span(start, start + len(words)), words, _latin_kind(words, after_the))


def _latin_kind(name: str, after_the: bool) -> Kind:
    words = name.split()
    if all(word.lower() in _PLACES for word in words):
        return "place"
    if words[0].lower().rstrip(".") in _TITLES:
        return "person"
    if _ORGANISATION.search(name) or (name.isupper() and len(name) > 1):
        return "organisation"
    if 2 <= len(words) <= 4 and not after_the and all(word[0].isupper() for word in words[::2]):
        return "person"
    return "name"


def _han_elements(text: str) -> Iterator[Element]:
    start = 0
    breaks = [match.span() for match in _HAN_BREAK.finditer(text)]
    for end, next_start in [*breaks, (len(text), len(text))]:
        words = text[start:end]
        if len(words) > 1:
            yield Element(Span(start, end), words, _han_kind(words))
        start = next_start


def _han_kind(words: str) -> Kind:
    if _HAN_PLACES.fullmatch(words):
        return "place"
    if _HAN_ORGANISATION.fullmatch(words):
        return "organisation"
    if _LATIN_IN_HAN.fullmatch(words):
        return _latin_kind(words, after_the=False)
    return "person" if _HAN_PERSON.fullmatch(words) else "name"
