/** All peers on one design, in turns: each round everyone once, the order reversed every other round. */
import { proportionError } from '../check.ts';
import { type Spread, spreadOf } from '../statistics.ts';
import type { Answer, Peer } from './peer.ts';

export interface Entrant {
  readonly peer: string;
  /** How it departs from the design, null when it does not. */
  readonly departs: string | null;
  /** Simulated in all rounds. */
  readonly replicates: number;
  readonly power: number;
  readonly standardError: number;
  readonly microsecondsPerTrial: Spread;
  /** Time over trialwright's of the same round. */
  readonly ratio: Spread;
}

export interface Race {
  readonly design: string;
  readonly entrants: readonly Entrant[];
}

/** Replicates that take about `seconds`, found from few upwards: the first calls pay for warming up. */
async function calibrate<D>(peer: Peer<D>, design: D, seconds: number): Promise<number> {
  for (let replicates = 16, round = 1000; ; round++) {
    const answer = await peer.ask(design, replicates, round);
    const wanted = Math.ceil((replicates * seconds) / Math.max(answer.seconds, 1e-4));
    if (answer.seconds > seconds / 3) return Math.max(1, wanted);
    replicates = Math.min(wanted, replicates * 8);
  }
}

/** The first peer is what the others are compared with. `seconds`: each one's share of a round, times its patience. */
export async function race<D extends { readonly name: string }>(
  peers: readonly Peer<D>[],
  design: D,
  rounds: number,
  seconds: number,
  onRound: (round: number) => void,
): Promise<Race> {
  const replicates = new Map<Peer<D>, number>();
  for (const peer of peers) replicates.set(peer, await calibrate(peer, design, seconds * peer.patience));
  const answers = new Map<Peer<D>, Answer[]>(peers.map((peer) => [peer, []]));
  for (let round = 0; round < rounds; round++) {
    onRound(round);
    for (const peer of round % 2 === 0 ? peers : [...peers].reverse())
      answers.get(peer)?.push(await peer.ask(design, replicates.get(peer) ?? 1, round));
  }
  const timesOf = (peer: Peer<D>) =>
    (answers.get(peer) ?? []).map(({ seconds: taken }) => (taken * 1e6) / (replicates.get(peer) ?? 1));
  const own = timesOf(peers[0]);
  const entrants = peers.map((peer): Entrant => {
    const times = timesOf(peer);
    const all = rounds * (replicates.get(peer) ?? 1);
    const rejected = (answers.get(peer) ?? []).reduce((sum, answer) => sum + answer.rejected, 0);
    return {
      peer: peer.name,
      departs: peer.departs(design),
      replicates: all,
      power: rejected / all,
      standardError: proportionError(rejected, all),
      microsecondsPerTrial: spreadOf(times),
      ratio: spreadOf(times.map((time, round) => time / own[round])),
    };
  });
  return { design: design.name, entrants };
}

/** Standard errors that power may differ by before it is called a disagreement. */
const MOST_ERRORS = 4;

/** Peers of a race whose power disagrees with the first one's; those who depart from the design are let off. */
export function disagreeing({ entrants }: Race): Entrant[] {
  const [own] = entrants;
  return entrants.filter(
    ({ power, standardError, departs }) =>
      departs === null && Math.abs(power - own.power) > MOST_ERRORS * Math.hypot(standardError, own.standardError),
  );
}
