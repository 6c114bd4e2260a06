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
