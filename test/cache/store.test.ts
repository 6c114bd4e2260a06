import t from 'tap';
import { createStore } from '../../src/cache/store.ts';

const entry = (componentsJson: string) => ({ componentsJson, sentAt: 0, ttlSeconds: 60 });

await t.test('keeps what it was given until it is replaced or deleted', async (t) => {
  const store = createStore({ maxBytes: 1e6, maxEntryBytes: 1e5 });
  store.set('a', entry('[1]'));
  store.set('a', entry('[2]'));
  t.same(store.get('a'), entry('[2]'));
  t.equal(store.entries, 1);
  store.delete('a');
  t.equal(store.get('a'), undefined);
  t.equal(store.bytes, 0);
});

await t.test(
  'is bounded in bytes, keys counted, and pushes the least recently used out',
  async (t) => {
    let evicted = 0;
    const store = createStore({
      maxBytes: 100_000,
      maxEntryBytes: 10_000,
      onEvict: () => (evicted += 1),
    });
    for (let i = 0; i < 1_000; i += 1) {
      store.set(`${i}`.padEnd(200, 'k'), entry('x'.repeat(1_000)));
      t.ok(store.bytes <= 100_000);
    }
    t.ok(store.entries < 100);
    t.equal(store.entries + evicted, 1_000);
    t.equal(store.get('0'.padEnd(200, 'k')), undefined);
    t.ok(store.get('999'.padEnd(200, 'k')));
  },
);

await t.test('does not keep an entry over the limit, nor the older one it replaces', async (t) => {
  const store = createStore({ maxBytes: 1e6, maxEntryBytes: 5_000 });
  store.set('a', entry('small'));
  store.set('a', entry('x'.repeat(5_000)));
  t.equal(store.get('a'), undefined);
});

await t.test('can be emptied', async (t) => {
  let evicted = 0;
  const store = createStore({ maxBytes: 1e6, maxEntryBytes: 5_000, onEvict: () => (evicted += 1) });
  store.set('a', entry('1'));
  store.clear();
  t.equal(store.entries, 0);
  t.equal(evicted, 0, 'emptying is no eviction');
});
