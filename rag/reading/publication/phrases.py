"""The phrases by which the parts of a web page that are not its article are known, en and zh."""

from __future__ import annotations

import re

from rag.reading.dates.alone import names_weekday


def _labels(text: str) -> frozenset[str]:
    return frozenset(" ".join(label.split()) for label in text.split(","))


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


SHARE_ACTIONS = _labels(
    """share, tweet, share this, share this article, share this story, share on facebook,
    share on twitter, share on x, share on linkedin, share on whatsapp, share via email,
    copy link, email, print, print this, save, bookmark,
    分享, 分享到, 分享到微信, 分享到微博, 分享到朋友圈, 复制链接, 打印, 收藏, 转发"""
)
SHARE_WORDS = SHARE_ACTIONS | _labels(
    """facebook, twitter, x, linkedin, whatsapp, telegram, reddit, pinterest, weibo, wechat,
    flipboard, messenger, pocket, line, 微信, 微博, 新浪微博, 朋友圈, qq, qq空间,
    字号, 大, 中, 小"""
)
MENU_WORDS = _labels(
    """home, news, latest, world, china, asia, europe, business, economy, markets, politics,
    sport, sports, opinion, culture, lifestyle, style, tech, technology, science, health, travel,
    food, entertainment, video, videos, photos, multimedia, podcasts, magazine, events, jobs,
    weather, about, about us, contact, contact us, advertise, careers, help, faq, sitemap, terms,
    terms of use, terms of service, terms & conditions, terms and conditions, privacy,
    privacy policy, cookies, cookie policy, accessibility, login, log in, sign in, sign up,
    register, subscribe, my account, search, menu, more, newsletters, rss, e-paper, archive,
    首页, 新闻, 国际, 国内, 时政, 财经, 社会, 文化, 体育, 娱乐, 科技, 军事, 评论, 观点, 视频,
    图片, 专题, 教育, 健康, 汽车, 房产, 地方, 论坛, 博客, 登录, 注册, 搜索, 客户端, 手机版,
    关于我们, 联系我们, 广告服务, 网站地图, 版权声明, 隐私政策, 法律声明, 招聘信息, 正文, 更多"""
)

_SEPARATORS = re.compile(r"\s*[|｜>›»/·•,，]\s*")

_CREDIT_WORD = (
    r"(?:(?:photo(?:graph)?|image|picture|illustration|graphic|video|cartoon)s?"
    r"(?: (?:credit|source|by|courtesy(?: of)?)s?)?|credits?)"
)
_HAN_CREDIT = r"(?:(?:图片|照片|视频|配图|图)(?:来源|提供|作者)?|摄影|供图)"
_PHOTO_BY = (
    r"(?:Photo(?:graph)?|Image|Picture|Illustration)s? by [A-Z\w](?:[^.。]|(?<=\b[A-Z])\.){1,60}"
    r"(?:\.|(?: available (?:at|via|on)| via| under) [^.。]{2,80}\.?)?"
)
_PHOTOGRAPHED = r"(?:新华社|中新社|本报|人民网|央视)?(?:发|记者)[ \u4e00-\u9fff]{2,10}摄"
_CREDITS = (
    rf"(?i:{_CREDIT_WORD})\s?[:：]\s?(?P<name>(?:[^.:：。！？]|(?<=\b[A-Z])\.){{2,80}})\.?"
    rf"|{_HAN_CREDIT}\s?[:：/／]\s?[^。！？：]{{2,30}}|{_PHOTO_BY}|{_PHOTOGRAPHED}"
)
CREDIT_LINE = re.compile(rf"[（(\[]?(?:{_CREDITS})[)）\]]?")
CREDIT_AT_END = re.compile(
    r"(?:(?<=[.!?。！？”’\"')）])\s?|\s(?=[（(\[])|(?=（)|(?<=\s)(?=(?i:photo|image)s?:))"
    rf"(?P<credit>{CREDIT_LINE.pattern})$"
)

_NETWORK = r"(?:facebook|twitter|x|linkedin|whatsapp|instagram|youtube|微信|微博)"

WHOLE_LINES = (
    (
        "advertisement",
        _any(
            r"[-–—\s\[(（【]*(?:advertisements?|advertising|sponsored(?: content)?|promoted"
            r"|广告|推广)[-–—\s\])）】]*",
            r"(?:story|article) continues (?:below|after)(?: this)?(?: the)? advertisement",
        ),
    ),
    (
        "copyright notice",
        _any(
            r"(?:©|\(c\)|copyright\s?(?:©|\(c\)|\d{4})|版权所有).{0,200}",
            r".{0,120}\ball rights reserved\.?.{0,60}",
            r".{0,30}(?:未经.{0,20}(?:授权|许可|允许).{0,12}(?:转载|转发|摘编|复制|镜像)|不得转载).{0,40}",
            r".{0,20}(?:ICP\s?备|公网安备).{0,40}",
        ),
    ),
    (
        "newsletter",
        _any(
            r"(?:please )?(?:sign up|subscribe|register|join)\b"
            r"(?=.*\b(?:newsletters?|inbox|mailing list|briefing|e-?mails?)\b).{0,130}",
            r"get (?:the|our|more|all)\b(?=.*\b(?:newsletters?|inbox)\b).{0,130}",
            r"(?:订阅(?:我们|本报|电子报|邮件)|扫(?:码|描二维码)(?:关注|订阅|下载)|欢迎关注|关注我们).{0,40}",
        ),
    ),
    (
        "comments",
        _any(
            r"\d[\d,]* comments?|comments?\s?(?:\(\d[\d,]*\)|:? \d+)|no comments(?: yet)?",
            r"(?:view|show|read|see|load)(?: all| more)? (?:\d+ )?comments",
            r"(?:leave|post|add) a (?:comment|reply)|join the (?:conversation|discussion)",
            r"(?:网友)?评论\s?[(（]\d+[)）]|\d+\s?条评论|发表评论|我要评论|查看评论|暂无评论",
        ),
    ),
    (
        "link to another article",
        _any(
            r"(?:(?:read more|(?:also )?read(?: also| next)?|see also|related|more on this|watch"
            r"|recommended)\s?[:：|»›>]|(?:相关(?:报道|新闻|阅读|链接)|延伸阅读|阅读更多)\s?[:：])"
            r".{1,150}(?<![.!。！])",
            r"read more|read the full (?:story|article)|continue reading",
            r"(?:next|previous) (?:article|story|post)|(?:上|下)一篇[:：]?.{0,60}",
            r"阅读全文|点击阅读(?:全文|原文)?|查看更多|展开全文",
        ),
    ),
    ("photo credit", re.compile(CREDIT_LINE.pattern)),
    (
        "navigation",
        _any(
            r"skip to (?:main )?(?:content|navigation)",
            r"(?:toggle|open|close) (?:menu|navigation|search)",
            r"back to (?:the )?top|返回(?:首页|顶部)|回到顶部",
            r"(?:home|首页)(?:\s?[>›»/]\s?[^>›»/]{1,40}){1,5}",
            r"(?:您)?(?:当前|现在)的?位置\s?[:：].{1,60}",
        ),
    ),
    (
        "share buttons",
        _any(
            r"(?:share|follow us|find us|like us|分享)\s?(?:this (?:article|story|page|post) )?"
            rf"(?:on|via|到|至)\s?[:：]?\s?{_NETWORK}(?:(?:,| and| &|、|\s)+{_NETWORK})*"
        ),
    ),
    (
        "subscription notice",
        _any(
            r"already (?:a subscriber|subscribed|a member|have an account)\?.{0,60}",
            r"you have \d+ (?:free )?(?:articles?|stories) (?:left|remaining).{0,60}",
            r"(?:this (?:article|story|content) is )?(?:for )?subscribers only",
        ),
    ),
)
"""Reasons, and the lines that give them wherever they stand: no sentence of a story is such."""

COOKIE_NOTICE = _any(
    r"\bcookies\b"
    r"(?=.*\b(?:consent|settings|preferences|policy|control|manage|accept|browsing|you)\b)",
    r"\b(?:we|sites?|website|page|partners|accept|about|manage|control|reject|allow)\b.{0,60}"
    r"\bcookies\b",
    r"(?:本网站|我们|网站).{0,20}(?:使用|接受)\s?cookies?|cookie\s?(?:政策|设置)",
)
NOTICE_TITLE = _any(
    r"(?:info(?:rmation)?|privacy|cookies?|your privacy|notice)"
    r"(?: (?:message|notice|settings|policy))?",
    r"we value your privacy|(?:隐私|cookie)?(?:提示|声明)",
)
CALL_TO_ACTION = _any(
    r"learn more|find out more|get started|join now|try (?:it )?(?:now|free)|log ?in|sign in",
    r"sign up(?: now| here| for free)?|subscribe(?: now| today)?|register(?: now| for free)?",
    r"download (?:the|our) app|立即(?:订阅|注册|下载)|了解更多|下载客户端|登录|注册",
)
LIST_TITLE = _any(
    r"(?:the )?(?:latest|recent|related|recommended|more|other|popular|trending|top|similar)"
    r" (?:articles?|stories|story|news|posts?|reading|content|coverage|topics?|headlines|reads)"
    r"\s?[:：]?",
    r"(?:most|also) (?:read|popular|viewed|shared|commented)\s?[:：]?",
    r"you (?:may|might) also (?:like|be interested in)\s?[:：]?",
    r"recommended(?: for you)?|trending(?: now)?|editor[’']s picks?|read next|what to read next",
    r"(?:more|keep reading) (?:from|in|on) .{2,40}|more (?:like this|from us)",
    r"【?(?:相关|推荐|热门|最新|更多|延伸|精彩)(?:阅读|新闻|文章|报道|推荐|内容|链接|资讯)】?\s?[:：]?",
    r"猜你喜欢|大家都在看|为您推荐|热点(?:推荐|新闻)|今日热[点门]|(?:点击|阅读|新闻)排行",
)
BUTTON = _any(
    r"post|comments?|reply|search|menu|more|save|share|tweet|email|print|close|listen|play|follow",
    r"(?:accept|reject|allow)(?: all)?(?: cookies)?|i agree|got it|ok|dismiss|(?:load|show) more",
    r"打印|收藏|分享|评论|关闭|搜索|更多|点赞|回复",
)


def parts(line: str) -> list[str]:
    """The labels of a line, in lower case: "Home | World" has two."""
    return [part for part in _SEPARATORS.split(line.strip(" :：").lower()) if part]


def only_of(line: str, words: frozenset[str]) -> bool:
    """Whether a line consists of such words alone, apart or run together by spaces."""
    return all(part in words or all(word in words for word in part.split()) for part in parts(line))


def is_label(line: str) -> bool:
    """Whether a line could stand in a menu: bare words, few of them, or several of these."""
    return bool(parts(line)) and all(
        len(part) <= 30 and len(part.split()) <= 4 and not re.search(r"[.!?。！？:：;；\d]", part)
        for part in parts(line)
    )


def is_page_header(line: str) -> bool:
    """Whether the first line of a page is the day on which it was printed or saved."""
    return names_weekday(line)
