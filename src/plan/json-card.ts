import { hash } from 'node:crypto';
import type {
  JsonCardConfig,
  JsonUpstreamConfig,
  LookupStepConfig,
} from '../config/json-upstream.ts';
import { expectScope, pickScope } from '../config/json-scopes.ts';
import { formatPath } from '../config/problem.ts';
import type { CardConfig } from '../config/schema.ts';
import { compileComponents } from '../mapping/component-tree.ts';
import type { ComponentTree } from '../mapping/component-tree.ts';
import { compileExpression } from '../mapping/expression.ts';
import type { Expression } from '../mapping/expression.ts';
import type { VariableName } from '../mapping/variables.ts';
import type { Path } from '../mapping/problem.ts';
import { compilePlain, compileRequest } from '../mapping/request-template.ts';
import type { RequestDefinition, RequestTemplate } from '../mapping/request-template.ts';
import type { Template } from '../mapping/template.ts';
import { dimensions } from '../parse/customer.ts';

/** One way to find out which customer of the service it is. */
export interface LookupStep {
  readonly request: RequestTemplate;
  /** Gives the id, or several. */
  readonly pick: Expression;
}

/** What the answer has to say for the card to be shown. */
export interface Expectation {
  readonly actual: Expression;
  readonly expected: Template;
}

/** What a card tells its service, and with which other cards. */
export interface Sending {
  /** The dimensions that the service is told, and so what the card is cached by. */
  readonly sends: CardConfig['sends'];
  /** Cards of one upstream with the same batch share a call. */
  readonly batch: string;
}

/**
 * A card of a `json` upstream, ready to be asked for. It sends the customer, and whatever its request, its mapping or a look-up
 * that it uses names; cards with the same request share a batch.
 */
export interface JsonCard extends Sending {
  readonly config: JsonCardConfig;
  readonly request: RequestTemplate;
  readonly expectations: readonly Expectation[];
  readonly tree: ComponentTree;
  /** Other cards don't wait for the look-up. */
  readonly usesLookup: boolean;
}

export interface JsonService {
  readonly lookup: readonly LookupStep[];
  /** By key. */
  readonly cards: ReadonlyMap<string, JsonCard>;
}

/** Compiles what the configuration's check has found sound; throws where it has not. */
export function compileJsonService({
  cards,
  lookup: steps = [],
}: Pick<JsonUpstreamConfig, 'cards' | 'lookup'>): JsonService {
  const lookup = steps.map(compileStep);
  const compiled = Object.entries(cards).map(([key, card]): [string, JsonCard] => [
    key,
    compileCard(key, card, lookup),
  ]);
  return { lookup, cards: new Map(compiled) };
}

function compileStep({ pick, ...request }: LookupStepConfig, index: number): LookupStep {
  const path = ['lookup', index];
  return {
    request: requestAt(path, request),
    pick: expressionAt([...path, 'pick'], pick, pickScope),
  };
}

function compileCard(key: string, card: JsonCardConfig, lookup: readonly LookupStep[]): JsonCard {
  const path = ['cards', key];
  const parts = {
    request: requestAt(path, card),
    expectations: Object.entries(card.expect).map((entry) => expectationAt(path, entry)),
    tree: treeAt(path, card.components),
  };
  const named = namedBy(parts);
  const usesLookup = named.has('lookup');
  const sent = usesLookup ? named.union(namedByLookup(lookup)) : named;
  return {
    ...parts,
    batch: batchOf(card, usesLookup),
    config: card,
    usesLookup,
    sends: dimensions.filter((dimension) => dimension === 'customer' || sent.has(dimension)),
  };
}

/** Dimensions, and `lookup`. */
function namedBy({
  request,
  expectations,
  tree,
}: Pick<JsonCard, 'request' | 'expectations' | 'tree'>): ReadonlySet<string> {
  const templates = [request, ...expectations.map(({ expected }) => expected)];
  const expressions = [tree, ...expectations.map(({ actual }) => actual)];
  return new Set([
    ...templates.flatMap(({ names }) => [...names].map((name) => name.replace(/\..*/, ''))),
    ...expressions.flatMap(({ variables }) => [...variables]),
  ]);
}

function namedByLookup(lookup: readonly LookupStep[]): ReadonlySet<string> {
  return new Set(lookup.flatMap(({ request, pick }) => [...request.dimensions, ...pick.variables]));
}

function batchOf(card: JsonCardConfig, usesLookup: boolean): string {
  const { get, post, query, body, headers, match } = card;
  const definition = [get, post, query, body, headers, match, usesLookup];
  return hash('sha256', JSON.stringify(definition), 'base64url');
}

function requestAt(path: Path, definition: RequestDefinition): RequestTemplate {
  const compiled = compileRequest(definition);
  return compiled.ok ? compiled.request : refuse(path, compiled.problems);
}

function treeAt(path: Path, components: unknown): ComponentTree {
  const compiled = compileComponents(components);
  return compiled.ok ? compiled.tree : refuse([...path, 'components'], compiled.problems);
}

function expectationAt(path: Path, [source, text]: [string, unknown]): Expectation {
  const place = [...path, 'expect', source];
  const compiled = compilePlain(String(text));
  return {
    actual: expressionAt(place, source, expectScope),
    expected: compiled.ok ? compiled.template : refuse(place, [compiled]),
  };
}

function expressionAt(path: Path, source: string, scope: readonly VariableName[]): Expression {
  const compiled = compileExpression(source, scope);
  return compiled.ok ? compiled.expression : refuse(path, [compiled]);
}

/** The configuration's check has told such mistakes, with their lines, before anything is built from it. */
function refuse(base: Path, [first]: readonly Mistake[]): never {
  const { path = [], message = 'unsound' } = first ?? {};
  throw new TypeError(`${formatPath([...base, ...path])}: ${message}`);
}

interface Mistake {
  /** Below the base. */
  readonly path?: Path;
  readonly message: string;
}
