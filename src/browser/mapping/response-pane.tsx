import { Editor } from '../editor/editor.tsx';
import { ProblemList } from '../editor/problem-list.tsx';
import { Notice } from '../shell/notice.tsx';
import {
  dropFetched,
  fetched,
  formatResponse,
  latest,
  response,
  responsePlace,
  responseProblems,
} from './state.ts';

export function ResponsePane() {
  return (
    <>
      <div class="pane-head">
        <h2>Response of the service</h2>
        <button type="button" class="button is-small" onClick={formatResponse}>
          Format
        </button>
      </div>
      {fetched.value !== null && <RealData />}
      <Editor
        label="JSON of the service's response"
        language="json"
        text={response}
        problems={responseProblems.value}
        place={responsePlace}
      />
      <ProblemList
        text={latest.value?.question.response ?? ''}
        problems={responseProblems.value}
        goTo={({ from, to }) => (responsePlace.value = { from, to })}
      />
    </>
  );
}

function RealData() {
  return (
    <Notice
      kind="warning"
      action={
        <button type="button" class="button is-small" onClick={dropFetched}>
          Back to the sample
        </button>
      }
    >
      <p>
        Fetched for <code>{fetched.value?.card}</code>: a customer’s own data. It is neither in the
        address nor stored, and gone with this tab.
      </p>
    </Notice>
  );
}
