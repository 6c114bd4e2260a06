import t from 'tap';
import { glyphsFor } from '../../../src/cli/draw/glyphs.ts';
import type { Status } from '../../../src/cli/status/read-status.ts';
import { statusLines } from '../../../src/cli/status/status-lines.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const healthy: Status = {
  url: 'http://127.0.0.1:8081',
  isReady: true,
  config: { hash: 'x', loadedAt: '2026-11-23T10:00:00Z', takesRestart: [], lastReload: null },
  upstreams: [],
  cache: { slots: 1, bytes: 1_572_864, maxBytes: 67_108_864, fetchesUnderWay: 2, cards: [] },
};

function drawn(status: Partial<Status>): string[] {
  const glyphs = glyphsFor({ colourDepth: 1, hasUnicode: true, hasLinks: false });
  const lines = statusLines({ ...healthy, ...status }, { glyphs, columns: 80, wallNow: now });
  return lines.map((line) => line.map(({ text }) => text).join(''));
}

await t.test('a gateway without upstreams', async (t) => {
  t.same(drawn({}), [
    'http://127.0.0.1:8081 ready · 0 upstreams · 0 cards · loaded 2 hours ago',
    '',
    'cache  1.5 MiB of 64.0 MiB · 1 slot · 2 under way',
  ]);
});

await t.test('one that drains, and files that are not what is in use', async (t) => {
  const config = {
    ...healthy.config,
    takesRestart: ['listen.port'],
    lastReload: { at: '2026-11-23T11:55:00Z', isSuccessful: false, problems: [] },
  };
  t.same(drawn({ isReady: false, config }).slice(0, 4), [
    'http://127.0.0.1:8081 not ready · 0 upstreams · 0 cards · loaded 2 hours ago',
    'The files were wrong when they were read 5 minutes ago, so what was there before',
    'stays: `check` says what is wrong.',
    'Not before a restart: listen.port.',
  ]);
});

await t.test('a reload that went well is no news', async (t) => {
  const lastReload = { at: '2026-11-23T11:55:00Z', isSuccessful: true, problems: [] };
  t.equal(drawn({ config: { ...healthy.config, lastReload } }).length, 3);
});
