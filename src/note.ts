/** Something to remember of an object for as long as it lives, on the object itself. */
export interface Note<Owner extends object, Value> {
  read(owner: Owner): Value | undefined;
  write(owner: Owner, value: Value): void;
}

/** For objects that come by the thousand: each entry of a WeakMap is work for every garbage collection. */
export function createNote<Owner extends object, Value>(name: string): Note<Owner, Value> {
  const key = Symbol(name);
  type Noted = Owner & { [key]?: Value };
  return {
    read: (owner: Noted) => owner[key],
    write: (owner: Noted, value) => void (owner[key] = value),
  };
}
