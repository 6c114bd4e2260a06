/** The variables that are there while the customer is looked up: `pick`. */
export const pickScope = ['response', 'customer', 'thread', 'tenant', 'hasNextPage'] as const;
/** Those that are there when a card's answer is judged: the keys of `expect`. */
export const expectScope = [...pickScope, 'lookup'] as const;
