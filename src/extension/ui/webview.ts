/** The host's end of a webview: its document, and an answer to each of its messages. */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import {
  type HostEvent, type Method, type Params, type Result, type ToWebview, requestSchema, requests,
} from '../../shared/protocol.ts';
import type { Parts } from './parts.ts';

export interface Connection {
  readonly send: (event: HostEvent) => void;
  /** The folders of the project are others now. */
  readonly allowFolders: () => void;
  readonly dispose: () => void;
}

export type Handlers = { readonly [M in Method]?: (params: Params<M>) => Result<M> | Promise<Result<M>> };

/**
 * Fills a webview with one of our pages and answers it until it goes.
 * @param name the page: `gallery` or `studio`
 * @param onReady called each time the page begins to listen: when it was loaded, and loaded again after being hidden
 */
export function connect(
  webview: vscode.Webview, name: string, parts: Parts, handlers: Handlers, onReady: () => void = () => undefined,
): Connection {
  const dist = vscode.Uri.joinPath(parts.context.extensionUri, 'dist', 'webview');
  const allowFolders = (): void => {
    webview.options = {
      enableScripts: true,
      localResourceRoots: [dist, ...parts.mediaFolders().map(folder => vscode.Uri.file(folder)), ...(vscode.workspace.workspaceFolders ?? []).map(folder => folder.uri)],
    };
  };
  allowFolders();
  const all: Handlers = { ready: () => ({ locale: vscode.env.language, l10n: vscode.l10n.bundle ?? {}, menu: parts.menuToken, drag: parts.dragToken }), ...handlers };
  const post = (message: ToWebview): void => void webview.postMessage(message);
  const subscription = webview.onDidReceiveMessage(async (message: unknown) => {
    const request = v.safeParse(requestSchema, message);
    if (!request.success) return parts.log.warn(`${name}: a message that nobody knows was dropped`);
    post(await answer(request.output, all, name, parts));
    if (request.output.method === 'ready') onReady();
  });
  webview.html = page(webview, dist, name);
  return { send: post, allowFolders, dispose: () => { subscription.dispose(); } };
}

async function answer(request: v.InferOutput<typeof requestSchema>, handlers: Handlers, name: string, parts: Parts): Promise<ToWebview> {
  try {
    const params = v.parse(requests[request.method].params, request.params);
    const handler = handlers[request.method] as ((params: unknown) => unknown) | undefined;
    if (handler === undefined) throw new Error(`${name} does not answer ${request.method}`);
    return { reply: request.id, ok: true, result: await handler(params) };
  } catch (error) {
    parts.log.error(`${name}: ${request.method}`, error);
    return { reply: request.id, ok: false, error: error instanceof v.ValiError ? l10n.t('The page sent something unexpected.') : messageOf(error) };
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function page(webview: vscode.Webview, dist: vscode.Uri, name: string): string {
  const nonce = randomBytes(18).toString('base64');
  const address = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  const csp = [
    "default-src 'none'",
    `img-src ${webview.cspSource} blob:`,
    `media-src ${webview.cspSource}`,
    // Files that thumbnails are made of, and the worker that makes them.
    `connect-src ${webview.cspSource}`,
    'worker-src blob:',
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  // The nonce's meta element is where the toolkit looks for it.
  return `<!doctype html>
<html lang="${vscode.env.language}" data-darkroom="${name}" data-state="loading">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${csp}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Darkroom</title>
<link rel="stylesheet" href="${address(`${name}.css`)}">
</head>
<body><div id="root"></div><script nonce="${nonce}" src="${address(`${name}.js`)}"></script></body>
</html>`;
}

/** The reply of a request that has nothing to say but that it was done. */
export async function done(work: PromiseLike<unknown>): Promise<Record<string, never>> {
  await work;
  return {};
}
