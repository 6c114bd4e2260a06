import type { WhyEmpty } from '../../fan-out/trace.ts';

/** Why a card has no data, and what a person can do where there should be some. */
export function describeEmpty(why: WhyEmpty): string {
  switch (why.kind) {
    case 'no_value':
      return `${whatIsLacking[why.place]}: no value here for ${listed(why.placeholders)}.${remedy(why.placeholders)}`;
    case 'no_id':
      return 'No step of `lookup:` finds an id for this customer. --explain shows what each one asked and picked.';
    case 'not_found':
      return `${why.request} answers ${why.status}, which is taken for no data. Should there be some? Check the path in the file.`;
    case 'nothing_left':
      return 'The service answers, but nothing of the card is left: values are missing, or `if:` and `forEach:` give none. --explain shows each.';
  }
}

const whatIsLacking = {
  request: 'Its request is not sent',
  expect: '`expect:` has nothing to compare with',
} as const;

function listed(placeholders: readonly string[]): string {
  return placeholders.map((name) => `{${name}}`).join(', ');
}

const options = new Map([
  ['customer.email', '--email'],
  ['customer.externalId', '--external-id'],
  ['customer.id', '--id'],
  ['thread.id', '--thread-id'],
  ['thread.externalId', '--thread-external-id'],
  ['tenant.id', '--tenant-id'],
  ['tenant.externalId', '--tenant-external-id'],
]);

function remedy(placeholders: readonly string[]): string {
  const given = placeholders.flatMap((name) => options.get(name) ?? []);
  return given.length === 0 ? '' : ` Give ${given.join(' and ')}, if the customer has one.`;
}
