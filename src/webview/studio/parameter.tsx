import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { ParameterSpec, Problem } from '../../shared/model.ts';
import type { Draft } from '../../shared/protocol.ts';
import { IconButton } from '../components/button.tsx';
import { Checkbox, Dropdown, TextField } from '../components/controls.ts';
import { isChecked, newSeed, textOf, withParameter } from './draft.ts';
import { Field, FieldProblem, fieldId, problemId } from './field.tsx';

export interface ParameterProps {
  readonly parameter: ParameterSpec;
  readonly draft: Draft;
  readonly problems: readonly Problem[];
  readonly onEdit: (draft: Draft) => void;
  readonly onLeave: (field: string) => void;
}

/** The control that a parameter's type asks for. */
export function Parameter({ parameter, draft, problems, onEdit, onLeave }: ParameterProps): JSX.Element {
  const { name, label, type, help } = parameter;
  const control = { id: fieldId(name), label, problem: problemId(name, problems), onLeave: () => onLeave(name) };
  const set = (value: string | boolean): void => onEdit(withParameter(draft, name, value));
  if (type === 'boolean') {
    return (
      <div class="field switch" title={help}>
        <Checkbox {...control} checked={isChecked(draft, parameter)} onToggle={set} />
        <FieldProblem field={name} problems={problems} />
      </div>
    );
  }
  const value = textOf(draft, parameter);
  return (
    <Field field={name} label={label} problems={problems} help={[help, bounds(parameter)].filter(part => part !== undefined).join('\n')}>
      {type === 'choice'
        ? <Dropdown {...control} value={value} options={parameter.choices ?? []} onChoose={chosen => { set(chosen); onLeave(name); }} />
        : (
          <TextField {...control} value={value} placeholder={placeholder(parameter)} inputMode={inputMode(parameter)} onInput={set}>
            {type === 'seed' && <IconButton icon="dice" label={l10n.t('New Seed')} onClick={() => set(newSeed(parameter, Math.random()))} />}
          </TextField>
        )}
    </Field>
  );
}

function placeholder({ type, default: usual }: ParameterSpec): string {
  if (usual !== undefined) return String(usual);
  return type === 'seed' ? l10n.t('new each time') : '';
}

function inputMode({ type }: ParameterSpec): 'text' | 'numeric' | 'decimal' {
  if (type === 'number') return 'decimal';
  return type === 'integer' || type === 'seed' ? 'numeric' : 'text';
}

function bounds({ minimum, maximum }: ParameterSpec): string | undefined {
  if (minimum !== undefined && maximum !== undefined) return l10n.t('{0} to {1}', minimum, maximum);
  if (minimum !== undefined) return l10n.t('{0} or more', minimum);
  return maximum === undefined ? undefined : l10n.t('{0} or less', maximum);
}
