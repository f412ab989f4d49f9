/**
 * `${name}` in a path, a header or a JSON body, `${input.name}` for a file. A name and nothing else: no expressions, conditions or loops.
 * `$${` stands for a plain `${`.
 */
import type { ParameterValue } from '../../../shared/model.ts';

/** A list stands for itself in a body, and for its elements with commas between them elsewhere. */
export type Values = ReadonlyMap<string, ParameterValue | readonly string[]>;

/** A template of a JSON body, as it stands in the settings. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Why a value does not fit where the settings put it. */
export class Misfit extends Error {
  /** The name of a value, '' where it is no single one. */
  readonly field: string;
  readonly place: 'path' | 'header';

  constructor(field: string, place: 'path' | 'header') {
    super(`${field} does not fit into a ${place}`);
    this.field = field;
    this.place = place;
  }
}

const marks = /\$\$\{|\$\{((?:input\.)?[A-Za-z_]\w*)\}/gu;
const alone = /^\$\{((?:input\.)?[A-Za-z_]\w*)\}$/u;

/** All names a template asks for. */
export function namesIn(template: Json): Set<string> {
  if (typeof template === 'string') return new Set([...template.matchAll(marks)].flatMap(([, name]) => name ?? []));
  if (typeof template !== 'object' || template === null) return new Set();
  return new Set(Object.values(template).flatMap((each: Json) => [...namesIn(each)]));
}

/** Whether a string holds a `${` that is no name: an expression, or a slip. */
export function hasStrayMark(template: Json): boolean {
  if (typeof template === 'string') return template.replace(marks, '').includes('${');
  return typeof template === 'object' && template !== null && Object.values(template).some((each: Json) => hasStrayMark(each));
}

/**
 * A string that is one name becomes that value with its type; a property or element whose value is not set is left out.
 * @returns `undefined` where the whole is one unset value
 */
export function fillBody(template: Json, values: Values): Json | undefined {
  if (typeof template === 'string') {
    const name = alone.exec(template)?.[1];
    return name === undefined ? fill(template, values, String) : values.get(name);
  }
  if (typeof template !== 'object' || template === null) return template;
  if (isList(template)) return template.map(each => fillBody(each, values)).filter(each => each !== undefined);
  const entries = Object.entries(template).map(([name, each]) => [name, fillBody(each, values)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

/**
 * Every value is escaped, so that it stays inside its segment or query value.
 * @throws {Misfit} for a segment that would become `.` or `..`
 */
export function fillPath(template: string, values: Values): string {
  const spell = (value: ParameterValue): string => encodeURIComponent(String(value).toWellFormed());
  const path = fill(template, values, value => (typeof value === 'object' ? value.map(spell).join(',') : spell(value)));
  const segments = (path.split('?', 1)[0] ?? '').split('/');
  if (segments.some(segment => /^(?:\.|%2e){1,2}$/iu.test(segment))) throw new Misfit(onlyName(template), 'path');
  return path;
}

/**
 * @returns `undefined` where the whole is one unset value
 * @throws {Misfit} for anything but plain ASCII text: a line break would begin a header of its own
 */
export function fillHeader(template: string, values: Values): string | undefined {
  const header = fillText(template, values);
  if (header === undefined) return undefined;
  if (!/^[\t\x20-\x7e]*$/u.test(header)) throw new Misfit(onlyName(template), 'header');
  return header;
}

/** @returns `undefined` where the whole is one unset value */
export function fillText(template: string, values: Values): string | undefined {
  const name = alone.exec(template)?.[1];
  return name !== undefined && !values.has(name) ? undefined : fill(template, values, String);
}

function fill(template: string, values: Values, spell: (value: ParameterValue | readonly string[]) => string): string {
  return template.replace(marks, (mark: string, name: string | undefined) => {
    if (name === undefined) return '${';
    const value = values.get(name);
    return value === undefined ? '' : spell(value);
  });
}

function onlyName(template: string): string {
  const names = [...namesIn(template)];
  return names.length === 1 ? names[0] ?? '' : '';
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
