const zh = {
  product: '灵渠', yes: '是', no: '否', blank: '（空）', cancel: '取消', save: '保存', remove: '删除', reload: '刷新', retry: '重试',
  loading: '正在加载…', rows: '{n} 行', unverified: '待核实', verified: '已核实', skip: '跳到正文', breadcrumb: '位置',
  time: {
    now: '刚刚', ago: '{span}前', waited: '已等 {span}', left: '剩 {span}', due: '已到期', minutes: '{n} 分钟', hours: '{n} 小时', days: '{n} 天',
  },
  menu: {
    label: '主菜单', home: '工作台', registers: '业务台账', statements: '报表', more: '依据与存证', policy: '政策库', rules: '规则库', evidence: '存证', public: '公众查询',
    accounts: '账号管理', publicSearch: '公众查询', verify: '证据包核验', back: '返回工作台',
  },
  top: {
    search: '搜索名称、编号、内容', me: '个人设置', signOut: '退出登录',
    connection: { off: '实时更新未开启', connecting: '正在连接实时更新', live: '实时更新已连接：他人办理后页面自动更新', lost: '实时更新已断开，正在重连；页面内容可能不是最新' },
    connectionShort: { off: '离线', connecting: '连接中', live: '实时', lost: '已断开' },
  },
  clock: {
    title: '测试时钟', today: '今天：{today}', advance: '向前推进', days: '天', go: '推进', done: '已推进至 {today}，到期事项已处理',
    hint: '仅用于测试和演示，正式运行时没有此功能',
  },
  login: {
    account: '账号', password: '密码', submit: '登录', wait: '请在 {n} 秒后再试', public: '无需登录，进入公众查询', demo: '演示账号',
    fiction: '演示数据均为虚构，所列单位和人员并不存在。点击角色直接登录。', footer: '{pack} · 业务包版本 {version}',
  },
  home: {
    hello: '{name}，您好', waiting: '待办', due: '即将到期', recent: '最近更新', byState: '状态分布', create: '新建', noCreate: '没有您可以新建的事项',
    kinds: '按台账筛选', record: '事项', act: '办理', age: '等待时间', automatic: '自动{act}', nothingWaiting: '没有待办事项', nothingDue: '没有即将到期的事项',
    more: '全部 {n} 项', fewer: '收起', cut: '只列出最早的 {shown} 项，共 {total} 项', noRecent: '还没有记录',
  },
  column: { state: '状态', owner: '归属单位', created_at: '登记时间', updated_at: '更新时间' },
  list: {
    search: '搜索本台账（按 / 聚焦）', all: '全部', columns: '列', columnsReset: '恢复默认', export: '导出', import: '导入', create: '新建', empty: '没有符合条件的记录',
    keys: 'J / K 上下移动，Enter 打开，/ 搜索',
  },
  filter: {
    title: '筛选', operator: '比较方式', any: '不限', apply: '应用', clear: '清空', from: '起', to: '止', eq: '等于', contains: '包含', in: '属于', range: '介于', empty: '为空', filled: '已填写',
  },
  market: {
    enter: '进入竞价大厅', price: '当前价', startPrice: '起拍价', leads: '{n} 号领先', lastPrice: '最后出价', lastBy: '{n} 号', you: '您', left: '距截止', begins: '距开始', over: '已截止', days: '{n} 天',
    endsAt: '截止 {at}', extensions: '已顺延 {n} 次', extended: '截止前有人出价，时间已顺延', bids: '出价次数', increment: '加价幅度', rule: '延时规则',
    ruleText: '截止前 {window} 分钟内出价，顺延至出价后 {extension} 分钟', bid: '出价', yourBid: '您的出价（{n} 号）', steps: '加 {n} 档', place: '出价', youLead: '您已领先',
    least: '最低应价 {n} 元；以服务器时间为准，出价不得撤回', placed: '出价 {amount} 元已计入，本场第 {n} 次，存证 #{leaf}', notEntered: '您尚未报名或报名未审核通过。', waits: '您的号牌为 {n} 号，竞价开始后可在此出价。',
    soldFor: '成交价 {price} 元', noBids: '无人出价', belowReserve: '未达保留价，未成交', winner: '成交方：{name}（{n} 号）', proofHint: '每次出价都有存证；落选者可下载自己出价的证据包，核对是否计入和先后次序。',
    line: '价格线', lineLabel: '共 {n} 次出价，当前价 {price} 元', nth: '第 {n} 次', noBidsYet: '还没有人出价。', all: '全部出价（最近 200 次）', number: '号牌', amount: '金额（元）', time: '时间', leaf: '存证号',
    mine: '我的出价', counted: '{amount} 元，第 {n} 次，存证 #{leaf}', proof: '证据包',
  },
  seal: {
    hint: '金额和条件只在您的浏览器里计算成密封承诺，提交的只有承诺。开封时须用保存的文件原样填写；文件丢失则无法开封。',
    bidder: '以哪个单位的名义', save: '密封并保存文件', saved: '已密封，文件已保存到您的电脑，请妥善保管。密封承诺：', handIn: '提交密封承诺',
  },
  record: {
    acts: '办理', noActs: '当前没有您可以办理的事项。', notYet: '暂不能办理', whyNot: '查看原因', otherStates: '其他状态下的办理（{n} 项）', hideOtherStates: '收起其他状态下的办理', related: '关联记录', noRelated: '还没有关联记录。', allRelated: '查看全部 {n} 条',
    history: '办理记录', lifecycle: '办理进度', version: '第 {n} 版', bundle: '下载证据包', withheld: '不予显示（无权查看）', erased: '已依申请删除', empty: '未填写：',
    due: '将于 {at} 自动办理“{act}”', done: '“{act}”已办理，存证 #{leaf}', reloaded: '他人刚刚办理了“{act}”，页面已更新', changedElsewhere: '他人刚刚办理了“{act}”。您填写的内容仍然保留。',
    proven: '已存证 #{leaf}', pending: '待签名 #{leaf}', provenHelp: '该次办理已纳入签名的存证日志，可离线核验', pendingHelp: '已写入存证日志，将随下一次签名生效',
    money: '资金一览', why: '为什么？', system: '系统自动办理', unnamed: '办理人不公开', cause: '由 #{leaf} 引起', showChanges: '填写内容（{n} 项）', hideChanges: '收起填写内容',
  },
  duty: {
    title: '尽职清单', count: '已履行 {done} / {all} 项', done: '已履行', missing: '待履行', late: '应已履行，尚缺', not_applicable: '不适用', others: '不适用的 {n} 项', hide: '收起不适用的',
  },
  form: {
    required: '必填', choose: '请选择', pick: '选择{register}，可输入名称或编号', region: '选择行政区划', date: '选择日期', yuan: '元', wan: '万元', tenThousands: '即 {n} 万元',
    moneyHint: '可输入“120万”', personal: '个人信息', clear: '清除', chooseFile: '选择文件', replaceFile: '更换文件', fileHint: '可拖放到此处，不超过 50 MB',
    addRow: '添加一行', removeRow: '删除第 {n} 行', row: '第 {n} 行', sum: '合计', languages: '语言', becomes: '办理后', reason: '办理理由', onBehalf: '办理单位',
    nothingToFill: '无需填写内容，请确认后提交。', proofHint: '提交后即存证，不可撤回', submit: '提交“{act}”', confirmDanger: '确定要办理“{act}”吗？提交后即存证，不可撤回。',
    restored: '已恢复您上次未提交的内容。', discard: '放弃并重新填写', conflict: '该记录已被他人更新（现为第 {version} 版）。您填写的内容仍然保留。', useNewer: '以新版为准继续填写',
  },
  creditCode: {
    good: '校验通过', short: '还差 {missing} 位', long: '超过 18 位', character: '第 {at} 位“{character}”不是代码允许的字符', check: '校验位应为“{expected}”，现为“{found}”',
  },
  languages: { zh: '中文', en: '英文', vi: '越南文', th: '泰文', id: '印尼文', ms: '马来文', km: '柬文', lo: '老挝文', my: '缅文' },
  problem: { field: '字段', remedy: '解决办法', clause: '依据', rule: '规则' },
  clause: { ownWords: '条文内容为摘要，以正式文本为准。', open: '在政策库中查看' },
  import: {
    title: '导入{register}', choose: '选择文件', template: '下载 {format} 模板', drop: '点击选择文件，或拖放到此处', formats: '支持 Excel（XLSX）、CSV、JSON Lines，不超过 64 MB', again: '点击更换文件',
    wrongFormat: '不支持这种文件，请使用 XLSX、CSV 或 JSONL 文件。', columns: '列与字段对应', serverMaps: 'Excel 文件的表头由服务器识别，检查后显示结果。', ignore: '（不导入）', act: '登记方式',
    check: '检查', run: '导入', checkFirst: '先检查，无误后方可导入；整个文件一次导入，不会只导入一部分。', result: '结果', done: '已导入 {n} 条', clean: '共 {n} 行，检查无误，可以导入',
    rejected: '{total} 行中有 {bad} 行有误，未导入任何内容', open: '查看台账', line: '行', column: '列', problem: '问题', filter: '筛选行、列或问题', saveReport: '导出报告', reportName: '问题清单',
  },
  codes: {
    required: '未填写', 'wrong-type': '格式不符', 'too-long': '超长', 'out-of-range': '超出范围', 'unknown-field': '未知字段', 'unknown-code': '不在词表', 'bad-credit-code': '信用代码有误',
    'bad-region': '区划代码有误', 'bad-reference': '引用不存在', 'not-unique': '已存在', 'bad-encoding': '编码错误', 'duplicate-in-file': '文件内重复', 'unknown-column': '未知列', 'bad-json': 'JSON 有误',
    'read-only-field': '不可填写', 'share-sum': '比例合计', 'money-sum': '金额合计', 'date-order': '日期先后',
  },
  search: {
    title: '搜索', publicTitle: '{region} · 公众查询', publicHelp: '查询已公开的成果、事项和服务，无需登录。', placeholder: '输入名称、关键词或编号', submit: '查询', all: '查看全部 {n} 条', loose: '没有同时包含全部关键词的记录，以下包含其中一部分。', policies: '政策条款', nothing: '没有找到“{q}”。可以减少关键词，或换一种说法。',
  },
  policy: {
    search: '搜索文件、条款', documents: '文件', parameters: '政策参数', parameterCount: '{n} 项', parameter: '参数', value: '取值', source: '出处', status: '核实情况',
  },
  rules: {
    help: '条件、比例、期限和金额的判定规则，均为 DMN 标准模型；每条规则注明所依据的条款。', search: '搜索规则、条款', none: '业务包中还没有规则',
    inForceSince: '自 {day} 起生效', size: '{rules} 条规则 · {versions} 个版本', moreClauses: '另有 {n} 条依据', unverifiedRules: '{n} 条规则的依据待核实', notInForce: '今日不适用',
    try: '试算', day: '适用日期', evaluate: '判定', outcome: '结论', notAsked: '填写输入后点击“判定”，查看结论、命中的规则和依据。', noValue: '（无结论）', nation: '国家',
    because: '依据', given: '输入', ruleOf: '{element} · 第 {n} 条', ruleN: '第 {n} 条', clause: '依据条款', note: '说明', json: '按 JSON 填写', formula: '计算式', noRules: '此决策没有规则表',
    tab: { rules: '规则', laws: '适用哪里的法', model: '模型图', versions: '版本与草案' },
    policy: { UNIQUE: '只有一条命中', ANY: '命中各条结论相同', FIRST: '取第一条命中', PRIORITY: '取优先级最高', 'RULE': '按顺序取全部', OUTPUT: '按优先级取全部', COLLECT: '汇总全部命中' },
    diagram: '决策关系图', noView: '模型无法显示', download: '下载模型', regions: '地区', law: '适用法规', addDay: '添加日期', versionFrom: '生效日期',
    status: '状态', inForce: '现行', future: '尚未生效', past: '已失效', open: '查看', compare: '与现行比较', draftN: '草案 {n}',
    newDraft: '提交新版本草案', draftHelp: '上传 DMN 模型（不超过 2 MiB）。系统按业务包的要求检查，提交后存证；草案不影响现行判定。', file: '模型文件', draftNote: '修改内容和理由', sendDraft: '检查并提交草案', draftKept: '草案 {n} 已保存，存证 #{leaf}',
    comparing: '{before} → {after}', same: '规则没有差异。', change: '变化', rule: '规则', column: '列', before: '原', after: '新', changes: { added: '新增', removed: '删除', changed: '修改' },
    casesDiffer: '{total} 个用例中有 {n} 个结论不同', case: '用例',
  },
  evidence: {
    help: '每次办理在存证日志中留下一条记录；日志以国密算法签名，任何改动都能被发现。', head: '日志签名', sign: '立即签名', check: '全面校验', origin: '日志名称', size: '记录数', unsigned: '另有 {n} 条待签名',
    root: '根哈希', at: '签名时间', algorithm: '算法', key: '密钥指纹', signature: '签名值', prove: '查证', leaf: '存证号', leafText: '存证内容', path: '证明路径',
    proofText: '存证 #{sequence} 在 {size} 条记录的签名日志中，证明路径 {n} 级。', checked: '校验通过：{leaves} 条记录、{heads} 次签名全部一致。',
  },
  statement: {
    from: '期初', on: '截至', year: '年度', organisation: '单位', by: '分列', export: '导出 XLSX', print: '打印', opening: '期初', increase: '本期增加', decrease: '本期减少',
    closing: '期末', items: '件数', yuan: '金额（元）', total: '合计', row: '项目', nothing: '该期间没有余额和变动', basis: '依据', due: '报送日期', made: '生成于 {at}',
    ofYear: '{year} 年度', period: '{from} 至 {to}',
  },
  verify: {
    title: '核验证据包', help: '只核验文件本身，不查询数据库；结果与离线工具一致。', choose: '点击选择证据包文件，或拖放到此处', offline: '离线核验页', proven: '核验通过', broken: '核验未通过',
    passed: '通过', failed: '未通过', skipped: '未检查', subjects: '涉及记录', acts: '{n} 次办理',
  },
  accounts: {
    search: '搜索账号、姓名、单位', create: '新建账号', edit: '修改', name: '姓名', memberships: '角色与单位', status: '状态', active: '正常', disabled: '已停用', disable: '停用', enable: '启用',
    confirmDisable: '停用“{name}”？停用后不能登录。', confirmEnable: '启用“{name}”？', saved: '已保存', resetPassword: '重设密码', resetHint: '不修改密码请留空', passwordHint: '至少 10 个字符',
    person: '对应人员', role: '角色', addMembership: '添加角色',
  },
  me: {
    mustChange: '请先修改初始密码。', password: '修改密码', old: '原密码', new: '新密码', again: '再次输入', different: '两次输入不一致', change: '修改', passwordChanged: '密码已修改',
    tokens: '程序令牌', tokensHelp: '供程序调用接口使用，与您的权限相同。', tokenName: '用途', tokenDays: '有效天数', createToken: '生成', tokenOnce: '令牌只显示这一次，请立即保存：',
  },
  exchange: {
    desk: '合同登记工作台', deskHelp: '按办结期限排列；可勾选多件成批受理或登记，逐件给出结果', due: '剩余工作日', overdue: '超期 {n} 个工作日', left: '{n} 个工作日', today: '今天到期', noDue: '未受理',
    queue: '待办', statistics: '统计', selected: '已选 {n} 件', selectAll: '全选', batchAct: '成批办理', apply: '办理选中的 {n} 件', results: '办理结果', doneOne: '已办理', failed: '未办理', nothing: '没有待办的合同',
    suggested: '建议类型', count: '件数', amount: '成交额（元）', technologyAmount: '技术交易额（元）', by: '按{field}', total: '合计', unknown: '未填写',
    certificate: '登记证明', certificateTitle: '技术合同登记证明', print: '打印', scan: '扫码核验', scanHelp: '扫描二维码打开公开核验页，核对本证明的编号、类型与状态', fingerprint: '业务包指纹', leaf: '存证号', notRegistered: '合同尚未登记，没有登记证明。',
    invalid: '本证明已失效：{state}', open: '打开登记证明', quality: '匹配质量', qualityHelp: '已发布需求中有合适对接的比例、首次接洽用时和不合适的原因；点数字可看记录', rate: '需求对接率', matched: '有合适对接', published: '已发布需求', firstContact: '首次接洽（平均天数）',
    days: '{n} 天', contacted: '已接洽 {n} 项', reasons: '不合适的原因', accepted: '合适', declined: '不合适', noFigure: '尚无数据', deals: '促成交易', dealsAmount: '合同额（元）', commission: '佣金（元）', hours: '累计学时', trainings: '培训记录', proposals: '推荐的对接',
    titles: '职称申报', manager: '经理人主页', record: '登记信息', allManagers: '全部技术经理人',
  },
  match: {
    title: '匹配对象', ofNeed: '匹配成果', ofAchievement: '匹配需求', open: '只看未反馈', good: '只看没有不利因素', making: '匹配索引正在建立，结果还不完整；建好后自动显示。', nothing: '没有找到相符的记录。可补充问题描述、指标和关键词后再试。',
    scoreHelp: '与本条最相符者相比的得分，满分 100', advice: '改进建议', why: '匹配理由（{n}）', yes: '合适', no: '不合适', whyNot: '不合适的主要原因',
  },
  missing: { title: '没有这个页面', remedy: '请检查地址，或从菜单进入。', home: '返回首页' },
}
export default zh
