"""The queue in files: a message is whole, in order, and there until it is acknowledged."""

import pytest
from kombu import Connection

from tracker import broker


@pytest.fixture
def folder(tmp_path):
    for name in broker.FOLDERS:
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def connection(folder):
    with Connection(broker.URL, transport_options=broker.options(folder)) as opened:
        yield opened


@pytest.fixture
def name(folder) -> str:
    """A queue of the test's own: kombu remembers in the process which queues it has declared."""
    return folder.name


def messages(folder, state: str) -> int:
    return len(list((folder / state).iterdir()))


def test_messages_come_in_the_order_in_which_they_were_sent(connection, name):
    queue = connection.SimpleQueue(name)
    for number in range(20):
        queue.put(number)

    assert [queue.get(timeout=2).payload for _ in range(20)] == list(range(20))
    queue.close()


def test_a_message_is_held_until_it_is_acknowledged(connection, folder, name):
    queue = connection.SimpleQueue(name)
    queue.put("建言")
    message = queue.get(timeout=2)
    assert (messages(folder, "messages"), messages(folder, "held")) == (0, 1)

    message.ack()

    assert (messages(folder, "messages"), messages(folder, "held")) == (0, 0)
    queue.close()


def test_a_message_put_back_is_there_once(connection, folder, name):
    queue = connection.SimpleQueue(name)
    queue.put("建言")
    queue.get(timeout=2).requeue()

    assert (messages(folder, "messages"), messages(folder, "held")) == (1, 0)
    assert queue.get(timeout=2).payload == "建言"
    queue.close()


def test_what_a_killed_worker_had_in_hand_is_queued_again(connection, folder, name):
    queue = connection.SimpleQueue(name)
    queue.put("建言")
    queue.get(timeout=2)

    broker.put_back(folder)

    with Connection(broker.URL, transport_options=broker.options(folder)) as next_run:
        again = next_run.SimpleQueue(name)
        message = again.get(timeout=2)
        assert message.payload == "建言"
        message.ack()
        again.close()
    queue.close()


def test_a_queue_does_not_take_the_messages_of_another(connection, name):
    mine, other = connection.SimpleQueue(name), connection.SimpleQueue(f"other.{name}")
    other.put("theirs")

    with pytest.raises(mine.Empty):
        mine.get(timeout=0.1)

    assert other.get(timeout=2).payload == "theirs"
    mine.close()
    other.close()
