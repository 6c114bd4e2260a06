import t from 'tap';
import {
  isLoopbackHost,
  isOwnHost,
  isRefusedAddress,
  isRefusedHost,
} from '../../src/config/hosts.ts';

/** As a URL writes its host. */
const hostOf = (authority: string) => new URL(`http://${authority}/`).hostname;

void t.test(
  'refuses unspecified, link-local and metadata hosts, however they are written',
  async (t) => {
    for (const host of [
      '169.254.169.254',
      '0xa9fea9fe',
      '2852039166',
      '0',
      '0.0.0.0',
      '100.100.100.200',
    ]) {
      t.ok(isRefusedHost(hostOf(host)), host);
    }
    for (const host of ['[::]', '[fe80::1]', '[fd00:ec2::254]', '[::ffff:169.254.169.254]']) {
      t.ok(isRefusedHost(hostOf(host)), host);
    }
    for (const host of ['metadata.google.internal', 'METADATA.google.internal.', 'metadata']) {
      t.ok(isRefusedHost(hostOf(host)), host);
    }
    t.ok(isRefusedAddress('fe80::1%eth0'));
  },
);

void t.test('refuses nothing else', async (t) => {
  const allowed = ['127.0.0.1', '10.0.0.1', '[::1]', '[fd00::1]', '100.100.100.201', 'a.test'];
  for (const host of allowed) t.notOk(isRefusedHost(hostOf(host)), host);
  t.notOk(isRefusedAddress('not an address'));
});

void t.test('knows hosts within the own network', async (t) => {
  const own = [
    '127.0.0.1',
    '10.9.8.7',
    '172.31.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '[::1]',
    '[fd12::1]',
  ];
  const names = [
    'localhost',
    'billing',
    'billing.internal',
    'b.ns.svc',
    'b.svc.cluster.local',
    'a.test',
  ];
  for (const host of [...own, ...names]) t.ok(isOwnHost(hostOf(host)), host);
  const others = [
    '8.8.8.8',
    '172.32.0.1',
    '[2001:db8::1]',
    'api.stripe.com',
    'internal.example.com',
  ];
  for (const host of others) t.notOk(isOwnHost(hostOf(host)), host);
});

void t.test('knows loopback hosts', async (t) => {
  for (const host of ['127.0.0.1', '127.1', '[::1]', 'localhost', 'a.localhost']) {
    t.ok(isLoopbackHost(hostOf(host)), host);
  }
  for (const host of ['10.0.0.1', 'billing', 'localhost.example.com']) {
    t.notOk(isLoopbackHost(hostOf(host)), host);
  }
});
