import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, suite, test } from 'node:test';
import { manyKeys, startEdge } from './edge.ts';
import type { Edge, Way } from './edge.ts';
import { ask, question } from './plain-client.ts';
import type { Asking, Client, Reply } from './plain-client.ts';

/** Of a customer: nginx may write it nowhere. */
const mark = 'SENSITIVE';

/** A question for one card, written in every way that JSON allows and a careless proxy would tidy. */
const written: Readonly<Record<string, string>> = {
  'as short as can be': question('c_1', ['card-1']),
  'with spaces and line ends':
    '\r\n{ "cardKeys" :\t[ "card-1" ] ,\n\n  "customer":{"id":"c_1"}}\n \n',
  'with escapes':
    '{"cardKeys":["card\\u002d1"],"customer":{"id":"c\\u005f1","email":"\\u00e5@\\/"}}',
  'with text beyond ASCII':
    '{"cardKeys":["card-1"],"customer":{"id":"c_1","externalId":"Zoë \u{1f600} ﷽"}}',
  'with a field twice': '{"cardKeys":[],"cardKeys":["card-1"],"customer":{"id":"c_1"}}',
  'with numbers in all forms': '{"cardKeys":["card-1"],"customer":{"id":"c_1"},"x":[1.0,1e2,-0]}',
  'of 60 KB': `{"cardKeys":["card-1"],"customer":{"id":"c_1"},"x":"${mark.repeat(6_600)}"}`,
};

function inPieces(body: string, bytes: number): Buffer[] {
  const whole = Buffer.from(body);
  return Array.from({ length: Math.ceil(whole.length / bytes) }, (_, index) =>
    whole.subarray(index * bytes, (index + 1) * bytes),
  );
}

/** Asks as Plain, unless told otherwise. */
type AskAs = (asking: Asking, who?: Partial<Client>) => Promise<Reply>;

/** A suite with an edge of its own. */
function suiteOf(way: Way, describe: (edge: () => Edge, askAs: AskAs) => void): void {
  suite(way, { timeout: 120_000 }, () => {
    let started: Edge | undefined;
    const edge = (): Edge => {
      assert.ok(started);
      return started;
    };
    before(async () => void (started = await startEdge(way)));
    after(() => started?.stop());
    describe(edge, (asking, who) => ask({ ...edge().client, ...who }, asking));
  });
}

/** What has to hold whichever way Plain reaches the gateway. */
function passesBytes(edge: () => Edge, askAs: AskAs): void {
  for (const [how, body] of Object.entries(written)) {
    test(`a signed question ${how} passes, at once and in chunks`, async () => {
      const askings: Asking[] = [
        { body },
        { body: inPieces(body, body.length < 200 ? 3 : 7_001) },
        { body, headers: { expect: '100-continue' } },
      ];
      for (const asking of askings) {
        const reply = await askAs(asking);
        assert.equal(reply.status, 200, reply.body);
        assert.match(reply.body, /^\{"cards":\[\{"key":"card-1",.*"c_1"/);
      }
    });
  }

  test('an answer of more than a megabyte arrives whole, however slowly it is read', async () => {
    const { status, body } = await askAs({ body: question('c_long', manyKeys), readAfterMs: 300 });
    assert.equal(status, 200);
    const { cards } = JSON.parse(body) as { cards: { key: string }[] };
    assert.deepEqual(
      cards.map(({ key }) => key),
      manyKeys,
    );
    assert.ok(body.length > 1_300_000);
  });

  test('a wrong secret and a changed byte are refused by the gateway', async () => {
    const body = question('c_1', ['card-1']);
    const wrong = await askAs({ body }, { authorization: () => 'Bearer wrong' });
    const changed = await askAs({ body: body.replace('c_1', 'c_2'), signed: body });
    for (const { status, headers } of [wrong, changed]) {
      assert.equal(status, 401);
      assert.match(String(headers['x-request-id']), /^[\w-]+$/);
    }
    await edge().gateway.find(/"cause":"wrong_secret"[^]*"cause":"wrong_signature"/);
  });

  test('what is asked for under another name is answered as well', async () => {
    const body = question('c_1', ['card-1']);
    const { status } = await askAs({ body, headers: { host: 'other.example.com' } });
    assert.equal(status, 200);
  });
}

/** What has to hold where nginx speaks HTTP. */
function speaksHttp(edge: () => Edge, askAs: AskAs): void {
  const body = question('c_1', ['card-1']);

  test('paths that are not for cards get no answer, and never reach the gateway', async () => {
    const { requests } = edge().service;
    for (const path of ['/', '/cards/', '/Cards', '/metrics', '/cards/../metrics', '/cards.json']) {
      assert.equal((await askAs({ body, path })).status, 0, path);
    }
    assert.equal((await askAs({ body: '', path: '/livez', method: 'GET' })).status, 0);
    assert.equal(edge().service.requests, requests);
  });

  test('a query string is no hindrance', async () => {
    assert.equal((await askAs({ body, path: '/cards?batch=sentry' })).status, 200);
  });

  test("an id of the request is in nginx's log, the gateway's, and the answer; a client's is not", async () => {
    const { headers } = await askAs({ body, headers: { 'x-request-id': 'forged' } });
    const id = String(headers['x-request-id']);
    assert.match(id, /^[0-9a-f]{32}$/);
    await edge().gateway.find(new RegExp(`"requestId":"${id}"`));
    assert.ok(!edge().gateway.output().includes('forged'));
    await edge().nginx.logWith('customer-cards.log', new RegExp(`"requestId":"${id}"`));
  });

  test("failed authentications count by the client's address, not by what it claims", async () => {
    const wrong = { authorization: () => 'Bearer wrong' };
    const fail = async (localAddress: string, forwarded: string): Promise<number> => {
      const headers = { 'x-forwarded-for': forwarded };
      return (await askAs({ body, headers, localAddress }, wrong)).status;
    };
    const statuses: number[] = [];
    for (let count = 0; count < 4; count += 1) {
      statuses.push(await fail('127.0.0.7', `192.0.2.${count}`));
    }
    assert.deepEqual(statuses, [401, 401, 401, 429]);
    assert.equal(await fail('127.0.0.8', '127.0.0.7'), 401);
    assert.equal((await askAs({ body, localAddress: '127.0.0.7' })).status, 200);
  });

  test('no byte of a body, a header or a query string is written, to a log or a temporary file', async () => {
    const long = `{"cardKeys":["card-1"],"customer":{"id":"${mark}"},"x":"${mark.repeat(6_600)}"}`;
    await askAs({ body: long, path: `/cards?x=${mark}`, headers: { 'x-other': mark } });
    await askAs({ body: inPieces(long, 7_001), path: `/cards?x=${mark}` });
    const last = await askAs({ body: question('c_long', manyKeys), readAfterMs: 300 });
    const id = String(last.headers['x-request-id']);
    const logs = [
      await edge().nginx.logWith('customer-cards.log', new RegExp(`"requestId":"${id}"`)),
      await edge().nginx.log('error.log'),
    ];
    assert.ok(logs[0]?.includes('"path":"/cards"'));
    for (const log of logs) {
      assert.ok(!log.includes(mark));
      assert.ok(!log.includes('temporary file'), log);
    }
  });
}

/** Last in a suite: the gateway is gone afterwards. */
function isNever404(edge: () => Edge, askAs: AskAs): void {
  const body = question('c_1', ['card-1']);

  test('without a gateway it is 503 with Retry-After, which Plain does not keep', async () => {
    edge().gateway.kill();
    await edge().gateway.exit;
    for (const asking of [{ body }, { body: inPieces(body, 7) }, { body: '{' }]) {
      const { status, headers, body } = await askAs(asking);
      assert.equal(status, 503);
      assert.equal(headers['retry-after'], '1');
      assert.equal(headers['content-type'], 'application/json');
      assert.deepEqual(Object.keys(JSON.parse(body) as object), ['error']);
    }
    assert.equal((await askAs({ body, path: '/other' })).status, 0);
  });
}

suiteOf('TLS ends in nginx', (edge, askAs) => {
  passesBytes(edge, askAs);
  speaksHttp(edge, askAs);
  isNever404(edge, askAs);
});

suiteOf('client certificates end in nginx', (edge, askAs) => {
  passesBytes(edge, askAs);
  speaksHttp(edge, askAs);

  test("without Plain's certificate there is no answer, whatever the secrets", async () => {
    const { requests } = edge().service;
    for (const certificate of [null, edge().otherCertificate]) {
      assert.equal((await askAs({ body: question('c_new', manyKeys) }, { certificate })).status, 0);
    }
    assert.equal(edge().service.requests, requests);
    await edge().nginx.logWith('customer-cards.log', /"clientCertificate":"(NONE|FAILED)/);
  });

  isNever404(edge, askAs);
});

suiteOf('TLS ends in the gateway', (edge, askAs) => {
  passesBytes(edge, askAs);

  test("without Plain's certificate there is no answer, whatever the secrets", async () => {
    for (const certificate of [null, edge().otherCertificate]) {
      assert.equal((await askAs({ body: question('c_new', manyKeys) }, { certificate })).status, 0);
    }
  });

  test('without a gateway the connection ends', async () => {
    edge().gateway.kill();
    await edge().gateway.exit;
    assert.equal((await askAs({ body: question('c_1') })).status, 0);
  });
});

suiteOf('TLS ends in nginx', (edge, askAs) => {
  test('a gateway that hangs costs 503 before Plain gives up', async () => {
    process.kill(edge().gateway.pid, 'SIGSTOP');
    const startedAt = performance.now();
    const { status, headers } = await askAs({ body: question('c_1') });
    const seconds = (performance.now() - startedAt) / 1000;
    process.kill(edge().gateway.pid, 'SIGCONT');
    assert.equal(status, 503);
    assert.equal(headers['retry-after'], '1');
    assert.ok(seconds > 14 && seconds < 15, `${seconds} s`);
  });

  test('a gateway that is killed costs 503 for what it had begun', async () => {
    process.kill(edge().gateway.pid, 'SIGSTOP');
    const asked = askAs({ body: question('c_1') });
    await delay(200);
    process.kill(edge().gateway.pid, 'SIGKILL');
    const { status, headers } = await asked;
    assert.equal(status, 503);
    assert.equal(headers['retry-after'], '1');
  });
});
