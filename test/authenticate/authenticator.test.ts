import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import t from 'tap';
import { createAuthenticator } from '../../src/authenticate/authenticator.ts';
import type { RequestHeaders } from '../../src/authenticate/headers.ts';

const body = Buffer.from('{"cardKeys":["usage"],"customer":{"id":"c_1"}}');
const header = { name: 'Authorization', value: 'Bearer a' };
const signing = { secrets: ['s1', 's2'] };

function signedWith(secret: string, rawBody = body) {
  return { 'plain-request-signature': createHmac('sha256', secret).update(rawBody).digest('hex') };
}

function refused(failure: string) {
  return { ok: false, failure };
}

const byHeader = createAuthenticator({ auth: { headers: [header] } });
const bySignature = createAuthenticator({ auth: { headers: [], signing } });
const byBoth = createAuthenticator({ auth: { headers: [header], signing } });
const byWorkspace = createAuthenticator({
  workspaces: {
    w_prod: {
      auth: { headers: [{ ...header, value: 'Bearer prod' }], signing: { secrets: ['prod'] } },
    },
    w_stage: {
      auth: {
        headers: [{ ...header, id: 'stage', value: 'Bearer stage' }],
        signing: { secrets: ['stage'] },
      },
      cards: ['usage'],
    },
  },
});

await t.test('passes a header secret alone', async (t) => {
  const headers = { authorization: 'Bearer a' };
  const caller = { credentialId: 'header:authorization:1', workspaceId: null, cards: null };
  t.same(byHeader.checkHeaders(headers), { ok: true });
  t.same(byHeader.authenticate(headers, body), {
    ok: true,
    caller,
    secretIds: ['header:authorization:1'],
  });
});

await t.test('passes a signature alone', async (t) => {
  const caller = { credentialId: 'signing:2', workspaceId: null, cards: null };
  t.same(bySignature.checkHeaders(signedWith('s2')), { ok: true });
  t.same(bySignature.authenticate(signedWith('s2'), body), {
    ok: true,
    caller,
    secretIds: ['signing:2'],
  });
});

await t.test(
  'demands both where both are configured, and names the caller by the header',
  async (t) => {
    const headers = { authorization: 'Bearer a', ...signedWith('s1') };
    const result = byBoth.authenticate(headers, body);
    const secretIds = ['header:authorization:1', 'signing:1'];
    t.match(result, { ok: true, caller: { credentialId: secretIds[0] }, secretIds });
    t.same(byBoth.authenticate({ authorization: 'Bearer a' }, body), refused('no_signature'));
    t.same(byBoth.authenticate(signedWith('s1'), body), refused('no_credentials'));
    t.same(
      byBoth.authenticate({ ...headers, authorization: 'Bearer b' }, body),
      refused('wrong_secret'),
    );
    t.same(byBoth.authenticate(headers, Buffer.from('{}')), refused('wrong_signature'));
  },
);

await t.test('refuses before the body what the headers alone rule out', async (t) => {
  t.same(byHeader.checkHeaders({}), refused('no_credentials'));
  t.same(byBoth.checkHeaders({ authorization: 'Bearer a' }), refused('no_signature'));
  t.same(
    byBoth.checkHeaders({ authorization: 'Bearer a', 'plain-request-signature': 'x' }),
    refused('malformed_signature'),
  );
  t.same(
    byWorkspace.checkHeaders({ authorization: 'Bearer stage', ...signedWith('stage') }),
    refused('workspace'),
  );
});

await t.test('never says who the caller is before the body is read', async (t) => {
  t.same(byBoth.checkHeaders({ authorization: 'Bearer a', ...signedWith('wrong') }), { ok: true });
});

await t.test('takes the workspace as claimed where no workspaces are configured', async (t) => {
  const claim = (workspaceId: string | string[]) => {
    const headers = { authorization: 'Bearer a', 'plain-workspace-id': workspaceId };
    const result = byHeader.authenticate(headers, body);
    return result.ok && result.caller.workspaceId;
  };
  t.equal(claim('w_01GST0W989ZNAW53X6XYHAY87P'), 'w_01GST0W989ZNAW53X6XYHAY87P');
  t.equal(claim('w'.repeat(200)), 'w'.repeat(200));
  for (const odd of ['', 'w'.repeat(201), 'w 1', 'w_1\r\nx: y', 'w_1/..', ['w_1', 'w_2']]) {
    t.equal(claim(odd), null, String(odd));
  }
});

await t.test('lets the credential decide the workspace and its cards', async (t) => {
  const stage = { authorization: 'Bearer stage', 'plain-workspace-id': 'w_stage' };
  t.same(byWorkspace.authenticate({ ...stage, ...signedWith('stage') }, body), {
    ok: true,
    caller: { credentialId: 'w_stage/stage', workspaceId: 'w_stage', cards: new Set(['usage']) },
    secretIds: ['w_stage/stage', 'w_stage/signing:1'],
  });
  const prod = { authorization: 'Bearer prod', 'plain-workspace-id': 'w_prod' };
  t.same(byWorkspace.authenticate({ ...prod, ...signedWith('prod') }, body), {
    ok: true,
    caller: {
      credentialId: 'w_prod/header:authorization:1',
      workspaceId: 'w_prod',
      cards: null,
    },
    secretIds: ['w_prod/header:authorization:1', 'w_prod/signing:1'],
  });
});

await t.test('refuses a workspace header that disagrees with the credentials', async (t) => {
  const stage = { authorization: 'Bearer stage', ...signedWith('stage') };
  for (const claimed of ['w_prod', 'w_other', 'W_STAGE', '', undefined, ['w_stage', 'w_stage']]) {
    const headers = { ...stage, 'plain-workspace-id': claimed };
    t.same(byWorkspace.authenticate(headers, body), refused('workspace'), String(claimed));
  }
});

await t.test('refuses a header secret of one workspace with a signature of another', async (t) => {
  for (const workspaceId of ['w_prod', 'w_stage']) {
    const mixed = { authorization: 'Bearer stage', ...signedWith('prod') };
    const headers = { ...mixed, 'plain-workspace-id': workspaceId };
    t.equal(byWorkspace.authenticate(headers, body).ok, false);
  }
});

await t.test('says what failed in the claimed workspace, else in the first', async (t) => {
  const claimed = { authorization: 'Bearer stage', 'plain-workspace-id': 'w_stage' };
  t.same(byWorkspace.authenticate(claimed, body), refused('no_signature'));
  t.same(byWorkspace.authenticate({}, body), refused('no_credentials'));
});

await t.test('decides between workspaces that share a secret by the claimed one', async (t) => {
  const auth = { headers: [header] };
  const shared = createAuthenticator({ workspaces: { w_1: { auth }, w_2: { auth } } });
  const headers = { authorization: 'Bearer a', 'plain-workspace-id': 'w_2' };
  const caller = { credentialId: 'w_2/header:authorization:1', workspaceId: 'w_2' };
  t.match(shared.authenticate(headers, body), { ok: true, caller });
});

await t.test('lists the id of every secret, each once', async (t) => {
  t.same(byBoth.secretIds, ['header:authorization:1', 'signing:1', 'signing:2']);
  t.same(bySignature.secretIds, ['signing:1', 'signing:2']);
  t.same(byWorkspace.secretIds, [
    'w_prod/header:authorization:1',
    'w_prod/signing:1',
    'w_stage/stage',
    'w_stage/signing:1',
  ]);
  const rotating = { ...header, id: 'plain' };
  const same = createAuthenticator({ auth: { headers: [rotating, { ...rotating, value: 'b' }] } });
  t.same(same.secretIds, ['plain']);
});

await t.test('refuses everyone where no credentials are configured', async (t) => {
  for (const config of [{}, { workspaces: {} }, { auth: { headers: [] } }]) {
    const nobody = createAuthenticator(config);
    t.same(nobody.checkHeaders({}), refused('no_credentials'));
    t.same(nobody.authenticate({ authorization: '' }, body), refused('no_credentials'));
    t.same(nobody.secretIds, []);
  }
});

await t.test('carries no secret that could be printed', async (t) => {
  t.notMatch(JSON.stringify(byWorkspace), /Bearer/);
  t.notMatch(JSON.stringify(byBoth.authenticate({ authorization: 'Bearer b' }, body)), /Bearer/);
});

await t.test('neither throws nor passes for any headers and body', async (t) => {
  const name = fc.constantFrom(
    'authorization',
    'plain-request-signature',
    'plain-workspace-id',
    '__proto__',
  );
  const value = fc.oneof(fc.anything(), fc.string(), fc.stringMatching(/^[0-9a-f]{64}$/));
  fc.assert(
    fc.property(fc.dictionary(name, value), fc.uint8Array(), (sent, bytes) => {
      const headers = sent as RequestHeaders;
      const rawBody = Buffer.from(bytes);
      return [byHeader, bySignature, byBoth, byWorkspace].every(
        (authenticator) =>
          typeof authenticator.checkHeaders(headers).ok === 'boolean' &&
          !authenticator.authenticate(headers, rawBody).ok,
      );
    }),
  );
  t.pass();
});

await t.test('passes nothing that the check of the headers refuses', async (t) => {
  const pick = <T>(...values: T[]) => fc.constantFrom(...values);
  fc.assert(
    fc.property(
      pick('Bearer prod', 'Bearer stage', 'x', undefined),
      pick('prod', 'stage', 'x'),
      pick('w_prod', 'w_stage', 'w_x', undefined),
      (authorization, secret, workspaceId) => {
        const signature = signedWith(secret);
        const headers = { authorization, ...signature, 'plain-workspace-id': workspaceId };
        const isRight = `Bearer ${secret}` === authorization && `w_${secret}` === workspaceId;
        const passes = byWorkspace.authenticate(headers, body).ok;
        return passes === isRight && (!passes || byWorkspace.checkHeaders(headers).ok);
      },
    ),
  );
  t.pass();
});
