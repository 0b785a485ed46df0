import { isHumanKind, type AnyFact } from '../facts.js';
import { readCourse, type Course } from './course.js';
import { hear, readSaid, type Said } from './said.js';
import type { ReadLog } from './step.js';

/** A log that is read as it grows. What people did makes its course, so only a fact of theirs makes it be read anew. */
export class GrowingLog implements ReadLog {
  readonly facts: AnyFact[];
  readonly said: Said;
  private read: Course | null = null;

  constructor(facts: readonly AnyFact[]) {
    this.facts = [...facts];
    this.said = readSaid(facts);
  }

  append(fact: AnyFact): void {
    this.facts.push(fact);
    hear(this.said, fact);
    if (isHumanKind(fact.kind)) this.read = null;
  }

  /** @throws Error if the log is not that of an enrolment */
  get course(): Course {
    return (this.read ??= readCourse(this.facts));
  }
}
