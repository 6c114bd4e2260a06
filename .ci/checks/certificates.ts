import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './processes.ts';

/** Files in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** A certificate authority in a directory of its own. */
export async function createAuthority(
  directory: string,
  name: string,
  days = 1,
): Promise<Certificate> {
  await mkdir(directory, { recursive: true });
  const authority = filesIn(directory, name);
  await openssl(
    'req',
    '-x509',
    ...newKey,
    '-days',
    `${days}`,
    ...subject(name),
    ...outputs(authority),
  );
  return authority;
}

/** A certificate for a host name, or of a client, signed by an authority. */
export async function issue(
  authority: Certificate,
  directory: string,
  name: string,
): Promise<Certificate> {
  const issued = filesIn(directory, name);
  const request = join(directory, `${name}.csr`);
  const extensions = join(directory, `${name}.ext`);
  await writeFile(extensions, `subjectAltName=DNS:${name}\n`);
  await openssl('req', ...newKey, ...subject(name), '-keyout', issued.key, '-out', request);
  const signing = ['-CA', authority.cert, '-CAkey', authority.key, '-CAcreateserial'];
  const output = ['-days', '1', '-extfile', extensions, '-out', issued.cert];
  await openssl('x509', '-req', '-in', request, ...signing, ...output);
  return issued;
}

function filesIn(directory: string, name: string): Certificate {
  return { cert: join(directory, `${name}.pem`), key: join(directory, `${name}.key`) };
}

function subject(name: string): readonly string[] {
  return ['-subj', `/CN=${name}`];
}

function outputs({ cert, key }: Certificate): readonly string[] {
  return ['-keyout', key, '-out', cert];
}

async function openssl(...args: readonly string[]): Promise<void> {
  const { status, output } = await run('openssl', args);
  if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${output}`);
}
