import { computed } from 'vue'
import { i18n } from '@/i18n'
import { setRequestLanguage } from '@/api/client'
import type { Language, Text } from '@/api/types'

const key = 'lingqu.language'

export const language = computed<Language>(() => i18n.global.locale.value as Language)

export function setLanguage(next: Language) {
  i18n.global.locale.value = next
  localStorage.setItem(key, next)
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
  setRequestLanguage(next)
}

export const restoreLanguage = () => setLanguage(localStorage.getItem(key) === 'en' ? 'en' : 'zh')

// A text of the program or the pack in the reader's language; Chinese where there is no other.
export function say(text: Text | string | null | undefined): string {
  if (!text) return ''
  if (typeof text === 'string') return text
  return (language.value === 'en' && text.en) || text.zh || text.en || ''
}
