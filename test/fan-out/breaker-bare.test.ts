import { mock } from 'node:test';
import CircuitBreaker from 'opossum';
import t from 'tap';
import { createBreaker } from '../../src/fan-out/breaker.ts';
import type { BreakerState, Verdict } from '../../src/fan-out/breaker.ts';
import { defaultSettings } from '../fixtures/breaker.ts';
import { createManualClock } from '../fixtures/clock.ts';
import { createRandom, pick } from '../fixtures/random.ts';

/** A breaker as the judge sees it. Both follow the failure rate alone, over a window that no episode outlasts. */
interface Subject {
  /** Runs a call that ends as `ending` says; calls `admitted` when it is let through. */
  run(ending: Promise<Verdict>, admitted: () => void): Promise<unknown>;
  state(): BreakerState;
  advance(ms: number): void;
  close(): void;
}

const rules = { failureRate: 0.5, minimumCalls: 5, windowMs: 600_000, openMs: 1_000 };
const episodes = 40;
const stepsPerEpisode = 500;

function createOwn(): Subject {
  const clock = createManualClock(1_000);
  const breaker = createBreaker({
    name: 'own',
    settings: {
      ...defaultSettings,
      ...rules,
      consecutiveFailures: Number.MAX_SAFE_INTEGER,
      maxOpenMs: rules.openMs,
    },
    slowCallMs: rules.windowMs,
    trialTimeoutMs: rules.windowMs,
    clock,
    random: () => 0,
  });
  return {
    run: (ending, admitted) =>
      breaker.run(
        () => {
          admitted();
          return ending;
        },
        (verdict) => verdict,
      ),
    state: () => breaker.view().state,
    advance: (ms) => clock.advance(ms),
    close: () => breaker.close(),
  };
}

/** opossum as its README sets it up, with the same rules. It reads the process's clock, which is mocked. */
function createBare(): Subject {
  const circuit = new CircuitBreaker(
    async (ending: Promise<Verdict>, admitted: () => void) => {
      admitted();
      const verdict = await ending;
      if (verdict !== 'success') throw new Error(verdict);
    },
    {
      timeout: false,
      errorThresholdPercentage: rules.failureRate * 100,
      volumeThreshold: rules.minimumCalls,
      rollingCountTimeout: rules.windowMs,
      resetTimeout: rules.openMs,
      errorFilter: (error: Error) => error.message === 'neutral',
    },
  );
  return {
    run: (ending, admitted) => circuit.fire(ending, admitted).catch(() => undefined),
    state: () => (circuit.opened ? 'open' : circuit.halfOpen ? 'half_open' : 'closed'),
    advance: (ms) => mock.timers.tick(ms),
    close: () => circuit.shutdown(),
  };
}

interface HeldCall {
  readonly stay: number;
  readonly end: (verdict: Verdict) => void;
  readonly settled: Promise<unknown>;
}

/** What a breaker did that its rules do not allow. */
type Wrong = 'late ending' | 'neutral ending' | 'trial ignored' | 'untimely trip' | 'missed trip';

/** Drives a breaker at random and judges each transition by what has completed in the stay that it ends. */
class Judge {
  readonly wrong = new Map<Wrong, number>();
  transitions = 0;
  readonly #subject: Subject;
  readonly #random: () => number;
  #state: BreakerState = 'closed';
  #stay = 0;
  #completed = { calls: 0, failures: 0 };
  #underWay: HeldCall[] = [];

  constructor(subject: Subject, seed: number) {
    this.#subject = subject;
    this.#random = createRandom(seed);
  }

  async step(): Promise<void> {
    const dice = this.#random();
    if (dice < 0.45) await this.#start();
    else if (dice < 0.9) await this.#end();
    else this.#subject.advance(Math.floor(this.#random() * 700));
    this.#look();
  }

  async finish(): Promise<void> {
    for (const call of this.#underWay) call.end('success');
    await Promise.all(this.#underWay.map(({ settled }) => settled));
    this.#subject.close();
  }

  async #start(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<Verdict>();
    let isAdmitted = false;
    const settled = this.#subject.run(promise, () => void (isAdmitted = true));
    await turn();
    this.#look();
    if (isAdmitted) this.#underWay.push({ stay: this.#stay, end: resolve, settled });
  }

  async #end(): Promise<void> {
    const index = Math.floor(this.#random() * this.#underWay.length);
    const [call] = this.#underWay.splice(index, 1);
    if (call === undefined) return;
    const verdict = pick<Verdict>(this.#random, ['success', 'failure', 'failure', 'neutral']);
    const before = this.#state;
    call.end(verdict);
    await call.settled;
    await turn();
    this.#judge(call, verdict, before, this.#subject.state());
  }

  #judge(call: HeldCall, verdict: Verdict, before: BreakerState, after: BreakerState): void {
    const hasMoved = before !== after;
    if (call.stay !== this.#stay) return this.#expect(!hasMoved, 'late ending');
    if (verdict === 'neutral') return this.#expect(!hasMoved, 'neutral ending');
    this.#completed.calls += 1;
    this.#completed.failures += verdict === 'failure' ? 1 : 0;
    if (before === 'half_open') {
      return this.#expect(after === (verdict === 'success' ? 'closed' : 'open'), 'trial ignored');
    }
    if (before === 'open') return this.#expect(!hasMoved, 'late ending');
    const { calls, failures } = this.#completed;
    const isDue = calls >= rules.minimumCalls && failures / calls >= rules.failureRate;
    this.#expect(isDue || !hasMoved, 'untimely trip');
    this.#expect(!isDue || verdict === 'success' || hasMoved, 'missed trip');
  }

  #expect(holds: boolean, what: Wrong): void {
    if (!holds) this.wrong.set(what, (this.wrong.get(what) ?? 0) + 1);
  }

  #look(): void {
    const state = this.#subject.state();
    if (state === this.#state) return;
    this.#state = state;
    this.#stay += 1;
    this.#completed = { calls: 0, failures: 0 };
    this.transitions += 1;
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

async function judge(create: () => Subject) {
  const wrong = new Map<Wrong, number>();
  let transitions = 0;
  for (let seed = 1; seed <= episodes; seed += 1) {
    const episode = new Judge(create(), seed);
    for (let step = 0; step < stepsPerEpisode; step += 1) await episode.step();
    await episode.finish();
    transitions += episode.transitions;
    for (const [what, count] of episode.wrong) wrong.set(what, (wrong.get(what) ?? 0) + count);
  }
  return { transitions, wrong: Object.fromEntries(wrong) };
}

await t.test('every transition is due, and none that is due is missed', async (t) => {
  const { transitions, wrong } = await judge(createOwn);
  t.comment({ transitions });
  t.ok(transitions > 500);
  t.same(wrong, {});
});

await t.test('opossum alone fails the same test', async (t) => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
  t.teardown(() => mock.timers.reset());
  const { transitions, wrong } = await judge(createBare);
  t.comment({ transitions, wrong });
  t.ok(wrong['late ending'], 'calls from before the trip flip its state');
  t.ok(wrong['untimely trip'], 'one failure after closing trips it by the old window');
  t.ok(wrong['missed trip'], 'calls under way dilute the rate');
});
