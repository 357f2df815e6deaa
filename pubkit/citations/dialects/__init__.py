"""The dialects that pubkit reads, one file each, independent of each other. The tuple is the whole plug-in system.

Their order decides where two claim one place: marks that cannot be anything else come first, guesses last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.citations.dialects.chatgpt import ChatGPT
from pubkit.citations.dialects.deepseek import DeepSeek
from pubkit.citations.dialects.doubao import Doubao
from pubkit.citations.dialects.footnote import Footnote
from pubkit.citations.dialects.gemini import Gemini
from pubkit.citations.dialects.gemini_docs import GeminiDocs
from pubkit.citations.dialects.grok import Grok
from pubkit.citations.dialects.kimi import Kimi
from pubkit.citations.dialects.pandoc import Pandoc
from pubkit.citations.dialects.perplexity import Perplexity
from pubkit.citations.dialects.plain import Plain
from pubkit.citations.dialects.qwen import Qwen
from pubkit.citations.dialects.superscript import Superscript
from pubkit.citations.dialects.yuanbao import Yuanbao

if TYPE_CHECKING:
    from pubkit.citations.dialect import Dialect

DIALECTS: tuple[Dialect, ...] = (
    Doubao(),
    ChatGPT(),
    DeepSeek(),
    Kimi(),
    Gemini(),
    Qwen(),
    Yuanbao(),
    Grok(),
    Superscript(),
    Perplexity(),
    Footnote(),
    Plain(),
    Pandoc(),
    GeminiDocs(),
)
