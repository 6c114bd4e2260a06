import { z } from 'zod';
import { describeIssue } from '../config/messages.ts';
import { suggest } from '../suggest.ts';
import type { Gateway } from '../gateway.ts';
import type { SwitchTarget } from '../observe/events.ts';
import type { Disabled } from '../plan/switches.ts';

/** Until when something is off, and why; for operators. */
export interface DisabledView {
  /** ISO 8601. */
  readonly until: string;
  readonly leftSeconds: number;
  readonly reason: string | null;
}

/** What was switched, or why nothing was. */
export type Switched =
  | { readonly ok: true; readonly body: object }
  | { readonly ok: false; readonly status: 400 | 404; readonly message: string };

const maxSeconds = 7 * 24 * 3600;
const target = {
  card: z.string().min(1).max(500).optional(),
  upstream: z.string().min(1).max(500).optional(),
};
const disableBody = z.strictObject({
  ...target,
  forSeconds: z.int().min(1).max(maxSeconds).default(3600),
  reason: z.string().min(1).max(200).optional(),
});
const enableBody = z.strictObject(target);

/** Switches off what the body of a request names, until it is switched on or its time is over. */
export function disable(gateway: Gateway, body: unknown): Switched {
  const asked = read(disableBody, body, gateway);
  if (!asked.ok) return asked;
  const { forSeconds, reason = null } = asked.data;
  const disabled = gateway.switches.disable(asked.target, forSeconds * 1000, reason);
  return { ok: true, body: { ...asked.data, ...viewDisabled(disabled, gateway) } };
}

/** Switches on again. What was on stays on; a card may be off with its upstream still. */
export function enable(gateway: Gateway, body: unknown): Switched {
  const asked = read(enableBody, body, gateway);
  if (!asked.ok) return asked;
  const wasDisabled = gateway.switches.enable(asked.target);
  const stillOffWith = findUpstreamOff(asked.data.card, gateway);
  return { ok: true, body: { ...asked.data, wasDisabled, stillOffWith } };
}

export function viewDisabled(
  { until, reason }: Disabled,
  { clock }: Pick<Gateway, 'clock'>,
): DisabledView {
  const leftMs = until - clock.now();
  return {
    until: new Date(clock.wallNow() + leftMs).toISOString(),
    leftSeconds: Math.ceil(leftMs / 1000),
    reason,
  };
}

type Named = Readonly<Partial<Record<SwitchTarget['kind'], string | undefined>>>;

type Read<T> =
  | { readonly ok: true; readonly data: T; readonly target: SwitchTarget }
  | Extract<Switched, { ok: false }>;

function read<T extends Named>(schema: z.ZodType<T>, body: unknown, gateway: Gateway): Read<T> {
  const parsed = schema.safeParse(body ?? {}, { error: describeIssue });
  if (!parsed.success) return refused(400, describe(parsed.error));
  const target = targetOf(parsed.data);
  if (target === null) return refused(400, 'expected card or upstream, one of the two');
  const unknown = findUnknown(target, gateway);
  return unknown === null ? { ok: true, data: parsed.data, target } : refused(404, unknown);
}

function targetOf({ card, upstream }: Named): SwitchTarget | null {
  if (card !== undefined && upstream === undefined) return { kind: 'card', name: card };
  if (upstream !== undefined && card === undefined) return { kind: 'upstream', name: upstream };
  return null;
}

function findUpstreamOff(card: string | undefined, gateway: Gateway): string | null {
  const upstream = gateway.upstreams.find(
    ({ definition }) => card !== undefined && Object.hasOwn(definition.cards, card),
  );
  const isOff = upstream && gateway.switches.find({ kind: 'upstream', name: upstream.name });
  return isOff ? upstream.name : null;
}

/** What is not there can't be meant, unless it went while it was off. */
function findUnknown(
  { kind, name }: SwitchTarget,
  { upstreams, switches }: Gateway,
): string | null {
  const known = upstreams.flatMap(({ definition }) =>
    kind === 'upstream' ? definition.name : Object.keys(definition.cards),
  );
  if (known.includes(name) || switches.find({ kind, name }) !== null) return null;
  return `there is no ${kind} of this name; ${suggest(name, known)}`;
}

function describe({ issues: [issue] }: z.ZodError): string {
  return [issue?.path.join('.'), issue?.message].filter(Boolean).join(': ');
}

function refused(status: 400 | 404, message: string): Extract<Switched, { ok: false }> {
  return { ok: false, status, message };
}
