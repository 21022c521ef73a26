// A database in a folder of its own, removed after the test; short ways to ask it.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "store/database.hpp"

namespace lingqu::store::test {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "lingqu-store-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// The value, or a failed test that says why.
template <class T>
T take(base::Result<T> result) {
  if (!result.ok()) FAIL(base::to_string(result.error(), base::Language::kEn));
  return std::move(result).value();
}
inline void done(const base::Status& status) {
  if (!status.ok()) FAIL(base::to_string(status.error(), base::Language::kEn));
  CHECK(status.ok());
}
template <class T>
base::ErrorCode refused(const base::Result<T>& result) {
  REQUIRE(!result.ok());
  return result.error().code;
}
// The error's words contain `words`.
template <class T>
bool says(const base::Result<T>& result, std::string_view words) {
  REQUIRE(!result.ok());
  const std::string text = base::to_string(result.error(), base::Language::kEn);
  const bool found = text.find(words) != std::string::npos;
  if (!found) MESSAGE(text);
  return found;
}

struct Fixture {
  explicit Fixture(const Options& options = {})
      : database(take(open_database("sqlite:" + folder / "test.db", options))),
        writer(take(database->connect(true))) {}

  // The rows of a query as text, columns joined by '|', NULL as "-".
  static std::vector<std::string> rows(Connection& connection, std::string_view sql, int columns) {
    std::vector<std::string> out;
    Statement* statement = take(connection.prepare(sql));
    while (take(statement->step())) {
      std::string row;
      for (int i = 0; i < columns; ++i)
        row.append(i == 0 ? "" : "|").append(statement->is_null(i) ? "-" : statement->text(i));
      out.push_back(row);
    }
    return out;
  }
  static int64_t number(Connection& connection, std::string_view sql) {
    Statement* statement = take(connection.prepare(sql));
    REQUIRE(take(statement->step()));
    const int64_t value = statement->integer(0);
    statement->reset();
    return value;
  }
  int64_t number(std::string_view sql) { return number(*writer, sql); }

  Folder folder;
  std::unique_ptr<Database> database;
  std::unique_ptr<Connection> writer;
};

}  // namespace lingqu::store::test
