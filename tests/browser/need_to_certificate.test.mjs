// From a need in the enterprise's own words to the certificate of the registered contract, and what others see of it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Desk, openBrowser } from './browser.mjs'
import { serve } from './program.mjs'

const title = '蔗渣纤维地膜降解时间控制（浏览器测试）'
const contractTitle = '地膜降解控制技术开发（浏览器测试）'
let server, chromium, desk
let need = ''
let contract = ''
const organisation = {}

before(async () => {
  server = await serve()
  chromium = await openBrowser()
  desk = await Desk.open(chromium.browser, server.address)
  for (const login of ['enterprise', 'transfer_office']) {
    await desk.signIn(login)
    organisation[login] = (await desk.membership()).label
  }
})
after(async () => {
  await chromium?.close()
  await server?.stop()
})

let broken = false
const step = (name, work) => test(name, async (t) => {
  if (broken) return t.skip('an earlier step failed')
  broken = true
  await desk.step(name, work)
  broken = false
})
const contains = (text, ...parts) => parts.forEach((part) => assert.ok(text.includes(part), `“${part}” is missing in:\n${text}`))

async function create(register, act, values) {
  await desk.go(`/r/${register}/new?act=${act}`)
  await desk.page.waitForSelector('section.create form.act')
  await desk.fillAll(values)
  await desk.submit()
  await desk.page.waitForSelector('article.record')
}

step('an enterprise describes its need with a target figure; it is not complete yet', async () => {
  await desk.signIn('enterprise')
  await desk.go('/r/need/new?act=describe')
  await desk.page.waitForSelector('section.create form.act')
  await desk.fillAll({ title, problem: '降解时间随土壤湿度变化，收获前就破碎。' })
  await desk.page.locator('[data-path="figures"]').getByRole('button', { name: '添加一行' }).click()
  await desk.fillAll({ 'figures/0/name': '保持完整天数', 'figures/0/comparison': '不低于', 'figures/0/value': '90', 'figures/0/unit': '天' })
  await desk.submit()
  await desk.page.waitForSelector('article.record')
  await desk.expectState('草稿')
  need = new URL(desk.page.url()).pathname
  await desk.page.click('.acts [data-act="submit"]')
  await desk.submit()
  contains(await desk.formProblem(), '落地地区', '合作方式', '联系电话')
})

step('completes and submits it; an officer publishes it', async () => {
  await desk.fillAll({ region: '南宁市', mode: '委托开发', field: '现代农业与食品', contact_phone: '000-00000999' })
  await desk.submit()
  await desk.page.waitForSelector('form.act', { state: 'detached' })
  await desk.expectState('待审核')
  await desk.signIn('officer')
  await desk.go(need)
  await desk.act('approve', { review_opinion: '描述清楚', valid_days: '90' }, '已发布')
})

step('the public sees the need, but no telephone', async () => {
  await desk.page.context().clearCookies()
  await desk.go(`/public${need}`)
  const record = desk.page.locator('article.record')
  await record.waitFor()
  contains(await record.innerText(), title, '目标指标', '保持完整天数')
  assert.ok(!(await record.innerText()).includes('000-00000999'))
})

step('a technology manager proposes an achievement; the enterprise says no with a reason, then yes', async () => {
  await desk.signIn('transfer_office')
  await create('achievement', 'import_registered', { title: '蔗渣地膜光氧双控降解配方（浏览器测试）', abstract: '地膜降解时间可控' })
  await desk.expectState('已登记')
  await desk.signIn('technology_manager')
  await create('match_feedback', 'propose', { need: title, achievement: '蔗渣地膜光氧双控降解配方', source: '技术经理人推荐' })
  await desk.expectState('已推荐')
  const match = new URL(desk.page.url()).pathname
  await desk.signIn('enterprise')
  await desk.go(match)
  await desk.act('decline', { main_reason: '技术不成熟' }, '不合适')
  await desk.act('accept', {}, '合适')
  await desk.go(need)
  await desk.expectState('已对接')
})

step('the workspace shows what fits the need, with reasons, and takes a yes', async () => {
  await desk.signIn('enterprise')
  await desk.go(need)
  await desk.page.getByRole('link', { name: '匹配成果' }).click()
  const match = desk.page.locator('[data-match]', { hasText: '蔗渣地膜光氧双控降解配方' }).first()
  await match.waitFor()
  contains(await match.innerText(), '合适')
  await desk.page.locator('.reasons li').first().waitFor()
})

step('the seller applies for registration of the contract', async () => {
  await desk.signIn('transfer_office')
  const today = await desk.today()
  await create('tech_contract', 'draft', {
    title: contractTitle, seller: organisation.transfer_office, buyer: organisation.enterprise, signed_on: today, effective_on: today,
    amount: '100万', declared_type: '技术开发', field: '现代农业与食品', description: '研制降解时间可控的地膜配方', written: '是', develops_new: '是',
  })
  await desk.expectState('草稿')
  contract = new URL(desk.page.url()).pathname
  await desk.page.click('.acts [data-act="submit"]')
  await desk.page.locator('[data-path="items"]').getByRole('button', { name: '添加一行' }).click()
  await desk.fillAll({ 'items/0/item': '设备和仪器', 'items/0/amount': '20万' })
  await desk.submit()
  await desk.page.waitForSelector('form.act', { state: 'detached' })
  await desk.expectState('待受理')
})

step('the desk of the department accepts it and registers it together with others', async () => {
  await desk.signIn('officer')
  await desk.go('/contracts/desk')
  const row = desk.page.locator('tr[data-id]', { hasText: contractTitle })
  await row.waitFor()
  contains(await row.innerText(), '未受理')
  await row.locator('input[type=checkbox]').check()
  await desk.page.getByRole('button', { name: '办理选中的 1 件' }).click()
  await desk.page.locator('.results li.good', { hasText: contractTitle }).waitFor()
  await row.getByText('个工作日').waitFor()
  await row.locator('input[type=checkbox]').check()
  await desk.page.locator('.batch .el-select').click()
  await desk.page.locator('.el-select-dropdown__item:visible', { hasText: '认定登记' }).click()
  await desk.page.locator('.batch .text input').fill('符合技术开发合同的认定条件')
  await desk.page.getByRole('button', { name: '办理选中的 1 件' }).click()
  await desk.page.locator('.results li.good', { hasText: contractTitle }).waitFor()
  await row.waitFor({ state: 'detached' })
})

step('the certificate shows both amounts and a code that leads to the public page', async () => {
  await desk.go(contract)
  await desk.expectState('已登记')
  await desk.page.getByRole('link', { name: '打开登记证明' }).click()
  const certificate = desk.page.locator('article.certificate')
  await certificate.locator('.code svg').waitFor()
  contains(await certificate.innerText(), 'GXJSHT-', contractTitle, '1,000,000.00', '800,000.00')
  const address = await certificate.locator('a.code').getAttribute('href')
  await desk.page.context().clearCookies()
  await desk.page.goto(address)
  const record = desk.page.locator('article.record')
  await record.waitFor()
  contains(await record.innerText(), '已登记', 'GXJSHT-')
  assert.ok(!(await record.innerText()).includes('1,000,000.00'), 'amounts are not public')
})

step('the figure of the home page opens into the needs it counts', async () => {
  await desk.signIn('officer')
  const published = desk.page.locator('[data-figure="published"]')
  await published.waitFor()
  const count = Number(await published.innerText())
  assert.ok(count > 0)
  await published.click()
  await desk.page.locator('tr[data-id]').first().waitFor()
  contains(await desk.page.locator('footer').innerText(), String(count))
})
