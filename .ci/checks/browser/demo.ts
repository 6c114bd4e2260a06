import { start } from '../processes.ts';
import type { Run } from '../processes.ts';

export interface Demo {
  readonly process: Run;
  /** The printed link: it signs in. */
  readonly link: string;
  readonly token: string;
  readonly adminUrl: string;
  /** How a demo service behaves from now on: `ok`, `error`, `hang` …, as the printed line sets it. */
  behave(service: 'billing' | 'orders' | 'accounts' | 'sentry', mode: string): Promise<void>;
}

/** The demo as the README starts it, on free ports. */
export async function startDemo(): Promise<Demo> {
  const process = start('npm', ['start'], { env: { PORT: '0', ADMIN_PORT: '0' } });
  await process.find(/Ctrl\+C/);
  const [link = '', adminUrl = '', token = ''] = await process.find(/(http:\S+)\/#token=(\S+)/);
  return {
    process,
    link,
    token,
    adminUrl,
    async behave(service, mode) {
      const [, url = ''] = await process.find(new RegExp(`^ +${service} +(\\S+)`, 'm'));
      const answer = await fetch(`${url}/demo/behaviour`, {
        method: 'POST',
        body: new URLSearchParams({ mode }),
      });
      if (!answer.ok) throw new Error(`${service} has no mode ${mode}`);
    },
  };
}
