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
