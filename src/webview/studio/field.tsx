import type { ComponentChildren, JSX } from 'preact';
import type { Problem } from '../../shared/model.ts';
import { Icon } from '../components/icons.tsx';

export function fieldId(field: string): string {
  return `field-${field}`;
}

/** The id of the element that tells a field's problem; `null` while there is none to tell. */
export function problemId(field: string, problems: readonly Problem[]): string | null {
  return problems.some(problem => problem.field === field) ? `problem-${field}` : null;
}

export interface FieldProps {
  readonly field: string;
  readonly label: string;
  readonly problems: readonly Problem[];
  readonly help?: string | undefined;
  /** At the end of the label's line. */
  readonly aside?: ComponentChildren;
  readonly look?: string;
  /** A way out of the problem. */
  readonly remedy?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A control with its label above and what is wrong with it below. */
export function Field({ field, label, problems, help, aside, look = '', remedy, children }: FieldProps): JSX.Element {
  return (
    <div class={`field ${look}`}>
      <div class="label">
        <label for={fieldId(field)} title={help} class="cut">{label}</label>
        {aside}
      </div>
      {children}
      <FieldProblem field={field} problems={problems} remedy={remedy} />
    </div>
  );
}

/** Read out once, when it appears; always there, because a region that appears with its text is not announced everywhere. */
export function FieldProblem({ field, problems, remedy }: Pick<FieldProps, 'field' | 'problems' | 'remedy'>): JSX.Element {
  const problem = problems.find(one => one.field === field);
  return (
    <div role="alert">
      {problem !== undefined && (
        <div class="problem" id={`problem-${field}`}>
          <Icon name="error" look="tone-fail" />
          <span>{problem.message}</span>
          {remedy}
        </div>
      )}
    </div>
  );
}
