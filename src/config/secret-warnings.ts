import type { Finding } from './finding.ts';
import type { Path } from './problem.ts';
import { field, fields, items, textAt } from './raw.ts';
import type { FileData } from './validate.ts';

/** Whoever may ask as often as the rate limit lets him does not guess one of this length. */
const minLength = 16;

/** What opens the gateway, and could be guessed. */
export function weakSecrets({ source, data }: FileData): Finding[] {
  const opening: [Path, string | undefined][] = [
    [['admin', 'token'], textAt(field(data, 'admin'), 'token')],
    ...headerSecrets(field(data, 'auth'), ['auth']),
    ...fields(field(data, 'workspaces')).flatMap(([id, workspace]) =>
      headerSecrets(field(workspace, 'auth'), ['workspaces', id, 'auth']),
    ),
  ];
  return opening
    .filter(([, value]) => value !== undefined && lengthOf(value) < minLength)
    .map(([path]) => ({ source, path, message: weak }));
}

const weak = `shorter than ${minLength} characters, so that it could be guessed; openssl rand -hex 32 makes one`;

function headerSecrets(auth: unknown, path: Path): [Path, string | undefined][] {
  return items(field(auth, 'headers')).map((header, index) => [
    [...path, 'headers', index, 'value'],
    textAt(header, 'value'),
  ]);
}

/** Of the secret itself, without the scheme before it. */
function lengthOf(value: string): number {
  return value.trim().replace(/^\w+ +/, '').length;
}
