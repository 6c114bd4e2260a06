import t from 'tap';
import type { LoadResult } from '../../src/config/load.ts';
import { gatewayFile, load } from '../fixtures/config-directory.ts';

const upstream = (count: number, more = '') => {
  const cards = Array.from({ length: count }, (_, index) => `  card-${index}: {}\n`).join('');
  return `name: many\nadapter: plain\nurl: http://127.0.0.1:1/\n${more}cards:\n${cards}`;
};

const warnings = (result: LoadResult) =>
  result.ok
    ? result.warnings.map(({ file, line, path, message }) => `${file}:${line} ${path}: ${message}`)
    : result;

const workspaces = (cards: string) =>
  `version: 1\nworkspaces:\n  w:\n    auth: { signing: { secrets: [x] } }\n${cards}`;

void t.test('warns about an upstream that may take longer than the gateway answers', async (t) => {
  const late = await load(t, { upstreams: { 'a.yaml': upstream(1, 'timeoutMs: 5001\n') } });
  t.match(warnings(late), [
    /^upstreams\/a\.yaml:4 timeoutMs: longer than the gateway's deadlineMs: /,
  ]);
  const inTime = await load(t, { upstreams: { 'a.yaml': upstream(1, 'timeoutMs: 5000\n') } });
  t.same(warnings(inTime), []);
});

void t.test('warns about times that are too short to be of use', async (t) => {
  const cards = (text: string) => ({
    'a.yaml': `name: a\nadapter: plain\nurl: http://a.test/\ncards:\n  x: ${text}\n`,
  });
  const useless = await load(t, {
    gateway: `${gatewayFile}deadlineMs: 2500\ncache: { emptyTtlSeconds: 17, staleIfErrorSeconds: 14 }\n`,
    upstreams: cards('{ ttlSeconds: 17, staleWhileRevalidateSeconds: 1 }'),
  });
  const ttl =
    "never answered from the cache: that takes at least 17.5 s, 15 s of Plain's and the gateway's deadlineMs";
  const window = 'too short to be of use: Plain keeps a stale card for 15 s; raise it, or write 0';
  t.same(warnings(useless), [
    `gateway.yaml:6 cache.emptyTtlSeconds: ${ttl}`,
    `gateway.yaml:6 cache.staleIfErrorSeconds: ${window}`,
    `upstreams/a.yaml:5 cards.x.ttlSeconds: ${ttl}`,
    `upstreams/a.yaml:5 cards.x.staleWhileRevalidateSeconds: ${window}`,
  ]);
  const useful = await load(t, {
    upstreams: cards('{ ttlSeconds: 20, staleWhileRevalidateSeconds: 0, staleIfErrorSeconds: 15 }'),
  });
  t.same(warnings(useful), []);
});

void t.test('warns about a call that ends before it counts as slow', async (t) => {
  const slow = (slowCallMs: number) => ({
    'a.yaml': upstream(1, `timeoutMs: 1000\nbreaker: { slowCallMs: ${slowCallMs} }\n`),
  });
  t.match(warnings(await load(t, { upstreams: slow(1001) })), [
    / breaker\.slowCallMs: longer than timeoutMs/,
  ]);
  t.same(warnings(await load(t, { upstreams: slow(1000) })), []);
});

void t.test('warns about what can be read on the way', async (t) => {
  const at = (url: string) => ({
    'a.yaml': `name: a\nadapter: plain\nurl: ${url}\ncards: { x: }\n`,
  });
  t.match(warnings(await load(t, { upstreams: at('http://api.example.com/cards') })), [
    /^upstreams\/a\.yaml:3 url: http to a host outside: .*; use https$/,
  ]);
  for (const url of ['https://api.example.com/cards', 'http://billing:80/', 'http://10.0.0.1/']) {
    t.same(warnings(await load(t, { upstreams: at(url) })), [], url);
  }
});

void t.test('warns about more cards than a workspace of Plain shows', async (t) => {
  t.same(warnings(await load(t, { upstreams: { 'a.yaml': upstream(25) } })), []);
  t.same(warnings(await load(t, { upstreams: { 'a.yaml': upstream(26) } })), [
    'gateway.yaml:1 : 26 cards; a workspace of Plain shows at most 25',
  ]);
});

void t.test('does not count retired cards', async (t) => {
  const retired = upstream(26).replace('card-0: {}', 'card-0: { retired: true }');
  t.same(warnings(await load(t, { upstreams: { 'a.yaml': retired } })), []);
});

void t.test('counts each workspace by the cards that it may ask for', async (t) => {
  const upstreams = { 'a.yaml': upstream(26) };
  t.same(warnings(await load(t, { gateway: workspaces('    cards: [card-1]\n'), upstreams })), []);
  t.match(warnings(await load(t, { gateway: workspaces(''), upstreams })), [
    / workspaces\.w\.cards: 26 cards/,
  ]);
});

void t.test('tells no warnings beside errors', async (t) => {
  const result = await load(t, {
    gateway: `${gatewayFile}x: 1\n`,
    upstreams: { 'a.yaml': upstream(26) },
  });
  t.match(result, { ok: false, problems: [{ path: 'x' }] });
});

void t.test('does not take the braces of an expression, or of JSON, for a value', async (t) => {
  const text = (components: string) => ({
    'a.yaml': `name: a\nadapter: json\nurl: http://a.test\ncards:\n  x:\n    get: '/{customer.id}'\n    components:\n${components}`,
  });
  const fine = await load(t, {
    upstreams: text(
      `      - if: '$map(a, function($x) { $x })'\n        componentText: { text: '{{ $map(a, function($x) { $x }) }}, {"a": 1}, {{ "{a}" }}' }\n`,
    ),
  });
  t.same(warnings(fine), []);
});

void t.test('warns about secrets that could be guessed, without their values', async (t) => {
  const gateway = `version: 1
admin: { token: "\${ADMIN_TOKEN}" }
workspaces:
  w:
    auth:
      headers:
        - { name: authorization, value: "Bearer \${CARDS_TOKEN}" }
        - { id: second, name: x-key, value: "\${KEY}" }
`;
  const short = { ADMIN_TOKEN: 'S3CRET', CARDS_TOKEN: 'a'.repeat(15), KEY: 'S3CRETS' };
  const guessed = await load(t, { gateway }, short);
  const weak =
    'shorter than 16 characters, so that it could be guessed; openssl rand -hex 32 makes one';
  t.same(warnings(guessed), [
    `gateway.yaml:2 admin.token: ${weak}`,
    `gateway.yaml:7 workspaces.w.auth.headers[0].value: ${weak}`,
    `gateway.yaml:8 workspaces.w.auth.headers[1].value: ${weak}`,
  ]);
  const long = 'a'.repeat(16);
  const fine = await load(
    t,
    { gateway },
    { ADMIN_TOKEN: long, CARDS_TOKEN: long, KEY: `${long}b` },
  );
  t.same(warnings(fine), []);
});
