import t from 'tap';
import { parseSelection } from '../../../src/admin/selection.ts';
import {
  describeSelection,
  noChoice,
  purgeKinds,
  toSelection,
} from '../../../src/browser/cache/selection.ts';

const choice = {
  ...noChoice,
  card: 'usage',
  upstream: 'billing',
  tag: 'acme',
  email: 'ada@example.com',
};

await t.test('the gateway takes each kind as it is sent, and only what it is about', async (t) => {
  const sent = purgeKinds.map((kind) => toSelection({ ...choice, kind }));
  t.same(sent, [
    { customer: { email: 'ada@example.com' } },
    { card: 'usage' },
    { upstream: 'billing' },
    { tag: 'acme' },
    { all: true },
  ]);
  for (const selection of sent) t.ok(parseSelection(selection).ok);
});

await t.test('nothing is selected before it is said what', async (t) => {
  t.equal(toSelection(noChoice), null);
  t.equal(toSelection({ ...noChoice, kind: 'card' }), null);
  t.equal(toSelection({ ...noChoice, kind: 'tag', tag: '  ' }), null);
});

await t.test('what would be forgotten is told', async (t) => {
  const told = purgeKinds.map((kind) => describeSelection({ ...choice, kind }));
  t.match(told, [/this customer/, /usage of all customers/, /billing/, /tag acme/, /everything/]);
  t.notMatch(told.join(' '), /ada@/, 'but not whose it is');
});
