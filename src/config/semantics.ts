import { isDeepStrictEqual } from 'node:util';
import type { Finding } from './finding.ts';
import { checkHeaders } from './header-check.ts';
import { checkJson } from './json-check.ts';
import { checkNotices } from './notice-check.ts';
import { checkPorts } from './port-check.ts';
import { checkTls } from './tls-check.ts';
import type { FileData, Validated } from './validate.ts';

/** Whatever is wrong in one file: what its schema has found, and what can't work where the schema has found nothing. */
export function withSemantics(file: Validated<unknown>): Finding[] {
  const isTold = ({ path }: Finding) =>
    file.findings.some((found) => isDeepStrictEqual(found.path, path));
  return [...file.findings, ...checkSemantics(file).filter((finding) => !isTold(finding))];
}

/** What can't work although the schema takes it. Looks at data, so that files with other mistakes are looked at as well. */
export function checkSemantics(file: FileData): Finding[] {
  return [
    ...checkJson(file),
    ...checkHeaders(file),
    ...checkNotices(file),
    ...checkTls(file),
    ...checkPorts(file),
  ];
}
