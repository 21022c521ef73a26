#include "http/static_files.hpp"

#include <openssl/sha.h>

#include <chrono>
#include <filesystem>

#include "base/file.hpp"
#include "base/text.hpp"
#include "http/negotiate.hpp"

namespace lingqu::http {

namespace {

constexpr uint64_t kLargestFile = 32u << 20;
constexpr size_t kWorthCompressing = 1'024;

struct Kind {
  std::string_view extension, type;
  bool zips;
};
constexpr Kind kKinds[] = {
    {"html", "text/html; charset=utf-8", true},
    {"js", "text/javascript; charset=utf-8", true},
    {"mjs", "text/javascript; charset=utf-8", true},
    {"css", "text/css; charset=utf-8", true},
    {"json", "application/json", true},
    {"map", "application/json", true},
    {"svg", "image/svg+xml", true},
    {"txt", "text/plain; charset=utf-8", true},
    {"webmanifest", "application/manifest+json", true},
    {"wasm", "application/wasm", true},
    {"ico", "image/x-icon", false},
    {"png", "image/png", false},
    {"jpg", "image/jpeg", false},
    {"webp", "image/webp", false},
    {"woff2", "font/woff2", false},
    {"woff", "font/woff", false},
};
constexpr Kind kOther{"", "application/octet-stream", false};

const Kind& kind_of(std::string_view path) {
  const std::string_view extension = path.substr(path.rfind('.') + 1);
  for (const Kind& kind : kKinds)
    if (kind.extension == extension) return kind;
  return kOther;
}

// Names that change with the content, as the bundler makes them: "assets/index-BdK3x_9a.js".
bool is_hashed(std::string_view path) {
  if (!path.starts_with("assets/")) return false;
  const size_t dash = path.rfind('-'), dot = path.rfind('.');
  return dash != std::string_view::npos && dot != std::string_view::npos && dot > dash + 8;
}

std::string sha256_base64(std::string_view text) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  return base::to_base64({reinterpret_cast<const char*>(digest), sizeof digest});
}

// Hashes of the scripts inside a page, so that they may run although the policy forbids inline
// scripts.
std::string script_hashes(std::string_view html) {
  std::string out;
  for (size_t at = 0; (at = html.find("<script", at)) != std::string_view::npos;) {
    const size_t open = html.find('>', at);
    const size_t close = html.find("</script>", at);
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) break;
    const std::string_view script = html.substr(open + 1, close - open - 1);
    if (!base::trim(script).empty())
      out.append(" 'sha256-").append(sha256_base64(script)).append("'");
    at = close;
  }
  return out;
}

std::string policy_of(std::string_view path, std::string_view content) {
  const std::string scripts = path.ends_with(".html") ? script_hashes(content) : "";
  return "default-src 'self'; script-src 'self'" + scripts +
         "; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
         "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
}

int64_t now_ms() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

}  // namespace

StaticFiles::StaticFiles(std::string folder) : folder_(std::move(folder)) {
  files();
}

StaticFiles::File StaticFiles::make_file(const std::string& path, std::string content,
                                         std::string zipped) {
  const Kind& kind = kind_of(path);
  File file;
  file.type = kind.type;
  file.immutable = is_hashed(path);
  file.policy = policy_of(path, content);
  file.tag = "\"" + sha256_base64(content).substr(0, 22) + "\"";
  if (zipped.empty() && kind.zips && content.size() >= kWorthCompressing) zipped = gzip(content, 6);
  if (!zipped.empty() && zipped.size() < content.size())
    file.zipped = std::make_shared<const std::string>(std::move(zipped));
  file.text = std::make_shared<const std::string>(std::move(content));
  return file;
}

std::shared_ptr<const StaticFiles::Files> StaticFiles::load() const {
  auto files = std::make_shared<Files>();
  const auto paths = base::list_files(folder_);
  if (!paths.ok()) return files;
  for (const std::string& path : *paths) {
    if (path.ends_with(".gz") || path.front() == '.' || path.find("/.") != std::string::npos)
      continue;
    auto content = base::read_file(folder_ + "/" + path, kLargestFile);
    if (!content.ok()) continue;
    std::string zipped;
    const std::string beside = folder_ + "/" + path + ".gz";
    if (base::file_exists(beside))
      if (auto read = base::read_file(beside, kLargestFile); read.ok()) zipped = std::move(*read);
    files->emplace(path, make_file(path, std::move(*content), std::move(zipped)));
  }
  return files;
}

std::shared_ptr<const StaticFiles::Files> StaticFiles::files() {
  const std::lock_guard lock(mutex_);
  const int64_t now = now_ms();
  if (files_ && (folder_.empty() || now - checked_ms_ < 1'000)) return files_;
  checked_ms_ = now;
  if (folder_.empty()) return files_ = std::make_shared<const Files>();
  std::error_code error;
  const auto written = std::filesystem::last_write_time(folder_ + "/index.html", error);
  const int64_t changed = error ? -1 : written.time_since_epoch().count();
  if (!files_ || changed != changed_) files_ = load();
  changed_ = changed;
  return files_;
}

Response StaticFiles::serve(const Request& request, std::string_view path) {
  const auto present = files();
  const std::string_view name = path.substr(path.empty() ? 0 : 1);
  auto found = present->find(name);
  const std::string_view last = name.substr(name.rfind('/') + 1);
  if (found == present->end() && last.find('.') == std::string_view::npos)
    found = present->find("index.html");
  Response response;
  response.surface = Surface::kPage;
  response.compressible = false;
  if (found == present->end()) {
    response.status = 404;
    return response;
  }
  const File& file = found->second;
  response.cache = file.immutable ? "public, max-age=31536000, immutable" : "no-cache";
  response.headers.emplace_back("ETag", file.tag);
  if (file.zipped) response.headers.emplace_back("Vary", "Accept-Encoding");
  response.headers.emplace_back("Content-Security-Policy", file.policy);
  if (names_tag(request.header("if-none-match"), file.tag)) {
    response.status = 304;
    return response;
  }
  response.type = file.type;
  const bool zipped = file.zipped && accepts_gzip(request.header("accept-encoding"));
  response.shared_body = zipped ? file.zipped : file.text;
  if (zipped) response.headers.emplace_back("Content-Encoding", "gzip");
  return response;
}

}  // namespace lingqu::http
