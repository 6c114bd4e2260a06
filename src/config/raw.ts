/** A field of a mapping that no schema has seen yet; undefined when there is none. */
export function field(data: unknown, name: string): unknown {
  return fields(data).find(([key]) => key === name)?.[1];
}

/** The fields of a mapping that no schema has seen yet; none for anything else. */
export function fields(data: unknown): [string, unknown][] {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
    ? Object.entries(data)
    : [];
}

/** The items of a list that no schema has seen yet; none for anything else. */
export function items(data: unknown): readonly unknown[] {
  return Array.isArray(data) ? data : [];
}

/** A field that is a number; undefined when it is none. */
export function numberAt(data: unknown, name: string): number | undefined {
  const value = field(data, name);
  return typeof value === 'number' ? value : undefined;
}

/** A field that is text; undefined when it is none. */
export function textAt(data: unknown, name: string): string | undefined {
  const value = field(data, name);
  return typeof value === 'string' ? value : undefined;
}
