import { once } from 'node:events';
import { cpSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { get } from './fixtures/http.ts';
import { run } from './fixtures/program.ts';

const pem = (name: string) => fileURLToPath(new URL(`fixtures/${name}.pem`, import.meta.url));

/** Secrets as Kubernetes mounts them: all of a version at once. */
function createSecrets(directory: string) {
  let version = 0;
  for (const name of ['cards', 'admin', 'tls.pem'])
    symlinkSync(join('..data', name), join(directory, name));
  return (cards: string, admin: string, certificate: string): void => {
    const target = join(directory, `..version_${(version += 1)}`);
    mkdirSync(target);
    writeFileSync(join(target, 'cards'), cards);
    writeFileSync(join(target, 'admin'), admin);
    cpSync(pem(certificate), join(target, 'tls.pem'));
    symlinkSync(target, join(directory, '..tmp'));
    renameSync(join(directory, '..tmp'), join(directory, '..data'));
  };
}

async function certificateOf(url: string): Promise<string> {
  const socket = connect({ port: Number(new URL(url).port), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

async function statusOf(url: string, secret: string): Promise<number | undefined> {
  const outgoing = request(`${url}/cards`, {
    method: 'POST',
    rejectUnauthorized: false,
    agent: false,
    headers: { authorization: secret, 'content-type': 'application/json' },
  });
  outgoing.end(JSON.stringify({ cardKeys: ['usage'], customer: {} }));
  const [response] = (await once(outgoing, 'response')) as [
    { statusCode?: number; resume(): void },
  ];
  response.resume();
  return response.statusCode;
}

await t.test('secrets, the admin token and certificates rotate in a running gateway', async (t) => {
  const root = t.testdir({
    config: {
      'gateway.yaml': `version: 1
listen: { port: 0, tls: { cert: "\${file:../secrets/tls.pem}", key: "\${file:../secrets/tls.pem}" } }
admin: { port: 0, token: "\${file:../secrets/admin}" }
auth: { headers: [{ name: authorization, value: "\${file:../secrets/cards}" }] }
`,
      upstreams: {
        'x.yaml': 'name: x\nadapter: plain\nurl: http://127.0.0.1:1/\ncards: { usage: {} }\n',
      },
    },
    secrets: {},
  });
  const rotate = createSecrets(join(root, 'secrets'));
  rotate('cards-1', 'admin-1', 'self-signed');
  const program = run(t, 'src/main.ts', ['--config', join(root, 'config')]);
  const [, url = '', adminUrl = ''] = await program.shows(
    /"url":"([^"]+)","admin":"([^"]+)","msg":"listening"/,
  );
  const adminStatusOf = async (token: string) =>
    (await get(`${adminUrl}/cache`, { authorization: `Bearer ${token}` })).status;
  const first = await certificateOf(url);
  t.equal(await statusOf(url, 'cards-1'), 200);
  t.equal(await adminStatusOf('admin-1'), 200);

  rotate('cards-2', 'admin-2', 'client');
  const [line] = await program.shows(/.*"configuration reloaded".*/);
  t.match(
    line,
    '"settingsChanged":["listen.tls.cert","listen.tls.key","admin.token","auth.headers"]',
  );
  t.notMatch(line, /cards-2|admin-2|BEGIN/);
  t.not(await certificateOf(url), first);
  t.equal(await statusOf(url, 'cards-1'), 401);
  t.equal(await statusOf(url, 'cards-2'), 200);
  t.equal(await adminStatusOf('admin-1'), 401);
  t.equal(await adminStatusOf('admin-2'), 200);
});
