/** Which problems are told, and where. */
import type { Problem } from '../../shared/model.ts';
import type { Draft } from '../../shared/protocol.ts';
import { type Provider, modelOf, modelsToChoose } from './draft.ts';
import { inOrder } from './groups.ts';

/** The fields that the form shows, from top to bottom. */
export function fieldsOf(providers: readonly Provider[], draft: Draft): string[] {
  const model = modelsToChoose(providers, draft).length > 0 ? ['model'] : [];
  const { inputs = [], parameters = [] } = modelOf(providers, draft) ?? {};
  return ['provider', ...model, 'operation', 'prompt', ...[...inputs, ...inOrder(parameters)].map(each => each.name)];
}

/**
 * The problems to tell, the first field's first, one for each field: of fields that somebody has been at, or of all
 * once they tried to generate. A problem of a field that the form does not have comes last.
 */
export function told(problems: readonly Problem[], fields: readonly string[], touched: ReadonlySet<string>, tried: boolean): Problem[] {
  const place = (field: string): number => (fields.includes(field) ? fields.indexOf(field) : fields.length);
  const seen = new Set<string>();
  return problems
    .filter(({ field }) => tried || touched.has(field))
    .toSorted((a, b) => place(a.field) - place(b.field))
    .filter(({ field }) => !seen.has(field) && seen.add(field));
}
