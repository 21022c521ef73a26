// One SQLite connection: its settings, its cache of prepared statements, its transaction.
#pragma once

#include <atomic>
#include <chrono>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "store/database.hpp"
#include "store/sqlite/statement.hpp"

struct sqlite3;

namespace lingqu::store::sqlite {

// Shared by the connections of a database. Once a commit or the disk has failed nothing more is
// written: what is on disk is no longer known (house rule: when unsure, stop). Only a restart,
// which runs SQLite's recovery, clears it.
struct Health {
  std::atomic<bool> failed{false};
};

enum class Role { kWriter, kReader };

class SqliteConnection final : public Connection {
 public:
  static base::Result<std::unique_ptr<SqliteConnection>> open(const std::string& path, Role role,
                                                              const Options& options,
                                                              std::shared_ptr<Health> health);
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;
  ~SqliteConnection() override;

  Dialect dialect() const override { return Dialect::kSqlite; }
  base::Result<Statement*> prepare(std::string_view sql) override;
  base::Status execute(std::string_view sql) override;
  base::Status begin_write() override;
  base::Status begin_read() override;
  base::Status commit() override;
  void rollback() override;
  void interrupt() override;

  sqlite3* handle() const { return database_; }

  // For statements.
  base::Status check_writable() const;
  void start_clock() { deadline_.reset(); }
  void count_active(int change) { active_ += change; }
  // The error for a code of SQLite; remembers when it means that nothing more may be written.
  base::Error failed(int code);

 private:
  struct Cached {
    std::string sql;
    std::unique_ptr<SqliteStatement> statement;
  };

  SqliteConnection(sqlite3* database, Role role, const Options& options,
                   std::shared_ptr<Health> health);
  base::Status configure();
  base::Result<std::unique_ptr<SqliteStatement>> compile(std::string_view sql);
  void evict();
  void reset_active();
  base::Status run(std::string_view sql);
  base::Status check_no_transaction() const;
  static int on_progress(void* self);
  static int on_commit(void* self, sqlite3* database, const char* schema, int pages);

  sqlite3* database_;
  Role role_;
  Options options_;
  std::shared_ptr<Health> health_;
  std::list<Cached> cache_;  // most recently used first
  std::unordered_map<std::string_view, std::list<Cached>::iterator> by_sql_;
  int active_ = 0;        // statements between their first row and their end
  bool writing_ = false;  // since begin_write
  bool timed_out_ = false;
  std::optional<std::chrono::steady_clock::time_point> deadline_;
};

}  // namespace lingqu::store::sqlite
