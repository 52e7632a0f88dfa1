/* What an application in C does: c_client CONNECT_STRING
 *
 * Each step is printed once it is done; the first surprise ends the program. What it cannot do to servers by
 * itself it asks for, and waits for an answer. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <zookeeper/zookeeper.h>

#define TIMEOUT_MILLIS 20000
#define SHORT_MILLIS 2000
#define PATIENCE_SECONDS 60
#define FLOOD 2000
#define BIG 1000000
#define MAX_EVENTS 256
#define PATH_SIZE 256

static const char *connect_string;
static char root[PATH_SIZE];

#define EXPECT(actual, expected)                                                                      \
    do {                                                                                              \
        long long seen_ = (long long)(actual), wanted_ = (long long)(expected);                       \
        if (seen_ != wanted_) {                                                                       \
            fprintf(stderr, "%s:%d: %s is %lld and not %lld\n", __FILE__, __LINE__, #actual, seen_, wanted_); \
            exit(1);                                                                                  \
        }                                                                                             \
    } while (0)

static void done(const char *step) {
    printf("done: %s\n", step);
    fflush(stdout);
}

static void ask(const char *wish, const char *about) {
    char answer[64] = "";
    printf("ask: %s%s\n", wish, about);
    fflush(stdout);
    if (fgets(answer, sizeof answer, stdin) == NULL || strcmp(answer, "done\n") != 0) {
        fprintf(stderr, "the answer is '%s'\n", answer);
        exit(1);
    }
}

static const char *below(const char *name) {
    /* Several may be in use at once. */
    static char paths[8][PATH_SIZE];
    static int next;
    char *path = paths[next++ % 8];
    snprintf(path, PATH_SIZE, "%s%s", root, name);
    return path;
}

/* ---- events: the library's threads write them down, the program waits for them */

struct event {
    int type;
    int state;
    char path[PATH_SIZE];
};

struct diary {
    pthread_mutex_t lock;
    pthread_cond_t written;
    struct event events[MAX_EVENTS];
    int size;
    int read;
};

static struct diary *new_diary(void) {
    struct diary *diary = calloc(1, sizeof *diary);
    pthread_mutex_init(&diary->lock, NULL);
    pthread_cond_init(&diary->written, NULL);
    return diary;
}

static void on_event(zhandle_t *zh, int type, int state, const char *path, void *context) {
    struct diary *diary = context;
    pthread_mutex_lock(&diary->lock);
    if (diary->size < MAX_EVENTS) {
        struct event *event = &diary->events[diary->size++];
        event->type = type;
        event->state = state;
        snprintf(event->path, PATH_SIZE, "%s", path == NULL ? "" : path);
    }
    pthread_cond_broadcast(&diary->written);
    pthread_mutex_unlock(&diary->lock);
}

static struct event next_event(struct diary *diary) {
    struct timespec deadline;
    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += PATIENCE_SECONDS;
    pthread_mutex_lock(&diary->lock);
    while (diary->read == diary->size) {
        if (pthread_cond_timedwait(&diary->written, &diary->lock, &deadline) == ETIMEDOUT) {
            fprintf(stderr, "no event came\n");
            exit(1);
        }
    }
    struct event event = diary->events[diary->read++];
    pthread_mutex_unlock(&diary->lock);
    return event;
}

static void expect_event(struct diary *diary, int type, const char *path) {
    struct event event = next_event(diary);
    if (event.type != type || strcmp(event.path, path) != 0) {
        fprintf(stderr, "event %d %s and not %d %s\n", event.type, event.path, type, path);
        exit(1);
    }
}

static void await_state(struct diary *diary, int state) {
    struct event event;
    do {
        event = next_event(diary);
        EXPECT(event.type, ZOO_SESSION_EVENT);
    } while (event.state != state);
}

static zhandle_t *open_session(int timeout_millis, struct diary *diary) {
    zhandle_t *zh = zookeeper_init(connect_string, on_event, timeout_millis, NULL, diary, 0);
    if (zh == NULL) {
        perror("zookeeper_init");
        exit(1);
    }
    await_state(diary, ZOO_CONNECTED_STATE);
    return zh;
}

/* ---- answers that come later */

struct answer {
    pthread_mutex_t lock;
    pthread_cond_t came;
    int codes[FLOOD];
    int versions[FLOOD];
    int size;
};

static struct answer flood = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, {0}, {0}, 0};

static void on_stat(int rc, const struct Stat *stat, const void *data) {
    pthread_mutex_lock(&flood.lock);
    flood.codes[flood.size] = rc;
    flood.versions[flood.size++] = stat == NULL ? -1 : stat->version;
    pthread_cond_broadcast(&flood.came);
    pthread_mutex_unlock(&flood.lock);
}

struct single {
    pthread_mutex_t lock;
    pthread_cond_t came;
    int here;
    int rc;
};

static void on_answer(struct single *single, int rc) {
    pthread_mutex_lock(&single->lock);
    single->here = 1;
    single->rc = rc;
    pthread_cond_broadcast(&single->came);
    pthread_mutex_unlock(&single->lock);
}

static void on_void(int rc, const void *data) {
    on_answer((struct single *)data, rc);
}

static void on_string(int rc, const char *value, const void *data) {
    on_answer((struct single *)data, rc);
}

static int await_single(struct single *single) {
    pthread_mutex_lock(&single->lock);
    while (!single->here) {
        pthread_cond_wait(&single->came, &single->lock);
    }
    pthread_mutex_unlock(&single->lock);
    return single->rc;
}

#define SINGLE {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0}

/* ---- steps */

static int create(zhandle_t *zh, const char *path, int mode) {
    return zoo_create(zh, path, "", 0, &ZOO_OPEN_ACL_UNSAFE, mode, NULL, 0);
}

static void creates_znodes(zhandle_t *zh) {
    char name[PATH_SIZE];
    struct Stat stat;
    struct Stat found;
    EXPECT(zoo_create(zh, below("/p"), "one", 3, &ZOO_OPEN_ACL_UNSAFE, ZOO_PERSISTENT, name, sizeof name), ZOK);
    EXPECT(strcmp(name, below("/p")), 0);
    EXPECT(
            zoo_create(zh, below("/s-"), NULL, -1, &ZOO_OPEN_ACL_UNSAFE, ZOO_PERSISTENT_SEQUENTIAL, name, sizeof name),
            ZOK);
    EXPECT(strcmp(name, below("/s-0000000001")), 0);
    EXPECT(create(zh, below("/e"), ZOO_EPHEMERAL), ZOK);
    EXPECT(zoo_exists(zh, below("/e"), 0, &stat), ZOK);
    EXPECT(stat.ephemeralOwner, zoo_client_id(zh)->client_id);
    EXPECT(create(zh, below("/e"), ZOO_EPHEMERAL), ZNODEEXISTS);
    EXPECT(create(zh, below("/e/c"), ZOO_PERSISTENT), ZNOCHILDRENFOREPHEMERALS);
    EXPECT(
            zoo_create2(
                    zh, below("/two-"), "2", 1, &ZOO_OPEN_ACL_UNSAFE, ZOO_EPHEMERAL_SEQUENTIAL, name, sizeof name, &stat),
            ZOK);
    EXPECT(zoo_exists(zh, name, 0, &found), ZOK);
    EXPECT(found.czxid, stat.czxid);
    EXPECT(found.ephemeralOwner, stat.ephemeralOwner);
    EXPECT(found.dataLength, stat.dataLength);
    EXPECT(create(zh, below("/container"), ZOO_CONTAINER), ZOK);
    EXPECT(
            zoo_create2_ttl(
                    zh, below("/ttl"), "", 0, &ZOO_OPEN_ACL_UNSAFE, ZOO_PERSISTENT_WITH_TTL, 3600000, name, sizeof name,
                    &stat),
            ZOK);
    EXPECT(stat.dataLength, 0);
    struct single single = SINGLE;
    EXPECT(
            zoo_acreate_ttl(
                    zh, below("/ttl-"), "", 0, &ZOO_OPEN_ACL_UNSAFE, ZOO_PERSISTENT_SEQUENTIAL_WITH_TTL, 3600000,
                    on_string, &single),
            ZOK);
    EXPECT(await_single(&single), ZOK);
    done("creates znodes");
}

static void reads_and_writes(zhandle_t *zh) {
    char buffer[16];
    int length = sizeof buffer;
    struct Stat stat;
    struct String_vector names;
    EXPECT(zoo_set2(zh, below("/p"), "two", 3, 0, &stat), ZOK);
    EXPECT(stat.version, 1);
    EXPECT(zoo_get(zh, below("/p"), 0, buffer, &length, &stat), ZOK);
    EXPECT(length, 3);
    EXPECT(memcmp(buffer, "two", 3), 0);
    length = sizeof buffer;
    EXPECT(zoo_get(zh, below("/s-0000000001"), 0, buffer, &length, NULL), ZOK);
    EXPECT(length, -1);
    EXPECT(zoo_set(zh, below("/p"), "three", 5, 0), ZBADVERSION);
    EXPECT(zoo_exists(zh, below("/none"), 0, &stat), ZNONODE);
    EXPECT(zoo_delete(zh, below(""), -1), ZNOTEMPTY);
    EXPECT(zoo_get_children2(zh, root, 0, &names, &stat), ZOK);
    EXPECT(names.count, stat.numChildren);
    deallocate_String_vector(&names);
    EXPECT(zoo_delete(zh, below("/s-0000000001"), 0), ZOK);

    char *big = malloc(BIG), *read = malloc(BIG);
    int read_length = BIG;
    for (int i = 0; i < BIG; i++) {
        big[i] = (char)(i * 31);
    }
    EXPECT(zoo_create(zh, below("/big"), big, BIG, &ZOO_OPEN_ACL_UNSAFE, 0, NULL, 0), ZOK);
    EXPECT(zoo_get(zh, below("/big"), 0, read, &read_length, NULL), ZOK);
    EXPECT(read_length, BIG);
    EXPECT(memcmp(big, read, BIG), 0);
    free(big);
    free(read);
    done("reads and writes");
}

static void watches(zhandle_t *zh, struct diary *session) {
    struct diary *data = new_diary(), *children = new_diary(), *existence = new_diary();
    struct String_vector names;
    struct Stat stat;
    char buffer[16];
    int length = sizeof buffer;
    EXPECT(zoo_wget(zh, below("/p"), on_event, data, buffer, &length, &stat), ZOK);
    EXPECT(zoo_wget_children(zh, below("/p"), on_event, children, &names), ZOK);
    EXPECT(names.count, 0);
    deallocate_String_vector(&names);
    EXPECT(zoo_wexists(zh, below("/p/new"), on_event, existence, &stat), ZNONODE);
    EXPECT(zoo_set(zh, below("/p"), "x", 1, -1), ZOK);
    expect_event(data, ZOO_CHANGED_EVENT, below("/p"));
    EXPECT(create(zh, below("/p/new"), 0), ZOK);
    expect_event(children, ZOO_CHILD_EVENT, below("/p"));
    expect_event(existence, ZOO_CREATED_EVENT, below("/p/new"));
    EXPECT(zoo_exists(zh, below("/p/new"), 1, &stat), ZOK);
    EXPECT(zoo_delete(zh, below("/p/new"), 0), ZOK);
    expect_event(session, ZOO_DELETED_EVENT, below("/p/new"));
    done("watches");
}

static void takes_watches_back(zhandle_t *zh) {
    struct diary *first = new_diary(), *second = new_diary();
    struct Stat stat;
    EXPECT(zoo_wexists(zh, below("/p"), on_event, first, &stat), ZOK);
    EXPECT(zoo_remove_watches(zh, below("/p"), ZWATCHTYPE_DATA, on_event, second, 0), ZNOWATCHER);
    EXPECT(zoo_remove_watches(zh, below("/p"), ZWATCHTYPE_DATA, on_event, first, 0), ZOK);
    EXPECT(zoo_wexists(zh, below("/p"), on_event, second, &stat), ZOK);
    EXPECT(zoo_set(zh, below("/p"), "y", 1, -1), ZOK);
    expect_event(second, ZOO_CHANGED_EVENT, below("/p"));
    EXPECT(first->size, 0);
    done("takes watches back");
}

static void several_things_at_once(zhandle_t *zh) {
    zoo_op_t ops[4];
    zoo_op_result_t results[4];
    char name[PATH_SIZE];
    struct Stat stat;
    zoo_create_op_init(&ops[0], below("/m"), "1", 1, &ZOO_OPEN_ACL_UNSAFE, 0, name, sizeof name);
    zoo_set_op_init(&ops[1], below("/m"), "2", 1, 0, &stat);
    zoo_check_op_init(&ops[2], below("/m"), 1);
    zoo_delete_op_init(&ops[3], below("/m"), 1);
    EXPECT(zoo_multi(zh, 4, ops, results), ZOK);
    EXPECT(strcmp(name, below("/m")), 0);
    EXPECT(stat.version, 1);
    zoo_check_op_init(&ops[1], below("/m"), 8);
    zoo_delete_op_init(&ops[2], below("/m"), 0);
    EXPECT(zoo_multi(zh, 3, ops, results), ZBADVERSION);
    EXPECT(results[0].err, ZOK);
    EXPECT(results[1].err, ZBADVERSION);
    EXPECT(results[2].err, ZRUNTIMEINCONSISTENCY);
    EXPECT(zoo_exists(zh, below("/m"), 0, &stat), ZNONODE);
    done("several things at once");
}

static void guards_by_acls(zhandle_t *zh) {
    struct single single = SINGLE;
    struct ACL_vector acl;
    struct Stat stat;
    EXPECT(zoo_add_auth(zh, "digest", "c:secret", 8, on_void, &single), ZOK);
    EXPECT(await_single(&single), ZOK);
    EXPECT(zoo_create(zh, below("/mine"), "", 0, &ZOO_CREATOR_ALL_ACL, 0, NULL, 0), ZOK);
    EXPECT(zoo_get_acl(zh, below("/mine"), &acl, &stat), ZOK);
    EXPECT(acl.count, 1);
    EXPECT(strcmp(acl.data[0].id.scheme, "digest"), 0);
    deallocate_ACL_vector(&acl);
    struct diary *diary = new_diary();
    zhandle_t *stranger = open_session(TIMEOUT_MILLIS, diary);
    char buffer[16];
    int length = sizeof buffer;
    EXPECT(zoo_get(stranger, below("/mine"), 0, buffer, &length, &stat), ZNOAUTH);
    EXPECT(zoo_create(stranger, below("/mine-too"), "", 0, &ZOO_CREATOR_ALL_ACL, 0, NULL, 0), ZINVALIDACL);
    struct ACL entries[] = {{ZOO_PERM_READ, {"ip", "127.0.0.0/8"}}};
    struct ACL_vector by_address = {1, entries};
    EXPECT(zoo_set_acl(zh, below("/mine"), 0, &by_address), ZOK);
    EXPECT(zoo_get(stranger, below("/mine"), 0, buffer, &length, &stat), ZOK);
    EXPECT(stat.aversion, 1);
    EXPECT(zoo_add_auth(stranger, "nothing-of-the-kind", "", 0, NULL, NULL), ZOK);
    await_state(diary, ZOO_AUTH_FAILED_STATE);
    zookeeper_close(stranger);
    done("guards by ACLs");
}

static void asks_without_waiting(zhandle_t *zh) {
    struct single synced = SINGLE;
    for (int i = 0; i < FLOOD; i++) {
        EXPECT(zoo_aset(zh, below("/e"), "z", 1, i, on_stat, NULL), ZOK);
    }
    EXPECT(zoo_async(zh, below("/e"), on_string, &synced), ZOK);
    EXPECT(await_single(&synced), ZOK);
    EXPECT(flood.size, FLOOD);
    for (int i = 0; i < FLOOD; i++) {
        EXPECT(flood.codes[i], ZOK);
        EXPECT(flood.versions[i], i + 1);
    }
    done("asks without waiting");
}

static void survives_the_loss_of_a_server(zhandle_t *zh, struct diary *session) {
    struct diary *data = new_diary();
    struct Stat stat;
    char id[32];
    long long number = zoo_client_id(zh)->client_id;
    snprintf(id, sizeof id, "0x%llx", number);
    EXPECT(zoo_wexists(zh, below("/p"), on_event, data, &stat), ZOK);
    ask("lose the server of ", id);
    await_state(session, ZOO_CONNECTING_STATE);
    await_state(session, ZOO_CONNECTED_STATE);
    EXPECT(zoo_client_id(zh)->client_id, number);
    EXPECT(zoo_exists(zh, below("/e"), 0, &stat), ZOK);
    EXPECT(stat.ephemeralOwner, number);
    EXPECT(zoo_create(zh, below("/mine-still"), "", 0, &ZOO_CREATOR_ALL_ACL, 0, NULL, 0), ZOK);
    EXPECT(zoo_set(zh, below("/p"), "z", 1, -1), ZOK);
    struct event event = next_event(data);
    while (event.type == ZOO_SESSION_EVENT) {
        event = next_event(data);
    }
    EXPECT(event.type, ZOO_CHANGED_EVENT);
    ask("bring it back", "");
    done("survives the loss of a server");
}

static void outlives_a_session(zhandle_t *zh) {
    struct diary *diary = new_diary();
    struct Stat stat;
    zhandle_t *brief = open_session(SHORT_MILLIS, diary);
    EXPECT(create(brief, below("/brief"), ZOO_EPHEMERAL), ZOK);
    ask("hold me until there is no ", below("/brief"));
    await_state(diary, ZOO_EXPIRED_SESSION_STATE);
    EXPECT(is_unrecoverable(brief), ZINVALIDSTATE);
    zookeeper_close(brief);
    EXPECT(zoo_exists(zh, below("/brief"), 0, &stat), ZNONODE);
    done("outlives a session");
}

int main(int argc, char **argv) {
    struct diary *session = new_diary();
    connect_string = argc > 1 ? argv[1] : "127.0.0.1:2181";
    zoo_set_debug_level(ZOO_LOG_LEVEL_ERROR);
    zhandle_t *zh = open_session(TIMEOUT_MILLIS, session);
    EXPECT(
            zoo_create(zh, "/c-", "", 0, &ZOO_OPEN_ACL_UNSAFE, ZOO_PERSISTENT_SEQUENTIAL, root, sizeof root), ZOK);
    creates_znodes(zh);
    reads_and_writes(zh);
    watches(zh, session);
    takes_watches_back(zh);
    several_things_at_once(zh);
    guards_by_acls(zh);
    asks_without_waiting(zh);
    survives_the_loss_of_a_server(zh, session);
    outlives_a_session(zh);
    return zookeeper_close(zh) == ZOK ? 0 : 1;
}
