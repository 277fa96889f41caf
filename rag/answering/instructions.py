"""Sentences that are meant for a language model and not for a reader."""

from __future__ import annotations

import re

_MAX_SENTENCE_CHARS = 2_000
_QUOTATION = re.compile('[“"「『‘][^“”"「」『』‘’]{1,300}[”"」』’]')
_WORDS_OF_A_SENTENCE = 3
_WORD = re.compile(r"[A-Za-z]+|[\u4e00-\u9fff]{2}")

# Where a command begins: with the sentence or a clause of it, or behind the one whom it tells.
_COMMAND = (
    r"(?:^\W*|[.:;,!?*)\]>—–-]\s{0,3}|\b(?:and|then|but|now|please|just|simply|kindly|also) "
    r"|\b(?:you|assistant|model|AI|LLM|chatbot|bot) (?:must|should|shall|will|have to|has to|are to"
    r"|need to|can) (?:now |always |only |instead )?)"
)
_ALL = (
    r"(?:all|any|your|my|our|these|those|previous|prior|above|earlier|preceding|system|the|every)"
)
_RULES = (
    r"(?:instructions?|prompts?|system messages?|training|programming"
    r"|(?:system |safety )?(?:rules|guidelines|directives))\b"
)
_PROMPT = (
    r"(?:system (?:prompt|message|instructions?)|(?:hidden|initial) (?:prompt|instructions?)"
    r"|(?:your|its) (?:\w{1,12} ){0,2}(?:prompt|instructions|rules|guidelines))\b"
)
_MACHINE = r"(?:AI|assistant|chatbot|language model|LLM|artificial intelligence|bot)s?\b"
_REPLY = r"(?:answers?|replies|reply|responses?|outputs?|summary|summaries)\b"
_QUESTIONS = r"(?:questions?|prompts?|quer(?:y|ies)|messages?|requests?)\b"
_THE_WORD = r"the (?:single |exact )?(?:word|phrase)"

_ENGLISH = (
    # leave the rules aside
    rf"{_COMMAND}(?:ignore|disregard|forget|override|bypass|(?:do not|don't|stop) follow(?:ing)?)"
    rf" {_ALL}\b[^.!?]{{0,40}}\b{_RULES}",
    r"^\W*(?:new|updated|override|system) (?:system )?(?:instructions?|prompt|override)\s?[:：]",
    # show the prompt, hide something
    rf"{_COMMAND}(?:print|reveal|repeat|output|show|display|write|recite|disclose|leak|tell)\b"
    rf"[^.!?]{{0,40}}\b{_PROMPT}",
    rf"{_COMMAND}(?:do not|don't|never) (?:tell|inform|mention|warn|show|reveal)\b[^.!?]{{0,40}}"
    r"\bthe user\b",
    # answer in a certain way
    rf"{_COMMAND}(?:answer|respond to|reply to) (?:every|all|any|each)\b[^.!?]{{0,20}}{_QUESTIONS}"
    r"[^.!?]{0,80}\b(?:with|by|in|only)\b",
    rf"{_COMMAND}(?:answer|reply|respond|say|print|output) (?:only|just|exclusively|{_THE_WORD}"
    rf"|with \S{{1,30}} only|(?:with|using) (?:only|nothing but|(?:just )?{_THE_WORD}))\b",
    rf"{_COMMAND}(?:include|mention|cite|recommend|add|append|insert|begin|start|end|put|use)\b"
    rf".{{0,60}}\b(?:your|every|each|all) (?:\w{{1,12}} )?{_REPLY}",
    r"\b(?:when|if) (?:you are |you're )?asked\b[^.!?]{0,80}, (?:always |only |just |simply )?"
    r"(?:answer|reply|respond|print|output)\b",
    # you are a machine
    r"^\W*(?:from now on,? )?you(?: are|'re)(?: now)? (?:an?|the) (?:\w{1,15} ){0,3}" + _MACHINE,
    r"^\W*(?:attention|dear|hey|hello|note (?:to|for)|message (?:to|for)) (?:\w{1,15} ){0,3}"
    + _MACHINE,
    r"<\|[a-z_]{1,20}\|>\s?(?:system|user|assistant)\b|\[INST\]|<<SYS>>",
)

_BEGINS = (
    "(?:^|[，。：；！？、,.:;!?]|请|现在|务必|你必须|你要|你应当?|你需要|助手必须|模型必须)\\s{0,3}"
)
_CHINESE = (
    f"{_BEGINS}(?:忽略|无视|忘记|忘掉|不要理会|不要遵守|不要遵循|抛开)(?:[^，。！？]{{0,10}})"
    "(?:之前|以前|先前|此前|上述|上面|以上|前面|所有|一切|全部|任何|你的|系统)[^，。！？]{0,8}"
    "(?:指令|指示|提示|系统消息)",
    f"{_BEGINS}(?:忽略|无视|忘记|忘掉|不要理会|不要遵守|不要遵循|抛开)(?:你的|系统)[^，。！？]{{0,8}}"
    "(?:规则|设定|限制|要求|准则)",
    f"{_BEGINS}(?:输出|打印|显示|透露|泄露|复述|重复|说出|写出|告诉我|公布)[^，。！？]{{0,10}}"
    "(?:系统提示|提示词|你的(?:规则|指令|提示|设定))",
    "^\\W*(?:从现在(?:起|开始)[，,]?)?你(?:现在)?是(?:一个|一名|一款|一位)?[^，。！？]{0,8}"
    "(?:AI|人工智能|语言模型|助手|聊天机器人)",
    "(?:请|你必须|你要|你只能|一律|都只)(?:只|都|仅)?(?:能|要)?(?:回答|回复|输出)(?!了|过|记者|以下|下列)",
    "^\\W*(?:新的?)?(?:系统)?(?:指令|提示词)\\s{0,3}[:：]",
)
_MEANT_FOR_A_MODEL = re.compile("|".join(_ENGLISH + _CHINESE), re.IGNORECASE)


def speaks_to_the_model(sentence: str) -> bool:
    """Whether a sentence commands a language model instead of telling a reader something.

    It does if it commands to leave instructions aside, to show a prompt, to answer in a certain
    way, to keep something from the user, or calls whoever reads it an AI. What it puts in quotation
    marks it only reports, unless that is all of it. Of news about AI, hardly a sentence does.
    """
    sentence = " ".join(sentence[:_MAX_SENTENCE_CHARS].split())
    own_words = _QUOTATION.sub(" ", sentence)
    reports = len(_WORD.findall(own_words)) >= _WORDS_OF_A_SENTENCE
    return bool(_MEANT_FOR_A_MODEL.search(own_words if reports else sentence))
