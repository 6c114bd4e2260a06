/** Times are relative, so that the demo never grows old. */
export interface IssueRow {
  readonly number: number;
  readonly project: Project;
  readonly environment: string;
  readonly level: 'fatal' | 'error' | 'warning' | 'info';
  readonly status: 'unresolved' | 'resolved' | 'ignored';
  readonly priority: 'high' | 'medium' | 'low';
  readonly type: string;
  readonly value: string;
  readonly culprit: string;
  readonly isUnhandled: boolean;
  readonly count: number;
  readonly firstSeenDaysAgo: number;
  readonly lastSeenMinutesAgo: number;
  /** E-mail addresses of the users who met it. */
  readonly users: readonly string[];
}

export interface Project {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly platform: string;
}

/** The one organization of the demo. */
export const sentryOrganization = 'example-org';

const checkout: Project = { id: '4501', name: 'Checkout', slug: 'checkout', platform: 'node' };
const webApp: Project = {
  id: '4502',
  name: 'Web App',
  slug: 'web-app',
  platform: 'javascript-react',
};
export const projects: readonly Project[] = [checkout, webApp];
export const environments: readonly string[] = ['production', 'staging'];

const marta = 'marta.lindqvist@harbourlight.example.com';
const jonas = 'jonas.vetter@pixelforge.example.com';

/** Newest first. */
export const issues: readonly IssueRow[] = [
  {
    number: 118,
    project: checkout,
    environment: 'production',
    level: 'error',
    status: 'unresolved',
    priority: 'high',
    type: 'PaymentDeclinedError',
    value: 'Card was declined: insufficient_funds',
    culprit: 'POST /api/payments',
    isUnhandled: false,
    count: 7,
    firstSeenDaysAgo: 9,
    lastSeenMinutesAgo: 14,
    users: [marta],
  },
  {
    number: 121,
    project: webApp,
    environment: 'production',
    level: 'fatal',
    status: 'unresolved',
    priority: 'high',
    type: 'ChunkLoadError',
    value: 'Loading chunk 42 failed',
    culprit: 'src/editor/canvas in loadTool',
    isUnhandled: true,
    count: 318,
    firstSeenDaysAgo: 2,
    lastSeenMinutesAgo: 31,
    users: [jonas],
  },
  {
    number: 97,
    project: webApp,
    environment: 'production',
    level: 'error',
    status: 'unresolved',
    priority: 'medium',
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'invoice')",
    culprit: 'src/billing/summary in render',
    isUnhandled: true,
    count: 1_204,
    firstSeenDaysAgo: 40,
    lastSeenMinutesAgo: 190,
    users: [marta, jonas],
  },
  {
    number: 90,
    project: checkout,
    environment: 'production',
    level: 'warning',
    status: 'unresolved',
    priority: 'low',
    type: 'RateLimitWarning',
    value: 'Request rate exceeded, retrying in 356 ms',
    culprit: 'jobs.sync in retry',
    isUnhandled: false,
    count: 26,
    firstSeenDaysAgo: 61,
    lastSeenMinutesAgo: 2_950,
    users: [marta],
  },
  {
    number: 84,
    project: checkout,
    environment: 'staging',
    level: 'info',
    status: 'ignored',
    priority: 'low',
    type: 'FeatureFlagMissing',
    value: 'Flag new-basket is not defined',
    culprit: 'flags.read in lookup',
    isUnhandled: false,
    count: 3,
    firstSeenDaysAgo: 80,
    lastSeenMinutesAgo: 7_200,
    users: [jonas],
  },
  {
    number: 55,
    project: webApp,
    environment: 'production',
    level: 'error',
    status: 'resolved',
    priority: 'medium',
    type: 'TimeoutError',
    value: 'Upload of avatar.png timed out after 30000 ms',
    culprit: 'src/profile/avatar in upload',
    isUnhandled: false,
    count: 2,
    firstSeenDaysAgo: 88,
    lastSeenMinutesAgo: 28_800,
    users: [marta],
  },
];
