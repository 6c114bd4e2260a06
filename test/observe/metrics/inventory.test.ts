import { readFile } from 'node:fs/promises';
import t from 'tap';
import { expiryOf } from '../../../src/observe/metrics/certificates.ts';
import { takeInventory } from '../../../src/observe/metrics/inventory.ts';

const fixture = (name: string) =>
  readFile(new URL(`../../fixtures/${name}.pem`, import.meta.url), 'utf8');
const good = await fixture('self-signed');
const expired = await fixture('expired');
const [goodUntil, expiredAt] = [Date.UTC(2126, 9, 28, 22, 20) / 1000, Date.UTC(2020, 0, 31) / 1000];

await t.test('a certificate says when it expires', async (t) => {
  t.equal(expiryOf(good, 'first'), goodUntil);
  t.equal(expiryOf(good, 'last'), goodUntil);
});

await t.test('of several, the first or the last one that expires counts', async (t) => {
  t.equal(expiryOf(good + expired, 'first'), expiredAt);
  t.equal(expiryOf(expired + good, 'last'), goodUntil);
});

await t.test('what is no certificate has no expiry', async (t) => {
  const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
  for (const pem of ['', 'x', broken]) t.equal(expiryOf(pem, 'first'), null);
  t.equal(expiryOf(broken + good, 'first'), goodUntil);
});

await t.test('knows cards, teams and certificates of the configuration in use', async (t) => {
  const inventory = takeInventory({
    upstreams: [
      { name: 'billing', team: 'payments', cards: { usage: { retired: false } } },
      {
        name: 'orders',
        cards: { 'last-order': { retired: true } },
        tls: { ca: expired + good, cert: good + expired },
        auth: { oauth2: { tls: { ca: good } } },
      },
    ],
    secretIds: ['plain'],
    listenTls: { cert: good, clientCa: good },
  });
  t.same(inventory, {
    upstreams: [
      { upstream: 'billing', team: 'payments' },
      { upstream: 'orders', team: '' },
    ],
    cards: [
      { card: 'usage', upstream: 'billing', team: 'payments', isRetired: false },
      { card: 'last-order', upstream: 'orders', team: '', isRetired: true },
    ],
    secretIds: ['plain'],
    certificates: [
      { certificate: 'listener', upstream: '', expiresAt: goodUntil },
      { certificate: 'listener_client_ca', upstream: '', expiresAt: goodUntil },
      { certificate: 'upstream_client', upstream: 'orders', expiresAt: expiredAt },
      { certificate: 'upstream_ca', upstream: 'orders', expiresAt: goodUntil },
      { certificate: 'token_ca', upstream: 'orders', expiresAt: goodUntil },
    ],
  });
});
