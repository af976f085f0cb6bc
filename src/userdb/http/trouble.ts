// What goes wrong between the desk and a platform's endpoint, in kinds: whether trying again can help, and what the
// operator does next. The endpoint's own words may hold people's data, so of its errors only the code is kept.

import { DeskError, type ErrorCode } from '../../errors.ts'

export type EndpointTrouble =
  | 'unreachable'
  | 'lost'
  | 'slow'
  | 'certificate'
  | 'login'
  | 'clock'
  | 'unsigned'
  | 'moved'
  | 'busy'
  | 'broken'
  | 'unfinished'
  | 'view_gone'
  | 'refused'
  | 'protocol'
  | 'too_large'
  | 'not_offered'

const words: Record<EndpointTrouble, [code: ErrorCode, retry: boolean, message: string]> = {
  unreachable: [
    'platform_unavailable',
    true,
    "the platform's endpoint does not answer; check that it runs, and host and port in platform.endpoint.url",
  ],
  lost: [
    'platform_unavailable',
    true,
    "the connection to the platform's endpoint was lost; the desk tries again, look at the endpoint if this stays",
  ],
  slow: [
    'platform_unavailable',
    true,
    "the platform's endpoint took too long to answer; let it answer 202 for long work, or raise platform.endpoint.timeoutSeconds",
  ],
  certificate: [
    'platform_unavailable',
    false,
    "the endpoint's certificate is not trusted; name its authority in platform.endpoint.caFile",
  ],
  login: [
    'platform_unavailable',
    false,
    'the endpoint does not accept the signature; compare keyId and secret in platform.endpoint with its own, and the path it sees with the one in url',
  ],
  clock: [
    'platform_unavailable',
    false,
    'the endpoint finds the time of the signature too far off; set the clocks of both machines right',
  ],
  unsigned: [
    'platform_unavailable',
    false,
    "an answer came without the endpoint's signature and was thrown away; check platform.endpoint.url and secret, and that no proxy changes answers",
  ],
  moved: [
    'platform_unavailable',
    false,
    'the endpoint redirects elsewhere, which signed requests do not follow; write its address into platform.endpoint.url',
  ],
  busy: ['platform_unavailable', true, "the platform's endpoint is busy; the desk tries again later"],
  broken: [
    'platform_unavailable',
    true,
    "the platform's endpoint failed within itself; the desk tries again, look at its log if this stays",
  ],
  unfinished: [
    'platform_unavailable',
    true,
    'the endpoint did not finish in time; the desk asks again for the same operation, raise platform.endpoint.patienceSeconds if this stays',
  ],
  view_gone: [
    'platform_unavailable',
    true,
    'the endpoint no longer holds the view of the rows that were being read; the desk reads them anew',
  ],
  refused: [
    'platform_refused',
    false,
    "the platform refused the change and nothing was changed; look at the endpoint's log for the reason",
  ],
  protocol: [
    'platform_schema_mismatch',
    false,
    'the endpoint does not speak the protocol of docs/http-endpoint.md; run `habeas platform conformance`',
  ],
  too_large: [
    'platform_refused',
    false,
    'an answer of the endpoint is larger than platform.endpoint.answerBytes; let it send smaller pages',
  ],
  not_offered: [
    'platform_refused',
    false,
    'the endpoint does not offer this; let it, and name it under `offers` of its description (docs/http-endpoint.md)',
  ],
}

export function endpointError(trouble: EndpointTrouble, detail: string): DeskError {
  const [code, retry, message] = words[trouble]
  return new DeskError(code, { retry, message, cause: new Error(`the endpoint: ${detail}`) })
}

export interface EndpointAnswer {
  status: number
  /** the `error` of its body, where it has one that is well-formed */
  code: string | null
  isSigned: boolean
}

/** What an answer other than 200 and 202 means. Proxies and web servers before the endpoint do not sign what they say. */
export function troubleOf({ status, code, isSigned }: EndpointAnswer): EndpointTrouble {
  if (status >= 300 && status < 400) return 'moved'
  if (status === 429) return 'busy'
  if (status === 401 || status === 403) return code === 'clock' ? 'clock' : 'login'
  if (status >= 500) return status === 503 ? 'busy' : 'broken'
  if (!isSigned) return 'unsigned'
  if (status === 409) return 'busy'
  if (status === 410) return 'view_gone'
  return status === 422 ? 'refused' : 'protocol'
}

/** What Node's sockets and TLS say. */
export function networkTroubleOf(error: unknown): EndpointTrouble {
  const code = String((error as NodeJS.ErrnoException | null)?.code ?? '')
  if (/CERT|^UNABLE_TO_|^ERR_TLS|^ERR_SSL|^ERR_OSSL|^DEPTH_ZERO/.test(code)) return 'certificate'
  if (['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN'].includes(code)) return 'unreachable'
  return code === 'ETIMEDOUT' ? 'slow' : 'lost'
}
