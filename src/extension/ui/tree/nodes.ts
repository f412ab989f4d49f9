/** The rows of the Generations view. One object a row, kept while the row lives, so that selection and expansion stay. */
import type { Group } from '../../../shared/status.ts';

export class GroupNode {
  readonly group: Group;
  constructor(group: Group) {
    this.group = group;
  }
}

export class GenerationNode {
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
  readonly parent: GenerationNode;
  /** Unique under its parent. */
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly color: string | null;
  constructor(parent: GenerationNode, name: string, line: { label: string; description: string; icon: string; color: string | null }) {
    this.parent = parent;
    this.name = name;
    this.label = line.label;
    this.description = line.description;
    this.icon = line.icon;
    this.color = line.color;
  }
}

/** "1,075 more in the gallery" */
export class MoreNode {
  readonly group: Group;
  readonly count: number;
  constructor(group: Group, count: number) {
    this.group = group;
    this.count = count;
  }
}

export type Node = GroupNode | GenerationNode | DetailNode | MoreNode;
