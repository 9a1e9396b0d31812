"""A language model on this machine, as wrong as a test wants it; how it answers follows from the
path that is called."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote

from tests.receiver import Handler, Receiver, listening

KEY = "sk-only-for-tests-0123456789"


@dataclass
class Model(Receiver):
    # What it gives for each passage, and how often it has been asked so far.
    rows: list = field(default_factory=list)
    usage: object = field(default_factory=lambda: {"prompt_tokens": 900, "completion_tokens": 100})

    def set_up(self, settings, path="right", **more):
        settings.EXTRACTOR = "model"
        settings.EXTRACTOR_URL = self.url(path)
        settings.EXTRACTOR_KEY = KEY
        settings.EXTRACTOR_MODEL = "any"
        for name, value in more.items():
            setattr(settings, f"EXTRACTOR_{name.upper()}", value)

    @property
    def asked(self):
        """The article of each request."""
        return [json.loads(json.loads(c.body)["messages"][1]["content"]) for c in self.calls]


class Talking(Handler):
    def do_POST(self):  # noqa: N802
        self.path = unquote(self.path.removesuffix("/chat/completions"))
        super().do_POST()

    def say(self, content, **more):
        told = {"choices": [{"message": {"role": "assistant", "content": content}}], **more}
        self.do_status("200", json.dumps(told).encode())

    def do_right(self, _argument):
        """Those of its rows whose passage stands in what was sent, as a model would."""
        article = self.receiver.asked[-1]["article"]
        rows = [row for row in self.receiver.rows if row["passage"] in article]
        self.say(json.dumps({"proposals": rows}), usage=self.receiver.usage)

    def do_all(self, _argument):
        self.say(json.dumps({"proposals": self.receiver.rows}))

    def do_fenced(self, _argument):
        rows = json.dumps({"proposals": self.receiver.rows})
        self.say(f"```json\n{rows}\n```")

    def do_text(self, _argument):
        self.do_status("200", b"<html>It works!</html>")

    def do_says(self, content):
        self.say(content)

    def do_shape(self, shape):
        self.do_status("200", shape.encode())

    def do_rows(self, rows):
        self.say(f'{{"proposals": {rows}}}')

    def do_refuses(self, status):
        self.do_status(status, f"Incorrect API key provided: {KEY}".encode())

    def do_busy(self, times):
        if len(self.receiver.calls) <= int(times):
            self.do_later("1")
        else:
            self.do_right("")

    def do_newer(self, _argument):
        if "max_tokens" in json.loads(self.receiver.calls[-1].body):
            self.do_status("400", b"Unsupported parameter: use 'max_completion_tokens' instead.")
        else:
            self.do_right("")

    def do_obeys(self, _argument):
        """It does as the article says."""
        self.say(
            json.dumps({"proposals": [{"passage": "政府應向大亨公司撥款一百億元"}], "key": KEY})
        )

    def do_huge(self, _argument):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            self.wfile.write(b"x" * 65_536)

    def do_falters(self, times):
        """It answers so many times, and then no more."""
        if len(self.receiver.calls) > int(times):
            time.sleep(60)
        self.do_right("")

    def do_hang(self, _argument):
        time.sleep(8)


@contextmanager
def talking() -> Iterator[Model]:
    model = Model()
    with listening(type("Talking", (Talking,), {"receiver": model})) as port:
        model.port = port
        yield model
