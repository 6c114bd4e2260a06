import t from 'tap';
import type { Failure } from '../../src/outcome.ts';
import { render } from '../../src/merge/render.ts';
import type { Claimed, RenderScope } from '../../src/merge/render.ts';
import type { CacheSettings } from '../../src/config/schema.ts';
import { createSwitches } from '../../src/plan/switches.ts';
import type { Switches } from '../../src/plan/switches.ts';
import { maxComponents } from '../../src/validate/check-components.ts';
import { validateCard } from '../../src/validate/card.ts';
import { registeredCard } from '../fixtures/cards.ts';
import {
  bad,
  cacheSettings,
  createSlotsBench,
  deadlineMs,
  flightOf,
  good,
  plannedCard,
} from '../fixtures/slots.ts';
import type { SlotsBench } from '../fixtures/slots.ts';

const usage = plannedCard();
const old = 'Data from';

interface Bench extends SlotsBench {
  readonly scope: RenderScope & { readonly switches: Switches };
  readonly defects: unknown[];
}

function createBench(settings: Partial<CacheSettings> = {}): Bench {
  const bench = createSlotsBench(settings);
  const defects: unknown[] = [];
  const { clock, slots } = bench;
  const scope = {
    slots,
    switches: createSwitches(clock, { disabled() {}, enabled() {} }),
    clock,
    deadlineMs,
    receivedAt: clock.now(),
    cache: cacheSettings(settings),
    ref: '7K2QX',
    isSettling: false,
    onTrial: new Set<string>(),
    events: { defect: (defect: unknown) => void defects.push(defect) },
  };
  return { ...bench, scope, defects };
}

function claimed({ slots }: Bench, planned = usage, isAlone = false): Claimed {
  return { planned, claim: slots.claim(planned, isAlone) };
}

function jsonOf(components: readonly object[]): string {
  return JSON.stringify(components);
}

function texts(count: number): object[] {
  return Array.from({ length: count }, () => ({ componentText: { text: 'x' } }));
}

const button = {
  componentWorkflowButton: {
    workflowButtonLabel: 'Refund',
    workflowButtonWorkflowIdentifier: { workflowKey: 'refund' },
  },
};

await t.test('a copy is told with what is left', async (t) => {
  const bench = createBench();
  bench.fetch(usage);
  bench.clock.advance(20_000);
  t.match(render(claimed(bench), bench.scope), {
    key: 'usage',
    upstream: 'billing',
    outcome: 'cached',
    claim: 'hit',
    isReload: false,
    failure: null,
    ttlSeconds: 40,
  });
});

await t.test('what was fetched now is fresh for who asked, coalesced for who joined', async (t) => {
  const bench = createBench();
  const [lead, join] = [claimed(bench), claimed(bench)];
  if (lead.claim === null) throw new Error('no claim');
  bench.slots.settle(flightOf(lead.claim), good(0));
  t.match(render(lead, bench.scope), { outcome: 'fresh', claim: 'lead', ttlSeconds: 60 });
  t.match(render(join, bench.scope), { outcome: 'coalesced', claim: 'join', ttlSeconds: 60 });
});

await t.test('"no data" is empty, however it came', async (t) => {
  const bench = createBench();
  bench.fetch(usage, good(0, { componentsJson: 'null' }));
  t.match(render(claimed(bench), bench.scope), { outcome: 'empty', componentsJson: 'null' });
});

await t.test('what is still under way is a notice, so that Plain asks again soon', async (t) => {
  const bench = createBench();
  const parts = render(claimed(bench), bench.scope);
  t.match(parts, { outcome: 'unavailable', failure: { reason: 'deadline' }, ttlSeconds: 15 });
  t.match(parts.componentsJson, /Couldn't load billing just now.*Ref 7K2QX/);
});

await t.test('a failure a moment ago is told again', async (t) => {
  const bench = createBench();
  bench.fetch(usage, bad);
  t.match(render(claimed(bench), bench.scope), {
    outcome: 'unavailable',
    claim: 'cooling',
    failure: bad.failure,
    ttlSeconds: 15,
  });
});

await t.test('within its stale window a card is shown at once, for 15 s', async (t) => {
  const bench = createBench({ staleWhileRevalidateSeconds: 60 });
  bench.fetch(usage);
  bench.clock.advance(50_000);
  const stale = claimed(bench);
  const parts = render(stale, bench.scope);
  t.match(parts, { outcome: 'stale_refreshing', claim: 'stale', ttlSeconds: 15, failure: null });
  t.notMatch(parts.componentsJson, old);
  if (stale.claim === null) throw new Error('no claim');
  bench.slots.settle(flightOf(stale.claim), good(50_000));
  t.match(render(stale, bench.scope), { outcome: 'fresh', ttlSeconds: 60 }, 'unless it is back');
});

await t.test('keys without a slot say "no data", within what Plain may be told', async (t) => {
  const card = registeredCard();
  for (const [plainTtlSeconds, ttlSeconds] of [
    [null, 60],
    [30, 30],
  ] as const) {
    const { scope } = createBench({ plainTtlSeconds });
    for (const [kind, outcome] of [
      ['anonymous', 'empty'],
      ['retired', 'retired'],
    ] as const) {
      const planned = { kind, key: 'usage', card };
      t.match(render({ planned, claim: null }, scope), {
        outcome,
        upstream: 'billing',
        componentsJson: 'null',
        claim: null,
        ttlSeconds,
      });
    }
    t.match(render({ planned: { kind: 'unknown', key: 'x' }, claim: null }, scope), {
      outcome: 'unknown',
      upstream: null,
      componentsJson: /No service is set up/,
      ttlSeconds,
    });
  }
});

await t.test(
  'when a refresh fails, the last good card stands in under a line with its age',
  async (t) => {
    const bench = createBench();
    bench.fetch(usage);
    bench.clock.advance(61_000);
    bench.fetch(usage, bad);
    const parts = render(claimed(bench), bench.scope);
    t.match(parts, { outcome: 'stale_error', failure: bad.failure, ttlSeconds: 15 });
    t.strictSame(JSON.parse(parts.componentsJson), [
      {
        componentPlainText: {
          plainText: "Couldn't refresh. Data from",
          plainTextSize: 'S',
          plainTextColor: 'MUTED',
        },
      },
      { componentDateTime: { dateTimeIso8601: '2026-01-01T00:00:00.000Z' } },
      { componentText: { text: 'x' } },
    ]);
  },
);

await t.test('the last good card stands in for as long as its window says', async (t) => {
  for (const [card, ms] of [
    [usage, 145_000],
    [plannedCard({ staleIfErrorSeconds: 0 }), 45_000],
  ] as const) {
    const bench = createBench({ staleIfErrorSeconds: 100 });
    bench.fetch(card);
    bench.clock.advance(ms);
    bench.fetch(card, bad, true);
    const cooling = claimed(bench, card);
    t.match(render(cooling, bench.scope), { outcome: 'stale_error' });
    bench.clock.advance(1);
    t.match(render(cooling, bench.scope), { outcome: 'unavailable' });
  }
});

await t.test('"no data" of before does not stand in', async (t) => {
  const bench = createBench();
  bench.fetch(usage, good(0, { componentsJson: 'null' }));
  bench.clock.advance(61_000);
  bench.fetch(usage, bad);
  t.match(render(claimed(bench), bench.scope), { outcome: 'unavailable' });
});

function renderOld(componentsJson: string): string {
  const bench = createBench();
  bench.fetch(usage, good(0, { componentsJson }));
  bench.clock.advance(61_000);
  bench.fetch(usage, bad);
  return render(claimed(bench), bench.scope).componentsJson;
}

await t.test('nobody acts on old facts: workflow buttons go', async (t) => {
  const row = { componentRow: { rowMainContent: texts(1), rowAsideContent: [button] } };
  const container = { componentContainer: { containerContent: [button] } };
  const json = renderOld(jsonOf([button, row, container, ...texts(1)]));
  t.match(json, old);
  t.notMatch(json, /Workflow/);
  t.equal((JSON.parse(json) as unknown[]).length, 4);
});

await t.test('a card of nothing but workflow buttons does not stand in', async (t) => {
  const json = renderOld(jsonOf([button, { componentContainer: { containerContent: [button] } }]));
  t.notMatch(json, old);
  t.match(json, "Couldn't load billing");
});

await t.test('the line still fits above a card at its limits', async (t) => {
  const most = renderOld(jsonOf(texts(maxComponents - 2)));
  t.equal((JSON.parse(most) as unknown[]).length, maxComponents);
  t.match(validateCard({ key: 'usage', components: JSON.parse(most) }), { ok: true });
  const long = jsonOf([{ componentText: { text: 'x'.repeat(10_000) } }]);
  const json = renderOld(long);
  t.ok(Buffer.byteLength(json) <= Buffer.byteLength(long) + 256);
  t.match(validateCard({ key: 'usage', components: JSON.parse(json) }), { ok: true });
});

await t.test('the line does not change how a card is written', async (t) => {
  for (const text of ['Счёт оплачен', '支払い済み', '£5', 'é'.repeat(3)]) {
    const components = JSON.stringify([{ componentText: { text: text.repeat(50) } }]);
    const json = renderOld(components);
    t.ok(Buffer.byteLength(json) <= Buffer.byteLength(components) * 1.2 + 256);
    t.match(json, old);
  }
});

await t.test('what is purged while an answer waits is not shown', async (t) => {
  const bench = createBench({ staleWhileRevalidateSeconds: 60 });
  bench.fetch(usage, good(0, { tags: ['pro'] }));
  const hit = claimed(bench);
  bench.clock.advance(50_000);
  const stale = claimed(bench);
  bench.slots.purge({ tag: 'basic' });
  t.match(render(stale, bench.scope), { outcome: 'stale_refreshing' });
  bench.slots.purge({ tag: 'pro' });
  for (const late of [hit, stale])
    t.match(render(late, bench.scope), {
      outcome: 'unavailable',
      failure: { reason: 'purged' },
      ttlSeconds: 15,
    });
});

await t.test('a card that landed and was purged before the answer is not shown', async (t) => {
  const bench = createBench();
  const lead = claimed(bench);
  if (lead.claim === null) throw new Error('no claim');
  bench.slots.settle(flightOf(lead.claim), good(0));
  bench.slots.purge({ customer: { id: 'c_1' } });
  t.match(render(lead, bench.scope), { outcome: 'unavailable', failure: { reason: 'purged' } });
});

await t.test(
  'when the loop stood still, a copy is judged by when the answer is written',
  async (t) => {
    const bench = createBench({ staleWhileRevalidateSeconds: 30 });
    bench.fetch(usage);
    const hit = claimed(bench);
    bench.clock.advance(45_000);
    const stale = claimed(bench);
    t.match(render(hit, bench.scope), { outcome: 'cached', ttlSeconds: 15 });
    bench.clock.advance(1);
    t.match(render(hit, bench.scope), { outcome: 'stale_error', failure: { reason: 'deadline' } });
    bench.clock.advance(30_000);
    t.match(render(stale, bench.scope), {
      outcome: 'stale_error',
      failure: { reason: 'deadline' },
    });
  },
);

await t.test('a newer card that came while an answer waits is what it shows', async (t) => {
  const bench = createBench();
  bench.slots.tell(usage, 60_000);
  bench.fetch(usage);
  const hit = claimed(bench);
  bench.clock.advance(6_000);
  bench.fetch(usage, good(6_000, { componentsJson: '[{"componentText":{"text":"new"}}]' }), true);
  t.match(render(hit, bench.scope), { outcome: 'cached', componentsJson: /new/ });
});

await t.test('a defect costs its card only, and is told', async (t) => {
  const bench = createBench();
  bench.fetch(usage, good(0, { componentsJson: 'not JSON' }));
  bench.clock.advance(61_000);
  bench.fetch(usage, bad);
  t.match(render(claimed(bench), bench.scope), {
    outcome: 'unavailable',
    failure: { reason: 'internal' } satisfies Failure,
    componentsJson: /Couldn't load billing/,
    claim: 'cooling',
  });
  t.match(bench.defects, [{ where: 'render', error: SyntaxError }]);
});

await t.test('a defect in a notice leaves the key answered', async (t) => {
  const { scope, defects } = createBench();
  let isFirst = true;
  const broken = {
    ...scope,
    get ref(): string {
      if (!isFirst) return 'R';
      isFirst = false;
      throw new Error('no reference');
    },
  };
  t.match(render({ planned: { kind: 'unknown', key: 'x' }, claim: null }, broken), {
    key: 'x',
    outcome: 'unknown',
  });
  t.equal(defects.length, 1);
});
