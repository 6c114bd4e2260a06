import type { z } from 'zod';
import type { Finding } from './finding.ts';
import { describeIssue } from './messages.ts';
import type { Path } from './problem.ts';
import type { Source } from './source.ts';

/** A file as far as its schema has read it. */
export interface FileData {
  readonly source: Source;
  /** With numbers and booleans where the schema wants them; undefined for a file without usable data. */
  readonly data: unknown;
}

export interface Validated<T> extends FileData {
  readonly findings: readonly Finding[];
  /** Undefined when something in the file is not as its schema wants it. */
  readonly config: T | undefined;
}

/**
 * Checks a file's data against its schema; a file without data has told its problems already. A plain placeholder becomes a
 * number or boolean where one is expected.
 */
export function validate<T>(source: Source, schema: z.ZodType<T>): Validated<T> {
  const { data: raw } = source;
  const nothing = { source, data: raw, config: undefined };
  if (raw === undefined) return { ...nothing, findings: [] };
  if (raw === null) return { ...nothing, findings: [{ source, path: [], message: isEmpty }] };
  const first = schema.safeParse(raw, { error: describeIssue });
  const mistyped = (first.error?.issues ?? []).filter(isMistyped);
  const data =
    mistyped.length === 0 ? raw : source.retype(mistyped.map(({ path }) => toPath(path)));
  const result = data === raw ? first : schema.safeParse(data, { error: describeIssue });
  const findings = (result.error?.issues ?? []).flatMap((issue) => toFindings(source, issue));
  return { source, data, findings, config: result.data };
}

const isEmpty = 'the file is empty; write its fields into it';

function isMistyped({ code }: z.core.$ZodIssue): boolean {
  return code === 'invalid_type';
}

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
