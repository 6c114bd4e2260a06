import { useEffect } from 'preact/hooks';
import type { Scene } from '../../admin/api.ts';
import { Panes } from '../editor/panes.tsx';
import { Notice } from '../shell/notice.tsx';
import { CardPane } from './card-pane.tsx';
import { ResponsePane } from './response-pane.tsx';
import { draftProblem, open, refusal, responseProblems, yamlProblems } from './state.ts';
import { Toolbar } from './toolbar.tsx';
import { Values } from './values.tsx';
import { YamlPane } from './yaml-pane.tsx';

/** A response, the file that maps it, and the card that comes of both. */
export function MappingView({ scene }: { readonly scene: Scene }) {
  useEffect(open, []);
  return (
    <div class="mapping">
      <Toolbar scene={scene} />
      {draftProblem.value !== null && <Notice kind="warning">{draftProblem.value}</Notice>}
      {refusal.value !== null && <Notice kind="error">{refusal.value}</Notice>}
      <Panes
        name="mapping"
        columns={[
          [
            {
              id: 'response',
              title: 'Response',
              count: responseProblems.value.length,
              content: <ResponsePane />,
            },
            { id: 'yaml', title: 'File', count: yamlProblems.value.length, content: <YamlPane /> },
          ],
          [
            { id: 'card', title: 'Card', content: <CardPane /> },
            { id: 'values', title: 'Values', content: <Values /> },
          ],
        ]}
      />
    </div>
  );
}
