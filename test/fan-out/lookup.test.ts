import type { LookupAddress } from 'node:dns';
import t from 'tap';
import type { Test } from 'tap';
import { createLookup } from '../../src/fan-out/lookup.ts';
import type { ResolveName } from '../../src/fan-out/lookup.ts';
import { createManualClock } from '../fixtures/clock.ts';

const four = { address: '192.0.2.1', family: 4 };
const six = { address: '2001:db8::1', family: 6 };

type Found = {
  error: NodeJS.ErrnoException | null;
  address: string | LookupAddress[];
  family: number | undefined;
};

function ask(lookup: ReturnType<typeof createLookup>, all = true): Promise<Found> {
  const { promise, resolve } = Promise.withResolvers<Found>();
  lookup('service.test', { all }, (error, address, family) => resolve({ error, address, family }));
  return promise;
}

function resolverOf(
  answers: readonly (LookupAddress[] | Error)[],
): ResolveName & { asked: () => number } {
  let asked = 0;
  const resolve = async (): Promise<LookupAddress[]> => {
    const answer = answers[asked++];
    if (answer instanceof Error) throw answer;
    return answer ?? [];
  };
  return Object.assign(resolve, { asked: () => asked });
}

void t.test('answers with all addresses, or with the first one', async (t) => {
  const lookup = createLookup(createManualClock(), resolverOf([[four, six]]));
  t.match(await ask(lookup), { error: null, address: [four, six] });
  t.match(await ask(lookup, false), { error: null, address: four.address, family: 4 });
});

void t.test('shares one look-up, and keeps its answer for five seconds', async (t) => {
  const clock = createManualClock();
  const resolve = resolverOf([[four], [six]]);
  const lookup = createLookup(clock, resolve);
  await Promise.all([ask(lookup), ask(lookup), ask(lookup)]);
  clock.advance(4_999);
  t.match(await ask(lookup), { address: [four] });
  t.equal(resolve.asked(), 1);
  clock.advance(1);
  t.match(await ask(lookup), { address: [six] });
  t.equal(resolve.asked(), 2);
});

void t.test('does not keep a failure', async (t) => {
  const lookup = createLookup(createManualClock(), resolverOf([new Error('no such name'), [four]]));
  t.match(await ask(lookup), { error: { message: 'no such name' } });
  t.match(await ask(lookup), { error: null, address: [four] });
});

void t.test('refuses link-local, metadata and unspecified addresses', async (t) => {
  const refused = [
    ['169.254.169.254', 4],
    ['169.254.0.1', 4],
    ['100.100.100.200', 4],
    ['fe80::1', 6],
    ['0.0.0.0', 4],
    ['::', 6],
    ['fd00:ec2::254', 6],
    ['::ffff:169.254.169.254', 6],
  ] as const;
  for (const [address, family] of refused) await refuses(t, { address, family });
});

async function refuses(t: Test, address: LookupAddress): Promise<void> {
  const alone = createLookup(createManualClock(), resolverOf([[address]]));
  t.match(await ask(alone), { error: { code: 'ADDRESS_REFUSED' } }, address.address);
  const amongOthers = createLookup(createManualClock(), resolverOf([[address, four]]));
  t.match(await ask(amongOthers), { error: null, address: [four] });
}

void t.test('allows loopback and private addresses, and asks the system by default', async (t) => {
  const lookup = createLookup(createManualClock());
  const { promise, resolve } = Promise.withResolvers<LookupAddress[] | string>();
  lookup('localhost', { all: true }, (_error, address) => resolve(address));
  const addresses = (await promise) as LookupAddress[];
  t.ok(addresses.every(({ address }) => address === '127.0.0.1' || address === '::1'));
});
