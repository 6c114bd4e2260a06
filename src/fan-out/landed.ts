import type { Flight } from '../cache/flight.ts';
import type { Clock } from '../clock.ts';

/** A service on trial is probably still down, so its answer is not waited for any longer. */
const trialPatienceMs = 50;

/**
 * Waits until the flights have landed, but no longer than `deadlineAt`, and not for long for services that are `onTrial`.
 * That bounds waiting only: the flights go on, and what they bring is stored.
 */
export async function landedOrLate(
  flights: readonly Flight[],
  deadlineAt: number,
  onTrial: ReadonlySet<string>,
  clock: Clock,
): Promise<void> {
  const isTrial = ({ planned }: Flight): boolean => onTrial.has(planned.card.upstream);
  const patienceEndsAt = Math.min(deadlineAt, clock.now() + trialPatienceMs);
  await Promise.all([
    landedBy(
      flights.filter((flight) => !isTrial(flight)),
      deadlineAt,
      clock,
    ),
    landedBy(flights.filter(isTrial), patienceEndsAt, clock),
  ]);
}

async function landedBy(flights: readonly Flight[], at: number, clock: Clock): Promise<void> {
  if (flights.length === 0) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = clock.after(Math.max(0, at - clock.now()), resolve);
  await Promise.race([Promise.all(flights.map(({ landed }) => landed)), promise]);
  cancel();
}
