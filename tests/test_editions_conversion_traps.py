"""Sentences with traps: each is converted right, or the place is reported as uncertain; never silently wrong."""

from __future__ import annotations

import pytest

from pubkit.citations.resolve import find_citations
from pubkit.editions.conversion import Conversion, convert_document
from pubkit.editions.corrections import Corrections
from pubkit.editions.terms import Terms
from pubkit.markdown.document import Document

#: Simplified, Taiwan's Traditional as an editor would have it, and the characters that may be reported (empty: must be right, unreported).
TO_TAIWAN = [
    # words that the dictionary cuts in the wrong place
    ("这只影响少数组织。", "這只影響少數組織。", ""),
    ("活字被发明以后，书价跌了一半。", "活字被發明以後，書價跌了一半。", ""),
    ("多家企业参与制造与制定标准。", "多家企業參與製造與制定標準。", ""),
    ("附录展示了如何核对数据。", "附錄展示了如何核對數據。", ""),
    ("守卫城堡的士兵先发制人。", "守衛城堡的士兵先發制人。", ""),
    ("古老板块之间常有地震。", "古老板塊之間常有地震。", "板"),
    ("从源头发展循环经济。", "從源頭發展循環經濟。", "发"),
    ("声明了解决办法，也阐明了如下原则。", "聲明了解決辦法，也闡明了如下原則。", "了"),
    ("项目里程碑写在合同里面。", "項目里程碑寫在合同裡面。", "里"),
    ("各方面包括面粉和面包的价格。", "各方面包括麵粉和麵包的價格。", ""),
    ("登录系统与联系统计部门是两回事。", "登錄系統與聯繫統計部門是兩回事。", "系"),
    ("资金制度限制了研制进度。", "資金制度限制了研製進度。", ""),
    ("系统会自动创建账户并发送通知。", "系統會自動創建帳戶並發送通知。", ""),
    ("我们更加注重注释与注册信息。", "我們更加注重註釋與註冊信息。", ""),
    ("他向来客赠送了挂历与日历，并讲述日历史话。", "他向來客贈送了掛曆與日曆，並講述日曆史話。", "历"),
    # one character, several readings
    ("皇后后来去了后宫，最后病逝。", "皇后後來去了後宮，最後病逝。", "后"),
    ("头发乌黑，发型师正在理发，公司发布了新品。", "頭髮烏黑，髮型師正在理髮，公司發布了新品。", ""),
    ("他干了三天，机房才保持干燥。", "他幹了三天，機房才保持乾燥。", ""),
    ("干部不得干预若干案件，树干和饼干除外。", "幹部不得干預若干案件，樹幹和餅乾除外。", ""),
    ("这台干燥机干了三天。", "這臺乾燥機幹了三天。", ""),
    ("公里数写在表里，几十里外还有驿站。", "公里數寫在表裡，幾十里外還有驛站。", "里"),
    ("在这里根据里程收费。", "在這裡根據里程收費。", ""),
    ("一碗面放在桌面上，对面有人吃面。", "一碗麵放在桌面上，對面有人吃麵。", ""),
    ("他只有三只猫，这只是开始。", "他只有三隻貓，這只是開始。", ""),
    ("第 3 只基金的规模最大。", "第 3 隻基金的規模最大。", ""),
    ("唯一只读的磁盘是这台。", "唯一只讀的磁碟是這臺。", ""),
    ("前五只能保留。", "前五只能保留。", "只"),
    ("规范的范围由范教授划定。", "規範的範圍由范教授劃定。", ""),
    ("他姓范，后姓与于姓在当地都很少。", "他姓范，后姓與于姓在當地都很少。", ""),
    ("关于于谦的传记，由于先生校对。", "關於于謙的傳記，由于先生校對。", "于"),
    ("作者余志平与钟立新指出，其余数据有误。", "作者余志平與鍾立新指出，其餘數據有誤。", "志"),
    ("五分钟后，钟先生敲响了警钟。", "五分鐘後，鍾先生敲響了警鐘。", ""),
    ("复杂的问题反复出现，恢复与复制都要复核。", "複雜的問題反覆出現，恢復與複製都要複核。", ""),
    ("历史学家用农历推算历法，历时三年。", "歷史學家用農曆推算曆法，歷時三年。", ""),
    ("谷物价格跌入谷底，峡谷里的稻谷歉收。", "穀物價格跌入谷底，峽谷裡的稻穀歉收。", ""),
    ("北斗导航的斗争历程与漏斗模型。", "北斗導航的鬥爭歷程與漏斗模型。", ""),
    ("批准的标准必须准确。", "批准的標準必須準確。", ""),
    ("手表与图表、电子表格与电子表。", "手錶與圖表、電子表格與電子錶。", ""),
    ("冲洗胶卷时与人冲突。", "沖洗膠捲時與人衝突。", ""),
    ("问卷共三卷，龙卷风席卷了第 2 卷所述地区。", "問卷共三卷，龍捲風席捲了第 2 卷所述地區。", ""),
    ("征求意见时要注意长征的特征。", "徵求意見時要注意長征的特徵。", ""),
    ("松树林里气氛轻松。", "松樹林裡氣氛輕鬆。", ""),
    ("尽管如此，仍须尽力，尽快办妥。", "儘管如此，仍須盡力，儘快辦妥。", ""),
    ("宿舍不能舍弃，取舍要慎重。", "宿舍不能捨棄，取捨要慎重。", ""),
    ("旅游与游泳都在上游。", "旅遊與游泳都在上游。", ""),
    ("每周一开会，周围的人等了 12 周。", "每週一開會，周圍的人等了 12 週。", ""),
    ("标签由专人签署，中签率不高。", "標籤由專人簽署，中籤率不高。", ""),
    ("关系型系统维系着双方的联系。", "關係型系統維繫著雙方的聯繫。", ""),
    ("台风过后，平台与柜台都已恢复。", "颱風過後，平臺與櫃檯都已恢復。", ""),
    ("内脏器官与脏数据无关。", "內臟器官與髒數據無關。", ""),
    ("沉淀的淀粉来自海淀。", "沉澱的澱粉來自海淀。", ""),
    ("公布、发布与散布不同，布局也要公布。", "公布、發布與散佈不同，佈局也要公布。", ""),
    ("合并报表，并且并购两家公司。", "合併報表，並且併購兩家公司。", ""),
    ("杠杆率与栏杆无关。", "槓桿率與欄杆無關。", ""),
    ("合作伙伴吃伙食。", "合作夥伴吃伙食。", ""),
    ("抑郁症患者喜欢馥郁的花。", "抑鬱症患者喜歡馥郁的花。", ""),
    # laws and accounts keep their words, the machine's are the region's
    ("诉讼程序保障每个项目的质量。", "訴訟程序保障每個項目的質量。", ""),
    ("云计算项目使用服务器和数据库软件。", "雲端運算項目使用伺服器和資料庫軟體。", ""),
    ("少数组成员声称内存在变化，互联网在线下也有影响。", "少數組成員聲稱內存在變化，網際網路在線下也有影響。", "内"),
    # punctuation, markup, addresses
    ("他说：“所谓‘皇后’，只是称呼。”", "他說：「所謂『皇后』，只是稱呼。」", ""),
    ("头**发**与皇**后**、面*包*。", "頭**髮**與皇**后**、麵*包*。", ""),
    ("他的头\n发与面\n包都在这\n里。", "他的頭\n髮與麵\n包都在這\n裡。", ""),
    ("见 `软件后台` 与 https://example.org/软件/后台 和 [@后来2024]。", "見 `软件后台` 與 https://example.org/软件/后台 和 [@后来2024]。", ""),
    ("函数 $f_{后}$ 与<span title=\"软件\">软件</span>。", "函數 $f_{后}$ 與<span title=\"软件\">軟體</span>。", ""),
    ("發現項目的程序與質量，皆已核對。", "發現項目的程序與質量，皆已核對。", ""),
    ("原书写道：“項目的程序與質量”，后来删去。", "原書寫道：「項目的程序與質量」，後來刪去。", ""),
]
TO_HONG_KONG = [
    ("服务器的硬盘里面有软件。", "伺服器的硬碟裏面有軟件。", ""),
    ("为什么网络链接打不开？", "為什麼網絡連結打不開？", ""),
    ("台风过后，平台恢复运行。", "颱風過後，平台恢復運行。", ""),
    ("卫星在线上传数据，说明温度。", "衞星在線上傳數據，説明温度。", ""),
    ("数字经济与短信服务。", "數碼經濟與短訊服務。", ""),
]
BACK = [
    ("軟體與網路的著作權，慰藉了乾隆後裔。", "软件与网络的著作权，慰藉了乾隆后裔。", ""),
    ("他看著「乾坤」二字，覆蓋了答覆。", "他看着“乾坤”二字，覆盖了答复。", ""),
    ("這裡的頭髮、麵條與皇后，後來都乾了。", "这里的头发、面条与皇后，后来都干了。", ""),
    ("他說：「所謂『鐘錶』。」", "他说：“所谓‘钟表’。”", ""),
    ("資料庫伺服器支援計程車業者。", "数据库服务器支援出租车业者。", ""),
]


def convert(text: str, source: str = "zh-CN", target: str = "zh-TW") -> Conversion:
    document = Document(text + "\n")
    return convert_document(document, find_citations(document), source, target, Terms(), Corrections())


def outcome(conversion: Conversion, wanted: str, reported: str) -> str:
    """`right`, `reported` (wrong or right, and the character is among those that are reported), or `wrong`."""
    doubts = {doubt.source for doubt in conversion.uncertain}
    if conversion.text == wanted + "\n":
        return "reported" if doubts else "right"
    return "reported" if doubts.intersection(reported) else "wrong"


@pytest.mark.parametrize(("text", "wanted", "reported"), TO_TAIWAN, ids=[text[:12] for text, _, _ in TO_TAIWAN])
def test_a_trap_is_right_or_reported(text: str, wanted: str, reported: str) -> None:
    """To Taiwan: what is not certain may be reported, and only there."""
    conversion = convert(text)
    assert outcome(conversion, wanted, reported) != "wrong", conversion.text
    assert {doubt.source for doubt in conversion.uncertain} <= set(reported), conversion.uncertain


@pytest.mark.parametrize(("text", "wanted", "reported"), TO_HONG_KONG, ids=[text[:12] for text, _, _ in TO_HONG_KONG])
def test_hong_kong_has_its_own_forms_and_words(text: str, wanted: str, reported: str) -> None:
    """裏 衞 説 温, 軟件 and 網絡 stay, 伺服器 and 數碼 are the region's."""
    assert convert(text, target="zh-Hant-HK").text == wanted + "\n"


@pytest.mark.parametrize(("text", "wanted", "reported"), BACK, ids=[text[:12] for text, _, _ in BACK])
def test_the_way_back_is_right(text: str, wanted: str, reported: str) -> None:
    """Traditional to Simplified: 著作 and 看着, 乾坤 and 干, quotation marks, words that mean one thing."""
    assert convert(text, "zh-TW", "zh-CN").text == wanted + "\n"


def test_most_traps_are_right_without_a_report() -> None:
    """What is reported is the rest: at least nine of ten are right and silent."""
    found = [outcome(convert(text), wanted, reported) for text, wanted, reported in TO_TAIWAN]
    assert len(found) >= 60
    assert found.count("right") >= 0.85 * len(found), found
