import { isIP } from 'node:net';
import type { Finding } from './finding.ts';
import { field, numberAt, textAt } from './raw.ts';
import { gatewaySchema } from './schema.ts';
import type { FileData } from './validate.ts';

const defaults = {
  listen: gatewaySchema.shape.listen.parse(undefined),
  admin: gatewaySchema.shape.admin.parse(undefined),
};

/** The two listeners can't have the same port of the same address. */
export function checkPorts({ source, data }: FileData): Finding[] {
  const [listen, admin] = [placeOf(data, 'listen'), placeOf(data, 'admin')];
  const isSame = listen.port === admin.port && overlap(listen.host, admin.host);
  if (!isSame || admin.port === 0) return [];
  return [{ source, path: ['admin', 'port'], message: taken }];
}

const taken = 'the port of listen: as well; expected another one for the admin listener';

function placeOf(data: unknown, name: keyof typeof defaults): { host: string; port: number } {
  const { host, port } = defaults[name];
  const section = field(data, name);
  return { host: textAt(section, 'host') ?? host, port: numberAt(section, 'port') ?? port };
}

function overlap(a: string, b: string): boolean {
  return a === b || isEveryAddress(a) || isEveryAddress(b);
}

function isEveryAddress(host: string): boolean {
  return isIP(host) !== 0 && /^[0:.]+$/.test(host);
}
