#include "store/sqlite/connection.hpp"

#include <sqlite3.h>

#include <limits>

#include "store/sqlite/error.hpp"

namespace lingqu::store::sqlite {

namespace {

constexpr size_t kCachedStatements = 256;
constexpr int kPagesBetweenCheckpoints = 4000;  // 16 MB
constexpr int kOpcodesBetweenChecks = 10'000;   // some tenths of a millisecond

// Sizes for 100,000 to 1,000,000 records (187 MB per million rows measured).
constexpr const char* kCommonSettings = R"(
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA temp_store = MEMORY;
  PRAGMA trusted_schema = OFF;
  PRAGMA mmap_size = 1073741824;
)";
constexpr const char* kWriterSettings = R"(
  PRAGMA cache_size = -65536;
  PRAGMA journal_size_limit = 67108864;
)";
constexpr const char* kReaderSettings = R"(
  PRAGMA cache_size = -16384;
  PRAGMA query_only = ON;
)";

}  // namespace

SqliteConnection::SqliteConnection(sqlite3* database, Role role, const Options& options,
                                   std::shared_ptr<Health> health)
    : database_(database), role_(role), options_(options), health_(std::move(health)) {}

base::Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(
    const std::string& path, Role role, const Options& options, std::shared_ptr<Health> health) {
  sqlite3* database = nullptr;
  // The file is there already, see database.cpp. A connection belongs to one thread at a time: no
  // mutex.
  const int code = sqlite3_open_v2(path.c_str(), &database,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
                                       SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_PRIVATECACHE,
                                   nullptr);
  std::unique_ptr<SqliteConnection> connection(
      new SqliteConnection(database, role, options, std::move(health)));
  if (code != SQLITE_OK) return to_error(code, database);
  LINGQU_CHECK(connection->configure());
  return connection;
}

SqliteConnection::~SqliteConnection() {
  by_sql_.clear();
  cache_.clear();
  sqlite3_close(database_);
}

base::Status SqliteConnection::configure() {
  sqlite3_busy_timeout(database_, options_.busy_timeout_ms);
  // A misspelt "column" is an error, not a text; nobody writes to SQLite's own tables.
  sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(database_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  const bool reader = role_ == Role::kReader;
  for (const char* settings : {kCommonSettings, reader ? kReaderSettings : kWriterSettings}) {
    const int code = sqlite3_exec(database_, settings, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return to_error(code, database_);
  }
  if (reader && options_.statement_timeout_ms > 0)
    sqlite3_progress_handler(database_, kOpcodesBetweenChecks, on_progress, this);
  if (!reader) sqlite3_wal_hook(database_, on_commit, this);
  return {};
}

// Takes the place of SQLite's automatic checkpoint, which keeps a failed fsync of the database file
// to itself. The commit that brought us here is durable in the log: it is the following ones that
// are refused.
int SqliteConnection::on_commit(void* self, sqlite3* database, const char* schema, int pages) {
  if (pages < kPagesBetweenCheckpoints) return SQLITE_OK;
  const int code =
      sqlite3_wal_checkpoint_v2(database, schema, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (is_fatal(code)) static_cast<SqliteConnection*>(self)->health_->failed = true;
  return SQLITE_OK;
}

// The clock starts at the first check of a step, so that short steps pay nothing for it.
int SqliteConnection::on_progress(void* self) {
  auto& connection = *static_cast<SqliteConnection*>(self);
  const auto now = std::chrono::steady_clock::now();
  if (!connection.deadline_) {
    connection.deadline_ =
        now + std::chrono::milliseconds(connection.options_.statement_timeout_ms);
    return 0;
  }
  connection.timed_out_ = now >= *connection.deadline_;
  return connection.timed_out_ ? 1 : 0;
}

base::Result<Statement*> SqliteConnection::prepare(std::string_view sql) {
  if (const auto found = by_sql_.find(sql); found != by_sql_.end()) {
    cache_.splice(cache_.begin(), cache_, found->second);
    found->second->statement->reset();
    return static_cast<Statement*>(found->second->statement.get());
  }
  LINGQU_TRY(statement, compile(sql));
  evict();
  cache_.push_front(Cached{std::string(sql), std::move(statement)});
  by_sql_.emplace(cache_.front().sql, cache_.begin());
  return static_cast<Statement*>(cache_.front().statement.get());
}

base::Result<std::unique_ptr<SqliteStatement>> SqliteConnection::compile(std::string_view sql) {
  if (sql.size() > static_cast<size_t>(std::numeric_limits<int>::max()))
    return storage_error("the statement is too long");
  sqlite3_stmt* handle = nullptr;
  const char* tail = nullptr;
  const int code = sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &handle, &tail);
  if (code != SQLITE_OK) return failed(code);
  if (handle == nullptr) return storage_error("the statement is empty");
  LINGQU_TRY(statement, SqliteStatement::wrap(*this, handle));
  const std::string_view rest = sql.substr(static_cast<size_t>(tail - sql.data()));
  if (rest.find_first_not_of(" \t\r\n;") != std::string_view::npos)
    return storage_error("one statement at a time is prepared");
  return statement;
}

// Makes room for one; a statement that is giving rows is never taken away from its user.
void SqliteConnection::evict() {
  for (auto it = cache_.end(); cache_.size() >= kCachedStatements && it != cache_.begin();) {
    --it;
    if (it->statement->is_active()) continue;
    by_sql_.erase(it->sql);
    it = cache_.erase(it);
  }
}

// A statement left half-way would hold its old snapshot and keep the log from being checkpointed.
void SqliteConnection::reset_active() {
  if (active_ == 0) return;
  for (Cached& cached : cache_)
    if (cached.statement->is_active()) cached.statement->reset();
}

base::Status SqliteConnection::execute(std::string_view sql) {
  LINGQU_CHECK(check_writable());
  reset_active();
  start_clock();
  const int code = sqlite3_exec(database_, std::string(sql).c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return failed(code);
  return {};
}

base::Status SqliteConnection::run(std::string_view sql) {
  LINGQU_TRY(statement, prepare(sql));
  return statement->run();
}

base::Status SqliteConnection::check_no_transaction() const {
  if (writing_ || sqlite3_get_autocommit(database_) == 0)
    return storage_error("a transaction is already open on this connection");
  return {};
}

base::Status SqliteConnection::begin_write() {
  LINGQU_CHECK(check_no_transaction());
  LINGQU_CHECK(check_writable());
  reset_active();
  LINGQU_CHECK(run("BEGIN IMMEDIATE"));
  writing_ = true;
  return {};
}

base::Status SqliteConnection::begin_read() {
  LINGQU_CHECK(check_no_transaction());
  reset_active();
  LINGQU_CHECK(run("BEGIN"));
  // BEGIN alone takes no snapshot, the first read does.
  base::Status pinned = run("SELECT 1 FROM sqlite_schema LIMIT 1");
  if (!pinned.ok()) rollback();
  return pinned;
}

base::Status SqliteConnection::commit() {
  if (writing_) {
    if (base::Status writable = check_writable(); !writable.ok()) {
      rollback();
      return writable;
    }
  } else if (sqlite3_get_autocommit(database_) != 0) {
    return storage_error("no transaction is open on this connection");
  }
  reset_active();
  base::Status committed = run("COMMIT");
  if (!committed.ok()) {
    // Busy and violated constraints are known not to be committed; of anything else nothing is
    // known.
    const int code = sqlite3_errcode(database_) & 0xFF;
    if (writing_ && code != SQLITE_BUSY && code != SQLITE_CONSTRAINT) health_->failed = true;
    rollback();
  }
  writing_ = false;
  return committed;
}

void SqliteConnection::rollback() {
  reset_active();
  writing_ = false;
  if (sqlite3_get_autocommit(database_) == 0)
    sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
}

void SqliteConnection::interrupt() {
  sqlite3_interrupt(database_);
}

base::Status SqliteConnection::check_writable() const {
  if (role_ == Role::kReader) return storage_error("this connection only reads");
  if (health_->failed) return base::Error(base::ErrorCode::kReadOnly);
  // After some errors SQLite rolls back by itself; what follows must not commit one by one.
  if (writing_ && sqlite3_get_autocommit(database_) != 0)
    return storage_error("the transaction was rolled back by an earlier error");
  return {};
}

base::Error SqliteConnection::failed(int code) {
  if (role_ == Role::kWriter && is_fatal(code)) health_->failed = true;
  if ((code & 0xFF) == SQLITE_INTERRUPT && timed_out_) {
    timed_out_ = false;
    return base::Error(base::ErrorCode::kTimeout)
        .with("milliseconds", std::to_string(options_.statement_timeout_ms));
  }
  return to_error(code, database_);
}

}  // namespace lingqu::store::sqlite
