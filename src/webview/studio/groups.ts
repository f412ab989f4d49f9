/** The parameters of a model as the form shows them: in groups, and searched where there are many. */
import type { ParameterSpec, Problem } from '../../shared/model.ts';

/** From so many on there is a search, and groups begin closed: nobody looks through them all. */
export const many = 8;

export interface Section {
  /** `null` for those without one, which stand first. */
  readonly group: string | null;
  readonly parameters: readonly ParameterSpec[];
}

/** Groups in the order in which the model names them. */
export function sectionsOf(parameters: readonly ParameterSpec[]): Section[] {
  const names = [null, ...new Set(parameters.flatMap(({ group }) => group ?? []))];
  return names
    .map(group => ({ group, parameters: parameters.filter(parameter => (parameter.group ?? null) === group) }))
    .filter(section => section.parameters.length > 0);
}

/** As the form shows them from top to bottom. */
export function inOrder(parameters: readonly ParameterSpec[]): ParameterSpec[] {
  return sectionsOf(parameters).flatMap(section => section.parameters);
}

/** Those with each word of the search in label, name or help. */
export function matching(parameters: readonly ParameterSpec[], search: string): readonly ParameterSpec[] {
  const words = search.toLowerCase().split(/\s+/u).filter(word => word !== '');
  return words.length === 0 ? parameters : parameters.filter(({ label, name, help = '' }) => {
    const text = `${label}\n${name}\n${help}`.toLowerCase();
    return words.every(word => text.includes(word));
  });
}

/** Which groups a person opened or closed, by {@link groupKey}. */
export type Opened = Readonly<Record<string, boolean>>;

export function groupKey(provider: string, model: string, group: string): string {
  return [provider, model, group].join('\n');
}

export function isOpen(opened: Opened, key: string, { parameters }: { readonly parameters: readonly ParameterSpec[] }): boolean {
  return opened[key] ?? parameters.length < many;
}

/** Groups that are kept at most; those that were touched longest ago go first. */
const mostKept = 200;

export function withGroup(opened: Opened, key: string, open: boolean): Opened {
  const { [key]: _, ...others } = opened;
  return Object.fromEntries([...Object.entries(others).slice(1 - mostKept), [key, open]]);
}

/** The groups that have to be opened, because something is told in them that was not before. */
export function groupsToOpen(parameters: readonly ParameterSpec[], before: readonly Problem[], now: readonly Problem[]): string[] {
  const isNew = (field: string): boolean => now.some(problem => problem.field === field) && !before.some(problem => problem.field === field);
  return [...new Set(parameters.flatMap(({ name, group }) => (group !== undefined && isNew(name) ? group : [])))];
}
