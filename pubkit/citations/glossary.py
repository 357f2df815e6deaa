"""A small bilingual glossary: words that titles of research, business and technology share, in English and Chinese.

It lets a Chinese sentence be held against an English title and the other way round. One concept a line: English words,
then the Chinese ones, each of two characters or more; `~` marks what is too general to tell two sources apart. What does
not belong here: the names of things, which are written the same in both languages.
"""

from __future__ import annotations

from functools import lru_cache

from pubkit.text.named_tuple import NamedTuple

_CONCEPTS = """
~ analysis analyze analyse | 分析
~ application apply applied | 应用
~ approach method methodology | 方法 方式
~ best optimal | 最佳 最优
~ case example | 案例 示例
~ challenge problem issue | 挑战 问题
~ component module | 组件 模块
~ data | 数据
~ design | 设计
~ direction trend prospect future outlook | 方向 趋势 前景 未来 展望
~ framework | 框架
~ function feature | 功能 特性
~ global world international | 全球 世界 国际
~ growth grow increase | 增长 增加
~ guide guideline handbook manual tutorial | 指南 教程 手册
~ information | 信息
~ innovation innovative innovate | 创新
~ intelligent intelligence smart | 智能 智慧
~ large big | 大型 大规模
~ manage management manager | 管理
~ model modeling modelling | 模型 大模型 建模
~ opportunity | 机遇 机会
~ practice | 实践
~ progress advance advancement | 进展 进步
~ requirement | 需求 要求
~ research study | 研究
~ resource | 资源
~ social society | 社会
~ strategy strategic | 策略 战略
~ structure | 结构
~ system | 系统 体系
~ technology technique tech | 技术 科技
~ tool | 工具
access | 获取 接入 访问
accessible accessibility | 无障碍 可访问
accident | 事故
accounting accountant | 会计 财务
adapt adaptation adaptive adapter | 适配 自适应 适应
adverse | 不良
aerospace space spacecraft satellite | 航天 卫星 太空
aging elderly ageing senior | 老年 养老 老龄
agent agentic | 智能体 代理
agriculture agricultural farm farming crop | 农业 农场 作物 种植
air aviation aircraft airline flight | 航空 飞机 航班
alignment align aligned | 对齐
anti-corrosion corrosion | 腐蚀 防腐
approval approve | 审批 批准
architecture architectural | 架构 建筑
art artist artistic | 艺术
asset | 资产
attack adversarial | 攻击 对抗
attention | 注意力
audio sound acoustic | 音频 声音 声学
audit auditing | 审计
automobile automotive car vehicle | 汽车 车辆 整车
autonomous | 自主 自动驾驶
bank banking | 银行
battery lithium | 电池 锂电
behavior behaviour behavioral | 行为
benchmark | 基准 评测 测试集
bias fairness | 偏见 偏差 公平
biodiversity | 生物多样性
biology biological biomedical | 生物
blockchain | 区块链
bond | 债券
brain neural neuron | 大脑 神经
brand branding | 品牌
bridge | 桥梁
broadband | 宽带
browser | 浏览器
budget | 预算
cache caching | 缓存
cancer tumor tumour oncology | 肿瘤
capital | 资本
carbon emission | 碳排放 排放 低碳 双碳
cardiac heart cardiovascular | 心脏 心血管
catalyst catalysis catalytic | 催化
cell | 细胞
charge charging | 充电
chemistry chemical | 化学 化工
child children pediatric kid | 儿童 孩子
chip semiconductor | 芯片 半导体
cite citation reference bibliography | 引文 引用 参考文献
city urban | 城市
climate warming | 气候
clinic clinical | 临床
cloud | 云计算 云端
coal | 煤炭 煤电
code coding programming program | 代码 编程
community | 社区 社群
compete competition competitive | 竞争
compress compression prune quantization | 压缩 剪枝 量化
~ computing compute computation | 计算 算力
concurrent concurrency | 并发
conference summit | 大会 峰会
config configuration configure | 配置
consumer consumption | 消费
contract | 合同 合约
convention conference | 惯例 约定
copyright intellectual | 版权 知识产权
cosmetic beauty | 化妆品 美妆
cost pricing | 成本
credit loan | 信贷 贷款 信用
crypto cryptocurrency bitcoin | 加密货币 比特币
culture cultural heritage | 文化 遗产
currency monetary | 货币
customer client | 客户
cyber cybersecurity | 网络安全
database sql | 数据库
dataset | 数据集
debug debugging profiler | 调试
decision | 决策 决定
decode decoding decoder | 解码
deep learn learning | 学习
demand | 需求
deploy deployment | 部署 落地
depression anxiety mental | 抑郁 焦虑 心理
detect detection detector | 检测
~ develop developer | 开发
diabetes | 糖尿病
diagnosis diagnose diagnostic | 诊断
diffusion | 扩散
~ digital digitalization | 数字化 数字
disaster | 灾害
disease | 疾病
dispatch dispatcher | 调度 分发
distribute distributed | 分布式
document documentation | 文档
drive driving driver | 驾驶
drone uav | 无人机
drug pharmaceutical medicine pharma | 药物 药品 医药 制药
earthquake seismic | 地震
ecology ecological ecosystem | 生态
e-commerce ecommerce commerce | 电商 电子商务
~ economy economic | 经济
edge | 边缘
edit editing editor | 编辑
education educational school curriculum | 教育 学校 课程
efficient efficiency | 高效 效率
election vote | 选举 投票
electric electricity | 电力 电动 用电
embed embedding | 嵌入
embody embodied | 具身
emotion emotional sentiment affective | 情感 情绪
employ employment job labor labour workforce | 就业 劳动 职业
encode encoding encoder | 编码
energy | 能源 能量 能耗
~ engineering | 工程
~ enterprise corporate company | 企业 公司
entity | 实体
environment environmental | 环境 环保
equity stock share | 股票 股权 股份
ethic ethical | 伦理
evaluation evaluate assessment assess | 评估 评价
event | 事件
exam examination | 考试
export import | 出口 进口
fabric textile clothing fashion apparel | 纺织 服装 时尚
factory manufacturing manufacture manufacturer | 制造 工厂
fault failure | 故障
fertilizer soil | 土壤 肥料
film movie cinema | 电影 影视
finance financial | 金融 财务 融资
fine-tuning finetuning tuning | 微调
fire | 火灾 消防
fish fishery aquaculture | 渔业 水产
font typeface glyph | 字体 字形
food nutrition diet | 食品 营养 饮食 膳食
forecast forecasting predict prediction predictive | 预测
forest forestry tree | 森林 林业
fraud | 欺诈
fund | 基金
fusion fuse | 融合
game gaming | 游戏
gas | 天然气 燃气
gene genetic genome genomic | 基因 遗传
generate generation generative | 生成
gold | 黄金
governance | 治理
government governmental | 政府 政务
graph | 图谱 图神经
graphic image picture visual vision | 图像 图片 视觉
grid | 电网
hallucination hallucinate | 幻觉
health healthcare | 健康 卫生 医疗
history historical | 历史
hospital | 医院
hotel | 酒店
house housing estate property | 房地产 住房 房产
hydrogen | 氢能
identity authentication | 身份 认证
image imaging radiology | 影像 成像
immune immunology vaccine | 免疫 疫苗
inference infer | 推理 推断
inflation | 通胀 通货膨胀
infrastructure | 基础设施
inspect inspection | 检验 检查 巡检
instruct instruction | 指令
insurance insurer | 保险
~ integrate integration | 集成 整合
interact interaction interactive | 交互 互动
interface api | 接口 界面
interest | 利率
internet | 互联网
inventory warehouse | 库存 仓储
invest investment investor | 投资
knowledge | 知识
language linguistic | 语言
law legal legislation | 法律 立法
layout typesetting | 排版 版面
library | 图书馆
line-breaking breaking | 断行 换行
listen listener subscriber | 监听 订阅
literature novel | 文学 小说
logistics logistic | 物流
machine machinery | 机器 机械
~ market marketing | 营销 市场
material | 材料
mathematics math mathematical | 数学
media | 媒体 传媒
medical medicine | 医疗 医学 医药
memory | 记忆 内存
merge merger acquisition | 并购 合并
metal steel | 金属 钢铁
metaverse | 元宇宙
microservice | 微服务
military defense defence | 军事 国防
mine mining mineral | 矿业 采矿 矿产
mobile phone smartphone | 手机 移动端
modal multimodal modality | 模态 多模态 跨模态
monitor monitoring | 监控 监测
museum | 博物馆
music musical | 音乐
network | 网络
news journalism | 新闻
nuclear | 核电 核能
number numeral | 数字
nurse nursing | 护理 护士
ocean marine sea maritime | 海洋 海上
office | 办公
oil petroleum | 石油 原油
~ online | 在线 线上
~ optimize optimization optimisation | 优化
order | 订单
paragraph | 段落
parent parenting family | 家庭 亲子
patent | 专利
path trajectory navigation | 轨迹 导航 路径
patient | 患者 病人
payment pay | 支付 付款
pension | 养老金
perception perceive sensing | 感知
performance | 绩效 性能
pet | 宠物
philosophy | 哲学
physics physical | 物理
~ plan planning | 规划
plastic | 塑料
~ platform | 平台
policy | 政策
pollution pollutant | 污染
population demographic | 人口
port shipping ship | 港口 航运 船舶
poverty | 贫困 扶贫
power | 电力 功率
precision | 精准 精密
pregnant pregnancy maternal fertility | 妊娠 生育 孕妇
price | 价格 定价
print printing | 打印 印刷
privacy private | 隐私
~ process processing | 流程 处理
procure procurement purchase purchasing | 采购
~ product | 产品
~ project | 项目
protein | 蛋白
psychology psychological | 心理
publish publishing publisher publication | 出版
punctuation | 标点
quality | 质量
quantum | 量子
query | 查询
radar lidar | 雷达
railway rail train | 铁路 高铁
reason reasoning | 推理
recommend recommender recommendation | 推荐
recycle recycling waste | 回收 垃圾 废弃
reform | 改革
regulate regulation regulatory regulator compliance | 监管 法规 合规
reinforcement | 强化学习
religion religious | 宗教
renewable | 可再生
~ report reporting | 报告
restaurant catering | 餐饮
retail retailer | 零售
retrieve retrieval search | 检索 搜索
reuse reusable | 复用 可复用
review survey overview | 综述 调查 回顾
risk | 风险
robot robotic | 机器人
robust robustness | 鲁棒
rural countryside village | 农村 乡村
safety safe | 安全
salary wage income | 工资 收入 薪酬
scene scenario | 场景
science scientific | 科学
security secure | 安全
segment segmentation | 分割
self-attention transformer | 自注意力 注意力
sensor | 传感器
~ service | 服务
simulate simulation | 仿真 模拟
sleep | 睡眠
social network | 社交 社交媒体
~ software | 软件
solar photovoltaic pv | 光伏 太阳能
speculative | 推测
speech voice | 语音
sport sports athlete | 体育 运动
~ standard specification standardization | 标准 规范
startup entrepreneur entrepreneurship venture | 创业 风险投资
state | 状态
steering steer | 引导 转向
storage store | 储能 存储
student teacher teaching pedagogy | 学生 教师 教学
subsidy | 补贴
supplier vendor | 供应商
supply | 供应 供给
surgery surgical | 手术 外科
sustain sustainable sustainability | 可持续
synthesis synthesize synthetic | 合成
talent recruit recruitment | 人才 招聘
tariff | 关税
task multi-task multitask | 任务
tax taxation | 税收 税务 纳税
tea | 茶叶
template | 模板
test testing | 测试
text textual | 文本
three-dimensional 3d | 三维
time temporal | 时间 时序
token tokenization tokenize | 代币 标记
tour tourism tourist travel | 旅游 旅行 游客
trade trading | 贸易 交易
traffic transport transportation transit | 交通 运输
train training pretraining | 训练 培训
transaction transactional | 事务 交易
translate translation | 翻译
treat treatment therapy therapeutic | 治疗 疗法
trust trustworthy | 可信 信任
uncertainty | 不确定
understand understanding | 理解
unify unified | 统一
universal generalist general-purpose | 通用
university college campus | 大学 高校
unlearning forgetting | 遗忘
~ user | 用户
validate validation verify verification | 验证 校验
~ value valuation | 估值 价值
vector | 向量
version | 版本
video | 视频
virtual reality vr ar | 虚拟现实 虚拟
virus infection infectious pandemic covid | 病毒 感染 疫情
voltage | 电压
war conflict | 战争 冲突
water | 水资源 供水 用水
weather meteorological | 天气 气象
width | 宽度
wildlife species | 野生动物 物种
wind | 风电 风力
wine liquor alcohol | 白酒 葡萄酒
woman women gender female | 女性 妇女 性别
workflow | 工作流 流程
writing vertical | 直排 书写
youth adolescent teenager | 青年 青少年
"""

_EMPTY = """
a about after all also an and any are as at be been before being between both but by can could did do does for from
had has have how however in into is it its itself like may meet more most much must no non not of off on one only or
other our out over own per re same should since so some such than that the their them then there these they this those
through to too under up upon very via vs was we were what when where which while who why will with within without you
your http https www com pdf html inc ltd co et al ii iii iv advancing base based beyond build chapter complete
comprehensive create current evolution explore exploring high impact improve improving introduction key latest level
make making new novel part potential result role solution special top towards toward type use using week work release
released update updated position
"""
_EMPTY_HAN = """
发展 报告 使用 最新 我国 中国 国内 全国 实战 详解 探索 深度 解析 解决 方案 模式 实现 关键 现状 情况
影响 作用 介绍 基本 主要 相关 重要 推动 提升 实施 关于 发布 通知 建设 领域 行业 产业 工作 时代 年度
水平 能力 支持 提供 进行 内容 开源 推荐 快速 常见 专项 高级 全面 基于 思考 概述 简介 论文 文章 视频
直播 分享 官方 版本 上海 北京 进阶 一场 助力 打造 开启 落地
"""
_CLASSES = """
ai aigc llm mllm lmm vlm gpt rag nlp cv ml dl rl iot saas paas iaas it ict api sdk ui ux app web php java python sql
html css xml json ct mri gdp cpi ipo esg ceo cto roi kpi erp crm srm prd 5g 6g 3d 2d ar vr xr b2b b2c c2c o2o pc cpu
gpu npu usb tv uk us usa eu un who wto oecd imf gpt-4 chatgpt cad cae ocr ppt faq pdf nft defi dao etf
"""

#: English words that tell no two titles apart.
EMPTY_WORDS = frozenset(_EMPTY.split())
#: Chinese words that tell no two titles apart.
EMPTY_PAIRS = frozenset(_EMPTY_HAN.split())
#: Classes of things: hardly a name by themselves.
CLASS_WORDS = frozenset(_CLASSES.split())


class Glossary(NamedTuple):
    """The concepts of each English stem and of each Chinese word, the Chinese words of each concept, and the general ones.

    `by_start` holds all Chinese words, those that tell nothing too, by their first two characters.
    """

    english: dict[str, tuple[str, ...]]
    chinese: dict[str, tuple[str, ...]]
    words: dict[str, tuple[str, ...]]
    general: frozenset[str]
    by_start: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def glossary() -> Glossary:
    """The glossary, read once. A concept is named `=` and its number; a word may belong to several."""
    english: dict[str, tuple[str, ...]] = {}
    chinese: dict[str, tuple[str, ...]] = {}
    words: dict[str, tuple[str, ...]] = {}
    general = set()
    for number, line in enumerate(_CONCEPTS.strip().split("\n")):
        concept = f"={number}"
        left, _, right = line.partition("|")
        if left.startswith("~"):
            general.add(concept)
        for word in {stem(word) for word in left.lstrip("~").split()}:
            english[word] = (*english.get(word, ()), concept)
        words[concept] = tuple(right.split())
        for word in words[concept]:
            chinese[word] = (*chinese.get(word, ()), concept)
    by_start: dict[str, tuple[str, ...]] = {}
    for word in {**chinese, **dict.fromkeys(EMPTY_PAIRS)}:
        by_start[word[:2]] = (*by_start.get(word[:2], ()), word)
    return Glossary(english, chinese, words, frozenset(general), by_start)


def stem(word: str) -> str:
    """An English word in lower case without the ending of its plural: enough to match a title with a sentence."""
    word = word.lower()
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]
