"""Chinese press text as a grammar, with the symbols of `eval.bench.english`."""

from __future__ import annotations

GRAMMAR: dict[str, tuple[str, ...]] = {
    "outlet": (
        "{place}日报",
        "{place}晚报",
        "《{place}观察》",
        "{place}商报",
        "港湾通讯社",
        "子午线新闻网",
    ),
    "headline": (
        "{body}{announced}{topic}{plan}",
        "{person}在{place}谈{topic}",
        "{place}因{topic}面临{trouble}",
        "{figure}名{people}齐聚{place}讨论{topic}",
        "{topic}：{body}为何需要{adjective}{thing}",
    ),
    "lead": (
        "{body}{weekday}{announced}了关于{topic}的{adjective}{plan}，{consequence}。",
        "{body}{role}{person}在{place}对{people}表示，{claim}。",
        "本周{figure}名{people}在{place}讨论{topic}，{consequence}。",
        "{place}发生{trouble}之后，{body}{weekday}{announced}，{claim}。",
    ),
    "sentence": (
        "{person}{said}，{claim}。",
        "据{source}，{claim}。",
        "{quote}，{body}{role}{person}{said}。",
        "{source}估计，{topic}的费用为{money}，{consequence}。",
        "{body}在{year}年{1..12}月{announced}，{claim}。",
        "{year}年至{later_year}年，{people}人数增加了{percent}，达到{figure}人。",
        "{person}{weekday}对{people}{said}，{claim}，{consequence}。",
        "在{place}，{people}对{topic}的反应是{adjective}{thing}。",
        "这项{plan}涉及{figure}名{people}，金额为{money}。",
        "{quote}，{person}{1..12}月{1..28}日接受《{place}日报》采访时{said}。",
        "不过，{claim}，而且{claim}。",
        "{critics}认为{claim}，{body}则{said}，{claim}。",
        "{body}发言人拒绝就{topic}置评。",
        "{person}于{year}年在{place}首次提出的{plan}涉及{topic}。",
        "在{place}，只有{percent}的{people}相信{claim}。",
        "{person}{year}年加入{body}，此前担任{body}{role}{2..19}年。",
        "去年{body}在{topic}上花费了{money}，比{year}年多{percent}。",
        "截至{weekday}晚，已有{figure}名{people}向{body}申请{adjective}{thing}。",
        "按照这项{plan}，{body}必须在{later_year}年底之前{act}。",
        "这是{year}年以来{body}第{2..9}次{announced}此类{plan}。",
        "{critics}以{place}为例，那里的{trouble}持续了{2..40}个月。",
        "如果{body}不能{act}，{claim}。",
        "现年{27..79}岁的{person}自{year}年以来一直主张，{claim}。",
        "第{2..9}次会议{weekday}结束，没有就{topic}达成{adjective}{thing}，{consequence}。",
    ),
    "quote": (
        "“我们希望在{trouble}再次发生之前{act}”",
        "“{place}没有人怀疑{claim}”",
        "“这关系到{topic}，而不是{thing}”",
        "“我们听取了{figure}名{people}的意见”",
        "“没有{adjective}{thing}，就没有{thing}”",
    ),
    "claim": (
        "这项{plan}有利于{place}的{people}",
        "{topic}需要{adjective}{thing}",
        "{body}没有及时{act}",
        "{place}的{people}仍在等待{adjective}{thing}",
        "{adjective}{thing}每年使{place}花费{money}",
        "到{later_year}年，{trouble}可能影响{figure}名{people}",
        "{body}和{body}应当共同{act}",
        "自{year}年以来{thing}增长了{percent}",
        "{topic}不再只是{people}的事",
    ),
    "consequence": (
        "这是{year}年以来的第{2..9}次",
        "{critics}称此举为时已晚",
        "总额因此达到{money}",
        "尽管{place}发生了{trouble}",
        "比{year}年高{percent}",
        "这表明{claim}",
    ),
    "source": (
        "{body}的报告",
        "{body}的数据",
        "知情人士透露",
        "对{figure}名{people}的调查",
        "{place}法院的文件",
    ),
    "critics": tuple("批评者|反对派|工会|当地居民|一些经济学家|行业团体|前官员".split("|")),
    "body": (
        "{field}部",
        "{place}市政府",
        "{made_name}{industry}",
        "国家{field}研究院",
        "{place}大学",
        "{place}{field}协会",
        "国际{field}论坛",
        "{made_name}基金会",
    ),
    "field": tuple(
        "交通|卫生|财政|教育|司法|能源|农业|渔业|住房|统计|通信|水利|航空|贸易|林业|档案".split("|")
    ),
    "industry": tuple(
        "集团|银行|科技|能源|食品|汽车|航运|网络|制药|纺织|保险|出版|半导体".split("|")
    ),
    "topic": ("{adjective}{subject}", "{place}的{subject}", "{subject}", "{subject}和{subject}"),
    "subject": tuple(
        "公共交通|数据保护|学校午餐|港口扩建|利率|网络治理|防洪|乡村诊所|工资谈判|网络安全|租金管制|"
        "捕捞配额|铁路建设|移动支付|空气质量|教师培训|跨境贸易|数字档案|饮用水|粮食储备|夜间航班|"
        "新闻自由|人工智能|养老金改革|风力发电|博物馆经费|电池回收|养老服务|宽带接入|食品标签|"
        "疫苗供应|道路收费|卫星牌照|木材出口|专利法|钢铁关税|旅游业|垃圾焚烧|青少年足球".split("|")
    ),
    "plan": tuple(
        "计划|协议|改革|方案|草案|提案|预算|战略|审查|试点|行为准则|和解|调查|时间表|宣言".split(
            "|"
        )
    ),
    "thing": tuple(
        "资金|支持|监督|基础设施|证据|增长|投资|关注|人手|设备|指导|需求|竞争|信任|规划|研究|批评|"
        "培训|补偿|立法|乐观|维护|保险|怀疑|耐心|透明度|信贷".split("|")
    ),
    "adjective": tuple(
        "新的|公共|地方|长期|全国性|独立的|区域|额外的|国际|可靠的|更便宜的|更严格的|有争议的|联合|"
        "临时|意外的|数字化|自愿|迟来的|有约束力的|前所未有的".split("|")
    ),
    "trouble": tuple(
        "延误|抗议|短缺|罢工|洪水|停电|物价上涨|数据泄露|预算削减|旱灾|裁员|法律纠纷|政府更迭|火灾|"
        "山体滑坡|勒索软件攻击".split("|")
    ),
    "people": tuple(
        "居民|工人|学生|选民|官员|患者|农民|顾客|代表|投资者|教师|乘客|记者|工程师|研究人员|司机|店主|"
        "租户|退休人员|护士|出口商|渔民|开发人员|志愿者|律师".split("|")
    ),
    "role": tuple(
        "主任|负责人|主席|副主任|首席经济学家|创始人|总裁|总工程师|秘书长|法律顾问".split("|")
    ),
    "said": tuple("说|表示|指出|补充说|解释说|强调|警告|承认".split("|")),
    "announced": tuple("宣布|公布|确认|批准|推出|推迟|撤回".split("|")),
    "act": tuple(
        "采取行动|公布数据|削减成本|招聘{figure}名{people}|筹集{money}|修复损失|修改{plan}|降低价格|听取{people}的意见".split(
            "|"
        )
    ),
    "person": ("{surname}{given}{given}", "{surname}{given}"),
    "surname": tuple("王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高郑梁谢宋唐许邓韩冯曹"),
    "given": tuple("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英文华建国海燕志云兰飞玲辉红梅"),
    "place": ("{made_name}", "{made_name}{landform}"),
    "landform": tuple("湾港山镇桥湖"),
    "made_name": ("{onset}{rhyme}", "{onset}{rhyme}{rhyme}"),
    "onset": tuple("安宁东南西北新临长永丰青金平昌广德云龙石白清松武海江"),
    "rhyme": tuple("州阳江城山川河岭原林泉溪浦源岛关"),
    "figure": ("{100..980}", "{1..9}{100..999}", "{2..90}万", "{100..900}万"),
    "percent": ("{2..78}%", "{1..39}.{1..9}%"),
    "money": ("{2..900}亿元", "{20..9900}万元", "{1..49}.{1..9}亿美元"),
    "year": ("{2008..2019}", "{1987..2007}"),
    "later_year": ("{2020..2025}", "{2026..2045}"),
    "weekday": tuple(f"周{day}" for day in "一二三四五六日"),
}
