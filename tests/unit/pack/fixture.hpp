// A small pack written to a temporary folder, to be spoilt in one place after another.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <map>
#include <string>

#include "base/file.hpp"
#include "pack/pack.hpp"

namespace lingqu::pack {

// Files of a pack with two registers: bodies (organisations, who are also the people here) and
// loans.
inline std::map<std::string, std::string> small_pack() {
  return {{"pack.yaml", R"(name: small
version: "1"
title: {zh: 小包, en: Small}
region: "110000"
region_title: 某地
organisation: body
person: body
calendar: here
)"},
          {"roles.yaml", R"(roles:
  clerk: {title: {zh: 职员, en: Clerk}}
  boss: {title: 主管, region_scope: true, manages_accounts: true, audits: true}
demo_accounts:
  - {login: clerk, name: 甲, role: clerk}
)"},
          {"regions.yaml", R"(source: GB/T 2260
mark: C
regions:
  "110000": {zh: 某地, en: Somewhere}
)"},
          {"parameters.yaml", R"(parameters:
  loan.days:
    title: 借期
    value: "15"
    unit: day
    clause: law/1
    mark: G
)"},
          {"vocabularies/all.yaml", R"(vocabularies:
  way:
    title: 方式
    source: 示例
    codes:
      gift: {zh: 赠, en: Gift}
      loan: 借
)"},
          {"documents/all.yaml", R"(documents:
  law:
    title: 某法
    issuer: 某机关
    date: "2020"
    clauses:
      "1": {label: 第一条, summary: 说明}
)"},
          {"calendars/here.yaml", R"(calendar: here
title: 日历
years:
  "2026":
    source: 通知
    mark: V
    off: [2026-10-01..2026-10-07, 2026-01-01]
    work: [2026-10-10]
)"},
          {"registers/body.yaml", R"(register: body
title: {zh: 单位, en: Body}
label: name
owner: self
visible: public
fields:
  name: {type: text, required: true, title: 名称}
lifecycle:
  states:
    active: {title: 正常}
  acts:
    register:
      title: 登记
      to: active
      by: clerk
      needs: name
      basis: law/1
)"},
          {"registers/loan.yaml", R"(register: loan
title: {zh: 借出, en: Loan}
label: what
number: number
owner: lender
visible: parties
visible_in: {out: public}
groups:
  main: 主要
fields:
  what: {type: text, required: true, title: 物品, group: main}
  number: {type: text, unique: true, title: 编号}
  lender: {type: ref, to: body, party: true, title: 出借方}
  way: {type: code, of: way, title: 方式}
  from: {type: date, title: 起}
  days: {type: integer, title: 天数, minimum: {parameter: loan.days}, maximum: 90}
  until: {type: date, title: 止}
  value: {type: money, title: 价值}
  before: {type: ref, to: loan, title: 上一次}
  shares:
    type: rows
    title: 分摊
    columns:
      who: {type: text, required: true, personal: true, title: 谁}
      share: {type: share, title: 比例}
      amount: {type: money, title: 金额}
      on: {type: date, title: 日期}
lifecycle:
  states:
    asked: {title: 申请, tone: waiting}
    out: {title: 借出, tone: active}
    back: {title: 归还, tone: good, ends: true}
  acts:
    ask:
      title: 申请
      to: asked
      by: [clerk, {role: boss, field: lender}]
      needs: [what]
      sets: [number, lender, way, from, days, value, shares, before]
      derives:
        - number: {field: number, pattern: "J-{year}-{number:4}"}
        - today: from
        - copy: {field: value, ref: before, source: value}
      basis: [law/1]
    lend:
      title: 借出
      from: asked
      to: out
      by: [clerk]
      needs: [days, from]
      derives:
        - period_end: {field: until, from: from, days: days, kind: calendar}
        - allocation: {rows: shares, share: share, amount: amount, total: value}
      conditions:
        - id: whole
          share_sum: {rows: shares, field: share}
          clause: law/1
          remedy: {zh: 请补足, en: Fill up}
        - id: exact
          money_sum: {rows: shares, field: amount, equals: value}
        - id: order
          date_order: [from, until]
        - id: kind
          value_is: {field: way, values: [loan]}
        - id: previous
          related: {register: loan, by: before, states: [asked], quantifier: none}
        - id: same
          same_as: {field: value, ref: before, source: value}
      effects:
        - timer: {until: until, then: expire}
      basis: [law/1]
    object:
      title: 补记
      from: [out]
      by: [anyone]
      appends: [shares]
      derives: [{today: shares/on}]
      basis: [law/1]
    expire:
      title: 到期
      from: [out]
      to: back
      effects:
        - stop_timers: true
        - cascade: {field: before, act: reclaim, lenient: true}
        - create:
            register: loan
            act: ask
            values: {what: what, before: self, days: {parameter: loan.days}, way: "=loan"}
      basis: [law/1]
    reclaim:
      title: 追回
      from: [out]
      to: back
      by: [boss]
      reason: true
      basis: [law/1]
      emphasis: danger
)"}};
}

class TemporaryPack {
 public:
  explicit TemporaryPack(const std::map<std::string, std::string>& files) {
    std::string pattern = (std::filesystem::temp_directory_path() / "pack-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    for (const auto& [path, content] : files) {
      std::filesystem::create_directories(
          std::filesystem::path(folder_ + "/" + path).parent_path());
      (void)base::write_file(folder_ + "/" + path, content);
    }
  }
  ~TemporaryPack() { std::filesystem::remove_all(folder_); }
  TemporaryPack(const TemporaryPack&) = delete;
  TemporaryPack& operator=(const TemporaryPack&) = delete;
  const std::string& folder() const { return folder_; }

 private:
  std::string folder_;
};

inline Loaded load_files(const std::map<std::string, std::string>& files) {
  return load(TemporaryPack(files).folder());
}

}  // namespace lingqu::pack
