import type { Bindings } from '../../mapping/variables.ts';
import type { Subject } from '../../parse/customer.ts';
import type { Found } from './json-request.ts';

/** What expressions see of an answer and of whom it is about. A dimension that is not sent has no value. */
export function bindingsOf(
  { response, hasNextPage }: Found,
  { customer, thread, tenant }: Subject,
  lookup: string | null,
): Bindings {
  return {
    response,
    hasNextPage,
    customer,
    ...(thread !== null && { thread }),
    ...(tenant !== null && { tenant }),
    ...(lookup !== null && { lookup }),
  };
}

/** The values that an expression gave, however they are nested in lists. Null and "" are no values. */
export function valuesIn(value: unknown): readonly unknown[] {
  const values: unknown[] = Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value];
  return values.filter((leaf) => leaf !== undefined && leaf !== null && leaf !== '');
}

/** A value as it is compared with text. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
