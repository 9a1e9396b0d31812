"""The three written languages: Traditional Chinese as used in Hong Kong is the source,
Simplified Chinese is derived from it, English is written by hand."""

import re
from functools import cache

from opencc import OpenCC

HANT, HANS, EN = "zh-hant", "zh-hans", "en"

SUFFIXES = {HANT: "_hant", HANS: "_hans", EN: "_en"}

# Under which each has its pages; the bare address is that of the source language.
PREFIXES = {HANT: "", HANS: f"/{HANS}", EN: f"/{EN}"}

# How a page names its language to browsers and screen readers, which choose glyphs and voices.
LANG_TAGS = {HANT: "zh-Hant-HK", HANS: "zh-Hans", EN: "en"}

# The same for those who preview a shared link, and know languages by countries only.
LOCALES = {HANT: "zh_HK", HANS: "zh_CN", EN: "en_GB"}

# The mainland quotes as English does; Hong Kong with corner brackets.
_HANS_QUOTES = str.maketrans("「」『』", "“”‘’")


# In the names of people these stay as they are, which elsewhere change: 徐乾學 is 徐乾学.
_KEPT_IN_NAMES = re.compile("([乾於昇陞甦邨堃犇龢甯喆淼祕徵])")


# What the interface says in Hong Kong, and what readers on the mainland call it.
_WORDS = {
    "纪录": "记录",
    "甚么": "什么",
    "帐户": "账户",
    "传媒": "媒体",
    "演辞": "讲话",
    "电邮": "电子邮件",
    "范畴": "领域",
    "佐证": "依据",
    "首个地方": "首个地区",
    "各地方": "各地区",
    "所属地方": "所属地区",
    "地方代码": "地区代码",
    "地方名称": "地区名称",
    "、地方": "、地区",
    "储存格": "单元格",
    "储存": "保存",
    "送出": "提交",
    "邮件匣": "邮件箱",
    "惟须": "但须",
    "毋须": "无须",
    "搜寻": "搜索",
    "资料介面": "数据接口",
    "资料包": "数据包",
    "身分": "身份",
    "档案": "文件",
    "活页簿": "工作簿",
    "试算表": "电子表格",
    "定位字元": "制表符",
    "字元": "字符",
    "程式": "程序",
    "汇入": "导入",
    "汇出": "导出",
    "连结": "链接",
    "登入": "登录",
    "选单": "菜单",
    "权杖": "令牌",
    "语文": "语言",
    "栏位": "字段",
    "文字档": "文本文件",
    "压缩档": "压缩文件",
    "位元组": "字节",
    "伺服器": "服务器",
    "讯息伫列": "消息队列",
    "数码签署": "数字签名",
    "密码匙": "密钥",
    "杂凑值": "哈希值",
    "转址": "跳转",
    "联络": "联系",
    "人手": "手动",
}


@cache
def _converter(direction: str = "hk2s") -> OpenCC:
    return OpenCC(direction)


def to_hans(text: str) -> str:
    """Hong Kong Traditional text in Simplified characters, phrase by phrase, and punctuation.

    For reading only. Search folds character by character instead (`proposals.search`),
    because phrase conversion changes what a substring looks like.
    """
    return _converter().convert(text).translate(_HANS_QUOTES) if text else ""


def interface_to_hans(text: str) -> str:
    """What the site itself says, in Simplified characters and in the words of the mainland."""
    text = to_hans(text)
    for hong_kong, mainland in _WORDS.items():
        text = text.replace(hong_kong, mainland)
    return text


def name_to_hans(name: str) -> str:
    """The name of a person in Simplified characters."""
    parts = _KEPT_IN_NAMES.split(name)
    return "".join(part if place % 2 else to_hans(part) for place, part in enumerate(parts))


def to_hant(text: str) -> str:
    """Simplified text in Traditional characters, for what is kept as it was printed."""
    return _converter("s2hk").convert(text)
