"""What applications in Python do with kazoo: python3 kazoo_recipes.py CONNECT_STRING

Each step is printed once it is done; the first surprise ends the script with a traceback. What it cannot do
to servers by itself it asks for, and waits for an answer.
"""
import sys
import threading

from kazoo.client import KazooClient, KazooState
from kazoo.exceptions import BadVersionError, InvalidACLError, NoAuthError, NodeExistsError, NoNodeError
from kazoo.recipe.cache import TreeCache
from kazoo.security import CREATOR_ALL_ACL, make_acl

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
    acls(clients, root)
    without_waiting(clients, root)
    lock(clients, root)
    readers_and_writers(clients, root)
    semaphore(clients, root)
    election(clients, root)
    counter(clients, root)
    queue(clients, root)
    locking_queue(clients, root)
    barriers(clients, root)
    party(clients, root)
    partitions(clients, root)
    watches(clients, root)
    tree_cache(clients, root)
    below_a_root(connect_string, root)
    loss_of_a_server(connect_string, root)
    end_of_a_session(connect_string, root)
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


def acls(clients, root):
    owner, stranger = clients[0], clients[1]
    path = root + "/mine"
    owner.add_auth("digest", "kazoo:secret")
    owner.create(path, b"", acl=CREATOR_ALL_ACL)
    stranger.sync(path)
    raises(NoAuthError, stranger.get, path)
    raises(InvalidACLError, stranger.create, root + "/not-mine", b"", acl=CREATOR_ALL_ACL)
    entries, stat = owner.get_acls(path)
    expect((entries[0].id.scheme, stat.aversion), ("digest", 0))
    expect(owner.set_acls(path, [make_acl("ip", "127.0.0.0/8", read=True)], version=0).aversion, 1)
    stranger.sync(path)
    expect(stranger.get(path)[0], b"")
    raises(NoAuthError, owner.set, path, b"x")
    done("guards by ACLs")


def without_waiting(clients, root):
    client = clients[0]
    path = client.create(root + "/flood", b"")
    answers = [client.set_async(path, b"%d" % number, version=number) for number in range(1000)]
    reading = client.get_async(path)
    expect([answer.get(timeout=PATIENCE_SECONDS).version for answer in answers], list(range(1, 1001)))
    expect(reading.get(timeout=PATIENCE_SECONDS)[0], b"999")
    big = bytes(range(256)) * 3900
    client.set(path, big)
    expect(client.get(path)[0] == big, True)
    done("asks without waiting")


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


def readers_and_writers(clients, root):
    path = root + "/shared-lock"
    first, second = clients[0].ReadLock(path), clients[1].ReadLock(path)
    expect(first.acquire(timeout=PATIENCE_SECONDS), True)
    expect(second.acquire(timeout=PATIENCE_SECONDS), True)
    clients[2].sync(path)
    writer = clients[2].WriteLock(path)
    expect(writer.acquire(blocking=False), False)
    first.release()
    second.release()
    clients[2].sync(path)
    expect(writer.acquire(timeout=PATIENCE_SECONDS), True)
    clients[0].sync(path)
    expect(clients[0].ReadLock(path).acquire(blocking=False), False)
    writer.release()
    done("locks for readers and writers")


def semaphore(clients, root):
    inside, most = [], []

    def work(number, client):
        for _ in range(3):
            with client.Semaphore(root + "/semaphore", "participant-%d" % number, max_leases=2):
                inside.append(number)
                most.append(len(inside))
                inside.remove(number)

    in_parallel(clients, work)
    expect(max(most) <= 2, True)
    done("semaphore")


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


def locking_queue(clients, root):
    queue = clients[0].LockingQueue(root + "/locking-queue")
    queue.put_all([b"item %d" % number for number in range(5)])
    clients[2].sync(root + "/locking-queue")
    consumer = clients[2].LockingQueue(root + "/locking-queue")
    for number in range(5):
        expect(consumer.get(timeout=PATIENCE_SECONDS), b"item %d" % number)
        expect(consumer.consume(), True)
    done("queue with a lock")


def barriers(clients, root):
    gate = clients[0].Barrier(root + "/barrier")
    gate.create()
    clients[1].sync(root)
    passed = []

    def wait(number, client):
        if number == 0:
            gate.remove()
        else:
            passed.append(client.Barrier(root + "/barrier").wait(PATIENCE_SECONDS))

    in_parallel(clients, wait)
    expect(passed, [True, True])
    arrived = []

    def together(number, client):
        barrier = client.DoubleBarrier(root + "/double", len(clients), "participant-%d" % number)
        arrived.append(number)
        barrier.enter()
        expect(len(arrived), len(clients))
        barrier.leave()

    in_parallel(clients, together)
    done("barriers")


def party(clients, root):
    members = [client.Party(root + "/party", "member-%d" % number) for number, client in enumerate(clients)]
    for member in members:
        member.join()
    clients[1].sync(root + "/party")
    expect(sorted(members[1]), ["member-0", "member-1", "member-2"])
    for member in members:
        member.leave()
    clients[1].sync(root + "/party")
    expect(len(members[1]), 0)
    done("party")


def partitions(clients, root):
    shares = [None] * len(clients)

    def work(number, client):
        partitioner = client.SetPartitioner(
            root + "/partitions", set(range(6)), identifier="member-%d" % number, time_boundary=1)
        partitioner.wait_for_acquire(PATIENCE_SECONDS)
        while not partitioner.acquired or len(list(partitioner)) != 2:
            if partitioner.release:
                partitioner.release_set()
            elif partitioner.failed:
                raise AssertionError("no share")
            else:
                partitioner.wait_for_acquire(PATIENCE_SECONDS)
        shares[number] = list(partitioner)
        both.wait(PATIENCE_SECONDS)
        partitioner.finish()

    both = threading.Barrier(len(clients))
    in_parallel(clients, work)
    expect(sorted(sum(shares, [])), list(range(6)))
    done("partitions")


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


def ask(wish):
    print("ask: " + wish, flush=True)
    expect(sys.stdin.readline(), "done\n")


def tree_cache(clients, root):
    path = root + "/cached"
    clients[0].create(path, b"0")
    clients[1].sync(path)
    cache = TreeCache(clients[1], path)
    changed = threading.Condition()

    def on_event(_):
        with changed:
            changed.notify_all()

    def wait_for(name, wanted):
        def holds():
            found = cache.get_data(path + name)
            return (None if found is None else found.data) == wanted

        with changed:
            if not changed.wait_for(holds, PATIENCE_SECONDS):
                raise AssertionError("the cache does not hold %r at %s" % (wanted, name))

    cache.listen(on_event)
    cache.start()
    clients[0].create(path + "/a/b", b"1", makepath=True)
    wait_for("/a/b", b"1")
    clients[2].set(path + "/a/b", b"2")
    wait_for("/a/b", b"2")
    clients[0].delete(path + "/a", recursive=True)
    wait_for("/a", None)
    cache.close()
    done("tree cache")


def session(connect_string, timeout):
    """A session, and a way to wait for what becomes of it."""
    client = KazooClient(hosts=connect_string, timeout=timeout)
    states = []
    changed = threading.Condition()

    @client.add_listener
    def on_state(state):
        with changed:
            states.append(state)
            changed.notify_all()

    def wait_for(state):
        with changed:
            if not changed.wait_for(lambda: state in states, PATIENCE_SECONDS):
                raise AssertionError("no %s in %r" % (state, states))
            del states[:]

    client.start(timeout=PATIENCE_SECONDS)
    wait_for(KazooState.CONNECTED)
    return client, wait_for


def below_a_root(connect_string, root):
    client, _ = session(connect_string + root, 20)
    client.create("/inside", b"")
    expect("inside" in client.get_children("/"), True)
    client.stop()
    client.close()
    done("lives below a root")


def loss_of_a_server(connect_string, root):
    client, wait_for = session(connect_string, 20)
    path = client.create(root + "/kept", b"0", ephemeral=True)
    number = client.client_id[0]
    changes = []
    changed = threading.Condition()

    @client.DataWatch(path)
    def on_data(value, _):
        with changed:
            changes.append(value)
            changed.notify_all()

    ask("lose the server of 0x%x" % number)
    wait_for(KazooState.SUSPENDED)
    wait_for(KazooState.CONNECTED)
    expect(client.client_id[0], number)
    expect(client.retry(client.exists, path).owner_session_id, number)
    client.retry(client.set, path, b"1")
    with changed:
        expect(changed.wait_for(lambda: changes[-1] == b"1", PATIENCE_SECONDS), True)
    client.stop()
    client.close()
    ask("bring it back")
    done("survives the loss of a server")


def end_of_a_session(connect_string, root):
    client, wait_for = session(connect_string, 2)
    number = client.client_id[0]
    path = client.create(root + "/brief", b"", ephemeral=True)
    ask("hold me until there is no " + path)
    wait_for(KazooState.LOST)
    wait_for(KazooState.CONNECTED)
    expect(client.client_id[0] == number, False)
    expect(client.retry(client.exists, path), None)
    client.stop()
    client.close()
    done("outlives a session")


main(sys.argv[1])
