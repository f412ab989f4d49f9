/**
 * The form controls. They come from the webview UI toolkit, which is not maintained any more: no other file knows it,
 * so that this one can exchange it. Inside they are shadow trees, which is why names and problems are handed in here.
 */
import { provideVSCodeDesignSystem, vsCodeCheckbox, vsCodeDropdown, vsCodeOption, vsCodeTextArea, vsCodeTextField } from '@vscode/webview-ui-toolkit';
import { type ComponentChildren, type VNode, h } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Makes the elements known to the page; once, before the first is drawn. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeTextField(), vsCodeTextArea(), vsCodeDropdown(), vsCodeOption(), vsCodeCheckbox());
}

interface TextElement extends HTMLElement {
  value: string;
  readonly control: HTMLInputElement | HTMLTextAreaElement;
}

interface ControlProps {
  readonly id: string;
  readonly label: string;
  /** The id of the element that says what is wrong with the value; `null` while nothing is. */
  readonly problem: string | null;
  readonly onLeave: () => void;
}

export interface TextProps extends ControlProps {
  readonly value: string;
  readonly placeholder?: string;
  readonly inputMode?: 'text' | 'numeric' | 'decimal';
  readonly onInput: (value: string) => void;
  /** A button inside the field, at its end. */
  readonly children?: ComponentChildren;
}

export function TextField(props: TextProps): VNode {
  const { children } = props;
  return h('vscode-text-field', useTextControl(props), children === undefined ? null : h('span', { slot: 'end' }, children));
}

export function TextArea(props: TextProps): VNode {
  return h('vscode-text-area', useTextControl(props));
}

/** The toolkit names a field after its own text when it is put into the page, and ids don't reach into its shadow tree. */
function useTextControl({ id, label, problem, value, placeholder = '', inputMode = 'text', onInput, onLeave }: TextProps): object {
  const ref = useRef<TextElement>(null);
  useLayoutEffect(() => {
    const described = problem === null ? null : document.getElementById(problem);
    ref.current?.setAttribute('aria-label', label);
    const control = ref.current?.control;
    if (control === undefined) return;
    control.inputMode = inputMode;
    control.ariaInvalid = described === null ? null : 'true';
    control.ariaDescribedByElements = described === null ? null : [described];
  });
  return { ref, id, class: look(problem), value, placeholder, onInput: () => onInput(ref.current?.value ?? ''), onFocusOut: onLeave };
}

export interface DropdownProps extends ControlProps {
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChoose: (value: string) => void;
}

export function Dropdown({ id, label, problem, value, options, onChoose, onLeave }: DropdownProps): VNode {
  const ref = useRef<TextElement>(null);
  const onChange = (): void => {
    const chosen = ref.current?.value;
    if (chosen !== undefined && chosen !== value) onChoose(chosen);
  };
  // The toolkit loses its value when its options change under it, so other options make another dropdown.
  const key = options.map(option => option.value).join('\n');
  const attributes: object = { key, ref, id, class: look(problem), value, onChange, onFocusOut: onLeave, ...spoken(label, problem) };
  return h('vscode-dropdown', attributes, options.map(option => h('vscode-option', { key: option.value, value: option.value }, option.label)));
}

export interface CheckboxProps extends ControlProps {
  readonly checked: boolean;
  readonly onToggle: (checked: boolean) => void;
}

export function Checkbox({ id, label, problem, checked, onToggle, onLeave }: CheckboxProps): VNode {
  const ref = useRef<HTMLElement & { checked: boolean }>(null);
  const onChange = (): void => {
    const now = ref.current?.checked;
    if (now !== undefined && now !== checked) onToggle(now);
  };
  const attributes: object = { ref, id, checked, onChange, onFocusOut: onLeave, ...spoken(label, problem) };
  return h('vscode-checkbox', attributes, label);
}

function look(problem: string | null): string {
  return problem === null ? '' : 'bad';
}

function spoken(label: string, problem: string | null): object {
  return { 'aria-label': label, 'aria-invalid': problem !== null, 'aria-describedby': problem ?? undefined };
}
