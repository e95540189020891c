/** A race as a table. */
import { short, tableText } from '../table.ts';
import { disagreeing, type Race } from './race.ts';

const percent = (p: number) => (100 * p).toFixed(2);

export function raceText(race: Race): string {
  const wrong = disagreeing(race);
  const rows = race.entrants.map((entrant) => {
    const { microsecondsPerTrial: time, ratio, power, standardError, departs } = entrant;
    const word = wrong.includes(entrant) ? 'DISAGREES' : (departs ?? '');
    return [
      race.design,
      entrant.peer,
      short(time.median),
      `${short(time.p25)}–${short(time.p75)}`,
      short(ratio.median),
      `${short(ratio.p25)}–${short(ratio.p75)}`,
      `${percent(power)} ± ${percent(standardError)}`,
      entrant.replicates.toLocaleString('en-GB'),
      word,
    ];
  });
  const right = (title: string) => ({ title, align: 'right' }) as const;
  const left = (title: string) => ({ title, align: 'left' }) as const;
  const numbers = ['µs/trial', 'p25–p75', '× time', 'p25–p75', 'power %', 'replicates'].map(right);
  return tableText([left('design'), left('who'), ...numbers, left('')], rows);
}
