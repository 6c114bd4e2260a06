import { useEffect } from 'preact/hooks';
import { Editor } from '../editor/editor.tsx';
import { Panes } from '../editor/panes.tsx';
import { ProblemList } from '../editor/problem-list.tsx';
import { Notice } from '../shell/notice.tsx';
import { Preview } from './preview.tsx';
import { draftProblem, judgedText, open, place, problems, text } from './state.ts';
import { suggest } from './suggest.ts';
import { Toolbar } from './toolbar.tsx';

/** Components as JSON, and beside them the card that they make. Nothing of it leaves the browser. */
export function PlaygroundView() {
  useEffect(open, []);
  return (
    <div class="playground">
      <Toolbar />
      {draftProblem.value !== null && <Notice kind="warning">{draftProblem.value}</Notice>}
      <Panes
        name="playground"
        columns={[
          [
            {
              id: 'editor',
              title: 'JSON',
              count: problems.value.length,
              content: <EditorPane />,
            },
          ],
          [{ id: 'card', title: 'Card', content: <Preview /> }],
        ]}
      />
    </div>
  );
}

function EditorPane() {
  return (
    <>
      <Editor
        label="JSON of a card"
        language="json"
        text={text}
        problems={problems.value}
        place={place}
        suggest={suggest}
      />
      <ProblemList
        text={judgedText.value}
        problems={problems.value}
        goTo={({ from, to }) => (place.value = { from, to })}
      />
    </>
  );
}
