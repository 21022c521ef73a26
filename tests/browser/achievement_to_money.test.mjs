// One achievement from the ledger to distributed money, with every refusal on the way, and its proof checked by the auditor.
import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Desk, openBrowser } from './browser.mjs'
import { lingqu, serve, temporaryFolder } from './program.mjs'

const title = '甘蔗渣纤维地膜连续成型工艺（浏览器测试）'
const folder = temporaryFolder('flow')
let server, chromium, desk
let achievement = '' // addresses of their pages
let conversion = ''
let notice = ''
const organisation = {} // by demonstration account: the name of its organisation

before(async () => {
  server = await serve()
  chromium = await openBrowser()
  desk = await Desk.open(chromium.browser, server.address)
  for (const login of ['enterprise', 'technology_manager']) {
    await desk.signIn(login)
    organisation[login] = (await desk.membership()).label
  }
})
after(async () => {
  await chromium?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

// Each step stands on those before it.
let broken = false
const step = (name, work) => test(name, async (t) => {
  if (broken) return t.skip('an earlier step failed')
  broken = true
  await desk.step(name, work)
  broken = false
})
const contains = (text, ...parts) => parts.forEach((part) => assert.ok(text.includes(part), `“${part}” is missing in:\n${text}`))

step('transfer office imports a file: wrong rows are named, the corrected file lands whole', async () => {
  await desk.signIn('transfer_office')
  await desk.go('/r/achievement/import')
  const file = join(folder, '台账.csv')
  writeFileSync(file, '成果名称,摘要,关键词,技术成熟度\n,没有名称,地膜,5\n另一项,摘要,关键词,12\n')
  await desk.page.setInputFiles('input[type=file]', file)
  await desk.page.getByRole('button', { name: '检查' }).click()
  const report = desk.page.locator('.report')
  await report.waitFor()
  contains(await report.innerText(), '成果名称', '技术成熟度', '请填写')
  assert.ok(await desk.page.getByRole('button', { name: '导入', exact: true }).isDisabled())

  writeFileSync(file, `成果名称,摘要,关键词,技术成熟度\n${title},蔗渣纤维为骨架的可降解地膜,地膜;蔗渣,6\n`)
  await desk.page.setInputFiles('input[type=file]', file)
  await desk.page.getByRole('button', { name: '检查' }).click()
  await desk.page.getByText('检查无误').waitFor()
  await desk.page.getByRole('button', { name: '导入', exact: true }).click()
  await desk.page.getByText('已导入 1 条').waitFor()
})

step('opens the imported achievement from the list and starts a conversion', async () => {
  await desk.go('/r/achievement')
  await desk.page.keyboard.press('/')
  await desk.page.keyboard.type(title.slice(0, 8))
  await desk.page.keyboard.press('Enter')
  await desk.page.locator('tr[data-id] a', { hasText: title }).click()
  await desk.expectState('已登记')
  achievement = new URL(desk.page.url()).pathname
  await desk.createRelated('转化事项', '发起转化', { method: '转让' }, '拟订中')
  conversion = new URL(desk.page.url()).pathname
})

step('an unfinished form survives a reload', async () => {
  await desk.page.click('.acts [data-act="price"]')
  await desk.fill('pricing_basis', '参照同类技术三次成交价协商')
  await desk.page.reload()
  await desk.page.getByText('已恢复您上次未提交的内容').waitFor()
  assert.equal(await desk.page.inputValue('[data-path="pricing_basis"] textarea'), '参照同类技术三次成交价协商')
  const submitted = desk.formProblem()
  await desk.submit()
  contains(await submitted, '成交价格', '请填写')
})

step('prices by agreement and publishes the notice', async () => {
  await desk.fillAll({ pricing: '协议定价', price: '120万', counterparty: organisation.enterprise, related_party: '否' })
  await desk.submit()
  await desk.page.waitForSelector('form.act', { state: 'detached' })
  await desk.expectState('已定价')
  contains(await desk.page.locator('[data-field="price"]').innerText(), '1,200,000.00')
  await desk.act('publish_notice', {
    notice_text: '拟转让成果，价格 120 万元。', notice_places: '本单位网站', notice_days: '15', notice_day_kind: '自然日',
  }, '公示')
})

step('cannot decide before the notice has ended: rule, clause and remedy are shown', async () => {
  contains(await desk.refusal('decide'), '转化决定', 'conversion.decide.notice_over', '规则', '依据', '解决办法', '公示期满')
})

step('an enterprise objects to the notice', async () => {
  await desk.openRelated('公示')
  notice = new URL(desk.page.url()).pathname
  await desk.signIn('enterprise')
  await desk.go(notice)
  await desk.act('object', { 'objections/0/objector': '陆某', 'objections/0/content': '价格明显偏低。' }, '异议处理中')
})

step('fifteen days later the open objection still blocks the decision', async () => {
  await desk.signIn('transfer_office')
  await desk.advanceDays(15)
  await desk.signIn('transfer_office') // the session has run out meanwhile
  await desk.go(conversion)
  await desk.expectState('公示')
  contains(await desk.refusal('decide'), '异议处理中', 'conversion.decide.', '解决办法')
})

step('handling the objection ends the notice and frees the decision', async () => {
  await desk.advanceDays(7)
  await desk.signIn('transfer_office')
  await desk.go(notice)
  await desk.act('reject_objection', { 'handlings/0/conclusion': '经复核，价格参照同类成交价，异议不成立。' }, '公示期满')
  await desk.go(conversion)
  const today = await desk.today()
  await desk.act('decide', { decision_no: '校发〔2026〕8号', decision_body: '校长办公会', decided_on: today }, '已决定')
})

step('signs the contract and confirms the receipt', async () => {
  const today = await desk.today()
  await desk.createRelated('合同', '拟订合同', {}, '拟订中')
  await desk.act('sign', { contract_no: 'HT-2026-0001', kind: '技术转让', signed_on: today }, '已生效')
  await desk.createRelated('到账', '登记到账', { summary: '首付款', amount: '1200000' }, '待确认')
  await desk.act('confirm', { received_on: today, voucher_no: 'PZ-001' }, '已确认')
  await desk.go(conversion)
  await desk.expectState('履约中')
})

step('shares of 99.99 % are refused with the missing 0.01 %, exact shares are paid', async () => {
  const today = await desk.today()
  await desk.page.locator('[role=tab]', { hasText: '收益分配' }).click()
  await desk.page.locator('a.create', { hasText: '拟订分配方案' }).click()
  await desk.page.waitForSelector('section.create form.act')
  await desk.fill('total', '1000000.01')
  const rows = desk.page.locator('[data-path="shares"]')
  for (const [index, [recipient, kind, share]] of [['黄研究员', '重要贡献人员', '69.99'], ['覃工程师', '重要贡献人员', '0.01'], ['本单位', '本单位', '29.99']].entries()) {
    await rows.getByRole('button', { name: '添加一行' }).click()
    await desk.fillAll({ [`shares/${index}/recipient`]: recipient, [`shares/${index}/kind`]: kind, [`shares/${index}/share`]: share })
  }
  contains(await rows.innerText(), '99.99%')
  await desk.submit()
  await desk.page.waitForSelector('article.record')
  await desk.expectState('拟订中')

  await desk.page.click('.acts [data-act="approve"]')
  await desk.fillAll({ rule: '《成果转化收益分配办法》第八条', leader_involved: '否', decision_no: '校发〔2026〕9号', approved_on: today })
  await desk.submit()
  contains(await desk.formProblem(), '99.99%', '0.01%', 'distribution.approve.shares_whole', '解决办法', '分配明细')

  await desk.fill('shares/2/share', '30')
  contains(await desk.page.locator('[data-path="shares"]').innerText(), '100%')
  // Amounts come from the exact shares; those computed for 99.99 % are given up.
  for (const index of [0, 1, 2]) await desk.page.locator(`[data-path="shares/${index}/amount"] input`).fill('')
  await desk.submit()
  await desk.page.waitForSelector('form.act', { state: 'detached' })
  await desk.expectState('已批准')
  contains(await desk.page.locator('[data-field="shares"]').innerText(), '100%', '1,000,000.01')
  await desk.act('pay', { paid_on: today, payment_voucher: 'PZ-002' }, '已支付')
  await desk.go(conversion)
  await desk.expectState('已分配')
})

step('somebody else’s record is refused, naming its owner', async () => {
  await desk.signIn('system_admin')
  await desk.go('/accounts')
  await desk.page.getByRole('button', { name: '新建账号' }).click()
  await desk.page.fill('#account-login', 'other_office')
  await desk.page.fill('#account-name', '另一单位经办人')
  await desk.page.fill('#account-password', 'other-office-2026')
  await desk.page.getByRole('button', { name: '添加角色' }).click()
  const membership = desk.page.locator('.membership')
  await membership.locator('.el-select').nth(0).click()
  await desk.page.locator('.el-select-dropdown__item:visible', { hasText: '转化机构' }).click()
  await membership.locator('.el-select').nth(1).click()
  await membership.locator('.el-select').nth(1).locator('input').fill(organisation.technology_manager)
  await desk.page.locator('.el-select-dropdown__item:visible', { hasText: organisation.technology_manager }).first().click()
  await desk.page.getByRole('button', { name: '保存' }).click()
  await desk.page.getByRole('cell', { name: 'other_office', exact: true }).waitFor()

  await desk.signIn('other_office', 'other-office-2026')
  if (desk.page.url().endsWith('/me')) await setFirstPassword()
  await desk.go(achievement)
  contains(await desk.refusal('amend'), '属于', '解决办法', '该单位')
})

async function setFirstPassword() {
  await desk.page.fill('#old', 'other-office-2026')
  await desk.page.fill('#next', 'other-office-2027')
  await desk.page.fill('#again', 'other-office-2027')
  await desk.page.getByRole('button', { name: '修改' }).click()
  await desk.page.getByText('密码已修改').waitFor()
}

step('the auditor downloads the bundle; it verifies without the server, a changed byte does not', async () => {
  await desk.signIn('auditor')
  await desk.go(conversion)
  const [download] = await Promise.all([
    desk.page.waitForEvent('download'),
    desk.page.getByRole('button', { name: '下载证据包' }).click(),
  ])
  const bundle = join(folder, 'bundle.json')
  await download.saveAs(bundle)
  const good = lingqu('verify', bundle)
  assert.equal(good.status, 0, good.output)

  const bytes = readFileSync(bundle)
  const at = bytes.indexOf('1200000.00')
  assert.ok(at > 0, 'the price is in the bundle')
  bytes[at] = '2'.charCodeAt(0)
  const changed = join(folder, 'changed.json')
  writeFileSync(changed, bytes)
  const bad = lingqu('verify', changed)
  assert.equal(bad.status, 1, bad.output)

  await desk.go('/evidence')
  await desk.page.setInputFiles('input[type=file]', bundle)
  await desk.page.locator('.verdict[data-proven=true]').waitFor()
  await desk.page.setInputFiles('input[type=file]', changed)
  const verdict = desk.page.locator('.verdict[data-proven=false]')
  await verdict.waitFor()
  contains(await verdict.innerText(), 'subjects')
})
