import type { Labels } from './declaration.ts';

/** Values by label set. */
export interface LabelMap<Value> {
  get(labels: Labels): Value | undefined;
  set(labels: Labels, value: Value): void;
  values(): readonly Value[];
}

interface Branch<Value> {
  value: Value | undefined;
  readonly byLabel: Map<string | undefined, Branch<Value>>;
}

/**
 * Found label by label: a key put together of all of them would be a new text to make and to hash with every event.
 * `names` are the labels that a set has.
 */
export function createLabelMap<Value>(names: readonly string[]): LabelMap<Value> {
  const root = createBranch<Value>();
  const values: Value[] = [];

  return {
    get(labels) {
      let branch: Branch<Value> | undefined = root;
      for (const name of names) branch = branch?.byLabel.get(labels[name]);
      return branch?.value;
    },
    set(labels, value) {
      let branch = root;
      for (const name of names) {
        const next = branch.byLabel.get(labels[name]) ?? createBranch<Value>();
        branch.byLabel.set(labels[name], next);
        branch = next;
      }
      branch.value = value;
      values.push(value);
    },
    values: () => values,
  };
}

function createBranch<Value>(): Branch<Value> {
  return { value: undefined, byLabel: new Map() };
}
