/** A scenario with values of its fields replaced: read once, resolved as often as there are values to try. */
import { type Setting, withSettings } from './field.ts';
import { ScenarioProblem, ScenarioProblems } from './problems.ts';
import { resolveScenario, type Scenario } from './scenario.ts';
import type { Sources } from './source.ts';

/** The scenario with these values. @throws ScenarioProblems of the scenario as it would be */
export function resolveWith(
  sources: Sources,
  settings: readonly Setting[],
  overrides: { seed?: string } = {},
): Scenario {
  return resolveScenario(withSettings(sources, settings), overrides);
}

/** A setting as it was asked for: `trial.patients=301`. */
export function settingText({ field, value }: Setting): string {
  return `${field.name}=${value}`;
}

/**
 * The same, with problems told by the settings that make them. Precondition: the scenario as it stands resolves.
 * `option` is how a setting was asked for, `--vary`. @throws ScenarioProblem
 */
export function resolveVaried(
  sources: Sources,
  settings: readonly Setting[],
  option: (setting: Setting) => string,
  overrides: { seed?: string } = {},
): Scenario {
  const problemsWith = (some: readonly Setting[]): ScenarioProblems | null => {
    try {
      resolveWith(sources, some, overrides);
      return null;
    } catch (problem) {
      if (problem instanceof ScenarioProblems) return problem;
      throw problem;
    }
  };
  try {
    return resolveWith(sources, settings, overrides);
  } catch (problem) {
    if (!(problem instanceof ScenarioProblems)) throw problem;
    // One of the settings alone may be enough to make the problem.
    for (const each of settings.length > 1 ? settings : []) {
      const own = problemsWith([each]);
      if (own !== null) throw told(own, [each], option);
    }
    throw told(problem, settings, option);
  }
}

function told(
  { problems }: ScenarioProblems,
  settings: readonly Setting[],
  option: (setting: Setting) => string,
): ScenarioProblem {
  const named = settings.map((setting) => `${option(setting)}${settingText(setting)}`).join(' ');
  const lines = [...new Set(problems.map(({ text }) => text))].slice(0, 3);
  return new ScenarioProblem(lines.map((text) => `${named}: ${text}`).join('\n'));
}
