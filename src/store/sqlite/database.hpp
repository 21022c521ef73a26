// A database in one SQLite file: one writer, a pool of readers (write-ahead log).
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "store/sqlite/connection.hpp"

namespace lingqu::store::sqlite {

// Creates the file (mode 0600) unless options.read_only, in which case it must be there.
base::Result<std::unique_ptr<Database>> open(const std::string& url, const std::string& path,
                                             const Options& options);

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(std::string url, std::string path, const Options& options);

  // Switches the file to the write-ahead log.
  base::Status prepare();
  base::Result<std::unique_ptr<Connection>> connect(bool writer) override;
  base::Result<Lease> reader() override;
  base::Status backup(const std::string& path, const Progress& progress) override;
  const std::string& url() const override { return url_; }

 private:
  void give_back(std::unique_ptr<Connection> connection) override;

  std::string url_;
  std::string path_;
  Options options_;
  std::shared_ptr<Health> health_ = std::make_shared<Health>();
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;  // guarded by mutex_
};

// Copies what `source` sees into a new file; see Database::backup.
base::Status copy_database(SqliteConnection& source, const std::string& path,
                           const Progress& progress);

}  // namespace lingqu::store::sqlite
