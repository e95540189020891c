/** Names of an endpoint's columns in files of patients, by which scripts and `monitor` find them. */
import type { Endpoint } from './endpoint.ts';

/** What the columns of an endpoint are named after. */
export function nameInColumns({ name }: Pick<Endpoint, 'name'>): string {
  return name ?? 'first event';
}

export const columnsOfTime = (name: string) => ({ time: `${name} time`, event: `${name} event` });
export const columnsOfResponse = (name: string) => ({ assessed: `${name} assessed`, event: `${name} event` });
