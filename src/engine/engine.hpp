// The engine: one pack, one database, one writer. Everything that HTTP and the command line may do goes through here.
// Reads run on any thread with their own connection and never wait for the writer. The only way anything changes is `submit` (and the
// account commands, which run on the same writer).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "engine/commands.hpp"
#include "engine/matching.hpp"
#include "engine/queries.hpp"
#include "engine/statements.hpp"
#include "match/embedding.hpp"
#include "pack/pack.hpp"

namespace lingqu::engine {

// Vectors of texts, beside the words in matching. Without a service nothing leaves the process.
struct Embeddings {
  std::shared_ptr<match::Embedder> service;  // null: none
  int question_ms = 2'000;                   // how long a question waits for its vector; then it is answered without
  int pause_ms = 1'000;                      // after a failure, doubled with each one that follows
};

struct Settings {
  std::string database;      // "sqlite:PATH"
  std::string data_folder;   // attachments, key
  std::string pack_folder;
  size_t queue_limit = 10'000;   // acts waiting for the writer; more are refused with kBusy
  size_t batch_limit = 512;      // acts per transaction
  bool run_timers = true;        // false for one-shot commands of the CLI
  bool follow = true;            // false for one-shot commands of the CLI: the search index is left to the next server
  Embeddings embeddings = {};
  bool read_only = false;        // no writer: what changes something is refused with kReadOnly; may run beside a server
};

class Engine {
 public:
  // Loads the pack, locks the data folder, migrates the database, opens the log and starts the writer thread. kInUse when another
  // process has the folder.
  static base::Result<std::unique_ptr<Engine>> open(const Settings& settings, base::Clock& clock, base::Random& random);
  virtual ~Engine() = default;  // finishes what is queued, signs a head, closes

  virtual pack::Snapshot pack() const = 0;
  virtual const base::Clock& clock() const = 0;

  // --- acts ------------------------------------------------------------------------------------------------------------------
  // Queues one command; `done` runs on the writer thread after the commit (or the refusal) and must not block.
  virtual void submit(ActCommand command, std::function<void(base::Result<ActReply>)> done) = 0;
  // The same, waiting.
  virtual base::Result<ActReply> act(ActCommand command) = 0;
  // Many creations in one transaction: all or nothing. `progress(done, total)` may be empty.
  virtual base::Result<ImportReport> import_records(const ImportCommand& command, const std::function<void(size_t, size_t)>& progress) = 0;
  // Erases personal fields of a record and the openings of its past leaves; an act of its own ("erase"). Needs a reason.
  virtual base::Result<ActReply> erase(const EraseCommand& command) = 0;

  // --- reads -----------------------------------------------------------------------------------------------------------------
  virtual base::Result<ListReply> list(const ListQuery& query, const lifecycle::Actor* actor) = 0;
  // Streams all records of a query that the actor may see, in order; return false to stop. For exports.
  virtual base::Status scan(const ListQuery& query, const lifecycle::Actor* actor, const std::function<bool(const registers::Record&)>& row) = 0;
  virtual base::Result<RecordView> read(const std::string& register_name, int64_t id, const lifecycle::Actor* actor) = 0;
  // What contains all words of a text (or the text itself); where nothing does, what holds some of them, and `loose` says so. The index
  // follows the log; kStorage with the rule "search.missing" where no server has made one yet.
  virtual base::Result<SearchReply> search(const SearchQuery& query, const lifecycle::Actor* actor) = 0;
  // Records that fit a record or a text, and why. kNotFound where the pack does not match the registers.
  virtual base::Result<MatchReply> matches(const MatchQuery& query, const lifecycle::Actor* actor) = 0;
  // The pack's glossary of technical terms, read once.
  virtual base::Result<std::shared_ptr<const match::Glossary>> glossary() = 0;
  // Returns when what was committed before the call can be searched, and has its vectors as far as their service gives them.
  virtual base::Status wait_for_followers() = 0;
  // The creation acts of a register: allowed to this actor or why not.
  virtual base::Result<std::vector<ActChoice>> creations(const std::string& register_name, const lifecycle::Actor* actor) = 0;
  virtual base::Result<std::vector<HistoryEntry>> history(const std::string& register_name, int64_t id, const lifecycle::Actor* actor,
                                                          const HistoryQuery& query = {}) = 0;
  // Short labels of referenced records the actor may see: for pickers. `text` may be empty.
  virtual base::Result<std::vector<Choice>> choices(const std::string& register_name, const std::string& text, size_t limit,
                                                    const lifecycle::Actor* actor) = 0;
  virtual base::Result<Todos> todos(const lifecycle::Actor& actor) = 0;
  virtual base::Result<std::vector<RegisterCount>> overview(const lifecycle::Actor* actor) = 0;
  // Statements of the pack. kForbidden: of an organisation the actor is no member of. What replies point to belongs to pack().
  virtual base::Result<BalanceReply> balance(const BalanceQuery& query, const lifecycle::Actor* actor) = 0;
  virtual base::Result<ReportReply> report(const ReportQuery& query, const lifecycle::Actor* actor) = 0;

  // --- evidence --------------------------------------------------------------------------------------------------------------
  // Bundle of a record and the records its acts rest on (those it references and those that reference it, as far as visible).
  virtual base::Result<std::string> bundle(const std::string& register_name, int64_t id, const lifecycle::Actor* actor) = 0;
  virtual base::Result<LogHead> log_head(bool sign_now) = 0;
  virtual base::Result<LogProof> log_proof(uint64_t sequence) = 0;
  virtual base::Result<LogCheckReport> check_log(const std::function<void(uint64_t, uint64_t)>& progress) = 0;

  // --- files -----------------------------------------------------------------------------------------------------------------
  // Stores an attachment by its digest; a record refers to it by digest afterwards. Limit: 50 MiB.
  virtual base::Result<registers::FileValue> store_file(const std::string& name, const std::string& media_type, const std::string& content,
                                                        const lifecycle::Actor& actor) = 0;
  // The content, if the actor may see a record field that holds it.
  virtual base::Result<std::string> read_file(const std::string& register_name, int64_t id, const std::string& digest,
                                              const lifecycle::Actor* actor) = 0;

  // --- drafts of rules -------------------------------------------------------------------------------------------------------
  // Checks a draft as the pack's own models are checked and keeps it, with a leaf in the log. Errors: engine/drafts.hpp.
  virtual base::Result<DecisionDraft> draft_decision(const DraftCommand& command) = 0;
  virtual base::Result<std::vector<DecisionDraft>> decision_drafts(const std::string& decision) = 0;  // newest first
  // A draft as the version it would be.
  virtual base::Result<pack::DecisionVersion> draft_version(const std::string& decision, int64_t id) = 0;

  // --- accounts --------------------------------------------------------------------------------------------------------------
  virtual base::Result<SignedIn> sign_in(const std::string& login, const std::string& password, const std::string& address) = 0;
  virtual base::Status sign_out(const std::string& secret) = 0;
  // Who is behind a session secret or bearer token; nothing if nobody. Cheap: cached for a second per secret.
  virtual base::Result<std::optional<Caller>> caller_of_session(const std::string& secret) = 0;
  virtual base::Result<std::optional<Caller>> caller_of_token(const std::string& secret) = 0;
  virtual base::Result<std::vector<AccountView>> accounts(const lifecycle::Actor& actor) = 0;
  virtual base::Result<AccountView> create_account(const AccountCommand& command, const lifecycle::Actor& actor) = 0;
  virtual base::Result<AccountView> change_account(int64_t id, const AccountCommand& command, const lifecycle::Actor& actor) = 0;
  virtual base::Status change_password(const std::string& old_password, const std::string& new_password, const lifecycle::Actor& actor) = 0;
  virtual base::Result<std::string> create_token(const std::string& name, int days, const lifecycle::Actor& actor) = 0;  // the secret
  virtual base::Result<int64_t> count_accounts() = 0;

  // --- changes ---------------------------------------------------------------------------------------------------------------
  // Calls `listener` after every commit, on the writer thread; must not block. Returns a handle for unsubscribe.
  virtual uint64_t subscribe(std::function<void(const std::vector<Change>&)> listener) = 0;
  virtual void unsubscribe(uint64_t handle) = 0;

  // Wakes the timers, e.g. after a test clock moved. Returns when every timer that was due has been done.
  virtual base::Status run_due_timers() = 0;
  virtual base::Status backup(const std::string& path) = 0;
};

}  // namespace lingqu::engine
