// The built web client, held in memory with its compressed form. Only files found in the folder at
// load can be served, so no path leads out of it. Loaded again when index.html changes.
// Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace lingqu::http {

class StaticFiles {
 public:
  explicit StaticFiles(std::string folder);  // empty: nothing is served

  // GET or HEAD of a path outside /api; status 404 with no type when there is no such file. Paths
  // without a dot are pages of the client: index.html.
  Response serve(const Request& request, std::string_view path);

 private:
  struct File {
    std::shared_ptr<const std::string> text, zipped;  // zipped: null where it does not help
    std::string type;
    std::string tag;
    std::string policy;  // Content-Security-Policy
    bool immutable = false;
  };
  using Files = std::map<std::string, File, std::less<>>;

  std::shared_ptr<const Files> files();
  std::shared_ptr<const Files> load() const;
  static File make_file(const std::string& path, std::string content, std::string zipped);

  std::string folder_;
  std::mutex mutex_;
  std::shared_ptr<const Files> files_;
  int64_t changed_ = 0;  // of index.html
  int64_t checked_ms_ = 0;
};

}  // namespace lingqu::http
