import t from 'tap';
import { parseOptions } from '../src/config/options.ts';
import { assembleGateway } from '../src/gateway.ts';
import { outcomes } from '../src/outcome.ts';
import { search } from './fixtures/cache-model/search.ts';

const stepsEach = 400;
const steps = Number(process.env['CACHE_MODEL_STEPS'] ?? 100_000);
t.setTimeout(600_000);
const firstSeed = Number(process.env['CACHE_MODEL_SEED'] ?? 1);

await t.test(
  'no history of requests, answers, failures, purges and time breaks a promise',
  async (t) => {
    const { broken, seen } = await search({
      subject: { assembleGateway, parseOptions },
      histories: Math.ceil(steps / stepsEach),
      stepsEach,
      firstSeed,
      maxTries: 400,
    });
    t.equal(broken, null);
    t.comment(JSON.stringify(Object.fromEntries(seen)));
    for (const outcome of outcomes.filter((word) => word !== 'unknown' && word !== 'retired'))
      t.ok((seen.get(outcome) ?? 0) > steps / 1_000, `${outcome} came often enough to matter`);
  },
);
