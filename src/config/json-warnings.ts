import type { Finding } from './finding.ts';
import type { FileData } from './validate.ts';

export function jsonWarnings(_file: FileData): Finding[] {
  return [];
}
