import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Finding } from './finding.ts';
import type { Path } from './problem.ts';
import { field, textAt } from './raw.ts';
import type { FileData } from './validate.ts';

const places: readonly Path[] = [['listen', 'tls'], ['tls'], ['auth', 'oauth2', 'tls']];

/** Certificates and keys that TLS can't use, so that they are told before anything listens or connects. */
export function checkTls({ source, data }: FileData): Finding[] {
  return places.flatMap((path) => {
    const tls = path.reduce<unknown>((value, name) => field(value, String(name)), data);
    const isReadable = (name: string) => !source.isUnresolved([...path, name]);
    const text = (name: string) => (isReadable(name) ? pemAt(tls, name) : undefined);
    return mistakes(text).map(([name, message]): Finding => {
      return { source, path: [...path, name], message };
    });
  });
}

/** What is no PEM at all is told by the schema. */
function pemAt(tls: unknown, name: string): string | undefined {
  const text = textAt(tls, name);
  return text?.includes('-----BEGIN ') ? text : undefined;
}

function mistakes(text: (name: string) => string | undefined): [string, string][] {
  const [certText, keyText] = [text('cert'), text('key')];
  const cert = certText === undefined ? undefined : attempt(() => new X509Certificate(certText));
  const key = keyText === undefined ? undefined : attempt(() => createPrivateKey(keyText));
  const authorities = ['ca', 'clientCa'].filter((name) => !isCertificate(text(name)));
  return [
    ...(cert === null ? ['cert', ...authorities] : authorities).map((name): [string, string] => [
      name,
      notACertificate,
    ]),
    ...(key === null ? [['key', notAKey] satisfies [string, string]] : []),
    ...(isForeign(cert, key) ? [['key', foreignKey] satisfies [string, string]] : []),
  ];
}

const notACertificate =
  'not a certificate; expected one in PEM, whole, with the lines BEGIN CERTIFICATE and END CERTIFICATE';
const notAKey = 'not a private key; expected one in PEM, whole and without passphrase';
const foreignKey = 'not the key of the certificate; expected the one that it was made with';

function isCertificate(text: string | undefined): boolean {
  return text === undefined || attempt(() => new X509Certificate(text)) !== null;
}

function isForeign(
  cert: X509Certificate | null | undefined,
  key: KeyObject | null | undefined,
): boolean {
  return Boolean(cert && key && !cert.checkPrivateKey(key));
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
