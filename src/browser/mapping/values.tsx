import { yamlLanguage } from '@codemirror/lang-yaml';
import type { MappingEvaluation } from '../../admin/api.ts';
import { parsePath } from '../../config/problem.ts';
import { formatJson } from '../editor/format-json.ts';
import { yamlRangeOf } from '../editor/yaml-tree.ts';
import { lastResult, latest, yaml, yamlPlace } from './state.ts';

const maxShown = 200;

/** What each expression came to, in the order in which they were evaluated. */
export function Values() {
  const evaluations = lastResult.value?.evaluations ?? [];
  const isOld = latest.value?.answer.result == null;
  return (
    <>
      <h2>Values</h2>
      {evaluations.length === 0 ? (
        <p class="muted small">What each expression comes to is listed here.</p>
      ) : (
        <table class={isOld ? 'values small muted' : 'values small'}>
          <thead>
            <tr>
              <th scope="col">Expression</th>
              <th scope="col">Value</th>
            </tr>
          </thead>
          <tbody>
            {evaluations.slice(0, maxShown).map((evaluation, index) => (
              <ValueRow key={index} evaluation={evaluation} />
            ))}
          </tbody>
        </table>
      )}
      {evaluations.length > maxShown && (
        <p class="muted small">and {evaluations.length - maxShown} more</p>
      )}
    </>
  );
}

function ValueRow({ evaluation }: { readonly evaluation: MappingEvaluation }) {
  const { path, expression } = evaluation;
  return (
    <tr>
      <td>
        <button
          type="button"
          class="value-expression mono anywhere"
          title={path}
          onClick={() => goTo(path)}
        >
          {expression.trim()}
        </button>
      </td>
      <td class="anywhere">
        <Value {...evaluation} />
      </td>
    </tr>
  );
}

/** In characters: what is longer is shown as a whole when somebody wants it. */
const maxShort = 120;

function Value({ value, isCut }: Pick<MappingEvaluation, 'value' | 'isCut'>) {
  if (value === undefined) return <span class="muted">no value</span>;
  const text = isCut && typeof value === 'string' ? value : JSON.stringify(value);
  if (text.length <= maxShort) return <bdi class="mono value-text">{text}</bdi>;
  return (
    <details class="value-long">
      <summary>
        <bdi class="mono">{text.slice(0, maxShort)} …</bdi>
      </summary>
      <pre class="value-text">
        <bdi>{isCut ? text : formatJson(value)}</bdi>
      </pre>
    </details>
  );
}

/** To the expression in the file. */
function goTo(path: string): void {
  const { value: text } = yaml;
  const key = lastResult.peek()?.card;
  if (key === undefined) return;
  const tree = yamlLanguage.parser.parse(text);
  yamlPlace.value = yamlRangeOf(tree, text, ['cards', key, ...parsePath(path)]);
}
