import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import t from 'tap';
import { composeBanner, provideSecrets } from '../../scripts/compose-secrets.ts';

function read(directory: string, name: string): NodeJS.Dict<string> {
  return parseEnv(readFileSync(join(directory, name), 'utf8'));
}

await t.test('each service gets a file that only its user can read', async (t) => {
  const directory = t.testdir();
  await provideSecrets(directory);
  const names = readdirSync(directory).sort();
  t.same(names, ['accounts.env', 'billing.env', 'gateway.env', 'orders.env', 'sentry.env']);
  for (const name of names) t.equal(statSync(join(directory, name)).mode & 0o777, 0o600, name);
});

await t.test('the gateway knows the secret of each service', async (t) => {
  const directory = t.testdir();
  const tokens = await provideSecrets(directory);
  t.same(read(directory, 'gateway.env'), {
    ...tokens,
    BILLING_TOKEN: read(directory, 'billing.env')['TOKEN'],
    ORDERS_TOKEN: read(directory, 'orders.env')['TOKEN'],
    ACCOUNTS_SIGNING_SECRET: read(directory, 'accounts.env')['SIGNING_SECRET'],
    SENTRY_TOKEN: read(directory, 'sentry.env')['TOKEN'],
  });
});

await t.test('no two secrets are the same, nor those of two directories', async (t) => {
  const directories = [t.testdir({ a: {}, b: {} })].flatMap((root) => [`${root}/a`, `${root}/b`]);
  await Promise.all(directories.map(provideSecrets));
  const secrets = directories.flatMap((directory) => Object.values(read(directory, 'gateway.env')));
  t.equal(new Set(secrets).size, 12);
  t.ok(secrets.every((secret) => (secret ?? '').length === 32));
});

await t.test('a second start keeps the secrets', async (t) => {
  const directory = t.testdir();
  t.same(await provideSecrets(directory), await provideSecrets(directory));
});

await t.test('a start that was interrupted is made up for', async (t) => {
  const directory = t.testdir({ 'billing.env': 'TOKEN=old\n', 'gateway.env': '' });
  await provideSecrets(directory);
  t.equal(read(directory, 'billing.env')['TOKEN'], read(directory, 'gateway.env')['BILLING_TOKEN']);
});

await t.test('does not take what it cannot read for a first start', async (t) => {
  const directory = t.testdir({ 'gateway.env': {} });
  await t.rejects(provideSecrets(directory), { code: 'EISDIR' });
});

await t.test('tells the tokens, and no secret of a service', async (t) => {
  const directory = t.testdir();
  const tokens = await provideSecrets(directory);
  const text = composeBanner(tokens);
  t.ok(text.includes(tokens.CARDS_TOKEN) && text.includes(tokens.ADMIN_TOKEN));
  t.notOk(text.includes(read(directory, 'billing.env')['TOKEN'] ?? ''));
});
