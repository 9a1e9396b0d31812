"""Texts in the one form in which they are compared."""

import re
import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC

# Two ways to write one character that OpenCC keeps apart: the Hong Kong form beside the Taiwan
# one, the printer's old form beside the new. The first stands for the group.
VARIANTS = (
    "着著 只祇 券劵 略畧 场塲 回廻囘囬 邻隣 阔濶 厂厰 劫刼刧 宝寳 寿夀 冤寃 屏屛 克尅 帮幚 "
    "污汚 告吿 户戸 慎愼 颠顚 填塡 晚晩 准凖 概槪 溉漑 黑黒 盐塩 柏栢 仿倣 效効 喻喩 偷偸 "
    "绪緖 穗穂 德徳悳惪 摇揺 每毎 吞呑 误悮 戏戯 研硏 妍姸 尚尙 青靑 清淸 宁寗甯寜 皋皐 "
    "卷巻 剂剤 济済 齐斉 朵朶 躲躱 匆怱 总縂 聪聡 窗窓窻牎 炮礮 泪涙 举擧挙 珍珎 鹅鵞 燕鷰 "
    "龟亀 豆荳 斗鬭鬪 闹閙 鳌鼇 鳖鼈 焰焔 疏疎 棋碁棊 节莭 翱翺 肠膓 艳艶 萌萠 盖葢 裙裠 "
    "裤袴 宴讌 宾賔 剩賸 软輭 轻軽 辞辤 遍徧 逼偪 遁遯 乡鄕郷 阴隂 隶隷 灵霊 韧靭 袜韈 "
    "赖頼 翻飜 饮飮 膳饍 驼駞 验騐験 粗麤 值値 增増 曾曽 颖頴 冗宂 剑劔 丘坵 孽孼 往徃 "
    "怪恠 惭慙 欢懽 拿拏 携擕 考攷 昏昬 映暎 期朞 槟梹 淳湻 澄澂 照炤 煮煑 炉鑪 枪鎗 蕊蘂 "
    "历歴暦 叠疉"
)

# What is put on a letter, as in é; and what stands for the plain hyphen and apostrophe.
_ACCENTS = dict.fromkeys(range(0x0300, 0x0370))
_SIGNS = str.maketrans("‐‑‒–−‘’ʼ", "-----'''")
# A comma that parts the digits of a number by threes.
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")


@cache
def _table() -> dict[int, str]:
    """Each Han character to the one form it is searched by.

    Character by character, never by phrase: a phrase conversion changes characters by their
    neighbours, and a part of a text would then no longer be found in it. First the Hong Kong
    forms, then the general ones, then those that both leave apart.
    """
    han = [
        chr(point)
        for block in ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
        for point in range(block[0], block[1] + 1)
    ]
    converted = OpenCC("t2s").convert(OpenCC("hk2s").convert("\n".join(han))).split("\n")
    folded = dict(zip(han, converted, strict=True))
    first = {folded[other]: group[0] for group in VARIANTS.split() for other in group}
    return {ord(a): c for a, b in folded.items() if a != (c := first.get(b, b))}


@lru_cache(20_000)
def _character(character: str) -> str:
    # PostgreSQL holds no text with a NUL in it, so none could be asked for.
    if character == "\0":
        return ""
    plain = unicodedata.normalize("NFKC", character).translate(_SIGNS).lower()
    plain = unicodedata.normalize("NFD", plain).translate(_ACCENTS)
    plain = unicodedata.normalize("NFC", plain).translate(_table())
    return "".join(c for c in plain if unicodedata.category(c) != "Cf")


def fold(text: str) -> str:
    """The text as it is compared: one script, one width, one case; without accents, without
    what is invisible, numbers without commas."""
    return _THOUSANDS.sub("", "".join(map(_character, unicodedata.normalize("NFC", text))))


def fold_with_origins(text: str) -> tuple[str, list[int]]:
    """A text in NFC folded, and for each character of that the place it comes from."""
    folded, origins = "", []
    for index, character in enumerate(text):
        piece = _character(character)
        folded += piece
        origins += [index] * len(piece)
    for comma in reversed(list(_THOUSANDS.finditer(folded))):
        del origins[comma.start()]
    return _THOUSANDS.sub("", folded), origins


class _InPlace(dict[int, str]):
    """Each character as it is compared, where that is one character too."""

    def __missing__(self, point: int) -> str:
        folded = _character(chr(point))
        self[point] = folded if len(folded) == 1 else chr(point)
        return self[point]


_IN_PLACE = _InPlace()


def fold_in_place(text: str) -> str:
    """The text folded so that each character keeps its place."""
    return text.translate(_IN_PLACE)
