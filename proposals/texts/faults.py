"""Why there is no text, and the remedy: by code, to be kept and said in any language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

FAULTS = {
    "file_too_large": _("The file is larger than 20 MB. Divide it."),
    "file_empty": _("The file holds no text."),
    "file_no_text": _("The file is no text. Give a text file in UTF-8."),
    "text_too_long": _("The text is longer than 5 MB. Cut it into pages."),
    "encoding_unknown": _("The encoding of the file is not known. Save it as UTF-8."),
    "file_other_kind": _(
        "This is a file of another kind (%(kind)s). Save it as DOCX, PDF or text."
    ),
    "web_page_no_article": _(
        "No article was found in the web page. Copy its text and take that in instead."
    ),
    "file_damaged": _("The file is damaged. Save it again and send that."),
    "word_other_packed": _(
        "This is a packed file or a workbook, no Word document. Save its text as DOCX."
    ),
    "word_too_large": _("The document unfolds to more than 100 MB. Save its text only."),
    "pdf_too_long": _("The PDF has more than %(most)d pages. Divide it."),
    "pdf_damaged": _("The PDF is damaged or locked. Save it again without a password."),
    "scan_slow": _("The picture takes too long to read. Cut it into pages."),
    "scan_damaged": _("The picture is damaged. Save it again as PNG or PDF."),
    "scan_unread_here": _(
        "The pages are pictures. To read them the machine needs tesseract with its "
        "Traditional Chinese (on Debian: tesseract-ocr-chi-tra). Ask for that, or give a "
        "file with text."
    ),
    "scan_too_long": _("More than %(most)d pages are pictures. Divide the file."),
    "address_status": _("The address answered with status %(status)d. Copy the text instead."),
    "address_other_scheme": _("Only addresses in http and https are fetched."),
    "address_leads_on": _("The address leads from one to another too often. Give the last one."),
    "address_silent": _(
        "The address gave no answer (%(fault)s). Check it, or copy the text instead."
    ),
    "address_too_large": _("The address gives more than 5 MB. Save the file and send that."),
    "taken_before": _("The same text was taken in before, as %(page)s. Go on there."),
    "tried_too_often": _(
        "Reading it failed three times. Take in its text instead, or a part of it."
    ),
    # Of a model that was asked beside the rules.
    "model_silent": _("The model gave no answer (%(fault)s). What the rules found is below."),
    "model_slow": _(
        "The model took longer than the %(seconds)d seconds that a page may take. What was found "
        "by then is below."
    ),
    "model_status": _(
        "The address of the model answered with status %(status)d. What the rules found is below."
    ),
    "model_shape": _(
        "The answer of the model could not be read. What was found otherwise is below."
    ),
    "model_spent": _(
        "A page may take %(most)d tokens of the model, which read %(done)d of %(parts)d parts. The "
        "rules read all of it."
    ),
    "model_made_up": _("Left out: %(count)d passages of the model that do not stand in the text."),
}


class Unreadable(Exception):
    """A file or an address that gives no text: which fault, and what it tells of."""

    def __init__(self, code: str, **told: str | int) -> None:
        super().__init__(code)
        self.code, self.told = code, told

    def __str__(self) -> str:
        return said(self.code, self.told)


def said(code: str, told: Mapping[str, Any]) -> str:
    """In the language of the moment. What is no code is a sentence already."""
    if code not in FAULTS:
        return gettext(code)
    return str(FAULTS[code]) % {**told, "fault": gettext(told.get("fault", ""))}
