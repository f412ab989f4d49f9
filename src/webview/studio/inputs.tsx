import * as l10n from '@vscode/l10n';
import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { InputSpec, MediaKind, Problem } from '../../shared/model.ts';
import type { AssetView } from '../../shared/protocol.ts';
import { IconButton } from '../components/button.tsx';
import { Icon, type IconName } from '../components/icons.tsx';
import { carriesFile, droppedUri } from './drop.ts';
import { FieldProblem, fieldId, problemId } from './field.tsx';

const iconOf: Readonly<Record<MediaKind, IconName>> = { image: 'file-media', video: 'device-camera-video', audio: 'unmute' };

export interface InputsProps {
  readonly inputs: readonly InputSpec[];
  /** The chosen file of an input; `null` where one is chosen that is no longer known. */
  readonly fileOf: (input: string) => AssetView | null | undefined;
  readonly problems: readonly Problem[];
  readonly onChoose: (input: InputSpec) => void;
  readonly onRemove: (input: InputSpec) => void;
  /** @param uri of the file, as VS Code gave it to the page */
  readonly onDrop: (input: InputSpec, uri: string) => void;
}

/** The files that go along: a place for each, with its picture once one is chosen. */
export function Inputs({ inputs, fileOf, problems, onChoose, onRemove, onDrop }: InputsProps): JSX.Element {
  return (
    <section class="inputs" aria-labelledby="inputs">
      <h2 id="inputs">{l10n.t('Inputs')}</h2>
      <div class="pair">
        {inputs.map(input => {
          const file = fileOf(input.name);
          return (
            <DropPlace key={input.name} onDrop={uri => onDrop(input, uri)}>
              {file === undefined
                ? <EmptySlot input={input} problems={problems} onChoose={onChoose} />
                : <FullSlot input={input} file={file} problems={problems} onChoose={onChoose} onRemove={onRemove} />}
              <FieldProblem field={input.name} problems={problems} />
            </DropPlace>
          );
        })}
      </div>
    </section>
  );
}

/** A file from the Explorer may be let go here, with Shift held: without it VS Code opens the file. */
function DropPlace({ onDrop, children }: { readonly onDrop: (uri: string) => void; readonly children: ComponentChildren }): JSX.Element {
  const [over, setOver] = useState(false);
  return (
    <div
      class={`field ${over ? 'over' : ''}`}
      onDragOver={event => {
        if (!carriesFile(event.dataTransfer)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        setOver(true);
      }}
      onDragLeave={event => { if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false); }}
      onDrop={event => {
        setOver(false);
        const uri = droppedUri(event.dataTransfer);
        if (uri === null) return;
        event.preventDefault();
        onDrop(uri);
      }}
    >
      {children}
    </div>
  );
}

type SlotProps = Pick<InputsProps, 'problems' | 'onChoose'> & { readonly input: InputSpec };

function EmptySlot({ input, problems, onChoose }: SlotProps): JSX.Element {
  const name = input.required ? input.label : l10n.t('{0}, optional', input.label);
  return (
    <button
      type="button" id={fieldId(input.name)} class={`slot empty ${look(input, problems)}`} title={titleOf(input)}
      aria-describedby={problemId(input.name, problems) ?? undefined} onClick={() => onChoose(input)}
    >
      <Icon name={iconOf[input.kinds[0] ?? 'image']} />
      <span>{name}</span>
      <span class="slot-action">{l10n.t('Choose File…')}</span>
    </button>
  );
}

function FullSlot({ input, file, problems, onChoose, onRemove }: SlotProps & Pick<InputsProps, 'onRemove'> & { readonly file: AssetView | null }): JSX.Element {
  const name = file?.name ?? l10n.t('no longer there');
  return (
    <div class={`slot full ${look(input, problems)}`}>
      <button
        type="button" id={fieldId(input.name)} class="slot-file" title={[name, titleOf(input)].join('\n')}
        aria-label={l10n.t('{0}: {1}. Choose another file', input.label, name)} aria-describedby={problemId(input.name, problems) ?? undefined}
        onClick={() => onChoose(input)}
      >
        {file?.kind === 'image' && file.url !== '' ? <img src={file.url} alt="" decoding="async" /> : <Icon name={iconOf[file?.kind ?? input.kinds[0] ?? 'image']} look="large" />}
        <span class="slot-name cut">{l10n.t('{0}: {1}', input.label, name)}</span>
      </button>
      <IconButton icon="close" label={l10n.t('Remove {0}', input.label)} look="slot-remove" onClick={() => onRemove(input)} />
    </div>
  );
}

function titleOf({ help }: InputSpec): string {
  return [...help === undefined ? [] : [help], l10n.t('Takes a file from the Explorer too, dropped with Shift held')].join('\n');
}

function look({ name }: InputSpec, problems: readonly Problem[]): string {
  return problemId(name, problems) === null ? '' : 'bad';
}
