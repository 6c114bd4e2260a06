import { z } from 'zod';
import type { Selection } from '../cache/selection.ts';
import { describeIssue } from '../config/messages.ts';

const text = z.string().min(1).max(1000);
const identifiers = z
  .strictObject({ id: text, email: text, externalId: text })
  .partial()
  .refine((customer) => Object.keys(customer).length > 0, 'expected id, email or externalId');
const selection = z
  .strictObject({ customer: identifiers, card: text, upstream: text, tag: text })
  .partial()
  .refine(
    (wanted) => Object.keys(wanted).length > 0,
    'expected customer, card, upstream, tag, or {"all": true}',
  );
const everything = z.strictObject({ all: z.literal(true) }).transform(() => ({}));

export type ParsedSelection =
  | { readonly ok: true; readonly selection: Selection }
  | { readonly ok: false; readonly message: string };

/** Reads which cards an operator means. Never guesses: a misspelt field must not select everything. */
export function parseSelection(body: unknown): ParsedSelection {
  const isAll = everything.safeParse(body);
  if (isAll.success) return { ok: true, selection: isAll.data };
  const parsed = selection.safeParse(body ?? {}, { error: describeIssue });
  if (parsed.success) return { ok: true, selection: withoutUndefined(parsed.data) };
  const [issue] = parsed.error.issues;
  return { ok: false, message: [issue?.path.join('.'), issue?.message].filter(Boolean).join(': ') };
}

type Parsed = z.output<typeof selection>;

function withoutUndefined({ customer, ...rest }: Parsed): Selection {
  return Object.fromEntries(
    Object.entries({ customer, ...rest }).filter(([, value]) => value !== undefined),
  );
}
