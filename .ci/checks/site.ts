import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { adapt } from './adapt.ts';
import type { Places } from './adapt.ts';
import { createAuthority, issue } from './certificates.ts';
import { confPlaces, serverName } from './edge.ts';
import { startService } from './gateway.ts';
import type { Service } from './gateway.ts';
import { installNginx, nginxPlaces } from './nginx.ts';
import type { ClientCertificate } from './plain-client.ts';
import { freePorts } from './ports.ts';
import { run, start } from './processes.ts';
import type { Run } from './processes.ts';

/** A machine for docs/going-live.md: its directories are below one of ours, its ports are others, its commands the page's. */
export interface Site {
  readonly directory: string;
  readonly service: Service;
  /** Of nginx. */
  readonly port: number;
  /** On which the gateway listens at the near end of the tunnel. */
  readonly deskPort: number;
  /** In PEM. */
  readonly ca: string;
  readonly plainCertificate: ClientCertificate;
  /** A file below /etc/customer-cards-gateway. */
  read(file: string): Promise<string>;
  write(file: string, text: string): Promise<void>;
  /** Runs commands of the page in a checkout; resolves with what they print. Rejects when one fails. */
  sh(commands: string): Promise<string>;
  /** Starts the program of the page's last command. */
  begin(commands: string): Run;
  stop(): Promise<void>;
}

export async function createSite(): Promise<Site> {
  const directory = await mkdtemp(join(tmpdir(), 'site-'));
  await chmod(directory, 0o755); // nginx's workers are another user
  const [nginx = 0, gateway = 0, admin = 0, next = 0, nextAdmin = 0, deskPort = 0] =
    await freePorts(6);
  const service = await startService();
  const certificates = join(directory, 'certificates');
  const authority = await createAuthority(certificates, 'authority');
  const plain = await issue(authority, certificates, 'plain');
  await installNginx({ directory, files: {}, places: {} });
  const checkout = join(directory, 'checkout');
  await createCheckout(checkout, {
    ...nginxPlaces(directory),
    ...confPlaces({ nginx, gateway, next }),
  });
  const own = await issue(authority, certificates, serverName);
  await cp(own.cert, join(checkout, 'fullchain.pem'));
  await cp(own.key, join(checkout, 'key.pem'));
  await cp(authority.cert, join(checkout, 'config/plain-client-ca.pem'));
  await writeCommands(directory, {
    [`${serverName}:443`]: nginx,
    '127.0.0.1:8081': admin,
    '127.0.0.1:8083': nextAdmin,
  });
  const config = join(directory, 'config');
  const places = {
    '/etc/customer-cards-gateway': config,
    '/etc/nginx/': `${directory}/nginx/`,
    'PORT=8082 ADMIN_PORT=8083': `PORT=${next} ADMIN_PORT=${nextAdmin}`,
    // The desk is on the same machine here, so its port is another.
    '127.0.0.1:8080:127.0.0.1:8080': `127.0.0.1:${gateway}:127.0.0.1:${deskPort}`,
    '${PORT:-8080}': `\${PORT:-${gateway}}`,
    '${ADMIN_PORT:-8081}': `\${ADMIN_PORT:-${admin}}`,
  };
  const options = {
    cwd: checkout,
    env: { PATH: `${join(directory, 'bin')}:${process.env['PATH']}`, CURL_HOME: directory },
  };
  return {
    directory,
    service,
    port: nginx,
    deskPort,
    ca: await readFile(authority.cert, 'utf8'),
    plainCertificate: {
      cert: await readFile(plain.cert, 'utf8'),
      key: await readFile(plain.key, 'utf8'),
    },
    read: (file) => readFile(join(config, file), 'utf8'),
    async write(file, text) {
      await mkdir(join(config, file, '..'), { recursive: true });
      await writeFile(join(config, file), adapt(text, places));
    },
    async sh(commands) {
      const script = `set -eu -o pipefail\n${adapt(commands, places)}`;
      const { status, output } = await run('timeout', ['60', 'bash', '-c', script], options);
      if (status !== 0) throw new Error(`${commands}\nexit status ${status}: ${output}`);
      return output;
    },
    begin: (commands) => start('bash', ['-c', `exec env ${adapt(commands, places)}`], options),
    async stop() {
      service.close();
      await rm(directory, { recursive: true });
    },
  };
}

/** The shipped files of nginx. */
async function createCheckout(directory: string, places: Places): Promise<void> {
  await mkdir(join(directory, 'config/nginx'), { recursive: true });
  for (const name of ['customer-cards.conf', 'client-certificate.conf']) {
    const file = join('config/nginx', name);
    await writeFile(join(directory, file), adapt(await readFile(file, 'utf8'), places));
  }
}

/** What the page's commands run: this checkout's gateway, nginx on its directory, curl where the ports are. */
async function writeCommands(
  directory: string,
  ports: Readonly<Record<string, number>>,
): Promise<void> {
  const commands = {
    npx: `shift; exec ${process.execPath} ${resolve('src/main.ts')} "$@"`,
    nginx: `exec /usr/sbin/nginx -c ${directory}/nginx/nginx.conf "$@"`,
    ssh: `exec /usr/bin/ssh -F ${directory}/ssh/config "$@"`,
  };
  await mkdir(join(directory, 'bin'));
  for (const [name, text] of Object.entries(commands)) {
    await writeFile(join(directory, 'bin', name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  }
  const elsewhere = Object.entries(ports).map(
    ([place, port]) => `connect-to = "${place}:127.0.0.1:${port}"\n`,
  );
  const trusted = `cacert = "${directory}/certificates/authority.pem"\n`;
  await writeFile(join(directory, '.curlrc'), [trusted, ...elsewhere].join(''));
}
