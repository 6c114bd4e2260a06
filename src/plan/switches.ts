import type { Clock } from '../clock.ts';
import type { GatewayEvents, SwitchTarget } from '../observe/events.ts';
import type { RegisteredCard, Registrant } from './registry.ts';

export interface Disabled extends SwitchTarget {
  /** On the monotonic clock: when it is on again by itself. */
  readonly until: number;
  /** An operator's words, for operators. */
  readonly reason: string | null;
}

/** What operators have switched off for a while. Lasts as long as the process, whatever configurations come and go. */
export interface Switches {
  /** Off from now on, in place of what was said before. At most 24 days, the longest that a timer takes. */
  disable(target: SwitchTarget, forMs: number, reason: string | null): Disabled;
  /** False when it was on. */
  enable(target: SwitchTarget): boolean;
  /** Null when it is on. */
  find(target: SwitchTarget): Disabled | null;
  /** What keeps a card off for longest: itself or its upstream. Null when it is on. */
  offBy(card: Pick<RegisteredCard, 'cardKey' | 'upstream'>): Disabled | null;
  /** Releases the timers. Idempotent. */
  close(): void;
}

export function createSwitches(
  clock: Clock,
  events: Pick<GatewayEvents, 'disabled' | 'enabled'>,
): Switches {
  const off = new Map<string, { readonly disabled: Disabled; readonly cancel: () => void }>();

  function forget(target: SwitchTarget): void {
    off.get(idOf(target))?.cancel();
    off.delete(idOf(target));
  }

  /** A timer may be late, and so it decides nothing. */
  function find(target: SwitchTarget): Disabled | null {
    const disabled = off.get(idOf(target))?.disabled;
    return disabled !== undefined && clock.now() < disabled.until ? disabled : null;
  }

  function enable({ kind, name }: SwitchTarget, cause: 'operator' | 'expired'): void {
    forget({ kind, name });
    events.enabled({ kind, name, cause });
  }

  return {
    disable({ kind, name }, forMs, reason) {
      const disabled = { kind, name, until: clock.now() + forMs, reason };
      forget(disabled);
      const cancel = clock.after(forMs, () => enable(disabled, 'expired'));
      off.set(idOf(disabled), { disabled, cancel });
      events.disabled({ kind, name, forSeconds: Math.round(forMs / 1000), reason });
      return disabled;
    },
    enable(target) {
      if (find(target) === null) return false;
      enable(target, 'operator');
      return true;
    },
    find,
    offBy({ cardKey, upstream }) {
      if (off.size === 0) return null;
      const own = find({ kind: 'card', name: cardKey });
      const whole = find({ kind: 'upstream', name: upstream });
      return own !== null && whole !== null && own.until > whole.until ? own : (whole ?? own);
    },
    close() {
      for (const { cancel } of off.values()) cancel();
      off.clear();
    },
  };
}

/** What of an upstream is off: it as a whole, with an empty `card`, and each of its cards. */
export function disabledIn(
  { name, cards }: Pick<Registrant, 'name' | 'cards'>,
  switches: Pick<Switches, 'find'>,
): { readonly upstream: string; readonly card: string }[] {
  const whole = switches.find({ kind: 'upstream', name }) === null ? [] : [''];
  const off = Object.keys(cards).filter(
    (key) => switches.find({ kind: 'card', name: key }) !== null,
  );
  return [...whole, ...off].map((card) => ({ upstream: name, card }));
}

function idOf({ kind, name }: SwitchTarget): string {
  return `${kind} ${name}`;
}
