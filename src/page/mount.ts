/// <reference lib="dom" />
/** The explorer in an element of a page. */
import { controlsOf, tooManyEvents } from './controls.ts';
import { element } from './element.ts';
import { type Means, startExplorer } from './explorer.ts';
import { scenarioForm } from './form.ts';
import { publicationForm } from './publicationForm.ts';
import { readout } from './readout.ts';
import { ScenarioText } from './scenarioText.ts';

/** What a page starts the explorer with. */
export interface Start extends Means {
  /** Null to start from a publication. */
  readonly scenario: string | null;
}

/** The command line's default. */
const USUAL_REPLICATES = 100_000;

function offer(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
  element('a', { href: url, download: 'scenario.yaml' }).click();
  URL.revokeObjectURL(url);
}

export function mount(host: HTMLElement, start: Start): void {
  const result = readout();
  const explorer = startExplorer(start, (answer) => {
    if ('estimate' in answer) result.show(answer.estimate);
    else if ('chance' in answer) result.showChance(answer.chance);
    else if ('chanceProblem' in answer) result.failChance(answer.chanceProblem);
    else result.fail((opened && tooManyEvents(opened)) ?? answer.problem);
  });
  let opened: ScenarioText | null = null;
  const place = element('div', { class: 'explorer' });
  const open = (given: string): void => {
    const text = new ScenarioText(given);
    opened = text;
    const ask = (): void => {
      const replicates = text.get(['precision', 'replicates']);
      result.await();
      explorer.ask(text.toString(), typeof replicates === 'number' ? replicates : USUAL_REPLICATES);
    };
    const download = element('button', { type: 'button' }, 'Download scenario');
    download.addEventListener('click', () => offer(text.toString()));
    place.replaceChildren(
      element('div', { class: 'plan' }, scenarioForm(controlsOf(text), ask), download),
      result.node,
    );
    ask();
  };
  const fromPaper = element(
    'details',
    {},
    element('summary', {}, 'Start from a publication'),
    publicationForm((text) => {
      fromPaper.open = false;
      open(text);
    }),
  );
  fromPaper.open = start.scenario === null;
  host.append(fromPaper, place);
  const { scenario } = start;
  // A task of its own: the page can be used while its workers start.
  if (scenario !== null) setTimeout(() => open(scenario));
}
