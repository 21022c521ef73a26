#include "engine/engine.hpp"

#include <algorithm>
#include <future>

#include "base/file.hpp"
#include "engine/accounts.hpp"
#include "engine/bundles.hpp"
#include "engine/drafts.hpp"
#include "engine/erase.hpp"
#include "engine/followers/match_index.hpp"
#include "engine/followers/search_index.hpp"
#include "engine/imports.hpp"
#include "engine/queries/matches.hpp"
#include "engine/queries/reader.hpp"
#include "engine/queries/search.hpp"
#include "engine/queries/statements.hpp"
#include "engine/rights.hpp"

namespace lingqu::engine {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::Status;
using lifecycle::Actor;

namespace {

constexpr size_t kLargestFile = 50u << 20;

class EngineImpl final : public Engine {
 public:
  EngineImpl(const Settings& settings, pack::Snapshot snapshot, base::Clock& clock, base::Random& random)
      : context_(settings, std::move(snapshot), clock, random), reader_(context_), statements_(context_, reader_) {}

  Status open() {
    if (!context_.settings.read_only) {
      LINGQU_CHECK(base::make_folders(context_.settings.data_folder + "/files"));
      LINGQU_TRY(lock, base::FolderLock::take(context_.settings.data_folder));
      lock_ = std::make_unique<base::FolderLock>(std::move(lock));
    }
    store::Options options;
    options.read_only = context_.settings.read_only;
    LINGQU_TRY(database, store::open_database(context_.settings.database, options));
    context_.database = std::move(database);
    LINGQU_TRY(writer, Writer::start(context_));
    writer_ = std::move(writer);
    subscriptions_.push_back(writer_->subscribe([this](const std::vector<Change>& changes) { reader_.committed(changes); }));
    accounts_ = std::make_unique<Accounts>(context_, *writer_);
    importer_ = std::make_unique<Importer>(context_, *writer_, reader_);
    searcher_ = std::make_unique<search::Searcher>(search_folder(context_));
    if (context_.settings.read_only || !context_.settings.follow) return {};
    LINGQU_TRY(index, open_search_index(context_));
    search_follower_ = std::make_unique<RecordFollower>(context_, std::move(index));
    subscriptions_.push_back(writer_->subscribe([this](const std::vector<Change>& changes) { search_follower_->changed(changes); }));
    if (context_.pack->matching.sides.empty()) return {};
    LINGQU_CHECK(match_index_->open_vectors());
    match_follower_ = std::make_unique<RecordFollower>(context_, follow_matches(match_index_));
    subscriptions_.push_back(writer_->subscribe([this](const std::vector<Change>& changes) { match_follower_->changed(changes); }));
    return {};
  }
  ~EngineImpl() override {
    for (const uint64_t subscription : subscriptions_) writer_->unsubscribe(subscription);
  }

  pack::Snapshot pack() const override { return context_.pack; }
  const base::Clock& clock() const override { return context_.clock; }

  void submit(ActCommand command, std::function<void(Result<ActReply>)> done) override {
    auto prepared = prepare(context_, std::move(command));
    if (!prepared.ok()) return done(std::move(prepared).error());
    writer_->submit(std::move(*prepared), std::move(done));
  }
  Result<ActReply> act(ActCommand command) override {
    std::promise<Result<ActReply>> promise;
    auto answer = promise.get_future();
    submit(std::move(command), [&promise](Result<ActReply> reply) { promise.set_value(std::move(reply)); });
    return answer.get();
  }
  Result<ImportReport> import_records(const ImportCommand& command, const std::function<void(size_t, size_t)>& progress) override {
    return importer_->run(command, progress);
  }
  Result<ActReply> erase(const EraseCommand& command) override { return erase_personal(context_, *writer_, command); }

  Result<ListReply> list(const ListQuery& query, const Actor* actor) override { return reader_.list(query, actor); }
  Status scan(const ListQuery& query, const Actor* actor, const std::function<bool(const registers::Record&)>& row) override {
    return reader_.scan(query, actor, row);
  }
  Result<RecordView> read(const std::string& register_name, int64_t id, const Actor* actor) override {
    return reader_.read(register_name, id, actor);
  }
  Result<SearchReply> search(const SearchQuery& query, const Actor* actor) override {
    return search_records(context_, reader_, *searcher_, query, actor);
  }
  Result<MatchReply> matches(const MatchQuery& query, const Actor* actor) override {
    return find_matches(context_, reader_, *match_index_, query, actor);
  }
  Result<std::shared_ptr<const match::Glossary>> glossary() override { return match_index_->glossary(); }
  Status wait_for_followers() override {
    if (search_follower_) LINGQU_CHECK(search_follower_->wait());
    if (match_follower_) LINGQU_CHECK(match_follower_->wait());
    if (match_index_->vectors() != nullptr) match_index_->vectors()->wait();
    return {};
  }
  Result<std::vector<ActChoice>> creations(const std::string& register_name, const Actor* actor) override {
    return reader_.creations(register_name, actor);
  }
  Result<std::vector<HistoryEntry>> history(const std::string& register_name, int64_t id, const Actor* actor, const HistoryQuery& query) override {
    return reader_.history(register_name, id, actor, query);
  }
  Result<std::vector<Choice>> choices(const std::string& register_name, const std::string& text, size_t limit, const Actor* actor) override {
    return reader_.choices(register_name, text, limit, actor);
  }
  Result<Todos> todos(const Actor& actor) override { return reader_.todos(actor); }
  Result<std::vector<RegisterCount>> overview(const Actor* actor) override { return reader_.overview(actor); }
  Result<BalanceReply> balance(const BalanceQuery& query, const Actor* actor) override { return statements_.balance(query, actor); }
  Result<ReportReply> report(const ReportQuery& query, const Actor* actor) override { return statements_.report(query, actor); }

  Result<std::string> bundle(const std::string& register_name, int64_t id, const Actor* actor) override {
    return make_record_bundle(context_, *writer_, reader_, register_name, id, actor);
  }
  Result<LogHead> log_head(bool sign_now) override {
    uint64_t size = 0;
    evidence::Head head;
    if (context_.settings.read_only) {
      LINGQU_TRY(connection, context_.database->reader());
      LINGQU_TRY(stored, evidence::signed_head(*connection));
      return log_head_of(stored, "", "", stored.size);
    }
    LINGQU_CHECK(writer_->run([&](store::Connection& connection, evidence::Log& log, Sequences&, std::vector<Change>&) -> Status {
      size = log.size();
      auto found = sign_now && size > 0 ? log.sign_head() : evidence::signed_head(connection);
      if (!found.ok()) return std::move(found).error();
      head = *found;
      return {};
    }));
    return log_head_of(head, writer_->log_origin(), writer_->public_key(), size);
  }
  Result<LogProof> log_proof(uint64_t sequence) override {
    LINGQU_TRY(connection, context_.database->reader());
    LINGQU_TRY(snapshot, store::Transaction::read(*connection));
    LINGQU_TRY(head, evidence::signed_head(*connection));
    LINGQU_TRY(leaf, evidence::leaf_at(*connection, sequence));
    if (sequence >= head.size) return Error(ErrorCode::kNotDue).with("until", base::Text{"下一次签名", "the next signed head"}).with("act", base::Text{"出具证明", "proving it"});
    LINGQU_TRY(proof, evidence::prove_inclusion(*connection, sequence, head.size));
    LogProof found{sequence, leaf.text, log_head_of(head, writer_->log_origin(), writer_->public_key(), head.size), {}};
    for (const auto& digest : proof.path) found.path.push_back(merkle::to_string(merkle::HashAlgorithm::kSm3, digest));
    return found;
  }
  Result<LogCheckReport> check_log(const std::function<void(uint64_t, uint64_t)>& progress) override {
    LINGQU_TRY(connection, context_.database->reader());
    LINGQU_TRY(snapshot, store::Transaction::read(*connection));
    LINGQU_TRY(checked, evidence::check_log(*connection, progress));
    return LogCheckReport{checked.leaves, checked.heads};
  }

  Result<registers::FileValue> store_file(const std::string& name, const std::string& media_type, const std::string& content, const Actor& actor) override;
  Result<std::string> read_file(const std::string& register_name, int64_t id, const std::string& digest, const Actor* actor) override;

  Result<DecisionDraft> draft_decision(const DraftCommand& command) override {
    LINGQU_TRY(version, check_draft(*context_.pack, command));
    LINGQU_TRY(file, store_file(command.decision + ".dmn", "application/xml", command.model, command.actor));
    static_cast<void>(file);
    return add_draft(context_, *writer_, command, version);
  }
  Result<std::vector<DecisionDraft>> decision_drafts(const std::string& decision) override { return list_drafts(context_, decision); }
  Result<pack::DecisionVersion> draft_version(const std::string& decision, int64_t id) override;

  Result<SignedIn> sign_in(const std::string& login, const std::string& password, const std::string& address) override {
    return accounts_->sign_in(login, password, address);
  }
  Status sign_out(const std::string& secret) override { return accounts_->sign_out(secret); }
  Result<std::optional<Caller>> caller_of_session(const std::string& secret) override { return accounts_->caller_of_session(secret); }
  Result<std::optional<Caller>> caller_of_token(const std::string& secret) override { return accounts_->caller_of_token(secret); }
  Result<std::vector<AccountView>> accounts(const Actor& actor) override { return accounts_->list(actor); }
  Result<AccountView> create_account(const AccountCommand& command, const Actor& actor) override { return accounts_->create(command, actor); }
  Result<AccountView> change_account(int64_t id, const AccountCommand& command, const Actor& actor) override {
    return accounts_->change(id, command, actor);
  }
  Status change_password(const std::string& old_password, const std::string& new_password, const Actor& actor) override {
    return accounts_->change_password(old_password, new_password, actor);
  }
  Result<std::string> create_token(const std::string& name, int days, const Actor& actor) override {
    return accounts_->create_token(name, days, actor);
  }
  Result<int64_t> count_accounts() override { return accounts_->count(); }

  uint64_t subscribe(std::function<void(const std::vector<Change>&)> listener) override { return writer_->subscribe(std::move(listener)); }
  void unsubscribe(uint64_t handle) override { writer_->unsubscribe(handle); }
  Status run_due_timers() override { return writer_->run_due_timers(); }
  Status backup(const std::string& path) override { return context_.database->backup(path); }

 private:
  std::unique_ptr<base::FolderLock> lock_;  // held longest
  Context context_;
  Reader reader_;
  StatementReader statements_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<Accounts> accounts_;
  std::unique_ptr<Importer> importer_;
  std::unique_ptr<search::Searcher> searcher_;
  std::shared_ptr<MatchIndex> match_index_ = std::make_shared<MatchIndex>(context_);
  std::unique_ptr<RecordFollower> search_follower_, match_follower_;
  std::vector<uint64_t> subscriptions_;
};

Result<registers::FileValue> EngineImpl::store_file(const std::string& name, const std::string& media_type, const std::string& content,
                                                    const Actor& actor) {
  if (content.size() > kLargestFile) return Error(ErrorCode::kTooLarge).with("limit", "50 MiB");
  if (base::trim(name).empty() || !base::is_utf8(name) || name.size() > 300 || name.find_first_of("/\\") != std::string::npos)
    return Error(ErrorCode::kBadRequest).at("name").with("reason", base::Text{"文件名为空、过长或含有路径符号", "the file name is empty, too long or holds a path"});
  const auto digest = merkle::hash(merkle::HashAlgorithm::kSm3, content);
  registers::FileValue file{merkle::to_string(merkle::HashAlgorithm::kSm3, digest), name, media_type, static_cast<int64_t>(content.size())};
  const std::string path = file_path(context_, file.digest);
  if (!base::file_exists(path)) {
    LINGQU_CHECK(base::make_folders(path.substr(0, path.rfind('/'))));
    LINGQU_CHECK(base::write_file(path, content));
  }
  LINGQU_CHECK(writer_->run([&](store::Connection& connection, evidence::Log&, Sequences&, std::vector<Change>&) -> Status {
    LINGQU_TRY(statement, connection.prepare("INSERT INTO file (digest, size, media_type, account, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (digest) DO NOTHING"));
    statement->bind_text(1, file.digest);
    statement->bind(2, file.size);
    statement->bind_text(3, media_type);
    statement->bind(4, actor.account);
    statement->bind(5, context_.clock.now().micros);
    return statement->run();
  }));
  return file;
}

// A file may be read by whoever may see a field that holds it.
Result<std::string> EngineImpl::read_file(const std::string& register_name, int64_t id, const std::string& digest, const Actor* actor) {
  LINGQU_TRY(table, context_.table(register_name));
  bool found = false;
  {
    LINGQU_TRY(connection, context_.database->reader());
    LINGQU_TRY(record, reader_.visible_record(*connection, *table, id, actor));
    hide_fields(table->schema(), record, actor);
    auto holds = [&](const registers::Value& value) {
      const auto* file = value.get<registers::FileValue>();
      return file && file->digest == digest;
    };
    for (const auto& value : record.values) {
      found = found || holds(value);
      if (const auto* rows = value.get<registers::Rows>())
        for (const auto& row : *rows) found = found || std::any_of(row.begin(), row.end(), holds);
    }
  }
  if (!found) return Error(ErrorCode::kNotFound).with("what", base::Text{"附件", "file"});
  return base::read_file(file_path(context_, digest), kLargestFile);
}

Result<pack::DecisionVersion> EngineImpl::draft_version(const std::string& decision, int64_t id) {
  LINGQU_TRY(drafts, list_drafts(context_, decision));
  const auto found = std::find_if(drafts.begin(), drafts.end(), [&](const DecisionDraft& draft) { return draft.id == id; });
  if (found == drafts.end()) return Error(ErrorCode::kNotFound).with("what", base::Text{"草案 " + std::to_string(id), "draft " + std::to_string(id)});
  LINGQU_TRY(text, base::read_file(file_path(context_, found->digest), kLargestDraft));
  LINGQU_TRY(model, pack::read_model(decision + ".dmn", std::move(text)));
  LINGQU_TRY(from, base::parse_date(found->from));
  return pack::DecisionVersion{found->element, from, std::nullopt, std::move(model)};
}

}  // namespace

Result<std::unique_ptr<Engine>> Engine::open(const Settings& settings, base::Clock& clock, base::Random& random) {
  pack::Loaded loaded = pack::load(settings.pack_folder);
  if (!loaded.pack) {
    Error error(ErrorCode::kInvalid);
    error = std::move(error).with("count", std::to_string(loaded.problems.size()));
    error.details = std::move(loaded.problems);
    return error;
  }
  auto engine = std::make_unique<EngineImpl>(settings, loaded.pack, clock, random);
  LINGQU_CHECK(engine->open());
  return std::unique_ptr<Engine>(std::move(engine));
}

}  // namespace lingqu::engine
