import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { InputSpec, Problem } from '../../shared/model.ts';
import type { AssetView, Draft } from '../../shared/protocol.ts';
import { count, operationLabel, price } from '../../shared/text.ts';
import { afterPress } from '../after-press.ts';
import { Blank } from '../components/blank.tsx';
import { Button, IconButton, LinkButton } from '../components/button.tsx';
import { Dropdown, TextArea } from '../components/controls.ts';
import { Icon } from '../components/icons.tsx';
import { locale } from '../page.ts';
import { type Model, modelsToChoose, operationsOf, providerOf, settled } from './draft.ts';
import { Field, FieldProblem, fieldId, problemId } from './field.tsx';
import type { Form } from './form.ts';
import { Inputs, type InputsProps } from './inputs.tsx';
import { Parameters } from './parameters.tsx';
import { Presets, type PresetsProps } from './presets.tsx';
import { fieldsOf } from './problems.ts';
import { Recent, type RecentProps } from './recent.tsx';
import { Said } from './said.tsx';
import type { Direction } from './walk.ts';

export interface StudioProps extends Omit<RecentProps, 'items'> {
  readonly presets: Omit<PresetsProps, 'presets'>;
  readonly form: Form;
  readonly onGenerate: () => void;
  readonly onSetKey: (provider: string) => void;
  readonly onChooseInput: (input: InputSpec) => void;
  readonly onRemoveInput: (input: InputSpec) => void;
  readonly onDropInput: (input: InputSpec, uri: string) => void;
  readonly onWalk: (direction: Direction) => void;
  readonly onPickPrompt: () => void;
}

export function Studio({ form, presets, onGenerate, onSetKey, onChooseInput, onRemoveInput, onDropInput, onWalk, onPickPrompt, ...recent }: StudioProps): JSX.Element {
  const draft = form.draft.value;
  if (form.error.value !== null && form.providers.value.length === 0) {
    return (
      <Blank icon="error" title={l10n.t('The Studio could not be loaded')} why={form.error.value}>
        <Button main onClick={() => void form.load()}>{l10n.t('Try Again')}</Button>
      </Blank>
    );
  }
  if (draft === null || form.providers.value.length === 0) return <p class="loading">{l10n.t('Loading')}</p>;
  const generateByKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onGenerate();
  };
  return (
    <main class="studio" onKeyDown={generateByKey}>
      <h1 class="unseen">{l10n.t('Studio')}</h1>
      <div class="form">
        <Said sentence={form.said.value} onDismiss={() => { form.dismiss(); document.getElementById(fieldId('prompt'))?.focus(); }} />
        <Presets presets={form.presets.value} {...presets} />
        <Choice form={form} draft={draft} onSetKey={onSetKey} />
        <Prompt form={form} draft={draft} model={form.model.value} onWalk={onWalk} onPickPrompt={onPickPrompt} />
        <InputFields form={form} draft={draft} model={form.model.value} onChoose={onChooseInput} onRemove={onRemoveInput} onDrop={onDropInput} />
        {form.model.value !== undefined && form.model.value.parameters.length > 0 && (
          <Parameters form={form} draft={draft} model={form.model.value} onLeave={field => leave(form, field)} />
        )}
      </div>
      <Go form={form} draft={draft} model={form.model.value} onGenerate={onGenerate} />
      <Recent items={form.recent.value} {...recent} />
    </main>
  );
}

interface PartProps {
  readonly form: Form;
  readonly draft: Draft;
}

/** Who makes it, and what. */
function Choice({ form, draft, onSetKey }: PartProps & Pick<StudioProps, 'onSetKey'>): JSX.Element {
  const providers = form.providers.value;
  const problems = form.problems.value;
  const provider = providerOf(providers, draft);
  const models = modelsToChoose(providers, draft);
  const choose = (field: string, change: Partial<Draft>): void => {
    form.edit(settled({ ...draft, ...change }, providers));
    form.touch(field);
  };
  const control = (field: string, label: string) => ({
    id: fieldId(field), label, problem: problemId(field, problems), onLeave: () => leave(form, field),
  });
  return (
    <div class="pair">
      <Field
        field="provider" label={l10n.t('Provider')} problems={problems}
        remedy={provider !== undefined && <Button small onClick={() => onSetKey(provider.id)}>{l10n.t('Set Key')}</Button>}
      >
        <Dropdown
          {...control('provider', l10n.t('Provider'))} value={draft.provider} onChoose={chosen => choose('provider', { provider: chosen })}
          options={providers.map(({ id, label }) => ({ value: id, label }))}
        />
      </Field>
      {models.length > 0 && (
        <Field field="model" label={l10n.t('Model')} problems={problems}>
          <Dropdown
            {...control('model', l10n.t('Model'))} value={draft.model} onChoose={chosen => choose('model', { model: chosen })}
            options={models.map(({ id, label }) => ({ value: id, label }))}
          />
        </Field>
      )}
      <Field field="operation" label={l10n.t('Operation')} problems={problems} look={models.length > 0 ? 'whole' : ''}>
        <Dropdown
          {...control('operation', l10n.t('Operation'))} value={draft.operation} onChoose={chosen => choose('operation', { operation: chosen as Draft['operation'] })}
          options={(provider === undefined ? [] : operationsOf(provider)).map(value => ({ value, label: operationLabel[value]() }))}
        />
      </Field>
    </div>
  );
}

type PromptProps = PartProps & Pick<StudioProps, 'onWalk' | 'onPickPrompt'> & { readonly model: Model | undefined };

function Prompt({ form, draft, model, onWalk, onPickPrompt }: PromptProps): JSX.Element {
  const problems = form.problems.value;
  const length = count(draft.prompt.length, locale.value);
  const limit = model?.promptLimit;
  const walkByKey = (event: KeyboardEvent): void => {
    const direction = directionOf(event);
    if (direction === null) return;
    event.preventDefault();
    onWalk(direction);
  };
  return (
    <Field
      field="prompt" label={l10n.t('Prompt')} problems={problems}
      aside={(
        <>
          <span class="counter">{limit === undefined ? length : l10n.t('{0} / {1}', length, count(limit, locale.value))}</span>
          <IconButton icon="history" label={l10n.t('Prompt History (Alt+Up, Alt+Down)')} look="prompt-history" onClick={onPickPrompt} />
        </>
      )}
    >
      <div onKeyDown={walkByKey}>
        <TextArea
          id={fieldId('prompt')} label={l10n.t('Prompt')} problem={problemId('prompt', problems)} value={draft.prompt}
          onInput={prompt => form.edit({ ...draft, prompt })} onLeave={() => leave(form, 'prompt')}
        />
      </div>
    </Field>
  );
}

function directionOf({ key, altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent): Direction | null {
  if (!altKey || ctrlKey || metaKey || shiftKey) return null;
  return key === 'ArrowUp' ? 'older' : key === 'ArrowDown' ? 'newer' : null;
}

function InputFields(
  { form, draft, model, onChoose, onRemove, onDrop }: PartProps & { readonly model: Model | undefined } & Pick<InputsProps, 'onChoose' | 'onRemove' | 'onDrop'>,
): JSX.Element | null {
  if (model?.inputs === undefined || model.inputs.length === 0) return null;
  const fileOf = (input: string): AssetView | null | undefined => {
    const id = draft.inputs?.[input];
    return id === undefined ? undefined : form.files.value.get(id) ?? null;
  };
  return <Inputs inputs={model.inputs} fileOf={fileOf} problems={form.problems.value} onChoose={onChoose} onRemove={onRemove} onDrop={onDrop} />;
}

/** What it costs, what is in the way, and the button. */
function Go({ form, draft, model, onGenerate }: PartProps & { readonly model: Model | undefined; readonly onGenerate: () => void }): JSX.Element {
  const problems = form.problems.value;
  const fields = fieldsOf(form.providers.value, draft);
  return (
    <div class="go">
      <div class="estimate">
        <b>{price(model?.price ?? null, locale.value)}</b>
        <span class="rest" />
        {problems[0] !== undefined && (
          <LinkButton look="to-problem" onClick={() => goToProblem(form, problems[0])}>
            <Icon name="error" look="tone-fail" />
            {problems.length === 1 ? l10n.t('1 problem') : l10n.t('{0} problems', count(problems.length, locale.value))}
          </LinkButton>
        )}
      </div>
      {problems.filter(({ field }) => !fields.includes(field)).map(({ field }) => <FieldProblem key={field} field={field} problems={problems} />)}
      <Button main onClick={onGenerate} busy={form.generating.value}>{l10n.t('Generate')}</Button>
    </div>
  );
}

/** A field that was left counts as touched, and says what is wrong with it: not while a button is being pressed. */
function leave(form: Form, field: string): void {
  afterPress(() => form.touch(field));
}

/** Puts the focus on the field, wherever it is hidden; a problem without one is brought into view. */
export function goToProblem(form: Form, problem: Problem | undefined): void {
  if (problem === undefined) return;
  form.reveal(problem.field);
  // The field is drawn first, and what is told of it: it may read that out when it takes the focus.
  requestAnimationFrame(() => {
    const place = document.getElementById(fieldId(problem.field)) ?? document.getElementById(`problem-${problem.field}`);
    place?.focus({ preventScroll: true });
    // With what is told of it, which stands below.
    (place?.closest('.field') ?? place)?.scrollIntoView({ block: 'nearest' });
  });
}
