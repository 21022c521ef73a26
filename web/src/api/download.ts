// Saves a reply as a file; a refusal is thrown as a problem instead of being saved under the file's name.
import { request } from './client'

export async function download(address: string, fallbackName: string) {
  const response = await request(address.replace(/^\/api\/v1/, ''))
  const disposition = response.headers.get('Content-Disposition') ?? ''
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1]
  const plain = /filename="?([^";]+)"?/i.exec(disposition)?.[1]
  save(await response.blob(), encoded ? decodeURIComponent(encoded) : (plain ?? fallbackName))
}

export function save(content: Blob, name: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
