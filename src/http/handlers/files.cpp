#include <algorithm>

#include "http/encode/json_writer.hpp"
#include "http/handlers/handlers.hpp"
#include "http/negotiate.hpp"

namespace lingqu::http {

namespace {

constexpr size_t kLongestName = 200;

bool is_media_type(std::string_view text) {
  const auto token = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '+' || c == '-';
  };
  const size_t slash = text.find('/');
  if (slash == 0 || slash == std::string_view::npos || slash + 1 == text.size() ||
      text.size() > 100)
    return false;
  return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(slash), token) &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(slash) + 1, text.end(), token);
}

base::Result<std::string> file_name(std::string_view header) {
  const auto decoded = percent_decode(header);
  if (!decoded)
    return bad_request("X-Filename 应为百分号编码的 UTF-8",
                       "X-Filename must be percent-encoded UTF-8");
  std::string_view name = *decoded;
  name.remove_prefix(std::min(name.size(), name.find_last_of("/\\") + 1));
  const bool control = std::any_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
  if (control) return bad_request("X-Filename 含有控制字符", "X-Filename holds control characters");
  if (name.empty()) return std::string("file");
  return std::string(base::first_code_points(name, kLongestName));
}

const registers::FileValue* find_file(const registers::Value& value, const std::string& digest) {
  if (const auto* file = value.get<registers::FileValue>())
    return file->digest == digest ? file : nullptr;
  if (const auto* rows = value.get<registers::Rows>())
    for (const registers::Row& row : *rows)
      for (const registers::Value& cell : row)
        if (const auto* file = find_file(cell, digest)) return file;
  return nullptr;
}

}  // namespace

Response download(std::string content, std::string type, const std::string& name) {
  Response response;
  response.type = std::move(type);
  response.body = std::move(content);
  response.headers.emplace_back("Content-Disposition",
                                "attachment; filename*=UTF-8''" + percent_encode(name));
  return response;
}

base::Result<Response> store_file(Call& call) {
  LINGQU_TRY(name, file_name(call.request.header("x-filename")));
  std::string type = media_type(call.request.header("content-type"));
  if (!is_media_type(type)) type = "application/octet-stream";
  LINGQU_TRY(file, call.engine().store_file(name, type, call.request.body, *call.actor()));
  std::string body;
  JsonWriter writer(body);
  writer.object([&] {
    writer.member("digest", file.digest).member("name", file.name);
    writer.member("type", file.media_type).member("size", file.size);
  });
  return json_response(std::move(body), 201);
}

base::Result<Response> read_file(Call& call) {
  LINGQU_TRY(id, call.id(1));
  const std::string& digest = call.parameter(2);
  LINGQU_TRY(content, call.engine().read_file(call.parameter(0), id, digest, call.actor()));
  LINGQU_TRY(view, call.engine().read(call.parameter(0), id, call.actor()));
  const registers::FileValue* file = nullptr;
  for (const registers::Value& value : view.record.values)
    if (!file) file = find_file(value, digest);
  const bool typed = file && is_media_type(file->media_type);
  Response response =
      download(std::move(content), typed ? file->media_type : "application/octet-stream",
               file ? file->name : "file");
  response.compressible = false;
  return response;
}

base::Result<Response> get_bundle(Call& call) {
  LINGQU_TRY(id, call.id(1));
  LINGQU_TRY(bundle, call.engine().bundle(call.parameter(0), id, call.actor()));
  const std::string name = call.parameter(0) + "-" + std::to_string(id) + ".lingqu-bundle.json";
  return download(std::move(bundle), "application/json", name);
}

}  // namespace lingqu::http
