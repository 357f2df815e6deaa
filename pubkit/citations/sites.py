"""Sites that reports cite: what each calls itself, what it publishes, and what stands behind its titles.

One line a site: host (and all below it, unless a `$` ends it; with a path where only a part of the site is meant), the name,
then other names that its titles end with. The name is what a title's tail is replaced by; a tail that is no listed name stays as it is written. A name
that begins with `=` is one of a database or of a platform: it holds what appeared elsewhere, so that it is no work's container.

Each name was taken from the site's own title line. What does not belong here: identifiers in addresses (`identifiers`), and
how a title is cut (`titles`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from pubkit.citations.addresses import plain_host
from pubkit.citations.tracking import host_suffixes
from pubkit.text.named_tuple import NamedTuple

ReferenceKind = Literal[
    "preprint", "article", "paper", "thesis", "book", "report", "standard", "patent", "dataset", "repository",
    "documentation", "encyclopedia", "news", "blog", "forum", "video", "document", "webpage",
]  # fmt: skip


class Site(NamedTuple):
    """A site: `host` is its key in the table, `names` are all that its titles end with, its own name first."""

    host: str
    kind: ReferenceKind
    name: str
    names: tuple[str, ...]
    is_database: bool


_ARTICLES = """
cqvip.com | =维普 | 维普网 | 维普期刊官网 | 维普期刊专业版 | 维普资讯中文期刊服务平台 | 维普中文期刊服务平台 | 维普官方网站 | 维普期刊网 | 期刊 维普网
cnki.net | =中国知网 | 知网 | CNKI | CNKI学术搜索 | 中国期刊全文数据库
cnki.com.cn | =中国知网 | 知网 | CNKI | 《中国知网》
wanfangdata.com.cn | =万方数据知识服务平台 | 万方数据 | 万方 | 万方医学网
ncpssd.org | =国家哲学社会科学文献中心 | 国家哲学社会科学学术期刊数据库
ncpssd.cn | =国家哲学社会科学文献中心
xueshu.baidu.com | =百度学术
scholar.google.com | =Google Scholar
pubmed.ncbi.nlm.nih.gov | =PubMed | PubMed - NIH | NIH
ncbi.nlm.nih.gov/pubmed | =PubMed | PubMed - NIH | NCBI
ncbi.nlm.nih.gov/pmc | =PubMed Central | PMC | PMC - NIH | PMC - PubMed Central | NIH | NCBI
pmc.ncbi.nlm.nih.gov | =PubMed Central | PMC | PMC - NIH | PMC - PubMed Central | NIH | PubMed Central (PMC) | PubMed Central - NIH
europepmc.org | =Europe PMC | Abstract - Europe PMC
sciencedirect.com | =ScienceDirect | ScienceDirect.com | Elsevier
link.springer.com | =SpringerLink | Springer | Springer Link | Springer Nature Link
springeropen.com | =SpringerOpen | Full Text
biomedcentral.com | =BioMed Central | BMC | Full Text
onlinelibrary.wiley.com | =Wiley Online Library | Wiley
tandfonline.com | =Taylor & Francis Online | Taylor & Francis | Taylor and Francis Online
journals.sagepub.com | =Sage Journals | SAGE Journals | Sage Publications
academic.oup.com | =Oxford Academic | Oxford University Press
cambridge.org/core | =Cambridge Core | Cambridge University Press & Assessment | Cambridge University Press
jstor.org | =JSTOR | on JSTOR
ieeexplore.ieee.org | =IEEE Xplore | IEEE Journals & Magazine | IEEE Conference Publication | IEEE
dl.acm.org | =ACM Digital Library | ACM Conferences | ACM
mdpi.com | =MDPI
mdpi-res.com | =MDPI
frontiersin.org/journals | =Frontiers
frontiersin.org/articles | =Frontiers
nature.com/articles | =Nature Portfolio
science.org | =Science | AAAS
pnas.org | Proceedings of the National Academy of Sciences | PNAS
cell.com | =Cell Press
thelancet.com | =The Lancet Group
nejm.org | New England Journal of Medicine | NEJM
jamanetwork.com | =JAMA Network
bmj.com | =BMJ | The BMJ
journals.plos.org | =PLOS
elifesciences.org | eLife
iopscience.iop.org | =IOPscience
pubs.acs.org | =ACS Publications
pubs.rsc.org | =RSC Publishing
pubs.aip.org | =AIP Publishing
journals.aps.org | =APS Journals
hindawi.com | =Hindawi
karger.com | =Karger Publishers
degruyter.com | =De Gruyter
emerald.com | =Emerald Insight | Emerald Publishing
inderscienceonline.com | =Inderscience
worldscientific.com | =World Scientific
scirp.org | =Scientific Research Publishing | SCIRP
hanspub.org | =汉斯出版社 | 汉斯
jmir.org | Journal of Medical Internet Research | JMIR
scielo.br | =SciELO
doaj.org | =DOAJ
ojs.aaai.org | =AAAI
jos.org.cn | 软件学报
jcip.cipsc.org.cn | 中文信息学报
crad.ict.ac.cn | 计算机研究与发展
cjc.ict.ac.cn | 计算机学报
engineering.org.cn | =中国工程院院刊
cma.j.cn | =中华医学期刊
medjournals.cn | =中华医学期刊全文数据库
rs.yiigle.com | =中华医学期刊全文数据库
dx.chinadoi.cn | =中国DOI
sciengine.com | =SciEngine
oriprobe.com | =Oriprobe
airitilibrary.com | =華藝線上圖書館 | Airiti Library華藝線上圖書館
ncl.edu.tw | =國家圖書館
cir.nii.ac.jp | =CiNii Research
jstage.jst.go.jp | =J-STAGE
dbpia.co.kr | =DBpia
kci.go.kr | =KCI
doi.org | =
hal.science | =HAL
cyberleninka.ru | =КиберЛенинка
elibrary.ru | =eLIBRARY.RU
"""
_PREPRINTS = """
arxiv.org | arXiv | arXiv.org
chinaxiv.org | ChinaXiv | 中国科学院科技论文预发布平台
biorxiv.org | bioRxiv
medrxiv.org | medRxiv
ssrn.com | SSRN | SSRN Electronic Journal
preprints.org | Preprints.org | Preprints
researchsquare.com | Research Square
techrxiv.org | TechRxiv
chemrxiv.org | ChemRxiv
psyarxiv.com | PsyArXiv
osf.io/preprints | OSF Preprints | OSF
eartharxiv.org | EarthArXiv
authorea.com | Authorea
essopenarchive.org | ESS Open Archive
eprint.iacr.org | Cryptology ePrint Archive
vixra.org | viXra
"""
_PAPERS = """
proceedings.mlr.press | Proceedings of Machine Learning Research | PMLR
aclanthology.org | =ACL Anthology
openreview.net | =OpenReview
proceedings.neurips.cc | Advances in Neural Information Processing Systems
papers.nips.cc | Advances in Neural Information Processing Systems
papers.neurips.cc | Advances in Neural Information Processing Systems
openaccess.thecvf.com | =CVF Open Access
ecva.net | =ECVA
isca-archive.org | =ISCA Archive | ISCA
usenix.org/conference | =USENIX
ijcai.org/proceedings | IJCAI
ijcai.org/Proceedings | IJCAI
proceedings.iclr.cc | ICLR
mlsys.org | MLSys
drops.dagstuhl.de | DROPS
ceur-ws.org | CEUR Workshop Proceedings
roboticsproceedings.org | Robotics: Science and Systems
"""
_NEWS = """
xinhuanet.com | 新华网
news.cn | 新华网 | 新华社
xinhua.org | 新华社
people.com.cn | 人民网
people.cn | 人民网
paper.people.com.cn | 人民日报 | 人民网
chinanews.com | 中国新闻网 | 中新网 | 中新社
chinanews.com.cn | 中国新闻网 | 中新网 | 中新社
chinadaily.com.cn | 中国日报网 | 中国日报 | China Daily | Chinadaily.com.cn
cctv.com | 央视网 | 央视新闻 | CCTV
cctv.cn | 央视网
cnr.cn | 央广网
cri.cn | 国际在线
gmw.cn | 光明网 | 光明日报
ce.cn | 中国经济网
jjckb.cn | 经济参考网 | 经济参考报
ckb.com.cn | 经济日报
china.com.cn | 中国网
china.com | 中华网
youth.cn | 中国青年网
cyol.com | 中国青年报 | 中青在线
cyol.net | 中国青年报
stdaily.com | 中国科技网 | 科技日报
sciencenet.cn | 科学网 | 中国科学报
legaldaily.com.cn | 法治网 | 法治日报
workercn.cn | 中工网 | 工人日报
huanqiu.com | 环球网 | 环球时报
globaltimes.cn | Global Times
haiwainet.cn | 海外网
whb.cn | 文汇 | 文汇报 | 文汇网
shobserver.com | 上观新闻 | 上观
jfdaily.com | 上观新闻 | 解放日报
thepaper.cn | 澎湃新闻 | 澎湃新闻-The Paper | The Paper | 澎湃号·湃客 | 澎湃号·政务 | 澎湃号·媒体
yicai.com | 第一财经
jiemian.com | 界面新闻
caixin.com | 财新网 | 财新
21jingji.com | 21世纪经济报道 | 21经济网
nbd.com.cn | 每日经济新闻 | 每经网
eeo.com.cn | 经济观察网 | 经济观察报
stcn.com | 证券时报网 | 证券时报
cs.com.cn | 中国证券报 | 中证网
cnstock.com | 上海证券报 | 中国证券网
zqrb.cn | 证券日报网 | 证券日报
cls.cn | 财联社
wallstreetcn.com | 华尔街见闻
bjnews.com.cn | 新京报 | 新京报网
ynet.com | 北青网 | 北京青年报
bjd.com.cn | 北京日报网 | 北京日报
infzm.com | 南方周末
southcn.com | 南方网 | 南方+ | 南方日报
nfnews.com | 南方+
oeeo.com | 南方都市报
ycwb.com | 羊城晚报 | 金羊网
xxsb.com | 羊城晚报
dayoo.com | 大洋网 | 广州日报
zjol.com.cn | 浙江在线
hangzhou.com.cn | 杭州网
xhby.net | 新华日报 | 新华报业网
jschina.com.cn | 中国江苏网
rednet.cn | 红网
cnhubei.com | 荆楚网
scol.com.cn | 四川在线
thecover.cn | 封面新闻
cdsb.com | 红星新闻
cqnews.net | 华龙网
dzwww.com | 大众网
iqilu.com | 齐鲁网
hebnews.cn | 河北新闻网
dahe.cn | 大河网
sznews.com | 深圳新闻网 | 深圳特区报
chinanews.net | 中国新闻社
cb.com.cn | 中国经营网 | 中国经营报
ceweekly.cn | 经济网 | 中国经济周刊
chinaz.com | 站长之家
ithome.com | IT之家
36kr.com | 36氪 | 36Kr
huxiu.com | 虎嗅网 | 虎嗅
tmtpost.com | 钛媒体 | 钛媒体官方网站
leiphone.com | 雷峰网 | 雷锋网
jiqizhixin.com | 机器之心
qbitai.com | 量子位
geekpark.net | 极客公园
ifanr.com | 爱范儿
pingwest.com | 品玩 | PingWest品玩
infoq.cn | InfoQ | InfoQ 写作社区 | InfoQ写作社区 | 极客时间
mydrivers.com | 快科技
pconline.com.cn | 太平洋科技 | 太平洋电脑网
cnbeta.com | cnBeta | cnBeta.COM
zol.com.cn | 中关村在线
donews.com | DoNews
c114.com.cn | C114通信网
cn-healthcare.com | 健康界
vcbeat.top | 动脉网
medsci.cn | 梅斯医学
dxy.cn | 丁香园
cnpharm.com | 中国食品药品网 | 中国医药报
jkb.com.cn | 健康报网 | 健康报
xinhuaskl.com | 新华思客
gasgoo.com | 盖世汽车
autohome.com.cn | 汽车之家
d1ev.com | 第一电动网
bjx.com.cn | 北极星电力网 | 北极星储能网 | 北极星太阳能光伏网 | 北极星
cpnn.com.cn | 中国能源新闻网 | 中国电力新闻网
cnenergynews.cn | 中国能源网 | 中国能源报
finance.sina.com.cn | 新浪财经 | 新浪财经_新浪网 | 新浪网 | 手机新浪网
sina.com.cn | 新浪网 | 新浪 | 新浪科技 | 新浪新闻 | 手机新浪网
sina.cn | 新浪网 | 手机新浪网 | 新浪新闻
news.qq.com | 腾讯新闻 | 腾讯网 | 腾讯
new.qq.com | 腾讯新闻 | 腾讯网 | 腾讯
finance.qq.com | 腾讯财经 | 腾讯网
163.com | 网易 | 网易新闻 | 网易订阅 | 手机网易网 | 网易网 | 网易号
ifeng.com | 凤凰网 | 凤凰网财经 | 凤凰网科技 | 手机凤凰网
eastmoney.com | 东方财富网 | 东方财富
hexun.com | 和讯网
jrj.com.cn | 金融界
cnfol.com | 中金在线
10jqka.com.cn | 同花顺财经
gelonghui.com | 格隆汇
zaobao.com | 联合早报 | 联合早报网 | 早报
zaobao.com.sg | 联合早报 | 联合早报网
ftchinese.com | FT中文网
cn.nytimes.com | 纽约时报中文网
bbc.com/zhongwen | BBC News 中文 | BBC中文
dw.com | DW | Deutsche Welle
udn.com | 聯合新聞網 | 經濟日報
ltn.com.tw | 自由時報電子報 | 自由時報
chinatimes.com | 中時新聞網
cna.com.tw | 中央社 CNA | 中央社
bnext.com.tw | 數位時代 BusinessNext | 數位時代
ithome.com.tw | iThome
technews.tw | TechNews 科技新報
scmp.com | South China Morning Post
reuters.com | Reuters
apnews.com | AP News | AP
bloomberg.com | Bloomberg | Bloomberg.com
ft.com | Financial Times
wsj.com | The Wall Street Journal | WSJ
nytimes.com | The New York Times
washingtonpost.com | The Washington Post
theguardian.com | The Guardian | Guardian
bbc.com | BBC | BBC News
bbc.co.uk | BBC | BBC News
cnn.com | CNN | CNN Business
cnbc.com | CNBC
nbcnews.com | NBC News
cbsnews.com | CBS News
abcnews.go.com | ABC News
npr.org | NPR
politico.com | POLITICO | Politico
axios.com | Axios
economist.com | The Economist
forbes.com | Forbes
fortune.com | Fortune
businessinsider.com | Business Insider
time.com | TIME | Time
theatlantic.com | The Atlantic
newyorker.com | The New Yorker
techcrunch.com | TechCrunch
theverge.com | The Verge
wired.com | WIRED
arstechnica.com | Ars Technica
venturebeat.com | VentureBeat
zdnet.com | ZDNET
engadget.com | Engadget
technologyreview.com | MIT Technology Review
spectrum.ieee.org | IEEE Spectrum
theregister.com | The Register
thestreet.com | TheStreet | TheStreet Crypto
coindesk.com | CoinDesk
cointelegraph.com | Cointelegraph
theblock.co | The Block
decrypt.co | Decrypt
investopedia.com | Investopedia
marketwatch.com | MarketWatch
finance.yahoo.com | Yahoo Finance
aljazeera.com | Al Jazeera
euronews.com | Euronews
lemonde.fr | Le Monde
spiegel.de | DER SPIEGEL
nikkei.com | 日本経済新聞
asia.nikkei.com | Nikkei Asia
nhk.or.jp | NHK
japantimes.co.jp | The Japan Times
straitstimes.com | The Straits Times
channelnewsasia.com | CNA
accessnewswire.com | ACCESS Newswire
prnewswire.com | PR Newswire
businesswire.com | Business Wire
globenewswire.com | GlobeNewswire
eurekalert.org | EurekAlert! | EurekAlert
sciencedaily.com | ScienceDaily
phys.org | Phys.org
medicalxpress.com | Medical Xpress
news-medical.net | News-Medical
statnews.com | STAT | STAT News
fiercehealthcare.com | Fierce Healthcare
medscape.com | Medscape
"""
_BLOGS = """
csdn.net | CSDN博客 | CSDN | CSDN技术社区 | CSDN文库 | CSDN下载 | CSDN社区 | CSDN问答
51cto.com | 51CTO博客 | 51CTO
cnblogs.com | 博客园
jianshu.com | 简书
juejin.cn | 掘金 | 稀土掘金
juejin.im | 掘金
zhihu.com | 知乎 | 知乎专栏
segmentfault.com | SegmentFault 思否 | 思否 | SegmentFault
oschina.net | OSCHINA | 开源中国 | OSCHINA - 中文开源技术交流社区
cloud.tencent.com/developer | 腾讯云开发者社区 | 腾讯云
cloud.tencent.com.cn/developer | 腾讯云开发者社区 | 腾讯云
developer.aliyun.com | 阿里云开发者社区 | 阿里云
bbs.huaweicloud.com | 华为云社区 | 云社区-华为云 | 华为云
cloud.baidu.com/article | 百度智能云 | 百度开发者中心
developer.baidu.com | 百度开发者中心
woshipm.com | 人人都是产品经理
sspai.com | 少数派
mp.weixin.qq.com | =微信公众平台 | 微信公众号
blog.sina.com.cn | 新浪博客
baijiahao.baidu.com | 百家号
xueqiu.com | 雪球
toutiao.com | 今日头条
sohu.com | 搜狐 | 搜狐网 | 手机搜狐网 | 搜狐财经 | 搜狐科技 | 搜狐新闻
douban.com | 豆瓣
modb.pro | 墨天轮
ruanyifeng.com | 阮一峰的网络日志
medium.com | Medium
towardsdatascience.com | Towards Data Science
dev.to | DEV Community
hashnode.dev | =Hashnode
substack.com | =Substack
wordpress.com | =WordPress.com
blogspot.com | =Blogger
symfony.com/blog | Symfony Blog | Symfony
huggingface.co/blog | Hugging Face | Hugging Face Blog
openai.com/blog | OpenAI
ai.googleblog.com | Google AI Blog
blog.google | Google | The Keyword
devblogs.microsoft.com | Microsoft Developer Blogs
github.blog | The GitHub Blog
aws.amazon.com/blogs | AWS Blog | Amazon Web Services
engineering.fb.com | Engineering at Meta
qiita.com | Qiita
zenn.dev | Zenn
note.com | note
habr.com | Хабр
velog.io | velog
"""
_FORUMS = """
stackoverflow.com | Stack Overflow
stackexchange.com | Stack Exchange
superuser.com | Super User
serverfault.com | Server Fault
askubuntu.com | Ask Ubuntu
mathoverflow.net | MathOverflow
reddit.com | Reddit | reddit
quora.com | Quora
news.ycombinator.com | Hacker News
zhihu.com/question | 知乎
v2ex.com | V2EX
tieba.baidu.com | 百度贴吧
zhidao.baidu.com | 百度知道
wenda.so.com | 360问答
nowcoder.com/discuss | 牛客网 | 牛客
nowcoder.com | 牛客网 | 牛客 | 牛客企业版
discuss.python.org | Discussions on Python.org
python-forum.io | Python Forum
discuss.pytorch.org | PyTorch Forums
discuss.huggingface.co | Hugging Face Forums
lists.w3.org | W3C Mailing Lists
ask.csdn.net | CSDN问答
weibo.com | 微博
weibo.cn | 微博
twitter.com | Twitter
x.com | X
linkedin.com | LinkedIn | 领英
facebook.com | Facebook
xiaohongshu.com | 小红书
threads.net | Threads
t.me | Telegram
"""
_VIDEOS = """
iesdouyin.com | 抖音
douyin.com | 抖音
bilibili.com | 哔哩哔哩 | bilibili | 哔哩哔哩_bilibili | 哔哩哔哩 (゜-゜)つロ 干杯~-bilibili | 哔哩哔哩视频
b23.tv | 哔哩哔哩
kuaishou.com | 快手
ixigua.com | 西瓜视频
haokan.baidu.com | 好看视频
v.qq.com | 腾讯视频
youku.com | 优酷 | 优酷视频
iqiyi.com | 爱奇艺
tv.cctv.com | 央视网 | CCTV节目官网
weixin.qq.com/sph | 微信视频号
youtube.com | YouTube
youtu.be | YouTube
vimeo.com | Vimeo
tiktok.com | TikTok
ted.com/talks | TED | TED Talk
dailymotion.com | Dailymotion
nicovideo.jp | ニコニコ動画
"""
_REPOSITORIES = """
github.com | GitHub
gist.github.com | GitHub Gist | GitHub
gitee.com | Gitee | Gitee.com | 码云
gitlab.com | GitLab
gitcode.com | GitCode
gitcode.net | GitCode
bitbucket.org | Bitbucket
sourceforge.net | SourceForge | SourceForge.net
codeberg.org | Codeberg
pypi.org | PyPI | Python Package Index
npmjs.com | npm | NPM
crates.io | crates.io | crates.io: Rust Package Registry
packagist.org | Packagist
rubygems.org | RubyGems.org | RubyGems
nuget.org | NuGet Gallery
mvnrepository.com | Maven Repository
search.maven.org | Maven Central
pkg.go.dev | Go Packages
hub.docker.com | Docker Hub
cran.r-project.org | CRAN
huggingface.co | Hugging Face
modelscope.cn | 魔搭社区 | ModelScope 魔搭社区 | ModelScope
paperswithcode.com | Papers With Code
"""
_DATASETS = """
zenodo.org | Zenodo
figshare.com | figshare
kaggle.com/datasets | Kaggle
huggingface.co/datasets | Hugging Face | Datasets at Hugging Face
archive.ics.uci.edu | UCI Machine Learning Repository
datadryad.org | Dryad
dataverse.harvard.edu | Harvard Dataverse
data.worldbank.org | World Bank Open Data | World Bank Data
ourworldindata.org | Our World in Data
data.stats.gov.cn | 国家统计局
scidb.cn | 科学数据银行 | ScienceDB
physionet.org | PhysioNet
"""
_DOCUMENTATION = """
symfony.com/doc | Symfony Documentation | Symfony Docs | Symfony
symfony.com/bundles | Symfony Documentation | Symfony Docs | Symfony
doctrine-project.org | Doctrine | Doctrine ORM | Doctrine: PHP Open Source Project
readthedocs.io | Read the Docs
readthedocs.org | Read the Docs
docs.python.org | Python Documentation | Python documentation
docs.djangoproject.com | Django documentation | Django
developer.mozilla.org | MDN Web Docs | MDN
learn.microsoft.com | Microsoft Learn
docs.microsoft.com | Microsoft Docs | Microsoft Learn
docs.aws.amazon.com | AWS Documentation | Amazon Web Services | AWS
cloud.google.com/docs | Google Cloud Documentation | Google Cloud
developers.google.com | Google for Developers
developer.apple.com | Apple Developer Documentation | Apple Developer
developer.android.com | Android Developers
kubernetes.io/docs | Kubernetes
docs.docker.com | Docker Documentation | Docker Docs
pytorch.org/docs | PyTorch documentation | PyTorch
pytorch.org/tutorials | PyTorch Tutorials | PyTorch
tensorflow.org | TensorFlow
scikit-learn.org | scikit-learn
matplotlib.org | Matplotlib | Matplotlib documentation
numpy.org/doc | NumPy Manual | NumPy
pandas.pydata.org | pandas documentation | pandas
huggingface.co/docs | Hugging Face Documentation | Hugging Face
platform.openai.com/docs | OpenAI Platform | OpenAI API
docs.anthropic.com | Anthropic Documentation | Anthropic API | Anthropic
laravel.com/docs | Laravel
php.net | PHP Manual | PHP | PHP: Hypertext Preprocessor
vuejs.org | Vue.js
cn.vuejs.org | Vue.js
react.dev | React
reactjs.org | React
nextjs.org/docs | Next.js
spring.io | Spring
docs.spring.io | Spring
docs.oracle.com | Oracle Help Center | Oracle
postgresql.org/docs | PostgreSQL Documentation | PostgreSQL
dev.mysql.com | MySQL
redis.io/docs | Redis
git-scm.com | Git
help.aliyun.com | 阿里云帮助中心 | 阿里云
cloud.tencent.com/document | 腾讯云文档 | 腾讯云
support.huaweicloud.com | 华为云帮助中心 | 华为云
open.feishu.cn | 飞书开放平台
open.dingtalk.com | 钉钉开放平台
developers.weixin.qq.com | 微信开放文档
runoob.com | 菜鸟教程
w3school.com.cn | W3school
"""
_ENCYCLOPEDIAS = """
zh.wikipedia.org | 维基百科 | 维基百科，自由的百科全书 | 維基百科，自由的百科全書 | 维基百科,自由的百科全书 | 維基百科
ja.wikipedia.org | Wikipedia | ウィキペディア
wikipedia.org | Wikipedia | Wikipedia, the free encyclopedia | Wikipédia | Wikipedia, la enciclopedia libre | Википедия
baike.baidu.com | 百度百科
baike.sogou.com | 搜狗百科
baike.so.com | 360百科
wiki.mbalib.com | MBA智库百科
zgbk.com | 中国大百科全书
britannica.com | Britannica | Encyclopedia Britannica | Encyclopædia Britannica
plato.stanford.edu | Stanford Encyclopedia of Philosophy
scholarpedia.org | Scholarpedia
encyclopedia.com | Encyclopedia.com
"""
_STANDARDS = """
openstd.samr.gov.cn | =国家标准全文公开系统 | 国家标准全文公开
std.samr.gov.cn | =全国标准信息公共服务平台 | 国家标准
rfc-editor.org | =RFC Editor
datatracker.ietf.org | =IETF Datatracker | IETF
tools.ietf.org | =IETF
w3.org/TR | W3C
iso.org/standard | ISO
iso.org/obp | ISO
webstore.iec.ch | IEC Webstore | IEC
standards.ieee.org | IEEE Standards Association | IEEE
itu.int/rec | ITU
ecma-international.org | Ecma International
standards.iteh.ai | =iTeh Standards
csres.com | =工标网
unicode.org/reports | Unicode
"""
_PATENTS = """
patents.google.com | =Google Patents
worldwide.espacenet.com | =Espacenet
cnipa.gov.cn | =国家知识产权局
patentscope.wipo.int | =WIPO PATENTSCOPE | PATENTSCOPE
patft.uspto.gov | =USPTO
xjishu.com | =X技术
patents.justia.com | =Justia Patents
soopat.com | =SooPAT
"""
_REPORTS = """
congress.gov/crs-product | Congress.gov | CRS Product
crsreports.congress.gov | Congressional Research Service | Congress.gov
nber.org/papers | NBER | National Bureau of Economic Research
imf.org/en/Publications | IMF | International Monetary Fund
openknowledge.worldbank.org | World Bank | Open Knowledge Repository
documents.worldbank.org | World Bank
who.int/publications | World Health Organization | WHO
oecd.org/publications | OECD
oecd-ilibrary.org | OECD | OECD iLibrary
rand.org/pubs | RAND | RAND Corporation
"""
_DOCUMENTS = """
renrendoc.com | 人人文库 | 人人文库网
wenku.baidu.com | 百度文库
docin.com | 豆丁网
doc88.com | 道客巴巴
book118.com | 原创力文档
taodocs.com | 淘豆网
jinchutou.com | 金锄头文库
wenkub.com | 文库吧
scribd.com | Scribd
slideshare.net | SlideShare
issuu.com | Issuu
academia.edu | Academia.edu
researchgate.net | ResearchGate
semanticscholar.org | Semantic Scholar
scispace.com | SciSpace
typeset.io | SciSpace
core.ac.uk | CORE
sgpjbg.com | 三个皮匠报告
fxbaogao.com | 发现报告
hibor.com.cn | 慧博投研资讯
vzkoo.com | 未来智库
dfcfw.com | 东方财富网
"""
_THESES = """
etheses.whiterose.ac.uk | White Rose eTheses Online
proquest.com | ProQuest
ndltd.ncl.edu.tw | 臺灣博碩士論文知識加值系統
dspace.mit.edu | DSpace@MIT | MIT
"""
_BOOKS = """
books.google.com | =Google Books
oreilly.com/library | O’Reilly | O'Reilly | O'Reilly Media
nap.edu | National Academies Press
book.douban.com | =豆瓣读书
weread.qq.com | =微信读书
"""
_PAGES = """
gov.cn$ | 中国政府网 | 中华人民共和国中央人民政府 | 政府信息公开专栏 | 中央人民政府门户网站
miit.gov.cn | 工业和信息化部 | 中华人民共和国工业和信息化部
most.gov.cn | 科学技术部 | 中华人民共和国科学技术部
moe.gov.cn | 教育部 | 中华人民共和国教育部 | 中华人民共和国教育部政府门户网站
ndrc.gov.cn | 国家发展改革委 | 国家发展和改革委员会 | 中华人民共和国国家发展和改革委员会
nhc.gov.cn | 国家卫生健康委员会 | 中华人民共和国国家卫生健康委员会
nmpa.gov.cn | 国家药品监督管理局 | 国家药监局
stats.gov.cn | 国家统计局
cac.gov.cn | 中央网络安全和信息化委员会办公室 | 国家互联网信息办公室 | 中央网信办
mof.gov.cn | 财政部 | 中华人民共和国财政部
mofcom.gov.cn | 商务部 | 中华人民共和国商务部
pbc.gov.cn | 中国人民银行
csrc.gov.cn | 中国证券监督管理委员会 | 中国证监会
samr.gov.cn | 国家市场监督管理总局
npc.gov.cn | 中国人大网
court.gov.cn | 最高人民法院
mee.gov.cn | 生态环境部 | 中华人民共和国生态环境部
nea.gov.cn | 国家能源局
cas.cn | 中国科学院
cae.cn | 中国工程院
symfony.com | Symfony
sensiolabs.com | SensioLabs
endoflife.date | endoflife.date
geeksforgeeks.org | GeeksforGeeks
w3schools.com | W3Schools
tutorialspoint.com | Tutorialspoint | TutorialsPoint
php.cn | PHP中文网
biancheng.net | C语言中文网
jb51.net | 脚本之家
yisu.com | 亿速云
smzdm.com | 什么值得买
microsoft.com/en-us/research | Microsoft Research
frontiersin.org | Frontiers
nature.com | Nature
anthropic.com | Anthropic
openai.com | OpenAI
deepmind.google | Google DeepMind
deepmind.com | DeepMind
ai.meta.com | Meta AI
nvidia.com | NVIDIA
ibm.com | IBM
microsoft.com | Microsoft
apple.com | Apple
intel.com | Intel
deloitte.com | Deloitte
pwc.com | PwC
kpmg.com | KPMG
ey.com | EY
bcg.com | BCG
accenture.com | Accenture
gartner.com | Gartner
statista.com | Statista
weforum.org | World Economic Forum
worldbank.org | World Bank | World Bank Group
imf.org | IMF
oecd.org | OECD
un.org | United Nations
unesco.org | UNESCO
who.int | World Health Organization | WHO | World Health Organization (WHO)
cdc.gov | CDC
fda.gov | FDA | U.S. Food and Drug Administration
nih.gov | NIH | National Institutes of Health
nist.gov | NIST
europa.eu | European Union | European Commission
mckinsey.com | McKinsey & Company | McKinsey
pewresearch.org | Pew Research Center
caict.ac.cn | 中国信息通信研究院 | 中国信通院
cnnic.net.cn | 中国互联网络信息中心 | CNNIC
iresearch.cn | 艾瑞网 | 艾瑞咨询
iresearch.com.cn | 艾瑞咨询
huawei.com | 华为 | Huawei
alibabacloud.com | Alibaba Cloud
"""

_TABLES: tuple[tuple[ReferenceKind, str], ...] = (
    ("article", _ARTICLES),
    ("preprint", _PREPRINTS),
    ("paper", _PAPERS),
    ("news", _NEWS),
    ("blog", _BLOGS),
    ("forum", _FORUMS),
    ("video", _VIDEOS),
    ("repository", _REPOSITORIES),
    ("dataset", _DATASETS),
    ("documentation", _DOCUMENTATION),
    ("encyclopedia", _ENCYCLOPEDIAS),
    ("standard", _STANDARDS),
    ("patent", _PATENTS),
    ("report", _REPORTS),
    ("document", _DOCUMENTS),
    ("thesis", _THESES),
    ("book", _BOOKS),
    ("webpage", _PAGES),
)
#: Sites where anyone has an account, whose name stands behind the title; reprints of newspapers are common.
AGGREGATORS = frozenset({"toutiao.com", "sohu.com", "163.com", "baijiahao.baidu.com", "news.qq.com", "new.qq.com", "weibo.com"})


def _site(kind: ReferenceKind, line: str) -> Site:
    host, name, *names = (field.strip() for field in line.split(" | "))
    bare = name.removeprefix("=").strip()
    return Site(host, kind, bare, (bare, *names) if bare else (), name.startswith("="))


@lru_cache(maxsize=1)
def sites() -> dict[str, Site]:
    """Every listed site by its host."""
    listed = (_site(kind, line) for kind, table in _TABLES for line in table.strip().splitlines())
    return {site.host: site for site in listed}


@lru_cache(maxsize=1024)
def site_of(host: str, path: str = "") -> Site | None:
    """The listed site that an address belongs to: the most exact line that fits. `host` is in lower case."""
    table = sites()
    host = plain_host(host)
    if f"{host}$" in table:
        return table[f"{host}$"]
    first, _, rest = path.lstrip("/").partition("/")
    second = rest.partition("/")[0]
    for suffix in host_suffixes(host):
        for key in (f"{suffix}/{first}/{second}", f"{suffix}/{first}", suffix):
            if key in table:
                return table[key]
    return None


@lru_cache(maxsize=1)
def sites_by_name() -> dict[str, tuple[Site, ...]]:
    """Listed sites by each of their names, in lower case."""
    by_name: dict[str, tuple[Site, ...]] = {}
    for site in sites().values():
        for name in site.names:
            by_name[name.casefold()] = (*by_name.get(name.casefold(), ()), site)
    return by_name


@lru_cache(maxsize=1)
def _names_by_ending() -> dict[str, tuple[str, ...]]:
    by_ending: dict[str, list[str]] = {}
    for name in sites_by_name():
        by_ending.setdefault(name[-2:], []).append(name)
    return {ending: tuple(names) for ending, names in by_ending.items()}


_LONGEST_NAME = 80  # code points, and more


def ends_with_name(text: str) -> bool:
    """Whether a text ends with the name of a listed site, of two letters or more: asked of every title, and nearly none does."""
    names = _names_by_ending().get(text[-2:].casefold()[-2:])
    return names is not None and text[-_LONGEST_NAME:].casefold().endswith(names)
