import t from 'tap';
import { lookOf } from '../../../src/cli/draw/look.ts';

const look = (env: Readonly<Record<string, string>>, isTerminal = true) =>
  lookOf({ isTerminal, colourDepth: 8, env });

await t.test('signs beyond ASCII, unless the locale says another encoding', async (t) => {
  for (const env of [{}, { LANG: 'de_DE.UTF-8' }, { LC_ALL: '', LC_CTYPE: 'C.utf8', LANG: 'C' }])
    t.ok(look(env).hasUnicode, JSON.stringify(env));
  for (const env of [{ LANG: 'C' }, { LC_ALL: 'POSIX', LANG: 'en_US.UTF-8' }])
    t.notOk(look(env).hasUnicode, JSON.stringify(env));
});

await t.test('links only in terminals that are known to have them', async (t) => {
  const known = [
    { TERM_PROGRAM: 'iTerm.app' },
    { TERM: 'xterm-kitty' },
    { VTE_VERSION: '7600' },
    { KONSOLE_VERSION: '230400' },
    { WT_SESSION: 'x' },
  ];
  for (const env of known) {
    t.ok(look(env).hasLinks, JSON.stringify(env));
    t.notOk(look(env, false).hasLinks, 'not in a pipe');
    t.notOk(look({ ...env, CI: 'true' }).hasLinks, 'not in a pipeline');
  }
  const unknown = [{}, { TERM: 'xterm-256color' }, { VTE_VERSION: '4900' }, { TERM: 'dumb' }];
  for (const env of unknown) t.notOk(look(env).hasLinks, JSON.stringify(env));
});

await t.test('who insists is obeyed', async (t) => {
  t.ok(look({ FORCE_HYPERLINK: '1' }, false).hasLinks);
  t.notOk(look({ FORCE_HYPERLINK: '0', WT_SESSION: 'x' }).hasLinks);
});
