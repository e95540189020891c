/** What a thread remembers between blocks: by content, and no more of it than was wanted lately. */
import { describe, expect, it } from 'vitest';
import { blocksOf } from '../../src/run/job.ts';
import { Recent } from '../../src/run/recent.ts';
import { publishedJob } from './jobs.ts';

describe('recent things', () => {
  it('are made once, and forgotten by when they were last wanted', () => {
    const made: string[] = [];
    const recent = new Recent<string>(2);
    const recall = (name: string) =>
      recent.recall(name, () => {
        made.push(name);
        return name;
      });
    for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) expect(recall(name)).toBe(name);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });
});

describe('names of plans', () => {
  it('are equal for equal content, whatever the job', () => {
    const nameOf = (job = publishedJob(10)) => blocksOf(job).at(0).names.plan;
    const { plan, ...rest } = publishedJob(5000);
    expect(nameOf({ ...rest, plan: structuredClone(plan) })).toBe(nameOf());
    const [look] = plan.looks;
    const names = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2].map((stopAbove) =>
      nameOf({ ...rest, plan: { ...plan, looks: [{ ...look, stopAbove }] } }),
    );
    expect(new Set(names).size).toBe(4);
  });
});
