// Short messages at the edge of the page.
import { ElMessage } from 'element-plus'
import { asProblem } from '@/api/client'
import type { ActReply } from '@/api/types'
import { i18n } from '@/i18n'
import { say } from './language'
import { actTitle } from './pack'

export const announceAct = (register: string, act: string, reply: ActReply) =>
  ElMessage.success(i18n.global.t('record.done', { act: actTitle(register, act), leaf: reply.leaf }))

export function announceProblem(error: unknown) {
  const { message, remedy } = asProblem(error)
  ElMessage.error({ message: [say(message), say(remedy)].filter(Boolean).join('。'), duration: 6000, showClose: true })
}
