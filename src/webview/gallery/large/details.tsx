import * as l10n from '@vscode/l10n';
import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import type { AssetDetails, AssetView, GalleryItem, GenerationView, Provenance } from '../../../shared/protocol.ts';
import { statusOf } from '../../../shared/status.ts';
import { duration, operationLabel, price, sinceThen, stateReason, stateTitle } from '../../../shared/text.ts';
import { now } from '../../clock.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Media } from '../../components/card.tsx';
import { StateIcon } from '../../components/state-icon.tsx';
import { nameOf } from '../../describe.ts';
import { fileSize } from '../../../shared/fileSize.ts';
import { locale } from '../../page.ts';
import type { Thumbs } from '../../thumbs/thumbs.ts';
import type { About } from './about.ts';

export interface DetailsActions {
  readonly outside: (asset: AssetView) => void;
  readonly useAsInput: (asset: AssetView) => void;
  /** Resolves with the new generation's id; `null` where nothing was sent. */
  readonly again: (generation: GenerationView, how: 'same' | 'new-seed' | 'changes') => Promise<string | null>;
  readonly copy: (text: string) => void;
  /** Goes to the card of a file. */
  readonly goToAsset: (id: string) => void;
  readonly goToGeneration: (id: string) => void;
}

export interface DetailsProps {
  readonly item: GalleryItem | undefined;
  readonly about: About;
  readonly thumbs: Thumbs;
  readonly actions: DetailsActions;
  /** Whether what can be asked for is the main action of the surface. */
  readonly leads: boolean;
}

/** What made it, what came of it, and what can be asked for next. */
export function Details({ item, about, thumbs, actions, leads }: DetailsProps): JSX.Element {
  const details = about.details.value;
  const error = about.error.value;
  const generation = details?.generation ?? item?.generation ?? null;
  return (
    <aside class="details" aria-label={l10n.t('Details')}>
      <h2 class="details-name">{item === undefined ? '' : details?.asset.name ?? nameOf(item)}</h2>
      {generation !== null && <State generation={generation} details={details} />}
      {error !== null && <p class="details-error" role="alert">{error}</p>}
      {details !== null && <Ways key={details.asset.id} details={details} actions={actions} leads={leads} />}
      {details?.made && <Made made={details.made} actions={actions} />}
      {details !== null && details.attempts.length > 0 && <Attempts details={details} />}
      {details !== null && details.inputs.length + details.siblings.length + details.children.length > 0 && <Lineage details={details} thumbs={thumbs} actions={actions} />}
      {details !== null && <File details={details} />}
    </aside>
  );
}

function State({ generation, details }: { readonly generation: GenerationView; readonly details: AssetDetails | null }): JSX.Element {
  const time = now('halfMinute');
  const { facts, provider } = generation;
  const phase = statusOf(facts, time, generation.timing);
  const reason = stateReason(phase, facts, provider, time);
  const verdict = details?.asset.verdict ?? null;
  return (
    <p class="details-state">
      <StateIcon phase={phase} turns={false} />
      <span>{[
        facts.endedAt === null ? stateTitle(phase, facts, time) : l10n.t('{0} {1}', stateTitle(phase, facts, time), sinceThen(facts.endedAt, time, locale.value)),
        ...reason === '' ? [] : [reason], ...verdict === 'favourite' ? [l10n.t('favorite')] : verdict === 'discarded' ? [l10n.t('discarded')] : [],
      ].join(' · ')}</span>
    </p>
  );
}

/** What can be asked for next, and what it costs. */
function Ways({ details: { asset, generation, again }, actions, leads }: { readonly details: AssetDetails } & Pick<DetailsProps, 'actions' | 'leads'>): JSX.Element {
  const started = useSignal<string | null>(null);
  const ask = (how: 'same' | 'new-seed' | 'changes'): void => {
    if (generation !== null) actions.again(generation, how).then(id => { if (id !== null) started.value = id; }, () => undefined);
  };
  return (
    <div class="ways">
      {generation !== null && again !== null && (
        <>
          <div class="ways-row">
            <Button main={leads} onClick={() => ask('same')}>{l10n.t('Generate Again')}</Button>
            {again.seed && <Button onClick={() => ask('new-seed')} icon="dice">{l10n.t('New Seed')}</Button>}
            <Button onClick={() => ask('changes')}>{l10n.t('With Changes…')}</Button>
          </div>
          <p class="second">{again.problem ?? price(again.price, locale.value)}</p>
        </>
      )}
      <div class="ways-row"><Button onClick={() => actions.useAsInput(asset)}>{l10n.t('Use as Input')}</Button></div>
      {started.value !== null && (
        <p class="second" role="status">{l10n.t('Started.')} <button type="button" class="link" onClick={() => { if (started.value !== null) actions.goToGeneration(started.value); }}>{l10n.t('Show')}</button></p>
      )}
    </div>
  );
}

function Section({ title, aside, children }: { readonly title: string; readonly aside?: ComponentChildren; readonly children: ComponentChildren }): JSX.Element {
  return (
    <section class="details-section">
      <h3>{title}{aside}</h3>
      {children}
    </section>
  );
}

function Facts({ facts }: { readonly facts: readonly (readonly [string, string | null])[] }): JSX.Element {
  return <dl class="facts">{facts.flatMap(([name, value]) => value === null || value === '' ? [] : [<div key={name} class="fact"><dt>{name}</dt><dd>{value}</dd></div>])}</dl>;
}

function Made({ made, actions }: { readonly made: Provenance; readonly actions: DetailsActions }): JSX.Element {
  const copy = (text: string): JSX.Element => <IconButton icon="copy" label={l10n.t('Copy')} onClick={() => actions.copy(text)} />;
  return (
    <>
      {made.prompt !== '' && <Section title={l10n.t('Prompt')} aside={copy(made.prompt)}><p class="prompt">{made.prompt}</p></Section>}
      {made.negative !== '' && <Section title={l10n.t('Negative prompt')} aside={copy(made.negative)}><p class="prompt">{made.negative}</p></Section>}
      <Section title={l10n.t('Made with')}>
        {made.from !== 'history' && <p class="second">{made.from === 'sidecar' ? l10n.t('As the file beside it says') : l10n.t('As {0} wrote into the file', made.tool)}</p>}
        <Facts facts={[
          [l10n.t('Provider'), made.provider], [l10n.t('Model'), made.model], [l10n.t('Operation'), made.operation === null ? null : operationLabel[made.operation]()],
          ...made.parameters.map(({ name, value }) => [name, value] as const),
          [l10n.t('Cost'), made.cost],
        ]} />
      </Section>
    </>
  );
}

function Attempts({ details: { attempts, generation } }: { readonly details: AssetDetails }): JSX.Element {
  const time = now('halfMinute');
  const format = new Intl.DateTimeFormat(locale.value, { dateStyle: 'short', timeStyle: 'medium' });
  return (
    <Section title={attempts.length === 1 ? l10n.t('Attempt') : l10n.t('Attempts ({0})', attempts.length)}>
      <ol class="attempts">
        {attempts.map(({ facts, cost }) => {
          const phase = statusOf(facts, time, generation?.timing ?? { stalledAfter: Number.POSITIVE_INFINITY, usual: null, runs: 0 });
          return (
            <li key={facts.id}>
              <StateIcon phase={phase} turns={false} />
              <span>{l10n.t('Attempt {0}: {1}', facts.ordinal, stateTitle(phase, facts, time))}</span>
              <span class="second number">{format.format(facts.endedAt ?? facts.sentAt ?? facts.createdAt)}</span>
              <span class="second attempt-more">{[...facts.failure !== null && facts.end === 'failed' ? [facts.failure.sentence] : [], ...timesOf(facts), cost].join(' · ')}</span>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}

/** "queued 4 s", "ran 36 s", "downloaded in 1 s" */
function timesOf({ sentAt, acceptedAt, finishedAt, endedAt, end }: AssetDetails['attempts'][number]['facts']): string[] {
  if (sentAt === null) return [];
  return [
    ...acceptedAt === null || acceptedAt - sentAt < 1000 ? [] : [l10n.t('accepted after {0}', duration(acceptedAt - sentAt))],
    ...finishedAt === null ? [] : [l10n.t('ran {0}', duration(finishedAt - (acceptedAt ?? sentAt)))],
    ...finishedAt === null || endedAt === null || end !== 'completed' || endedAt - finishedAt < 1000 ? [] : [l10n.t('downloaded in {0}', duration(endedAt - finishedAt))],
  ];
}

function Lineage({ details: { inputs, siblings, children }, thumbs, actions }: { readonly details: AssetDetails; readonly thumbs: Thumbs; readonly actions: DetailsActions }): JSX.Element {
  const row = (title: string, files: AssetDetails['inputs']): JSX.Element | null => files.length === 0 ? null : (
    <div class="kin">
      <h4>{title}</h4>
      <div class="kin-files">
        {files.map(file => (
          <button key={file.id} type="button" class="kin-file" title={file.name} aria-label={file.name} onClick={() => actions.goToAsset(file.id)}>
            <span class="kin-picture">{file.asset !== null && <Media asset={file.asset} thumbs={thumbs} />}</span>
            <span class="cut">{file.name}</span>
          </button>
        ))}
      </div>
    </div>
  );
  return (
    <Section title={l10n.t('Lineage')}>
      {row(l10n.t('Made from'), inputs)}
      {row(l10n.t('Of the same request'), siblings)}
      {row(l10n.t('Made from this'), children)}
    </Section>
  );
}

function File({ details: { asset, path, hash } }: { readonly details: AssetDetails }): JSX.Element {
  const format = new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium', timeStyle: 'short' });
  const measures = asset.width === null || asset.height === null ? null : l10n.t('{0} × {1}', asset.width, asset.height);
  return (
    <Section title={l10n.t('File')}>
      <Facts facts={[
        [l10n.t('Path'), path], [l10n.t('Size'), [...measures === null ? [] : [measures], fileSize(asset.size, locale.value)].join(', ')],
        [l10n.t('Changed'), format.format(asset.modifiedAt)], [l10n.t('SHA-256'), hash],
      ]} />
    </Section>
  );
}
