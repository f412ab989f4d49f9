import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { Draft } from '../../shared/protocol.ts';
import { count } from '../../shared/text.ts';
import { LinkButton } from '../components/button.tsx';
import { Icon } from '../components/icons.tsx';
import { locale } from '../page.ts';
import type { Model } from './draft.ts';
import type { Form } from './form.ts';
import { type Section, many, matching, sectionsOf } from './groups.ts';
import { Parameter, type ParameterProps } from './parameter.tsx';

interface ParametersProps {
  readonly form: Form;
  readonly draft: Draft;
  readonly model: Model;
  readonly onLeave: (field: string) => void;
}

/** The parameters of the model: those without a group first, and a search where there are many. */
export function Parameters({ form, draft, model, onLeave }: ParametersProps): JSX.Element {
  const search = form.search.value;
  const shown = matching(model.parameters, search);
  const field: FieldProps = { draft, problems: form.problems.value, onEdit: form.edit, onLeave };
  return (
    <section class="parameters" aria-labelledby="parameters">
      <h2 id="parameters">{l10n.t('Parameters')}</h2>
      {model.parameters.length >= many && <Search form={form} hidden={model.parameters.length - shown.length} all={model.parameters.length} />}
      {sectionsOf(shown).map(section => section.group === null
        ? <Fields key="" section={section} model={model} field={field} />
        : <Group key={`${model.id}\n${section.group}`} form={form} group={section.group} section={section} model={model} field={field} searched={search.trim() !== ''} />)}
    </section>
  );
}

type FieldProps = Omit<ParameterProps, 'parameter'>;

interface SectionProps {
  readonly section: Section;
  readonly model: Model;
  readonly field: FieldProps;
}

function Fields({ section: { parameters }, model, field }: SectionProps): JSX.Element {
  return (
    <div class="pair">
      {parameters.map(parameter => <Parameter key={`${model.id} ${parameter.name}`} parameter={parameter} {...field} />)}
    </div>
  );
}

type GroupProps = SectionProps & { readonly form: Form; readonly group: string; readonly searched: boolean };

function Group({ form, group, searched, ...props }: GroupProps): JSX.Element {
  // What was looked for is shown wherever it stands.
  const open = searched || form.isOpen(group);
  const set = props.section.parameters.filter(({ name }) => props.field.draft.parameters[name] !== undefined).length;
  const id = `group-${group}`;
  return (
    <div class="group">
      <h3 id={id}>
        {searched ? group : (
          <button type="button" aria-expanded={open} onClick={() => form.toggle(group)}>
            <Icon name={open ? 'chevron-down' : 'chevron-right'} />
            <span class="cut">{group}</span>
            {!open && set > 0 && <span class="group-set">{l10n.t('{0} set', count(set, locale.value))}</span>}
          </button>
        )}
      </h3>
      {open && <div role="group" aria-labelledby={id}><Fields {...props} /></div>}
    </div>
  );
}

interface SearchProps {
  readonly form: Form;
  readonly hidden: number;
  readonly all: number;
}

function Search({ form, hidden, all }: SearchProps): JSX.Element {
  const label = l10n.t('Search parameters');
  const clear = (): void => {
    form.find('');
    document.getElementById(searchId)?.focus();
  };
  return (
    <div class="parameter-search">
      <label class="search">
        <Icon name="search" />
        <input
          id={searchId} type="search" value={form.search.value} maxLength={200} placeholder={label} aria-label={label}
          onInput={event => form.find(event.currentTarget.value)}
          onKeyDown={event => { if (event.key === 'Escape' && form.search.peek() !== '') { event.preventDefault(); clear(); } }}
        />
      </label>
      <div class="hidden-line">
        <span role="status">{hidden === 0 ? '' : hidden === all ? l10n.t('No parameter matches') : l10n.t('{0} of {1} hidden', count(hidden, locale.value), count(all, locale.value))}</span>
        {hidden > 0 && <LinkButton onClick={clear}>{l10n.t('Show All')}</LinkButton>}
      </div>
    </div>
  );
}

const searchId = 'search-parameters';
