/** Where in the form a file can go. */
import * as l10n from '@vscode/l10n';
import type { InputSpec, MediaKind, ModelSpec, ProviderSpec } from '../../shared/model.ts';
import type { Draft } from '../../shared/protocol.ts';
import { inputProblem } from '../providers/check.ts';

export interface InputPlace {
  readonly provider: ProviderSpec;
  readonly model: ModelSpec;
  readonly input: InputSpec;
}

/**
 * The first input that takes it: of the model that is chosen, else of the first model of any provider, the chosen provider's first.
 * @returns the sentence for people where there is none
 */
export function placeFor(file: { readonly kind: MediaKind; readonly size: number }, draft: Pick<Draft, 'provider' | 'model'>, specs: readonly ProviderSpec[]): InputPlace | string {
  const all = specs.flatMap(provider => provider.models.map(model => ({ provider, model })));
  const rank = ({ provider, model }: (typeof all)[number]): number => provider.id !== draft.provider ? 2 : model.id !== draft.model ? 1 : 0;
  let why: string | null = null;
  for (const each of all.toSorted((a, b) => rank(a) - rank(b))) {
    for (const input of each.model.inputs ?? []) {
      const problem = inputProblem(input, file);
      if (problem === null) return { ...each, input };
      if (input.kinds.includes(file.kind)) why ??= problem;
    }
  }
  return why ?? l10n.t('No model here takes {0} as an input. Declare a service that does in the setting darkroom.customProviders of your user settings.', kindWords[file.kind]());
}

/** Said where that is another model than the one that was chosen. */
export function switchedTo({ provider, model, input }: InputPlace): string {
  return l10n.t('Switched to {0}, {1}, which takes the file as “{2}”.', provider.label, model.label, input.label);
}

const kindWords: Readonly<Record<MediaKind, () => string>> = { image: () => l10n.t('a picture'), video: () => l10n.t('a video'), audio: () => l10n.t('a sound') };
