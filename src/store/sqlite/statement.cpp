#include "store/sqlite/statement.hpp"

#include <sqlite3.h>

#include <charconv>
#include <cstring>

#include "base/text.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/error.hpp"

namespace lingqu::store::sqlite {

namespace {

constexpr int kMaxParameters = 999;

// 12 for "$12"; 0 for any other way to write a parameter.
int parameter_number(const char* name) {
  if (name == nullptr || name[0] != '$') return 0;
  const char* end = name + std::strlen(name);
  int number = 0;
  const auto [stop, error] = std::from_chars(name + 1, end, number);
  return error == std::errc() && stop == end && number >= 1 && number <= kMaxParameters ? number
                                                                                        : 0;
}

}  // namespace

SqliteStatement::SqliteStatement(SqliteConnection& connection, sqlite3_stmt* handle)
    : connection_(connection), handle_(handle), read_only_(sqlite3_stmt_readonly(handle) != 0) {}

base::Result<std::unique_ptr<SqliteStatement>> SqliteStatement::wrap(SqliteConnection& connection,
                                                                     sqlite3_stmt* handle) {
  std::unique_ptr<SqliteStatement> statement(new SqliteStatement(connection, handle));
  LINGQU_CHECK(statement->map_parameters());
  return statement;
}

SqliteStatement::~SqliteStatement() {
  halt(State::kReady);
  sqlite3_finalize(handle_);
}

// SQLite numbers $-parameters in the order in which they first appear, not by their digits.
base::Status SqliteStatement::map_parameters() {
  const int count = sqlite3_bind_parameter_count(handle_);
  for (int i = 1; i <= count; ++i) {
    const int number = parameter_number(sqlite3_bind_parameter_name(handle_, i));
    if (number == 0) return storage_error("parameters are written $1, $2 … $999");
    if (slots_.size() < static_cast<size_t>(number)) slots_.resize(static_cast<size_t>(number));
    slots_[static_cast<size_t>(number) - 1] = i;
  }
  return {};
}

int SqliteStatement::slot(int index) {
  if (state_ == State::kRow) {
    fail(storage_error("a statement must be reset before it is bound again"));
    return 0;
  }
  state_ = State::kReady;
  if (index < 1 || static_cast<size_t>(index) > slots_.size() ||
      slots_[static_cast<size_t>(index) - 1] == 0) {
    fail(storage_error("the statement has no parameter $" + std::to_string(index)));
    return 0;
  }
  return slots_[static_cast<size_t>(index) - 1];
}

void SqliteStatement::fail(base::Error error) {
  if (!pending_) pending_ = std::make_unique<base::Error>(std::move(error));
}

void SqliteStatement::check(int code) {
  if (code != SQLITE_OK) fail(to_error(code, connection_.handle()));
}

void SqliteStatement::bind_null(int index) {
  if (const int at = slot(index)) check(sqlite3_bind_null(handle_, at));
}

void SqliteStatement::bind(int index, int64_t value) {
  if (const int at = slot(index)) check(sqlite3_bind_int64(handle_, at, value));
}

void SqliteStatement::bind(int index, double value) {
  if (const int at = slot(index)) check(sqlite3_bind_double(handle_, at, value));
}

void SqliteStatement::bind_text(int index, std::string_view value) {
  const int at = slot(index);
  if (at == 0) return;
  if (std::memchr(value.data() == nullptr ? "" : value.data(), '\0', value.size()) != nullptr)
    return fail(storage_error("text with a NUL character is not stored"));
  if (!base::is_utf8(value)) return fail(storage_error("text that is not UTF-8 is not stored"));
  // A null pointer would bind NULL, not the empty text.
  check(sqlite3_bind_text64(handle_, at, value.data() == nullptr ? "" : value.data(), value.size(),
                            SQLITE_TRANSIENT, SQLITE_UTF8));
}

void SqliteStatement::bind_blob(int index, std::string_view value) {
  const int at = slot(index);
  if (at == 0) return;
  check(value.empty()
            ? sqlite3_bind_zeroblob(handle_, at, 0)
            : sqlite3_bind_blob64(handle_, at, value.data(), value.size(), SQLITE_TRANSIENT));
}

base::Result<bool> SqliteStatement::step() {
  if (pending_) return *pending_;
  if (state_ == State::kDone) return false;
  if (!read_only_) LINGQU_CHECK(connection_.check_writable());
  connection_.start_clock();
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) {
    if (state_ != State::kRow) connection_.count_active(1);
    state_ = State::kRow;
    return true;
  }
  if (code == SQLITE_DONE) {
    if (!read_only_) changes_ = sqlite3_changes64(connection_.handle());
    halt(State::kDone);
    return false;
  }
  base::Error error = connection_.failed(code);
  halt(State::kDone);
  return error;
}

base::Status SqliteStatement::run() {
  while (true) {
    base::Result<bool> more = step();
    if (more.ok() && *more) continue;
    reset();
    if (!more.ok()) return std::move(more).error();
    return {};
  }
}

void SqliteStatement::halt(State next) {
  sqlite3_reset(handle_);
  if (state_ == State::kRow) connection_.count_active(-1);
  state_ = next;
}

void SqliteStatement::reset() {
  halt(State::kReady);
  sqlite3_clear_bindings(handle_);
  pending_.reset();
}

bool SqliteStatement::is_null(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

int64_t SqliteStatement::integer(int column) const {
  return sqlite3_column_int64(handle_, column);
}

double SqliteStatement::real(int column) const {
  return sqlite3_column_double(handle_, column);
}

std::string_view SqliteStatement::text(int column) const {
  const void* data = sqlite3_column_type(handle_, column) == SQLITE_BLOB
                         ? sqlite3_column_blob(handle_, column)
                         : static_cast<const void*>(sqlite3_column_text(handle_, column));
  if (data == nullptr) return {};
  return {static_cast<const char*>(data),
          static_cast<size_t>(sqlite3_column_bytes(handle_, column))};
}

}  // namespace lingqu::store::sqlite
