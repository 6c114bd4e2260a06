import schema from '../../../config/upstream.schema.json' with { type: 'json' };
import { Editor } from '../editor/editor.tsx';
import { ProblemList } from '../editor/problem-list.tsx';
import { latest, yaml, yamlPlace, yamlProblems } from './state.ts';
import { suggestYaml } from './suggest.ts';

export function YamlPane() {
  return (
    <>
      <h2>File of the upstream</h2>
      <Editor
        label="YAML of the upstream's file"
        language="yaml"
        text={yaml}
        problems={yamlProblems.value}
        place={yamlPlace}
        suggest={(text, offset) => suggestYaml(schema, text, offset)}
      />
      <ProblemList
        text={latest.value?.question.yaml ?? ''}
        problems={yamlProblems.value}
        goTo={({ from, to }) => (yamlPlace.value = { from, to })}
      />
    </>
  );
}
