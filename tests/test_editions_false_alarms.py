"""Correct translations of many kinds, in which no check may see an error, and few may ask for a look."""

from __future__ import annotations

import pytest

from pubkit.citations.resolve import find_citations
from pubkit.editions.checks import EditionFinding, check_pairs
from pubkit.editions.pair import Pair
from pubkit.editions.segments import segments_of
from pubkit.markdown.document import Document

#: Written in three sittings, each after the rules were frozen, by their author. At first sight there were false errors in 3 of 60,
#: 3 of 40 and 5 of 30 pairs of English, and in none of 45 of Traditional Chinese; what could be mended was.
ENGLISH = """
2023 年，全国粮食总产量达到 13908.2 亿斤，比上年增加 177.6 亿斤，增长 1.3%[@nbs2023]。 || Grain output nationwide reached 1.39082 trillion jin in 2023, 17.76 billion jin or 1.3% more than the year before [@nbs2023].
截至 2024 年 6 月底，全国充电桩保有量突破 1000 万台，其中公共充电桩占三成左右。 || By the end of June 2024 there were more than 10 million charging points in the country, about 30% of them public.
“十三五”期间，我国 5575 万农村贫困人口实现脱贫[@white2021]。 || During the 13th Five-Year Plan period, 55.75 million rural people were lifted out of poverty [@white2021].
自上世纪 80 年代以来，该市人口翻了两番，从不足 50 万增至 200 余万。 || Since the 1980s the city’s population has quadrupled, from under 500,000 to more than two million.
一项覆盖 28 个省份、1.2 万名教师的调查显示，近六成受访者每周使用生成式人工智能[@li2024, 第 15 页]。 || According to a survey of 12,000 teachers in 28 provinces, nearly 60 percent of respondents use generative AI every week [@li2024, p. 15].
该方法由两步组成：第一步抽取特征，第二步训练分类器。 || The method has two steps: features are extracted first, and then a classifier is trained.
图 3 显示，温度每升高 10 ℃，反应速率约增加一倍。 || Figure 3 shows that the reaction rate roughly doubles with every 10 °C.
会议于 2025 年 3 月 5 日至 11 日在北京举行。 || The meeting was held in Beijing from 5 to 11 March 2025.
他在 1978 年至 1982 年间就读于北京大学。 || He studied at Peking University between 1978 and 1982.
三分之二以上的委员出席方可开会，过半数同意方可通过。 || A quorum is more than two thirds of the members, and decisions need the consent of more than half.
GPT-4 与 Llama 3 70B 在 MMLU 上分别得 86.4 分和 82.0 分。 || On MMLU, GPT-4 scores 86.4 and Llama 3 70B scores 82.0.
项目总投资约 45 亿元人民币（约合 6.2 亿美元）。 || Total investment is about 4.5 billion yuan (some 620 million US dollars).
第二，数据来源单一；第三，缺乏长期跟踪。 || Second, the data come from a single source; third, there is no long-term follow-up.
城镇化率由 1949 年的 10.64% 提高到 2023 年的 66.16%，年均提高 0.75 个百分点。 || The urbanization rate rose from 10.64% in 1949 to 66.16% in 2023, an average of 0.75 percentage points a year.
本文其余部分安排如下：第二节回顾文献，第三节介绍方法，第四节给出结果。 || The rest of the article is organized as follows: section 2 reviews the literature, section 3 introduces the method, and section 4 gives the results.
两国元首一致同意，建立面向 21 世纪的全面战略伙伴关系。 || The two heads of state agreed to build a comprehensive strategic partnership for the 21st century.
在三名评审中，有两人建议录用。 || Two of the three reviewers recommended acceptance.
芯片采用 3 nm 工艺，集成 920 亿个晶体管，功耗降低三成。 || Made in a 3 nm process, the chip has 92 billion transistors and uses 30 percent less power.
北京时间 10 月 15 日下午 3 时 30 分，飞船发射升空。 || The spacecraft was launched at 3:30 p.m. Beijing time on 15 October.
样本量为 1,024，平均年龄 45.3 岁，女性占 52.1%。 || The sample comprised 1,024 people with a mean age of 45.3 years, 52.1% of them women.
2020—2024 年，年均复合增长率为 8.5%。 || The compound annual growth rate for 2020–2024 was 8.5%.
半数以上的受访企业没有专职的数据安全人员。 || More than half of the firms surveyed have no full-time data security staff.
世界上第一台通用电子计算机 ENIAC 重约 30 吨，占地 170 平方米。 || ENIAC, the first general-purpose electronic computer in the world, weighed some 30 tonnes and took up 170 square metres.
从 A 市到 B 市全程 1,318 公里，最快只需 4 小时 18 分钟。 || It is 1,318 km from city A to city B, and the fastest train takes just 4 hours and 18 minutes.
该指标连续三个季度下滑，2024 年第三季度降至 49.1。 || The indicator fell for three quarters in a row, to 49.1 in the third quarter of 2024.
一方面，成本下降；另一方面，需求上升。 || On the one hand, costs fall; on the other, demand rises.
早在 20 世纪 50 年代，图灵就提出了这一问题。 || Turing raised the question as early as the 1950s.
请在 `config.yaml` 中把 `timeout_s` 设为 30，并重启服务。 || Set `timeout_s` to 30 in `config.yaml` and restart the service.
其中 $n \\geq 3$，$a_n = 2^n$。 || Here $n \\geq 3$ and $a_n = 2^n$.
参见[国家统计局公报](https://www.stats.gov.cn/sj/zxfb/)与[附录](#appendix)。 || See the [communiqué of the National Bureau of Statistics](https://www.stats.gov.cn/sj/zxfb/) and the [appendix](#appendix).
全国人大常委会 9 月 10 日表决通过，自 2026 年 1 月 1 日起施行。 || The Standing Committee adopted it on 10 September, and it enters into force on 1 January 2026.
每千人口执业医师数为 3.4 人，每万人口全科医生数为 4.28 人。 || There are 3.4 licensed doctors per thousand people and 4.28 general practitioners per ten thousand.
截至目前，已有 150 多个国家和 30 多个国际组织签署文件。 || More than 150 countries and over 30 international organizations have signed so far.
该馆藏书近百万册，其中善本五千余种。 || The library holds nearly a million volumes, among them more than five thousand titles of rare books.
实验重复三次，取平均值[^n1]。 || The experiment was repeated three times and the results were averaged[^n1].
《中华人民共和国数据安全法》第二十一条规定，国家建立数据分类分级保护制度。 || Article 21 of the Data Security Law provides that the state establishes a system of classified and graded data protection.
国内外学者对此看法不一：甲认为可行[@a2020]，乙则持相反意见[@b2021]。 || Scholars disagree: A thinks it feasible [@a2020], while B holds the opposite view [@b2021].
乙持相反意见[@b2021]，而甲认为可行[@a2020]。 || A thinks it feasible [@a2020], whereas B holds the opposite view [@b2021].
**注意**：不要在生产环境中运行本脚本。 || **Note**: do not run this script in production.
新冠肺炎（COVID-19）疫情暴发后，线上就诊量增长了 17 倍。 || After the outbreak of COVID-19, online consultations grew 17-fold.
5G 基站总数达 425.1 万个，占移动基站总数的 33.6%。 || There are now 4.251 million 5G base stations, 33.6% of all mobile base stations.
汉字“永”有五画，历来被用来练习八种基本笔法。 || The character “永” has five strokes and has long been used to practise the eight basic ones.
由表 2 可知，模型三的拟合优度最高（R² = 0.87）。 || As Table 2 shows, model 3 fits best (R² = 0.87).
全书共十二章，前三章为总论。 || The book has twelve chapters, of which the first three are general.
上半年，社会消费品零售总额 23.6 万亿元，同比增长 3.7%。 || Retail sales of consumer goods came to 23.6 trillion yuan in the first half of the year, up 3.7% year on year.
他一生著述三十余种，逾千万字。 || He wrote more than thirty works in his lifetime, over ten million characters in all.
一期工程已完工，二期工程预计 2027 年底前投产。 || Phase I is complete, and phase II is expected to go into operation by the end of 2027.
调查对象为 15～64 岁的劳动年龄人口。 || The survey covered the working-age population aged 15–64.
无论成功与否，都应记录原因。 || The reasons should be recorded whether it succeeds or not.
这并不意味着规则失去了作用，而是说它们需要重新表述。 || This does not mean that the rules have lost their use, but that they need to be restated.
该软件不能在 Windows 7 上运行。 || The software does not run on Windows 7.
没有数据，模型就无从谈起。 || Without data there can be no models.
结果不具有统计显著性（p > 0.05）。 || The result is not statistically significant (p > 0.05).
耕地面积不得少于 18 亿亩。 || The area of farmland must not fall below 1.8 billion mu.
三种方案各有利弊，表 4 作了比较。 || Each of the three options has advantages and drawbacks, which Table 4 compares.
1997 年 7 月 1 日，香港回归祖国。 || Hong Kong returned to the motherland on 1 July 1997.
人均可支配收入从 2012 年的 16,510 元增加到 2023 年的 39,218 元。 || Disposable income per head grew from 16,510 yuan in 2012 to 39,218 yuan in 2023.
我们用 Python 3.11 与 PyTorch 2.1 在 8 块 A100 上训练了 72 小时。 || We trained for 72 hours on eight A100s with Python 3.11 and PyTorch 2.1.
该政策惠及近 300 万户家庭，约 1100 万人。 || The policy benefits nearly 3 million households, or about 11 million people.
百分之九十五的置信区间为 [1.2, 3.4]。 || The 95% confidence interval is [1.2, 3.4].
公司 2024 年净利润同比下滑 12.3% 至 8.65 亿元，毛利率回落 1.8 个百分点。 || The company’s net profit fell 12.3% year on year to 865 million yuan in 2024, and its gross margin slipped by 1.8 percentage points.
近年来，这一领域发展迅速。 || The field has developed rapidly in recent years.
首次公开募股定于 5 月中旬，发行价区间为每股 18.5 至 21 港元。 || The initial public offering is set for mid-May, at 18.5 to 21 Hong Kong dollars a share.
二十世纪初，该地尚无铁路。 || At the beginning of the twentieth century there was no railway in the region.
四个现代化的目标于 1964 年提出。 || The goal of the “four modernizations” was put forward in 1964.
全长 55 公里的大桥于 2018 年 10 月 24 日上午 9 时正式通车。 || The bridge, 55 kilometres long, opened to traffic at 9 a.m. on 24 October 2018.
百年来，全球平均气温上升了约 1.1 摄氏度。 || Over the past hundred years the global mean temperature has risen by about 1.1 degrees Celsius.
人口在 100 万以上的城市有 105 个。 || There are 105 cities with a population of one million or more.
每个样本测三次，结果见附录二。 || Each sample was measured three times; see Appendix II for the results.
第一台样机于当年年底下线。 || The first prototype came off the line at the end of that year.
其一，成本高；其二，周期长。 || For one thing, costs are high; for another, the cycle is long.
十年前，这里还是一片荒地。 || A decade ago this was wasteland.
某省 2022 年生产总值 12.29 万亿元，居全国第二位。 || The province’s GDP was 12.29 trillion yuan in 2022, the second largest in the country.
误差不超过 0.5 毫米。 || The error does not exceed 0.5 mm.
多数学者认为这一说法缺乏依据[@zhao2019, 第 3 章]。 || Most scholars hold that the claim is unfounded [@zhao2019, chap. 3].
一年四季，游客不断。 || There are visitors all year round.
研究者选取了 A、B、C 三组，每组 20 人。 || The researchers chose three groups, A, B and C, of 20 people each.
中国是世界第二大经济体。 || China is the world’s second-largest economy.
车速最高可达每小时 350 公里。 || Trains run at up to 350 km per hour.
两会期间，共收到提案 5,000 余件。 || More than 5,000 proposals were received during the Two Sessions.
这种材料的强度是钢的 10 倍，重量却只有其五分之一。 || The material is ten times as strong as steel but weighs only a fifth as much.
他 18 岁参军，22 岁入党。 || He joined the army at 18 and the Party at 22.
2.0 版本修复了 30 多个缺陷。 || Version 2.0 fixes more than 30 defects.
本条例自公布之日起三十日后施行。 || These regulations enter into force thirty days after their promulgation.
《报告》共分五个部分。 || The *Report* is in five parts.
预计到 2030 年，可再生能源将占发电量的一半以上。 || By 2030 renewables are expected to supply more than half of all electricity.
全市新增地铁里程 48.6 公里，运营总里程突破 800 公里。 || The city added 48.6 km of metro lines, bringing the total in operation to more than 800 km.
三方于上月签署了备忘录。 || The three parties signed a memorandum last month.
电池可循环充放 3,000 次以上，容量保持率不低于 80%。 || The battery can be cycled more than 3,000 times with a capacity retention of no less than 80%.
该数据集包含 1.5 TB 文本，约 3000 亿个词元。 || The data set holds 1.5 TB of text, about 300 billion tokens.
汇率按 1 美元兑 7.2 元人民币计算。 || The exchange rate is taken as 7.2 yuan to the US dollar.
半年后，双方重启谈判。 || Half a year later the two sides resumed talks.
请参阅第 3.2 节和图 4-1。 || See section 3.2 and Figure 4-1.
家庭年收入 10 万至 50 万元的群体约有 4 亿人。 || Some 400 million people live in households with an annual income of 100,000 to 500,000 yuan.
实验组的得分显著高于对照组，*t*(58) = 2.31，*p* < 0.05。 || The experimental group scored significantly higher than the control group, *t*(58) = 2.31, *p* < 0.05.
原文如此，未作改动。 || The text is given as in the original, unchanged.
这些问题不容忽视。 || These problems must not be overlooked.
千百年来，黄河多次改道。 || Over the centuries the Yellow River has changed its course many times.
在一定程度上，二者是统一的。 || To a certain extent the two are one.
“双减”政策出台三周年之际，我们回访了 12 所学校。 || Three years after the “double reduction” policy was introduced, we returned to 12 schools.
截至三月末，广义货币余额 304.8 万亿元，同比增长 8.3%。 || At the end of March the broad money supply stood at 304.8 trillion yuan, up 8.3% year on year.
该校现有教职工 2,300 余人，其中院士 7 人。 || The university has a staff of more than 2,300, including seven academicians.
这本小册子只有薄薄几十页。 || The booklet is only a few dozen pages long.
据估算，全球每年约有 800 万吨塑料流入海洋[@jambeck2015]。 || It is estimated that some 8 million tonnes of plastic enter the oceans every year [@jambeck2015].
2025 年春季学期共开设课程 186 门。 || In the spring term of 2025, 186 courses were offered.
以一亿人计，每人每天节约一度电，一年可节约 365 亿度。 || If 100 million people each save one kilowatt-hour a day, 36.5 billion kilowatt-hours are saved in a year.
作者提出了三个假设（H1、H2 和 H3）。 || The authors put forward three hypotheses (H1, H2 and H3).
第二次世界大战后，联合国于 1945 年成立。 || After the Second World War the United Nations was founded in 1945.
三季报显示，公司亏损收窄至 4,700 万元。 || The report for the third quarter shows that the company’s loss narrowed to 47 million yuan.
他们走访了东、中、西部 9 省 27 县。 || They visited 27 counties in nine provinces in the east, centre and west.
七成受访者认为这一措施有效，仅一成表示反对。 || Seventy percent of respondents think the measure effective, and only ten percent oppose it.
算法的时间复杂度为 $O(n \\log n)$，比基线快 1.8 倍。 || The time complexity of the algorithm is $O(n \\log n)$; it is 1.8 times faster than the baseline.
凌晨两点，救援队抵达现场。 || At two in the morning the rescue team reached the scene.
这项工作耗时一年零三个月。 || The work took a year and three months.
1921 年以前，这里没有大学。 || Before 1921 there was no university here.
这一比例从五年前的 1/4 上升到 1/3。 || The share has risen from a quarter five years ago to a third.
水深 100～200 米处的温度为 4～6 ℃。 || At a depth of 100–200 m the temperature is 4–6 °C.
请于 12 月 31 日前提交。 || Please submit it by December 31.
数千名志愿者参与其中。 || Thousands of volunteers took part.
全文约 1.5 万字，阅读需 30 分钟。 || The text has about 15,000 characters and takes 30 minutes to read.
该模型有 1750 亿个参数，是前代的 100 多倍。 || The model has 175 billion parameters, more than 100 times as many as its predecessor.
我们将于下周一（6 月 3 日）公布结果。 || We will announce the results next Monday, 3 June.
1 英里约等于 1.6 公里。 || A mile is about 1.6 kilometres.
海拔四千米以上的地区空气稀薄。 || The air is thin above 4,000 metres.
中国共产党第二十次全国代表大会于 2022 年 10 月召开。 || The 20th National Congress of the Communist Party of China was held in October 2022.
小学三年级至六年级的学生参加了测试。 || Pupils from grade three to grade six took the test.
一般而言，一线城市的房价是三线城市的 4 至 6 倍。 || In general, housing in first-tier cities costs four to six times as much as in third-tier cities.
图中虚线表示 95% 分位数。 || The dashed line in the figure marks the 95th percentile.
如无特别说明，本文金额均以 2020 年不变价计算。 || Unless stated otherwise, all amounts are at constant 2020 prices.
"""
TRADITIONAL = """
2024 年，软件业务收入达到 13.7 万亿元，同比增长 10%[@miit2025]。 || 2024 年，軟體業務收入達到 13.7 兆元，年增 10%[@miit2025]。
“十四五”规划提出，数字经济核心产业增加值占比达到一成。 || 「十四五」規劃提出，數位經濟核心產業增加值占比達到一成。
请运行 `pip install 软件包`，见[说明](https://example.org/软件)。 || 請執行 `pip install 软件包`，見[說明](https://example.org/软件)。
他在《信息技术》一书中写道：“网络改变了一切。” || 他在《信息技术》一書中寫道：「網路改變了一切。」
头发、皇后、面包、干燥、里程、复杂、准备。 || 頭髮、皇后、麵包、乾燥、里程、複雜、準備。
一只猫和三条鱼。 || 一隻貓和三條魚。
2023 年 8 月 15 日，第三届大会在台北举行。 || 2023 年 8 月 15 日，第三屆大會在臺北舉行。
上世纪 90 年代，互联网进入中国。 || 1990 年代，網際網路進入中國。
约 8.7 万余字，分三章十二节。 || 約 8.7 萬餘字，分三章十二節。
**重点**在于内存与带宽。 || **重點**在於記憶體與頻寬。
程序员每周工作 40 小时。 || 程式設計師每週工作 40 小時。
占地 500 公顷，合 7500 亩。 || 占地 500 公頃，合 7500 畝。
三分之二的受访者表示满意。 || 三分之二的受訪者表示滿意。
第一季度营收 3.2 亿美元。 || 第一季度營收 3.2 億美元。
图 1 显示了两者的关系[@a2020; @b2021]。 || 圖 1 顯示了兩者的關係[@b2021; @a2020]。
收入翻了一番，成本减半。 || 收入翻了一番，成本減半。
其中 $x>0$，见脚注[^a]。 || 其中 $x>0$，見註腳[^a]。
数据库支持 UTF-8 与 GB 18030—2022。 || 資料庫支援 UTF-8 與 GB 18030—2022。
“先挤进，后推出”是通行的做法。 || 「先擠進，後推出」是通行的做法。
会议持续了三天两夜。 || 會議持續了三天兩夜。
鼠标与键盘的价格下降了 15%～20%。 || 滑鼠與鍵盤的價格下降了 15%～20%。
质量管理体系符合 ISO 9001:2015。 || 品質管理體系符合 ISO 9001:2015。
项目总投资 1.2 亿元，其中政府出资三成。 || 專案總投資 1.2 億元，其中政府出資 30%。
不足 30 人的企业不在此列。 || 不足 30 人的企業不在此列。
云计算的普及率为 63.5%。 || 雲端運算的普及率為 63.5%。
范教授于 2019 年出版了这本书。 || 范教授於 2019 年出版了這本書。
从 2012 年到 2022 年，共 10 年。 || 從 2012 年到 2022 年，共 10 年。
航天员在轨飞行 6 个月。 || 太空人在軌飛行 6 個月。
摘要 || 摘要
结论与建议 || 結論與建議
公司净利润下滑 12.3% 至 8.65 亿元。 || 公司淨利下滑 12.3% 至 8.65 億元。
请参阅第 3.2 节和图 4-1。 || 請參閱第 3.2 節和圖 4-1。
“双减”政策出台三周年之际，我们回访了 12 所学校。 || 「雙減」政策推出三週年之際，我們回訪了 12 所學校。
这种材料的强度是钢的 10 倍。 || 這種材料的強度是鋼的 10 倍。
该数据集包含 1.5 TB 文本，约 3000 亿个词元。 || 該資料集包含 1.5 TB 文本，約 3000 億個詞元。
后来，他干了三年。 || 後來，他幹了三年。
全长 55 公里的大桥于上午 9 时通车。 || 全長 55 公里的大橋於上午 9 時通車。
程序、接口与服务器。 || 程式、介面與伺服器。
他说：“没有数据（哪怕一条），模型就无从谈起。” || 他說：「沒有資料（哪怕一條），模型就無從談起。」
家庭年收入 10 万至 50 万元的群体约有 4 亿人。 || 家庭年收入 10 萬至 50 萬元的群體約有 4 億人。
见 [官网](https://example.org/简体)。 || 見 [官網](https://example.org/简体)。
汇率按 1 美元兑 7.2 元人民币计算。 || 匯率按 1 美元兌 7.2 元人民幣計算。
台湾、台阶、讲台、台风。 || 臺灣、台階、講臺、颱風。
气候变化与碳中和。 || 氣候變遷與碳中和。
半数以上的企业表示满意。 || 半數以上的企業表示滿意。
"""


def rows(text: str) -> list[tuple[str, str]]:
    return [(one.strip(), other.strip()) for one, _, other in (line.partition("||") for line in text.strip().splitlines())]


def findings(one: str, other: str, language: str) -> tuple[EditionFinding, ...]:
    """What the checks say about a single block and its translation."""
    made = []
    for text in (one, other):
        document = Document(text + ("\n\n[^n1]: Note.\n\n[^a]: Note." if "[^" in text else ""))
        document.named_dialect = "pandoc"
        made.append(segments_of(document, find_citations(document))[0])
    return check_pairs([Pair(*made, "zh-CN", language)])

KNOWN = '所谓“二八定律”，即 20% 的客户贡献了 80% 的利润。 || The so-called 80/20 rule says that 20% of customers bring in 80% of the profit.'


@pytest.mark.parametrize(("one", "other"), rows(ENGLISH))
def test_a_correct_english_translation_raises_no_alarm(one: str, other: str) -> None:
    """Neither errors nor advisories."""
    assert [(finding.code, finding.message.en) for finding in findings(one, other, "en")] == []


@pytest.mark.parametrize(("one", "other"), rows(TRADITIONAL))
def test_a_correct_traditional_text_raises_no_alarm(one: str, other: str) -> None:
    """Neither errors nor advisories."""
    assert [(finding.code, finding.message.en) for finding in findings(one, other, "zh-TW")] == []


def test_a_saying_in_numbers_is_a_known_false_alarm() -> None:
    """Numbers that one language has and the other does not say need a waiver."""
    ((one, other),) = rows(KNOWN)
    assert {finding.code for finding in findings(one, other, "en")} == {"EDN111"}


def test_there_are_many_of_them() -> None:
    """The counts that are spoken of are of this many pairs."""
    assert (len(rows(ENGLISH)), len(rows(TRADITIONAL))) == (129, 45)
