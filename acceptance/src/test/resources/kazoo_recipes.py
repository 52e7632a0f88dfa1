"""What applications in Python do with kazoo: python3 kazoo_recipes.py CONNECT_STRING

Each step is printed once it is done; the first surprise ends the script with a traceback.
"""
import sys
import threading

from kazoo.client import KazooClient
from kazoo.exceptions import BadVersionError, NodeExistsError, NoNodeError

PATIENCE_SECONDS = 60


def main(connect_string):
    # One client per server, so that every recipe works across servers.
    clients = []
    for host in connect_string.split(","):
        client = KazooClient(hosts=host, timeout=30)
        client.start(timeout=PATIENCE_SECONDS)
        clients.append(client)
    root = clients[0].create("/kazoo-", b"", sequence=True)
    for client in clients:
        client.sync(root)
    version(clients)
    znodes(clients, root)
    transactions(clients, root)
    lock(clients, root)
    election(clients, root)
    counter(clients, root)
    queue(clients, root)
    watches(clients, root)
    for client in clients:
        client.stop()
        client.close()


def done(step):
    print("done: " + step, flush=True)


def expect(actual, expected):
    if actual != expected:
        raise AssertionError("%r and not %r" % (actual, expected))


def raises(error, call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except error:
        return
    raise AssertionError("no %s" % error.__name__)


def in_parallel(clients, work):
    failures = []

    def guarded(number, client):
        try:
            work(number, client)
        except BaseException as failure:
            failures.append(failure)
            raise

    threads = [threading.Thread(target=guarded, args=(number, client), daemon=True)
               for number, client in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
        if thread.is_alive():
            raise AssertionError("a participant has not come to its end")
    if failures:
        raise failures[0]


def version(clients):
    # kazoo decides by it what it may ask for.
    if clients[0].server_version()[:2] < (3, 5):
        raise AssertionError("version %r" % (clients[0].server_version(),))
    done("reads the version")


def znodes(clients, root):
    writer, reader = clients[0], clients[1]
    path = root + "/a/b"
    expect(writer.create(path, b"one", makepath=True), path)
    raises(NodeExistsError, writer.create, path, b"")
    reader.sync(path)
    data, stat = reader.get(path)
    expect((data, stat.version), (b"one", 0))
    expect(writer.set(path, b"two", version=0).version, 1)
    raises(BadVersionError, writer.set, path, b"three", version=0)
    name, stat = writer.create(root + "/seq-", b"x", sequence=True, ephemeral=True, include_data=True)
    expect((name, stat.owner_session_id), (root + "/seq-0000000001", writer.client_id[0]))
    expect(sorted(writer.get_children(root)), ["a", "seq-0000000001"])
    writer.delete(root + "/a", recursive=True)
    expect(writer.exists(root + "/a"), None)
    raises(NoNodeError, writer.get, root + "/a")
    done("creates, reads, changes, deletes")


def transactions(clients, root):
    client = clients[2]
    transaction = client.transaction()
    transaction.create(root + "/t", b"1")
    transaction.set_data(root + "/t", b"2")
    transaction.check(root + "/t", 1)
    results = transaction.commit()
    expect(results[0], root + "/t")
    expect(results[1].version, 1)
    transaction = client.transaction()
    transaction.delete(root + "/t")
    transaction.check(root + "/none", 0)
    results = transaction.commit()
    expect([type(result).__name__ for result in results], ["RolledBackError", "NoNodeError"])
    expect(client.get(root + "/t")[0], b"2")
    done("transactions")


def lock(clients, root):
    inside = []

    def work(number, client):
        mutex = client.Lock(root + "/lock", "participant-%d" % number)
        for _ in range(3):
            with mutex:
                inside.append(number)
                expect(len(inside), 1)
                inside.remove(number)

    in_parallel(clients, work)
    done("lock")


def election(clients, root):
    led = []

    def work(number, client):
        client.Election(root + "/election", "participant-%d" % number).run(lambda: led.append(number))

    in_parallel(clients, work)
    expect(sorted(led), [0, 1, 2])
    done("election")


def counter(clients, root):
    def work(_, client):
        count = client.Counter(root + "/counter")
        for _ in range(5):
            count += 2

    in_parallel(clients, work)
    clients[0].sync(root + "/counter")
    expect(clients[0].Counter(root + "/counter").value, 30)
    done("counter")


def queue(clients, root):
    producer = clients[0].Queue(root + "/queue")
    for number in range(10):
        producer.put(b"item %d" % number)
    producer.put(b"urgent", priority=10)
    clients[1].sync(root + "/queue")
    consumer = clients[1].Queue(root + "/queue")
    expect([consumer.get() for _ in range(12)], [b"urgent"] + [b"item %d" % n for n in range(10)] + [None])
    done("queue")


def watches(clients, root):
    watcher, actor = clients[0], clients[1]
    path = root + "/watched"
    actor.create(path, b"0")
    watcher.sync(path)
    data, children = [], []
    changed = threading.Condition()

    @watcher.DataWatch(path)
    def on_data(value, stat):
        with changed:
            data.append((value, None if stat is None else stat.version))
            changed.notify_all()

    @watcher.ChildrenWatch(path)
    def on_children(names):
        with changed:
            children.append(sorted(names))
            changed.notify_all()

    def wait_for(what, condition):
        with changed:
            if not changed.wait_for(condition, PATIENCE_SECONDS):
                raise AssertionError("%s; seen %r, %r" % (what, data, children))

    actor.set(path, b"1")
    wait_for("the change", lambda: data[-1] == (b"1", 1))
    actor.create(path + "/x", b"")
    wait_for("the child", lambda: children[-1] == ["x"])
    actor.delete(path + "/x")
    wait_for("no child", lambda: children[-1] == [])
    actor.delete(path)
    wait_for("the deletion", lambda: data[-1] == (None, None))
    expect(data, [(b"0", 0), (b"1", 1), (None, None)])
    expect(children, [[], ["x"], []])
    done("watches")


main(sys.argv[1])
