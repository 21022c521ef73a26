// The reforms as people use them: licence, assignment and equity to the last payment, one investment of surplus, and one exemption from
// its application to a bundle that verifies without the server.
import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { Desk, openBrowser } from './browser.mjs'
import { lingqu, root, serve, temporaryFolder } from './program.mjs'

const folder = temporaryFolder('reform')
let server, chromium, desk
let company = ''
const ways = [
  { method: '许可', title: '喀斯特山地光伏清洗装置（浏览器测试）', kind: '技术许可', price: '30万' },
  { method: '转让', title: '芒果采后保鲜涂层（浏览器测试）', kind: '技术转让', price: '100', total: '100' },
  { method: '作价投资', title: '铝灰资源化制备净水剂（浏览器测试）', kind: '作价投资协议', price: '200万' },
]

before(async () => {
  server = await serve()
  chromium = await openBrowser()
  desk = await Desk.open(chromium.browser, server.address)
  await desk.signIn('enterprise')
  company = (await desk.membership()).label
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
const here = () => new URL(desk.page.url()).pathname

// A new record through its form, from nothing.
async function create(register, act, values, state) {
  await desk.go(`/r/${register}/new?act=${act}`)
  await desk.page.waitForSelector('section.create form.act')
  await fillWithRows(values)
  await desk.submit()
  await desk.page.waitForSelector('article.record')
  await desk.expectState(state)
}

// Rows that are named are added first.
async function fillWithRows(values) {
  const rows = {}
  for (const path of Object.keys(values)) {
    const found = /^(\w+)\/(\d+)\//.exec(path)
    if (found) rows[found[1]] = Math.max(rows[found[1]] ?? 0, Number(found[2]) + 1)
  }
  for (const [group, count] of Object.entries(rows))
    for (let i = 0; i < count; ++i) await desk.page.locator(`.rows[data-path="${group}"]`).getByRole('button', { name: '添加一行' }).click()
  await desk.fillAll(values)
}

async function act(name, values, state) {
  await desk.page.click(`.acts .el-button[data-act="${name}"]`)
  await fillWithRows(values)
  await desk.submit()
  await desk.page.waitForSelector('form.act', { state: 'detached' })
  if (state) await desk.expectState(state)
}

const notice = { notice_places: '本单位网站', notice_days: '15', notice_day_kind: '自然日' }

step('three achievements enter the ledger and are priced and announced', async () => {
  await desk.signIn('transfer_office')
  for (const way of ways) {
    await create('achievement', 'import_registered', { title: way.title, abstract: '浏览器测试用的虚构成果' }, '已登记')
    way.achievement = here()
    await desk.createRelated('转化事项', '发起转化', { method: way.method }, '拟订中')
    way.conversion = here()
    await act('price', { pricing: '协议定价', price: way.price, counterparty: company, pricing_basis: '协商', related_party: '否' }, '已定价')
    await act('publish_notice', { notice_text: '拟转化公示', ...notice }, '公示')
  }
})

step('surplus: money of a government project is refused with clause and remedy', async () => {
  await desk.go('/r/surplus_investment/new?act=apply')
  await desk.page.waitForSelector('section.create form.act')
  const today = await desk.today()
  await fillWithRows({
    title: '横向结余出资（浏览器测试）', project_name: '保鲜涂层委托研究', project_contract_no: 'HX-1', payer: company, payer_kind: '企业', fund_nature: '纵向经费',
    project_accepted: '是', client_claim: '否', target: company, achievement: ways[1].title, related_party: '否', use_amount: '30万',
    'members/0/name': '黄研究员', 'members/0/share': '60', 'members/0/consented_on': today,
    'members/1/name': '覃工程师', 'members/1/share': '40', 'members/1/consented_on': today,
  })
  await desk.submit()
  contains(await desk.formProblem(), '经费性质', 'surplus_investment.apply.not_vertical', '解决办法', '纵向')
  await desk.fill('fund_nature', '横向经费')
  await desk.submit()
  await desk.page.waitForSelector('article.record')
  await desk.expectState('已申请')
  contains(await desk.page.locator('[data-field="members"]').innerText(), '180,000.00', '120,000.00')
})

let surplus = ''
step('surplus: finance confirms, the review passes, the notice runs', async () => {
  surplus = here()
  const today = await desk.today()
  await act('confirm_surplus', {
    total: '100万', surplus: '40万', surplus_confirm_no: '财〔2026〕3号', confirmed_on: today,
    'uses/0/item': '支出', 'uses/0/amount': '50万', 'uses/1/item': '管理费', 'uses/1/amount': '10万', 'uses/2/item': '结余', 'uses/2/amount': '40万',
  }, '财务已确认')
  await act('review', { target_is_tech: '是', technology_share: '30', cash_share: '10', review_opinion: '科技型企业，与成果关联' }, '已审查')
  await act('publish_notice', { notice_text: '拟以结余出资', ...notice }, '公示')
  contains(await desk.refusal('decide'), 'surplus_investment.decide.', '解决办法', '公示')
})

step('the notices end; the surplus is agreed, paid, registered, earns and leaves', async () => {
  await desk.advanceDays(22)
  await desk.signIn('transfer_office')
  await desk.go(surplus)
  const today = await desk.today()
  await act('decide', { decision_no: '校发〔2026〕5号', decision_body: '校务会', decided_on: today }, '已决定')
  await act('agree', { holder_mode: '学校资产公司代持', agreement_no: 'XY-1', agreed_on: today, income_split: '按份额', exit_rule: '三年后可转让' }, '已签协议')
  await act('pay', { paid_on: today, payment_voucher: 'FK-1' }, '已出资')
  await act('register_shares', { share_registration_no: 'GQ-1', share_registered_on: today }, '持股管理中')
  await desk.act('record_dividend', { 'dividends/0/amount': '12000', 'dividends/0/voucher_no': 'FH-1' }, '持股管理中')
  contains(await desk.page.locator('[data-field="dividends"]').innerText(), '12,000.00')
  await act('exit', { exit_kind: '股权转让', exited_on: today, exit_amount: '45万' }, '已退出')
})

for (const way of ways)
  step(`${way.method}: decision, contract, receipt, distribution to the last payment`, async () => {
    const today = await desk.today()
    await desk.go(way.conversion)
    await act('decide', { decision_no: '校发〔2026〕8号', decision_body: '校长办公会', decided_on: today }, '已决定')
    await desk.createRelated('转化合同', '拟订合同', {}, '拟订中')
    way.contract = here()
    await act('sign', { contract_no: `HT-${way.kind}`, kind: way.kind, signed_on: today }, '已生效')
    await desk.createRelated('到账', '登记到账', { summary: '首付款', amount: way.total ?? way.price }, '待确认')
    await act('confirm', { received_on: today, voucher_no: 'PZ-1' }, '已确认')
    await desk.go(way.conversion)
    await desk.page.locator('[role=tab]', { hasText: '收益分配' }).click()
    await desk.page.locator('a.create', { hasText: '拟订分配方案' }).click()
    await desk.page.waitForSelector('section.create form.act')
    const thirds = way.total === '100'
    const shares = thirds ? ['33.333333', '33.333333', '33.333334'] : ['60', '15', '25']
    await fillWithRows({
      total: way.total ?? way.price,
      'shares/0/recipient': '黄研究员', 'shares/0/kind': '重要贡献人员', 'shares/0/share': shares[0],
      'shares/1/recipient': '覃工程师', 'shares/1/kind': '重要贡献人员', 'shares/1/share': shares[1],
      'shares/2/recipient': thirds ? '韦工程师' : '本单位', 'shares/2/kind': thirds ? '重要贡献人员' : '本单位', 'shares/2/share': shares[2],
    })
    await desk.submit()
    await desk.page.waitForSelector('article.record')
    await desk.expectState('拟订中')
    if (thirds) contains(await desk.page.locator('[data-field="shares"]').innerText(), '33.33', '33.34', '100.00')
    await act('approve', { rule: '《收益分配办法》第八条', leader_involved: '否', decision_no: '校发〔2026〕9号', approved_on: today }, '已批准')
    await act('pay', { paid_on: today, payment_voucher: 'PZ-2' }, '已支付')
    await desk.go(way.contract)
    await act('complete', { performance: '已按约履行' }, '履行完毕')
    await desk.go(way.conversion)
    await act('close', {}, '已办结')
  })

let exemption = ''
step('exemption: the researcher applies, the officer accepts and checks', async () => {
  await desk.signIn('researcher')
  await desk.go(ways[0].conversion)
  await act('request_exemption', {}, '已办结')
  await desk.openRelated('尽职免责')
  exemption = here()
  await act('apply', { applicant: '黄研究员', subject_kind: '科研人员', facts: '后续销售低于预期', loss: '5万' }, '已申请')
  await desk.signIn('officer')
  await desk.go(exemption)
  await act('accept', {}, '已受理')
  const holds = ['lawful_aim', 'followed_rules', 'collective_decision', 'price_proper', 'supervised']
  const fails = ['illegal_gain', 'concealment', 'knowing_violation', 'after_ban', 'private_gain', 'false_documents', 'undisclosed_related', 'skipped_notice', 'leaked_secrets', 'ignored_objections']
  await act('check', {
    'evidence/0/kind': '校长办公会纪要', 'evidence/0/proves': '集体决策', loss_cause: '难以预见',
    ...Object.fromEntries(holds.map((name) => [name, '是'])), ...Object.fromEntries(fails.map((name) => [name, '否'])),
  }, '已核查')
})

step('exemption: opinion, panel, notice; no decision before the notice ends', async () => {
  await desk.signIn('auditor')
  await desk.go(exemption)
  await act('give_opinion', { opinion: '未发现违纪', opinion_by: '审计组' }, '已出具意见')
  await desk.signIn('officer')
  await desk.go(exemption)
  await act('panel', { panel_members: '三人', panel_conclusion: '建议免责', panel_on: await desk.today() }, '已评议')
  await act('publish_notice', { notice_text: '拟认定免责', notice_places: '主管部门网站', notice_days: '5', notice_day_kind: '工作日' }, '公示')
  contains(await desk.refusal('exempt'), 'exemption_case.exempt.', '解决办法', '公示')
})

step('exemption: granted after the notice, final after the time of appeal', async () => {
  await desk.advanceDays(12)
  await desk.signIn('officer')
  await desk.go(exemption)
  await act('exempt', { decision_no: '免〔2026〕1号', decision_body: '主管部门', decided_on: await desk.today(), grounds: '条件全部成立' }, '认定免责')
  await desk.advanceDays(20)
  await desk.signIn('auditor')
  await desk.go(exemption)
  await desk.expectState('免责生效')
})

step('the inspector’s bundle verifies without the server, on the command line and in the page opened from a file', async () => {
  const [download] = await Promise.all([desk.page.waitForEvent('download'), desk.page.getByRole('button', { name: '下载证据包' }).click()])
  const bundle = join(folder, 'exemption.json')
  await download.saveAs(bundle)
  const verdict = lingqu('verify', bundle)
  assert.equal(verdict.status, 0, verdict.output)
  const registers = JSON.parse(readFileSync(bundle, 'utf8')).subjects.map((subject) => subject.register)
  for (const register of ['exemption_case', 'conversion', 'achievement', 'notice']) assert.ok(registers.includes(register), register)

  const page = await chromium.browser.newPage()
  await page.goto(pathToFileURL(join(root, 'web/dist/verify.html')).href)
  await page.setInputFiles('#file', bundle)
  await page.locator('.verdict').first().waitFor()
  assert.equal(await page.locator('.verdict.bad').count(), 0)
  contains(await page.innerText('#result'), '尽职免责', '认定免责', '转化事项')
  await page.close()
})
