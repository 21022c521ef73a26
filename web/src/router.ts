import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { whenSignedOut } from '@/api/client'
import { account, loadSession, session } from '@/state/session'

const toNumber = (name: string, id: string | string[]) => ({ name, id: Number(id) })

const work: RouteRecordRaw[] = [
  { path: '', name: 'home', component: () => import('@/pages/HomePage.vue') },
  { path: 'search', name: 'search', component: () => import('@/pages/SearchPage.vue') },
  { path: 'r/:name', name: 'list', component: () => import('@/pages/ListPage.vue'), props: true },
  { path: 'r/:name/new', name: 'create', component: () => import('@/pages/CreatePage.vue'), props: true },
  { path: 'r/:name/import', name: 'import', component: () => import('@/pages/ImportPage.vue'), props: true },
  { path: 'r/:name/:id(\\d+)', name: 'record', component: () => import('@/pages/RecordPage.vue'),
    props: ({ params }) => toNumber(String(params.name), params.id!) },
  { path: 'r/:name/:id(\\d+)/room', name: 'room', component: () => import('@/pages/AuctionPage.vue'),
    props: ({ params }) => toNumber(String(params.name), params.id!) },
  { path: 'r/:name/:id(\\d+)/seal', name: 'seal', component: () => import('@/pages/SealPage.vue'),
    props: ({ params }) => toNumber(String(params.name), params.id!) },
  { path: 'r/:name(need|achievement)/:id(\\d+)/matches', name: 'matches', component: () => import('@/exchange/MatchPage.vue'),
    props: ({ params }) => toNumber(String(params.name), params.id!) },
  { path: 'rules', name: 'rules', component: () => import('@/pages/RulesPage.vue') },
  { path: 'rules/:decision', name: 'rule', component: () => import('@/pages/RulePage.vue'), props: true },
  { path: 'statements/:name', name: 'statement', component: () => import('@/pages/StatementPage.vue'), props: true },
  { path: 'contracts/desk', name: 'contract-desk', component: () => import('@/exchange/ContractDesk.vue') },
  { path: 'r/tech_contract/:id(\\d+)/certificate', name: 'certificate', component: () => import('@/exchange/ContractCertificate.vue'),
    props: ({ params }) => ({ id: Number(params.id) }) },
  { path: 'managers/:id(\\d+)', name: 'manager', component: () => import('@/exchange/ManagerPage.vue'),
    props: ({ params }) => ({ id: Number(params.id) }) },
  { path: 'evidence', name: 'evidence', component: () => import('@/pages/EvidencePage.vue') },
  { path: 'accounts', name: 'accounts', component: () => import('@/pages/AccountsPage.vue'), meta: { manager: true } },
  { path: 'me', name: 'me', component: () => import('@/pages/ProfilePage.vue') },
  { path: ':rest(.*)*', name: 'missing', component: () => import('@/pages/NotFoundPage.vue') },
]

const open: RouteRecordRaw[] = [
  { path: '', name: 'public', component: () => import('@/pages/SearchPage.vue') },
  { path: 'r/:name/:id(\\d+)', name: 'public-record', component: () => import('@/pages/RecordPage.vue'),
    props: ({ params }) => toNumber(String(params.name), params.id!) },
  { path: 'r/:name/:id(\\d+)/room', name: 'public-room', component: () => import('@/pages/AuctionPage.vue'),
    props: ({ params }) => toNumber(String(params.name), params.id!) },
  { path: 'policy/:document?', name: 'policy', component: () => import('@/pages/PolicyPage.vue'), props: true },
  { path: 'verify', name: 'verify', component: () => import('@/pages/VerifyPage.vue') },
]

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/login', name: 'login', component: () => import('@/pages/LoginPage.vue') },
    { path: '/public', component: () => import('@/shell/PublicShell.vue'), children: open },
    { path: '/', component: () => import('@/shell/AppShell.vue'), meta: { signedIn: true }, children: work },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? {} : { top: 0 }),
})

router.beforeEach((to) => {
  if (to.meta.signedIn && !account.value) return { name: 'login', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
  if (to.name === 'login' && account.value) return { name: 'home' }
  if (to.meta.manager && !session.value?.manages_accounts) return { name: 'home' }
  if (session.value?.must_change_password && to.meta.signedIn && to.name !== 'me') return { name: 'me' }
  return true
})

// A session that ended while a page was open: sign in again and come back; what was typed waits in the session's storage.
whenSignedOut(async () => {
  if (!account.value) return
  await loadSession().catch(() => undefined)
  const here = router.currentRoute.value
  if (!account.value && here.meta.signedIn) await router.push({ name: 'login', query: { next: here.fullPath } })
})
