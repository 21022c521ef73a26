#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "base/file.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/error.hpp"

namespace lingqu::store::sqlite {

namespace {

constexpr int kPagesPerStep = 1024;

base::Error io_error(const std::string& path, int error) {
  return base::Error(base::ErrorCode::kIo)
      .with("file", path)
      .with("reason", std::generic_category().message(error));
}

struct Closer {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};

base::Status copy_pages(sqlite3* from, const std::string& path, const Progress& progress) {
  sqlite3* opened = nullptr;
  int code =
      sqlite3_open_v2(path.c_str(), &opened,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  const std::unique_ptr<sqlite3, Closer> to(opened);
  // The copy is worthless until it is whole, so that it needs no journal of its own.
  if (code == SQLITE_OK)
    code = sqlite3_exec(opened, "PRAGMA journal_mode = OFF", nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return to_error(code, opened);
  sqlite3_backup* backup = sqlite3_backup_init(opened, "main", from, "main");
  if (backup == nullptr) return to_error(sqlite3_extended_errcode(opened), opened);
  while ((code = sqlite3_backup_step(backup, kPagesPerStep)) == SQLITE_OK) {
    if (!progress) continue;
    const auto total = static_cast<uint64_t>(sqlite3_backup_pagecount(backup));
    progress(total - static_cast<uint64_t>(sqlite3_backup_remaining(backup)), total);
  }
  const auto total = static_cast<uint64_t>(sqlite3_backup_pagecount(backup));
  code = sqlite3_backup_finish(backup);
  if (code != SQLITE_OK) return to_error(code, opened);
  if (progress) progress(total, total);
  return {};
}

base::Status sync(const std::string& path, int flags) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags);
  if (fd < 0) return io_error(path, errno);
  const int failed = ::fsync(fd) != 0 ? errno : 0;
  ::close(fd);
  if (failed != 0) return io_error(path, failed);
  return {};
}

base::Status create(const std::string& path) {
  ::unlink(path.c_str());  // of a backup that was cut short
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return io_error(path, errno);
  ::close(fd);
  return {};
}

}  // namespace

base::Status copy_database(SqliteConnection& source, const std::string& path,
                           const Progress& progress) {
  if (base::file_exists(path)) return io_error(path, EEXIST);
  const std::string partial = (path.starts_with('/') ? path : "./" + path) + ".part";
  LINGQU_CHECK(create(partial));
  // The pinned snapshot keeps the copy from starting over each time the writer commits.
  LINGQU_TRY(snapshot, Transaction::read(source));
  base::Status copied = copy_pages(source.handle(), partial, progress);
  if (copied.ok()) copied = sync(partial, 0);
  if (copied.ok() && ::rename(partial.c_str(), path.c_str()) != 0) copied = io_error(path, errno);
  if (!copied.ok()) {
    ::unlink(partial.c_str());
    return copied;
  }
  LINGQU_CHECK(snapshot.commit());
  return sync(std::filesystem::path(partial).parent_path().string(), O_DIRECTORY);
}

}  // namespace lingqu::store::sqlite
