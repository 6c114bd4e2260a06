import { renameSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Loaded into a process that is measured, with --import: on SIGUSR2 it records where the processor's time goes, for
 * PROFILE_SECONDS, and writes that to PROFILE_FILE.
 */
const { PROFILE_FILE = '', PROFILE_SECONDS = '2' } = process.env;

async function record(): Promise<void> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  await delay(Number(PROFILE_SECONDS) * 1000);
  const { profile } = await session.post('Profiler.stop');
  writeFileSync(`${PROFILE_FILE}.part`, JSON.stringify(profile));
  renameSync(`${PROFILE_FILE}.part`, PROFILE_FILE);
}

process.once('SIGUSR2', () => void record());
