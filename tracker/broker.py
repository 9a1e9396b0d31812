"""The queue of one machine without Redis: a message is a file, and none is lost to a kill.

kombu's own file transport forgets a message when it hands it to a worker, and lets a reader see
one half written. Here a message is written aside and renamed into place; one in a worker's hands
lies in `held` until it is acknowledged, and the next run puts what lies there back.
"""

import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem, virtual
from kombu.utils.json import dumps, loads

ALIAS = "files"
URL = f"{ALIAS}://localhost"
FOLDERS = ("messages", "held", "control")


def options(folder: Path) -> dict:
    """What the transport is told, so that one machine both writes and reads in the folder."""
    return {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "processed_folder": str(folder / "held"),
        "control_folder": str(folder / "control"),
        # Seconds between two looks into the folder; also what a stop waits for.
        "polling_interval": 0.5,
    }


def put_back(folder: Path) -> None:
    """Queue again what a killed worker had in hand. Only while no worker runs."""
    for path in (folder / "held").glob("*.msg"):
        path.rename(folder / "messages" / path.name)


class QoS(virtual.QoS):
    def ack(self, delivery_tag: str) -> None:
        super().ack(delivery_tag)
        self.channel.let_go(delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        super().reject(delivery_tag, requeue)
        self.channel.let_go(delivery_tag)


class Channel(filesystem.Channel):
    QoS = QoS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held: dict[str, Path] = {}

    # Kombu's own classes disagree on the name of the second argument.
    def _put(  # type: ignore[override]
        self, queue: str, payload: dict[str, Any], **kwargs: Any
    ) -> None:
        name = f"{time.time_ns():020}_{uuid.uuid4()}"
        folder = Path(self.data_folder_out)
        draft = folder / f"{name}.new"
        draft.write_text(dumps(payload))
        draft.rename(folder / f"{name}.{queue}.msg")

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        for path in sorted(Path(self.data_folder_in).iterdir()):
            # The name of a queue may have dots of its own.
            if path.name.partition(".")[2] != f"{queue}.msg":
                continue
            held = Path(self.processed_folder) / path.name
            try:
                path.rename(held)
            except FileNotFoundError:  # another worker was faster
                continue
            payload = loads(held.read_text())
            if queue.endswith(".pidbox"):  # a word between workers, which nobody acknowledges
                held.unlink()
            else:
                self.held[payload["properties"]["delivery_tag"]] = held
            return payload
        raise Empty

    def _restore(self, message: virtual.Message) -> None:
        super()._restore(message)
        self.let_go(message.delivery_tag)

    def let_go(self, delivery_tag: str) -> None:
        if held := self.held.pop(delivery_tag, None):
            held.unlink(missing_ok=True)


class Transport(filesystem.Transport):
    Channel = Channel
    driver_name = ALIAS


TRANSPORT_ALIASES[ALIAS] = f"{__name__}:Transport"
