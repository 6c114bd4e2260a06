import { mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './ports.ts';
import { run, start } from './processes.ts';
import type { Run } from './processes.ts';

/** Debian's sshd on loopback for the one user of this process; `config` in `directory` makes `ssh HOST` reach it. */
export async function startSshd(directory: string, host: string): Promise<Run> {
  const [port = 0] = await freePorts(1);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = (name: string): string => join(directory, name);
  for (const name of ['host', 'user']) {
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(name)]);
  }
  await writeFile(
    file('sshd_config'),
    `ListenAddress 127.0.0.1:${port}
HostKey ${file('host')}
AuthorizedKeysFile ${file('user.pub')}
PidFile none
StrictModes no
UsePAM no
AllowTcpForwarding remote
`,
  );
  await writeFile(
    file('config'),
    `Host ${host}
  HostName 127.0.0.1
  Port ${port}
  User ${userInfo().username}
  IdentityFile ${file('user')}
  IdentitiesOnly yes
  StrictHostKeyChecking no
  UserKnownHostsFile /dev/null
  ExitOnForwardFailure yes
  LogLevel DEBUG1
`,
  );
  // Root's sshd gives up its rights in there.
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true });
  const sshd = start('/usr/sbin/sshd', ['-D', '-e', '-f', file('sshd_config')]);
  await sshd.find(/Server listening on 127\.0\.0\.1/);
  return sshd;
}
