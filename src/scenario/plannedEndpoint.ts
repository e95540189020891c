/** The endpoint: from the file to its name and the direction of benefit. */
import { type Endpoint, timeToEvent } from '../trial/endpoint.ts';
import type { EndpointFile } from './endpointSchema.ts';

export function plannedEndpoint(spec: EndpointFile | undefined): Endpoint {
  if (spec === undefined || typeof spec === 'string') return timeToEvent(spec ?? null);
  return timeToEvent(spec.name ?? null, spec.benefit);
}
