import { api, body, isApiError, type Schemas } from '../../shared/api';

/** What the pages of a ticket show, whatever its kind; what a request has beside it stands in `request`. */
export type AnyTicket = Schemas['IncidentReply'] & { request?: Schemas['RequestReply'] };

export const isRequest = (reference: string): boolean => reference.startsWith('REQ-');

/** Where tickets of its kind are read and commanded. */
export const collectionOf = (reference: string): 'requests' | 'incidents' => (isRequest(reference) ? 'requests' : 'incidents');

/** A request in the shape of the page: what was done is its solution. */
export const asTicket = (request: Schemas['RequestReply']): AnyTicket =>
  ({
    ...request, request, major: false, parent: null, children: [],
    resolution: request.fulfilment ? { code: 'fulfilled', text: request.fulfilment.text, at: request.fulfilment.at, articleId: request.fulfilment.articleId } : null,
  }) as unknown as AnyTicket;

/** A reply of the server as the page has it. */
export const shaped = (reference: string, reply: unknown): AnyTicket => (isRequest(reference) ? asTicket(reply as Schemas['RequestReply']) : (reply as AnyTicket));

/** By the reference that it has, or had before it was converted into another kind. */
export async function readTicket(reference: string, signal?: AbortSignal): Promise<AnyTicket> {
  const init = { params: { path: { id: reference } }, ...(signal ? { signal } : {}) };
  try {
    return isRequest(reference) ? asTicket(await body<Schemas['RequestReply']>(api.GET('/requests/{id}', init))) : await body<AnyTicket>(api.GET('/incidents/{id}', init));
  } catch (error) {
    if (!isApiError(error, 404)) throw error;
    const { reference: now } = await body<Schemas['TicketReply']>(api.GET('/tickets/{id}', init)).catch(() => ({ reference }));
    if (now === reference) throw error;
    return readTicket(now, signal);
  }
}
