#include "store/sqlite/database.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/file.hpp"
#include "store/sqlite/error.hpp"

namespace lingqu::store::sqlite {

namespace {

constexpr size_t kIdleReaders = 16;

base::Error io_error(const std::string& path, int error) {
  return base::Error(base::ErrorCode::kIo)
      .with("file", path)
      .with("reason", std::generic_category().message(error));
}

// SQLite gives its log the mode of the database, so this protects both.
base::Status ensure_file(const std::string& path, bool create) {
  const int flags = O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0);
  const int fd = ::open(path.c_str(), flags, 0600);
  if (fd < 0) return io_error(path, errno);
  ::close(fd);
  return {};
}

}  // namespace

base::Result<std::unique_ptr<Database>> open(const std::string& url, const std::string& path,
                                             const Options& options) {
  // Counting every allocation under one mutex slows all connections; refused, harmlessly, once
  // SQLite has started.
  static const int counting = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(counting);
  // A leading "./" keeps SQLite from reading a meaning into the name ("file:…", ":memory:").
  const std::string file = path.starts_with('/') ? path : "./" + path;
  LINGQU_CHECK(ensure_file(file, !options.read_only));
  auto database = std::make_unique<SqliteDatabase>(url, file, options);
  LINGQU_CHECK(database->prepare());
  return std::unique_ptr<Database>(std::move(database));
}

SqliteDatabase::SqliteDatabase(std::string url, std::string path, const Options& options)
    : url_(std::move(url)), path_(std::move(path)), options_(options) {}

base::Status SqliteDatabase::prepare() {
  if (options_.read_only) {
    LINGQU_TRY(first, reader());
    LINGQU_TRY(tables, first->prepare("SELECT count(*) FROM sqlite_schema"));
    return tables->run();
  }
  LINGQU_TRY(connection, SqliteConnection::open(path_, Role::kWriter, options_, health_));
  LINGQU_TRY(mode, connection->prepare("PRAGMA journal_mode = WAL"));
  LINGQU_TRY(answered, mode->step());
  if (!answered || mode->text(0) != "wal")
    return storage_error("the write-ahead log is not possible on this file system");
  return {};
}

base::Result<std::unique_ptr<Connection>> SqliteDatabase::connect(bool writer) {
  if (writer && (options_.read_only || health_->failed))
    return base::Error(base::ErrorCode::kReadOnly);
  LINGQU_TRY(connection, SqliteConnection::open(path_, writer ? Role::kWriter : Role::kReader,
                                                options_, health_));
  return std::unique_ptr<Connection>(std::move(connection));
}

base::Result<Database::Lease> SqliteDatabase::reader() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!idle_.empty()) {
      Lease lease(*this, std::move(idle_.back()));
      idle_.pop_back();
      return lease;
    }
  }
  LINGQU_TRY(connection, connect(false));
  return Lease(*this, std::move(connection));
}

void SqliteDatabase::give_back(std::unique_ptr<Connection> connection) {
  connection->rollback();
  const std::lock_guard<std::mutex> lock(mutex_);
  if (idle_.size() < kIdleReaders) idle_.push_back(std::move(connection));
}

base::Status SqliteDatabase::backup(const std::string& path, const Progress& progress) {
  Options unhurried = options_;
  unhurried.statement_timeout_ms = 0;
  LINGQU_TRY(source, SqliteConnection::open(path_, Role::kReader, unhurried, health_));
  return copy_database(*source, path, progress);
}

}  // namespace lingqu::store::sqlite
