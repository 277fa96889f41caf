"""The Chinese ways of giving words to a speaker: 马云说：“…”; 据新华社报道; “…。”王沪宁说。"""

from __future__ import annotations

import re

from rag.domain import Span
from rag.text import detect_language
from rag.text.speech.frames import Frame, span_or_none
from rag.text.speech.marks import COVER

_OPINION = (
    "认为|强调|警告|呼吁|承诺|誓言|批评|主张|敦促|希望|相信|感叹|预测|预言|抱怨|谴责|坚称|提议"
)
_PLAIN = (
    "告诉[^，,：:Ꙁ]{1,12}(?=[，,：:])|补充说|回应说|回答说|解释说|直言|坦言|写道|说道|表示|指出|宣布|透露|宣称|声称|重申|坦承|"
    "(?<![小学传据是听俗胡])说(?![明法服话道理])|(?<![名简被人号对统堪俗自职官誉总])称(?![为号赞呼谓职霸重])"
)
# These mean speech only where a comma, a colon or a quotation follows.
_WITH_MARK = "介绍|解释|回应|回答|补充|报道|要求|提出|评论|问"
_VERB = re.compile(
    rf"(?P<opinion>{_OPINION})|(?P<plain>{_PLAIN})|(?P<marked>{_WITH_MARK})(?=道?[，,：:Ꙁ])"
)
_ACCORDING = re.compile(
    r"(?:据|根据|按照)(?P<who>[^，。；：Ꙁ]{1,30}?)(?:的?(?:报道称?|消息称?|说法|介绍|透露|称|说|统计|声明))[，,：:]"
)
_HEARSAY = re.compile(r"据[悉说称闻]")
_LINKS = re.compile(r"(?:了|道|过|说|称)?[，,：:]?\s*")
_CLAUSE_END = re.compile("[，。！？；：“”\n,;:Ꙁꙁ]")
# What may stand between the speaker and the verb, or in front of the speaker.
_FIRST_CLAUSE = re.compile(r"[^，,。：；Ꙁ\n]{2,40}")
_ADVERBIAL = re.compile(
    r"(?:在|于|对|向|就|当|则|也|还|曾|又|都|再次|再|通过|致信|致辞|致电|致贺|发表|发布|报道|告诉|出席|会见|主持|随后|近日|日前|昨|今|明确|公开|强烈|"
    r"接受|周[一二三四五六日]|星期|\d+[年月日]|首先|同时|另外|此外|不过|但|并|不断|多次|一直|反复|书面)"
)
_LEADING = re.compile(
    r"(?:(?:此外|同时|不过|但是|但|而|随后|日前|近日|昨天|今天|当天|其中|另外|对此|而且|并且|"
    r"周[一二三四五六日]|星期[一二三四五六日]|(?:\d+年)?\d+月(?:\d+日)?|\d+日)(?:上午|下午|晚)?)+"
)
_TITLE = (
    "创始人|联合创始人|董事长|主席|总统|总理|首相|部长|副部长|主任|副主任|书记|总书记|首席执行官|CEO|"
    "教授|发言人|总裁|局长|院长|专家|分析师|分析员|记者|研究员|外长|市长|省长|大使|秘书长|总干事|经理|负责人|议员|队长|常委|委员|学者|律师"
)
_SURNAME = re.compile(
    "[李王张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦方白邹孟熊秦邱江尹薛段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔汤习温].{1,2}$"
)
_PLACE_OR_OFFICE = re.compile("[国省市部局会院社]$")
_UNCOVERED = str.maketrans("", "", COVER)
_UP_TO_TITLE = re.compile(rf".*(?:{_TITLE})(?:兼|、)?")
_HONORIFIC = re.compile(rf"(?:先生|女士|同志|{_TITLE})$")


def is_chinese(text: str) -> bool:
    """Whether a text is Chinese, its covered quotations aside."""
    return detect_language(text.translate(_UNCOVERED)) == "zh"


def chinese_frames(sentence: str) -> list[Frame]:
    """The frames of one sentence in order; they do not overlap."""
    found: list[Frame] = []
    according = _ACCORDING.search(sentence)
    if according:
        after = span_or_none(according.end(), len(sentence))
        said = (after,) if after else ()
        found.append(Frame(Span(*according.span()), name_in_chinese(according["who"]), said, False))
    for verb in _VERB.finditer(sentence):
        if found and verb.start() < found[-1].span.end:
            continue
        if frame := _of_verb(sentence, verb):
            found.append(frame)
            if len(frame.said) == 1 and frame.said[0].end == len(sentence):
                # The rest of the sentence is said; a second verb in it is the speaker's own word.
                break
    return found


def _of_verb(sentence: str, verb: re.Match[str]) -> Frame | None:
    start = _clause_start(sentence, verb.start())
    if _HEARSAY.match(sentence, start):
        return None
    quoted = start > 0 and sentence[start - 1] in COVER
    speaker = name_in_chinese(sentence[start : verb.start()])
    rest = _LINKS.match(sentence, verb.end())
    after = rest.end() if rest else verb.end()
    if quoted and not sentence[after:].strip("。！？ \n"):
        begin = max(0, sentence.rfind(COVER[0], 0, start))
        return Frame(Span(start, verb.end()), speaker, (Span(begin, start),), bool(verb["opinion"]))
    said = span_or_none(after, _end_of_said(sentence, after))
    if not said:
        return None
    # “……，”马化腾说，“……”
    is_split = quoted and sentence[after] in COVER and "，" in sentence[verb.end() : after]
    before = Span(max(0, sentence.rfind(COVER[0], 0, start)), start) if is_split else None
    spans = (before, said) if before else (said,)
    return Frame(Span(start, after), speaker, spans, bool(verb["opinion"]))


def _end_of_said(sentence: str, start: int) -> int:
    """The end of the sentence; of the quotation, where one begins at once."""
    end = len(sentence.rstrip("。！？ \n"))
    if sentence[start : start + 1] == COVER[0]:
        while start < end and sentence[start] in COVER:
            start += 1
        return start
    return end


def _clause_start(sentence: str, end: int) -> int:
    start = end
    while start and not _CLAUSE_END.match(sentence[start - 1]) and end - start < 60:
        start -= 1
    return start


def name_in_chinese(phrase: str) -> str:
    """ "阿里巴巴创始人马云在乌镇" -> "马云"; a description keeps its words; "" for none."""
    leading = _LEADING.match(phrase)
    phrase = phrase[leading.end() :].strip() if leading else phrase.strip()
    adverbial = _ADVERBIAL.search(phrase, 1)
    phrase = phrase[: adverbial.start()] if adverbial else phrase
    if _ADVERBIAL.match(phrase):
        return ""
    titled = _UP_TO_TITLE.match(phrase)
    named = phrase[titled.end() :] if titled else phrase
    if named:
        bare = _HONORIFIC.sub("", named)
        return bare if len(bare) > 1 else named
    bare = _HONORIFIC.sub("", phrase)
    return bare if _SURNAME.match(bare) and not _PLACE_OR_OFFICE.search(bare) else phrase


def han_subject_of(sentence: str) -> str:
    """The name with which a Chinese sentence begins, "" for none."""
    first = _FIRST_CLAUSE.match(sentence)
    return name_in_chinese(first[0]) if first else ""
