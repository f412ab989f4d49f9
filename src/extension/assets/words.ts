/**
 * What other programs write into the pictures they make: A1111 and its kin, ComfyUI, InvokeAI, SwarmUI. Pure, and suspicious: these are
 * words of files that anybody may have sent.
 */
import * as v from 'valibot';

/** What a file says of how it was made. */
export interface Words {
  /** The program whose way of writing it is. */
  readonly tool: string;
  readonly prompt: string;
  readonly negative: string;
  readonly model: string;
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
}

const longestPrompt = 20_000;
const longestValue = 500;
const mostParameters = 40;
/** Nodes of a graph that are looked at from the sampler on. */
const mostSteps = 64;

/** @param texts what the file carries, by the name it has there */
export function wordsOf(texts: ReadonlyMap<string, string>): Words | null {
  const invoke = parsed(texts.get('invokeai_metadata'));
  if (invoke !== null) return ofInvoke(invoke);
  for (const name of ['parameters', 'UserComment', 'Comment']) {
    const text = texts.get(name);
    if (text === undefined) continue;
    const json = parsed(text);
    const found = json === null ? ofLines(text) : 'sui_image_params' in json ? ofSwarm(json) : null;
    if (found !== null) return found;
  }
  const graph = parsed(texts.get('prompt'));
  return graph === null ? null : ofGraph(graph);
}

type Json = Readonly<Record<string, unknown>>;
const object = v.record(v.string(), v.unknown());

function parsed(text: string | undefined): Json | null {
  if (text === undefined || !/^\s*\{/u.test(text)) return null;
  try {
    // Python writes what JSON has no word for.
    const value: unknown = JSON.parse(text.replaceAll(/(?<=[:[,]\s{0,8})(?:NaN|-?Infinity)(?=\s{0,8}[,\]}])/gu, 'null'));
    return v.is(object, value) ? value : null;
  } catch {
    return null;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function words(tool: string, prompt: unknown, negative: unknown, model: unknown, parameters: readonly (readonly [string, unknown])[]): Words | null {
  const told = parameters.flatMap(([name, value]) => textOf(value) === '' ? [] : [{ name: name.slice(0, 60), value: textOf(value).slice(0, longestValue) }]);
  if (textOf(prompt) === '' && told.length === 0) return null;
  return {
    tool, prompt: textOf(prompt).slice(0, longestPrompt), negative: textOf(negative).slice(0, longestPrompt), model: textOf(model).slice(0, longestValue),
    parameters: told.slice(0, mostParameters),
  };
}

/** One setting of the last line: a name, and a value that is quoted where it has a comma in it. */
const setting = /\s*(\w[\w \-/]{0,60}):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)/gu;
/** A last line with fewer settings belongs to the prompt. */
const fewest = 3;

/** The prompt, a line that begins with "Negative prompt:", and a last line of settings. */
function ofLines(text: string): Words | null {
  const lines = text.slice(0, 2 * longestPrompt).trim().split('\n');
  const settings = [...(lines.at(-1) ?? '').matchAll(setting)].map(([, name, value]) => [name!, unquoted(value!)] as const);
  if (settings.length < fewest) return null;
  const said = lines.slice(0, -1).join('\n');
  const negativeAt = said.search(/^Negative prompt:/mu);
  const prompt = negativeAt < 0 ? said : said.slice(0, negativeAt);
  const negative = negativeAt < 0 ? '' : said.slice(negativeAt + 'Negative prompt:'.length);
  const model = settings.find(([name]) => name === 'Model')?.[1] ?? '';
  return words('A1111', prompt.trim(), negative.trim(), model, settings.filter(([name]) => name !== 'Model'));
}

function unquoted(value: string): string {
  if (!value.startsWith('"')) return value.trim();
  try {
    return textOf(JSON.parse(value));
  } catch {
    return value;
  }
}

function ofInvoke(json: Json): Words | null {
  const { positive_prompt: prompt, negative_prompt: negative, model, app_version: _version, ...rest } = json;
  const named = v.is(object, model) ? model.name ?? model.model_name : model;
  return words('InvokeAI', prompt, negative, named, Object.entries(rest));
}

function ofSwarm(json: Json): Words | null {
  const given = json.sui_image_params;
  if (!v.is(object, given)) return null;
  const { prompt, negativeprompt: negative, model, ...rest } = given;
  return words('SwarmUI', prompt, negative, model, Object.entries(rest));
}

interface Node { readonly class_type: string; readonly inputs: Json }
const nodeSchema = v.object({ class_type: v.string(), inputs: object });

/** The graph as it was queued: what the first sampler was given, followed along its links. */
function ofGraph(json: Json): Words | null {
  const nodes = new Map<string, Node>();
  for (const [id, node] of Object.entries(json)) if (v.is(nodeSchema, node)) nodes.set(id, node);
  const sampler = [...nodes.values()].find(({ class_type: type, inputs }) => /sampler/iu.test(type) && ('positive' in inputs || 'guider' in inputs || 'seed' in inputs || 'noise_seed' in inputs))
    ?? [...nodes.values()].find(({ inputs }) => 'seed' in inputs || 'noise_seed' in inputs);
  const inputs: Json = sampler?.inputs ?? {};
  const plain = Object.entries(inputs).filter(([, value]) => !Array.isArray(value));
  const positive = textAlong(nodes, inputs.positive ?? inputs.guider) ?? firstText(nodes);
  const model = [...nodes.values()].map(node => node.inputs.ckpt_name ?? node.inputs.unet_name ?? node.inputs.model_name).find(name => textOf(name) !== '');
  if (nodes.size === 0) return null;
  return words('ComfyUI', positive, textAlong(nodes, inputs.negative), model, plain);
}

/** The first text that a link leads to. */
function textAlong(nodes: ReadonlyMap<string, Node>, link: unknown): string | undefined {
  const seen = new Set<string>();
  const next = [link];
  while (next.length > 0 && seen.size < mostSteps) {
    const at = next.shift();
    const id = Array.isArray(at) ? textOf(at[0]) : '';
    const node = nodes.get(id);
    if (node === undefined || seen.has(id)) continue;
    seen.add(id);
    const text = textIn(node);
    if (text !== undefined) return text;
    next.push(...Object.values(node.inputs));
  }
  return undefined;
}

function textIn({ inputs }: Node): string | undefined {
  return [inputs.text, inputs.prompt, inputs.text_g, inputs.t5xxl, inputs.value].map(textOf).find(text => text !== '');
}

function firstText(nodes: ReadonlyMap<string, Node>): string | undefined {
  return [...nodes.values()].filter(({ class_type: type }) => /text|prompt/iu.test(type)).map(textIn).find(text => text !== undefined);
}
