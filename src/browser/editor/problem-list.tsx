import { count } from '../../cli/count.ts';
import type { EditorProblem } from './problem.ts';

interface ProblemListProps {
  readonly text: string;
  readonly problems: readonly EditorProblem[];
  readonly goTo: (problem: EditorProblem) => void;
}

const maxShown = 20;

/** What is wrong, in words, for those too who don't see where the editor marks it. */
export function ProblemList({ text, problems, goTo }: ProblemListProps) {
  return (
    <div class="problems">
      <p class="visually-hidden" role="status">
        {problems.length > 0 && count(problems.length, 'problem')}
      </p>
      {problems.length > 0 && (
        <ul role="list">
          {problems.slice(0, maxShown).map((problem, index) => (
            <li key={index}>
              <button type="button" class="problem" onClick={() => goTo(problem)}>
                <span class={`problem-mark is-${problem.severity}`} aria-hidden="true" />
                <span class="number muted nowrap">Line {lineOf(text, problem.from)}</span>
                <span class="anywhere">
                  <span class="visually-hidden">{problem.severity}: </span>
                  {problem.message} {problem.fix}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {problems.length > maxShown && (
        <p class="muted small">and {problems.length - maxShown} more</p>
      )}
    </div>
  );
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
