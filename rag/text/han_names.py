"""Names in Chinese text, which has no capitals: by surnames, by what bodies end in, by gazetteer.

Careful rather than complete: what is found is a name; many a name is not found.
"""

from __future__ import annotations

import re

# The hundred commonest surnames cover some 85% of the people of China (Ministry of Public
# Security, 2019); a few more that are frequent in the news, and the double ones.
_SURNAME = (
    "(?:欧阳|司马|诸葛|上官|司徒|东方|皇甫|尉迟|公孙|慕容|"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤习庄鲁温俞])"
)
_GIVEN = r"[\u4e00-\u9fff]{1,2}?"
_REPORTS = (
    "(?:说|表示|指出|认为|称|强调|宣布|透露|介绍|回应|补充|写道|警告|呼吁|出席|发表|会见|访问|致辞|主持|"
    "担任|当选|就任|抵达|获得|率领|率团|曾任|在(?=[\u4e00-\u9fff]{1,12}(?:上|中|时|期间))|是(?=[\u4e00-\u9fff]))"
)
_TITLE = (
    "(?:主席|总统|总理|首相|部长|外长|省长|市长|书记|主任|局长|会长|院长|校长|秘书长|发言人|大使|将军|教授|博士|院士|"
    "创始人|创办人|董事长|总裁|总经理|首席执行官|CEO|先生|女士|专家|学者|代表|记者|委员)"
)
_PERSON = re.compile(
    rf"(?:^|[，。；：、！？“”（）\s]|{_TITLE}|[和与由对向])(?P<before>{_SURNAME}{_GIVEN})"
    rf"(?=(?:则|也|还|随后|昨日|近日|\d{{1,2}}日)?{_REPORTS})"
    rf"|{_TITLE}(?P<after>{_SURNAME}[\u4e00-\u9fff]{{1,2}})(?=[，。；：、！？“”（）\s]|$|[的在和与将对向是])"
    rf"|(?:^|[，。；：、！？“”（）\s])(?P<titled>{_SURNAME}{_GIVEN})(?={_TITLE})"
)
# Characters with which foreign names are written; three in a row are rarely anything else.
_TRANSLITERATED = re.compile(
    "[阿埃艾奥巴贝比宾伯博布查达戴丹蒂杜恩尔法菲费弗佛夫福戈格古哈赫亨霍基吉贾杰卡凯坎考科克库拉莱兰劳勒雷里利莉琳卢鲁路"
    "伦罗洛玛迈曼梅蒙米密摩莫姆穆纳奈内尼妮诺帕佩皮普奇恰乔萨塞森桑沙舍什史施斯丝苏索塔泰坦汤特提廷图托瓦万威维韦温沃乌西"
    "希席谢辛休雅亚扬耶伊因尤泽詹兹佐顿逊邦锡琼]{3,12}"
)
_BODY_END = (
    "省|市|县|州|岛|公司|集团|银行|大学|学院|研究院|研究所|委员会|办公室|协会|基金会|联盟|法院|议会|党|报|社|"
    "医院|博物馆|中心"
)
# The two characters in front of the ending tell one body from another well enough.
_BODY = re.compile(rf"(?P<key>[\u4e00-\u9fff]{{2}})(?:{_BODY_END})")
_NO_KEY = re.compile(
    "[的了在是和与及或有对为从到把被将这那该各每某全几两一二三四五六七八九十个家所座名大小新老多本此其之以于等都也就还并而]"
)
_PLACE = re.compile(
    "中国|美国|英国|法国|德国|俄罗斯|苏联|日本|韩国|朝鲜|印度(?!尼)|印度尼西亚|印尼|巴基斯坦|孟加拉国|越南|泰国|缅甸|老挝|柬埔寨|"
    "菲律宾|马来西亚|新加坡|蒙古|哈萨克斯坦|乌兹别克斯坦|阿富汗|伊朗|伊拉克|以色列|巴勒斯坦|叙利亚|约旦|黎巴嫩|沙特阿拉伯|沙特|"
    "也门|阿联酋|卡塔尔|土耳其|埃及|利比亚|突尼斯|阿尔及利亚|摩洛哥|苏丹|埃塞俄比亚|肯尼亚|坦桑尼亚|尼日利亚|加纳|刚果|安哥拉|"
    "南非|津巴布韦|意大利|西班牙|葡萄牙|荷兰|比利时|瑞士|瑞典|挪威|芬兰|丹麦|波兰|捷克|匈牙利|奥地利|希腊|乌克兰|白俄罗斯|罗马尼亚|"
    "塞尔维亚|爱尔兰|苏格兰|冰岛|加拿大|墨西哥|古巴|巴西|阿根廷|智利|秘鲁|哥伦比亚|委内瑞拉|澳大利亚|新西兰|欧盟|联合国|北约|欧洲|"
    "亚洲|非洲|南美洲?|北美洲?|大洋洲|北京|上海|天津|重庆|广州|深圳|杭州|南京|武汉|成都|西安|苏州|乌镇|厦门|香港|澳门|台湾|台北|"
    "浙江|江苏|广东|山东|河南|河北|湖南|湖北|四川|福建|安徽|江西|云南|贵州|辽宁|吉林|黑龙江|陕西|甘肃|青海|山西|海南|新疆|西藏|"
    "内蒙古|宁夏|广西|华盛顿|纽约|洛杉矶|旧金山|芝加哥|伦敦|巴黎|柏林|罗马|马德里|莫斯科|东京|大阪|首尔|平壤|新德里|孟买|曼谷|河内|"
    "雅加达|悉尼|墨尔本|堪培拉|渥太华|多伦多|开罗|耶路撒冷|布鲁塞尔|日内瓦|维也纳|阿里巴巴|腾讯|百度|华为|小米|京东|新浪|网易|"
    "谷歌|苹果公司|微软|脸书|推特|亚马逊|特斯拉|英特尔|高通|三星|索尼|新华社|人民日报"
)
_DOTTED = re.compile("[\u4e00-\u9fff]{1,2}·[\u4e00-\u9fff]{1,2}")
_TITLED = re.compile("《([^《》]{2,60})》")
_FULL_NAME = re.compile(rf"{_SURNAME}[\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff]+·[\u4e00-\u9fff]+")


def is_surnamed(name: str) -> bool:
    """Whether a name is written as a person's in full: with a surname, or with a dot."""
    return bool(_FULL_NAME.fullmatch(name))


def han_names(text: str) -> list[str]:
    """The people, places, bodies and titles of works in a Chinese text, in order of kind.

    Of a body, its ending and the two characters in front; of a name with a dot, what is next to it.
    """
    people = [next(name for name in match.groups() if name) for match in _PERSON.finditer(text)]
    bodies = [m[0] for m in _BODY.finditer(text) if not _NO_KEY.search(m["key"])]
    found = [*people, *_PLACE.findall(text), *_TITLED.findall(text), *bodies]
    found += [*_DOTTED.findall(text), *_TRANSLITERATED.findall(text)]
    return list(dict.fromkeys(found))
