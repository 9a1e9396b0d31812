"""Write the Simplified Chinese catalogue of the interface from the Traditional one, and from what
an editor wrote where the mainland has another word for a thing."""

from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.core.management.base import BaseCommand

from proposals.languages import interface_to_hans

LOCALE = Path(__file__).resolve().parents[2] / "locale"
HANT = LOCALE / "zh_Hant" / "LC_MESSAGES" / "django.po"
HANS = LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po"
EDITED = LOCALE / "zh_Hans" / "edited.po"

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
            else interface_to_hans(string)
            if isinstance(string, str)
            else tuple(map(interface_to_hans, string or ())),
            locations=message.locations,
            flags=message.flags,
            context=message.context,
        )
    buffer = BytesIO()
    write_po(buffer, hans, omit_header=True, include_lineno=False, width=100)
    return HEADER.encode() + buffer.getvalue()
