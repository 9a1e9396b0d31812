"""Write the Simplified Chinese catalogue of the interface from the Traditional one, and from what
an editor wrote where the mainland has another word for a thing."""

from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.core.management.base import BaseCommand

from proposals.languages import to_hans

LOCALE = Path(__file__).resolve().parents[2] / "locale"
HANT = LOCALE / "zh_Hant" / "LC_MESSAGES" / "django.po"
HANS = LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po"
EDITED = LOCALE / "zh_Hans" / "edited.po"

# What readers on the mainland call otherwise, wherever it stands.
WORDS = {
    "纪录": "记录",
    "甚么": "什么",
    "帐户": "账户",
    "传媒": "媒体",
    "演辞": "讲话",
    "电邮": "电子邮件",
    "范畴": "领域",
    "佐证": "依据",
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

# Babel's own header carries the time of writing; the same input must give the same file.
HEADER = """\
# Derived from the Traditional catalogue by `manage.py derive_hans`; write in edited.po instead.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: zh_Hans\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


class Command(BaseCommand):
    help = "Write the Simplified Chinese interface from the Traditional one. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        HANS.parent.mkdir(parents=True, exist_ok=True)
        HANS.write_bytes(derived(HANT.read_bytes(), EDITED.read_bytes()))


def derived(hant: bytes, edited: bytes) -> bytes:
    """The Simplified catalogue that belongs to a Traditional one; an edited message wins."""
    hans = Catalog(locale="zh_Hans")
    by_hand = read_po(BytesIO(edited), locale="zh_Hans")
    for message in read_po(BytesIO(hant), locale="zh_Hant"):
        if not message.id:
            continue
        string = message.string
        written = by_hand.get(message.id, message.context)
        hans.add(
            message.id,
            written.string
            if written
            else _simplified(string)
            if isinstance(string, str)
            else tuple(map(_simplified, string or ())),
            locations=message.locations,
            flags=message.flags,
            context=message.context,
        )
    buffer = BytesIO()
    write_po(buffer, hans, omit_header=True, include_lineno=False, width=100)
    return HEADER.encode() + buffer.getvalue()


def _simplified(text: str) -> str:
    text = to_hans(text)
    for hong_kong, mainland in WORDS.items():
        text = text.replace(hong_kong, mainland)
    return text
