import { z } from 'zod';
import { describeIssue } from '../config/messages.ts';
import type { MappingQuestion } from './api.ts';

export type ParsedMappingQuestion =
  | { readonly ok: true; readonly question: MappingQuestion }
  | { readonly ok: false; readonly message: string };

const id = z
  .string()
  .max(1000)
  .nullish()
  .transform((value) => value ?? null);

const question = z.strictObject({
  yaml: z.string().max(200_000),
  card: z.string().max(500).optional(),
  response: z.string().nullable(),
  customer: z
    .strictObject({ id, email: id, externalId: id })
    .nullish()
    .transform((value) => value ?? null),
  lookup: id,
});

/** Reads a MappingQuestion; the message names the field and what was expected there. */
export function parseMappingQuestion(body: unknown): ParsedMappingQuestion {
  const parsed = question.safeParse(body, { error: describeIssue });
  if (parsed.success) {
    const { card, ...rest } = parsed.data;
    return { ok: true, question: { ...rest, ...(card !== undefined && { card }) } };
  }
  const [issue] = parsed.error.issues;
  return { ok: false, message: `${issue?.path.join('.') || 'body'}: ${issue?.message}` };
}
