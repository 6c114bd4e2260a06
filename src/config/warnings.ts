import type { Finding } from './finding.ts';
import { insecureTransport } from './network-warnings.ts';
import { field, fields, items } from './raw.ts';
import { weakSecrets } from './secret-warnings.ts';
import { timeWarnings } from './time-warnings.ts';
import type { FileData } from './validate.ts';

/** Plain's limit of cards in a workspace. */
const maxCards = 25;

/** What is allowed but hardly meant. Looks at data, so that files with mistakes are looked at as well. */
export function findWarnings(gateway: FileData, upstreams: readonly FileData[]): Finding[] {
  return [
    ...timeWarnings(gateway, upstreams),
    ...weakSecrets(gateway),
    ...upstreams.flatMap(insecureTransport),
    ...tooManyCards(gateway, upstreams),
  ];
}

function tooManyCards({ source, data }: FileData, upstreams: readonly FileData[]): Finding[] {
  const cards = upstreams.flatMap((upstream) => fields(field(upstream.data, 'cards')));
  const total = cards.filter(([, card]) => field(card, 'retired') !== true).length;
  const crowded = (path: (string | number)[], count: number): Finding[] => {
    const message = `${count} cards; a workspace of Plain shows at most ${maxCards}`;
    return count > maxCards ? [{ source, path, message }] : [];
  };
  const workspaces = fields(field(data, 'workspaces'));
  if (workspaces.length === 0) return crowded([], total);
  return workspaces.flatMap(([id, workspace]) => {
    const listed = field(workspace, 'cards');
    const count = listed === undefined ? total : items(listed).length;
    return crowded(['workspaces', id, 'cards'], count);
  });
}
