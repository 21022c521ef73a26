// One place through which every request goes: cookies, CSRF token, language, problems.
import type { Problem, Text } from './types'

export class ProblemError extends Error {
  constructor(readonly problem: Problem, readonly retryAfter = 0) {
    super(problem.message.zh)
  }
}

const context = { csrf: '', language: 'zh', signedOut: () => {} }
export const setCsrf = (token: string | undefined) => { context.csrf = token ?? '' }
// Called when the server no longer knows who is calling.
export const whenSignedOut = (handler: () => void) => { context.signedOut = handler }
export const setRequestLanguage = (language: string) => { context.language = language }

export const kUnreachable = 'unreachable'

function problem(status: number, code: string, zh: string, en: string, remedyZh: string, remedyEn: string): Problem {
  return { status, code, message: { zh, en }, remedy: { zh: remedyZh, en: remedyEn } }
}

async function readProblem(response: Response): Promise<Problem> {
  const body = await response.text()
  try {
    const parsed = JSON.parse(body) as Problem & { title?: string }
    if (!parsed.message) parsed.message = { zh: parsed.title ?? response.statusText } as Text
    return { ...parsed, status: response.status }
  } catch {
    return problem(response.status, `http-${response.status}`, `服务器返回 ${response.status}`, `The server replied ${response.status}`,
      '请稍后重试', 'Try again shortly')
  }
}

export interface Options {
  method?: string
  body?: unknown            // an object is sent as JSON; Blob and string as they are
  headers?: Record<string, string>
  signal?: AbortSignal
}

export async function request(path: string, options: Options = {}): Promise<Response> {
  const method = options.method ?? 'GET'
  const headers: Record<string, string> = { 'Accept-Language': context.language, ...options.headers }
  if (method !== 'GET' && context.csrf) headers['X-CSRF-Token'] = context.csrf
  let body: BodyInit | undefined
  if (options.body instanceof Blob || typeof options.body === 'string') body = options.body
  else if (options.body !== undefined) {
    body = JSON.stringify(options.body)
    headers['Content-Type'] = 'application/json'
  }
  let response: Response
  try {
    response = await fetch(`/api/v1${path}`, { method, headers, body, signal: options.signal, credentials: 'same-origin' })
  } catch (error) {
    if (options.signal?.aborted) throw error
    throw new ProblemError(problem(0, kUnreachable, '无法连接服务器', 'The server cannot be reached', '请检查网络后重试；已填写的内容不会丢失',
      'Check the network and try again; nothing you typed is lost'))
  }
  if (response.status === 401 && path !== '/session') context.signedOut()
  if (!response.ok) throw new ProblemError(await readProblem(response), Number(response.headers.get('Retry-After') ?? 0))
  return response
}

export async function json<T>(path: string, options: Options = {}): Promise<T> {
  const response = await request(path, options)
  return (response.status === 204 ? undefined : await response.json()) as T
}

// Any thrown thing as a problem that can be shown.
export function asProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  return problem(0, 'client', `页面出错：${String(error)}`, `The page failed: ${String(error)}`, '请刷新页面后重试', 'Reload the page and try again')
}

export const query = (parameters: Record<string, string | number | boolean | undefined>): string => {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(parameters))
    if (value !== undefined && value !== '') search.set(key, String(value))
  const text = search.toString()
  return text ? `?${text}` : ''
}
