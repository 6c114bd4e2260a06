import type { Log } from '../../src/observe/log.ts';

/** A log that keeps no line, only how many there were: what holds 100,000 of them stands still while it is collected. */
export interface JudgedLog extends Log {
  /** With something of a customer. */
  readonly leaks: number;
  /** With something that terminals obey. */
  readonly raw: number;
  readonly securityEvents: number;
}

export function createJudgedLog(): JudgedLog {
  let [leaks, raw, securityEvents] = [0, 0, 0];
  function judge(fields: object, message: string): void {
    const line = JSON.stringify({ ...fields, message });
    if (/sensitive/i.test(line)) leaks += 1;
    // oxlint-disable-next-line no-control-regex -- what terminals obey
    if (/[\0-\x1f\x7f-\x9f]/.test(line)) raw += 1;
    if ('security' in fields && fields.security === true) securityEvents += 1;
  }
  return {
    debug: judge,
    info: judge,
    warn: judge,
    error: judge,
    get leaks() {
      return leaks;
    },
    get raw() {
      return raw;
    },
    get securityEvents() {
      return securityEvents;
    },
  };
}
