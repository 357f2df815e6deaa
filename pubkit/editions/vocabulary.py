"""What Taiwan and Hong Kong call otherwise: words, not characters.

A word a line: Simplified, Taiwan's, Hong Kong's (`-`: the same characters do). `<` and `>` name what must not stand before or
behind it. The first list holds words that mean the same in any report; the second, which is only used where a project asks for the
region's words (`vocabulary: region`), words that another trade writes as they are: 程序 of a court, 项目 of an accountant, 对象 of a
law, 质量 of a physicist. Those with `?` are worth a look even then. A project's own words stand in its `terms.yaml`.

Sources: 國家教育研究院 樂詞網, 外交部 country names, the style guides of the operating systems for both regions.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_EVERYWHERE = """
软件 軟體 -
硬件 硬體 -
固件 韌體 -
网络 網路 -
互联网 網際網路 -
因特网 網際網路 -
以太网 乙太網路 -
移动互联网 行動網路 流動互聯網
数据库 資料庫 資料庫
数据集 資料集 -
数据中心 資料中心 資料中心
数据仓库 資料倉儲 -
数据挖掘 資料探勘 -
数据结构 資料結構 -
元数据 後設資料 - <[单多多]
屏幕 螢幕 熒幕
显示屏 顯示器 -
触摸屏 觸控螢幕 輕觸式屏幕
打印机 印表機 -
打印 列印 - <[三3]
鼠标 滑鼠 滑鼠
键盘 鍵盤 -
服务器 伺服器 伺服器
操作系统 作業系統 作業系統
编程语言 程式語言 程式語言
编程 程式設計 -
程序员 程式設計師 -
源代码 原始碼 -
源码 原始碼 - <[来起水电资货能]
代码库 程式碼庫 -
代码块 程式碼區塊 -
代码片段 程式碼片段 -
低代码 低程式碼 -
算法 演算法 - <[演心口笔珠计核预换清决运推验]
人工智能 人工智慧 -
智能手机 智慧型手機 -
智能制造 智慧製造 -
智能家居 智慧家庭 -
智能电网 智慧電網 -
智能合约 智慧合約 -
智能交通 智慧交通 -
大语言模型 大型語言模型 大型語言模型
激光 雷射 -
短信 簡訊 短訊 >[息誉]
彩信 多媒體簡訊 -
博客 部落格 網誌
硬盘 硬碟 硬碟
磁盘 磁碟 -
U盘 隨身碟 -
光盘 光碟 光碟
优盘 隨身碟 -
内存 記憶體 記憶體 <[境国海室]>[在款放档]
闪存 快閃記憶體 快閃記憶體
芯片 晶片 晶片
集成电路 積體電路 -
晶体管 電晶體 -
二极管 二極體 -
三极管 三極體 -
硅谷 矽谷 -
单晶硅 單晶矽 -
多晶硅 多晶矽 -
硅 矽 - >[谷胶藻]
云计算 雲端運算 雲端運算
云服务 雲端服務 - <[风]
云存储 雲端儲存 -
云平台 雲端平臺 - <[风]
边缘计算 邊緣運算 邊緣運算
量子计算 量子運算 -
高性能计算 高效能運算 -
并行计算 平行運算 -
分布式 分散式 -
移动支付 行動支付 流動支付
移动电话 行動電話 流動電話
移动设备 行動裝置 流動裝置
移动通信 行動通訊 流動通訊
移动端 行動端 - <[可]
笔记本电脑 筆記型電腦 手提電腦
台式机 桌上型電腦 -
计算机 電腦 -
计算机断层 電腦斷層 電腦斷層
视频会议 視訊會議 視像會議
短视频 短影音 -
音频 音訊 -
高清 高畫質 - >[洁淡新]
数字化 數位化 數碼化 >[学]
数字经济 數位經濟 數碼經濟
数字转型 數位轉型 數碼轉型
数字技术 數位技術 數碼技術
数字出版 數位出版 -
数字货币 數位貨幣 -
数字人民币 數位人民幣 -
数字孪生 數位孿生 -
数字签名 數位簽章 數碼簽署
数字水印 數位浮水印 -
数字图书馆 數位圖書館 -
数字媒体 數位媒體 -
数字素养 數位素養 -
数字鸿沟 數位落差 -
数字资产 數位資產 -
数字电视 數位電視 -
文件夹 資料夾 資料夾
文件名 檔名 檔名
快捷键 快速鍵 -
快捷方式 捷徑 -
复制粘贴 複製貼上 複製貼上
粘贴 貼上 -
剪贴板 剪貼簿 -
宽带 寬頻 寬頻
带宽 頻寬 頻寬
光标 游標 游標
链接 連結 連結
超链接 超連結 超連結
搜索 搜尋 搜尋
搜索引擎 搜尋引擎 搜尋引擎
账号 帳號 -
账户 帳戶 -
在线 線上 - <[存现所内潜]>[性路上下条段索程框形圈缆]
反馈 回饋 -
概率 機率 -
矢量 向量 -
变量 變數 -
数组 陣列 - <[少多参个复人函整]>[织合成建]
字符 字元 -
字符串 字串 -
字符集 字元集 -
字节 位元組 - >[跳]
比特率 位元率 -
分辨率 解析度 -
缩进 縮排 - <[压紧收]
全角 全形 全形
半角 半形 半形
页眉 頁首 -
页脚 頁尾 -
接口 介面 介面 >[袋述径]
界面 介面 介面
用户界面 使用者介面 用戶介面
插件 外掛程式 -
模块 模組 -
面向对象 物件導向 -
兼容 相容 -
缓存 快取 - >[在款放]
存储器 記憶體 - <[寄]
存储 儲存 儲存
加载 載入 載入 <[增附添]
异步 非同步 -
纯文本 純文字 純文字
神经网络 神經網路 -
卷积神经网络 卷積神經網路 -
语音识别 語音辨識 -
图像识别 影像辨識 -
人脸识别 人臉辨識 -
文字识别 文字辨識 -
字符识别 字元辨識 -
首席执行官 執行長 行政總裁
首席财务官 財務長 -
首席技术官 技術長 -
首席信息官 資訊長 -
首席运营官 營運長 -
市场营销 市場行銷 -
营销 行銷 - <[经运]
知识产权 智慧財產權 - >[局法强出]
出租车 計程車 的士
公交车 公車 -
塑料 塑膠 -
纳米 奈米 - <[海收接缴容采]>[比]
方便面 泡麵 即食麪
冰激凌 冰淇淋 -
奶酪 乳酪 -
艾滋病 愛滋病 愛滋病
老年痴呆症 失智症 -
氨基酸 胺基酸 -
新西兰 紐西蘭 -
意大利 義大利 -
沙特阿拉伯 沙烏地阿拉伯 -
老挝 寮國 -
尼日利亚 奈及利亞 -
肯尼亚 肯亞 -
坦桑尼亚 坦尚尼亞 -
赞比亚 尚比亞 -
津巴布韦 辛巴威 -
埃塞俄比亚 衣索比亞 -
乌兹别克斯坦 烏茲別克 -
哈萨克斯坦 哈薩克 -
吉尔吉斯斯坦 吉爾吉斯 -
塔吉克斯坦 塔吉克 -
土库曼斯坦 土庫曼 -
阿塞拜疆 亞塞拜然 -
格鲁吉亚 喬治亞 -
克罗地亚 克羅埃西亞 -
斯洛文尼亚 斯洛維尼亞 -
塞浦路斯 賽普勒斯 -
卡塔尔 卡達 -
也门 葉門 - <[车校大]
加蓬 加彭 -
加纳 迦納 - <[增附添累]
卢旺达 盧安達 -
莫桑比克 莫三比克 -
博茨瓦纳 波札那 -
毛里求斯 模里西斯 -
塞舌尔 塞席爾 -
马尔代夫 馬爾地夫 -
文莱 汶萊 -
瓦努阿图 萬那杜 -
危地马拉 瓜地馬拉 -
洪都拉斯 宏都拉斯 -
哥斯达黎加 哥斯大黎加 -
厄瓜多尔 厄瓜多 -
悉尼 雪梨 -
特朗普 川普 -
里根 雷根 - <[这那哪公心手城乡村省市县院厂家店班校]>[据本源植除治绝]
肯尼迪 甘迺迪 -
奥巴马 歐巴馬 -
克林顿 柯林頓 -
撒切尔 柴契爾 戴卓爾
普京 普丁 -
泽连斯基 澤倫斯基 -
扎克伯格 祖克柏 -
乔布斯 賈伯斯 -
默克尔 梅克爾 -
马克龙 馬克宏 -
斯大林 史達林 -
戈尔巴乔夫 戈巴契夫 -
英伟达 輝達 -
大众汽车 福斯汽車 -
台积电 台積電 台積電
"""
_ASKED_FOR = """
信息 資訊 資訊
信息技术 資訊科技 資訊科技
信号 訊號 訊號
消息 訊息 訊息
通信 通訊 通訊
数据 資料 -
大数据 大數據 -
数字 數位 - ?
智能 智慧 -
质量 品質 - ?
项目 專案 - ?
程序 程式 程式 ? <[诉司审行法立议事办手序正当]
应用程序 應用程式 應用程式
诉讼程序 訴訟程序 -
司法程序 司法程序 -
法律程序 法律程序 -
法定程序 法定程序 -
行政程序 行政程序 -
审批程序 審批程序 -
正当程序 正當程序 -
处理程序 處理程序 -
对象 物件 - ?
支持 支援 支援 ? >[者率]
文件 檔案 檔案 ?
文档 文件 文件
用户 使用者 -
用户名 使用者名稱 -
视频 影片 影片
图像 影像 -
图标 圖示 圖示
字体 字型 字型
字段 欄位 欄位
默认 預設 預設
设置 設定 設定 ?
设备 設備 -
配置 設定 - ?
优化 最佳化 -
性能 效能 - ?
交互 互動 - ? >[作]
菜单 選單 選單
窗口 視窗 視窗 ?
登录 登入 登入
注销 登出 登出 ?
下载 下載 -
上传 上傳 上載
卸载 解除安裝 解除安裝 ?
安装 安裝 -
运行 執行 - ?
调用 呼叫 - ?
代码 程式碼 程式碼 ?
脚本 指令碼 - ?
组件 元件 - ?
类型 型別 - ?
函数 函式 - ?
参数 引數 - ?
实例 實例 -
线程 執行緒 -
进程 行程 - ?
端口 連接埠 -
文件系统 檔案系統 檔案系統
文件格式 檔案格式 檔案格式
可视化 視覺化 視像化
集成 整合 -
扩展 擴充 - ?
识别 辨識 -
推理 推論 - ?
文本 文字 - ?
博士生导师 博士生導師 -
渠道 管道 - ?
自行车 腳踏車 單車
公元 西元 -
光伏 太陽光電 -
朝鲜 北韓 - ? >[半王战族]
奔驰 賓士 - ?
布什 布希 -
宝马 BMW -
土豆 馬鈴薯 薯仔
菠萝 鳳梨 -
酸奶 優酪乳 乳酪
水平 水準 - ? >[线面方]
"""


#: Words of a region that the mainland has too, in another meaning or beside its own: on the way back they stay.
_STAY = """
向量 陣列 電腦 電腦斷層 行銷 市場行銷 線上 游標 機率 介面 貼上 載入 雪梨 卡達 喬治亞 連結 捷徑 顯示器 大型語言模型 的士 乳酪
"""


class Word(NamedTuple):
    """A word of a region. `before` and `behind` are classes of characters that must not stand there."""

    source: str
    target: str
    doubtful: bool
    before: str = ""
    behind: str = ""

    def fits(self, text: str, start: int) -> bool:
        """Whether the word stands at `start` by itself, and not across two others."""
        end = start + len(self.source)
        return not (self.before and start and text[start - 1] in self.before) and not (self.behind and text[end : end + 1] in (*self.behind,))


#: Words by their first character, longest first.
Vocabulary = dict[str, tuple[Word, ...]]
_LINE = re.compile(r"(?P<source>\S+) (?P<tw>\S+) (?P<hk>\S+)(?P<doubt> \?)?(?: <\[(?P<before>[^\]]*)\])?(?: ?>\[(?P<behind>[^\]]*)\])?")


@lru_cache(maxsize=4)
def vocabulary(region: str, everything: bool) -> Vocabulary:
    """The words of `tw` or `hk`: those that any report may have, or also those of single trades."""
    lines = _EVERYWHERE + (_ASKED_FOR if everything else "")
    words = []
    for found in _LINE.finditer(lines):
        target = found[region]
        if target != "-":
            words.append(Word(found["source"], target, bool(found["doubt"]), found["before"] or "", found["behind"] or ""))
    return by_first(words)


@lru_cache(maxsize=4)
def vocabulary_back(region: str) -> Vocabulary:
    """The mainland's words for those of a region that mean one thing: 軟體 is 软件. The source is Traditional."""
    seen: dict[str, Word] = {}
    stay = frozenset(_STAY.split())
    for found in _LINE.finditer(_EVERYWHERE):
        target = found[region]
        if target != "-" and len(target) > 1 and target not in stay:
            seen.setdefault(target, Word(target, found["source"], doubtful=False))
    return by_first(seen.values())


def by_first(words: Iterable[Word]) -> Vocabulary:
    """Words by their first character, longest first."""
    groups: dict[str, list[Word]] = {}
    for word in words:
        groups.setdefault(word.source[0], []).append(word)
    return {first: tuple(sorted(group, key=lambda word: -len(word.source))) for first, group in groups.items()}
