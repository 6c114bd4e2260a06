import type { z } from 'zod';
import { describeIssue } from './messages.ts';
import type { Path } from './problem.ts';
import type { Source } from './source.ts';

/** Something wrong at a place in a file. */
export interface Finding {
  readonly source: Source;
  readonly path: Path;
  readonly message: string;
  readonly at?: 'key' | 'value';
}

export type Validated<T> =
  | { readonly ok: true; readonly source: Source; readonly config: T }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/**
 * Checks a file's data against its schema; a file without data has told its problems already. A plain placeholder becomes a
 * number or boolean where one is expected.
 */
export function validate<T>(source: Source, schema: z.ZodType<T>): Validated<T> {
  if (source.data === undefined) return { ok: false, findings: [] };
  if (source.data === null)
    return { ok: false, findings: [{ source, path: [], message: isEmpty }] };
  const issues = schema.safeParse(source.data, { error: describeIssue }).error?.issues ?? [];
  const mistyped = issues.filter((issue) => issue.code === 'invalid_type');
  const data = source.retype(mistyped.map((issue) => toPath(issue.path)));
  const result = schema.safeParse(data, { error: describeIssue });
  if (result.success) return { ok: true, source, config: result.data };
  return { ok: false, findings: result.error.issues.flatMap((issue) => toFindings(source, issue)) };
}

const isEmpty = 'the file is empty; write its fields into it';

function toFindings(source: Source, issue: z.core.$ZodIssue): Finding[] {
  const path = toPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => ({
      source,
      path: [...path, key],
      message: messages[index] ?? issue.message,
      at: 'key',
    }));
  }
  const at = issue.code === 'invalid_key' ? 'key' : 'value';
  return [{ source, path, message: issue.message, at }];
}

function toPath(path: readonly PropertyKey[]): Path {
  return path.map((segment) => (typeof segment === 'number' ? segment : String(segment)));
}
