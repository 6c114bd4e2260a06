import t from 'tap';
import type { Test } from 'tap';
import { ask, openAdapter, shown, startApi } from '../../fixtures/json-api.ts';
import type { JsonInput } from '../../fixtures/json-api.ts';

/** The headers that arrive with this `auth:`. */
async function headersWith(t: Test, auth: JsonInput | undefined, settings: JsonInput = {}) {
  const api = await startApi(t, () => ({ json: { text: 'well' } }));
  await ask(openAdapter(t, api.origin, { ...(auth && { auth }), ...settings }));
  return api.asked[0]?.headers;
}

void t.test('bearer: the token', async (t) => {
  const headers = await headersWith(t, { bearer: 's3cret' });
  t.equal(headers?.get('authorization'), 'Bearer s3cret');
});

void t.test('basic: user name and password, or a user name alone', async (t) => {
  const basic = { username: 'ada', password: 'pass:wörd' };
  t.equal(
    (await headersWith(t, { basic }))?.get('authorization'),
    `Basic ${Buffer.from('ada:pass:wörd').toString('base64')}`,
  );
  t.equal(
    (await headersWith(t, { basic: { username: 'sk_live_1' } }))?.get('authorization'),
    `Basic ${Buffer.from('sk_live_1:').toString('base64')}`,
  );
});

void t.test('header: a key under a name of its own', async (t) => {
  const headers = await headersWith(t, { header: { name: 'X-Api-Key', value: 's3cret' } });
  t.equal(headers?.get('x-api-key'), 's3cret');
  t.notOk(headers?.has('authorization'));
});

void t.test('without auth nothing is proven', async (t) => {
  t.notOk((await headersWith(t, undefined))?.has('authorization'));
});

void t.test('no header of a file takes the place of the proof', async (t) => {
  const settings = { headers: { Authorization: 'Bearer other' } };
  const headers = await headersWith(t, { bearer: 's3cret' }, settings);
  t.equal(headers?.get('authorization'), 'Bearer s3cret');
});

void t.test('a 401 to what is fixed is not asked again', async (t) => {
  const api = await startApi(t, () => ({ status: '401 Unauthorized' }));
  const adapter = openAdapter(t, api.origin, { auth: { bearer: 's3cret' } });
  t.match(shown(await ask(adapter)), { reason: 'auth', status: 401 });
  t.equal(api.asked.length, 1);
});
