/** The published JSON Schemas are those of the code; `npx vitest run --config test/vitest.config.ts test/scenario/schema.test.ts -u` renews them. */
import { describe, expect, it } from 'vitest';
import { jsonSchema } from '../../src/scenario/schema.ts';

const published = (schema: unknown) => `${JSON.stringify(schema, null, 2)}\n`;

/** Every property in a JSON Schema, by its path. */
function properties(schema: unknown, path: string[] = []): [string, Record<string, unknown>][] {
  if (schema === null || typeof schema !== 'object') return [];
  return Object.entries(schema).flatMap(([key, part]) => {
    const here = [...path, key];
    const own = path.at(-1) === 'properties' ? ([[here.join('.'), part]] as [string, Record<string, unknown>][]) : [];
    return [...own, ...properties(part, here)];
  });
}

describe('JSON Schema', () => {
  it('of scenarios is up to date', async () => {
    await expect(published(jsonSchema())).toMatchFileSnapshot('../../scenarios/scenario.schema.json');
  });

  it('of study files is up to date', async () => {
    await expect(published(jsonSchema('reported'))).toMatchFileSnapshot('../../scenarios/studies/reported.schema.json');
  });

  it('describes every field, itself or where it points to', () => {
    const schema = jsonSchema() as { definitions: Record<string, { description?: string }> };
    const silent = properties(schema).filter(([path, field]) => {
      const [{ $ref }] = [...((field.allOf as { $ref?: string }[] | undefined) ?? []), field as { $ref?: string }];
      const target = $ref?.split('/').pop();
      const inWrapper = /anyOf\.\d+\.properties\.value$/.test(path);
      return (
        !inWrapper && field.description === undefined && schema.definitions[target ?? '']?.description === undefined
      );
    });
    expect(silent.map(([path]) => path)).toEqual([]);
  });

  it('refuses unknown keys and knows the models', () => {
    const schema = JSON.stringify(jsonSchema());
    expect(schema).toContain('"additionalProperties":false');
    for (const model of ['exponential', 'weibull', 'piecewise exponential', 'cure', 'relative']) {
      expect(schema).toContain(`"const":"${model}"`);
    }
  });
});
