// What an application in JavaScript does: node main.js CONNECT_STRING
//
// Each step is printed once it is done; the first surprise ends the program. What it cannot do to servers by
// itself it asks for, and waits for an answer.
'use strict';

const assert = require('assert');
const readline = require('readline');
const { promisify } = require('util');
const zookeeper = require('node-zookeeper-client');

const PATIENCE_MILLIS = 60000;
const { CreateMode, ACL, Permission, Id, Exception } = zookeeper;

const answers = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();

function done(step) {
  console.log('done: ' + step);
}

async function ask(wish) {
  console.log('ask: ' + wish);
  const answer = await answers.next();
  assert.strictEqual(answer.value, 'done');
}

function within(what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('waited in vain for: ' + what)), PATIENCE_MILLIS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// A session, with promises for callbacks and its states remembered.
class Session {
  constructor(connectString, timeoutMillis) {
    this.client = zookeeper.createClient(connectString, { sessionTimeout: timeoutMillis });
    this.states = [];
    this.client.on('state', (state) => {
      this.states.push(state.name);
    });
    const calls = ['create', 'remove', 'exists', 'getData', 'setData', 'getChildren', 'setACL', 'mkdirp'];
    for (const name of calls) {
      this[name] = promisify(this.client[name]).bind(this.client);
    }
  }

  connect() {
    const connected = new Promise((resolve) => this.client.once('connected', resolve));
    this.client.connect();
    return within('the connection', connected);
  }

  event(name) {
    return within(name, new Promise((resolve) => this.client.once(name, resolve)));
  }

  // A read that leaves a watch, and what the watch will tell.
  async watching(read, path) {
    let told;
    const event = new Promise((resolve) => {
      told = resolve;
    });
    await this[read](path, told);
    return within('an event about ' + path, event.then((seen) => seen.getName() + ' ' + seen.getPath()));
  }

  id() {
    return '0x' + this.client.getSessionId().toString('hex').replace(/^0+/, '');
  }
}

function stat(call) {
  // The library hands two results over where others hand over one.
  return new Promise((resolve, reject) => call((error, first, second) => (error ? reject(error) : resolve([first, second]))));
}

function fails(code, promise) {
  return assert.rejects(promise, (error) => error.getCode() === code);
}

async function createsZnodes(session, root) {
  assert.strictEqual(await session.create(root + '/p', Buffer.from('one')), root + '/p');
  assert.strictEqual(await session.create(root + '/s-', CreateMode.PERSISTENT_SEQUENTIAL), root + '/s-0000000001');
  assert.strictEqual(await session.create(root + '/es-', CreateMode.EPHEMERAL_SEQUENTIAL), root + '/es-0000000002');
  assert.strictEqual(await session.create(root + '/e', CreateMode.EPHEMERAL), root + '/e');
  const found = await session.exists(root + '/e');
  assert.deepStrictEqual(found.ephemeralOwner, session.client.getSessionId());
  await fails(Exception.NODE_EXISTS, session.create(root + '/e'));
  await fails(Exception.NO_CHILDREN_FOR_EPHEMERALS, session.create(root + '/e/c'));
  await session.mkdirp(root + '/a/b/c');
  done('creates znodes');
}

async function readsAndWrites(session, root) {
  const client = session.client;
  assert.strictEqual((await session.setData(root + '/p', Buffer.from('two'), 0)).version, 1);
  const [data, found] = await stat((callback) => client.getData(root + '/p', callback));
  assert.strictEqual(data.toString(), 'two');
  assert.strictEqual(found.dataLength, 3);
  assert.strictEqual(await session.exists(root + '/none'), null);
  await fails(Exception.BAD_VERSION, session.setData(root + '/p', Buffer.from('three'), 0));
  await fails(Exception.NO_NODE, session.getData(root + '/none'));
  await fails(Exception.NOT_EMPTY, session.remove(root + '/a'));
  const [children] = await stat((callback) => client.getChildren(root, callback));
  assert.deepStrictEqual(children.sort(), ['a', 'e', 'es-0000000002', 'p', 's-0000000001']);
  for (const path of ['/a/b/c', '/a/b', '/a']) {
    await session.remove(root + path, 0);
  }
  const big = Buffer.alloc(1000000, 'quorate');
  await session.create(root + '/big', big);
  assert.ok(big.equals(await session.getData(root + '/big')));
  done('reads and writes');
}

async function watches(session, root) {
  const created = session.watching('exists', root + '/new');
  const below = session.watching('getChildren', root);
  await session.exists(root);
  await session.create(root + '/new');
  assert.strictEqual(await created, 'NODE_CREATED ' + root + '/new');
  assert.strictEqual(await below, 'NODE_CHILDREN_CHANGED ' + root);
  const changed = session.watching('getData', root + '/new');
  await session.exists(root);
  await session.setData(root + '/new', Buffer.from('x'));
  assert.strictEqual(await changed, 'NODE_DATA_CHANGED ' + root + '/new');
  const removed = session.watching('exists', root + '/new');
  await session.exists(root);
  await session.remove(root + '/new');
  assert.strictEqual(await removed, 'NODE_DELETED ' + root + '/new');
  done('watches');
}

async function severalThingsAtOnce(session, root) {
  const commit = (transaction) => promisify(transaction.commit).call(transaction);
  const results = await commit(session.client.transaction()
    .create(root + '/m', Buffer.from('1'))
    .setData(root + '/m', Buffer.from('2'), 0)
    .check(root + '/m', 1)
    .remove(root + '/m', 1));
  assert.strictEqual(results.length, 4);
  await fails(Exception.BAD_VERSION, commit(session.client.transaction().create(root + '/m').check(root + '/m', 8)));
  assert.strictEqual(await session.exists(root + '/m'), null);
  done('several things at once');
}

async function guardsByAcls(session, connectString, root) {
  session.client.addAuthInfo('digest', Buffer.from('node:secret'));
  await session.create(root + '/mine', ACL.CREATOR_ALL_ACL);
  const [acls] = await stat((callback) => session.client.getACL(root + '/mine', callback));
  assert.strictEqual(acls[0].id.scheme, 'digest');
  const stranger = new Session(connectString, 20000);
  await stranger.connect();
  await fails(Exception.NO_AUTH, stranger.getData(root + '/mine'));
  await fails(Exception.INVALID_ACL, stranger.create(root + '/mine-too', ACL.CREATOR_ALL_ACL));
  await session.setACL(root + '/mine', [new ACL(Permission.READ, new Id('ip', '127.0.0.1'))]);
  // A write comes back when its server knows of all writes before it; there is no sync in this library.
  await stranger.create(root + '/caught-up');
  await stranger.getData(root + '/mine');
  stranger.client.close();
  done('guards by ACLs');
}

async function asksWithoutWaiting(session, root) {
  const answered = [];
  const expected = [];
  const all = [];
  for (let i = 0; i < 1000; i++) {
    all.push(session.setData(root + '/e', Buffer.from(String(i)), i).then((found) => answered.push(found.version)));
    expected.push(i + 1);
  }
  await within('all answers', Promise.all(all));
  assert.deepStrictEqual(answered, expected);
  done('asks without waiting');
}

async function survivesTheLossOfAServer(session, root) {
  const id = session.id();
  const changed = session.watching('getData', root + '/p');
  await session.exists(root);
  const disconnected = session.event('disconnected');
  const connected = session.event('connected');
  await ask('lose the server of ' + id);
  await disconnected;
  await connected;
  assert.strictEqual(session.id(), id);
  assert.ok((await session.exists(root + '/e')) !== null);
  await session.create(root + '/mine-still', ACL.CREATOR_ALL_ACL);
  await session.setData(root + '/p', Buffer.from('three'));
  assert.strictEqual(await changed, 'NODE_DATA_CHANGED ' + root + '/p');
  await ask('bring it back');
  done('survives the loss of a server');
}

async function outlivesASession(session, connectString, root) {
  const brief = new Session(connectString, 2000);
  await brief.connect();
  await brief.create(root + '/brief', CreateMode.EPHEMERAL);
  const expired = brief.event('expired');
  await ask('hold me until there is no ' + root + '/brief');
  await expired;
  assert.strictEqual(await session.exists(root + '/brief'), null);
  brief.client.close();
  done('outlives a session');
}

async function main(connectString) {
  const session = new Session(connectString, 20000);
  await session.connect();
  const root = await session.create('/node-', CreateMode.PERSISTENT_SEQUENTIAL);
  await createsZnodes(session, root);
  await readsAndWrites(session, root);
  await watches(session, root);
  await severalThingsAtOnce(session, root);
  await guardsByAcls(session, connectString, root);
  await asksWithoutWaiting(session, root);
  await survivesTheLossOfAServer(session, root);
  await outlivesASession(session, connectString, root);
  session.client.close();
}

main(process.argv[2]).then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
