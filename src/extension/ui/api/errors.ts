/** What a call of the API is rejected with: a sentence for people and a word for programs. */
import type { Problem } from '../../../shared/model.ts';
import type { DarkroomError, ErrorCode } from './darkroom.d.ts';

export class ApiError extends Error implements DarkroomError {
  readonly code: ErrorCode;
  readonly problems?: readonly Problem[];

  constructor(code: ErrorCode, message: string, problems?: readonly Problem[]) {
    super(message);
    this.name = 'DarkroomError';
    this.code = code;
    if (problems !== undefined) this.problems = problems;
  }
}
