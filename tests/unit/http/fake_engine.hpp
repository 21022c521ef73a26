// An engine that records what it is asked and answers from fixed data: one pack with two registers,
// no database.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "engine/engine.hpp"
#include "unit/decisions/fixture.hpp"

namespace lingqu::http::test {

inline registers::Field text_field(std::string name, std::string zh, std::string en) {
  registers::Field field;
  field.name = std::move(name);
  field.title = {std::move(zh), std::move(en)};
  field.max_length = 200;
  return field;
}

inline lifecycle::Act simple_act(std::string name, std::vector<std::string> from, std::string to) {
  lifecycle::Act act;
  act.name = std::move(name);
  act.title = {"办理", "Do " + act.name};
  act.from = std::move(from);
  act.to = std::move(to);
  act.by = {{"officer", ""}};
  act.sets = {"*"};
  return act;
}

inline pack::Snapshot make_pack() {
  auto pack = std::make_shared<pack::Pack>();
  pack->name = "test";
  pack->version = "1";
  pack->title = {"测试", "Test"};
  pack->region_title = {"测试区", "Test region"};
  pack->content_hash = "sm3:00ff";
  pack->organisation_register = "organisation";
  pack->roles = {{"officer", {"专员", "Officer"}, {}, false, false, false},
                 {"auditor", {"审计", "Auditor"}, {}, true, false, true}};
  pack->demo_accounts = {{"li", "李四", "officer", "1"}};
  pack::RegisterEntry organisation;
  organisation.schema.name = "organisation";
  organisation.schema.title = {"机构", "Organisation"};
  organisation.schema.label_field = "name";
  organisation.schema.visible = registers::Visibility::kPublic;
  organisation.schema.fields = {text_field("name", "名称", "Name")};
  organisation.lifecycle.states = {
      {"active", {"有效", "Active"}, lifecycle::State::Tone::kGood, false}};
  organisation.lifecycle.acts = {simple_act("enter", {}, "active")};
  pack::RegisterEntry deal;
  deal.schema.name = "deal";
  deal.schema.title = {"交易", "Deal"};
  deal.schema.label_field = "title";
  deal.schema.fields = {text_field("title", "名称", "Title"), text_field("price", "价格", "Price"),
                        text_field("holder", "单位", "Holder"),
                        text_field("paper", "附件", "Paper")};
  deal.schema.fields[1].type = registers::FieldType::kMoney;
  deal.schema.fields[2].type = registers::FieldType::kRef;
  deal.schema.fields[2].target = "organisation";
  deal.schema.fields[3].type = registers::FieldType::kFile;
  deal.lifecycle.states = {{"draft", {"草稿", "Draft"}, lifecycle::State::Tone::kNeutral, false},
                           {"done", {"完成", "Done"}, lifecycle::State::Tone::kGood, true}};
  deal.lifecycle.acts = {simple_act("open", {}, "draft"), simple_act("close", {"draft"}, "done")};
  deal.lifecycle.acts[1].conditions = {
      {"deal.close.paid", lifecycle::NotBefore{"title"}, "law/1", {}}};
  pack->registers = {organisation, deal};
  pack->roles[0].drafts_rules = true;
  const pack::Loaded decided = pack::load_files(decisions::pack_with_decisions());
  pack->decisions = decided.pack->decisions;
  pack->decision_regions = decided.pack->decision_regions;
  return pack;
}

class FakeEngine : public engine::Engine {
 public:
  FakeEngine() : pack_(make_pack()), writer_([this] { write(); }) {}
  ~FakeEngine() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    queued_.notify_all();
    writer_.join();
  }

  // What tests set and look at; guarded by `mutex`.
  std::mutex mutex;
  std::vector<engine::ActCommand> commands;
  std::vector<engine::ListQuery> queries;
  std::vector<engine::ImportCommand> imports;
  bool throw_on_read = false;
  std::optional<base::Error> refusal;  // of acts
  int64_t advanced_timers = 0;

  void release() {
    const std::lock_guard lock(mutex_);
    held_ = false;
    queued_.notify_all();
  }
  void hold() {
    const std::lock_guard lock(mutex_);
    held_ = true;
  }
  void announce(const std::vector<engine::Change>& changes) {
    std::map<uint64_t, std::function<void(const std::vector<engine::Change>&)>> listeners;
    {
      const std::lock_guard lock(mutex_);
      listeners = listeners_;
    }
    for (const auto& [handle, listener] : listeners) listener(changes);
  }
  size_t waiting() {
    const std::lock_guard lock(mutex_);
    return queue_.size();
  }

  pack::Snapshot pack() const override { return pack_; }
  const base::Clock& clock() const override { return clock_; }

  void submit(engine::ActCommand command,
              std::function<void(base::Result<engine::ActReply>)> done) override {
    const std::lock_guard lock(mutex_);
    queue_.emplace_back(std::move(command), std::move(done));
    if (queue_.size() == 1) queued_.notify_one();
  }
  base::Result<engine::ActReply> act(engine::ActCommand) override { return not_here(); }
  base::Result<engine::ImportReport> import_records(
      const engine::ImportCommand& command, const std::function<void(size_t, size_t)>&) override {
    const std::lock_guard lock(mutex);
    imports.push_back(command);
    engine::ImportReport report;
    report.total = 2;
    if (command.content.find("bad") == std::string::npos) {
      report.imported = command.check_only ? 0 : 2;
      report.first = 1;
      report.last = 2;
    } else {
      report.bad_rows = 1;
      report.problems.push_back({2, "名称", base::Error(base::ErrorCode::kRequired).at("title")});
    }
    return report;
  }
  base::Result<engine::ActReply> erase(const engine::EraseCommand& command) override {
    if (command.reason.empty()) return base::Error(base::ErrorCode::kRequired).at("reason");
    engine::ActReply reply;
    reply.record = command.record;
    reply.version = 3;
    reply.leaf = 9;
    return reply;
  }

  base::Result<engine::ListReply> list(const engine::ListQuery& query,
                                       const lifecycle::Actor*) override {
    const std::lock_guard lock(mutex);
    queries.push_back(query);
    const pack::RegisterEntry* entry = find(query.register_name);
    if (!entry) return base::Error(base::ErrorCode::kNotFound).with("what", query.register_name);
    for (const engine::Filter& filter : query.filters)
      if (filter.field != "state" && entry->schema.index_of(filter.field) < 0)
        return base::Error(base::ErrorCode::kBadFilter)
            .with("filter", filter.field)
            .with("reason", "unknown");
    engine::ListReply reply;
    reply.records = {make_record(1), make_record(2)};
    reply.by_state = {{"draft", 2}};
    reply.total = query.total ? 2 : -1;
    reply.labels = {{"organisation", 3, "甲大学"}, {"organisation", 3, "甲大学"}};
    return reply;
  }
  base::Status scan(const engine::ListQuery& query, const lifecycle::Actor*,
                    const std::function<bool(const registers::Record&)>& row) override {
    if (!find(query.register_name))
      return base::Error(base::ErrorCode::kNotFound).with("what", query.register_name);
    for (int64_t id = 1; id <= scan_rows; ++id)
      if (!row(make_record(id))) break;
    return {};
  }
  std::atomic<int64_t> scan_rows{2};

  base::Result<engine::RecordView> read(const std::string& name, int64_t id,
                                        const lifecycle::Actor* actor) override {
    {
      const std::lock_guard lock(mutex);
      if (throw_on_read) throw std::runtime_error("secret detail of a failure");
    }
    const pack::RegisterEntry* entry = find(name);
    if (!entry || id > 1'000 || (id > 100 && !actor))
      return base::Error(base::ErrorCode::kNotFound).with("what", name);
    engine::RecordView view;
    view.keep_alive = pack_;
    view.schema = &entry->schema;
    view.lifecycle = &entry->lifecycle;
    view.record = make_record(id);
    view.record.values.resize(entry->schema.fields.size());
    view.hidden.assign(entry->schema.fields.size(), false);
    if (name == "deal") {
      view.hidden[1] = true;
      const auto& acts = entry->lifecycle.acts;
      view.acts = {{&acts[1], false,
                    base::Error(base::ErrorCode::kNotDue)
                        .with("until", "2026-12-01")
                        .by("deal.close.paid", "law/1")}};
      view.labels = {{"organisation", 3, "甲大学", "X1"}};
      view.related = {{"deal", "holder", 4}};
    }
    return view;
  }
  base::Result<engine::SearchReply> search(const engine::SearchQuery& query,
                                           const lifecycle::Actor*) override {
    engine::SearchReply reply;
    reply.hits.push_back({"thing", 7, "泵 " + query.text, "TH-7", "draft", 3, "样大学", "note", {{"一台", false}, {query.text, true}}});
    reply.total = 1;
    reply.registers = {{"thing", 1}};
    return reply;
  }
  base::Result<engine::MatchReply> matches(const engine::MatchQuery& query, const lifecycle::Actor*) override {
    const pack::RegisterEntry* entry = find("deal");
    engine::MatchedRecord match{make_record(7), "泵 " + query.text, "TH-7", "样大学", 0.75, {}, engine::MatchAnswer{3, "declined", false, true, "price", "写明价格"}};
    match.record.values.resize(entry->schema.fields.size());
    match.reasons.push_back({match::ReasonKind::kConcept, true, {"双方都提到“水泵”", "Both speak of “水泵”"}, "水泵", "一台泵。", "泵"});
    return engine::MatchReply{"deal", &entry->schema, {match}, true, true};
  }
  base::Result<std::shared_ptr<const match::Glossary>> glossary() override { return std::make_shared<const match::Glossary>(); }
  base::Status wait_for_followers() override { return {}; }
  base::Result<std::vector<engine::ActChoice>> creations(const std::string& name,
                                                         const lifecycle::Actor*) override {
    const pack::RegisterEntry* entry = find(name);
    if (!entry) return base::Error(base::ErrorCode::kNotFound).with("what", name);
    return std::vector<engine::ActChoice>{{&entry->lifecycle.acts[0], true, std::nullopt}};
  }
  base::Result<std::vector<engine::HistoryEntry>> history(const std::string&, int64_t,
                                                          const lifecycle::Actor*,
                                                          const engine::HistoryQuery&) override {
    engine::HistoryEntry entry;
    entry.act = "open";
    entry.basis = {"law/1"};
    return std::vector<engine::HistoryEntry>{entry};
  }
  base::Result<std::vector<engine::Choice>> choices(const std::string&, const std::string& text,
                                                    size_t, const lifecycle::Actor*) override {
    return std::vector<engine::Choice>{{1, text, "N1", "draft"}};
  }
  base::Result<engine::Todos> todos(const lifecycle::Actor&) override { return engine::Todos{}; }
  base::Result<std::vector<engine::RegisterCount>> overview(const lifecycle::Actor*) override {
    return std::vector<engine::RegisterCount>{{"deal", 2, {{"draft", 2}}}};
  }
  base::Result<engine::BalanceReply> balance(const engine::BalanceQuery&, const lifecycle::Actor*) override { return not_here(); }
  base::Result<engine::ReportReply> report(const engine::ReportQuery&, const lifecycle::Actor*) override { return not_here(); }

  base::Result<std::string> bundle(const std::string&, int64_t, const lifecycle::Actor*) override {
    return std::string("{}");
  }
  base::Result<engine::LogHead> log_head(bool) override {
    return engine::LogHead{"origin", 5, "sm3:aa", {}, "c2ln", "sm3:bb", "a2V5", "sm2-sm3", 0};
  }
  base::Result<engine::LogProof> log_proof(uint64_t sequence) override {
    if (sequence > 5)
      return base::Error(base::ErrorCode::kNotFound).with("what", std::to_string(sequence));
    return engine::LogProof{sequence, R"({"act":"open"})", *log_head(false), {"aa", "bb"}};
  }
  base::Result<engine::LogCheckReport> check_log(
      const std::function<void(uint64_t, uint64_t)>&) override {
    return engine::LogCheckReport{5, 1};
  }

  base::Result<engine::DecisionDraft> draft_decision(const engine::DraftCommand& command) override {
    const std::lock_guard lock(mutex);
    drafts.push_back(command);
    if (refusal) return *refusal;
    engine::DecisionDraft draft;
    draft.id = 3;
    draft.decision = command.decision;
    draft.from = command.from;
    draft.note = command.note;
    draft.size = static_cast<int64_t>(command.model.size());
    return draft;
  }
  base::Result<std::vector<engine::DecisionDraft>> decision_drafts(const std::string&) override {
    engine::DecisionDraft draft;
    draft.id = 3;
    draft.account_name = "李四";
    return std::vector<engine::DecisionDraft>{draft};
  }
  base::Result<pack::DecisionVersion> draft_version(const std::string& decision, int64_t id) override {
    if (id != 3) return base::Error(base::ErrorCode::kNotFound).with("what", "draft");
    return pack_->find_decision(decision)->versions.back();
  }
  std::vector<engine::DraftCommand> drafts;

  base::Result<registers::FileValue> store_file(const std::string& name, const std::string& type,
                                                const std::string& content,
                                                const lifecycle::Actor&) override {
    return registers::FileValue{"sm3:abc", name, type, static_cast<int64_t>(content.size())};
  }
  base::Result<std::string> read_file(const std::string&, int64_t, const std::string& digest,
                                      const lifecycle::Actor*) override {
    if (digest != "sm3:abc") return base::Error(base::ErrorCode::kNotFound).with("what", digest);
    return std::string("<script>alert(1)</script>");
  }

  base::Result<engine::SignedIn> sign_in(const std::string& login, const std::string& password,
                                         const std::string&) override {
    if (login == "slow") return base::Error(base::ErrorCode::kThrottled).with("seconds", "8");
    if (login != "li" || password != "right") return base::Error(base::ErrorCode::kBadCredentials);
    return engine::SignedIn{"session-secret", caller(false)};
  }
  base::Status sign_out(const std::string&) override { return {}; }
  base::Result<std::optional<engine::Caller>> caller_of_session(
      const std::string& secret) override {
    if (secret != "session-secret") return std::optional<engine::Caller>();
    return std::optional(caller(false));
  }
  base::Result<std::optional<engine::Caller>> caller_of_token(const std::string& secret) override {
    if (secret == "auditor") return std::optional(caller(true));
    if (secret != "token") return std::optional<engine::Caller>();
    auto found = caller(false);
    found.csrf.clear();
    return std::optional(found);
  }
  base::Result<std::vector<engine::AccountView>> accounts(const lifecycle::Actor&) override {
    return std::vector<engine::AccountView>{{1, "li", "李四", 7, true, {{3, "officer"}}}};
  }
  base::Result<engine::AccountView> create_account(const engine::AccountCommand& command,
                                                   const lifecycle::Actor&) override {
    return engine::AccountView{2,
                               command.login,
                               command.name,
                               command.person,
                               true,
                               command.memberships.value_or(std::vector<lifecycle::Membership>())};
  }
  base::Result<engine::AccountView> change_account(int64_t id,
                                                   const engine::AccountCommand& command,
                                                   const lifecycle::Actor&) override {
    return engine::AccountView{
        id, "li", command.name, command.person, command.active.value_or(true), {}};
  }
  base::Status change_password(const std::string& old_password, const std::string&,
                               const lifecycle::Actor&) override {
    if (old_password != "right") return base::Error(base::ErrorCode::kBadCredentials);
    return {};
  }
  base::Result<std::string> create_token(const std::string&, int,
                                         const lifecycle::Actor&) override {
    return std::string("new-token");
  }
  base::Result<int64_t> count_accounts() override { return int64_t{1}; }

  uint64_t subscribe(std::function<void(const std::vector<engine::Change>&)> listener) override {
    const std::lock_guard lock(mutex_);
    listeners_[++handles_] = std::move(listener);
    return handles_;
  }
  void unsubscribe(uint64_t handle) override {
    const std::lock_guard lock(mutex_);
    listeners_.erase(handle);
  }
  base::Status run_due_timers() override {
    const std::lock_guard lock(mutex);
    ++advanced_timers;
    return {};
  }
  base::Status backup(const std::string&) override { return {}; }

 private:
  static base::Error not_here() { return base::Error(base::ErrorCode::kInternal); }

  const pack::RegisterEntry* find(const std::string& name) const {
    for (const auto& entry : pack_->registers)
      if (entry.schema.name == name) return &entry;
    return nullptr;
  }

  static registers::Record make_record(int64_t id) {
    registers::Record record;
    record.register_name = "deal";
    record.id = id;
    record.version = 2;
    record.state = "draft";
    record.owner = 3;
    record.values = {
        registers::Value(std::string("合同“") + std::to_string(id) + "”"),
        registers::Value(base::Money{123450}), registers::Value(registers::Ref{3}),
        registers::Value(registers::FileValue{"sm3:abc", "报告.pdf", "application/pdf", 25})};
    return record;
  }

  static engine::Caller caller(bool audits) {
    engine::Caller found;
    found.actor.account = 1;
    found.actor.name = "李四";
    found.actor.memberships = {{3, "officer"}};
    found.login = "li";
    found.csrf = "csrf-token";
    found.audits = audits;
    return found;
  }

  // The writer: takes what is queued, "commits" it together, answers.
  void write() {
    std::unique_lock lock(mutex_);
    for (;;) {
      queued_.wait(lock, [this] { return stopping_ || (!queue_.empty() && !held_); });
      if (queue_.empty()) return;
      auto batch = std::move(queue_);
      queue_.clear();
      lock.unlock();
      for (auto& [command, done] : batch) {
        engine::ActReply reply;
        reply.record = command.record ? command.record : 11;
        reply.version = command.version.value_or(0) + 1;
        reply.leaf = ++leaves_;
        reply.checked_only = command.check_only;
        std::optional<base::Error> refused;
        {
          const std::lock_guard seen(mutex);
          refused = refusal;
          if (commands.size() < 1'000) commands.push_back(std::move(command));
        }
        if (refused)
          done(*refused);
        else
          done(reply);
      }
      lock.lock();
    }
  }

  pack::Snapshot pack_;
  base::FixedClock clock_{base::Timestamp{1'790'000'000'000'000}};
  std::mutex mutex_;
  std::condition_variable queued_;
  std::deque<std::pair<engine::ActCommand, std::function<void(base::Result<engine::ActReply>)>>>
      queue_;
  std::map<uint64_t, std::function<void(const std::vector<engine::Change>&)>> listeners_;
  uint64_t handles_ = 0;
  uint64_t leaves_ = 0;
  bool held_ = false;
  bool stopping_ = false;
  std::thread writer_;
};

}  // namespace lingqu::http::test
