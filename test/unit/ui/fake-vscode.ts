/**
 * An editor of a few lines, for what can be told of the surfaces without one: events, commands by name, documents with a
 * content provider, and questions that are answered as a test says. How it looks and where the focus goes is tested in a real window.
 */
import { registerHooks } from 'node:module';

type Listener<T> = (event: T) => unknown;
interface Disposed { dispose(): void }

/** Loads a module of the product that imports `vscode`, and gives it this one. */
export function withVscode<T>(load: () => Promise<T>): Promise<T> {
  hooks ??= registerHooks({
    resolve: (specifier, context, next) => specifier === 'vscode' ? { url: import.meta.url, shortCircuit: true } : next(specifier, context),
  });
  return load();
}
let hooks: ReturnType<typeof registerHooks> | undefined;

export class EventEmitter<T> {
  private readonly listeners = new Set<Listener<T>>();
  readonly event = (listener: Listener<T>): Disposed => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };
  /** How many listen. */
  get count(): number {
    return this.listeners.size;
  }
  fire(event: T): void {
    for (const listener of [...this.listeners]) listener(event);
  }
  dispose(): void {
    this.listeners.clear();
  }
}

export class Disposable {
  private readonly end: () => void;
  constructor(end: () => void) {
    this.end = end;
  }
  static from(...all: readonly Disposed[]): Disposable {
    return new Disposable(() => { for (const each of all) each.dispose(); });
  }
  dispose(): void {
    this.end();
  }
}

export class Uri {
  readonly scheme: string;
  readonly path: string;
  readonly query: string;
  readonly authority: string;
  private constructor(scheme: string, path: string, query: string, authority = '') {
    [this.scheme, this.path, this.query, this.authority] = [scheme, path, query, authority];
  }
  /** As much of it as is asked for: "scheme://authority/path". */
  static parse(text: string): Uri {
    const [, scheme = 'file', authority = '', path = text] = /^([\w.+-]+):(?:\/\/([^/]*))?(.*)$/u.exec(text) ?? [];
    return new Uri(scheme, decodeURIComponent(path), '', authority);
  }
  static from({ scheme, path = '', query = '' }: { scheme: string; path?: string; query?: string }): Uri {
    return new Uri(scheme, path, query);
  }
  static file(path: string): Uri {
    return new Uri('file', path, '');
  }
  get fsPath(): string {
    return this.path;
  }
  with({ path }: { path: string }): Uri {
    return new Uri(this.scheme, path, this.query);
  }
  toString(): string {
    return `${this.scheme}:${this.path}?${this.query}`;
  }
}

/** A document is one line here: a position is its offset. */
export class Selection {
  readonly start: number;
  readonly end: number;
  constructor(start: number, end: number) {
    [this.start, this.end] = [start, end];
  }
}

/** A text editor, as much of it as is written to. */
export class TextEditor {
  selections: readonly Selection[];
  readonly document: { uri: Uri; isUntitled: boolean; eol: number; text: string; offsetAt: (at: number) => number; positionAt: (at: number) => number };
  viewColumn: number | undefined = 1;
  isReadOnly = false;
  constructor(uri: Uri, text: string, selections: readonly Selection[]) {
    this.document = { uri, isUntitled: uri.scheme === 'untitled', eol: EndOfLine.LF, text, offsetAt: at => at, positionAt: at => at };
    this.selections = selections;
  }
  edit(write: (builder: { replace(at: Selection, text: string): void }) => void): Promise<boolean> {
    if (this.isReadOnly) return Promise.resolve(false);
    const edits: [Selection, string][] = [];
    write({ replace: (at, text) => edits.push([at, text]) });
    for (const [{ start, end }, text] of edits.sort(([a], [b]) => b.start - a.start)) {
      this.document.text = this.document.text.slice(0, start) + text + this.document.text.slice(end);
    }
    return Promise.resolve(true);
  }
}

export class Position {
  readonly line: number;
  readonly character: number;
  constructor(line: number, character: number) {
    [this.line, this.character] = [line, character];
  }
}
export class Range {
  readonly start: Position;
  readonly end: Position;
  constructor(start: Position, end: Position) {
    [this.start, this.end] = [start, end];
  }
}

export class RelativePattern {}

export class DocumentDropEdit {
  readonly insertText: string;
  readonly title: string;
  readonly kind: { readonly value: string };
  constructor(insertText: string, title: string, kind: { readonly value: string }) {
    [this.insertText, this.title, this.kind] = [insertText, title, kind];
  }
}
export const DocumentDropOrPasteEditKind = { Empty: { append: (...parts: readonly string[]) => ({ value: parts.join('.') }) } };

export class CancellationTokenSource {
  private readonly cancelled = new EventEmitter<void>();
  readonly token = { isCancellationRequested: false, onCancellationRequested: this.cancelled.event };
  cancel(): void {
    this.token.isCancellationRequested = true;
    this.cancelled.fire();
  }
  dispose(): void {
    this.cancelled.dispose();
  }
}

export const EndOfLine = { LF: 1, CRLF: 2 };

export class ThemeIcon {
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}
export class ThemeColor extends ThemeIcon {}

export class TreeItem {
  readonly label: string;
  readonly collapsibleState: number;
  constructor(label: string, collapsibleState = 0) {
    [this.label, this.collapsibleState] = [label, collapsibleState];
  }
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };
export const QuickPickItemKind = { Separator: -1, Default: 0 };
export const InputBoxValidationSeverity = { Info: 1, Warning: 2, Error: 3 };
export const ProgressLocation = { Notification: 15 };

const filled = (text: string, ...values: readonly unknown[]): string => text.replace(/\{(\d+)\}/gu, (_, n: string) => String(values[Number(n)]));
export const l10n = { t: filled, bundle: undefined };
export const env = { language: 'en', clipboard: { text: '', writeText: (text: string) => { env.clipboard.text = text; return Promise.resolve(); } } };

/** What was asked and told, in its order, and what a test answers: a title, or nothing. */
export interface Question { readonly text: string; readonly detail: string; readonly choices: readonly string[] }
export const screen = {
  told: [] as Question[],
  picks: [] as { readonly label: string }[][],
  answer: (_question: Question): string | undefined => undefined,
  pick: (_items: readonly { readonly label: string }[]): unknown => undefined,
  /** @param value what stands in the box already */
  type: (_value: string): string | undefined => undefined,
  /** The files that the project's search finds. */
  texts: [] as readonly string[],
  /** The folder that is chosen in the editor's dialog. */
  folder: (_options: { readonly title: string; readonly defaultUri?: Uri }): Uri | undefined => undefined,
  called: [] as (readonly unknown[])[],
  /** What stands in the middle of the window. */
  input: null as QuickInput | null,
};

/** As it was before the first test. */
export function clearScreen(): void {
  Object.assign(screen, { told: [], picks: [], called: [], input: null, texts: [], answer: () => undefined, pick: () => undefined, type: () => undefined, folder: () => undefined });
  Object.assign(window, { activeTextEditor: undefined, visibleTextEditors: [] });
  Object.assign(workspace, { isTrusted: true, workspaceFolders: undefined });
  env.clipboard.text = '';
  workspace.textDocuments.length = 0;
}

function tell(text: string, ...more: readonly unknown[]): Promise<string | undefined> {
  const options = more.filter((each): each is { detail?: string } => typeof each === 'object');
  const question = { text, detail: options[0]?.detail ?? '', choices: more.filter(each => typeof each === 'string') };
  screen.told.push(question);
  return Promise.resolve(screen.answer(question));
}

/** One at a time, as in the editor: showing one hides the other. */
class QuickInput<T extends { readonly label: string } = { readonly label: string }> {
  items: readonly T[] = [];
  activeItems: readonly T[] = [];
  selectedItems: readonly T[] = [];
  value = '';
  readonly changed = new EventEmitter<string>();
  readonly accepted = new EventEmitter<void>();
  private readonly hidden = new EventEmitter<void>();
  readonly onDidChangeValue = this.changed.event;
  readonly onDidAccept = this.accepted.event;
  readonly onDidHide = this.hidden.event;
  show(): void {
    const before = screen.input;
    screen.input = this;
    if (before !== this) before?.hidden.fire();
  }
  hide(): void {
    if (screen.input !== this) return;
    screen.input = null;
    this.hidden.fire();
  }
  dispose(): void {
    this.hide();
  }
  /** A person types. */
  type(value: string): void {
    this.value = value;
    this.changed.fire(value);
  }
}

export const activeEditors = new EventEmitter<TextEditor | undefined>();
export const windowStates = new EventEmitter<{ focused: boolean }>();
export const window = {
  state: { focused: true },
  onDidChangeWindowState: windowStates.event,
  activeTextEditor: undefined as TextEditor | undefined,
  visibleTextEditors: [] as readonly TextEditor[],
  onDidChangeActiveTextEditor: activeEditors.event,
  showOpenDialog: (options: { readonly title: string; readonly defaultUri?: Uri }) => {
    const chosen = screen.folder(options);
    return Promise.resolve(chosen === undefined ? undefined : [chosen]);
  },
  showErrorMessage: tell, showWarningMessage: tell, showInformationMessage: tell,
  showQuickPick: (items: readonly { readonly label: string }[]) => { screen.picks.push([...items]); return Promise.resolve(screen.pick(items)); },
  createInputBox: () => new QuickInput(), createQuickPick: () => new QuickInput(),
  /** What the box says of it stands beside it; an error keeps it from being accepted. */
  showInputBox: async ({ title, value = '', validateInput }: { title: string; value?: string; validateInput?: (typed: string) => unknown }) => {
    const typed = screen.type(value);
    const said: unknown = typed === undefined ? undefined : await validateInput?.(typed);
    const { message, severity } = typeof said === 'string' ? { message: said, severity: InputBoxValidationSeverity.Error } : (said ?? { message: '', severity: 0 }) as { message: string; severity: number };
    screen.told.push({ text: title, detail: message, choices: [] });
    return severity === InputBoxValidationSeverity.Error ? undefined : typed;
  },
  showTextDocument: (uri: Uri) => { screen.called.push(['showTextDocument', uri.query === '' ? uri.path : uri.query]); return Promise.resolve(); },
  setStatusBarMessage: () => new Disposable(() => undefined),
  withProgress: <T>(_: unknown, work: (progress: unknown, token: CancellationTokenSource['token']) => Promise<T>) => work({}, new CancellationTokenSource().token),
  createTreeView: () => ({ visible: true, selection: [], onDidChangeVisibility: new EventEmitter<void>().event, reveal: () => Promise.resolve(), dispose: () => undefined }),
};

const known = new Map<string, (...args: readonly unknown[]) => unknown>();
export const commands = {
  registerCommand: (id: string, run: (...args: readonly unknown[]) => unknown) => { known.set(id, run); return new Disposable(() => known.delete(id)); },
  executeCommand: (id: string, ...args: readonly unknown[]) => { screen.called.push([id, ...args]); return Promise.resolve(known.get(id)?.(...args)); },
};

interface Content { onDidChange?: (listener: Listener<Uri>) => Disposed; provideTextDocumentContent(uri: Uri): string | Promise<string> }
export interface TextDocument { readonly uri: Uri; text: string }
const opened = new EventEmitter<TextDocument>();
const contents = new Map<string, Content>();
export const workspace = {
  isTrusted: true,
  workspaceFolders: undefined as readonly { readonly uri: Uri }[] | undefined,
  textDocuments: [] as TextDocument[],
  onDidOpenTextDocument: opened.event,
  getConfiguration: () => ({ get: () => undefined, inspect: () => undefined }),
  findFiles: () => Promise.resolve(screen.texts.map(path => Uri.file(path))),
  asRelativePath: (path: string) => path,
  getWorkspaceFolder: (uri: Uri) => workspace.workspaceFolders?.find(folder => uri.path.startsWith(folder.uri.path)),
  /** As the editor does it: what changes in a document that is not open yet is not asked for. */
  registerTextDocumentContentProvider: (scheme: string, content: Content) => {
    contents.set(scheme, content);
    const listening = content.onDidChange?.(uri => {
      const document = workspace.textDocuments.find(each => each.uri.toString() === uri.toString());
      if (document !== undefined) void Promise.resolve(content.provideTextDocumentContent(uri)).then(text => { document.text = text; });
    });
    return new Disposable(() => { contents.delete(scheme); listening?.dispose(); });
  },
  /** Its text is there a while before it counts as open: a window lies between. */
  openTextDocument: async (uri: Uri, meanwhile: () => unknown = () => undefined) => {
    const document = { uri, text: await contents.get(uri.scheme)!.provideTextDocumentContent(uri) };
    await meanwhile();
    workspace.textDocuments.push(document);
    opened.fire(document);
    return document;
  },
};
