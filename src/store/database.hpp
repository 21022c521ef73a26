// Rows and transactions behind one interface: SQLite today, PostgreSQL in step 8. SQL is written in the part both speak,
// with $1, $2 … placeholders. No domain words here.
//
// Threads: a Database may be shared; a Connection belongs to one thread at a time. One writer, any number of readers; readers see
// the last committed state and never wait for the writer.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace lingqu::store {

enum class Dialect { kSqlite, kPostgresql };

// A prepared statement. Obtained from Connection::prepare, which caches by SQL text: reset happens on each use.
// Use: bind in order, then step() until false. Errors surface in step(), those of binding too.
// Do not keep it: it lives until 255 other texts were prepared on its connection, longer while it is giving rows.
class Statement {
 public:
  virtual ~Statement() = default;
  // Parameters are numbered from 1.
  virtual void bind_null(int index) = 0;
  virtual void bind(int index, int64_t value) = 0;
  virtual void bind(int index, double value) = 0;
  virtual void bind_text(int index, std::string_view value) = 0;  // copied; must be UTF-8 without NUL
  virtual void bind_blob(int index, std::string_view value) = 0;  // copied
  // True: a row is there. False: done. Error: kStorage (kNotUnique never: uniqueness is checked by the callers); kBusy when
  // locked out or interrupted; kTimeout when this step took a reader longer than Options::statement_timeout_ms; kReadOnly when
  // storage has failed before.
  virtual base::Result<bool> step() = 0;
  // Runs a statement that returns no rows, and readies it for the next binding.
  virtual base::Status run() = 0;
  virtual void reset() = 0;  // and clears bindings
  // Columns are numbered from 0. Views are valid until the next step or reset.
  virtual bool is_null(int column) const = 0;
  virtual int64_t integer(int column) const = 0;
  virtual double real(int column) const = 0;
  virtual std::string_view text(int column) const = 0;  // also for blobs
  virtual int64_t changes() const = 0;                  // rows touched by the last run()
};

class Connection {
 public:
  virtual ~Connection() = default;
  virtual Dialect dialect() const = 0;
  // Owned by the connection, cached; a second prepare of the same text returns the same object, reset.
  virtual base::Result<Statement*> prepare(std::string_view sql) = 0;
  // One or several statements without parameters (schema changes).
  virtual base::Status execute(std::string_view sql) = 0;
  // begin_write takes the write lock at once; begin_read pins a snapshot. commit returns only when the data are durable; when it
  // fails nothing is open any more, and if it is unknown what reached the disk every later write is refused with kReadOnly.
  // Both ends reset statements that were left half-way.
  virtual base::Status begin_write() = 0;
  virtual base::Status begin_read() = 0;
  virtual base::Status commit() = 0;
  virtual void rollback() = 0;  // harmless when nothing is open
  // Ends long-running statements of this connection from another thread.
  virtual void interrupt() = 0;
};

// Opens a transaction and rolls it back unless committed.
class Transaction {
 public:
  static base::Result<Transaction> write(Connection& connection);
  static base::Result<Transaction> read(Connection& connection);
  Transaction(Transaction&& other) noexcept : connection_(other.connection_) { other.connection_ = nullptr; }
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  base::Status commit();

 private:
  explicit Transaction(Connection& connection) : connection_(&connection) {}
  Connection* connection_;
};

struct Options {
  bool read_only = false;  // the database must exist; connect(true) gives kReadOnly
  int busy_timeout_ms = 5000;
  int statement_timeout_ms = 10000;  // for readers, per step; 0 = none
};

// (done, total), in units of the callee's choice.
using Progress = std::function<void(uint64_t, uint64_t)>;

class Database {
 public:
  virtual ~Database() = default;
  virtual base::Result<std::unique_ptr<Connection>> connect(bool writer) = 0;
  // A reader from the pool, returned on destruction of the handle.
  class Lease;
  virtual base::Result<Lease> reader() = 0;
  // A consistent copy of the whole database into a new file, while serving. `progress` may be empty. kIo if the file exists.
  virtual base::Status backup(const std::string& path, const Progress& progress = {}) = 0;
  virtual const std::string& url() const = 0;

 protected:
  friend class Lease;
  virtual void give_back(std::unique_ptr<Connection> connection) = 0;
};

class Database::Lease {
 public:
  Lease(Database& database, std::unique_ptr<Connection> connection)
      : database_(&database), connection_(std::move(connection)) {}
  Lease(Lease&&) noexcept = default;
  Lease& operator=(Lease&&) = delete;
  ~Lease() {
    if (connection_) database_->give_back(std::move(connection_));
  }
  Connection& operator*() { return *connection_; }
  Connection* operator->() { return connection_.get(); }

 private:
  Database* database_;
  std::unique_ptr<Connection> connection_;
};

// url: "sqlite:PATH" (created if absent, WAL, synchronous=FULL, foreign_keys on). Anything else: kInvalid with the reason.
base::Result<std::unique_ptr<Database>> open_database(const std::string& url, const Options& options = {});

}  // namespace lingqu::store
