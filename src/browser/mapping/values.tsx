import { yamlLanguage } from '@codemirror/lang-yaml';
import type { MappingEvaluation } from '../../admin/api.ts';
import { parsePath } from '../../config/problem.ts';
import { yamlRangeOf } from '../editor/yaml-tree.ts';
import { latest, yamlPlace } from './state.ts';

const maxShown = 200;

/** What each expression came to, in the order in which they were evaluated. */
export function Values() {
  const result = latest.value?.answer.result ?? null;
  const evaluations = result?.evaluations ?? [];
  return (
    <>
      <h2>Values</h2>
      {evaluations.length === 0 ? (
        <p class="muted small">What each expression comes to is listed here.</p>
      ) : (
        <table class="values small">
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

function Value({ value, isCut }: Pick<MappingEvaluation, 'value' | 'isCut'>) {
  if (value === undefined) return <span class="muted">no value</span>;
  const text = isCut && typeof value === 'string' ? value : JSON.stringify(value);
  return <bdi class="mono value-text">{text}</bdi>;
}

/** To the expression in the file. */
function goTo(path: string): void {
  const { question, answer } = latest.peek() ?? {};
  const key = answer?.result?.card;
  if (question === undefined || key === undefined) return;
  const tree = yamlLanguage.parser.parse(question.yaml);
  yamlPlace.value = yamlRangeOf(tree, question.yaml, ['cards', key, ...parsePath(path)]);
}
