/** A node of JSONata's syntax tree, as far as it is looked at. */
export interface AstNode {
  readonly type: string;
  /** Of a variable its name, of a regular expression a RegExp, of an operator its sign. */
  value?: unknown;
  /** Behind its token. */
  readonly position?: number;
  readonly procedure?: AstNode;
  readonly arguments?: readonly AstNode[];
  readonly steps?: readonly AstNode[];
  readonly body?: AstNode;
  readonly lhs?: AstNode | Pairs;
  readonly rhs?: AstNode;
  readonly condition?: AstNode;
  readonly expressions?: readonly AstNode[];
  readonly expr?: AstNode;
  readonly group?: { readonly lhs: Pairs };
  /** Names that a step of a path binds: `@$name`, `#$name`. */
  readonly focus?: string;
  readonly index?: string;
  /** Not written by the author: a call in the last place of a function. */
  readonly thunk?: boolean;
  readonly signature?: unknown;
}

type Pairs = readonly (readonly [AstNode, AstNode])[];

export function isNode(value: unknown): value is AstNode {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
  );
}

/** The nodes directly below, in the order of their fields. */
export function childrenOf(node: object): readonly AstNode[] {
  return Object.values(node).flatMap(nodesIn);
}

function nodesIn(value: unknown): readonly AstNode[] {
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return [];
  if (isNode(value)) return [value];
  return Object.values(value).flatMap(nodesIn);
}

/** Keys and values of an object that the node makes, or groups by. */
export function pairsOf({ lhs, group }: AstNode): Pairs {
  return [...(Array.isArray(lhs) ? (lhs as Pairs) : []), ...(group?.lhs ?? [])];
}
