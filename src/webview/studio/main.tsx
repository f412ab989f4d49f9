/** The Studio's page: puts its parts together. */
import * as l10n from '@vscode/l10n';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { type InputSpec, snippet } from '../../shared/model.ts';
import type { AssetView } from '../../shared/protocol.ts';
import { asLongAsItTakes } from '../bridge.ts';
import { createAnnouncer } from '../components/announcer.tsx';
import { registerControls } from '../components/controls.ts';
import { createNotices } from '../components/notice.tsx';
import { greet, keepFocus, openPage, setPageState } from '../page.ts';
import { withInput } from './draft.ts';
import { fieldId } from './field.tsx';
import { createForm } from './form.ts';
import { Studio, goToProblem } from './studio.tsx';
import type { Direction } from './walk.ts';
import '../theme.css';
import './studio.css';

registerControls();

const { bridge, keep } = openPage();
const form = createForm(bridge, keep);
const notices = createNotices();
const announcer = createAnnouncer();

async function generate(): Promise<void> {
  const outcome = await form.generate();
  if (outcome === 'started') {
    announcer.say(l10n.t('Started'));
    await form.refreshRecent();
  } else if (outcome === 'problems') {
    goToProblem(form, form.problems.peek()[0]);
  }
}

async function chooseInput({ name, label }: InputSpec): Promise<void> {
  sayFile(label, await form.choose(name));
}

async function dropInput({ name, label }: InputSpec, uri: string): Promise<void> {
  sayFile(label, await form.drop(name, uri));
}

function sayFile(label: string, file: AssetView | null): void {
  if (file !== null) announcer.say(l10n.t('{0}: {1}', label, file.name));
}

/** A prompt that came into the field by itself is not read out by it. */
async function walk(direction: Direction): Promise<void> {
  const prompt = await form.walk(direction);
  if (prompt === null) return;
  announcer.say(prompt === '' ? l10n.t('Empty prompt') : snippet(prompt, 200));
}

function takeWishes(): void {
  notices.watch(form.takeWishes());
}

async function savePreset(): Promise<void> {
  await form.flush();
  await bridge.request('preset.save', {}, asLongAsItTakes);
}

function removeInput({ name, label }: InputSpec): void {
  const draft = form.draft.peek();
  if (draft === null) return;
  form.edit(withInput(draft, name, null));
  form.touch(name);
  announcer.say(l10n.t('{0} removed', label));
  // The button that had the focus is gone; its place takes it.
  requestAnimationFrame(() => document.getElementById(fieldId(name))?.focus());
}

void greet(bridge).then(() => {
  draw();
  return form.load().then(takeWishes);
});
bridge.on('changed', () => void form.refreshRecent());
bridge.on('wished', takeWishes);
bridge.on('providers', () => void form.load());
bridge.on('focus', () => requestAnimationFrame(() => document.getElementById(fieldId('prompt'))?.focus()));
keepFocus();

function draw(): void {
  render(
    <>
      <Studio
        form={form}
        onGenerate={() => notices.watch(generate())}
        onSetKey={provider => notices.watch(bridge.request('key.set', { provider }, asLongAsItTakes).then(form.load))}
        onChooseInput={input => notices.watch(chooseInput(input))}
        onRemoveInput={removeInput}
        onDropInput={(input, uri) => notices.watch(dropInput(input, uri))}
        onWalk={direction => notices.watch(walk(direction))}
        onPickPrompt={() => notices.watch(bridge.request('studio.pickPrompt', {}, asLongAsItTakes))}
        presets={{
          onApply: ({ id }) => notices.watch(form.flush().then(() => bridge.request('preset.apply', { id }))),
          onSave: () => notices.watch(savePreset()),
          onDelete: () => notices.watch(bridge.request('preset.delete', {}, asLongAsItTakes)),
        }}
        onReveal={({ id }) => notices.watch(bridge.request('generation.reveal', { id }))}
        onRetry={({ id }) => notices.watch(bridge.request('generation.retry', { id }, asLongAsItTakes))}
        onGallery={() => notices.watch(bridge.request('gallery.open', {}))}
      />
      <notices.Strip />
      <announcer.Region />
    </>,
    document.getElementById('root') ?? document.body,
  );
  effect(() => {
    const state = form.providers.value.length > 0 ? 'ready' : form.error.value !== null ? 'error' : 'loading';
    requestAnimationFrame(() => requestAnimationFrame(() => setPageState(state)));
  });
}
