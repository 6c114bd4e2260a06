import t from 'tap';
import { billingFile, env, gatewayFile, load, loaded, told } from '../fixtures/config-directory.ts';

const upstream = (name: string, cards: string) =>
  `name: ${name}\nadapter: plain\nurl: http://127.0.0.1:1/\ncards: ${cards}\n`;

const workspaces = `version: 1
workspaces:
  w1:
    auth: { headers: [{ name: x-token, value: "\${ONE}" }], signing: { secrets: ["\${SIGN}"] } }
    cards: [usage]
  w2:
    auth:
      headers:
        - { name: x-token, value: "\${TWO}" }
`;

void t.test('a card key belongs to one upstream: both places are named', async (t) => {
  const result = await load(t, {
    upstreams: {
      'a.yaml': upstream('a', '\n  usage:\n  other:'),
      'b.yaml': upstream('b', '\n  mine:\n  usage:'),
    },
  });
  t.same(told(result), [
    'upstreams/b.yaml:6:3 cards.usage: the same as in upstreams/a.yaml:5:3; a card key belongs to one upstream',
  ]);
});

void t.test('an upstream has a name of its own', async (t) => {
  const result = await load(t, {
    upstreams: {
      'a.yaml': upstream('a', '{ x: }'),
      'b.yaml': upstream('a', '{ y: }'),
      'c.yaml': upstream('a', '{ z: }'),
    },
  });
  t.same(told(result), [
    'upstreams/b.yaml:1:7 name: the same as in upstreams/a.yaml:1:7; an upstream needs a name of its own',
    'upstreams/c.yaml:1:7 name: the same as in upstreams/a.yaml:1:7; an upstream needs a name of its own',
  ]);
});

void t.test('repetitions are told beside other mistakes of the files', async (t) => {
  const result = await load(t, {
    upstreams: {
      'a.yaml': `${upstream('a', '{ x: }')}colour: red\n`,
      'b.yaml': 'name: a\ncards: { x: }\n',
    },
  });
  t.same(
    told(result).map((line) => line.replace(/[;:] .*/, '')),
    [
      'upstreams/a.yaml:5:1 colour',
      'upstreams/b.yaml:1:1 adapter',
      'upstreams/b.yaml:1:7 name',
      'upstreams/b.yaml:2:10 cards.x',
    ],
  );
});

void t.test('files without a name or with cards of another shape repeat nothing', async (t) => {
  const broken = 'adapter: plain\nurl: http://a.test\ncards: [x, x]\n';
  const lines = told(await load(t, { upstreams: { 'a.yaml': broken, 'b.yaml': broken } }));
  t.equal(lines.length, 4);
  t.notMatch(lines.join('\n'), /the same as/);
});

void t.test('workspaces with secrets of their own load', async (t) => {
  const { gateway } = loaded(
    await load(t, { gateway: workspaces }, { ONE: '1', TWO: '2', SIGN: '3' }),
  );
  t.same(Object.keys(gateway.workspaces ?? {}), ['w1', 'w2']);
});

void t.test('two workspaces share no secret, be it for a header or for signing', async (t) => {
  const rule = 'each workspace needs secrets of its own';
  t.same(told(await load(t, { gateway: workspaces }, { ONE: 'x', TWO: 'x', SIGN: '3' })), [
    `gateway.yaml:9:35 workspaces.w2.auth.headers[0].value: the same as in gateway.yaml:4:47; ${rule}`,
  ]);
  const signing = `${workspaces}      signing: { secrets: [a, "\${SIGN}"] }\n`;
  t.same(told(await load(t, { gateway: signing }, { ONE: '1', TWO: '2', SIGN: '3' })), [
    `gateway.yaml:10:31 workspaces.w2.auth.signing.secrets[1]: the same as in gateway.yaml:4:81; ${rule}`,
  ]);
});

void t.test('secrets that are missing are not told as shared', async (t) => {
  const lines = told(await load(t, { gateway: workspaces.replace('TWO', 'ONE') }, { SIGN: '3' }));
  t.same(
    lines.map((line) => line.replace(/.*: (\w+ is not set).*/, '$1')),
    ['ONE is not set', 'ONE is not set'],
  );
});

void t.test('one workspace may list a secret twice', async (t) => {
  const twice = workspaces.replace('["${SIGN}"]', '["${SIGN}", "${ONE}"]');
  t.ok((await load(t, { gateway: twice }, { ONE: '1', TWO: '2', SIGN: '3' })).ok);
});

void t.test('a workspace names registered cards only', async (t) => {
  const gateway = workspaces.replace('[usage]', '[usage, usagee]');
  t.same(told(await load(t, { gateway }, { ONE: '1', TWO: '2', SIGN: '3' })), [
    'gateway.yaml:5:20 workspaces.w1.cards[1]: no upstream file registers this card; did you mean usage?',
  ]);
});

void t.test('does not call cards unregistered while an upstream file is unreadable', async (t) => {
  const gateway = workspaces.replace('[usage]', '[elsewhere]');
  const upstreams = { 'a.yaml': billingFile, 'b.yaml': 'cards: [' };
  const lines = told(await load(t, { gateway, upstreams }, { ONE: '1', TWO: '2', SIGN: '3' }));
  t.equal(lines.length, 1);
  t.match(lines[0], /^upstreams\/b\.yaml/);
});

void t.test('no secret configured means no start', async (t) => {
  const none =
    'expected at least one header secret or signing secret: the gateway does not start without one';
  t.same(told(await load(t, { gateway: 'version: 1\nauth: {}\n' })), [
    `gateway.yaml:2:7 auth: ${none}`,
  ]);
  t.same(told(await load(t, { gateway: 'version: 1\nworkspaces: {}\n' })), [
    'gateway.yaml:2:13 workspaces: expected at least one workspace',
  ]);
  t.same(told(await load(t, { gateway: 'version: 1\nworkspaces:\n  w: { auth: {} }\n' })), [
    `gateway.yaml:3:14 workspaces.w.auth: ${none}`,
  ]);
  const both = `${gatewayFile}workspaces: { w: { auth: { signing: { secrets: [x] } } } }\n`;
  t.match(told(await load(t, { gateway: both })), [/one of the two/]);
});

void t.test('an empty secret is no secret', async (t) => {
  t.match(told(await load(t, {}, { CARDS_TOKEN: '' })), [/CARDS_TOKEN is empty/]);
  const optional = gatewayFile.replace('${CARDS_TOKEN}', '${CARDS_TOKEN:-}');
  t.match(told(await load(t, { gateway: optional }, {})), [
    /a secret in a header must not be empty/,
  ]);
  const signing = 'version: 1\nauth: { signing: { secrets: ["${NONE:-}", " "] } }\n';
  t.match(told(await load(t, { gateway: signing }, env)), [
    /secrets\[0\]: a secret must not be empty/,
    /secrets\[1\]: a secret must not be empty/,
  ]);
});

void t.test('a card sends the customer, whatever else it sends', async (t) => {
  const upstreams = { 'a.yaml': upstream('a', '{ x: { sends: [thread] } }') };
  t.same(told(await load(t, { upstreams })), [
    'upstreams/a.yaml:4:22 cards.x.sends: expected customer among the dimensions',
  ]);
});
