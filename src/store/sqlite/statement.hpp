// A prepared SQLite statement whose parameters are written $1, $2 …
#pragma once

#include <memory>
#include <vector>

#include "store/database.hpp"

struct sqlite3_stmt;

namespace lingqu::store::sqlite {

class SqliteConnection;

class SqliteStatement final : public Statement {
 public:
  // Takes over `handle`. kStorage if a parameter is not written $1 … $999.
  static base::Result<std::unique_ptr<SqliteStatement>> wrap(SqliteConnection& connection,
                                                             sqlite3_stmt* handle);
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;
  ~SqliteStatement() override;

  void bind_null(int index) override;
  void bind(int index, int64_t value) override;
  void bind(int index, double value) override;
  void bind_text(int index, std::string_view value) override;
  void bind_blob(int index, std::string_view value) override;
  base::Result<bool> step() override;
  base::Status run() override;
  void reset() override;
  bool is_null(int column) const override;
  int64_t integer(int column) const override;
  double real(int column) const override;
  std::string_view text(int column) const override;
  int64_t changes() const override { return changes_; }

  // Between its first row and its end: it holds a snapshot.
  bool is_active() const { return state_ == State::kRow; }

 private:
  enum class State { kReady, kRow, kDone };

  SqliteStatement(SqliteConnection& connection, sqlite3_stmt* handle);
  base::Status map_parameters();
  // SQLite's number of $index once the statement may be bound to; 0 after noting what is wrong.
  int slot(int index);
  void check(int code);
  void fail(base::Error error);
  void halt(State next);

  SqliteConnection& connection_;
  sqlite3_stmt* handle_;
  std::vector<int> slots_;  // slots_[n - 1]: SQLite's number of $n, 0 if the text has no $n
  bool read_only_;
  State state_ = State::kReady;
  int64_t changes_ = 0;
  std::unique_ptr<base::Error> pending_;  // of a bind; surfaces in step()
};

}  // namespace lingqu::store::sqlite
