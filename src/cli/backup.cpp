// A backup is a folder: the database (a consistent copy, also while serving), the attachments and the log's key.
#include <fmt/format.h>

#include <filesystem>

#include "base/file.hpp"
#include "cli/session.hpp"

namespace lingqu::cli {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

namespace {

Error io(const std::string& path, const std::error_code& error) { return Error(ErrorCode::kIo).with("file", path).with("reason", error.message()); }

base::Status copy_rest(const std::string& from, const std::string& to) {
  std::error_code error;
  fs::copy_file(from + "/log-key.pem", to + "/log-key.pem", error);
  if (error) return io(from + "/log-key.pem", error);
  fs::permissions(to + "/log-key.pem", fs::perms::owner_read | fs::perms::owner_write, error);
  if (fs::exists(from + "/files")) fs::copy(from + "/files", to + "/files", fs::copy_options::recursive, error);
  return error ? base::Status(io(to + "/files", error)) : base::Status();
}

base::Status make_empty(const std::string& folder) {
  std::error_code error;
  if (fs::exists(folder) && !fs::is_empty(folder, error))
    return Error(ErrorCode::kIo).with("file", folder).with("reason", base::Text{"目录非空，不会覆盖", "the folder is not empty; nothing is overwritten"});
  return base::make_folders(folder);
}

base::Status make_backup(const Place& place, const std::string& to) {
  LINGQU_CHECK(make_empty(to));
  auto opened = open_engine(place, true);
  if (!opened) return Error(ErrorCode::kIo).with("file", place.data).with("reason", base::Text{"无法打开", "cannot be opened"});
  LINGQU_CHECK(opened->engine->backup(to + "/lingqu.db"));
  return copy_rest(place.data, to);
}

base::Status bring_back(const Place& place, const std::string& from) {
  LINGQU_CHECK(make_empty(place.data));
  std::error_code error;
  fs::copy_file(from + "/lingqu.db", place.data + "/lingqu.db", error);
  if (error) return io(from + "/lingqu.db", error);
  LINGQU_CHECK(copy_rest(from, place.data));
  // What was brought back is only good when its whole log checks.
  auto opened = open_engine(place, true);
  if (!opened) return Error(ErrorCode::kIo).with("file", place.data).with("reason", base::Text{"无法打开", "cannot be opened"});
  Progress progress("check");
  auto checked = opened->engine->check_log(progress.callback());
  return checked.ok() ? base::Status() : base::Status(std::move(checked).error());
}

}  // namespace

int backup(const Place& place, const std::string& to) {
  if (auto status = make_backup(place, to); !status.ok()) return fail(status.error(), place.json);
  fmt::print("backup written to {} / 备份已写入\n", to);
  return kDone;
}

int restore(const Place& place, const std::string& from) {
  if (auto status = bring_back(place, from); !status.ok()) return fail(status.error(), place.json);
  fmt::print("restored into {}; the evidence log checks / 已恢复，存证复核通过\n", place.data);
  return kDone;
}

}  // namespace lingqu::cli
