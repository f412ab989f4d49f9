/** The rows of the Generations view. One object a row, kept while the row lives, so that selection and expansion stay. */
import type { Group } from '../../../shared/status.ts';
import type { Line } from './lines.ts';

export class GroupNode {
  readonly kind = 'group';
  readonly group: Group;
  constructor(group: Group) {
    this.group = group;
  }
}

export class GenerationNode {
  readonly kind = 'generation';
  readonly id: string;
  /** The group it was last shown under. */
  group: Group;
  constructor(id: string, group: Group) {
    this.id = id;
    this.group = group;
  }
}

/** A line under a generation: one of its attempts, or the last thing that was said. */
export class DetailNode {
  readonly kind = 'detail';
  readonly parent: GenerationNode;
  readonly line: Line;
  constructor(parent: GenerationNode, line: Line) {
    this.parent = parent;
    this.line = line;
  }
}

/** "1,075 more in the gallery" */
export class MoreNode {
  readonly kind = 'more';
  readonly group: Group;
  readonly count: number;
  constructor(group: Group, count: number) {
    this.group = group;
    this.count = count;
  }
}

/** The way out where a filter hides everything. */
export class ClearFilterNode {
  readonly kind = 'clear-filter';
  readonly group = null;
}

export type Node = GroupNode | GenerationNode | DetailNode | MoreNode | ClearFilterNode;

/** Nobody else can make one: what carries a row was called from our own view. */
export function isNode(value: unknown): value is Node {
  return [GroupNode, GenerationNode, DetailNode, MoreNode, ClearFilterNode].some(kind => value instanceof kind);
}
