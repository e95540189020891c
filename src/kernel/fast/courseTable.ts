/**
 * What follows the first event, and the endpoints beside the driving one, written to the module's memory and read from it
 * (courseLayout.ts).
 */
import type { EndpointColumns } from '../look/columns.ts';
import type { CoursePlan, EndpointPlan } from '../plan/coursePlan.ts';
import type { ArmExits } from '../plan/exitLaw.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import * as course from './courseLayout.ts';
import { writeExits } from './exitParameters.ts';
import type { KernelModule } from './kernelModule.ts';
import * as at from './layout.ts';
import type { ModuleMemory } from './memory.ts';
import { writeResponse } from './responseTable.ts';

/** Address of the endpoint at this place, 0 for the driving one; the endpoints are written. */
export function endpointAt(memory: ModuleMemory, endpoint: number): number {
  if (endpoint === 0) return 0;
  return memory.int(at.TRIAL + at.TRIAL_ENDPOINTS) + course.ENDPOINTS + (endpoint - 1) * course.ENDPOINT_BYTES;
}

/** The record of look `look` that has the bucket map of an endpoint's codes. */
export function mapAt(memory: ModuleMemory, endpoint: number, look: number): number {
  const maps = endpoint === 0 ? at.LOOK : memory.int(endpointAt(memory, endpoint) + course.ENDPOINT_MAPS);
  return maps + look * at.LOOK_BYTES;
}

/** The codes of an endpoint beside the driving one at the last look, of which a plain trial has `enrolled`. */
export function codesOfEndpoint(memory: ModuleMemory, endpoint: number, enrolled: number | null): Int32Array {
  const known = memory.int(endpointAt(memory, endpoint) + course.ENDPOINT_KNOWN);
  return memory.entered(known, enrolled ?? memory.int(at.ARRAYS + at.ARRAY_PLACES));
}

/** Writes an arm's course and returns its address; `deaths` says whether it is asked which events are deaths. */
function writeCourse(memory: ModuleMemory, plan: CoursePlan, deaths: boolean): number {
  const { starts, deathBelow, switchBelow, after } = plan;
  const shared = after.kind === 'sharedWord';
  if (!shared && after.kind !== 'exits') throw new RangeError(`the module does not draw what follows by ${after.kind}`);
  const table = memory.allocate(course.COURSE_BYTES);
  const pieces = memory.allocate(course.COURSE_PIECE_BYTES * starts.length);
  starts.forEach((start, j) => {
    const piece = pieces + course.COURSE_PIECE_BYTES * j;
    memory.setInt(piece, start);
    memory.setInt(piece + course.COURSE_DEATH_BELOW, shared ? after.deathBelow : deathBelow[j]);
    memory.setInt(piece + course.COURSE_SWITCH_BELOW, switchBelow[j]);
  });
  const exitsAfter: readonly ArmExits[] = shared ? [{ kind: 'byCell', laws: [after.law] }] : after.exits;
  const laws = exitsAfter.map((exits) => {
    const law = memory.allocate(at.ARM_BYTES);
    writeExits(memory, law, exits, exits.kind === 'byCell' && exits.laws.length > 1);
    return law;
  });
  memory.setInt(table + course.COURSE_PIECES, starts.length);
  memory.setInt(table + course.COURSE_PIECES_AT, pieces);
  memory.setInt(table + course.COURSE_EXITS, laws.length);
  memory.setInt(table + course.COURSE_EXIT0, laws[0]);
  memory.setInt(table + course.COURSE_EXIT1, laws[1] ?? 0);
  memory.setInt(table + course.COURSE_DEATHS, deaths ? 1 : 0);
  memory.setInt(table + course.COURSE_SHARED, shared ? 1 : 0);
  return table;
}

const KINDS: Readonly<Record<EndpointPlan['kind'], number>> = {
  death: course.ENDPOINT_DEATH,
  progression: course.ENDPOINT_PROGRESSION,
  response: course.ENDPOINT_RESPONSE,
};

/** Room for a number of each patient. */
function column(memory: ModuleMemory, patients: number): number {
  return memory.allocate(4 * (patients + 8 * at.MAX_ARMS) + 128);
}

function writeEndpoint(
  memory: ModuleMemory,
  plan: KernelPlan,
  endpoint: EndpointPlan,
  index: number,
  survivalExits: number,
): void {
  const { sizes, looks, cohort } = plan;
  const { kind } = endpoint;
  const patients = sizes.reduce((sum, size) => sum + size, 0);
  const base = endpointAt(memory, index + 1);
  // Death is known at once.
  const scanned = cohort.scans !== null && kind === 'progression';
  const exits = kind === 'death' ? survivalExits : column(memory, patients);
  memory.setInt(base + course.ENDPOINT_KIND, KINDS[kind]);
  memory.setInt(base + course.ENDPOINT_EXITS, exits);
  memory.setInt(base + course.ENDPOINT_TRUE_EXITS, scanned ? column(memory, patients) : exits);
  memory.setInt(base + course.ENDPOINT_KNOWN, column(memory, patients));
  memory.setInt(base + course.ENDPOINT_TRUE_KNOWN, column(memory, patients));
  memory.setInt(base + course.ENDPOINT_COUNTS, memory.allocate(8 * at.MAX_ROWS * sizes.length));
  memory.setInt(base + course.ENDPOINT_SCANNED, scanned ? 1 : 0);
  if (endpoint.kind === 'response') writeResponse(memory, base, endpoint, plan.ticksPerUnit);
  const maps = memory.allocate(at.LOOK_BYTES * looks.length);
  memory.setInt(base + course.ENDPOINT_MAPS, maps);
  if (cohort.scans === null) return;
  looks.forEach((_, look) => {
    memory.setInt(maps + at.LOOK_BYTES * look + at.LOOK_MAP_AT, memory.allocate(8 * at.MAX_MAP_CELLS));
  });
}

/** Writes what follows the first events of all arms, and the endpoints; after the arrays are laid out. */
export function writeCourses(memory: ModuleMemory, module: KernelModule, plan: KernelPlan): void {
  const { courses, endpoints, cohort, sizes } = plan;
  const survivalExits = courses === null ? 0 : module.reserveCourses();
  memory.look();
  const deaths = cohort.scans !== null || endpoints.some(({ kind }) => kind === 'progression');
  sizes.forEach((_, arm) => {
    const table = courses === null ? 0 : writeCourse(memory, courses[arm], deaths);
    memory.setInt(at.ARM0 + arm * at.ARM_BYTES + at.ARM_COURSE, table);
  });
  const table =
    endpoints.length === 0 ? 0 : memory.allocate(course.ENDPOINTS + course.ENDPOINT_BYTES * endpoints.length);
  memory.setInt(at.TRIAL + at.TRIAL_ENDPOINTS, table);
  if (table !== 0) memory.setInt(table, endpoints.length);
  endpoints.forEach((endpoint, index) => {
    writeEndpoint(memory, plan, endpoint, index, survivalExits);
  });
}

/** Copies the counts of `rows` results rows from row `from` on to the rows of each endpoint's columns from `to` on. */
export function copyFurther(
  memory: ModuleMemory,
  from: number,
  rows: number,
  further: readonly EndpointColumns[],
  to: number,
): void {
  further.forEach((columns, index) => {
    const counts = memory.int(endpointAt(memory, index + 1) + course.ENDPOINT_COUNTS) >> 2;
    [...columns.events, ...columns.ended].forEach((column, k) => {
      const first = counts + k * at.MAX_ROWS + from;
      column.set(memory.ints.subarray(first, first + rows), to);
    });
  });
}
