"""Write the Simplified Chinese catalogue of the interface from the Traditional one."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.core.management.base import BaseCommand

from proposals.languages import to_hans

LOCALE = Path(__file__).resolve().parents[2] / "locale"
HANT = LOCALE / "zh_Hant" / "LC_MESSAGES" / "django.po"
HANS = LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po"

# Babel's own header carries the time of writing; the same input must give the same file.
HEADER = """\
# Derived from the Traditional catalogue by `manage.py derive_hans`; do not edit.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: zh_Hans\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


class Command(BaseCommand):
    help = "Write the Simplified Chinese interface from the Traditional one. Safe to repeat."

    def handle(self, *args, **options):
        HANS.parent.mkdir(parents=True, exist_ok=True)
        HANS.write_bytes(derived(HANT.read_bytes()))


def derived(hant: bytes) -> bytes:
    """The Simplified catalogue that belongs to a Traditional one."""
    hans = Catalog(locale="zh_Hans")
    for message in read_po(BytesIO(hant), locale="zh_Hant"):
        if not message.id:
            continue
        string = message.string
        hans.add(
            message.id,
            tuple(map(to_hans, string)) if isinstance(string, tuple) else to_hans(string),
            locations=message.locations,
            flags=message.flags,
            context=message.context,
        )
    buffer = BytesIO()
    write_po(buffer, hans, omit_header=True, include_lineno=False, width=100)
    return HEADER.encode() + buffer.getvalue()
